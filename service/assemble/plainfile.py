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
from service.assemble.raw import ORDINARY, Raw, is_whole

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s+0 (\d+)[ \r]*\n?")
_ROWS = re.compile(rb"(?:\d{10} (?:00000 n|\d{5} f)[ \r\n]{2})*")
_ROW = re.compile(rb"(?:(\d{10}) \d{5} n|\d{10} \d{5} f)..", re.DOTALL)
_ROW_LENGTH = 20
_BEFORE = b" \t\r\n\f"
_AFTER = _BEFORE + b"<[(/"
_LENGTH = re.compile(rb"/Length\s+(\d+)(\s+0\s+R\b)?(?![\d.]|\s+\d)")
_DATA = re.compile(rb"stream\r?\n")
_DATA_END = re.compile(rb"\s*endstream\s*endobj\s*")
_END = len(b"endobj")
_ATTRIBUTES = re.compile(rb"<<\s*/O\s*/(?:Layout|List|Table)\b%s(?:\[%s\]%s)*+>>" % ((ORDINARY,) * 3))
_FEW = 250
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
        self._bodies: dict[int, bytes] = {}
        self._streams: dict[int, tuple[bytes, int, int]] = {}
        self._read_objects(table)
        self._root = self._read_trailer(table.end() + int(table[1]) * _ROW_LENGTH)

    def _read_objects(self, table: re.Match[bytes]) -> None:
        """Find each object where the table says, with nothing but white space before the next."""
        data, starts = self._data, self._read_rows(table.end(), int(table[1]))
        places = sorted(starts.values())
        ends = dict(zip(places, [*places[1:], table.start()], strict=True))
        streams: list[tuple[int, int, int]] = []
        for number, start in starts.items():
            head = b"%d 0 obj" % number
            begin, end = start + len(head), ends[start]
            stands = (
                data[start - 1] in _BEFORE and data.startswith(head, start, end) and data[begin] in _AFTER
            )
            if not stands:
                raise ValueError("objects are not where the table says")
            if data.find(b"stream", begin, end) >= 0:
                streams.append((number, begin, end))
                continue
            body = data[begin:end].strip()
            if not body.endswith(b"endobj"):
                raise ValueError("an object without its end")
            self._bodies[number] = body[:-_END].rstrip()
        for number, begin, end in streams:
            self._streams[number] = self._read_stream(begin, end)

    def _read_rows(self, first: int, count: int) -> dict[int, int]:
        """Where each object begins, by its number."""
        rows = self._data[first : first + count * _ROW_LENGTH]
        starts = {at: int(row) for at, row in enumerate(_ROW.findall(rows)) if row}
        if len(rows) != count * _ROW_LENGTH or not _ROWS.fullmatch(rows) or not starts:
            raise ValueError("a table of another form")
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
            if reference.generation != 0 or not (number in self._bodies or number in self._streams):
                return NullObject()
            raw = self.raw(number)
            found = raw.read(self) if raw is not None else parse(self._bodies[number], self)
            if isinstance(found, IndirectObject):
                raise ValueError("a reference where an object should be")
            found.indirect_reference = reference
            self._read[number] = found
        return self._read[number]

    def raw(self, number: int) -> Raw | None:
        """The object's bytes; None where it has been read (and perhaps changed), or is not quite regular."""
        if number in self._read:
            return None
        body = self._bodies.get(number)
        if body is not None:
            return Raw(body) if is_whole(body) and b"endobj" not in body else None
        if number not in self._streams:
            return None
        head, start, end = self._streams[number]
        return Raw(head, self._data[start:end])

    def body(self, number: int) -> bytes | None:
        """An object as it stands in the file; None where it has been read, or has data."""
        return None if number in self._read else self._bodies.get(number)

    def tags(self) -> list[int]:
        """The numbers of all tags that have not been read yet."""
        return [
            number
            for number, body in self._bodies.items()
            if b"/StructElem" in body and number not in self._read
        ]

    def attributes(self, number: int) -> bytes | None:
        """A tag's attributes, if the object is that and no more: a few names and numbers."""
        body = self._bodies.get(number, b"")
        plain = len(body) < _FEW and _ATTRIBUTES.fullmatch(body) and b" R" not in body
        return body if plain and number not in self._read else None

    def _read_stream(self, start: int, end: int) -> tuple[bytes, int, int]:
        """A stream's dictionary, with its length, and where its data begin and end.

        Raises:
            ValueError: it is not where its length says, or something else that has the word in it.
        """
        at = self._data.find(b"stream", start, end)
        head = self._data[start:at].strip()
        begun = _DATA.match(self._data, at)
        lengths = list(_LENGTH.finditer(head))
        if not begun or len(lengths) != 1 or not is_whole(head):
            raise ValueError("a stream of another form")
        length = self._read_length(*lengths[0].groups())
        if not _DATA_END.fullmatch(self._data, begun.end() + length, end):
            raise ValueError("a stream of another length")
        head = b"%s/Length %d%s" % (head[: lengths[0].start()], length, head[lengths[0].end() :])
        return head, begun.end(), begun.end() + length

    def _read_length(self, written: bytes, reference: bytes | None) -> int:
        return int(written if reference is None else self._bodies.get(int(written), b"none"))


Reader = PdfReader | PlainFile


def open_file(pdf: Path) -> Reader:
    """Open a PDF in the cheapest way that reads it rightly."""
    try:
        return PlainFile(pdf.read_bytes())
    except READ_ERRORS:
        return open_reader(pdf)
