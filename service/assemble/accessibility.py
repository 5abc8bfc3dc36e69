"""What a machine can see of whether a PDF can be read by those who do not see its pages.

It counts what is there and what is missing. Whether a text describes its picture, or the order of the tags is the
order of the thought, only a person can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from service.assemble.mend import fields_of
from service.assemble.tags import Element, elements, held_by, is_tagged, walk

_MOST_ELEMENTS, _MOST_IN_TABLE = 200_000, 5_000


@dataclass(frozen=True, slots=True)
class AccessibilityReport:
    """Counts of one file; pages are counted from 1."""

    pages: int
    tagged: bool
    suspect: bool
    """The file says of itself that its tags are guesses."""
    language: str
    title: str
    title_shown: bool
    textless: tuple[int, ...]
    """Pages that show something, and have no text."""
    bookmarks: int
    headings: int
    heading_gaps: int
    """Headings that skip a level, or a first heading that is not of level 1."""
    figures: int
    figures_without_text: int
    tables: int
    tables_without_headers: int
    lists: int
    links: int
    links_untagged: int
    links_without_text: int
    fields: int
    fields_without_name: int
    order_unsaid: int
    """Pages with links or fields where the key Tab does not follow the tags."""


def look_into(pdf: Path) -> AccessibilityReport:
    """Count; the file has passed triage.

    Raises:
        pikepdf.PdfError, pypdfium2.PdfiumError: it cannot be read.
    """
    with pikepdf.open(pdf) as document:
        root = document.Root
        tagged = is_tagged(document)
        walked = list(islice(elements(document), _MOST_ELEMENTS)) if tagged else []
        pages = [page.obj for page in document.pages]
        links = [one for page in pages for one in annotations_of(page, "/Link")]
        fields = [one for one in fields_of(root.get("/AcroForm")) if _is_filled_in(one)]
        return AccessibilityReport(
            pages=len(pages),
            tagged=tagged,
            suspect=bool(root.get("/MarkInfo", pikepdf.Dictionary()).get("/Suspects", False)),
            language=str(root.get("/Lang", "")).strip(),
            title=str(document.docinfo.get("/Title", "")).strip(),
            title_shown=bool(
                root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)
            ),
            textless=_textless(pdf),
            bookmarks=_count_bookmarks(root),
            links=len(links),
            links_untagged=sum("/StructParent" not in one for one in links) if tagged else len(links),
            fields=len(fields),
            fields_without_name=sum(not str(one.get("/TU", "")).strip() for one in fields),
            order_unsaid=sum(
                bool(annotations_of(page, "/Link", "/Widget")) and page.get("/Tabs") != pikepdf.Name.S
                for page in pages
            ),
            **_count_tags(walked),
        )


def annotations_of(page: pikepdf.Object, *kinds: str) -> list[pikepdf.Object]:
    """A page's annotations of some kinds."""
    held = page.get("/Annots")
    return [
        one
        for one in (held if isinstance(held, pikepdf.Array) else ())
        if isinstance(one, pikepdf.Dictionary) and str(one.get("/Subtype")) in kinds
    ]


def _count_tags(walked: Sequence[Element]) -> Mapping[str, int]:
    by_role: dict[str, list[pikepdf.Object]] = {}
    for element, role in walked:
        by_role.setdefault(role, []).append(element)
    levels = [level for _, role in walked if (level := _level(role))]
    figures = by_role.get("/Figure", []) + by_role.get("/Formula", [])
    tables = by_role.get("/Table", [])
    return {
        "headings": len(levels),
        "heading_gaps": _gaps(levels),
        "figures": len(figures),
        "figures_without_text": sum(not _has_words(one, "/Alt", "/ActualText") for one in figures),
        "tables": len(tables),
        "tables_without_headers": sum(not _has_headers(one) for one in tables),
        "lists": len(by_role.get("/L", [])),
        "links_without_text": sum(not _is_told(one) for one in by_role.get("/Link", [])),
    }


def _level(role: str) -> int:
    if role == "/H":
        return 1
    return int(role[2:]) if role[:2] == "/H" and role[2:].isdecimal() else 0


def _gaps(levels: Iterable[int]) -> int:
    gaps = above = 0
    for level in levels:
        gaps += level > above + 1
        above = level
    return gaps


def _has_words(element: pikepdf.Object, *keys: str) -> bool:
    return any(str(element.get(key, "")).strip() for key in keys)


def _has_headers(table: pikepdf.Object) -> bool:
    return any(str(one.get("/S")) == "/TH" for one in islice(walk(table), _MOST_IN_TABLE))


def _is_told(link: pikepdf.Object) -> bool:
    """Whether a link has words to read: content of its own, or a text in their place."""
    for one in islice(walk(link), _MOST_IN_TABLE):
        if _has_words(one, "/Alt", "/ActualText") or any(_is_content(held) for held in held_by(one)):
            return True
    return False


def _is_content(held: Any) -> bool:
    if not isinstance(held, pikepdf.Dictionary):
        return True  # the number of a piece of the page's content
    if held.get("/Type") == pikepdf.Name.OBJR:
        target = held.get("/Obj")
        return isinstance(target, pikepdf.Dictionary) and _has_words(target, "/Contents")
    return held.get("/Type") == pikepdf.Name.MCR


def _is_filled_in(field: pikepdf.Object) -> bool:
    """Whether this is a field and not one of its pictures or a group of fields."""
    kids = field.get("/Kids")
    groups = isinstance(kids, pikepdf.Array) and any("/T" in kid for kid in kids)
    return "/T" in field and not groups


def _count_bookmarks(root: pikepdf.Object) -> int:
    held = root.get("/Outlines")
    return abs(int(held.get("/Count", 0))) if isinstance(held, pikepdf.Dictionary) else 0


def _textless(pdf: Path) -> tuple[int, ...]:
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(at + 1 for at in range(len(document)) if _is_textless(document[at]))


def _is_textless(page: Any) -> bool:
    """Whether a page shows something and has no words: a scan, or a drawing whose letters are lines."""
    reader = page.get_textpage()
    words: str = reader.get_text_range()
    reader.close()
    shows_something = any(True for _ in page.get_objects(max_depth=1))
    page.close()
    return shows_something and not words.strip()
