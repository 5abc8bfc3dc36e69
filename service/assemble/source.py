"""One part's PDF, opened for the merge: its pages with their places in the packet, and its named destinations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from service.assemble.objects import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NumberObject,
    entry,
    entry_dict,
    entry_list,
    resolve,
    string_bytes,
    tree_items,
)
from service.assemble.pagetree import Leaf, read_pages
from service.assemble.plainfile import Reader, open_file
from service.assemble.table import ObjectTable

NO_LIMIT = 1_000_000


class Source:
    """A PDF whose pages already know their places in the packet."""

    def __init__(self, reader: Reader, leaves: Sequence[Leaf], places: Sequence[IndirectObject]) -> None:
        self.reader = reader
        self.leaves = tuple(leaves)
        self.places = tuple(places)
        self.catalog: DictionaryObject = reader.root_object
        self.known = {
            leaf.number: place for leaf, place in zip(leaves, places, strict=True) if leaf.number is not None
        }
        self._at = {place.idnum: at for at, place in enumerate(places)}

    @cached_property
    def tagged(self) -> bool:
        """Whether the file claims a structure tree, and has one."""
        marked = entry(entry(self.catalog, "/MarkInfo"), "/Marked")
        return marked is not None and bool(marked.value) and bool(entry(self.structure, "/K"))

    @cached_property
    def structure(self) -> DictionaryObject:
        """The root of its structure tree; empty when there is none."""
        return entry_dict(self.catalog, "/StructTreeRoot")

    @cached_property
    def barred(self) -> frozenset[int]:
        """Objects that stay behind: the catalog and what the packet has but one of."""
        keys = ("/Pages", "/StructTreeRoot", "/AcroForm", "/Outlines", "/Names", "/Dests", "/OCProperties")
        held = [dict.get(self.catalog, key) for key in keys]
        held.append(self.catalog.indirect_reference)
        return frozenset(value.idnum for value in held if isinstance(value, IndirectObject))

    def page_index(self, place: IndirectObject) -> int:
        """Which of the source's pages has this place, counted from 0."""
        return self._at[place.idnum]

    def destination(self, value: Any) -> ArrayObject | None:
        """A destination, named or explicit, with its page's place in the packet; None when it leads nowhere.

        Names are resolved here, so that equal names in two parts cannot meet.
        """
        found = resolve(value)
        if not isinstance(found, dict | list):
            found = resolve(self._named.get(string_bytes(found))) if found is not None else None
        if isinstance(found, dict):
            found = entry(found, "/D")
        if not isinstance(found, list) or not found:
            return None
        place = self._place(list.__getitem__(found, 0))
        if place is None:
            return None
        return ArrayObject(
            [place, *(resolve(item) for item in list.__iter__(found[1:]) if resolve(item) is not None)]
        )

    def _place(self, page: Any) -> IndirectObject | None:
        if isinstance(page, IndirectObject):
            return (
                page if page.idnum in self._at and page.pdf is not self.reader else self.known.get(page.idnum)
            )
        if isinstance(page, NumberObject) and 0 <= page < len(self.places):
            return self.places[page]
        return None

    @cached_property
    def _named(self) -> dict[bytes, Any]:
        named: dict[bytes, Any] = {}
        for key, value in tree_items(dict.get(entry_dict(self.catalog, "/Names"), "/Dests"), "/Names"):
            named.setdefault(string_bytes(key), value)
        old = entry_dict(self.catalog, "/Dests")
        for key in old:
            named.setdefault(string_bytes(key), dict.get(old, key))
        return named

    def annotations(self, at: int) -> list[Any]:
        """The unresolved annotations of a page, counted from 0."""
        return entry_list(self.leaves[at].page, "/Annots")


def open_source(pdf: Path, places: Sequence[IndirectObject]) -> Source:
    """Open a part whose pages' places are reserved.

    Raises:
        ValueError: the file has another number of pages than there are places.
    """
    reader = open_file(pdf)
    leaves = read_pages(reader, NO_LIMIT)
    return Source(reader, leaves, places)


def open_alone(pdf: Path) -> Source:
    """Open a PDF to read in it only."""
    reader = open_file(pdf)
    leaves = read_pages(reader, NO_LIMIT)
    table = ObjectTable()
    return Source(reader, leaves, [table.reserve() for _ in leaves])
