"""Objects that nobody needs to look into: kept as the bytes of the file, with other reference numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from pypdf.generic import StreamObject

from service.assemble.objects import PdfObject
from service.assemble.parse import parse

_STRING = rb"\([^\\()\x00]*\)"
_REFERENCE = re.compile(rb"(\d++\s++\d++\s++R\b)")
_REFERENCE_OR_STRING = re.compile(b"(" + _STRING + b"|" + _REFERENCE.pattern[1:])
ORDINARY = rb"[^<>\[\](){}%\x00\x0b]*+"
"""Whatever is no mark."""
_INNER = rb"%s(?:(?:\[%s\]|<<%s>>)%s)*+" % ((ORDINARY,) * 4)
_FLAT = re.compile(rb"<<%s(?:(?:\[%s\]|<<%s>>)%s)*+>>" % (ORDINARY, _INNER, _INNER, ORDINARY))
"""A dictionary in which arrays and dictionaries lie at most two deep, with nothing intricate in them."""
BETWEEN = b"\0"
"""Between objects that are handled together; none of them has it (`is_whole`)."""
_ALL_FLAT = re.compile(rb"(?:%s\0)*+" % _FLAT.pattern)
_MARKS = re.compile(_STRING + rb"|<[0-9A-Fa-f\s]*>|(<<|>>|[\[\](){}<>%\x00\x0b])")
_PAIRS = {b"<<": b">>", b"[": b"]"}


class Raw(PdfObject):
    """A dictionary, an array or a stream as it stands in a file; `data` is what a stream holds."""

    __slots__ = ("data", "head")

    def __init__(self, head: bytes, data: bytes | None = None) -> None:
        self.head, self.data = head, data

    def read(self, home: Any) -> PdfObject:
        """The object as pypdf has it; its references point into `home`."""
        held = parse(self.head, home)
        if self.data is None:
            return held
        return StreamObject.initialize_from_dictionary({**cast("Any", held), "__streamdata__": self.data})


def is_whole(head: bytes) -> bool:
    """Whether bytes are one dictionary or array, regularly written; where there is doubt, pypdf is asked instead."""
    if _FLAT.fullmatch(head):
        return True  # as most are
    return head[:1] in b"<[" and head[-1:] in b">]" and _is_one(tuple(filter(None, _MARKS.findall(head))))


def are_flat(heads: bytes) -> bool:
    """Whether bytes are such dictionaries, one after another with `BETWEEN` between them."""
    return _ALL_FLAT.fullmatch(heads + BETWEEN) is not None and b"endobj" not in heads


@lru_cache(1000)
def _is_one(marks: tuple[bytes, ...]) -> bool:
    """Whether marks pair up, and the first with the last; an intricate text or a comment has a mark that does not."""
    awaited: list[bytes] = []
    for at, mark in enumerate(marks):
        if mark in _PAIRS and (awaited or not at):
            awaited.append(_PAIRS[mark])
        elif not awaited or mark != awaited.pop():
            return False
    return bool(marks) and not awaited


class Renumbering(dict[bytes, bytes]):
    """How each reference of a source is written in the packet."""

    def __init__(self, place: Callable[[int, int], bytes]) -> None:
        """`place` gives the new reference for a number and a generation."""
        super().__init__()
        self._place = place

    def __missing__(self, written: bytes) -> bytes:
        if written.startswith(b"("):
            return written  # a text that looks like a reference is none
        number, generation, _ = written.split()
        placed = self[written] = self._place(int(number), int(generation))
        return placed

    def apply(self, head: bytes) -> bytes:
        """An object's bytes with its new references."""
        pieces = (_REFERENCE_OR_STRING if b"(" in head else _REFERENCE).split(head)
        pieces[1::2] = map(self.__getitem__, pieces[1::2])
        return b"".join(pieces)
