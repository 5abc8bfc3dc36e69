"""What changed between two packets of one meeting, by their manifests alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from service.flow.verify_packet import Manifest
from service.model.packet import PartKind

_ARENDE = frozenset({PartKind.FORSATTSBLAD_ARENDE.value})
_HANDLING = frozenset({PartKind.RAPPORT.value, PartKind.BILAGA.value, PartKind.UNDANHALLEN.value})


@dataclass(frozen=True, slots=True)
class Item:
    """An ärende or a handling as one manifest has it."""

    kind: str
    """`arende` or `handling`."""
    number: str
    title: str
    diarienummer: str
    first_page: int
    last_page: int
    sha256: str
    """Of what was handed in; empty for an ärende, and for a document that is withheld."""
    identity: str
    """The id that the meeting file gives it, where it gives one."""
    withheld: bool

    @property
    def pages(self) -> str:
        """Where it stands: `sidan 12` or `sidorna 12–14`."""
        if self.first_page == self.last_page:
            return f"sidan {self.first_page}"
        return f"sidorna {self.first_page}–{self.last_page}"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is not in the later packet, and why, if its manifest says so."""

    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is in both packets."""

    before: Item
    after: Item

    @property
    def changed(self) -> bool:
        """Whether its content is another, or it is withheld in only one of them."""
        if self.before.withheld != self.after.withheld:
            return True
        return self.before.sha256 != self.after.sha256

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
        return (self.before.first_page, self.before.last_page) != (
            self.after.first_page,
            self.after.last_page,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between an earlier and a later packet."""

    before: Manifest
    after: Manifest
    new: tuple[Item, ...]
    withdrawn: tuple[Withdrawn, ...]
    kept: tuple[Kept, ...]

    @property
    def equal(self) -> bool:
        """Whether both are the same packet, to the byte."""
        return self.before.sha256 == self.after.sha256


def compare(before: Manifest, after: Manifest) -> Comparison:
    """Pair what is in both, by the surest sign first; what is left is new or withdrawn."""
    old, fresh = items_of(before), items_of(after)
    kept: list[Kept] = []
    for sign in _SIGNS:
        kept += _pair(old, fresh, sign)
    kept.sort(key=lambda pair: pair.after.first_page)
    gone = tuple(Withdrawn(item, _reason(item, after)) for item in old)
    return Comparison(before, after, tuple(fresh), gone, tuple(kept))


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
"""What makes two items the same one. A sign that lacks something says nothing. A handling with another content and
another title is another one, even under the same number."""


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


def items_of(manifest: Manifest) -> list[Item]:
    """All ärenden and handlingar of a manifest that have pages of their own."""
    parts: Sequence[dict[str, Any]] = manifest.raw["delar"]
    by_key = {part["nyckel"] for part in parts}
    return [
        _item(part) for part in parts if part["slag"] in _ARENDE | _HANDLING and not _fills_up(part, by_key)
    ]


def _fills_up(part: dict[str, Any], keys: set[str]) -> bool:
    """Whether the pages only follow a part that is shorter here than in the other edition."""
    return str(part["nyckel"]).endswith(".utfyllnad") and part["under"] in keys


def _item(part: dict[str, Any]) -> Item:
    number, title = str(part["nummer"]), str(part["titel"])
    is_arende = part["slag"] in _ARENDE
    head = f"{number.removeprefix('Ärende ')}. " if is_arende else f"{number} – "
    return Item(
        kind="arende" if is_arende else "handling",
        number=number,
        title=title.removeprefix(head),
        diarienummer=str(part["diarienummer"]),
        first_page=int(part["fran"]),
        last_page=int(part["till"]),
        sha256=str(part.get("sha256", "")),
        identity=str(part.get("id", "")),
        withheld=part["slag"] == PartKind.UNDANHALLEN.value,
    )


def _reason(item: Item, after: Manifest) -> str:
    for one in after.raw.get("ej_bifogade", ()):
        if one.get("titel") == item.title and one.get("diarienummer") == item.diarienummer:
            return str(one.get("orsak", ""))
    return ""
