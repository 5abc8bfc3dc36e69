"""The words of a file, for searching: of a PDF's pages, or of an Office file's parts. Runs in triage's process."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2

_PARTS = re.compile(
    r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml|content\.xml"
    r"|xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml|ppt/(slides|notesSlides)/[a-zA-Z]+\d+\.xml"
)
_TEXTS = frozenset({"t", "p", "h", "span", "a", "v"})
"""Elements whose text is read: `w:t`, `a:t` and `t` of Office, `text:p` and its like of OpenDocument."""
_ENDS = frozenset({"p", "h", "si", "row", "tab", "br", "tc"})
"""After these a new word begins."""


def write_words(source: Path, target: Path, most: int) -> int:
    """Write the words of a file as UTF-8, no more than so many signs; how many there were.

    Raises:
        pypdfium2.PdfiumError, zipfile.BadZipFile, ET.ParseError: it cannot be read.
    """
    pieces: list[str] = []
    left = most
    texts = _of_pdf(source) if source.read_bytes()[:5] == b"%PDF-" else _of_office(source)
    for text in texts:
        plain = " ".join(text.split())[:left]
        pieces.append(plain)
        left -= len(plain) + 1
        if left <= 0:
            break
    words = "\n".join(filter(None, pieces))
    target.write_text(words.encode("utf-8", "ignore").decode(), encoding="utf-8")
    return len(words)


def _of_pdf(source: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(source) as document:
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                yield text.get_text_bounded().replace("\x00", " ").replace("\ufffe", "")


def _of_office(source: Path) -> Iterator[str]:
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            if _PARTS.fullmatch(name):
                with archive.open(name) as part:
                    yield "".join(_of_part(ET.iterparse(part)))  # noqa: S314  # limited process, no DTD


def _of_part(parsed: Iterator[tuple[str, ET.Element]]) -> Iterator[str]:
    for _, element in parsed:
        name = element.tag.rpartition("}")[2]
        if name in _TEXTS and element.text:
            yield element.text
        if element.tail and element.tail.strip():
            yield element.tail
        if name in _ENDS:
            yield " "
            element.clear()
