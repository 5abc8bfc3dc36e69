"""A PDF that is written plainly: one table of objects, none of them packed or encrypted, each where the table says.

LibreOffice writes so, and qpdf when it is told to. Such a file needs no search: an object is a slice of its bytes, and
pypdf reads only those that somebody looks into. Every other file is left to pypdf's own reader.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from service.assemble.objects import (
    READ_ERRORS,
    DictionaryObject,
    IndirectObject,
    NullObject,
    PdfObject,
    entry,
    open_reader,
)
from service.assemble.parse import parse
from service.assemble.raw import Raw, is_whole

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s+0 (\d+)[ \r]*\n?")
_ROW = re.compile(rb"(\d{10}) (\d{5}) ([nf])[ \r\n]{2}")
_ROW_LENGTH = 20
_LENGTH = re.compile(rb"/Length\s+(\d+)(\s+\d+\s+R\b)?")
_END = len(b"endobj")
_ATTRIBUTES = re.compile(rb"\d+ 0 obj\s*(<<\s*/O\s*/(?:Layout|List|Table)\b[^<>()#%]{0,200}>>)\s*endobj")
_NOT_PLAIN = ("/Prev", "/Encrypt", "/XRefStm")


class PlainFile:
    """Such a file; to pypdf's references it is the reader they come from."""

    strict = False

    def __init__(self, data: bytes) -> None:
        """Read the table of objects.

        Raises:
            ValueError: the file is not written plainly.
        """
        self._data = data
        start = _START.search(data, max(0, len(data) - 200))
        table = _TABLE.match(data, int(start[1])) if start else None
        if table is None:
            raise ValueError("no single table of objects")
        self._starts = self._read_rows(table.end(), int(table[1]))
        places = sorted(self._starts.values())
        self._ends = dict(zip(places, [*places[1:], table.start()], strict=True))
        self._read: dict[int, PdfObject] = {}
        trailer = table.end() + int(table[1]) * _ROW_LENGTH
        self._root = self._read_trailer(trailer)

    def _read_rows(self, first: int, count: int) -> dict[int, int]:
        rows = _ROW.findall(self._data[first : first + count * _ROW_LENGTH])
        starts = {at: int(row[0]) for at, row in enumerate(rows) if row[2] == b"n"}
        if len(rows) != count or any(row[1] != b"00000" for row in rows if row[2] == b"n"):
            raise ValueError("a table of another form")
        if not all(self._data.startswith(b"%d 0 obj" % at, start) for at, start in starts.items()):
            raise ValueError("objects are not where the table says")
        return starts

    def _read_trailer(self, at: int) -> DictionaryObject:
        if self._data[at : at + 7] != b"trailer":
            raise ValueError("no trailer")
        trailer = parse(self._data[at + 7 : self._data.rfind(b"startxref")], self)
        root = entry(trailer, "/Root")
        if not isinstance(root, DictionaryObject) or any(
            entry(trailer, key) is not None for key in _NOT_PLAIN
        ):
            raise ValueError("a trailer that says more than where the catalog is")
        return root

    @property
    def root_object(self) -> DictionaryObject:
        """The catalog."""
        return self._root

    def get_object(self, reference: IndirectObject) -> PdfObject:
        """The object, read once; null where there is none."""
        number = reference.idnum
        if number not in self._read:
            if number not in self._starts or reference.generation != 0:
                return NullObject()
            raw = self.raw(number)
            found = raw.read(self) if raw is not None else parse(self._body(number), self)
            found.indirect_reference = reference
            self._read[number] = found
        return self._read[number]

    def raw(self, number: int) -> Raw | None:
        """The object's bytes; None where it has been read (and perhaps changed), or is not quite regular."""
        if number in self._read or number not in self._starts:
            return None
        body = self._body(number)
        if not body.endswith(b"endobj"):
            return None
        body = body[:-_END].strip()
        if body.endswith(b"endstream"):
            return self._raw_stream(body)
        return Raw(body) if is_whole(body) and b"endobj" not in body else None

    def attributes(self, number: int) -> bytes | None:
        """A tag's attributes, if the object is that and no more: a few names and numbers."""
        if number in self._read or number not in self._starts:
            return None
        found = _ATTRIBUTES.match(self._data, self._starts[number])
        return found[1] if found and b" R" not in found[1] else None

    def _raw_stream(self, body: bytes) -> Raw | None:
        at = body.find(b"stream")
        head = body[:at].rstrip()
        lengths = list(_LENGTH.finditer(head))
        begin = at + len(b"stream")
        begin += {b"\r\n": 2}.get(body[begin : begin + 2], 1)
        if len(lengths) != 1 or not is_whole(head) or body[begin - 1 : begin] != b"\n":
            return None
        length: Any = int(lengths[0][1])
        if lengths[0][2]:
            length = self.get_object(IndirectObject(length, 0, self))
        if not isinstance(length, int) or body[begin + length :].strip() != b"endstream":
            return None
        return Raw(
            b"%s/Length %d%s" % (head[: lengths[0].start()], length, head[lengths[0].end() :]),
            body[begin : begin + length],
        )

    def _body(self, number: int) -> bytes:
        start = self._starts[number]
        return self._data[start + len(b"%d 0 obj" % number) : self._ends[start]].strip()


Reader = PdfReader | PlainFile


def open_file(pdf: Path) -> Reader:
    """Open a PDF in the cheapest way that reads it rightly."""
    try:
        return PlainFile(pdf.read_bytes())
    except READ_ERRORS:
        return open_reader(pdf)
