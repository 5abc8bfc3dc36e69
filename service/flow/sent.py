"""The dispatch that has gone out: read from its manifests, and held against the meeting that is to be sent out next.

Nothing that was sent may vanish or change its number in silence: what is withdrawn stays in the meeting file and
says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.errors import InputError, InvalidInput, Problem
from service.flow.compare import FILLER_MARK
from service.flow.handlingar import NumberedHandling, number_handlingar
from service.flow.public import is_public, public_meeting
from service.flow.published import sha256_of
from service.flow.read import ReadFile
from service.flow.read_manifest import Manifest, read_manifest
from service.model.choices import Rendition
from service.model.kallelse import Arende, Kallelse
from service.model.packet import PartKind
from service.settings import Settings

_SUFFIX, _PUBLIC = ".manifest.json", "-publik"
_KEEP = "Låt den stå kvar på sin plats och skriv att den utgår ({how}); lägg det nya sist."
_HOW_ARENDE, _HOW_HANDLING = "utgar: true", "bifogas_kallelsen: false, med bifogas_inte_orsak"


@dataclass(frozen=True, slots=True)
class Sent:
    """A dispatch that has gone out."""

    manifests: Mapping[Rendition, Manifest]
    """By the edition; at least one. Also that of an edition that nobody wants now, where it lies beside a named one."""
    day: date | None
    """When it was sent out, where that is known."""
    series: Mapping[str, tuple[str, ...]]
    """What the pages of each part were called, those that are gone among them; in the order of the packet."""

    @property
    def any(self) -> Manifest:
        """One of its manifests, the internal one if there is one: what is asked of it is the same in both."""
        return self.manifests.get(Rendition.INTERN) or next(iter(self.manifests.values()))

    @property
    def number(self) -> int:
        """Which dispatch of the meeting it was, from 1."""
        return self.any.number


def read_sent(
    paths: Sequence[Path], file: ReadFile, wanted: Sequence[Rendition], settings: Settings
) -> Sent | None:
    """Read the dispatch before this one.

    Args:
        paths: its manifests, where the command names any; else those that the meeting file names.
        file: the meeting as it is now.
        wanted: the editions that are to be made now; each needs to have been sent out.
        settings: for reading.

    Returns:
        The dispatch, or None when there was none.

    Raises:
        InputError: a manifest is not that of the meeting's last dispatch, or of no edition that is wanted, or was
            changed; or something that was sent is no longer in the meeting file.
    """
    meeting: Kallelse = file.model
    paths = paths or _named_in(meeting, file.path.parent)
    if not paths:
        return None
    manifests = _manifests(paths, wanted, settings)
    told = manifests.get(Rendition.INTERN) or next(iter(manifests.values()))
    problems = [problem for one in manifests.values() for problem in _objections(one, meeting)]
    problems += _disagreements(manifests)
    if not problems:
        problems += _lost(told, meeting, file.path.parent)
    if problems:
        raise InvalidInput(*problems)
    manifests |= _beside_them(paths[0], manifests, meeting, settings)
    told = manifests.get(Rendition.INTERN) or told
    return Sent(manifests, _day(told, meeting), series_of(told))


def series_of(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """What the pages of each part were called: those that are gone follow those that are there."""
    series: dict[str, tuple[str, ...]] = {}
    lists = {one.part.key for one in manifest.whole if one.part.kind is PartKind.ANDRINGAR}
    for planned in manifest.whole:
        key = planned.part.key.removesuffix(FILLER_MARK)
        if key in lists:  # what it says was for one dispatch, and so were the pages that fill it up
            continue
        own = {key: planned.page_labels} if planned.part.kind is not PartKind.UTGAR else planned.part.replaces
        for name, labels in own.items():
            series[name] = (*series.get(name, ()), *labels)
    return series


def _named_in(meeting: Kallelse, folder: Path) -> list[Path]:
    listed = [one for one in meeting.kallelse.tidigare_utskick if one.manifest or one.manifest_publik]
    if not listed:
        return []
    last = max(listed, key=lambda one: one.version)
    return [folder / name for name in (last.manifest, last.manifest_publik) if name]


def _manifests(
    paths: Sequence[Path], wanted: Sequence[Rendition], settings: Settings
) -> dict[Rendition, Manifest]:
    """The manifests that are named, and that of a wanted edition which lies beside one of them."""
    manifests: dict[Rendition, Manifest] = {}
    for path in paths:
        found = read_manifest(path, settings)
        if found.rendition in manifests:
            raise InvalidInput(
                Problem(
                    "manifests_disagree",
                    f"”{manifests[found.rendition].name}” och ”{found.name}” gäller samma utgåva.",
                    "--efter",
                    "Ange högst ett manifest för varje utgåva av förra utskicket.",
                    found.name,
                )
            )
        manifests[found.rendition] = found
    for rendition in wanted:
        if rendition in manifests:
            continue
        beside = _beside(paths[0], rendition)
        other = read_manifest(beside, settings) if beside.is_file() else None
        if other is None or other.rendition is not rendition:
            raise InvalidInput(
                Problem(
                    "edition_not_sent",
                    f"Manifestet ”{paths[0].name}” gäller en annan utgåva än den som ska göras "
                    f"({rendition.label.lower()}), och ”{beside.name}” finns inte bredvid det.",
                    "--efter",
                    "Ange manifestet för den utgåva av förra utskicket som ska följas upp.",
                    paths[0].name,
                )
            )
        manifests[rendition] = other
    return manifests


def _beside_them(
    path: Path, manifests: Mapping[Rendition, Manifest], meeting: Kallelse, settings: Settings
) -> dict[Rendition, Manifest]:
    """The sound manifest of an edition that nobody asks for: its list of changes decides the length of the other's."""
    found: dict[Rendition, Manifest] = {}
    for rendition in Rendition:
        beside = _beside(path, rendition)
        if rendition in manifests or not beside.is_file():
            continue
        with suppress(InputError):
            other = read_manifest(beside, settings)
            sound = other.rendition is rendition and not list(_objections(other, meeting))
            if sound and not _disagreements({**manifests, rendition: other}):
                found[rendition] = other
    return found


def _beside(path: Path, rendition: Rendition) -> Path:
    stem = path.name.removesuffix(_SUFFIX).removesuffix(_PUBLIC)
    return path.with_name(f"{stem}{_PUBLIC if rendition is Rendition.PUBLIK else ''}{_SUFFIX}")


def _objections(manifest: Manifest, meeting: Kallelse) -> Iterator[Problem]:
    if not manifest.intact:
        yield Problem(
            "manifest_edited",
            f"Manifestet ”{manifest.name}” är ändrat sedan det skrevs.",
            "manifest_sha256",
            "Hämta manifestet som skrevs bredvid paketet; det ska inte ändras för hand.",
            manifest.name,
        )
    held = manifest.raw["sammantrade"]
    if (held["organ"], held["datum"]) != (meeting.sammantrade.organ, meeting.sammantrade.datum.isoformat()):
        yield Problem(
            "manifest_of_other_meeting",
            f"Manifestet ”{manifest.name}” gäller {held['organ']} {held['datum']}, men mötesfilen "
            f"{meeting.sammantrade.organ} {meeting.sammantrade.datum}.",
            "--efter",
            "Ange manifestet från samma sammanträdes förra utskick.",
            manifest.name,
        )
    last = max((one.version for one in meeting.kallelse.tidigare_utskick), default=0)
    if last > manifest.number:
        yield Problem(
            "manifest_not_latest",
            f"Manifestet ”{manifest.name}” gäller utskick {manifest.number}, men enligt mötesfilen har utskick {last} "
            "redan gått ut.",
            "--efter",
            f"Ange manifestet från utskick {last}.",
            manifest.name,
        )
    yield from _pinned(manifest, meeting)


def _pinned(manifest: Manifest, meeting: Kallelse) -> Iterator[Problem]:
    """The meeting file may say which manifest it was."""
    for at, one in enumerate(meeting.kallelse.tidigare_utskick):
        said = one.snapshot_sha256 if manifest.rendition is Rendition.INTERN else ""
        if one.version == manifest.number and said and said != manifest.raw["utskick"]["snapshot_sha256"]:
            yield Problem(
                "manifest_edited",
                f"Manifestet ”{manifest.name}” är inte det som enligt mötesfilen skickades ut som "
                f"utskick {one.version}.",
                f"kallelse.tidigare_utskick[{at}].snapshot_sha256",
                "Hämta manifestet för det paket som skickades ut.",
                manifest.name,
            )


def _disagreements(manifests: Mapping[Rendition, Manifest]) -> list[Problem]:
    """The editions of one dispatch have the same numbers on the same parts."""
    facts = [(one.number, series_of(one)) for one in manifests.values()]
    if all(one == facts[0] for one in facts):
        return []
    names = " och ".join(f"”{one.name}”" for one in manifests.values())
    return [
        Problem(
            "manifests_disagree",
            f"{names} är inte från samma utskick.",
            "--efter",
            "Ange manifesten för den interna och den offentliga utgåvan av ett och samma utskick.",
        )
    ]


def _day(manifest: Manifest, meeting: Kallelse) -> date | None:
    listed = (one.datum for one in meeting.kallelse.tidigare_utskick if one.version == manifest.number)
    return next(listed, manifest.day)


def _lost(manifest: Manifest, meeting: Kallelse, folder: Path) -> Iterator[Problem]:
    """Everything that was sent and is not in the meeting file under its number any more."""
    is_open = manifest.rendition is Rendition.PUBLIK
    if is_open:
        meeting = public_meeting(meeting)
    numbered = list(number_handlingar(meeting))
    sums = {str(one["nyckel"]): str(one.get("sha256", "")) for one in manifest.whole_raw}
    withheld = {one.part.key for one in manifest.whole if one.part.kind is PartKind.UNDANHALLEN}
    for sent in manifest.raw["foredragningslista"]:
        arende = next((one for one in meeting.arenden if one.ordning == sent["ordning"]), None)
        if arende is None or not _same_arende(sent, arende):
            yield _arende_lost(sent, arende, meeting)
            continue
        own = [one for one in numbered if one.arende is arende]
        for document in sent["handlingar"]:
            now = next((one for one in own if one.number == document["nummer"]), None)
            if is_open and now and (f"a{document['nummer']}" in withheld or not is_public(now.handling)):
                continue  # a withheld document has no title that tells it from another one
            digest = sums.get(f"a{document['nummer']}", "")
            if now is None or not _same_document(document, now, digest, folder):
                yield _document_lost(document, now, own, digest, folder)


def _same_arende(sent: Mapping[str, Any], arende: Arende) -> bool:
    same_case = bool(sent["diarienummer"]) and sent["diarienummer"] == arende.diarienummer
    return same_case or _words(sent["rubrik"]) == _words(arende.rubrik)


def _words(title: str) -> str:
    return " ".join(title.split()).casefold()


def _same_document(sent: Mapping[str, Any], now: NumberedHandling, digest: str, folder: Path) -> bool:
    """By its id where both have one; else by its title or its content."""
    handling = now.handling
    if sent.get("id") and handling.id:
        return bool(sent["id"] == handling.id)
    if _words(sent["titel"]) == _words(handling.titel):
        return True
    source = folder / (handling.fil or handling.indata)
    return bool(digest) and source.is_file() and sha256_of(source) == digest


def _arende_lost(sent: Mapping[str, Any], now: Arende | None, meeting: Kallelse) -> Problem:
    named = f"Ärende {sent['ordning']} ”{sent['rubrik']}” har skickats ut"
    elsewhere = next((one for one in meeting.arenden if _same_arende(sent, one)), None)
    return _problem(
        named,
        f"ordning {elsewhere.ordning}" if elsewhere else "",
        f"ärende {now.ordning} är nu ”{now.rubrik}”" if now else "",
        "arenden",
        _KEEP.format(how=_HOW_ARENDE),
    )


def _document_lost(
    sent: Mapping[str, Any],
    now: NumberedHandling | None,
    own: Sequence[NumberedHandling],
    digest: str,
    folder: Path,
) -> Problem:
    named = f"Bilaga {sent['nummer']} ”{sent['titel']}” har skickats ut"
    elsewhere = next((one for one in own if _same_document(sent, one, digest, folder)), None)
    return _problem(
        named,
        f"nummer {elsewhere.number}" if elsewhere else "",
        f"{now.label} är nu ”{now.handling.titel}” med annat innehåll" if now else "",
        now.path if now else "arenden",
        _KEEP.format(how=_HOW_HANDLING)
        + (" Är det en ny version av samma handling: behåll titeln, eller ge den samma id." if now else ""),
    )


def _problem(named: str, elsewhere: str, instead: str, path: str, remedy: str) -> Problem:
    if elsewhere:
        return Problem("sent_item_renumbered", f"{named} men har fått {elsewhere}.", path, remedy)
    if instead:
        return Problem("sent_item_replaced", f"{named}, men {instead}.", path, remedy)
    return Problem("sent_item_missing", f"{named} men finns inte i mötesfilen.", path, remedy)
