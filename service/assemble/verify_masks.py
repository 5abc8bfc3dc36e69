"""Proof that masking has removed: the copy is read by another program than the one that wrote it.

Text and looks are read by the renderer; strings and unpacked streams are searched for what may not be there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw

from service.assemble.likeness import LETTERS, PICTURES, Strictness, look_same, picture_of
from service.assemble.mask import Mask, MaskOrder
from service.assemble.mask_field import WORDS
from service.assemble.mask_geometry import Box
from service.assemble.mask_hidden import annotations_under, bare
from service.assemble.page_text import letter, on_picture
from service.assemble.spoken_text import open_shown, spoken

_SHORTEST = 4
_CODECS = ("latin-1", "utf-8", "utf-16-be", "utf-16-le")
_AROUND = 1.5
_ICON = 6.0
"""A note's picture may be larger than its place."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that is wrong with a masked copy."""

    page: int
    """0: the file as a whole."""
    text: str
    """Swedish."""


def failures(
    pdf: Path,
    copy: Path,
    order: MaskOrder,
    strictness: Strictness = LETTERS,
    pictured: Collection[int] = (),
) -> list[Failure]:
    """What is wrong with a masked copy; nothing when it holds.

    Args:
        pdf: the file.
        copy: the masked copy.
        order: what was to be masked.
        strictness: how much the pages may differ outside the masks.
        pictured: pages that have become pictures of themselves, and may differ as those do.

    Raises:
        pikepdf.PdfError, pypdfium2.PdfiumError: one of them cannot be read.
    """
    found = list(_on_pages(pdf, copy, order, strictness, pictured))
    found += [Failure(0, f"”{_shown(needle)}” finns kvar i filen") for needle in _left(copy, order.needles)]
    if copy.read_bytes().count(b"%%EOF") != 1:
        found.append(Failure(0, "filen har kvar äldre versioner av sig själv"))
    return found


def _shown(needle: str) -> str:
    """Enough to find it, too little to tell it."""
    return f"{needle[:1]}…{needle[-1:]}"


def _on_pages(
    pdf: Path, copy: Path, order: MaskOrder, strictness: Strictness, pictured: Collection[int]
) -> Iterator[Failure]:
    masks = order.on_pages()
    gone = _annotations_gone(pdf, masks)
    with open_shown(pdf) as old, open_shown(copy) as new:
        if len(old) != len(new):
            yield Failure(0, "sidorna är inte lika många")
            return
        for document in (old, new):
            document.init_forms()
        for at in range(len(old)):
            one, two = old[at], new[at]
            boxes = [mask.box for mask in masks.get(at + 1, ())]
            strict = PICTURES if at + 1 in pictured else strictness
            yield from (
                Failure(at + 1, text)
                for text in _on_page(at + 1, (one, two), boxes, gone.get(at + 1, ()), strict)
            )
            one.close()
            two.close()


def _on_page(
    number: int, pages: tuple[Any, Any], boxes: Sequence[Box], gone: Sequence[Box], strictness: Strictness
) -> Iterator[str]:
    one, two = pages
    if boxes and _letters_under(two, boxes):
        yield f"på sidan {number} finns text kvar under masken"
    # Words behind a picture stand only about where its letters are seen.
    left = _letters_outside(two, boxes if strictness is LETTERS else ())
    if boxes and _letters_outside(one, boxes) - left:
        yield f"på sidan {number} har text försvunnit utanför masken"
    covered = [*boxes, *gone]
    if not look_same(_without(one, covered), _without(two, covered), strictness):
        yield f"sidan {number} ser annorlunda ut utanför masken"


def _annotations_gone(pdf: Path, masks: Mapping[int, Sequence[Mask]]) -> dict[int, list[Box]]:
    """Where annotations stood that went with the masks: they may reach out beyond them."""
    with pikepdf.open(pdf) as document:
        return {
            number: [
                box.grown(_ICON)
                for box in annotations_under(document.pages[number - 1], [mask.box for mask in held])
            ]
            for number, held in masks.items()
        }


def _characters(page: Any) -> Iterator[tuple[str, Box]]:
    reader = page.get_textpage()
    for at in range(reader.count_chars()):
        read = letter(pdfium.FPDFText_GetUnicode(reader, at))
        if read.strip():
            yield read, Box(*reader.get_charbox(at))
    reader.close()


def _letters_under(page: Any, boxes: Sequence[Box]) -> bool:
    """Whether a character stands under a mask that the field did not write."""
    for box in boxes:
        under = "".join(read for read, cell in _characters(page) if _is_in(cell, box))
        for words in WORDS:
            under = under.replace("".join(words.split()), "")
        if under:
            return True
    return False


def _letters_outside(page: Any, boxes: Sequence[Box]) -> Counter[str]:
    wide = [box.grown(_AROUND) for box in boxes]
    return Counter(
        read
        for read, cell in _characters(page)
        if not any(all(s > 0 for s in box.overlap(cell)) for box in wide)
    )


def _is_in(cell: Box, box: Box) -> bool:
    across, up = (cell.left + cell.right) / 2, (cell.bottom + cell.top) / 2
    return box.left <= across <= box.right and box.bottom <= up <= box.top


def _without(page: Any, boxes: Sequence[Box]) -> Image.Image:
    """The page drawn, with the masks and their edges painted over."""
    image = picture_of(page)
    pen = ImageDraw.Draw(image)
    width, height = image.size
    for box in boxes:
        corners = [on_picture(page, corner, (width, height)) for corner in box.grown(_AROUND).corners]
        across, up = [x for x, _ in corners], [y for _, y in corners]
        pen.rectangle((min(across), min(up), max(across), max(up)), fill="white")
    return image


def _left(copy: Path, needles: Sequence[str]) -> list[str]:
    """The needles that stand anywhere in the file: in a string, in a stream, in what a page says, in raw bytes."""
    wanted = {bare(needle): needle for needle in needles if len(bare(needle)) >= _SHORTEST}
    if not wanted:
        return []
    found = {one for text in _all_texts(copy) for one in wanted if one in text}
    return [wanted[one] for one in wanted if one in found]


def _all_texts(copy: Path) -> Iterator[str]:
    yield from _readings(copy.read_bytes())
    with pikepdf.open(copy) as document:
        yield from (bare(text) for _, text in spoken(document))
        yield from _texts_of(document.trailer)
        for held in document.objects:
            yield from _texts_of(held)
    with pypdfium2.PdfDocument(copy) as drawn:
        for at in range(len(drawn)):
            page = drawn[at]
            reader = page.get_textpage()
            yield bare(reader.get_text_range())
            reader.close()
            page.close()


def _texts_of(held: Any) -> Iterator[str]:
    if isinstance(held, pikepdf.String | pikepdf.Name):
        yield bare(str(held))
    elif isinstance(held, pikepdf.Array):
        for inner in held:
            yield from _direct(inner)
    elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        if isinstance(held, pikepdf.Stream):
            with suppress(pikepdf.PdfError):  # a picture, whose points are looked at as the page shows them
                yield from _readings(held.read_bytes())
                yield from _shown_strings(held)
        for key, inner in held.items():
            yield bare(key)
            yield from _direct(inner)


def _direct(held: Any) -> Iterator[str]:
    if not (isinstance(held, pikepdf.Object) and held.is_indirect):
        yield from _texts_of(held)


def _shown_strings(stream: Any) -> Iterator[str]:
    """The strings of a content stream joined: one word may be shown in many pieces."""
    if (
        stream.get("/Type") not in (None, pikepdf.Name.XObject)
        or stream.get("/Subtype") == pikepdf.Name.Image
    ):
        return
    data = stream.read_bytes()
    if b"Tj" not in data and b"TJ" not in data:
        return
    with suppress(pikepdf.PdfError, RuntimeError):
        shown = [
            piece
            for instruction in pikepdf.parse_content_stream(stream)
            if str(instruction.operator) in {"Tj", "TJ", "'", '"'}
            for operand in instruction.operands
            for piece in (operand if isinstance(operand, pikepdf.Array) else [operand])
            if isinstance(piece, pikepdf.String)
        ]
        yield from _readings(b"".join(bytes(piece) for piece in shown))


def _readings(data: bytes) -> Iterator[str]:
    for codec in _CODECS:
        yield bare(data.decode(codec, "ignore"))
        if codec.startswith("utf-16"):
            yield bare(data[1:].decode(codec, "ignore"))
