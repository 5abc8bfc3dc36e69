"""A later dispatch of a meeting: what was sent keeps its place and its page labels, what is new comes in between.

What was sent and is no longer there leaves one page that says so; its label names all the pages that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from service.assemble.labels import span_text
from service.flow.compare import COVER_MARK, FILLER_MARK
from service.flow.handlingar import NumberedHandling, is_attached, number_handlingar
from service.flow.meeting import WITHDRAWN_MARK, arende_key, arende_title, withdrawn_title
from service.flow.sent import Sent
from service.model.kallelse import Arende, Kallelse
from service.model.packet import Part, PartKind

CHANGES = "andringar"
"""The key of the list of what has changed."""
_HEAD = {CHANGES: -3, "kallelse": -2, "innehall": -1}


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A dispatch that follows another."""

    sent: Sent
    """The one before."""
    late_last: bool = False
    """New documents lie at the end of the packet, with numbers; else at their place, with letters."""

    @property
    def number(self) -> int:
        """Which dispatch of the meeting it is, from 2."""
        return self.sent.number + 1

    def list_labels(self, count: int) -> tuple[str, ...]:
        """The labels of the list of changes: a numbering of its own, so that it moves no other page."""
        return tuple(f"U{self.number}:{page}" for page in range(1, count + 1))


@dataclass(frozen=True, slots=True)
class Gone:
    """Pages that were sent out and are no longer there: of an ärende, a handling, or a single part."""

    replaces: Mapping[str, tuple[str, ...]]
    """What they were called, by the key of their part."""
    arende: Arende
    numbered: NumberedHandling | None
    """The handling to which they belonged; None for an ärende."""
    whole: bool
    """The ärende or handling itself is withdrawn."""

    @property
    def key(self) -> str:
        """The key of the page that stands for them."""
        first = next(iter(self.replaces))
        return f"{first.removesuffix(COVER_MARK) if self.whole else first}{WITHDRAWN_MARK}"

    @property
    def title(self) -> str:
        """What the ärende or the handling is called, and that it is withdrawn when it is."""
        title = self.numbered.title if self.numbered else arende_title(self.arende)
        return withdrawn_title(title) if self.whole else title

    @property
    def label(self) -> str:
        """How the stamp calls it."""
        return self.numbered.label if self.numbered else f"Ärende {self.arende.ordning}"

    @property
    def page_label(self) -> str:
        """The label of the page: all those for which it stands."""
        return span_text([label for labels in self.replaces.values() for label in labels])

    @property
    def day(self) -> str:
        """When it was withdrawn, if that was said."""
        day = self.numbered.handling.utgar_datum if self.numbered else self.arende.utgar_datum
        return day.isoformat() if day and self.whole else ""

    @property
    def reason(self) -> str:
        """Why, if that was said."""
        if not self.whole:
            return ""
        return self.numbered.handling.bifogas_inte_orsak if self.numbered else self.arende.utgar_orsak


def find_gone(meeting: Kallelse, present: Iterable[str], sent: Sent) -> list[Gone]:
    """Every part that was sent out and is not present, in groups that lay together.

    Args:
        meeting: the meeting as it is now.
        present: the keys of all parts that it has now.
        sent: the dispatch before.
    """
    there = set(present)
    owners = _owners(meeting)
    found: list[Gone] = []
    for owner, group in groupby(sent.series, key=lambda key: None if key in there else owners(key)):
        if owner is not None:
            replaces = {key: sent.series[key] for key in group}
            arende, numbered, whole, _ = owner
            found.append(Gone(replaces, arende, numbered, whole))
    return found


Owner = tuple[Arende, NumberedHandling | None, bool, str]


def _owners(meeting: Kallelse) -> Any:
    """Says to what a part that is gone belonged: two parts with the same owner are told of on one page."""
    arenden = {arende_key(one): one for one in meeting.arenden}
    documents = {one.key: one for one in number_handlingar(meeting)}

    def owner(key: str) -> Owner:
        arende = arenden[key.split(".")[0]]
        if arende.utgar:
            return arende, None, True, ""
        numbered = documents.get(key.removesuffix(COVER_MARK))
        if numbered is None:
            return arende, None, False, key
        return (arende, numbered, False, key) if is_attached(numbered) else (arende, numbered, True, "")

    return owner


def arrange(parts: Sequence[Part], dispatch: Dispatch, meeting: Kallelse) -> list[Part]:
    """The parts of a dispatch in their order: what was sent as it lay, what is new after what comes before it.

    Args:
        parts: all of them, those that stand for what is gone among them; in any order.
        dispatch: what was sent, and where late documents lie.
        meeting: the meeting as it is now.
    """
    place = {key: at for at, key in enumerate(dispatch.sent.series)}
    rank = _ranks(meeting)
    known = [part for part in parts if _sent_key(part) in place or part.kind is PartKind.ANDRINGAR]
    known.sort(key=lambda part: place.get(_sent_key(part), -1))
    highest = max(rank(part.key) for part in known)
    late = sorted((part for part in parts if part not in known), key=lambda part: rank(part.key))
    last: list[Part] = []
    for part in late:
        if dispatch.late_last or rank(part.key) > highest:
            last.append(part)
            continue
        before = max((one for one in known if rank(one.key) < rank(part.key)), key=lambda one: rank(one.key))
        known.insert(known.index(before) + 1, part)
    return known + last


def _sent_key(part: Part) -> str:
    return next(iter(part.replaces), part.key)


def _ranks(meeting: Kallelse) -> Any:
    """Where a part stands by the agenda: its ärende, its number there, its cover sheet before itself."""
    order = {arende_key(one): at for at, one in enumerate(meeting.arenden)}

    def rank(key: str) -> tuple[int, int, int]:
        plain = key.removesuffix(WITHDRAWN_MARK).removesuffix(FILLER_MARK)
        if plain in _HEAD:
            return _HEAD[plain], 0, 0
        arende, number, *cover = plain.split(".") + ([] if "." in plain else ["0"])
        return order[arende], int(number), 0 if cover else 1

    return rank


def told_of_gone(gone: Gone, meeting: Kallelse) -> dict[str, Any]:
    """What the manifest says of a page that stands for others: what is withdrawn, when and why."""
    what: list[dict[str, str]] = []
    if gone.numbered is None and arende_key(gone.arende) in gone.replaces:
        title = arende_title(gone.arende).removeprefix(f"{gone.arende.ordning}. ")
        what.append(
            {"slag": "arende", "nyckel": arende_key(gone.arende), "nummer": gone.label, "titel": title}
        )
    for one in number_handlingar(meeting):
        if one.key in gone.replaces:
            named = {"nyckel": one.key, "nummer": one.label, "titel": one.handling.titel}
            what.append({"slag": "handling", **named})
    return {"vad": what, "datum": gone.day, "orsak": gone.reason}
