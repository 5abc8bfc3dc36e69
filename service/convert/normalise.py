"""LibreOffice's PDF made reproducible: what tells when and where it was made is replaced.

LibreOffice writes the moment of export into the information dictionary, the XMP and the header of the colour profile
that it makes, and derives the file identifier and a checksum of its own from it. Those bytes are exchanged in place.
Only the profile may change its length, since it is compressed; the cross-reference table is then moved along. All
else is left as it is.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

_PDF_DATE = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)\d{14}(Z(?:00'00)?'?|[+-]\d\d'\d\d'?)?")
_XMP_DATE = re.compile(
    rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?"
)
_INFO = re.compile(rb"/Info\s+(\d+)\s+0\s+R")
_METADATA = re.compile(rb"/Metadata\s+(\d+)\s+0\s+R")
_PROFILE = re.compile(rb"/DestOutputProfile\s+(\d+)\s+0\s+R")
_STREAM = re.compile(rb"/Length\s+(\d+)\s+0\s+R.{0,200}?>>\s*stream\r?\n", re.DOTALL)
_NUMBER = re.compile(rb"obj\s+(\d+)\s+endobj")
_IDENTIFIERS = re.compile(
    rb"/ID\s*\[\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\]|/DocChecksum\s*/([0-9A-Fa-f]+)"
)
_TABLE = re.compile(rb"xref\r?\n0 \d+\r?\n((?:\d{10} \d{5} [nf][ \r]\n)+)")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_ENTRY = 20  # bytes of one row of the table
_PROFILE_SPACE = slice(16, 20)  # in the header of every ICC profile
_PROFILE_MARK = slice(36, 40)
SRGB = Path(__file__).with_name("srgb.icc")
"""IEC 61966-2-1 with parametric curves, as littlecms makes it, with a fixed date."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """New bytes for a stretch of the file."""

    start: int
    end: int
    new: bytes

    @property
    def growth(self) -> int:
        return len(self.new) - (self.end - self.start)


def normalise(pdf: bytes, created: datetime) -> bytes:
    """The same PDF, dated `created`, and identified by its content and that moment alone."""
    moment = created.astimezone(UTC)
    edits = sorted([*_dates(pdf, moment), *_profile(pdf)], key=lambda edit: edit.start)
    return _identify(_splice(pdf, edits))


def _dates(pdf: bytes, moment: datetime) -> Iterator[_Edit]:
    pdf_date = f"{moment:%Y%m%d%H%M%S}".encode()
    xmp_date = f"{moment:%Y-%m-%dT%H:%M:%S}".encode()
    for reference, pattern, date in ((_INFO, _PDF_DATE, pdf_date), (_METADATA, _XMP_DATE, xmp_date)):
        start, end = _find_object(pdf, reference)
        if start < end:
            yield _Edit(start, end, pattern.sub(_dated(date), pdf[start:end]))


def _dated(date: bytes) -> Callable[[re.Match[bytes]], bytes]:
    def replace(match: re.Match[bytes]) -> bytes:
        zone = re.sub(rb"\d", b"0", match[2] or b"").replace(b"-", b"+")
        return match[1] + date + zone

    return replace


def _profile(pdf: bytes) -> Iterator[_Edit]:
    """A small sRGB profile in place of LibreOffice's, which carries the moment and long tables.

    Readers that build on littlecms invert those tables for every page, which made them twenty times as slow; ours
    gives the curves as formulas. It is stored, not compressed: so no version of zlib has a say.
    """
    start, end = _find_object(pdf, _PROFILE)
    stream = _STREAM.search(pdf, start, end)
    if stream is None:
        return
    size_start, size_end = _find(pdf, int(stream[1]))
    size = _NUMBER.search(pdf, size_start, size_end + len(b"endobj"))
    if size is None:
        return
    data = stream.end(), stream.end() + int(size[1])
    try:
        profile = zlib.decompress(pdf[slice(*data)])
    except zlib.error:
        return
    if profile[_PROFILE_MARK] != b"acsp" or profile[_PROFILE_SPACE] != b"RGB ":
        return
    stored = zlib.compress(SRGB.read_bytes(), 0)
    yield _Edit(*data, stored)
    yield _Edit(*size.span(1), str(len(stored)).encode())


def _splice(pdf: bytes, edits: list[_Edit]) -> bytes:
    """Put the edits in and move the cross-reference table along; with no table, only edits that keep their length."""
    start = _START.search(pdf)
    table = _TABLE.match(pdf, int(start[1])) if start else None
    if start is None or table is None:
        edits = [edit for edit in edits if not edit.growth]
    else:
        ends = [edit.end for edit in edits]
        growths = [0, *accumulate(edit.growth for edit in edits)]

        def moved(offset: int) -> int:
            return offset + growths[bisect_right(ends, offset)]

        rows = table[1]
        new_rows = b"".join(_row(rows[at : at + _ENTRY], moved) for at in range(0, len(rows), _ENTRY))
        edits = [
            *edits,
            _Edit(*table.span(1), new_rows),
            _Edit(*start.span(1), str(moved(int(start[1]))).encode()),
        ]
    pieces: list[bytes] = []
    position = 0
    for edit in edits:
        pieces += (pdf[position : edit.start], edit.new)
        position = edit.end
    return b"".join([*pieces, pdf[position:]])


def _row(row: bytes, moved: Callable[[int], int]) -> bytes:
    return b"%010d" % moved(int(row[:10])) + row[10:] if row[17:18] == b"n" else row


def _identify(pdf: bytes) -> bytes:
    """Derive identifier and checksum from everything else."""
    # They stand in the trailer; a look-alike inside of a picture must be left in peace.
    trailer = max(pdf.rfind(b"\ntrailer"), pdf.rfind(b"/Type/XRef"), 0)
    spans = [
        match.span(group)
        for match in _IDENTIFIERS.finditer(pdf, trailer)
        for group in (1, 2, 3)
        if match[group]
    ]
    content = bytearray(pdf)
    for start, end in spans:
        content[start:end] = b"0" * (end - start)
    digest = hashlib.sha256(content).hexdigest().upper().encode()
    for start, end in spans:
        content[start:end] = (digest * (1 + (end - start) // len(digest)))[: end - start]
    return bytes(content)


def _find_object(pdf: bytes, reference: re.Pattern[bytes]) -> tuple[int, int]:
    """Where the object stands that a reference names; an empty stretch when there is none."""
    found = reference.findall(pdf)
    return _find(pdf, int(found[-1])) if found else (0, 0)


def _find(pdf: bytes, number: int) -> tuple[int, int]:
    # What we look for comes after every picture and font, so the last one of that name is the true one.
    start = pdf.rfind(b"\n%d 0 obj" % number)
    end = pdf.find(b"endobj", start)
    return (start, end) if 0 <= start < end else (0, 0)
