"""The editions of one packet, intern and publik, with the same number on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from service.assemble.headings import page_count
from service.assemble.plan import plan_packet
from service.errors import AssemblyError, Problem
from service.fill.template import load_template
from service.flow.paging import MAX_PASSES, Paged, settle_pages
from service.flow.parts import ReadyHandling, order_parts
from service.flow.places import FILLER
from service.flow.sheets import Desk, make_covers, sheets_of
from service.flow.withheld import require_pages, stand_in_pages
from service.model.choices import Rendition
from service.model.packet import PacketPlan, Part, PartKind

_FILLER_MARK = ".utfyllnad"
_DOCUMENTS = frozenset({PartKind.RAPPORT, PartKind.BILAGA})


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition with everything that prints no page numbers ready."""

    rendition: Rendition
    desk: Desk
    ready: tuple[ReadyHandling, ...]
    covers: Mapping[str, Path]
    counts: Mapping[str, int]
    """Pages of the documents and their covers."""

    def plan(
        self, reserved: Mapping[str, int], made: Mapping[str, Path], counts: Mapping[str, int]
    ) -> PacketPlan:
        """The plan; a part that has fewer pages than are reserved for it is filled up by one of its own."""
        pages = {**self.counts, **counts}
        parts: list[Part] = []
        for part in order_parts(self.desk.meeting, self.ready, self.covers, made):
            parts.append(part)
            missing = reserved.get(part.key, 0) - pages[part.key]
            if missing > 0:
                filler = self._fill_up(part, pages[part.key], reserved[part.key])
                pages[filler.key] = missing
                parts.append(filler)
        return plan_packet(parts, pages)

    def _fill_up(self, part: Part, has: int, wanted: int) -> Part:
        if part.kind in _DOCUMENTS:
            numbered = next(one.numbered for one in self.ready if one.numbered.key == part.key)
            kind, pdf = PartKind.UNDANHALLEN, stand_in_pages(self.desk, numbered, has + 1, wanted)
        else:
            kind, pdf = PartKind.UTFYLLNAD, self._empty_pages(part, wanted - has)
        return Part(
            f"{part.key}{_FILLER_MARK}",
            kind,
            part.title,
            part.label,
            pdf,
            part.diarienummer,
            parent=part.key,
            bookmark=False,
        )

    def _empty_pages(self, part: Part, count: int) -> Path:
        context = {
            **self.desk.shared,
            "rubrik": part.label,
            "sidor": [str(number + 1) for number in range(count)],
        }
        pdf = self.desk.make(load_template(FILLER), context, part.title)
        require_pages(pdf, count, part.label)
        return pdf


def lay_out_edition(rendition: Rendition, desk: Desk, ready: Sequence[ReadyHandling]) -> Edition:
    """Make what prints no page numbers."""
    covers = make_covers(desk, ready)
    counts = {one.numbered.key: one.pages for one in ready}
    counts |= {key: page_count(pdf) for key, pdf in covers.items()}
    return Edition(rendition, desk, tuple(ready), covers, counts)


def settle_editions(editions: Sequence[Edition]) -> list[Paged]:
    """Number the pages of all editions alike.

    Raises:
        AssemblyError: the numbers did not stand still.
    """
    reserved = _most([edition.counts for edition in editions])
    guesses: list[Mapping[str, int]] = [{} for _ in editions]
    for _ in range(MAX_PASSES):
        paged: list[Paged] = []
        for edition, guess in zip(editions, guesses, strict=True):
            likely = guess or (paged[0].counts if paged else {})
            plan = partial(edition.plan, reserved)
            paged.append(settle_pages(sheets_of(edition.desk), plan, likely, edition.desk.workshop))
        taken = [_pages_taken(one.plan) for one in paged]
        if all(one == taken[0] for one in taken):
            return paged
        reserved = _most(taken)
        guesses = [one.counts for one in paged]
    raise AssemblyError(
        Problem(
            "page_numbers_unsettled",
            f"Utgåvorna fick inte samma sidnummer efter {MAX_PASSES} omgångar.",
            remedy="Anmäl felet; bifoga sammanträdets indatafil.",
        )
    )


def _most(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The largest number of pages of each part in any edition."""
    return {key: max(one.get(key, 0) for one in counts) for one in counts for key in one}


def _pages_taken(plan: PacketPlan) -> dict[str, int]:
    """Pages of each part with those that fill it up."""
    taken: dict[str, int] = {}
    for planned in plan.parts:
        key = planned.part.key.removesuffix(_FILLER_MARK)
        taken[key] = taken.get(key, 0) + planned.page_count
    return taken
