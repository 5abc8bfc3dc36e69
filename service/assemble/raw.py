"""Objects that nobody needs to look into: kept as the bytes of the file, with other reference numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pypdf.generic import read_object

from service.assemble.objects import PdfObject

_STRING = rb"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\))*\)"
_REFERENCE = re.compile(_STRING + rb"|\b\d+\s+\d+\s+R\b", re.DOTALL)
_PAIRS = ((b"<", b">"), (b"[", b"]"), (b"(", b")"))


class Raw(PdfObject):
    """A dictionary, an array or a stream as it stands in a file; `data` is what a stream holds."""

    __slots__ = ("data", "head")

    def __init__(self, head: bytes, data: bytes | None = None) -> None:
        self.head, self.data = head, data

    def read(self, home: Any) -> PdfObject:
        """The object as pypdf has it; its references point into `home`."""
        written = self.head if self.data is None else b"%s\nstream\n%s\nendstream " % (self.head, self.data)
        return read_object(io.BytesIO(written + b" "), home)


def is_whole(head: bytes) -> bool:
    """Whether bytes look like one dictionary or array; where there is doubt, pypdf is asked instead."""
    ends = (head[:2] == b"<<" and head[-2:] == b">>") or (head[:1] == b"[" and head[-1:] == b"]")
    return ends and b"%" not in head and all(head.count(left) == head.count(right) for left, right in _PAIRS)


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
        self[written] = self._place(int(number), int(generation))
        return self[written]

    def apply(self, head: bytes) -> bytes:
        """An object's bytes with its new references."""
        return _REFERENCE.sub(lambda found: self[found[0]], head)
