"""Where a page of somebody else's is white: the page is drawn small, and only the strip that is asked for."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pypdfium2

from service.assemble.geometry import Box, Sheet

_SCALE = 0.75
"""Pixels per point: at 54 dpi a hairline still leaves a grey trace."""
_WHITE = 230
"""On anything lighter than this the grey stamp keeps a contrast of about 4.5 to 1."""
_STRETCH = 0.02
_MOST_PIXELS = 3000


class PaperView:
    """One PDF, looked at through pdfium."""

    def __init__(self, pdf: Path) -> None:
        self._document: Any = None
        try:
            self._document = pypdfium2.PdfDocument(pdf)
            self._document.init_forms()
        except pypdfium2.PdfiumError:
            pass  # a file that pdfium cannot draw has no place that is known to be free
        self._page: Any = None
        self._page_number = -1
        self._strips: dict[tuple[int, int], _Strip | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave_page()
        if self._document is not None:
            self._document.close()

    def is_blank(self, page_number: int, sheet: Sheet, area: Box) -> bool:
        """Whether nothing is to be seen in an area.

        Args:
            page_number: counted from 0 in this PDF.
            sheet: how the page is seen.
            area: the place as seen, counted from the lower left corner in the page's units.
        """
        if area.left < 0 or area.right > sheet.width or area.bottom < 0 or area.top > sheet.height:
            return False
        half = sheet.height / 2
        upper = area.bottom >= half
        bottom = area.bottom if upper else 0.0
        top = sheet.height if upper else area.top
        strip = self._strip(page_number, sheet, bottom, top)
        return strip is not None and strip.is_white(area.left, area.bottom, area.right, area.top)

    def _strip(self, page_number: int, sheet: Sheet, bottom: float, top: float) -> _Strip | None:
        if page_number != self._page_number:
            self._enter_page(page_number)
        key = (round(bottom), round(top))
        if key not in self._strips:
            self._strips[key] = self._draw(sheet, bottom, top) if self._page is not None else None
        return self._strips[key]

    def _enter_page(self, page_number: int) -> None:
        self._leave_page()
        self._page_number = page_number
        if self._document is None:
            return
        try:
            self._page = self._document[page_number]
        except (pypdfium2.PdfiumError, IndexError):
            self._page = None

    def _leave_page(self) -> None:
        if self._page is not None:
            self._page.close()
        self._page = None
        self._strips = {}

    def _draw(self, sheet: Sheet, bottom: float, top: float) -> _Strip | None:
        """Draw a strip over the whole width; None when pdfium sees another page than we do."""
        width, height = self._page.get_size()
        canvas = width / sheet.width
        if canvas <= 0 or abs(height - sheet.height * canvas) > height * _STRETCH:
            return None
        scale = min(_SCALE, _MOST_PIXELS / width)
        cut = (0, bottom * canvas, 0, max(0.0, height - top * canvas))
        bitmap = self._page.render(scale=scale, crop=cut, grayscale=True, may_draw_forms=True)
        return _Strip(bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height, top, scale * canvas)


class _Strip:
    """A drawn strip of a page: grey values, its rows from the top."""

    def __init__(self, grey: bytes, stride: int, width: int, height: int, top: float, scale: float) -> None:
        self._grey, self._stride, self._width, self._height = grey, stride, width, height
        self._top, self._scale = top, scale

    def is_white(self, left: float, bottom: float, right: float, top: float) -> bool:
        first = max(0, int((self._top - top) * self._scale) - 1)
        last = min(self._height, int((self._top - bottom) * self._scale) + 2)
        start = max(0, int(left * self._scale) - 1)
        end = min(self._width, int(right * self._scale) + 2)
        rows = (
            self._grey[row * self._stride + start : row * self._stride + end] for row in range(first, last)
        )
        return last > first and end > start and all(min(row) >= _WHITE for row in rows)
