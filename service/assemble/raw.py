"""Objects that nobody needs to look into: kept as the bytes of the file, with other reference numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pypdf.generic import read_object

from service.assemble.objects import PdfObject

_STRING = rb"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\))*\)"
_REFERENCE = re.compile(rb"\d+\s+\d+\s+R\b")
_REFERENCE_OR_STRING = re.compile(_STRING + b"|" + _REFERENCE.pattern, re.DOTALL)
_HEX = re.compile(_STRING + rb"|<<|<([0-9A-Fa-f]{2,})>", re.DOTALL)
_SPECIAL = re.compile(rb"[()\\\r]")


class Raw(PdfObject):
    """A dictionary, an array or a stream as it stands in a file; `data` is what a stream holds."""

    __slots__ = ("data", "head")

    def __init__(self, head: bytes, data: bytes | None = None) -> None:
        self.head, self.data = head, data

    def read(self, home: Any) -> PdfObject:
        """The object as pypdf has it; its references point into `home`."""
        written = self.head if self.data is None else b"%s\nstream\n%s\nendstream " % (self.head, self.data)
        return parse(written, home)


def is_whole(head: bytes) -> bool:
    """Whether bytes look like one dictionary or array; where there is doubt, pypdf is asked instead."""
    ends = (head[:2] == b"<<" and head[-2:] == b">>") or (head[:1] == b"[" and head[-1:] == b"]")
    return (
        ends
        and b"%" not in head
        and head.count(b"<") == head.count(b">")
        and head.count(b"[") == head.count(b"]")
        and head.count(b"(") == head.count(b")")
    )


def parse(written: bytes, home: Any) -> PdfObject:
    """The object as pypdf has it; its references point into `home`.

    pypdf reads a text digit by digit where it is written in hexadecimal, as LibreOffice writes all of them; so they are
    written as letters first.
    """
    head, stream, data = written.partition(b"stream")
    return read_object(io.BytesIO(_HEX.sub(_spell, head) + stream + data + b" "), home)


def _spell(found: re.Match[bytes]) -> bytes:
    digits = found[1]
    if digits is None:
        return found[0]
    letters = bytes.fromhex(digits.decode() + "0" * (len(digits) % 2))
    return b"(" + _SPECIAL.sub(lambda one: b"\\%03o" % ord(one[0]), letters) + b")"


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
        pattern = _REFERENCE_OR_STRING if b"(" in head else _REFERENCE
        return pattern.sub(lambda found: self[found[0]], head)
