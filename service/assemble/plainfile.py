"""A PDF that is written plainly: one table of objects, none of them packed or encrypted, each where the table says.

LibreOffice writes so, and qpdf when it is told to. Such a file needs no search: an object is a slice of its bytes, and
pypdf reads only those that somebody looks into. Every other file is left to pypdf's own reader.
"""

from __future__ import annotations

import re
from pathlib import Path

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
_ROWS = re.compile(rb"(?:\d{10} (?:00000 n|\d{5} f)[ \r\n]{2})*")
_ROW = re.compile(rb"(?:(\d{10}) \d{5} n|\d{10} \d{5} f)..", re.DOTALL)
_ROW_LENGTH = 20
_HEAD = re.compile(rb"\s(\d+) 0 obj\b")
_LENGTH = re.compile(rb"/Length\s+(\d+)(\s+0\s+R\b)?(?![\d.])")
_DATA = re.compile(rb"stream\r?\n")
_END = len(b"endobj")
_ATTRIBUTES = re.compile(rb"\s*(<<\s*/O\s*/(?:Layout|List|Table)\b[^<>()#%\x00\x0b]{0,200}>>)\s*\Z")
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
        if table is None or not data.startswith(b"%PDF-"):
            raise ValueError("no single table of objects")
        self._read: dict[int, PdfObject] = {}
        self._spans = self._read_table(table)
        self._streams = {
            number: self._read_stream(number) for number in self._spans if self._holds_data(number)
        }
        self._root = self._read_trailer(table.end() + int(table[1]) * _ROW_LENGTH)

    def _read_table(self, table: re.Match[bytes]) -> dict[int, tuple[int, int]]:
        """Where each object's bytes begin and end, its own number and `endobj` left out."""
        data, count = self._data, int(table[1])
        rows = data[table.end() : table.end() + count * _ROW_LENGTH]
        if len(rows) != count * _ROW_LENGTH or not _ROWS.fullmatch(rows):
            raise ValueError("a table of another form")
        starts = {at: int(row) for at, row in enumerate(_ROW.findall(rows)) if row}
        if not starts:
            raise ValueError("a table without objects")
        places = sorted(starts.values())
        ends = dict(zip(places, [*places[1:], table.start()], strict=True))
        spans: dict[int, tuple[int, int]] = {}
        for number, start in starts.items():
            begun = _HEAD.match(data, start - 1)
            end = data.rfind(b"endobj", start, ends[start])
            if not begun or int(begun[1]) != number or end < 0 or data[end + _END : ends[start]].strip():
                raise ValueError("objects are not where the table says")
            spans[number] = begun.end(), end
        return spans

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
            if number not in self._spans or reference.generation != 0:
                return NullObject()
            raw = self.raw(number)
            found = raw.read(self) if raw is not None else parse(self._body(number), self)
            if isinstance(found, IndirectObject):
                raise ValueError("a reference where an object should be")
            found.indirect_reference = reference
            self._read[number] = found
        return self._read[number]

    def raw(self, number: int) -> Raw | None:
        """The object's bytes; None where it has been read (and perhaps changed), or is not quite regular."""
        if number in self._read or number not in self._spans:
            return None
        if number in self._streams:
            head, start, end = self._streams[number]
            return Raw(head, self._data[start:end])
        body = self._body(number)
        return Raw(body) if is_whole(body) and b"endobj" not in body else None

    def attributes(self, number: int) -> bytes | None:
        """A tag's attributes, if the object is that and no more: a few names and numbers."""
        if number in self._read or number not in self._spans:
            return None
        found = _ATTRIBUTES.match(self._data, *self._spans[number])
        return found[1] if found and b" R" not in found[1] and is_whole(found[1]) else None

    def _holds_data(self, number: int) -> bool:
        start, end = self._spans[number]
        return self._data.find(b"stream", start, end) >= 0

    def _read_stream(self, number: int) -> tuple[bytes, int, int]:
        """A stream's dictionary, with its length, and where its data begin and end.

        Raises:
            ValueError: it is not where its length says, or something else that has the word in it.
        """
        start, end = self._spans[number]
        at = self._data.find(b"stream", start, end)
        head = self._data[start:at].strip()
        begun = _DATA.match(self._data, at)
        lengths = list(_LENGTH.finditer(head))
        if not begun or len(lengths) != 1 or not is_whole(head):
            raise ValueError("a stream of another form")
        length = self._read_length(*lengths[0].groups())
        if self._data[begun.end() + length : end].strip() != b"endstream":
            raise ValueError("a stream of another length")
        head = b"%s/Length %d%s" % (head[: lengths[0].start()], length, head[lengths[0].end() :])
        return head, begun.end(), begun.end() + length

    def _read_length(self, written: bytes, reference: bytes | None) -> int:
        if reference is None:
            return int(written)
        if int(written) not in self._spans:
            raise ValueError("a length that is not there")
        return int(self._body(int(written)))

    def _body(self, number: int) -> bytes:
        start, end = self._spans[number]
        return self._data[start:end].strip()


Reader = PdfReader | PlainFile


def open_file(pdf: Path) -> Reader:
    """Open a PDF in the cheapest way that reads it rightly."""
    try:
        return PlainFile(pdf.read_bytes())
    except READ_ERRORS:
        return open_reader(pdf)
