"""The pages of a PDF as pictures, for people who want to see before they say yes."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2

from service.assemble.mask_geometry import Box, Shown

_POINTS_PER_INCH = 72


def draw_pages(pdf: Path, name_of: Callable[[int], Path], *, dpi: int) -> int:
    """Draw every page as PNG into the file that `name_of` gives for its number; return how many there are."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            bitmap = page.render(scale=dpi / _POINTS_PER_INCH, may_draw_forms=True)
            bitmap.to_pil().save(name_of(number), format="PNG", optimize=False)
            bitmap.close()
            page.close()
        return len(document)


def draw_page(pdf: Path, number: int, *, width: int) -> bytes | None:
    """One page as PNG, so many pixels wide; None when there is no such page.

    PDFium is not made for threads: two that draw at once bring the whole process down. A service with threads
    lets triage's process draw (`workbench.TASKS`).
    """
    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        bitmap = page.render(scale=width / page.get_width(), may_draw_forms=True)
        kept = BytesIO()
        bitmap.to_pil().save(kept, format="PNG", optimize=False)
        bitmap.close()
        page.close()
        return kept.getvalue()


def shown_part(pdf: Path, number: int) -> Shown | None:
    """Which part of a page its picture shows, and how it is turned; None when there is no such page."""
    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        shown = Shown(Box(*page.get_bbox()), page.get_rotation())
        page.close()
        return shown
