"""Masks on a page that becomes a picture: its points and its words under them are gone before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from service.assemble.font import STAMP_FONT
from service.assemble.mask_field import WORDS
from service.assemble.mask_geometry import Box
from service.assemble.page_text import on_picture

_GREY = (217, 217, 217)
_ROOM = 0.72
_SMALLEST = 8
Letter = tuple[str, tuple[float, float, float, float]]


def paint_fields(image: Image.Image, page: Any, boxes: Sequence[Box], turned: int) -> None:
    """Paint the fields over a page that was drawn.

    Args:
        image: the page.
        page: where it was drawn from.
        boxes: the masks.
        turned: by how many degrees the drawing was turned back, for a page that is shown turned.
    """
    pen = ImageDraw.Draw(image)
    for box in boxes:
        corners = [on_picture(page, corner, image.size, turned) for corner in box.corners]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        pen.rectangle((left, top, right, bottom), fill=_GREY)
        label = _label((right - left, bottom - top), turned)
        if label is not None:
            across, up = (left + right - label.width) // 2, (top + bottom - label.height) // 2
            image.paste((0, 0, 0), (across, up), label)


def _label(room: tuple[int, int], turned: int) -> Image.Image | None:
    """The words of a field, as a stencil that stands upright when the page is shown; None where there is no room."""
    long, high = room if turned % 180 == 0 else (room[1], room[0])
    for words in WORDS:
        natural = ImageFont.truetype(str(STAMP_FONT), 100).getlength(words) / 100
        size = int(min(high * _ROOM, (long - 4) / natural))
        if size >= _SMALLEST:
            font = ImageFont.truetype(str(STAMP_FONT), size)
            drawn = Image.new("L", (int(natural * size) + 2, int(size * 1.2)))
            ImageDraw.Draw(drawn).text((1, 0), words, fill=255, font=font)
            return drawn.rotate(-turned, expand=True)
    return None


def without_masked(letters: Iterable[Letter], boxes: Sequence[Box]) -> Iterator[Letter]:
    """The characters of a page that stand under no mask; a line ends where one begins."""
    for read, sides in letters:
        cell = Box(*sides)
        yield ("\n" if any(_meet(cell, box) for box in boxes) else read), sides


def _meet(cell: Box, box: Box) -> bool:
    across, up = (cell.left + cell.right) / 2, (cell.bottom + cell.top) / 2
    inside = box.left <= across <= box.right and box.bottom <= up <= box.top
    wide, high = box.overlap(cell)
    return inside or wide * high > cell.width * cell.height * 0.3 > 0
