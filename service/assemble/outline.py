"""Bookmarks: read those of a part, write those of the packet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from service.assemble.objects import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NumberObject,
    entry,
    make,
    name,
    number,
    set_entry,
    text,
)
from service.assemble.outline_items import read_item
from service.assemble.source import Source
from service.assemble.table import ObjectTable

_DEPTH = 20
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One bookmark with what stands under it."""

    title: str
    destination: ArrayObject | None
    children: list[Bookmark] = field(default_factory=list)
    address: str | None = None

    def walk(self, level: int = 1) -> Iterable[tuple[int, Bookmark]]:
        """Itself and all below it, with their levels."""
        yield level, self
        for child in self.children:
            yield from child.walk(level + 1)


def read_outline(source: Source) -> list[Bookmark]:
    """The source's bookmarks; their destinations are places in the packet."""
    outline = entry(source.catalog, "/Outlines")
    first = dict.get(outline, "/First") if isinstance(outline, dict) else None
    return _read_level(source, first, 0, set())


def _read_level(source: Source, reference: Any, depth: int, seen: set[int]) -> list[Bookmark]:
    bookmarks: list[Bookmark] = []
    while depth < _DEPTH and len(seen) < _MOST:
        item = read_item(source, reference)
        place = reference.idnum if isinstance(reference, IndirectObject) else -id(reference)
        if item is None or place in seen:
            break
        seen.add(place)
        children = _read_level(source, item.first, depth + 1, seen)
        bookmarks.append(Bookmark(item.title, item.destination, children, item.address))
        reference = item.following
    return bookmarks


def heading_height(destination: ArrayObject) -> float | None:
    """How high on its page a destination stands, in the page's coordinates; None when the whole page is meant."""
    kind = destination[1] if len(destination) > 1 else None
    at = {"/XYZ": 3, "/FitH": 2, "/FitBH": 2}.get(str(kind), len(destination))
    if at >= len(destination):
        return None
    height = number(destination[at], float("nan"))
    return None if isnan(height) else height


def write_outline(table: ObjectTable, bookmarks: Sequence[Bookmark]) -> IndirectObject:
    """Put the packet's bookmarks into the table; the first level is seen, what lies below is closed."""
    root = make(Type=name("Outlines"))
    place = table.add(root)
    _write_level(table, root, place, bookmarks)
    if bookmarks:
        set_entry(root, "Count", NumberObject(len(bookmarks)))
    return place


def _write_level(
    table: ObjectTable, parent: DictionaryObject, parent_place: IndirectObject, bookmarks: Sequence[Bookmark]
) -> None:
    places: list[IndirectObject] = []
    items: list[DictionaryObject] = []
    for bookmark in bookmarks:
        item = make(Title=text(bookmark.title), Parent=parent_place)
        if bookmark.destination is not None:
            set_entry(item, "Dest", bookmark.destination)
        elif bookmark.address is not None:
            set_entry(item, "A", make(S=name("URI"), URI=text(bookmark.address)))
        place = table.add(item)
        if bookmark.children:
            _write_level(table, item, place, bookmark.children)
            set_entry(item, "Count", NumberObject(-len(bookmark.children)))
        items.append(item)
        places.append(place)
    for at in range(1, len(items)):
        set_entry(items[at], "Prev", places[at - 1])
        set_entry(items[at - 1], "Next", places[at])
    if places:
        set_entry(parent, "First", places[0])
        set_entry(parent, "Last", places[-1])
