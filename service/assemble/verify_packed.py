"""The packet's object streams as bytes: for questions to all objects, each of which costs a kilobyte in qpdf."""

from __future__ import annotations

import re
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

_STREAM = re.compile(rb"<<([^<>]*/Type\s*/ObjStm[^<>]*)>>\s*stream\r?\n")
_LENGTH, _FIRST = (re.compile(rb"/%s\s+(\d+)" % key) for key in (b"Length", b"First"))

_MOST = 10_000_000
"""No packet has objects with higher numbers."""


class ObjectStream(NamedTuple):
    """One of them, unpacked."""

    data: bytes
    numbers: array[int]
    """Of its objects."""
    starts: array[int]
    """Where each of them begins, and where the last one ends."""

    def body(self, number: int) -> bytes:
        """One of its objects."""
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:  # not in order
            at = self.numbers.index(number)
        return self.data[self.starts[at] : self.starts[at + 1]]


class PackedObjects:
    """A file's bytes, and all its object streams as we and qpdf write them."""

    def __init__(self, pdf: Path) -> None:
        self.data = pdf.read_bytes()

    @cached_property
    def streams(self) -> list[ObjectStream]:
        """The object streams, in the order of the file."""
        return list(self._unpack())

    def _unpack(self) -> Iterator[ObjectStream]:
        for found in _STREAM.finditer(self.data):
            length, first = _LENGTH.search(found[1]), _FIRST.search(found[1])
            if length and first:
                data = self.data[found.end() : found.end() + int(length[1])]
                if b"/FlateDecode" in found[1]:
                    data = zlib.decompress(data)
                begin = int(first[1])
                table = [int(word) for word in data[:begin].split()]
                if max(table[::2], default=0) > _MOST:  # none of ours: what stands in it is qpdf's to find
                    table = []
                starts = array("L", [*(begin + start for start in table[1::2]), len(data)])
                yield ObjectStream(data, array("L", table[::2]), starts)

    @cached_property
    def _homes(self) -> array[int]:
        """By an object's number the stream in which it stands, counted from 1; 0 where it stands in none."""
        homes = array("L")
        for at, stream in enumerate(self.streams, start=1):
            homes.extend([0] * (max(stream.numbers, default=0) + 1 - len(homes)))
            for number in stream.numbers:
                homes[number] = at
        return homes

    def __contains__(self, number: int) -> bool:
        """Whether an object stands in a stream."""
        return number < len(self._homes) and self._homes[number] > 0

    def body(self, number: int) -> bytes | None:
        """An object as it stands in its stream; None when it stands in none."""
        return self.streams[self._homes[number] - 1].body(number) if number in self else None
