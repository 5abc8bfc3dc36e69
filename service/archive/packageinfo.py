"""What a package says beside METS: Riksarkivet's additionalPackageInfo, and the delivery in plain Swedish.

Riksarkivet asks for additionalPackageInfo in deliveries to itself; who else receives it may leave it unread.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from lxml import etree

from service.archive.files import Placed, by_handling
from service.archive.names import SNA
from service.archive.xml import Element, add, moment, serialise
from service.model.leverans import Leverans, LevereradHandling, LevereratArende


def additional_package_info(leverans: Leverans) -> bytes:
    """Disposal, secrecy and period of the package as a whole."""
    root = etree.Element(f"{{{SNA}}}additionalPackageInfo", nsmap={None: SNA})
    terms = leverans.overenskommelse
    control = add(root, "control")
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{leverans.id}/additionalPackageInfo")
    add(control, "identification", str(identifier), type="UUID")
    add(control, "status", leverans.slag.label)
    add(control, "creationDate", moment(leverans.skapad))
    creator = add(control, "creator")
    add(creator, "creatorName", terms.levererande.namn)
    kind, _, code = terms.levererande.kod.partition(":")
    if code:
        add(creator, "creatorCode", code, type=kind)
    _package(add(root, "package", id=leverans.id), leverans)
    return serialise(root)


def _package(package: Element, leverans: Leverans) -> None:
    if leverans.overenskommelse.arkivnamn:
        add(package, "archiveName", leverans.overenskommelse.arkivnamn)
    decisions = sorted({one.gallring.beslut for one in _entries(leverans) if one.gallring})
    grounds = sorted({one.sekretess.bestammelse for one in _entries(leverans) if one.sekretess})
    _flagged(package, "disposal", "disposable", "disposalDesc", decisions)
    _flagged(package, "accessRestrict", "restricted", "accessRestrictDesc", grounds)
    _flagged(package, "useRestrict", "restricted", "useRestrictDesc", ())
    days = sorted(
        {one.oppnat for one in leverans.arenden}
        | {one.avslutat for one in leverans.arenden if one.avslutat}
        | {handling.datum for one in leverans.arenden for handling in one.handlingar}
    )
    if days:
        add(package, "startDate", days[0].isoformat())
        add(package, "endDate", days[-1].isoformat())
    add(package, "audience", publishable="false" if grounds else "true")


def _entries(leverans: Leverans) -> Iterator[LevereratArende | LevereradHandling]:
    for arende in leverans.arenden:
        yield arende
        yield from arende.handlingar


def _flagged(package: Element, tag: str, flag: str, told: str, grounds: Sequence[str]) -> None:
    made = add(package, tag, **{flag: "true" if grounds else "false"})
    if grounds:
        add(made, told, "; ".join(grounds))


def description(leverans: Leverans, placed: Sequence[Placed]) -> bytes:
    """The delivery for who opens the package without a program for it."""
    terms = leverans.overenskommelse
    total = sum(one.fil.storlek for one in placed)
    lines = [
        "Arkivleverans",
        "",
        f"Leverans: {leverans.id} ({leverans.slag.value})",
        f"Profil: {leverans.profil.label}",
        f"Skapad: {moment(leverans.skapad)} av {leverans.system.namn} {leverans.system.kod}".rstrip(),
        f"Arkivbildare: {terms.arkivbildare.namn} {terms.arkivbildare.kod}".rstrip(),
        f"Levererande organisation: {terms.levererande.namn} {terms.levererande.kod}".rstrip(),
        f"Mottagare: {terms.mottagare.namn or 'inte angiven'}",
        f"Leveransöverenskommelse: {terms.leveransoverenskommelse or 'inte angiven'}",
        f"Arkivreferenskod: {terms.arkivreferenskod or 'inte angiven'}",
        f"Antal ärenden: {len(leverans.arenden)}",
        f"Antal handlingar: {sum(len(one.handlingar) for one in leverans.arenden)}",
        f"Antal filer: {len(placed)} ({total} byte)",
        "",
        "Varje ärende har en metadatafil enligt CITS ERMS 2.1 (XSD 2.1.2).",
        "Kontrollsummorna är SHA-256 och står i METS.",
        "",
    ]
    files = by_handling(placed)
    for arende in leverans.arenden:
        secret = f" [sekretess: {arende.sekretess.bestammelse}]" if arende.sekretess else ""
        lines.append(f"{arende.diarienummer}  {arende.arendemening}{secret}")
        for handling in arende.handlingar:
            lines.append(f"  {handling.beteckning}  {handling.datum}  {handling.titel}")
            lines.extend(f"    {one.path}" for one in files.get(handling.id, ()))
    return ("\n".join(lines) + "\n").encode()
