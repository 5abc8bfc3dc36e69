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
    name,
    resolve,
    set_entry,
)
from service.assemble.plainfile import PlainFile, Reader
from service.assemble.raw import BETWEEN, Raw, Renumbering, are_flat
from service.assemble.source import Source
from service.assemble.table import ObjectTable

Waiting = tuple[int, int, int]
"""An object's number and generation in the source, and its number in the packet."""
_GROUP = 100
"""So many objects are looked through at once."""


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
        self._places = {number: place.idnum for number, place in known.items()}
        self._barred = barred
        self._on_dictionary = on_dictionary
        self._must_read = must_read
        self._plain = reader if isinstance(reader, PlainFile) else None
        self._renumbering = Renumbering(self._write_place)
        self._waiting: list[Waiting] = []
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
        self._move_waiting()
        return moved

    def move_pages(self, source: Source) -> None:
        """Move all pages to their places."""
        for leaf, place in zip(source.leaves, source.places, strict=True):
            self.move(leaf.page)
            if source.tagged:
                set_entry(leaf.page, "Tabs", name("S"))
            leaf.page.indirect_reference = place
            self._table.put(place, leaf.page)

    def move_tags(self) -> None:
        """Move all tags of a source in which each is reached: cheaper than to find them one by one."""
        tags = [
            number
            for number in (self._plain.tags() if self._plain else ())
            if number not in self._places and number not in self._barred
        ]
        places = self._table.reserve_numbers(len(tags))
        self._places.update(zip(tags, places, strict=True))
        written = (b"%d 0 R" % number for number in tags)
        self._renumbering.update(zip(written, (b"%d 0 R" % place for place in places), strict=True))
        self._waiting += zip(tags, [0] * len(tags), places, strict=True)
        self._move_waiting()

    def _move_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            for number, generation, place in self._move_bytes(batch):
                fetched = self._fetch(number, generation)
                fetched.indirect_reference = self._table.reference(
                    place
                )  # the old one would keep the whole source
                self._table.objects[place - 1] = fetched

    def _move_bytes(self, batch: list[Waiting]) -> list[Waiting]:
        """Move those objects of a batch that nobody has to look into, many at once; returns the others."""
        if self._plain is None:
            return batch
        left: list[Waiting] = []
        for first in range(0, len(batch), _GROUP):
            left += self._move_group(self._plain, batch[first : first + _GROUP])
        return left

    def _move_group(self, plain: PlainFile, group: list[Waiting]) -> list[Waiting]:
        bodies = [plain.body(number) if generation == 0 else None for number, generation, _ in group]
        if None not in bodies:
            joined = BETWEEN.join(cast("list[bytes]", bodies))
            if are_flat(joined) and not self._must_read(joined):  # as most are
                moved = self._renumbering.apply(joined).split(BETWEEN)
                for (_, _, place), head in zip(group, moved, strict=True):
                    self._table.objects[place - 1] = Raw(head)
                return []
        return self._move_one_by_one(plain, group)

    def _move_one_by_one(self, plain: PlainFile, group: list[Waiting]) -> list[Waiting]:
        raws = [plain.raw(number) if generation == 0 else None for number, generation, _ in group]
        heads = [raw.head for raw in raws if raw is not None]
        if self._must_read(BETWEEN.join(heads)):
            raws = [None if raw is None or self._must_read(raw.head) else raw for raw in raws]
            heads = [raw.head for raw in raws if raw is not None]
        moved = iter(self._renumbering.apply(BETWEEN.join(heads)).split(BETWEEN))
        objects = self._table.objects
        for raw, (_, _, place) in zip(raws, group, strict=True):
            if raw is not None:
                objects[place - 1] = Raw(next(moved), raw.data)
        return [one for one, raw in zip(group, raws, strict=True) if raw is None]

    def _place(self, reference: IndirectObject) -> PdfObject:
        if reference.pdf is self._table:
            return reference
        number = self._number(reference.idnum, reference.generation)
        return NullObject() if number is None else self._table.reference(number)

    def _number(self, number: int, generation: int) -> int | None:
        """An object's number in the packet, where its place is reserved now if it was not; None when it is barred."""
        place = self._places.get(number)
        if place is None and number not in self._barred:
            place = self._places[number] = self._table.reserve_number()
            self._waiting.append((number, generation, place))
        return place

    def _write_place(self, number: int, generation: int) -> bytes:
        if self._plain and generation == 0 and number not in self._places:
            attributes = self._plain.attributes(number)
            if attributes is not None and not self._must_read(attributes):
                return attributes  # LibreOffice makes an object of every tag's: half of all objects
        place = self._number(number, generation)
        return b"null" if place is None else b"%d 0 R" % place

    def _moved(self, raw: Raw) -> Raw:
        return Raw(self._renumbering.apply(raw.head), raw.data)

    def _fetch(self, number: int, generation: int) -> PdfObject:
        try:
            reference = IndirectObject(number, generation, cast("Any", self._reader))
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
