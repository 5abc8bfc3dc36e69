"""Whether a copy of a PDF still is the same: its pages' sizes and looks, its words and its links; and what it lost.

Looks are compared in small squares: a pixel here and there is how two drawings of the same thing differ, a square that
differs is a letter, a line or a colour that has changed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from service.assemble.actions import is_harmless
from service.assemble.tags import is_tagged

_SCALE = 2.0
_MOST_PIXELS = 8_000_000


@dataclass(frozen=True, slots=True)
class Strictness:
    """How much two drawings of the same page may differ."""

    square: int
    """Points along the side of a square."""
    most: int
    """How much the mean of a square may differ, from 0 to 255."""


LETTERS = Strictness(4, 48)
"""Smaller than a letter: a 3 that became an 8 shows (60 and more), the same letter of a twin font does not (38)."""
PICTURES = Strictness(12, 60)
"""A drawing and a picture of it: letters that fade at their edges are the same, a line that is gone is not."""
_BOX_PLAY = 0.02
_DEEPEST = 50
"""Branches of a page tree above one another; files with more don't pass triage."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is not the same; pages are counted from 1."""

    pages: tuple[int, int]
    """How many pages each of the two has."""
    sizes: tuple[int, ...] = ()
    """Pages that are shown in another size."""
    looks: tuple[int, ...] = ()
    words: tuple[int, ...] = ()
    """Pages whose text differs."""
    links: tuple[int, ...] = ()
    """Pages with other links."""
    tags_lost: bool = False
    bookmarks_lost: bool = False

    @property
    def same(self) -> bool:
        """Whether every page looks the same in the same size, says the same and leads to the same places."""
        return self.pages[0] == self.pages[1] and not (self.sizes or self.looks or self.words or self.links)

    @property
    def looks_same(self) -> bool:
        """Whether every page looks the same in the same size."""
        return self.pages[0] == self.pages[1] and not (self.sizes or self.looks)


def compare(before: Path, after: Path, strictness: Strictness = LETTERS) -> Likeness:
    """Hold a copy against what it was made of.

    Raises:
        pikepdf.PdfError, pypdfium2.PdfiumError: one of them cannot be read.
    """
    with pikepdf.open(before) as old, pikepdf.open(after) as new:
        pages = (len(old.pages), len(new.pages))
        if pages[0] != pages[1]:
            return Likeness(pages)
        pairs = list(enumerate(zip(old.pages, new.pages, strict=True), start=1))
        sizes = tuple(number for number, (one, two) in pairs if not _same_size(one, two))
        goals, new_goals = _Goals(old), _Goals(new)
        links = tuple(number for number, (one, two) in pairs if goals.of(one) != new_goals.of(two))
        tags_lost = is_tagged(old) and not is_tagged(new)
        bookmarks_lost = _has_bookmarks(old) and not _has_bookmarks(new)
    looks, words = _drawn(before, after, strictness)
    return Likeness(pages, sizes, looks, words, links, tags_lost, bookmarks_lost)


def _has_bookmarks(document: pikepdf.Pdf) -> bool:
    held = document.Root.get("/Outlines")
    return isinstance(held, pikepdf.Dictionary) and "/First" in held


def unlike_pages(
    before: Path, after: Path, first: int, count: int, strictness: Strictness = LETTERS
) -> list[int]:
    """The pages of a file, counted from 1, that look different in another one.

    Args:
        before: the file.
        after: the other file.
        first: where the file's first page stands in the other one, counted from 1.
        count: how many of its pages are asked for.
        strictness: how much may differ.

    Raises:
        pypdfium2.PdfiumError: one of them cannot be read, or has not so many pages.
    """
    with pypdfium2.PdfDocument(before) as old, pypdfium2.PdfDocument(after) as new:
        for document in (old, new):
            document.init_forms()
        return [
            at + 1
            for at in range(count)
            if not look_same(picture_of(old[at]), picture_of(new[first - 1 + at]), strictness)
        ]


def _drawn(before: Path, after: Path, strictness: Strictness) -> tuple[tuple[int, ...], tuple[int, ...]]:
    looks: list[int] = []
    words: list[int] = []
    with pypdfium2.PdfDocument(before) as old, pypdfium2.PdfDocument(after) as new:
        for document in (old, new):
            document.init_forms()
        for at in range(len(old)):
            one, two = old[at], new[at]
            if not look_same(picture_of(one), picture_of(two), strictness):
                looks.append(at + 1)
            if not _say_same(_words(one), _words(two)):
                words.append(at + 1)
            one.close()
            two.close()
    return tuple(looks), tuple(words)


def picture_of(page: Any) -> Image.Image:
    """The page drawn at two pixels a point, or smaller where it is huge."""
    width, height = page.get_size()
    scale = min(_SCALE, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, may_draw_forms=True)
    image: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return image


def look_same(one: Image.Image, two: Image.Image, strictness: Strictness) -> bool:
    """Whether two drawings show the same."""
    if one.size != two.size:
        return False
    difference = ImageChops.difference(one, two)
    if difference.getbbox() is None:
        return True
    side = strictness.square * _SCALE
    squares = (max(1, round(one.width / side)), max(1, round(one.height / side)))
    means = difference.resize(squares, Image.Resampling.BOX)
    return all(highest <= strictness.most for _, highest in means.getextrema())  # type: ignore[misc]  # RGB: a pair a channel


def _words(page: Any) -> str:
    reader = page.get_textpage()
    words: str = reader.get_text_range()
    reader.close()
    words = words.replace("\x02", "-").replace("\ufffe", "-")  # a hyphen at the end of a line
    return "".join(unicodedata.normalize("NFKC", words).split())


def _say_same(one: str, two: str) -> bool:
    """Equal letters, whatever the order in which they stand in the file."""
    return one == two or Counter(one) == Counter(two)


def _same_size(one: pikepdf.Page, two: pikepdf.Page) -> bool:
    """Whether a reader sees pages of the same size."""
    return all(abs(a - b) <= _BOX_PLAY for a, b in zip(_size(one), _size(two), strict=True))


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height of what is shown, turned as it is shown, in points."""
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox)
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = (right - left) * unit, (top - bottom) * unit
    return (height, width) if int(inherited(page.obj, "/Rotate") or 0) % 180 else (width, height)


def inherited(page: pikepdf.Object, key: str) -> Any:
    """What a page has by itself or from the branches of the page tree above it."""
    holder: Any = page
    for _ in range(_DEEPEST):
        if not isinstance(holder, pikepdf.Dictionary):
            return None
        if key in holder:
            return holder[key]
        holder = holder.get("/Parent")
    return None


def _ordered(box: pikepdf.Array) -> list[float]:
    left, bottom, right, top = (float(side) for side in box)
    return [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]


class _Goals:
    """Where the links of a document lead."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        self._old_names = document.Root.get("/Dests", pikepdf.Dictionary())
        held = document.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        self._names = pikepdf.NameTree(held) if isinstance(held, pikepdf.Dictionary) else {}

    def of(self, page: pikepdf.Page) -> Counter[str]:
        """Addresses, and numbers of pages in the document; 0 for a place that is not there.

        A link that does anything else does not count: the packet has none of those.
        """
        annotations = page.obj.get("/Annots")
        goals = [
            self._goal(one)
            for one in (annotations if isinstance(annotations, pikepdf.Array) else ())
            if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == pikepdf.Name.Link
        ]
        return Counter(goal for goal in goals if goal is not None)

    def _goal(self, link: pikepdf.Object) -> str | None:
        action = link.get("/A")
        if action is None and "/Dest" not in link:
            return None
        if isinstance(action, pikepdf.Dictionary) and action.get("/S") != pikepdf.Name.GoTo:
            address = str(action.get("/URI", ""))
            return address if action.get("/S") == pikepdf.Name.URI and is_harmless(address) else None
        place = action.get("/D") if isinstance(action, pikepdf.Dictionary) else link.get("/Dest")
        if isinstance(place, pikepdf.Name):
            place = self._old_names.get(str(place))
        elif isinstance(place, pikepdf.String):
            place = self._names.get(str(place))
        if isinstance(place, pikepdf.Dictionary):
            place = place.get("/D")
        first = place[0] if isinstance(place, pikepdf.Array) and len(place) else None
        return f"sidan {self._pages.get(first.objgen, 0) if isinstance(first, pikepdf.Dictionary) else 0}"
