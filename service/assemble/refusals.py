"""Why a PDF that can be read still cannot be taken in: nothing to show, or too much of something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader

from service.assemble.geometry import read_sheet
from service.assemble.objects import entry, entry_dict, entry_list
from service.assemble.pagetree import Leaf

MOST_NESTED = 100
"""Arrays and dictionaries in one another. Honest files stay under twenty; every reader has a limit of its own."""
_MOST_ANNOTATIONS = 10_000
_LARGEST = 14_400
"""Points: 5.08 metres, the largest page that PDF allows for without a unit of its own."""
_MOST_NAMED = 5
_WAIT_WORDS = ("if this message is not eventually replaced", "om det här meddelandet inte ersätts")
"""What the only page of a dynamic form says in every viewer but Adobe's."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason; `what` is the rest of the sentence that begins with the file's name."""

    code: str
    what: str
    remedy: str


UNPACKS_TOO_LARGE = Refusal(
    "file_unpacks_too_large",
    "innehåller data som packas upp till orimlig storlek",
    "Skriv ut originalet till PDF igen, och skicka den filen.",
)
NESTED_TOO_DEEP = Refusal(
    "annex_nested_too_deep",
    f"har uppgifter i fler än {MOST_NESTED} nivåer i varandra, vilket inget vanligt program skriver",
    "Skriv ut originalet till PDF igen, och skicka den filen.",
)
_NO_PAGES = Refusal("annex_no_pages", "har inga sidor", "Skicka filen på nytt.")
_DYNAMIC_FORM = Refusal(
    "annex_dynamic_form",
    "är ett dynamiskt formulär (XFA) som bara Adobe Reader kan visa",
    "Öppna formuläret i Adobe Reader och skriv ut det till PDF.",
)
_PORTFOLIO = Refusal(
    "annex_portfolio",
    "är en PDF-portfölj: handlingarna ligger som filer i den, och de syns inte på någon sida",
    "Spara ut filerna ur portföljen och lägg till dem som egna handlingar.",
)


def judge_document(pdf: Path, reader: PdfReader, leaves: Sequence[Leaf]) -> Iterator[Refusal]:
    """All reasons that stand in the document as a whole or on its pages."""
    if not leaves:
        yield _NO_PAGES
    if _is_dynamic_form(pdf, reader, leaves):
        yield _DYNAMIC_FORM
    if _is_portfolio(reader, leaves):
        yield _PORTFOLIO
    crowded = [
        at for at, leaf in enumerate(leaves, 1) if len(entry_list(leaf.page, "/Annots")) > _MOST_ANNOTATIONS
    ]
    if crowded:
        yield Refusal(
            "annex_too_many_annotations",
            f"har fler än {_MOST_ANNOTATIONS} anteckningar eller länkar på en sida (sidan {list_pages(crowded)})",
            "Skriv ut filen till PDF igen, så att anteckningarna blir en del av sidan.",
        )
    large = [at for at, leaf in enumerate(leaves, 1) if _is_too_large(leaf)]
    if large:
        yield Refusal(
            "annex_page_too_large",
            f"har sidor som är längre än fem meter (sidan {list_pages(large)})",
            "Skala ned dem, eller dela upp dem på flera sidor.",
        )


def cannot_be_drawn(pages: Sequence[int]) -> Refusal:
    """These pages, counted from 1, cannot be drawn; then nobody could say that they came into the packet unharmed."""
    return Refusal(
        "annex_not_drawn",
        f"har sidor som inte går att visa (sidan {list_pages(pages)})",
        "Skriv ut originalet till PDF igen, och skicka den filen.",
    )


def list_pages(pages: Sequence[int]) -> str:
    """`1, 4, 7 med flera`: the first pages of some."""
    return ", ".join(map(str, pages[:_MOST_NAMED])) + (" med flera" if len(pages) > _MOST_NAMED else "")


def _is_dynamic_form(pdf: Path, reader: PdfReader, leaves: Sequence[Leaf]) -> bool:
    rendering = entry(reader.root_object, "/NeedsRendering")
    if rendering is not None and bool(getattr(rendering, "value", False)):
        return True
    if len(leaves) != 1 or "/XFA" not in entry_dict(reader.root_object, "/AcroForm"):
        return False
    words = " ".join(_words(pdf).lower().split())
    return any(sentence in words for sentence in _WAIT_WORDS)


def _words(pdf: Path) -> str:
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            page: Any = document[0]
            reader = page.get_textpage()
            words: str = reader.get_text_range()
            reader.close()
            page.close()
            return words
    except (pypdfium2.PdfiumError, IndexError):
        return ""


def _is_portfolio(reader: PdfReader, leaves: Sequence[Leaf]) -> bool:
    """A portfolio whose only page, if any, is the one that asks for another program; `/H` hides the portfolio."""
    collection = entry(reader.root_object, "/Collection")
    return isinstance(collection, dict) and entry(collection, "/View") != "/H" and len(leaves) <= 1


def _is_too_large(leaf: Leaf) -> bool:
    sheet = read_sheet(leaf.page)
    return max(sheet.width, sheet.height) * sheet.unit > _LARGEST
