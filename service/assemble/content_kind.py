"""What a file really is, told by its content."""

from __future__ import annotations

import zipfile
from pathlib import Path

_HEAD = 1024
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "ett äldre Office-dokument (doc, xls, ppt eller msg)"),
    (b"{\\rtf", "ett RTF-dokument"),
    (b"\xff\xd8\xff", "en JPEG-bild"),
    (b"\x89PNG", "en PNG-bild"),
    (b"GIF8", "en GIF-bild"),
    (b"II*\x00", "en TIFF-bild"),
    (b"MM\x00*", "en TIFF-bild"),
    (b"%!PS", "en PostScript-fil"),
    (b"7z\xbc\xaf", "ett 7z-arkiv"),
    (b"Rar!", "ett RAR-arkiv"),
    (b"\x1f\x8b", "ett gzip-arkiv"),
    (b"MZ", "ett Windows-program"),
    (b"\x7fELF", "ett program"),
)
_ZIPPED = (
    ("word/", "ett Word-dokument (docx)"),
    ("xl/", "ett Excel-dokument (xlsx)"),
    ("ppt/", "ett PowerPoint-dokument (pptx)"),
    ("content.xml", "ett OpenDocument-dokument (odt, ods eller odp)"),
)


def is_pdf(file: Path) -> bool:
    """Whether the file begins like a PDF; some programs put a few bytes before its header, but no other kind's own."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    return head.startswith(b"%PDF-") or (b"%PDF-" in head and not _is_other(head))


def _is_other(head: bytes) -> bool:
    """Whether this is the beginning of another kind of file, such as a program that calls itself a PDF too."""
    return head.startswith((b"PK", *(magic for magic, _ in _MAGIC))) or _is_html(head)


def _is_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def describe_content(file: Path) -> str:
    """Swedish: what the file's content is, such as `ett Word-dokument (docx)`."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK"):
        return _describe_zip(file)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _is_html(head):
        return "en webbsida (HTML)"
    if start.startswith(b"<"):
        return "en XML-fil"
    if start.startswith((b"{", b"[")):
        return "en JSON-fil"
    return "en okänd filtyp" if b"\x00" in head else "en textfil"


def _describe_zip(file: Path) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "ett trasigt zip-arkiv"
    for beginning, kind in _ZIPPED:
        if any(entry.startswith(beginning) for entry in names):
            return kind
    return "ett zip-arkiv"
