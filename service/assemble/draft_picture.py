"""A page of a draft as a picture that nobody takes for a finished one: it says so, and what is missing stands out."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from service.assemble.font import STAMP_FONT
from service.assemble.page_text import on_picture
from service.model.gaps import LACKS, WRONG

_WORDS = "UTKAST · FÖRHANDSVISNING"
_INK, _PAPER, _PEN = (150, 20, 30), (253, 236, 236), (255, 226, 120)
_PER_WIDTH = 40
"""How many letters' heights a page is wide."""
_LONGEST = 200
_QUICKLY = 1
"""Seen once and drawn again: a larger file costs less than the time it takes to make it small."""


def draw_draft(pdf: Path, number: int, *, width: int) -> bytes | None:
    """One page as PNG, so many pixels wide, with its marks; None when there is no such page."""
    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        bitmap = page.render(scale=width / page.get_width(), may_draw_forms=True)
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        image = _highlighted(image, page)
        page.close()
    _stamp(image)
    kept = BytesIO()
    image.save(kept, format="PNG", compress_level=_QUICKLY)
    return kept.getvalue()


def _highlighted(image: Image.Image, page: Any) -> Image.Image:
    """The page with what is missing as if gone over with a marker pen."""
    boxes = list(_gaps(page, image.size))
    if not boxes:
        return image
    layer = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(layer)
    for box in boxes:
        pen.rectangle(box, fill=_PEN)
    return ImageChops.multiply(image, layer)


def _gaps(page: Any, size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    reader = page.get_textpage()
    text = reader.get_text_range()
    for begins in (LACKS.strip(), WRONG.strip()):
        at = text.find(begins)
        while at >= 0:
            ends = text.find("]", at)
            if not 0 <= ends - at <= _LONGEST:
                ends = at + len(begins)
            for nr in range(reader.count_rects(at, ends + 1 - at)):
                left, bottom, right, top = reader.get_rect(nr)
                across, up = zip(
                    on_picture(page, (left, bottom), size), on_picture(page, (right, top), size), strict=True
                )
                yield min(across) - 1, min(up) - 1, max(across) + 1, max(up) + 1
            at = text.find(begins, ends)
    reader.close()


def _stamp(image: Image.Image) -> None:
    """A band along the upper edge, which no page of ours prints on."""
    pen, height = ImageDraw.Draw(image), image.width // _PER_WIDTH
    font = ImageFont.truetype(str(STAMP_FONT), round(height * 0.72))
    pen.rectangle((0, 0, image.width, height), fill=_PAPER)
    pen.text((image.width / 2, height / 2), _WORDS, fill=_INK, font=font, anchor="mm")
