"""The pages of a PDF as pictures, for people who want to see before they say yes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2

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
