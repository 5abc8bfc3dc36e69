"""Part after part into one table of objects; the packet before it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from service.assemble.annotations import InnerLink, clean_page, take_inner_links
from service.assemble.blank import PaperView
from service.assemble.claims import Claims
from service.assemble.content import IN_ORDER, check_balance
from service.assemble.finish import PageTree, catalog, information
from service.assemble.font import StampFont
from service.assemble.forms import Forms
from service.assemble.geometry import Sheet, read_sheet
from service.assemble.layers import Layers
from service.assemble.links import destination_to, find_goals, set_links
from service.assemble.objects import (
    READ_ERRORS,
    ArrayObject,
    IndirectObject,
    set_entry,
)
from service.assemble.outline import Bookmark, read_outline, write_outline
from service.assemble.prepared import Prepared, prepared_of
from service.assemble.remember import Remember, at_once
from service.assemble.serialise import PacketFile, stream_as_written
from service.assemble.source import Source, open_source
from service.assemble.stamps import Stamper, place_foreign, place_own, stamp_text
from service.assemble.structure import StructureTree, mark_catalog
from service.assemble.transfer import Transfer
from service.assemble.xmp import PDF_A
from service.errors import AssemblyError, Problem
from service.model.packet import OWN_KINDS, PacketPlan, PacketSpec, Part, PartKind, PlannedPart

_COVERS = frozenset({PartKind.INNEHALL, PartKind.FORSATTSBLAD_ARENDE, PartKind.FORSATTSBLAD_BILAGA})
Progress = Callable[[str, int, int], None]
_SLIDE = re.compile(r"^Slide (\d+)$")


@dataclass(slots=True)
class Merged:
    """What the packet's file is finished with, and what there is to tell about it."""

    root: IndirectObject
    info: IndirectObject
    extended_pages: tuple[int, ...]
    damaged_parts: tuple[str, ...]
    """Keys of the parts in which something could not be read."""
    untagged_parts: tuple[str, ...]
    """Keys of the parts without tags."""
    claims: Claims
    """The standards that the packet says it keeps to."""


def merge(
    file: PacketFile,
    spec: PacketSpec,
    plan: PacketPlan,
    font_path: Path,
    progress: Progress,
    remember: Remember = at_once,
) -> Merged:
    """Merge all parts of a plan; most of each goes into the file at once."""
    words = {stamp_text(part, plan, part.first_page) for part in plan.parts} | set(plan.page_labels)
    letters = "".join(sorted(set("".join(words)) | set("0123456789")))
    return _Merge(file, spec, plan, StampFont(font_path, letters, remember), remember).run(progress)


@dataclass(slots=True)
class _Found:
    """What the parts had that the packet as a whole needs."""

    links: list[InnerLink] = field(default_factory=list)
    outlines: dict[str, list[Bookmark]] = field(default_factory=dict)
    extended: list[int] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    untagged: list[str] = field(default_factory=list)


class _Merge:
    def __init__(
        self, file: PacketFile, spec: PacketSpec, plan: PacketPlan, font: StampFont, remember: Remember
    ) -> None:
        self._spec, self._plan, self._remember = spec, plan, remember
        self._file, self._table = file, file.table
        self._tree_of_pages = PageTree(self._table, plan.page_count)
        self._pages = self._tree_of_pages.pages
        self._sheets: list[Sheet] = []
        self._forms, self._layers, self._tree = Forms(self._table), Layers(), StructureTree(self._table)
        self._found, self._claims = _Found(), Claims()
        self._font = font
        self._stamper = Stamper(self._table, self._font)

    def run(self, progress: Progress) -> Merged:
        self._file.flush()  # what the parts share
        for done, planned in enumerate(self._plan.parts):
            progress("sammanfogar", done, len(self._plan.parts))
            self._add_part(done + 1, planned)
        progress("sammanfogar", len(self._plan.parts), len(self._plan.parts))
        goals = find_goals(self._plan, self._spec.anchors, self._found.outlines, self._pages[0].idnum)
        set_links(self._found.links, goals, self._pages, self._sheets)
        outline = write_outline(self._table, self._bookmarks())
        labels = self._plan.page_labels
        root = catalog(self._table, self._spec, self._tree_of_pages.root, outline, self._claims.kept, labels)
        wholes = {
            "AcroForm": self._forms.finish(),
            "OCProperties": self._layers.finish(),
            "OutputIntents": self._claims.intents,
        }
        for key, whole in wholes.items():
            if whole is not None:
                set_entry(root, key, whole)
        mark_catalog(root, self._tree, self._spec.title, self._spec.language)
        return Merged(
            self._table.add(root),
            self._table.add(information(self._spec)),
            tuple(self._found.extended),
            tuple(self._found.damaged),
            tuple(self._found.untagged),
            self._claims,
        )

    def _add_part(self, number: int, planned: PlannedPart) -> None:
        own = planned.part.kind in OWN_KINDS
        prepared = prepared_of(planned.part.pdf, self._remember) if own else None
        if prepared is not None and self._takes(prepared, planned):
            self._add_prepared(planned, prepared)
        else:
            self._add_source(number, planned, own=own)

    def _takes(self, prepared: Prepared, planned: PlannedPart) -> bool:
        """Whether a prepared part is as planned and needs no more than to be filled in."""
        roles = self._tree.roles
        return (
            prepared.pages == planned.page_count
            and all(roles.get(key, value) == value for key, value in prepared.roles.items())
            and (self._claims.intents is not None or PDF_A not in prepared.claims)
        )

    def _add_prepared(self, planned: PlannedPart, prepared: Prepared) -> None:
        """Write a part that needs no more than the packet's numbers."""
        part, first = planned.part, planned.first_page - 1
        places = self._pages[first : first + prepared.pages]
        nodes = (self._tree_of_pages.node(first + at) for at in range(prepared.pages))
        shared = (self._stamper.open_place, self._stamper.font_place, self._tree.document)
        own, stamps = (self._table.reserve_written(count) for count in (prepared.own, prepared.pages))
        numbers = [*(place.idnum for place in (*shared, *places, *nodes)), *stamps, *own]
        filled = prepared.fill(numbers, self._tree.next_key, part.called, part.language)
        self._tree.add_prepared(self._table.reference(filled.element), filled.rows, prepared.roles)
        self._claims.note(part.key, prepared.claims)
        self._found.outlines[part.key] = prepared.outline(places)
        for number, annotation, target, page in filled.links:
            self._table.put(self._table.reference(number), annotation)
            self._found.links.append(InnerLink(annotation, target, planned.first_page + page))
        for place in places:
            self._table.take(place.idnum)
        streams = [*filled.streams, *self._stamps(planned, prepared, stamps)]
        self._file.take_in(streams, filled.tags, filled.others)

    def _stamps(
        self, planned: PlannedPart, prepared: Prepared, numbers: Sequence[int]
    ) -> Iterator[tuple[int, bytes, bytes]]:
        for page, (number, sheet) in enumerate(
            zip(numbers, prepared.sheets(), strict=True), start=planned.first_page
        ):
            words = stamp_text(planned, self._plan, page)
            placement = place_own(sheet, words, self._font)
            stamp = self._stamper.content(sheet, words, placement, IN_ORDER)
            yield number, *stream_as_written(stamp)
            self._sheets.append(sheet)

    def _add_source(self, number: int, planned: PlannedPart, *, own: bool) -> None:
        source = self._open(planned)
        links: list[InnerLink] = []
        for at in range(planned.page_count):
            if own:
                links += take_inner_links(source, at, planned.first_page + at)
            clean_page(source, at)
        self._forms.prepare(source)
        self._found.outlines[planned.part.key] = read_outline(source)
        tags = self._tree.begin(source, number)
        transfer = Transfer(
            source.reader, self._table, source.known, source.barred, tags.on_dictionary, tags.must_read
        )
        if own and source.tagged:
            transfer.move_tags()
        transfer.move_pages(source)
        self._tree.add(tags, transfer, planned.part.called, planned.part.language)
        self._forms.add(source, transfer, number)
        self._layers.add(source, transfer, planned.part.called)
        if not source.tagged:
            self._found.untagged.append(planned.part.key)
        self._claims.add(source, planned.part, transfer, whole=not transfer.lost)
        if transfer.lost:
            self._found.damaged.append(planned.part.key)
        self._stamp_part(source, planned, own)
        self._found.links += links
        self._file.flush([place.idnum for place in source.places], self._unfinished(links))

    def _unfinished(self, links: Sequence[InnerLink]) -> set[int]:
        """The numbers of the objects that links stand in: where they lead is known when all parts are there."""
        places = [(link.annotation.indirect_reference, self._pages[link.page - 1]) for link in links]
        return {own.idnum if own and own.pdf is self._table else page.idnum for own, page in places}

    def _open(self, planned: PlannedPart) -> Source:
        part = planned.part
        first = planned.first_page - 1
        try:
            return open_source(part.pdf, self._pages[first : first + planned.page_count])
        except READ_ERRORS as error:
            raise AssemblyError(
                Problem(
                    "part_differs_from_plan",
                    f"”{part.title}” kan inte läsas, eller har inte de {planned.page_count} sidor som planen säger.",
                    part.key,
                    source=part.source_name,
                )
            ) from error

    def _stamp_part(self, source: Source, planned: PlannedPart, own: bool) -> None:
        with nullcontext() if own else PaperView(planned.part.pdf) as view:
            for at, leaf in enumerate(source.leaves):
                number = planned.first_page + at
                words = stamp_text(planned, self._plan, number)
                if view is None:
                    placement = place_own(read_sheet(leaf.page), words, self._font)
                    balance = IN_ORDER  # `repair.py` has seen to that
                else:
                    placement = place_foreign(
                        read_sheet(leaf.page), words, self._font, partial(view.is_blank, at)
                    )
                    balance = check_balance(leaf.page)
                if placement.strip:
                    self._found.extended.append(number)
                self._stamper.stamp(leaf.page, words, placement, balance)
                self._tree_of_pages.hang(leaf.page, number - 1)
                self._sheets.append(read_sheet(leaf.page))

    def _bookmarks(self) -> list[Bookmark]:
        """The packet's bookmarks: the parts under one another, each with its own headings."""
        top: list[Bookmark] = []
        lists: dict[str | None, list[Bookmark]] = {None: top}
        for planned in self._plan.parts:
            part = planned.part
            above = lists.get(part.parent, top)
            if not part.bookmark:
                lists[part.key] = above
                continue
            bookmark = Bookmark(part.title, self._beginning(planned), [])
            above.append(bookmark)
            lists[part.key] = bookmark.children
        for planned in self._plan.parts:
            lists[planned.part.key][:0] = self._headings(planned.part)
        return top

    def _headings(self, part: Part) -> list[Bookmark]:
        """A part's own bookmarks: none for a cover, and not its title once more under the same title."""
        if part.kind in _COVERS:
            return []
        own = [_in_swedish(bookmark) for bookmark in self._found.outlines[part.key]]
        if len(own) == 1 and own[0].title.casefold() == " ".join(part.title.split()).casefold():
            return own[0].children
        return own

    def _beginning(self, planned: PlannedPart) -> ArrayObject:
        at = planned.first_page - 1
        return destination_to(self._pages[at], self._sheets[at])


def _in_swedish(bookmark: Bookmark) -> Bookmark:
    """LibreOffice calls a slide without a title `Slide 3`, whatever the language of the presentation."""
    return replace(bookmark, title=_SLIDE.sub(r"Bild \1", bookmark.title))
