"""What stands in a finished packet, read by other programs than those that made it.

Words and their places come from `pdftotext`, links and bookmarks from pypdf, pictures of pages from pdfium. Nothing
of `service` is asked, so that no fault of its own can make a test agree with it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw
from PIL import Image, ImageChops, ImageDraw
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, RectangleObject

from tests.conftest import ROOT

_WORD = "5"
"""The level of a word in the table that `pdftotext -tsv` writes."""
_SAME_LINE = 3
_RIGHT_EDGE = 500
_GONE = re.compile(r"[\s\u00ad\u2010\u2011\ufffe-]")

MEETING = ROOT / "samples" / "kallelse" / "kf-2026-12-14" / "mote.json"
PACKET = "kf-2026-12-14.pdf"
PUBLIC_PACKET = "kf-2026-12-14-publik.pdf"
HEADER, FOOTER = 76, 842 - 70
"""Between them, from the upper edge of an A4 page of ours, stands its body."""


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
class Row:
    """One line of a list of contents: where its links lead, the number that is printed in it, and its words."""

    page: int
    target: int
    printed: int
    words: str


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark with the titles of those above it."""

    above: tuple[str, ...]
    title: str
    page: int


def squeeze(text: str) -> str:
    """Text without what depends on the line's end: white space, hyphens and the case of letters."""
    return _GONE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def in_lines(words: Iterable[Word]) -> str:
    """Words as they stand, line by line from left to right, across columns."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.box.bottom):
        if lines and word.box.bottom - lines[-1][0].box.bottom < _SAME_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return " ".join(word.text for line in lines for word in sorted(line, key=lambda one: one.box.left))


class PdfFacts:
    """A PDF, read once and asked many times."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reader = PdfReader(path)
        self.page_count = len(self.reader.pages)

    @cached_property
    def words(self) -> list[list[Word]]:
        """The words of every page, in reading order."""
        command = ["pdftotext", "-tsv", "-", "-"]
        done = subprocess.run(command, input=self._without_colour_profile(), check=True, capture_output=True)
        pages: list[list[Word]] = [[] for _ in range(self.page_count)]
        for row in csv.DictReader(done.stdout.decode().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["level"] == _WORD:
                left, top, width, height = (float(row[side]) for side in ("left", "top", "width", "height"))
                box = Box(left, top, left + width, top + height)
                pages[int(row["page_num"]) - 1].append(Word(row["text"], box))
        return pages

    def _without_colour_profile(self) -> bytes:
        """The file as pdftotext reads it fastest: it works out the profile anew for every page, for no word's sake."""
        with pikepdf.open(self.path) as pdf, BytesIO() as copy:
            if "/OutputIntents" in pdf.Root:
                del pdf.Root.OutputIntents
            pdf.save(copy)
            return copy.getvalue()

    def text(self, page: int) -> str:
        """All words of a page."""
        return " ".join(word.text for word in self.words[page - 1])

    def says(self, page: int, title: str) -> bool:
        """Whether a title stands on a page, however its lines are broken."""
        return any(
            squeeze(title) in squeeze(text) for text in (self.text(page), in_lines(self.words[page - 1]))
        )

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
                    at = RectangleObject([float(x) for x in note["/Rect"]])
                    box = Box(
                        float(at.left), height - float(at.top), float(at.right), height - float(at.bottom)
                    )
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


def read_rows(packet: PdfFacts, page: int, end: float, next_column: str = "") -> Iterator[Row]:
    """The rows of a list of contents on one page: whatever has a link and ends in a number at the right edge.

    Args:
        packet: the file.
        page: which page.
        end: where its footer begins.
        next_column: heading of the column to the right of that in which the row's words stand.
    """
    groups: list[list[Link]] = []
    for link in sorted((link for link in packet.links if link.page == page), key=lambda one: one.box.middle):
        if groups and _continues(packet, groups[-1], link):
            groups[-1].append(link)
        else:
            groups.append([link])
    edge = left_edge(packet.words[page - 1], next_column)
    bands = [_band(group) for group in groups]
    for group, (top, bottom), (following, _) in zip(groups, bands, [*bands[1:], (end, end)], strict=False):
        number = _number_in(packet, page, top, bottom)
        if number is not None:
            words = [word for word in packet.between(page, top, following - 1) if word.box.left < edge]
            yield Row(page, group[0].target, number, in_lines(words))


def left_edge(words: Iterable[Word], heading: str) -> float:
    """Where the column with a heading begins; far to the right when there is none."""
    return min((word.box.left for word in words if word.text == heading), default=1e6) - 2


def _continues(packet: PdfFacts, group: list[Link], link: Link) -> bool:
    """Whether a link belongs to the row above it: it stands beside it, or one of the two lines has no number."""
    if link.target != group[0].target:
        return False
    top, bottom = _band(group)
    lines = ((top, bottom), (link.box.top, link.box.bottom))
    return link.box.middle < bottom or any(_number_in(packet, link.page, *line) is None for line in lines)


def _band(group: list[Link]) -> tuple[float, float]:
    return min(link.box.top for link in group), max(link.box.bottom for link in group)


def _number_in(packet: PdfFacts, page: int, top: float, bottom: float) -> int | None:
    last = max(packet.between(page, top, bottom), key=lambda word: word.box.right)
    number = re.search(r"\d+$", last.text)
    return int(number[0]) if number and last.box.right > _RIGHT_EDGE else None


class Paper:
    """The pages of a PDF as pdfium draws them, what is filled into forms too."""

    def __init__(self, path: Path) -> None:
        self._pdf = pypdfium2.PdfDocument(path)
        self._pdf.init_forms()

    def __len__(self) -> int:
        return len(self._pdf)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height as seen, in points."""
        return self._pdf.get_page_size(page - 1)  # type: ignore[no-any-return]  # pypdfium2 ships no types

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


class Demo:
    """What one run of `samlad demo` left, beside the meeting file that it was made of."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.cache = cache
        self.meeting: dict[str, Any] = json.loads(MEETING.read_text(encoding="utf-8"))
        self.manifest: dict[str, Any] = json.loads(
            (folder / PACKET).with_suffix(".manifest.json").read_text(encoding="utf-8")
        )
        self.packet = PdfFacts(folder / PACKET)
        self.parts: dict[str, dict[str, Any]] = {part["nyckel"]: part for part in self.manifest["delar"]}

    @cached_property
    def part_of(self) -> dict[int, dict[str, Any]]:
        """The part in which each page lies."""
        return {page: part for part in self.parts.values() for page in pages_of(part)}

    @property
    def own_pages(self) -> list[int]:
        """The pages that our own templates made."""
        return [page for page, part in self.part_of.items() if part["slag"] != "bilaga"]

    @property
    def arenden(self) -> list[dict[str, Any]]:
        """The ärenden that will be dealt with."""
        return [arende for arende in self.meeting["arenden"] if not arende.get("utgar")]

    def documents(self) -> Iterator[tuple[str, dict[str, Any], bool]]:
        """Number, declaration and whether it is attached, of every document that the meeting file declares."""
        for arende in self.meeting["arenden"]:
            for at, document in enumerate(arende.get("handlingar", []), start=1):
                attached = document.get("bifogas_kallelsen", True) and not arende.get("utgar")
                yield f"{arende['ordning']}.{at}", document, attached

    def stamp(self, page: int) -> str:
        """The words that the stamp of a page must have."""
        part = self.part_of[page]
        document = part["slag"] in ("rapport", "bilaga")
        mark = "Intern utgåva" if document else "Intern utgåva – får inte publiceras"
        pieces = (mark, part["nummer"], part["diarienummer"], f"Sida {page} ({self.packet.page_count})")
        return " · ".join(filter(None, pieces))

    def stamp_boxes(self, page: int) -> list[Box]:
        """Where the stamp's words stand."""
        words, wanted = self.packet.words[page - 1], self.stamp(page).split()
        for at in range(len(words)):
            if [word.text for word in words[at : at + len(wanted)]] == wanted:
                return [word.box for word in words[at : at + len(wanted)]]
        return []

    def body(self, page: int) -> str:
        """The words of a page of ours without its header and footer."""
        return " ".join(word.text for word in self.packet.between(page, HEADER, FOOTER))

    def rows(self, part: Mapping[str, Any], next_column: str = "") -> list[Row]:
        """The rows of a list of contents in a part of ours."""
        pages = pages_of(part)
        return [row for page in pages for row in read_rows(self.packet, page, FOOTER, next_column)]

    def source(self, part: Mapping[str, Any]) -> Path:
        """The PDF from which a part of the packet was taken, found by its digest."""
        if str(part.get("kallfil", "")).endswith(".pdf"):
            return MEETING.parent / "handlingar" / str(part["kallfil"])
        return self._kept[part["pdf_sha256"]]

    @cached_property
    def _kept(self) -> dict[str, Path]:
        return {sha256(pdf): pdf for pdf in self.cache.rglob("*.pdf")}

    def report(self, part: Mapping[str, Any]) -> Path:
        """The PDF beside the packet with the same content as one of its reports.

        A nulägesbild is there without its links into the packet, and so with other bytes.
        """
        found = [pdf for pdf in self.folder.glob("*.pdf") if sha256(pdf) == part["pdf_sha256"]]
        return found[0] if found else self.folder / f"{Path(str(part['kallfil'])).stem}.pdf"


def pages_of(part: Mapping[str, Any]) -> range:
    """The pages of a part, by the manifest."""
    return range(part["fran"], part["till"] + 1)


def sha256(path: Path) -> str:
    """The file's digest."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
