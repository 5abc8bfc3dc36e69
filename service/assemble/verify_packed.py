"""The packet's object streams as bytes: for questions to all objects, each of which costs a kilobyte in qpdf."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_STREAM = re.compile(rb"<<([^<>]*/Type\s*/ObjStm[^<>]*)>>\s*stream\r?\n")
_LENGTH, _FIRST = (re.compile(rb"/%s\s+(\d+)" % key) for key in (b"Length", b"First"))


class ObjectStream(NamedTuple):
    """One of them, unpacked."""

    data: bytes
    first: int
    """Where the objects begin, after the table of their numbers and places."""

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """The objects with their numbers."""
        table = [int(word) for word in self.data[: self.first].split()]
        starts = [self.first + start for start in table[1::2]]
        for number, start, end in zip(table[::2], starts, [*starts[1:], len(self.data)], strict=True):
            yield number, self.data[start:end]


def unpack(pdf: Path) -> Iterator[ObjectStream]:
    """All object streams of a file, as we and qpdf write them."""
    data = pdf.read_bytes()
    for found in _STREAM.finditer(data):
        length, first = _LENGTH.search(found[1]), _FIRST.search(found[1])
        if length and first:
            packed = data[found.end() : found.end() + int(length[1])]
            yield ObjectStream(zlib.decompress(packed), int(first[1]))
