"""Every number, date and checksum of a package, held against the delivery by code that did not write them.

Only the standard library reads here: not the writer's names, not its namespaces, not its paths.
"""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from service.archive.plan import plan_package
from service.archive.verify import read_package
from service.archive.write import write_package
from service.model.diarium import Filvariant, Riktning
from service.model.leverans import Leverans, LevereradFil, LevereradHandling, LevereratArende, Profil
from tests.deliveries import ID, delivery

E = "{https://DILCIS.eu/XML/ERMS}"
M = "{http://www.loc.gov/METS/}"
P = "{http://www.loc.gov/premis/v3}"
HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="module", params=list(Profil))
def packed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Leverans, Mapping[str, bytes]]:
    """A delivery, and every file of its package."""
    leverans, store = delivery(request.param)
    path = write_package(
        plan_package(leverans), tmp_path_factory.mktemp("ut"), store.open, lambda *_: None
    ).path
    with zipfile.ZipFile(path) as file:
        return leverans, {name.removeprefix(f"{ID}/"): file.read(name) for name in file.namelist()}


def _xml(files: Mapping[str, bytes], ending: str) -> dict[str, ET.Element]:
    return {name: ET.fromstring(content) for name, content in files.items() if name.endswith(ending)}  # noqa: S314


def _aggregations(files: Mapping[str, bytes]) -> dict[str, ET.Element]:
    found = [
        one
        for name, root in _xml(files, ".xml").items()
        if "/erms-" in name
        for one in root.iter(f"{E}aggregation")
    ]
    return {one.attrib["systemIdentifier"]: one for one in found}


def _mets(files: Mapping[str, bytes]) -> dict[str, ET.Element]:
    return {name: root for name, root in _xml(files, ".xml").items() if root.tag == f"{M}mets"}


def _named(files: Mapping[str, bytes]) -> list[tuple[str, ET.Element]]:
    """Every file that some METS names, by its path in the package, and what says its size."""
    named = []
    for name, root in _mets(files).items():
        folder = name[: name.rfind("/") + 1]
        for one in root.iter():
            place = (
                one.find(f"{M}FLocat") if one.tag == f"{M}file" else one if one.tag == f"{M}mdRef" else None
            )
            if place is not None:
                named.append((folder + place.attrib[HREF].removeprefix("file:///"), one))
    return named


def _days(node: ET.Element, path: str = "") -> dict[str, str]:
    return {one.attrib["dateType"]: one.text or "" for one in node.findall(f"{path}{E}dates/{E}date")}


def _day(day: date) -> str:
    return f"{day}T00:00:00"


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def test_every_checksum_and_size_is_that_of_the_bytes(packed: tuple[Leverans, Mapping[str, bytes]]) -> None:
    """METS names every file but the first METS itself, once, with its true size and sha256."""
    _, files = packed
    named = _named(files)
    assert sorted(path for path, _ in named) == sorted(set(files) - {"METS.xml", "sip.xml"})
    for path, said in named:
        assert said.attrib["SIZE"] == str(len(files[path])), path
        assert said.attrib["CHECKSUM"] == hashlib.sha256(files[path]).hexdigest(), path
        assert said.attrib["CHECKSUMTYPE"] == "SHA-256"


def test_every_delivered_file_lies_where_its_document_says(
    packed: tuple[Leverans, Mapping[str, bytes]],
) -> None:
    """ERMS leads from the document to the bytes that the register has, under the name that it had."""
    leverans, files = packed
    found = _aggregations(files)
    for arende in leverans.arenden:
        records = {one.attrib["systemIdentifier"]: one for one in found[arende.id].findall(f"{E}record")}
        for handling in arende.handlingar:
            told = [
                (
                    one.attrib["name"],
                    hashlib.sha256(files[one.attrib["path"]]).hexdigest(),
                    len(files[one.attrib["path"]]),
                )
                for one in records[handling.id].findall(f"{E}additionalInformation/{E}appendix")
            ]
            assert told == [(fil.namn, fil.sha256, fil.storlek) for fil in handling.filer]


def test_premis_has_the_fixity_of_every_file(packed: tuple[Leverans, Mapping[str, bytes]]) -> None:
    """Path, size, sha256 and original name of each file."""
    leverans, files = packed
    told = set()
    for root in _xml(files, "premis.xml").values():
        for one in root.iter(f"{P}object"):
            if (digest := one.findtext(f".//{P}messageDigest")) is not None:
                path = one.findtext(f"{P}objectIdentifier/{P}objectIdentifierValue") or ""
                assert hashlib.sha256(files[path]).hexdigest() == digest
                told.add((one.findtext(f"{P}originalName"), digest, one.findtext(f".//{P}size")))
    assert told == {(fil.namn, fil.sha256, str(fil.storlek)) for _, _, fil in leverans.filer()}


def test_the_matters_are_told_as_the_register_has_them(packed: tuple[Leverans, Mapping[str, bytes]]) -> None:
    """Number, titles, days, secrecy, decisions and disposal of each matter."""
    leverans, files = packed
    found = _aggregations(files)
    assert set(found) == {one.id for one in leverans.arenden}
    for arende in leverans.arenden:
        _hold_matter(found[arende.id], arende, leverans)


def _hold_matter(node: ET.Element, arende: LevereratArende, leverans: Leverans) -> None:
    assert node.findtext(f"{E}objectId") == arende.diarienummer
    assert node.findtext(f"{E}title") == arende.arendemening
    assert (node.findtext(f"{E}otherTitle") or "") == arende.arendemening_offentlig
    days = {"opened": _day(arende.oppnat), "transferred": _utc(leverans.skapad)}
    assert _days(node) == days | ({"closed": _day(arende.avslutat)} if arende.avslutat else {})
    secrecy = arende.sekretess
    assert node.findtext(f"{E}restriction/{E}regulation") == (secrecy.bestammelse if secrecy else None)
    if secrecy and secrecy.datum:
        assert _days(node, f"{E}restriction/") == {"created": _day(secrecy.datum)}
    decisions = [
        (
            one.findtext(f"{E}dates/{E}actionDate"),
            one.findtext(f"{E}agents/{E}agent/{E}name"),
        )
        for one in node.findall(f"{E}action")
    ]
    assert decisions == [(_day(one.datum), f"{one.organ} {one.paragraf}") for one in arende.beslut]
    assert [one.text for one in node.findall(f"{E}keywords/{E}keyword")] == list(arende.nyckelord)


def test_the_documents_are_told_as_the_register_has_them(
    packed: tuple[Leverans, Mapping[str, bytes]],
) -> None:
    """Number, titles, direction, parties, days, secrecy and relations of each document."""
    leverans, files = packed
    for arende in leverans.arenden:
        node = _aggregations(files)[arende.id]
        records = node.findall(f"{E}record")
        assert [one.attrib["systemIdentifier"] for one in records] == [one.id for one in arende.handlingar]
        for record, handling in zip(records, arende.handlingar, strict=True):
            _hold_document(record, handling)


def _hold_document(record: ET.Element, handling: LevereradHandling) -> None:
    assert record.findtext(f"{E}objectId") == handling.beteckning
    assert record.findtext(f"{E}runningNumber") == str(handling.lopnummer)
    assert record.findtext(f"{E}title") == handling.titel
    assert (record.findtext(f"{E}otherTitle") or "") == handling.titel_publik
    assert record.attrib["recordType"] == handling.handlingstyp
    arrived = "received" if handling.riktning == Riktning.INKOMMEN else "created"
    days = {arrived: _day(handling.datum), "originated": _utc(handling.registrerad)}
    for kind, day in (
        ("expedited", handling.expedierad),
        ("decision_date", handling.beslutad),
        ("destroyed", handling.gallrad),
    ):
        if day:
            days[kind] = _day(day)
    assert _days(record) == days
    people: dict[str, list[str]] = {kind: [] for kind in ("sender", "receiver", "responsible_person")}
    for agent in record.findall(f"{E}agents/{E}agent"):
        people[agent.attrib["agentType"]].append(agent.findtext(f"{E}name") or "")
    assert people["sender"] == list(handling.avsandare)
    assert people["receiver"] == list(handling.mottagare)
    assert people["responsible_person"] == ([handling.handlaggare] if handling.handlaggare else [])
    secrecy = handling.sekretess
    assert record.findtext(f"{E}restriction/{E}regulation") == (secrecy.bestammelse if secrecy else None)
    related = [one.text for one in record.findall(f"{E}relation")]
    assert related[: len(handling.relationer)] == [one.till for one in handling.relationer]
    disposal = record.find(f"{E}disposal")
    assert (disposal is not None) == (handling.gallring is not None)
    if disposal is not None and handling.gallring:
        assert disposal.findtext(f"{E}disposalMandate") == handling.gallring.beslut
        assert disposal.findtext(f"{E}dates/{E}disposalDate") == _day(handling.gallring.tidigast)


def test_the_public_version_is_told_of_its_original(packed: tuple[Leverans, Mapping[str, bytes]]) -> None:
    """`has_redacted_version` leads to the public file, `has_rendition_version` to the one that is preserved."""
    _, files = packed
    record = _aggregations(files)["arende-1"].find(f"{E}record")
    assert record is not None
    related = {one.attrib["relationType"]: one.text or "" for one in record.findall(f"{E}relation")}
    assert files[related["has_redacted_version"]] == b"%PDF publik"
    assert files[related["has_rendition_version"]] == b"%PDF bevarande"


def test_the_agreement_stands_in_mets(packed: tuple[Leverans, Mapping[str, bytes]]) -> None:
    """Who, to whom, by which agreement, with which codes."""
    leverans, files = packed
    header = _mets(files)["METS.xml" if "METS.xml" in files else "sip.xml"].find(f"{M}metsHdr")
    assert header is not None
    terms = leverans.overenskommelse
    assert header.attrib["CREATEDATE"] == _utc(leverans.skapad)
    told = {
        (one.attrib["ROLE"], one.attrib["TYPE"], one.findtext(f"{M}name")) for one in header.iter(f"{M}agent")
    }
    assert {
        ("ARCHIVIST", "ORGANIZATION", terms.arkivbildare.namn),
        ("CREATOR", "ORGANIZATION", terms.levererande.namn),
        ("CREATOR", "INDIVIDUAL", terms.kontakt.namn),
        ("PRESERVATION", "ORGANIZATION", terms.mottagare.namn),
    } <= told
    assert {one.attrib["TYPE"]: one.text for one in header.iter(f"{M}altRecordID")} == {
        "SUBMISSIONAGREEMENT": terms.leveransoverenskommelse,
        "PREVIOUSSUBMISSIONAGREEMENT": terms.tidigare_overenskommelse,
        "REFERENCECODE": terms.arkivreferenskod,
        "PREVIOUSREFERENCECODE": terms.tidigare_referenskod,
    }


def test_signatures_are_told(packed: tuple[Leverans, Mapping[str, bytes]]) -> None:
    """Who signed, and that it was found valid, when."""
    _, files = packed
    texts = b"".join(content for name, content in files.items() if name.endswith("premis.xml")).decode()
    assert "Åsa Öberg" in texts
    assert "2026-09-21T07:00:00Z" in texts
    events = [
        one
        for root in _xml(files, "premis.xml").values()
        for one in root.iter(f"{P}event")
        if one.findtext(f"{P}eventType") == "digital signature validation"
    ]
    assert [one.findtext(f"{P}eventDateTime") for one in events] == ["2026-10-02T00:00:00Z"]


@pytest.mark.parametrize("profil", list(Profil))
def test_seals_timestamps_and_revocation_are_told(profil: Profil, tmp_path: Path) -> None:
    """The digest that the register has of a sealed file, when it was stamped, what is known of revocation."""
    leverans, store = delivery(profil)
    was = hashlib.sha256(b"som i diariet").hexdigest()
    stamped = datetime(2026, 9, 21, 7, 5, tzinfo=UTC)

    def changed(fil: LevereradFil) -> LevereradFil:
        judged = tuple(
            replace(one, stamplad=stamped, sparr="spärrkontroll ej gjord") for one in fil.underskrifter
        )
        sealed = was if fil.variant is Filvariant.BEVARANDE else ""
        return replace(fil, underskrifter=judged, oforseglad=sealed)

    arenden = tuple(
        replace(
            arende,
            handlingar=tuple(
                replace(one, filer=tuple(changed(fil) for fil in one.filer)) for one in arende.handlingar
            ),
        )
        for arende in leverans.arenden
    )
    leverans = replace(leverans, arenden=arenden)
    path = write_package(plan_package(leverans), tmp_path, store.open, lambda *_: None).path
    assert read_package(path).problems == []
    with zipfile.ZipFile(path) as file:
        roots = [
            ET.fromstring(file.read(name))  # noqa: S314
            for name in file.namelist()
            if name.endswith("premis.xml")
        ]
    events = {
        (
            one.findtext(f"{P}eventType"),
            one.findtext(f".//{P}eventDetail"),
            one.findtext(f".//{P}eventIdentifierValue"),
        )
        for root in roots
        for one in root.iter(f"{P}event")
    }
    seals = [(detail, ident) for kind, detail, ident in events if kind == "digital signature generation"]
    preserved = [fil for _, _, fil in leverans.filer() if fil.oforseglad]
    assert len(seals) == len(preserved) > 0
    assert all(was in str(detail) for detail, _ in seals)
    linked = {
        (one.findtext(f".//{P}messageDigest"), link.findtext(f"{P}linkingEventIdentifierValue"))
        for root in roots
        for one in root.iter(f"{P}object")
        for link in one.iter(f"{P}linkingEventIdentifier")
    }
    assert {ident for _, ident in seals} == {
        ident for digest, ident in linked if ident in {seal for _, seal in seals}
    }
    assert {digest for digest, ident in linked if ident in {seal for _, seal in seals}} == {
        fil.sha256 for fil in preserved
    }
    (judged,) = [detail for kind, detail, _ in events if kind == "digital signature validation"]
    assert judged == (
        "Åsa Öberg, 2026-09-21T07:00:00Z, tidsstämplad 2026-09-21T07:05:00Z, spärrkontroll ej gjord"
    )


def test_nothing_leads_out_of_the_package(packed: tuple[Leverans, Mapping[str, bytes]]) -> None:
    """A file called `../Nuläge publik.pdf` lies in its own folder."""
    _, files = packed
    assert [name for name in files if ".." in name or name.startswith("/")] == []


@pytest.mark.parametrize("profil", list(Profil))
def test_the_delivery_is_told_in_plain_words(profil: Profil, tmp_path: Path) -> None:
    """Who has no program for METS still reads what it is."""
    leverans, store = delivery(profil)
    path = write_package(plan_package(leverans), tmp_path, store.open, lambda *_: None).path
    with zipfile.ZipFile(path) as file:
        name = next(one for one in file.namelist() if one.endswith("om-leveransen.txt"))
        text = file.read(name).decode()
    assert "Antal ärenden: 2\nAntal handlingar: 4\nAntal filer: 5 (238 byte)\n" in text
    assert "KS.2026.3  Nulägesbeskrivningar 2026 [sekretess: 21 kap. 7 § OSL]" in text
