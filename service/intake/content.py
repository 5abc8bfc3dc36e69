"""What a file really is, told from its first bytes and, for ZIP files, from its directory; never from its name."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """The kinds that are told apart."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    JPEG = "jpg"
    PNG = "png"
    TIFF = "tif"
    ZIP = "zip"
    CFB = "cfb"
    HTML = "html"
    RTF = "rtf"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How a person would call it, with its article."""
        return _LABELS[self]


_LABELS = {
    Kind.PDF: "en PDF-fil",
    Kind.DOCX: "ett Word-dokument (docx)",
    Kind.XLSX: "en Excel-fil (xlsx)",
    Kind.PPTX: "en PowerPoint-fil (pptx)",
    Kind.ODT: "ett ODT-dokument",
    Kind.ODS: "ett ODS-kalkylblad",
    Kind.ODP: "en ODP-presentation",
    Kind.JPEG: "en JPEG-bild",
    Kind.PNG: "en PNG-bild",
    Kind.TIFF: "en TIFF-bild",
    Kind.ZIP: "ett ZIP-arkiv",
    Kind.CFB: "en lösenordsskyddad Office-fil eller en fil i äldre Office-format (doc, xls, ppt)",
    Kind.HTML: "en webbsida (HTML)",
    Kind.RTF: "ett RTF-dokument",
    Kind.OTHER: "något som inte känns igen",
}

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"MM\x00+", Kind.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.CFB),
    (b"{\\rtf", Kind.RTF),
)
_ODF = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
    b"application/vnd.oasis.opendocument.presentation": Kind.ODP,
}
_HEAD = 1024  # a PDF header may stand anywhere in the first kilobyte (ISO 32000-1, annex H.3)


def sniff(path: Path) -> Kind:
    """The kind of a file that exists and can be read."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(path)
    if b"%PDF-" in head:
        return Kind.PDF
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return Kind.HTML
    return Kind.OTHER


def _inside_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < _HEAD:
                return _ODF.get(archive.read("mimetype").strip(), Kind.ZIP)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return Kind.ZIP
    for folder, kind in (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ppt/", Kind.PPTX)):
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return kind
    return Kind.ZIP
