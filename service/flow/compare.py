"""What differs between two packets of one meeting: told by `samlad jamfor`, and printed in a later dispatch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from service.assemble.labels import pages_text
from service.flow.meeting import WITHDRAWN_MARK, Place, Places, places_of
from service.flow.read_manifest import Manifest
from service.model.packet import PacketPlan, Part, PartKind

FILLER_MARK = ".utfyllnad"
COVER_MARK = ".blad"
Kind = Literal["kallelse", "arende", "handling"]
Told = Mapping[str, Any]
"""A part's line in the manifest, or what it will say."""

_KINDS: Mapping[PartKind, Kind] = {
    PartKind.KALLELSE: "kallelse",
    PartKind.FORSATTSBLAD_ARENDE: "arende",
    PartKind.RAPPORT: "handling",
    PartKind.BILAGA: "handling",
    PartKind.UNDANHALLEN: "handling",
}


@dataclass(frozen=True, slots=True)
class Item:
    """The kallelse, an ärende or a handling, as one packet has it."""

    kind: Kind
    key: str
    """Of its part; a handling's cover sheet belongs to it too."""
    number: str
    title: str
    diarienummer: str = ""
    keys: tuple[str, ...] = ()
    """Of all its parts that are in the packet: cover sheet, document, pages that fill up or stand for others."""
    labels: tuple[str, ...] = ()
    """What its pages are called."""
    first_page: int = 0
    last_page: int = 0
    sha256: str = ""
    """Of what was handed in; empty for a document that is withheld."""
    made_sha256: str = ""
    """Of the report that was built of it."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What its sheet says: a digest for each field that has a value."""
    identity: str = ""
    """The id that the meeting file gives it, where it gives one."""
    withheld: bool = False
    withdrawn: bool = False
    """It was sent out, and a page of ours stands for it now."""
    reason: str = ""
    day: str = ""
    """Why it was withdrawn, and when."""

    @property
    def pages(self) -> str:
        """Where it stands: `sidan 12` or `sidorna 117a–117d`."""
        return pages_text(self.labels)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is not in the later packet, and why, if that is known."""

    item: Item
    reason: str
    day: str = ""
    note: Item | None = None
    """The page that stands for it in the later packet."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is in both packets."""

    before: Item
    after: Item

    @property
    def changed(self) -> bool:
        """Whether its content is another, it is there again, or it is withheld in only one of them."""
        one, other = self.before, self.after
        return (
            (one.withheld, one.withdrawn) != (other.withheld, other.withdrawn)
            or self.has_other_content
            or len(one.labels) != len(other.labels)
            or one.words != other.words
        )

    @property
    def has_other_content(self) -> bool:
        """Whether its pages say something else; a report is what it became, not how its file was written."""
        one, other = self.before, self.after
        if one.made_sha256 and other.made_sha256:
            return one.made_sha256 != other.made_sha256
        return one.sha256 != other.sha256

    @property
    def moved(self) -> bool:
        """Whether it has got another number."""
        return self.before.number != self.after.number

    @property
    def renamed(self) -> bool:
        """Whether it has got another title."""
        return self.before.title != self.after.title

    @property
    def on_other_pages(self) -> bool:
        """Whether it stands on other pages."""
        return self.before.labels != self.after.labels

    @property
    def is_told_elsewhere(self) -> bool:
        """Whether its place reads otherwise: `sidorna 12–14` is the same, whatever the pages between are called."""
        return self.before.pages != self.after.pages


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between an earlier and a later packet."""

    new: tuple[Item, ...]
    withdrawn: tuple[Withdrawn, ...]
    kept: tuple[Kept, ...]

    @property
    def changed(self) -> tuple[Kept, ...]:
        """What has another content."""
        return tuple(pair for pair in self.kept if pair.changed)


Sign = Callable[[Item], tuple[str, ...]]
_SIGNS: tuple[Sign, ...] = (
    lambda item: (item.kind, item.identity),
    lambda item: (item.kind, item.sha256, item.title),
    lambda item: (item.kind, item.sha256),
    lambda item: (item.kind, item.diarienummer, item.title),
    lambda item: (item.kind, item.number, item.title),
    # An ärende keeps its case number whatever it is called.
    lambda item: (item.kind, item.diarienummer) if item.kind == "arende" else ("",),
)
"""What makes two items the same one, the surest sign first. A sign that lacks something says nothing. A handling with
another content and another title is another one, even under the same number."""
_SIGNS_OF_DISPATCH: tuple[Sign, ...] = (lambda item: (item.kind, item.number),)
"""In a dispatch that follows another, numbers stay: it was refused otherwise."""


def compare(before: Manifest, after: Manifest) -> Comparison:
    """Compare two packets by their manifests alone."""
    snapshots = [one["snapshot_sha256"] for one in after.raw["utskick"]["efter"]]
    follows = before.raw["utskick"]["snapshot_sha256"] in snapshots
    found = compare_items(items_of_manifest(before), items_of_manifest(after), follows=follows)
    reasons = {
        (one.get("titel"), one.get("diarienummer")): str(one.get("orsak", ""))
        for one in after.raw["ej_bifogade"]
    }
    withdrawn = (
        one if one.note else Withdrawn(one.item, reasons.get((one.item.title, one.item.diarienummer), ""))
        for one in found.withdrawn
    )
    return Comparison(found.new, tuple(withdrawn), found.kept)


def compare_items(before: Iterable[Item], after: Iterable[Item], *, follows: bool) -> Comparison:
    """Pair what is in both; what is left is new or withdrawn.

    Args:
        before: everything in the earlier packet.
        after: everything in the later one.
        follows: the later one is a dispatch that follows the earlier one, whose numbers it keeps.
    """
    old, fresh = list(before), list(after)
    pairs: list[Kept] = []
    for sign in _SIGNS_OF_DISPATCH if follows else _SIGNS:
        pairs += _pair(old, fresh, sign)
    pairs.sort(key=lambda pair: pair.after.first_page)
    # What became of it is told in the later packet's words: a title may be withheld by now.
    gone = [
        Withdrawn(_in_words_of(pair.after, pair.before), pair.after.reason, pair.after.day, pair.after)
        for pair in pairs
        if pair.after.withdrawn and not pair.before.withdrawn
    ]
    gone += [Withdrawn(item, "") for item in old if not item.withdrawn]
    kept = tuple(pair for pair in pairs if not pair.after.withdrawn)
    return Comparison(tuple(item for item in fresh if not item.withdrawn), tuple(gone), kept)


def _in_words_of(after: Item, before: Item) -> Item:
    return Item(
        kind=before.kind,
        key=before.key,
        number=before.number,
        title=after.title,
        diarienummer=after.diarienummer,
        labels=before.labels,
        first_page=before.first_page,
        last_page=before.last_page,
        sha256=before.sha256,
        withheld=before.withheld,
    )


def _pair(old: list[Item], fresh: list[Item], sign: Sign) -> list[Kept]:
    """Take out of both lists what has the same sign, in order."""
    pairs: list[Kept] = []
    for item in list(fresh):
        told = sign(item)
        match = next((one for one in old if all(told) and sign(one) == told), None)
        if match is not None:
            pairs.append(Kept(match, item))
            old.remove(match)
            fresh.remove(item)
    return pairs


def items_of_manifest(manifest: Manifest) -> list[Item]:
    """Everything in the whole packet of a manifest."""
    told = {str(raw["nyckel"]): raw for raw in manifest.whole_raw}
    return list(items_of((one.part for one in manifest.whole), told, places_of(PacketPlan(manifest.whole))))


def items_of(parts: Iterable[Part], told: Mapping[str, Told], places: Places) -> Iterator[Item]:
    """Everything in a packet: the kallelse, every ärende and handling with pages, and what is withdrawn.

    Args:
        parts: the packet's.
        told: what the manifest says of each part, by its key.
        places: where each part stands.
    """
    for part in parts:
        if part.key not in places:
            continue
        line = told.get(part.key, {})
        if part.kind is PartKind.UTGAR and "utgatt" in line:
            yield from _withdrawn(part, line["utgatt"], places[part.key])
        elif part.kind in _KINDS and not part.key.endswith(FILLER_MARK):
            yield _item(part, line, places)


def _item(part: Part, told: Told, places: Places) -> Item:
    kind = _KINDS[part.kind]
    all_keys = [f"{part.key}{mark}" for mark in (COVER_MARK, "", FILLER_MARK)]
    own = [key for key in all_keys if key in places]
    notes = [f"{key}{WITHDRAWN_MARK}" for key in all_keys if f"{key}{WITHDRAWN_MARK}" in places]
    pages = [places[key] for key in own]
    return Item(
        kind=kind,
        key=part.key,
        number="Kallelse" if kind == "kallelse" else part.label,
        title=_title(part, kind),
        diarienummer=part.diarienummer,
        keys=(*own, *notes),
        labels=tuple(label for place in pages for label in place.labels),
        first_page=pages[0].page,
        last_page=pages[-1].page + len(pages[-1].labels) - 1,
        sha256=str(told.get("sha256", "")),
        made_sha256=str(told.get("pdf_sha256", "")) if part.kind is PartKind.RAPPORT else "",
        words={str(name): str(digest) for name, digest in told.get("innehall", {}).items()},
        identity=str(told.get("id", "")),
        withheld=part.kind is PartKind.UNDANHALLEN,
    )


def _title(part: Part, kind: Kind) -> str:
    if kind == "kallelse":
        return "Kallelse och föredragningslista"
    head = f"{part.label.removeprefix('Ärende ')}. " if kind == "arende" else f"{part.label} – "
    return part.title.removeprefix(head)


def _withdrawn(part: Part, told: Told, place: Place) -> Iterator[Item]:
    """What a page stands for: a handling, or an ärende with its handlingar."""
    for one in told["vad"]:
        yield Item(
            kind=one["slag"],
            key=str(one["nyckel"]),
            number=str(one["nummer"]),
            title=str(one["titel"]),
            diarienummer=part.diarienummer,
            keys=(part.key,),
            labels=place.labels,
            first_page=place.page,
            last_page=place.page,
            withdrawn=True,
            reason=str(told["orsak"]),
            day=str(told["datum"]),
        )


_FIELDS = {
    "diarienummer": "diarienumret",
    "arendetyp": "ärendetypen",
    "vackt_av": "vem som väckt ärendet",
    "foredragande": "föredragande",
    "tid_slot": "tiden",
    "bradskande": "brådskande",
    "stangda_dorrar": "stängda dörrar",
    "utgar": "utgår",
    "sammanfattning": "sammanfattningen",
    "arendet": "ärendebeskrivningen",
    "forslag_till_beslut": "förslaget till beslut",
    "beredning": "beredningen",
    "beredningsundantag": "undantaget från beredning",
    "ekonomiska_konsekvenser": "de ekonomiska konsekvenserna",
    "beslutet_skickas_till": "vem beslutet skickas till",
    "publiceringslank": "publiceringslänken",
    "datum": "datumet",
    "tid_start": "starttiden",
    "tid_slut": "sluttiden",
    "plats": "platsen",
    "distans": "deltagandet på distans",
    "ordforande": "ordföranden",
    "sekreterare": "sekreteraren",
    "forhinder_kontakt": "kontakten vid förhinder",
    "webb_tv_url": "webbsändningen",
    "allmanhetens_fragestund": "allmänhetens frågestund",
    "foredragningslista": "föredragningslistan",
    "kallade": "vilka som kallas",
}
"""What a field is called in a sentence; one that is not here is told by its own name."""


def changes_in_words(pair: Kept) -> list[str]:
    """What has changed about something that is in both packets, in words; nothing of what is withheld now."""
    before, after = pair.before, pair.after
    words: list[str] = []
    if before.withdrawn:
        words.append("Åter med")
    elif after.withheld and not before.withheld:
        words.append("Undanhålls nu")
    elif before.withheld and not after.withheld:
        words.append("Publiceras nu")
    elif pair.has_other_content:
        same = before.sha256 == after.sha256
        words.append("Byggd på nytt av samma uppgifter" if same else "Nytt innehåll")
    if pair.renamed:
        words.append("Ny titel" if after.withheld else f"Ny titel, förr ”{before.title}”")
    fields = [
        _FIELDS.get(name, name)
        for name in sorted({*before.words, *after.words}, key=_rank)
        if not before.withdrawn and before.words.get(name) != after.words.get(name)
    ]
    if fields:
        words.append(f"Ändrat: {', '.join(fields)}")
    if len(before.labels) != len(after.labels) and not before.withdrawn:
        words.append(f"{_pages(len(after.labels))} i stället för {len(before.labels)}")
    return words


def _rank(name: str) -> int:
    names: Sequence[str] = list(_FIELDS)
    return names.index(name) if name in _FIELDS else len(names)


def _pages(count: int) -> str:
    return f"{count} {'sida' if count == 1 else 'sidor'}"
