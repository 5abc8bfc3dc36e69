"""Part after part into one table of objects; the packet before it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from service.assemble.annotations import InnerLink, clean_page, take_inner_links
from service.assemble.blank import PaperView
from service.assemble.claims import Claims
from service.assemble.content import IN_ORDER, check_balance
from service.assemble.finish import catalog, information, page_tree
from service.assemble.font import StampFont
from service.assemble.forms import Forms
from service.assemble.geometry import read_sheet
from service.assemble.layers import Layers
from service.assemble.links import destination_to, find_goals, set_links
from service.assemble.objects import (
    READ_ERRORS,
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    name,
    set_entry,
)
from service.assemble.outline import Bookmark, read_outline, write_outline
from service.assemble.remember import Remember, at_once
from service.assemble.serialise import PacketFile
from service.assemble.source import Source, open_source
from service.assemble.stamps import Stamper, place_foreign, place_own, stamp_text
from service.assemble.structure import StructureTree, mark_catalog
from service.assemble.transfer import Transfer
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
    return _Merge(file, spec, plan, StampFont(font_path, letters, remember)).run(progress)


@dataclass(slots=True)
class _Found:
    """What the parts had that the packet as a whole needs."""

    links: list[InnerLink] = field(default_factory=list)
    outlines: dict[str, list[Bookmark]] = field(default_factory=dict)
    extended: list[int] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    untagged: list[str] = field(default_factory=list)


class _Merge:
    def __init__(self, file: PacketFile, spec: PacketSpec, plan: PacketPlan, font: StampFont) -> None:
        self._spec, self._plan = spec, plan
        self._file, self._table = file, file.table
        self._pages = [self._table.reserve() for _ in range(plan.page_count)]
        self._sheets: list[DictionaryObject] = []
        self._forms, self._layers, self._tree = Forms(self._table), Layers(), StructureTree(self._table)
        self._found, self._claims = _Found(), Claims()
        self._font = font
        self._stamper = Stamper(self._table, self._font)

    def run(self, progress: Progress) -> Merged:
        for done, planned in enumerate(self._plan.parts):
            progress("sammanfogar", done, len(self._plan.parts))
            self._add_part(done + 1, planned)
            self._file.flush()
        progress("sammanfogar", len(self._plan.parts), len(self._plan.parts))
        goals = find_goals(self._plan, self._spec.anchors, self._found.outlines, self._pages[0].idnum)
        set_links(self._found.links, goals, self._pages, self._sheets)
        outline = write_outline(self._table, self._bookmarks())
        tree = page_tree(self._table, self._pages, self._sheets)
        labels = self._plan.page_labels
        root = catalog(self._table, self._spec, tree, outline, self._claims.kept, labels)
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
        source = self._open(planned)
        own = planned.part.kind in OWN_KINDS
        for at in range(planned.page_count):
            if own:
                self._found.links += take_inner_links(source, at, planned.first_page + at)
            clean_page(source, at)
        self._forms.prepare(source)
        self._found.outlines[planned.part.key] = read_outline(source)
        tags = self._tree.begin(source, number)
        transfer = Transfer(
            source.reader, self._table, source.known, source.barred, tags.on_dictionary, tags.must_read
        )
        if own and source.tagged:
            transfer.move_tags()
        self._move_pages(source, transfer)
        title = f"{planned.part.label} {planned.part.title}".strip()
        self._tree.add(tags, transfer, title, planned.part.language)
        self._forms.add(source, transfer, number)
        self._layers.add(source, transfer, title)
        if not source.tagged:
            self._found.untagged.append(planned.part.key)
        self._claims.add(source, planned.part, transfer, whole=not transfer.lost)
        if transfer.lost:
            self._found.damaged.append(planned.part.key)
        self._stamp_part(planned, own)

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

    def _move_pages(self, source: Source, transfer: Transfer) -> None:
        for leaf, place in zip(source.leaves, source.places, strict=True):
            transfer.move(leaf.page)
            if source.tagged:
                set_entry(leaf.page, "Tabs", name("S"))
            leaf.page.indirect_reference = place
            self._table.put(place, leaf.page)
            self._sheets.append(leaf.page)

    def _stamp_part(self, planned: PlannedPart, own: bool) -> None:
        pages = range(planned.first_page, planned.last_page + 1)
        if own:
            for page in pages:
                sheet = self._sheets[page - 1]
                words = stamp_text(planned, self._plan, page)
                placement = place_own(read_sheet(sheet), words, self._font)
                self._stamper.stamp(sheet, words, placement, IN_ORDER)  # `repair.py` has seen to that
            return
        with PaperView(planned.part.pdf) as view:
            for page in pages:
                self._stamp_foreign(planned, page, view)

    def _stamp_foreign(self, planned: PlannedPart, page: int, view: PaperView) -> None:
        sheet = self._sheets[page - 1]
        words = stamp_text(planned, self._plan, page)
        at = page - planned.first_page
        placement = place_foreign(
            read_sheet(sheet), words, self._font, lambda seen, area: view.is_blank(at, seen, area)
        )
        if placement.strip:
            self._found.extended.append(page)
        self._stamper.stamp(sheet, words, placement, check_balance(sheet))

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
