"""LibreOffice's PDF made reproducible: what tells when and where it was made is replaced by values of the same length.

LibreOffice writes the moment of export into the information dictionary and the XMP, and derives the file identifier
and a checksum of its own from it. Only digits are exchanged, byte for byte, so no object moves and every offset stays
right; all else is left as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime

_PDF_DATE = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)\d{14}(Z(?:00'00)?'?|[+-]\d\d'\d\d'?)?")
_XMP_DATE = re.compile(
    rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?"
)
_INFO = re.compile(rb"/Info\s+(\d+)\s+0\s+R")
_METADATA = re.compile(rb"/Metadata\s+(\d+)\s+0\s+R")
_IDENTIFIERS = re.compile(
    rb"/ID\s*\[\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\]|/DocChecksum\s*/([0-9A-Fa-f]+)"
)


def normalise(pdf: bytes, created: datetime) -> bytes:
    """The same PDF, dated `created`, and identified by its content and that moment alone."""
    moment = created.astimezone(UTC)
    content = bytearray(pdf)
    for reference in (_INFO, _METADATA):
        found = reference.findall(pdf)
        if found:
            start, end = _find_object(pdf, int(found[-1]))
            content[start:end] = _date(pdf[start:end], moment)
    # The identifiers stand in the trailer; a look-alike inside of a picture must be left in peace.
    trailer = max(pdf.rfind(b"\ntrailer"), pdf.rfind(b"/Type/XRef"), 0)
    spans = [
        match.span(group)
        for match in _IDENTIFIERS.finditer(pdf, trailer)
        for group in (1, 2, 3)
        if match[group]
    ]
    for start, end in spans:
        content[start:end] = b"0" * (end - start)
    digest = hashlib.sha256(content).hexdigest().upper().encode()
    for start, end in spans:
        content[start:end] = (digest * (1 + (end - start) // len(digest)))[: end - start]
    return bytes(content)


def _find_object(pdf: bytes, number: int) -> tuple[int, int]:
    """Where an object stands; both that we look for come after every picture and font, so the last one is it."""
    start = pdf.rfind(b"\n%d 0 obj" % number)
    if start < 0:
        return 0, 0
    return start, pdf.find(b"endobj", start)


def _date(part: bytes, moment: datetime) -> bytes:
    pdf_date = f"{moment:%Y%m%d%H%M%S}".encode()
    xmp_date = f"{moment:%Y-%m-%dT%H:%M:%S}".encode()
    return _XMP_DATE.sub(_with(xmp_date), _PDF_DATE.sub(_with(pdf_date), part))


def _with(moment: bytes) -> Callable[[re.Match[bytes]], bytes]:
    def replace(match: re.Match[bytes]) -> bytes:
        zone = re.sub(rb"\d", b"0", match[2] or b"").replace(b"-", b"+")
        return match[1] + moment + zone

    return replace
