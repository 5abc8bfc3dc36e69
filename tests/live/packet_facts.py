"""What stands in a finished packet, read by other programs than those that made it.

Words and their places come from `pdftotext`, links and bookmarks from pypdf, pictures of pages from pdfium. Nothing
of `service` is asked, so that no fault of its own can make a test agree with it.
"""

from __future__ import annotations

import csv
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
from PIL import Image, ImageChops, ImageDraw
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

_WORD = "5"
"""The level of a word in the table that `pdftotext -tsv` writes."""
_GONE = re.compile(r"[\s\u00ad\u2010\u2011\ufffe-]")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as seen, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of the same file; pages are counted from 1."""

    page: int
    box: Box
    target: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark with the titles of those above it."""

    above: tuple[str, ...]
    title: str
    page: int


def squeeze(text: str) -> str:
    """Text without what depends on the line's end: white space, hyphens and the case of letters."""
    return _GONE.sub("", unicodedata.normalize("NFKC", text)).casefold()


class PdfFacts:
    """A PDF, read once and asked many times."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reader = PdfReader(path)
        self.page_count = len(self.reader.pages)

    @cached_property
    def words(self) -> list[list[Word]]:
        """The words of every page, in reading order."""
        done = subprocess.run(
            ["pdftotext", "-tsv", self.path, "-"],
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        pages: list[list[Word]] = [[] for _ in range(self.page_count)]
        for row in csv.DictReader(done.stdout.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["level"] == _WORD:
                left, top, width, height = (float(row[side]) for side in ("left", "top", "width", "height"))
                box = Box(left, top, left + width, top + height)
                pages[int(row["page_num"]) - 1].append(Word(row["text"], box))
        return pages

    def text(self, page: int) -> str:
        """All words of a page."""
        return " ".join(word.text for word in self.words[page - 1])

    def between(self, page: int, top: float, bottom: float) -> list[Word]:
        """The words whose middle lies in a band of the page."""
        return [word for word in self.words[page - 1] if top <= word.box.middle <= bottom]

    @cached_property
    def links(self) -> list[Link]:
        """Every link that leads to a page of this file; one that leads nowhere has target 0."""
        return list(self._read_links())

    def _read_links(self) -> Iterator[Link]:
        for number, page in enumerate(self.reader.pages, start=1):
            height = float(page.cropbox.top)
            for reference in page.get("/Annots", ArrayObject()).get_object():
                note = reference.get_object()
                destination = _destination(note)
                if note.get("/Subtype") == "/Link" and destination is not None:
                    left, bottom, right, top = sorted_corners([float(x) for x in note["/Rect"]])
                    box = Box(left, height - top, right, height - bottom)
                    yield Link(number, box, self._page_of(destination))

    def _page_of(self, destination: Any) -> int:
        if isinstance(destination, str):
            named = self.reader.named_destinations.get(destination)
            return 0 if named is None else self._number(named.get("/Page"))
        found = destination.get_object()
        return self._number(list.__getitem__(found, 0)) if isinstance(found, ArrayObject) else 0

    def _number(self, page: Any) -> int:
        return self._page_numbers.get(page.idnum, 0) if isinstance(page, IndirectObject) else 0

    @cached_property
    def _page_numbers(self) -> dict[int, int]:
        pages = enumerate(self.reader.pages, start=1)
        return {page.indirect_reference.idnum: n for n, page in pages if page.indirect_reference is not None}

    @cached_property
    def bookmarks(self) -> list[Bookmark]:
        """The bookmarks from first to last."""
        return list(self._read_bookmarks(self.reader.outline, ()))

    def _read_bookmarks(self, level: list[Any], above: tuple[str, ...]) -> Iterator[Bookmark]:
        title = ""
        for item in level:
            if isinstance(item, list):
                yield from self._read_bookmarks(item, (*above, title))
            else:
                title = str(item.title)
                page = self.reader.get_destination_page_number(item)
                yield Bookmark(above, title, 0 if page is None else page + 1)


def _destination(note: DictionaryObject) -> Any:
    if "/Dest" in note:
        return note["/Dest"]
    action = note.get("/A", DictionaryObject()).get_object()
    return action.get("/D") if action.get("/S") == "/GoTo" else None


def sorted_corners(corners: list[float]) -> tuple[float, float, float, float]:
    """A rectangle's left, bottom, right and top, whichever two corners it is given by."""
    x1, y1, x2, y2 = corners
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


class Paper:
    """The pages of a PDF as pdfium draws them, what is filled into forms too."""

    def __init__(self, path: Path) -> None:
        self._pdf = pypdfium2.PdfDocument(path)
        self._pdf.init_forms()

    def __len__(self) -> int:
        return len(self._pdf)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height as seen, in points."""
        width, height = self._pdf[page - 1].get_size()
        return width, height

    def turned(self, page: int) -> bool:
        """Whether the page is shown otherwise than it was drawn."""
        return bool(self._pdf[page - 1].get_rotation())

    def draw(self, page: int, scale: float, cut_top: float = 0) -> Image.Image:
        """A page in grey, without a strip at its upper edge."""
        bitmap = self._pdf[page - 1].render(scale=scale, crop=(0, 0, 0, cut_top), grayscale=True)
        picture: Image.Image = bitmap.to_pil().convert("L")
        return picture

    def fonts(self, page: int) -> set[tuple[str, bool]]:
        """Name, without its subset's mark, and whether embedded, of every font that the page writes with."""
        written = self._pdf[page - 1].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
        fonts = (item.get_font() for item in written)
        return {(font.get_base_name().rpartition("+")[2], bool(font.is_embedded)) for font in fonts}

    def close(self) -> None:
        """Give the file free."""
        self._pdf.close()


def whiten(picture: Image.Image, boxes: Iterable[Box], scale: float, shift: float = 0) -> None:
    """Paint some places of a page white, with a margin of a few points.

    Args:
        picture: the page.
        boxes: the places, in points from the page's upper left corner.
        scale: pixels per point.
        shift: how much of the page's upper edge the picture does not show, in points.
    """
    brush = ImageDraw.Draw(picture)
    for box in boxes:
        corners = (box.left - 4, box.top - shift - 4, box.right + 4, box.bottom - shift + 4)
        brush.rectangle([corner * scale for corner in corners], fill=255)


def differing(one: Image.Image, other: Image.Image) -> int:
    """How many pixels of two pictures of the same size differ so that an eye sees it."""
    assert one.size == other.size
    return sum(ImageChops.difference(one, other).histogram()[64:])


def ink(picture: Image.Image) -> int:
    """How many pixels are not paper."""
    return sum(picture.histogram()[:200])
