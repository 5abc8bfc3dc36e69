"""A dress rehearsal: all that the merge will do to a bilaga, done to it alone, where it may fail without harm.

The merge works on every part in the service's own process. What would break it, hang it or bring it down shows here
first, in a process that can be replaced (`isolation.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from service.assemble.annotations import clean_page
from service.assemble.content import check_balance, page_content
from service.assemble.forms import Forms
from service.assemble.layers import Layers
from service.assemble.objects import READ_ERRORS, IndirectObject
from service.assemble.outline import read_outline
from service.assemble.serialise import serialise
from service.assemble.source import open_source
from service.assemble.structure import StructureTree
from service.assemble.table import ObjectTable
from service.assemble.transfer import Transfer

_LARGEST_SCALE = 0.75
_MOST_PIXELS = 400
"""The longer side of a page drawn for trial: enough for every glyph and picture to be read, too little to cost."""
_MOST_PICTURES, _DEEPEST_PICTURE = 500, 3
"""So many pictures of a page are looked at, and so deep in what it draws."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How it went."""

    table: ObjectTable
    """Everything of the file that would come into the packet."""
    lost: int
    """Objects that cannot be read."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of drawing; pages are counted from 1."""

    failed: tuple[int, ...] = ()
    """Pages that cannot be drawn."""
    pictures: tuple[int, ...] = ()
    """Pages with a picture that cannot be shown."""


def rehearse(pdf: Path, pages: int) -> Rehearsed:
    """Move a file with this number of pages as the merge will, into a table of its own.

    Raises:
        READ_ERRORS: the merge would fail too.
    """
    table = ObjectTable()
    source = open_source(pdf, [table.reserve() for _ in range(pages)])
    for at in range(pages):
        clean_page(source, at)
    forms, layers, tree = Forms(table), Layers(), StructureTree(table)
    forms.prepare(source)
    read_outline(source)
    tags = tree.begin(source, 1)
    transfer = Transfer(source.reader, table, source.known, source.barred, tags.on_dictionary, tags.must_read)
    for leaf in source.leaves:
        transfer.move(leaf.page)
    tree.add(tags, transfer, "", "")
    forms.add(source, transfer, 1)
    layers.add(source, transfer, "")
    for leaf, place in zip(source.leaves, source.places, strict=True):
        table.put(place, leaf.page)
    for at in range(len(table.objects)):
        serialise(
            table.get_object(table.reference(at + 1))
        )  # what came along as bytes is read here, to be judged
    return Rehearsed(table, transfer.lost)


def read_contents(table: ObjectTable, pages: int) -> int:
    """Read the pages' content as the stamp does; the pages are the table's first objects.

    Returns:
        How many pages have content that cannot be unpacked.
    """
    unread = 0
    for page in table.objects[:pages]:
        try:
            page_content(page)  # type: ignore[arg-type]  # `rehearse` put a page there
        except READ_ERRORS:
            unread += 1
        check_balance(page)  # type: ignore[arg-type]  # the same
    return unread


def draw_pages(pdf: Path, pages: int) -> Drawn:
    """Draw every page, as the search for a free place and the check of the packet do.

    When the renderer sees another number of pages than we do, no page counts as drawn.
    """
    everything = tuple(range(1, pages + 1))
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return Drawn(failed=everything)
    failed: list[int] = []
    pictures: list[int] = []
    with document:
        if len(document) != pages:
            return Drawn(failed=everything)
        document.init_forms()
        for at in range(pages):
            try:
                page = document[at]
                drawn = _draw(page)
                unseen = drawn and _has_unseen_picture(page)
                page.close()
            except pypdfium2.PdfiumError:
                drawn = unseen = False
            failed += [] if drawn else [at + 1]
            pictures += [at + 1] if unseen else []
    return Drawn(tuple(failed), tuple(pictures))


def _draw(page: Any) -> bool:
    """Draw a page; one without area, such as one cropped to nothing, cannot be drawn."""
    shorter, longer = sorted(page.get_size())
    if shorter > 0:
        scale = min(_LARGEST_SCALE, _MOST_PIXELS / longer)
        page.render(scale=scale, grayscale=True, may_draw_forms=True).close()
    return bool(shorter > 0)


def _has_unseen_picture(page: Any) -> bool:
    """Whether the page has a picture that the renderer cannot unpack, and therefore leaves out without a word."""
    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST_PICTURE)
    for picture in islice(pictures, _MOST_PICTURES):
        bitmap = pdfium.FPDFImageObj_GetBitmap(picture.raw)
        if not bitmap:
            return True
        pdfium.FPDFBitmap_Destroy(bitmap)
    return False


def deepest_nesting(objects: Iterable[Any], enough: int) -> int:
    """How many arrays and dictionaries stand in one another at most; counted no further than `enough`."""
    deepest = 0
    for one in objects:
        level = [one]
        depth = 0
        while level and depth <= enough:
            level = [kid for holder in level for kid in _held(holder)]
            depth += 1
        deepest = max(deepest, depth)
    return deepest


def _held(holder: Any) -> list[Any]:
    if isinstance(holder, IndirectObject):
        return []
    if isinstance(holder, dict):
        return [value for value in dict.values(holder) if isinstance(value, dict | list)]
    return (
        [value for value in list.__iter__(holder) if isinstance(value, dict | list)]
        if isinstance(holder, list)
        else []
    )
