"""The editions of one packet, intern and publik, with the same number on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from service.assemble.headings import page_count
from service.assemble.labels import highest_number, label_parts, span_text
from service.assemble.plan import plan_packet
from service.errors import AssemblyError, Problem
from service.fill.template import load_template
from service.flow.changes import Change, changes_title, list_changes, make_changes, make_gone, make_rest
from service.flow.compare import FILLER_MARK, Told, compare_items, items_of, items_of_manifest
from service.flow.dispatch import CHANGES, Dispatch, Gone, arrange, find_gone, told_of_gone
from service.flow.foredragningslista import words_of_arende, words_of_meeting
from service.flow.meeting import WITHDRAWN_MARK, Places, arende_key
from service.flow.paging import MAX_PASSES, Paged, Sheet, settle_pages
from service.flow.parts import ReadyHandling, order_parts
from service.flow.places import FILLER
from service.flow.public import INTERNAL_MARK, INTERNAL_WARNING, looks_different
from service.flow.published import sha256_of
from service.flow.sheets import Desk, make_covers, sheets_of
from service.flow.withheld import require_pages, stand_in_pages
from service.model.choices import Rendition
from service.model.kallelse import Kallelse
from service.model.packet import PacketPlan, Part, PartKind

_DOCUMENTS = frozenset({PartKind.RAPPORT, PartKind.BILAGA})


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition with everything that prints no page numbers ready."""

    rendition: Rendition
    desk: Desk
    ready: tuple[ReadyHandling, ...]
    covers: Mapping[str, Path]
    counts: Mapping[str, int]
    """Pages of the documents, their covers, and the pages that stand for what is gone."""
    gone: tuple[Part, ...]
    """The pages that stand for what was sent out before and is no longer there."""
    told: Mapping[str, Told]
    """What the manifest says of a part beside what its file says, by the part's key."""

    def plan(
        self, reserved: Mapping[str, int], made: Mapping[str, Path], counts: Mapping[str, int]
    ) -> PacketPlan:
        """The plan; a part that has fewer pages than are reserved for it is filled up by one of its own."""
        pages = {**self.counts, **counts}
        slots = [self._filled_up(part, reserved, pages) for part in self.parts(made)]
        if self.desk.dispatch is None:
            return plan_packet(self._marked(list(chain.from_iterable(slots))), pages)
        return self._follow(slots, pages, self.desk.dispatch)

    def parts(self, made: Mapping[str, Path]) -> list[Part]:
        """The parts in their order, without those that fill up."""
        parts = list(order_parts(self.desk.meeting, self.ready, self.covers, made))
        dispatch = self.desk.dispatch
        if dispatch is None:
            return parts
        if self.tells_changes:
            title, number = changes_title(dispatch), self.desk.meeting.kallelse.diarienummer
            parts.append(Part(CHANGES, PartKind.ANDRINGAR, title, "Ändringar", made[CHANGES], number))
        return arrange([*parts, *self.gone], dispatch, self.desk.meeting)

    def sheets(self) -> list[Sheet]:
        """Everything that prints page numbers."""
        sheets = sheets_of(self.desk)
        if self.tells_changes:
            sheets.insert(0, Sheet(CHANGES, "Ändringar", self._make_changes))
        return sheets

    def changes(self, places: Places) -> list[Change]:
        """What has changed since the dispatch before; nothing when this is the first one."""
        dispatch = self.desk.dispatch
        if dispatch is None:
            return []
        before = items_of_manifest(dispatch.sent.manifests[self.rendition])
        unmade = self.parts(dict.fromkeys([sheet.key for sheet in self.sheets()], Path()))
        return list(list_changes(compare_items(before, items_of(unmade, self.told, places), follows=True)))

    @property
    def tells_changes(self) -> bool:
        """Not in an edition that was not sent out before, and is laid out only to count its pages."""
        dispatch = self.desk.dispatch
        return dispatch is not None and self.rendition in dispatch.sent.manifests

    def _make_changes(self, places: Places) -> Path:
        assert self.desk.dispatch is not None  # noqa: S101  # the sheet is there only then
        return make_changes(self.desk, self.desk.dispatch, self.changes(places), places)

    def _filled_up(self, part: Part, reserved: Mapping[str, int], pages: dict[str, int]) -> list[Part]:
        missing = reserved.get(part.key, 0) - pages[part.key]
        if missing <= 0:
            return [part]
        filler = self._fill_up(part, pages[part.key], reserved[part.key])
        pages[filler.key] = missing
        return [part, filler]

    def _follow(
        self, slots: Sequence[Sequence[Part]], pages: dict[str, int], dispatch: Dispatch
    ) -> PacketPlan:
        """The plan of a dispatch that follows another: what was sent keeps its labels."""
        before = {
            **dispatch.sent.series,
            **{part.key: tuple(chain(*part.replaces.values())) for part in self.gone},
        }
        counts = [(slot[0].key, sum(pages[part.key] for part in slot)) for slot in slots]
        called = label_parts([one for one in counts if one[0] != CHANGES], before)
        parts: list[Part] = []
        labels: dict[str, tuple[str, ...]] = {}
        for slot, (key, count) in zip(slots, counts, strict=True):
            row = list(dispatch.list_labels(count) if key == CHANGES else called[key])
            for part in slot:
                labels[part.key], row = tuple(row[: pages[part.key]]), row[pages[part.key] :]
            parts += slot
            rest = before.get(key, ())[count:]
            if slot[0].kind is PartKind.UTGAR:
                labels[key] = (span_text(before[key]),)
            elif rest:
                parts.append(self._rest(slot[0], rest))
                pages[parts[-1].key], labels[parts[-1].key] = 1, (span_text(rest),)
        numbers = chain(chain.from_iterable(before.values()), chain.from_iterable(called.values()))
        return plan_packet(self._marked(parts), pages, labels, highest_number(numbers))

    def _marked(self, parts: Sequence[Part]) -> list[Part]:
        """The parts with the words on their face by which this edition is known, where there is another one."""
        differs = self.desk.masks or looks_different(self.desk.meeting)
        if self.rendition is not Rendition.INTERN or not differs:
            return list(parts)
        return [
            replace(part, mark=INTERNAL_MARK if part.kind in _DOCUMENTS else INTERNAL_WARNING)
            for part in parts
        ]

    def _rest(self, part: Part, labels: tuple[str, ...]) -> Part:
        """The page that stands for the last pages of a part that had more of them."""
        return Part(
            f"{part.key}{WITHDRAWN_MARK}",
            PartKind.UTGAR,
            part.title,
            part.label,
            make_rest(self.desk, part.title, part.label, span_text(labels)),
            part.diarienummer,
            parent=part.key,
            bookmark=False,
            replaces={part.key: labels},
        )

    def _fill_up(self, part: Part, has: int, wanted: int) -> Part:
        if part.kind in _DOCUMENTS:
            numbered = next(one.numbered for one in self.ready if one.numbered.key == part.key)
            kind, pdf = PartKind.UNDANHALLEN, stand_in_pages(self.desk, numbered, has + 1, wanted)
        else:
            kind, pdf = PartKind.UTFYLLNAD, self._empty_pages(part, wanted - has)
        return Part(
            f"{part.key}{FILLER_MARK}",
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
    gone: list[Part] = []
    told = _told_of(rendition, desk.meeting, ready)
    if desk.dispatch is not None:
        sheets = dict.fromkeys([sheet.key for sheet in sheets_of(desk)], Path())
        present = [part.key for part in order_parts(desk.meeting, ready, covers, sheets)]
        for one in find_gone(desk.meeting, present, desk.dispatch.sent):
            gone.append(_gone_part(desk, one))
            if one.whole:
                told[one.key] = {"utgatt": told_of_gone(one, desk.meeting)}
        counts |= dict.fromkeys([part.key for part in gone], 1)
    return Edition(rendition, desk, tuple(ready), covers, counts, tuple(gone), told)


def _told_of(rendition: Rendition, meeting: Kallelse, ready: Sequence[ReadyHandling]) -> dict[str, Told]:
    told: dict[str, Told] = {"kallelse": {"innehall": words_of_meeting(meeting)}}
    for arende in meeting.arenden:
        told[arende_key(arende)] = {"innehall": words_of_arende(arende)}
    for one in ready:
        known = {"sha256": one.source_sha256}
        if one.report is not None:
            known["pdf_sha256"] = sha256_of(one.pdf)
        if one.numbered.handling.id and rendition is Rendition.INTERN:
            known["id"] = one.numbered.handling.id
        told[one.numbered.key] = {name: value for name, value in known.items() if value}
    return told


def _gone_part(desk: Desk, gone: Gone) -> Part:
    arende = arende_key(gone.arende)
    return Part(
        gone.key,
        PartKind.UTGAR,
        gone.title,
        gone.label,
        make_gone(desk, gone),
        gone.numbered.diarienummer if gone.numbered else gone.arende.diarienummer,
        parent=arende if gone.numbered and not gone.arende.utgar else None,
        bookmark=gone.whole,
        replaces=gone.replaces,
    )


def settle_editions(editions: Sequence[Edition]) -> list[Paged]:
    """Number the pages of all editions alike; where each has a list of changes, the lists have as many pages too.

    Raises:
        AssemblyError: the numbers did not stand still.
    """
    reserved = _most([edition.counts for edition in editions])
    dispatch = editions[0].desk.dispatch
    sent = dispatch.sent.series if dispatch else {}
    lists = all(edition.tells_changes for edition in editions)
    guesses: list[Mapping[str, int]] = [{key: len(labels) for key, labels in sent.items()} for _ in editions]
    for _ in range(MAX_PASSES):
        paged: list[Paged] = []
        for edition, guess in zip(editions, guesses, strict=True):
            likely = guess or (paged[0].counts if paged else {})
            plan = partial(edition.plan, reserved)
            paged.append(settle_pages(edition.sheets(), plan, likely, edition.desk.workshop))
        taken = [_pages_taken(one.plan, lists=lists) for one in paged]
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


def _pages_taken(plan: PacketPlan, *, lists: bool) -> dict[str, int]:
    """Pages of each part with those that fill it up; of the list of changes only where every edition has one."""
    taken: dict[str, int] = {}
    for planned in plan.parts:
        if planned.part.kind is PartKind.ANDRINGAR and not lists:
            continue
        key = planned.part.key.removesuffix(FILLER_MARK)
        taken[key] = taken.get(key, 0) + planned.page_count
    return taken
