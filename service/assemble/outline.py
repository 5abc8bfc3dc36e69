"""Bookmarks: read those of a part, write those of the packet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from service.assemble.actions import clean_action
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
    string_bytes,
    text,
)
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
    return _read_level(source, entry(source.catalog, "/Outlines"), 0, set())


def _read_level(source: Source, parent: Any, depth: int, seen: set[int]) -> list[Bookmark]:
    bookmarks: list[Bookmark] = []
    item = entry(parent, "/First") if depth < _DEPTH else None
    while isinstance(item, DictionaryObject) and id(item) not in seen and len(seen) < _MOST:
        seen.add(id(item))
        title = entry(item, "/Title")
        children = _read_level(source, item, depth + 1, seen)
        destination, address = _target(source, item)
        bookmarks.append(Bookmark(_words(title), destination, children, address))
        item = entry(item, "/Next")
    return bookmarks


def _target(source: Source, item: DictionaryObject) -> tuple[ArrayObject | None, str | None]:
    if "/Dest" in item:
        return source.destination(dict.get(item, "/Dest")), None
    action = clean_action(source, entry(item, "/A"))
    if action is None:
        return None, None
    address = entry(action, "/URI")
    return (None, str(address)) if address is not None else (entry(action, "/D"), None)


def _words(title: Any) -> str:
    words = (
        title if isinstance(title, str) else string_bytes(title).decode("latin1") if title is not None else ""
    )
    return " ".join(words.replace("\x00", "").split())


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
