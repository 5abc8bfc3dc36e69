"""Where a tag stands in the Word template, told as its owner would look for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from service.fill.package import w

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
"""Word's curly quotation marks, which count as straight inside a tag."""
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PREFIX = re.compile(r"(?:\{\{|\{%|\{#)-?(p|tr|tc|r)\s")
_STATEMENT = re.compile(r"\{%-?\s*(?:(?:p|tr|tc|r)\s+)?(\w+)")
_ENDS = frozenset({"endfor", "endif", "else", "elif"})
_WHOLE = {"p": "tc", "tr": "tbl", "tc": "tr"}
"""Where all tags of one block have to stand together: paragraphs in a cell (or the body), rows in a table …"""
_PART = re.compile(r"word/(?P<kind>[a-z]+)(?P<number>[0-9]*)\.xml")
_PARTS = {"header": "sidhuvud", "footer": "sidfot", "footnotes": "fotnoterna", "endnotes": "slutnoterna"}


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of the template, told as its owner would look for it; all zero means the whole file."""

    part: str = ""
    """The member of the package, such as `word/document.xml`."""
    paragraph: int = 0
    """Counted from 1 through the part, with those in tables and text boxes."""
    heading: str = ""
    table: int = 0
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        """In words."""
        words = [f"stycke {self.paragraph}"] if self.paragraph else []
        match = _PART.fullmatch(self.part)
        if match and match["kind"] in _PARTS:
            words.insert(0, f"{_PARTS[match['kind']]} {match['number']}".strip())
        if self.heading:
            words.append(f"under rubriken ”{_shown(self.heading)}”")
        if self.table:
            words.append(f"tabell {self.table}, rad {self.row}, kolumn {self.column}")
        return ", ".join(words) or "hela mallen"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with its own text."""

    element: etree._Element
    text: str
    level: int
    """1–9 for a heading, 0 for other text."""
    place: Place


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag and its place."""

    text: str
    place: str
    prefix: str = ""
    """`p`, `tr`, `tc` or `r` when the tag stands for its whole paragraph, row, cell or run."""
    home: object = None
    """What the tags of one block have to share: the paragraph, or for a prefixed tag its cell, table or row."""

    @property
    def statement(self) -> str:
        """`for`, `endif` …; empty for a tag that prints."""
        match = _STATEMENT.match(self.text)
        return match[1] if match else ""


def _shown(heading: str) -> str:
    """A heading with its tags as dots: the words are what its owner looks for."""
    text = re.sub(r"(\s*…)+", "…", TAG.sub("…", heading))
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


def paragraphs_of(root: etree._Element, part: str, outlines: Mapping[str, int]) -> Iterator[Paragraph]:
    """The paragraphs of a part in the order of the text; `outlines` gives the heading level of a style id."""
    tables = {table: number for number, table in enumerate(root.iter(w("tbl")), 1)}
    heading = ""
    for number, element in enumerate(root.iter(w("p")), 1):
        text = own_text(element)
        level = _level(element, outlines)
        if level:
            heading = text.strip()
        yield Paragraph(element, text, level, _place(part, number, heading, element, tables))


def _level(paragraph: etree._Element, outlines: Mapping[str, int]) -> int:
    """1–9 for a heading: as the paragraph itself says, or else its style."""
    own = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
    if own is not None:
        level = own.get(w("val"), "")
        return int(level) + 1 if level.isdecimal() and int(level) < 9 else 0
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return outlines.get(style.get(w("val"), ""), 0) if style is not None else 0


def find_tags(root: etree._Element, part: str, outlines: Mapping[str, int]) -> list[Tag]:
    """Return the tags of a part in the order of the text."""
    return [
        _tag(tag, str(paragraph.place), paragraph.element)
        for paragraph in paragraphs_of(root, part, outlines)
        for tag in TAG.findall(paragraph.text)
    ]


def own_text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph without that of text boxes inside it."""
    texts = paragraph.iter(w("t"))
    return "".join(text.text or "" for text in texts if next(text.iterancestors(w("p"))) is paragraph)


def lost_text(paragraph: etree._Element) -> str:
    """Return text that would vanish because a {%p tag takes the whole paragraph with it; empty when none."""
    text = own_text(paragraph)
    match = _PREFIX.search(text)
    if match is None or match[1] != "p":
        return ""
    return TAG.sub("", text, count=1).strip()


def torn_block(tags: Iterable[Tag]) -> tuple[Tag, Tag] | None:
    """Return the first two tags of a block that do not belong together, such as a {%p for with a plain endfor.

    Word XML torn apart in the middle would follow: half a cell repeated, or a file that Word cannot open.
    """
    waiting: list[Tag] = []
    for tag in tags:
        if tag.statement in {"for", "if"}:
            waiting.append(tag)
        elif tag.statement in _ENDS and waiting:
            opening = waiting[-1]
            if (opening.prefix, opening.home) != (tag.prefix, tag.home):
                return opening, tag
            if tag.statement.startswith("end"):
                waiting.pop()
    return None


def home_of(prefix: str, paragraph: etree._Element) -> object:
    """What all tags of one block have to share: their paragraph, or for a prefixed tag its cell, table or row."""
    whole = _WHOLE.get(prefix)
    return next(paragraph.iterancestors(w(whole)), None) if whole else paragraph


def _tag(text: str, place: str, paragraph: etree._Element) -> Tag:
    match = _PREFIX.match(text)
    prefix = match[1] if match else ""
    return Tag(re.sub(r"\s+", " ", text), place, prefix, home_of(prefix, paragraph))


def _place(
    part: str, number: int, heading: str, paragraph: etree._Element, tables: Mapping[etree._Element, int]
) -> Place:
    cell = next(paragraph.iterancestors(w("tc")), None)
    row = next(paragraph.iterancestors(w("tr")), None)
    table = next(paragraph.iterancestors(w("tbl")), None)
    if cell is not None and row is not None and table is not None:
        rows, cells = table.findall(w("tr")), row.findall(w("tc"))
        if row in rows and cell in cells:
            return Place(part, number, heading, tables[table], rows.index(row) + 1, cells.index(cell) + 1)
    return Place(part, number, heading)
