"""Where a tag stands in the Word template, told as its owner would look for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from service.fill.package import w

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PREFIX = re.compile(r"(?:\{\{|\{%|\{#)-?(p|tr|tc|r)\s")
_STATEMENT = re.compile(r"\{%-?\s*(?:(?:p|tr|tc|r)\s+)?(\w+)")
_ENDS = frozenset({"endfor", "endif", "else", "elif"})
_WHOLE = {"p": "tc", "tr": "tbl", "tc": "tr"}
"""Where all tags of one block have to stand together: paragraphs in a cell (or the body), rows in a table …"""
_PART = re.compile(r"word/(?P<kind>[a-z]+)(?P<number>[0-9]*)\.xml")
_PARTS = {"header": "sidhuvud", "footer": "sidfot", "footnotes": "fotnoterna", "endnotes": "slutnoterna"}


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


def find_tags(root: etree._Element, part: str, outlines: Mapping[str, int]) -> list[Tag]:
    """Return the tags of a part in the order of the text; `outlines` gives the heading level of a style id."""
    tables = {table: number for number, table in enumerate(root.iter(w("tbl")), 1)}
    tags: list[Tag] = []
    heading = ""
    for number, paragraph in enumerate(root.iter(w("p")), 1):
        text = own_text(paragraph)
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and outlines.get(style.get(w("val"), "")):
            heading = text.strip()
        found = TAG.findall(text)
        if found:
            place = _place(part, number, heading, paragraph, tables)
            tags.extend(_tag(tag, place, paragraph) for tag in found)
    return tags


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


def _tag(text: str, place: str, paragraph: etree._Element) -> Tag:
    match = _PREFIX.match(text)
    prefix = match[1] if match else ""
    whole = _WHOLE.get(prefix)
    home = next(paragraph.iterancestors(w(whole)), None) if whole else paragraph
    return Tag(re.sub(r"\s+", " ", text), place, prefix, home)


def _place(
    part: str, number: int, heading: str, paragraph: etree._Element, tables: Mapping[etree._Element, int]
) -> str:
    words = [f"stycke {number}"]
    match = _PART.fullmatch(part)
    if match and match["kind"] in _PARTS:
        words.insert(0, f"{_PARTS[match['kind']]} {match['number']}".strip())
    if heading:
        words.append(f"under rubriken ”{heading}”")
    cell = next(paragraph.iterancestors(w("tc")), None)
    row = next(paragraph.iterancestors(w("tr")), None)
    table = next(paragraph.iterancestors(w("tbl")), None)
    if cell is not None and row is not None and table is not None:
        rows, cells = table.findall(w("tr")), row.findall(w("tc"))
        if row in rows and cell in cells:
            words.append(f"tabell {tables[table]}, rad {rows.index(row) + 1}, kolumn {cells.index(cell) + 1}")
    return ", ".join(words)
