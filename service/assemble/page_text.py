"""The text of pages, character by character with its places, as the renderer reads it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from ctypes import c_int
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import ImageDraw, ImageFont

from service.assemble.font import STAMP_FONT
from service.assemble.likeness import picture_of
from service.assemble.mask_geometry import Box, box_around
from service.assemble.spoken_text import open_shown

_HYPHENS = (0x02, 0xFFFE)
_BREAKS = "\r\n"
_EDGE_ACROSS, _EDGE_UP = 0.6, 0.18
"""What a place is widened by: in points across, and in parts of its height."""
_UNSURE = 0.9
"""The same along a line of words that were read in a picture, in parts of its height."""
_INVISIBLE = 3
_LINE_PLAY = 0.6
_FRAME = (176, 0, 32)
_NUMBER_SIZE = 30


def letter(code: int) -> str:
    """A character; the renderer marks a hyphen at the end of a line in its own way."""
    if code in _HYPHENS:
        return "-"
    return chr(code) if 0 < code < sys.maxunicode and not 0xD800 <= code < 0xE000 else " "


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says."""

    text: str
    """One character for each that the renderer counts."""
    picture: bool
    """Whether it shows a picture."""
    box: Box
    """All of the page that is shown."""


def page_texts(pdf: Path) -> Iterator[PageText]:
    """Every page's text."""
    with open_shown(pdf) as document:
        for at in range(len(document)):
            page = document[at]
            yield PageText(text_of(page), _has_picture(page), Box(*page.get_cropbox()))
            page.close()


def text_of(page: Any) -> str:
    """The text of one page."""
    reader = page.get_textpage()
    text = "".join(letter(pdfium.FPDFText_GetUnicode(reader, at)) for at in range(reader.count_chars()))
    reader.close()
    return text


def _has_picture(page: Any) -> bool:
    return next(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=5), None) is not None


def places(pdf: Path, wanted: Sequence[tuple[int, int, int]]) -> list[list[Box]]:
    """Where pieces of text stand: for each (page counted from 1, first character, end) a box a line."""
    found: list[list[Box]] = [[] for _ in wanted]
    with open_shown(pdf) as document:
        for number in sorted({page for page, _, _ in wanted}):
            page = document[number - 1]
            reader = page.get_textpage()
            for at, (of, first, end) in enumerate(wanted):
                if of == number:
                    found[at] = list(_boxes(reader, first, end))
            reader.close()
            page.close()
    return found


def _boxes(reader: Any, first: int, end: int) -> Iterator[Box]:
    cells = [
        (letter(pdfium.FPDFText_GetUnicode(reader, at)), Box(*reader.get_charbox(at)))
        for at in range(first, end)
    ]
    lines: list[list[Box]] = [[]]
    for breaks, line in groupby(cells, key=lambda one: one[0] in _BREAKS):
        if breaks:
            lines.append([])
            continue
        for _, cell in (one for one in line if one[0].strip()):
            if lines[-1] and _is_elsewhere(lines[-1][-1], cell):
                lines.append([])
            lines[-1].append(cell)
    unsure = _is_unseen(reader, first)
    for cells_of_line in filter(None, lines):
        box = box_around(corner for cell in cells_of_line for corner in cell.corners)
        yield _widened(box, min(box.width, box.height) * _UNSURE if unsure else _EDGE_ACROSS)


def _is_unseen(reader: Any, at: int) -> bool:
    """Whether a character is set invisibly: then it is what somebody has read in a picture, and stands about there."""
    held = pdfium.FPDFText_GetTextObject(reader, at)
    return bool(held) and pdfium.FPDFTextObj_GetTextRenderMode(held) == _INVISIBLE


def _is_elsewhere(before: Box, cell: Box) -> bool:
    """Whether a character stands so far from the one before it that they are no piece of one line."""
    size = max(before.height, before.width, cell.height, cell.width)
    return not before.grown(size * 2 + _LINE_PLAY).meets(cell)


def _widened(box: Box, along: float) -> Box:
    across = min(box.width, box.height) * _EDGE_UP + _EDGE_ACROSS / 2
    if box.width >= box.height:
        return Box(box.left - along, box.bottom - across, box.right + along, box.top + across)
    return Box(box.left - across, box.bottom - along, box.right + across, box.top + along)


def draw_places(pdf: Path, number: int, found: Sequence[Sequence[Box]], target: Path) -> None:
    """Draw a page, counted from 1, as PNG with a numbered frame around each place of each finding."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        page = document[number - 1]
        image = picture_of(page)
        pen = ImageDraw.Draw(image)
        font = ImageFont.truetype(str(STAMP_FONT), _NUMBER_SIZE)
        for at, boxes in enumerate(found, start=1):
            for box in boxes:
                corners = [on_picture(page, corner, image.size) for corner in box.grown(2).corners]
                across, up = [x for x, _ in corners], [y for _, y in corners]
                pen.rectangle((min(across), min(up), max(across), max(up)), outline=_FRAME, width=3)
                pen.text((max(across) + 4, min(up)), str(at), fill=_FRAME, font=font)
        image.save(target, "PNG")


def on_picture(
    page: Any, place: tuple[float, float], size: tuple[int, int], turned: int = 0
) -> tuple[int, int]:
    """Where a place of a page stands on a drawing of it, which may be turned by some degrees more."""
    x, y = c_int(), c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, turned // 90, *place, x, y)
    return x.value, y.value
