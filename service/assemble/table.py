"""The packet's objects, numbered from 1 in the order in which they came."""

from __future__ import annotations

from typing import Any, cast

from service.assemble.objects import IndirectObject, NullObject, PdfObject
from service.assemble.raw import Raw

_NOTHING = NullObject()
_WRITTEN = NullObject()


class ObjectTable:
    """All indirect objects of the packet; to pypdf's references it is the file they point into."""

    def __init__(self) -> None:
        self.objects: list[PdfObject] = []

    def reserve(self) -> IndirectObject:
        """A place for an object that comes later."""
        return self.reference(self.reserve_number())

    def reserve_number(self) -> int:
        """The number of such a place."""
        self.objects.append(_NOTHING)
        return len(self.objects)

    def reserve_numbers(self, count: int) -> range:
        """The numbers of so many places, one after another."""
        first = len(self.objects) + 1
        self.objects += [_NOTHING] * count
        return range(first, first + count)

    def reserve_written(self, count: int) -> range:
        """The numbers of places for objects that go into the file at once."""
        first = len(self.objects) + 1
        self.objects += [_WRITTEN] * count
        return range(first, first + count)

    def reference(self, number: int) -> IndirectObject:
        """The reference to an object."""
        return IndirectObject(number, 0, cast("Any", self))

    def add(self, value: PdfObject) -> IndirectObject:
        """Take an object in; returns the reference to it."""
        self.objects.append(value)
        return self.reference(len(self.objects))

    def put(self, reference: IndirectObject, value: PdfObject) -> None:
        """Put the object where its number was reserved."""
        self.objects[reference.idnum - 1] = value

    def take(self, number: int) -> PdfObject:
        """An object, to write it; nobody can ask for it any more."""
        found, self.objects[number - 1] = self.objects[number - 1], _WRITTEN
        return found

    def get_object(self, reference: IndirectObject) -> PdfObject:
        """The object itself, read if nobody has looked into it yet; pypdf calls this to follow a reference."""
        found = self.objects[reference.idnum - 1]
        if found is _WRITTEN:
            raise RuntimeError(f"object {reference.idnum} is written already")
        if isinstance(found, Raw):
            found = found.read(self)
            found.indirect_reference = reference
            self.put(reference, found)
        return found
