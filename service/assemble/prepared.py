"""What `prepare.py` has kept of one of our own documents, filled in for a packet."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from service.assemble.geometry import Box, Sheet
from service.assemble.objects import (
    ArrayObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
)
from service.assemble.outline import Bookmark
from service.assemble.prepare import CUT, END, LENGTH, NUMBERS, Blanks, prepare
from service.assemble.raw import Raw
from service.assemble.remember import Remember, at_once
from service.assemble.serialise import with_entries
from service.assemble.structure import named

_WHAT = f"förberedd {sys.byteorder} {array(NUMBERS).itemsize}"
_DIGEST = sha256().digest_size


Held = tuple[int, bytes]
"""An object's number in the packet, and how it stands there."""


class Filled(NamedTuple):
    """The document as it stands in the packet."""

    element: int
    """The number of its element."""
    rows: list[PdfObject]
    """The pages' and links' rows of the parent tree, by their key."""
    links: list[tuple[int, Raw, str, int]]
    """Its links to other places in the packet: number, annotation, target, and the page, counted from 0."""
    streams: list[tuple[int, bytes, bytes]]
    tags: list[Held]
    others: list[Held]
    """All other objects, the pages first."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One of our own documents with blanks."""

    data: bytes
    """The document's file."""
    told: dict[str, Any]
    """What is known about it, as `prepare.py` has written it."""
    blanks: array[int]
    """What stands between the pieces."""
    pieces: list[bytes]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return int(self.told["pages"])

    @property
    def own(self) -> int:
        """How many objects it has, but for its pages."""
        return int(self.told["own"])

    @property
    def roles(self) -> dict[str, str]:
        """What its roles stand for."""
        return dict(self.told["roles"])

    @property
    def claims(self) -> frozenset[str]:
        """The standards that it keeps to."""
        return frozenset(self.told["claims"])

    def sheets(self) -> Iterator[Sheet]:
        """How each page is seen."""
        for left, bottom, right, top, rotation, unit in self.told["sheets"]:
            yield Sheet(Box(left, bottom, right, top), rotation, unit)

    def outline(self, places: Sequence[IndirectObject]) -> list[Bookmark]:
        """Its bookmarks, leading to the places of its pages."""
        return [_bookmark(one, places) for one in self.told["outline"]]

    def fill(self, numbers: Sequence[int], first_key: int, title: str, language: str) -> Filled:
        """Fill in the packet's numbers.

        Args:
            numbers: in the order of `Blanks`.
            first_key: the first free key of the packet's parent tree.
            title: what its element is called.
            language: its language where it does not say one.
        """
        told, own = self.told, numbers[-self.own :]
        bodies = self._fill(numbers, first_key)
        element = told["element"]
        bodies[element] = with_entries(bodies[element], named(title, told["language"] or language))
        pages = numbers[Blanks(self.pages).page(0) - 1 :]
        return Filled(
            own[element],
            [Raw(row) for row in bodies[self.own + self.pages :]],
            [(own[at], Raw(bodies[at]), target, page) for at, target, page in told["links"]],
            [(own[at], bodies[at], self.data[start:end]) for at, start, end in told["streams"]],
            [(own[at], bodies[at]) for at in told["tags"]],
            [
                *zip(pages, bodies[self.own : self.own + self.pages], strict=False),
                *((own[at], bodies[at]) for at in told["others"]),
            ],
        )

    def _fill(self, numbers: Sequence[int], first_key: int) -> list[bytes]:
        """The objects, the pages, and the rows of the parent tree."""
        written = [b"", *map(b"%d 0 R".__mod__, numbers)]
        written += map(b"%d".__mod__, range(first_key, first_key + self.told["keys"]))
        whole = [b""] * (len(self.pieces) + len(self.blanks))
        whole[::2] = self.pieces
        whole[1::2] = map(written.__getitem__, self.blanks)
        return b"".join(whole).split(END)[:-1]


def prepared_of(pdf: Path, remember: Remember) -> Prepared | None:
    """The document as it was prepared before; None where it is left to the merge, or nothing is remembered."""
    if remember is at_once:
        return None
    try:
        return _read(pdf, remember(_WHAT, pdf, prepare))
    except ValueError:  # what was kept has come to harm, or is of another file
        return _read(pdf, prepare(pdf))


def _read(pdf: Path, kept: bytes) -> Prepared | None:
    if not kept:
        return None
    if sha256(memoryview(kept)[_DIGEST:]).digest() != kept[:_DIGEST]:
        raise ValueError("not what was kept")
    begin = _DIGEST + LENGTH.size
    end = begin + LENGTH.unpack_from(kept, _DIGEST)[0]
    told = json.loads(kept[begin:end])
    data = pdf.read_bytes()
    if told["of"] != sha256(data).hexdigest():
        raise ValueError("another document")
    blanks = array(NUMBERS)
    pieces = end + told["blanks"] * blanks.itemsize
    blanks.frombytes(kept[end:pieces])
    return Prepared(data, told, blanks, kept[pieces:].split(CUT))


def _bookmark(told: Sequence[Any], places: Sequence[IndirectObject]) -> Bookmark:
    title, destination, children, address = told
    place = destination and ArrayObject([places[destination[0]], *map(_value, destination[1:])])
    return Bookmark(title, place, [_bookmark(child, places) for child in children], address)


def _value(told: str | float | None) -> PdfObject:
    if told is None:
        return NullObject()
    if isinstance(told, str):
        return NameObject(told)
    return NumberObject(told) if isinstance(told, int) else FloatObject(told)
