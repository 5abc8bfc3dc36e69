"""Move everything that a page or a field reaches from a reader into the packet's table of objects.

Objects are moved, not copied: references are rewritten in place and the reader is thrown away afterwards. Nothing
is recursive, so neither long chains nor deep nesting can exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, cast

from service.assemble.objects import (
    READ_ERRORS,
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    PdfObject,
    resolve,
)
from service.assemble.plainfile import PlainFile, Reader
from service.assemble.raw import Raw, Renumbering
from service.assemble.serialise import serialise
from service.assemble.table import ObjectTable


class Transfer:
    """One source's move into the writer."""

    def __init__(
        self,
        reader: Reader,
        table: ObjectTable,
        known: dict[int, IndirectObject],
        barred: Collection[int],
        on_dictionary: Callable[[DictionaryObject], None],
        must_read: Callable[[bytes], bool] = lambda _head: True,
    ) -> None:
        """Prepare the move.

        Args:
            reader: the source; of no use afterwards.
            table: the packet's objects.
            known: object numbers that already have a place, the pages above all.
            barred: object numbers that must stay behind, such as the catalog; references to them become null.
            on_dictionary: called once for each dictionary before its references are rewritten.
            must_read: whether `on_dictionary` may have something to do in an object, judged by its bytes; the others
                come along unread.
        """
        self._reader = reader
        self._table = table
        self._places = dict(known)
        self._barred = barred
        self._on_dictionary = on_dictionary
        self._must_read = must_read
        self._plain = reader if isinstance(reader, PlainFile) else None
        self._renumbering = Renumbering(self._place_written)
        self._waiting: list[tuple[IndirectObject, IndirectObject]] = []
        self._walked: set[int] = set()
        self._kept: list[object] = []
        self.lost = 0
        """Objects that could not be read."""

    def move(self, root: Any) -> Any:
        """Move what the root reaches; returns the root as it is called in the packet."""
        moved = self._place(root) if isinstance(root, IndirectObject) else root
        if isinstance(moved, dict | list):
            self._rewrite(moved)
        elif isinstance(moved, Raw):
            moved = self._moved(moved)
        while self._waiting:
            source, place = self._waiting.pop()
            fetched = self._fetch(source)
            fetched.indirect_reference = place  # the old one would keep the whole source in memory
            self._table.put(place, fetched)
        return moved

    def _place(self, reference: IndirectObject) -> PdfObject:
        if reference.pdf is self._table:
            return reference
        place = self._places.get(reference.idnum)
        if place is not None:
            return place
        if reference.idnum in self._barred:
            return NullObject()
        place = self._table.reserve()
        self._places[reference.idnum] = place
        self._waiting.append((reference, place))
        return place

    def _place_written(self, number: int, generation: int) -> bytes:
        reference = IndirectObject(number, generation, cast("Any", self._reader))
        return serialise(self._place(reference))

    def _moved(self, raw: Raw) -> Raw:
        return Raw(self._renumbering.apply(raw.head), raw.data)

    def _fetch(self, reference: IndirectObject) -> PdfObject:
        raw = self._plain.raw(reference.idnum) if self._plain else None
        if raw is not None and not self._must_read(raw.head):
            return self._moved(raw)
        try:
            found = resolve(self._reader.get_object(reference))
        except READ_ERRORS:
            self.lost += 1
            return NullObject()
        if found is None:
            return NullObject()
        if isinstance(found, dict) and dict.get(found, "/Type") == "/Page":
            return (
                NullObject()
            )  # a page outside the page tree: nothing shows it, and it would drag its tree along
        if isinstance(found, dict | list):
            self._rewrite(found)
        result: PdfObject = found
        return result

    def _rewrite(self, root: dict[Any, Any] | list[Any]) -> None:
        stack: list[Any] = [root]
        while stack:
            holder = stack.pop()
            if id(holder) in self._walked:
                continue
            self._walked.add(id(holder))
            self._kept.append(holder)  # an id stays unique only as long as its object lives
            if isinstance(holder, DictionaryObject):
                self._on_dictionary(holder)
            self._rewrite_items(holder, stack)

    def _rewrite_items(self, holder: Any, stack: list[Any]) -> None:
        items = list(holder.items()) if isinstance(holder, dict) else list(enumerate(list.__iter__(holder)))
        put = dict.__setitem__ if isinstance(holder, dict) else list.__setitem__
        for key, value in items:
            if isinstance(value, IndirectObject):
                put(holder, key, self._place(value))
            elif isinstance(value, DictionaryObject | ArrayObject):
                stack.append(value)
            elif isinstance(value, Raw):
                put(holder, key, self._moved(value))
