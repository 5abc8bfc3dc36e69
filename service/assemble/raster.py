"""The last resort: a PDF whose pages are pictures of themselves, with their words kept as a text that is not seen.

It keeps to PDF/A whatever the file was, and to PDF/UA where every page has words, for nothing of the file is left but
pictures, words, links and bookmarks. What a reader loses: sharp letters at any size, the tags (headings, lists,
tables, texts of figures), fields to fill in, and layers to turn on. So it is done only where a person has chosen it.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from service.assemble.hidden_text import RESOURCE, HiddenFont, Line
from service.assemble.likeness import inherited
from service.assemble.loose_links import tag_loose_links
from service.assemble.mask import NOTHING_MASKED, MaskOrder, Replace
from service.assemble.mask_field import WORDS
from service.assemble.mask_geometry import Box
from service.assemble.mask_hidden import drop_annotations, drop_asides, replace_told
from service.assemble.mask_picture import paint_fields, without_masked
from service.assemble.mask_tags import Tags
from service.assemble.mend import finish, leave_behind, mend_annotations
from service.assemble.page_text import letter
from service.assemble.repair import Identity

_DPI = 200
_QUALITY = 85
_POINTS = 72
_MOST_PIXELS = 40_000_000
_KEPT_OF_PAGE = frozenset({"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Annots"})
_GONE = (
    "/StructTreeRoot",
    "/MarkInfo",
    "/AcroForm",
    "/OCProperties",
    "/PageLabels",
    "/OutputIntents",
    "/Metadata",
)
_PICTURE = Name("/ImSamlad")
_BREAKS = "\r\n"


@dataclass(frozen=True, slots=True)
class _Pictured:
    """A page as picture and words, seen without its turn."""

    jpeg: bytes
    size: tuple[int, int]
    lines: tuple[Line, ...]


def picture_pages(
    pdf: Path, target: Path, identity: Identity, profile: bytes, order: MaskOrder = NOTHING_MASKED
) -> None:
    """Write the file anew as pictures; arguments as those of `mend.mend`.

    Args:
        pdf: the file.
        target: the file to write.
        identity: title and language where the file has none, and the moment of its metadata.
        profile: the ICC profile of sRGB.
        order: what of it may be in no picture and no text.

    Raises:
        pypdfium2.PdfiumError, pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError: it cannot be done.
    """
    boxes = _boxes(order)
    pictured = list(_draw(pdf, boxes, None))
    with pikepdf.open(pdf) as document:
        leave_behind(document)
        if boxes:
            _leave_masked_behind(document, boxes, order.needles, identity)
        for key in _GONE:
            if key in document.Root:
                del document.Root[key]
        for page in document.pages:
            mend_annotations(page.obj)
        font = HiddenFont(letter for page in pictured for line in page.lines for letter in line.words)
        _replace(document, pictured, font, identity.language)
        finish(document, target, identity, profile)


def pictures_instead(
    pdf: Path, numbers: Collection[int], order: MaskOrder, profile: bytes
) -> dict[int, Replace]:
    """What puts a picture of itself, without what is masked, in the place of each of some pages.

    Args:
        pdf: the file.
        numbers: the pages, from 1.
        order: what of them may be in no picture and no text.
        profile: the ICC profile of sRGB: the file may say something else of its colours.
    """
    wanted = sorted(numbers)
    drawn = dict(zip(wanted, _draw(pdf, _boxes(order), wanted), strict=True))
    font = HiddenFont(one for page in drawn.values() for line in page.lines for one in line.words)
    return {number: partial(_put, drawn=page, font=font, profile=profile) for number, page in drawn.items()}


def _put(
    document: Pdf,
    page: pikepdf.Page,
    tags: Tags | None,
    *,
    drawn: _Pictured,
    font: HiddenFont,
    profile: bytes,
) -> None:
    part = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div))
    content, elements = _content(document, page, drawn, font, part)
    if tags is not None:
        part.K = Array(elements)
        tags.replace_page(page, part, elements)
    picture = _image(document, drawn)
    picture.ColorSpace = Array([Name.ICCBased, document.make_stream(profile, N=3)])
    page.obj.Contents = Stream(document, content)
    page.obj.Resources = Dictionary(
        Font=Dictionary({str(RESOURCE): font.embed(document)}), XObject=Dictionary({str(_PICTURE): picture})
    )


def _boxes(order: MaskOrder) -> dict[int, list[Box]]:
    return {number: [mask.box for mask in masks] for number, masks in order.on_pages().items()}


def _leave_masked_behind(
    document: Pdf, boxes: Mapping[int, Sequence[Box]], needles: Sequence[str], identity: Identity
) -> None:
    """Take out what would tell beside the pages what is masked on them."""
    for number, masks in boxes.items():
        drop_annotations(document, document.pages[number - 1], masks, None)
    drop_asides(document)
    document.docinfo["/Title"] = String(identity.title)
    replace_told(document, needles)


def _draw(
    pdf: Path, boxes: Mapping[int, Sequence[Box]], numbers: Sequence[int] | None
) -> Iterator[_Pictured]:
    """The pages as pictures: all of them, or those numbers."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        for at in [one - 1 for one in numbers] if numbers is not None else range(len(document)):
            page = document[at]
            width, height = page.get_size()
            scale = min(_DPI / _POINTS, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            turned = (360 - page.get_rotation()) % 360
            bitmap = page.render(scale=scale, rotation=turned, may_draw_forms=True)
            image = bitmap.to_pil().convert("RGB")
            bitmap.close()
            masked = boxes.get(at + 1, ())
            paint_fields(image, page, masked, turned)
            jpeg = io.BytesIO()
            image.save(jpeg, "JPEG", quality=_QUALITY, optimize=True)
            fields = (Line(box.left, box.bottom, box.right, box.top, WORDS[0]) for box in masked)
            yield _Pictured(jpeg.getvalue(), image.size, (*_lines(page, masked), *fields))
            page.close()


def _lines(page: Any, masked: Sequence[Box]) -> Iterator[Line]:
    """The words of a page, line by line as the renderer reads them, each with the box that holds its letters."""
    reader = page.get_textpage()
    letters = [
        (letter(pdfium.FPDFText_GetUnicode(reader, at)), reader.get_charbox(at))
        for at in range(reader.count_chars())
    ]
    reader.close()
    letters = list(without_masked(letters, masked))
    for ends, line in groupby(letters, key=lambda one: one[0] in _BREAKS):
        held = [] if ends else list(line)
        words = "".join(read for read, _ in held).strip()
        boxes = [box for read, box in held if read.strip()]
        if words:
            lefts, bottoms, rights, tops = zip(*boxes, strict=True)
            yield Line(min(lefts), min(bottoms), max(rights), max(tops), words)


def _replace(document: Pdf, pictured: list[_Pictured], font: HiddenFont, language: str) -> None:
    """Put pictures and words in the pages' place, and tags on both."""
    fonts = Dictionary({str(RESOURCE): font.embed(document)})
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    whole.Lang = String(language)
    kids, rows = Array(), Array()
    for number, (page, drawn) in enumerate(zip(document.pages, pictured, strict=True)):
        _strip(page)
        content, elements = _content(document, page, drawn, font, whole)
        page.obj.Contents = Stream(document, content)
        page.obj.Resources = Dictionary(
            Font=fonts, XObject=Dictionary({str(_PICTURE): _image(document, drawn)})
        )
        page.obj.StructParents = number
        kids.extend(elements)
        rows.append(number)
        rows.append(document.make_indirect(Array(elements)))
    if not len(kids):
        return
    whole.K = kids
    root.K = Array([whole])
    root.ParentTree = document.make_indirect(Dictionary(Nums=rows))
    root.ParentTreeNextKey = len(pictured)
    document.Root.StructTreeRoot = root
    document.Root.MarkInfo = Dictionary(Marked=True)
    tag_loose_links(document)


def _strip(page: pikepdf.Page) -> None:
    """Leave of a page its boxes and its links; its notes and fields are in the picture."""
    for key in ("/MediaBox", "/CropBox", "/Rotate"):
        held = inherited(page.obj, key)
        if held is not None:
            page.obj[key] = held
    links = [
        one
        for one in page.obj.get("/Annots", Array())
        if isinstance(one, Dictionary) and one.get("/Subtype") == Name.Link
    ]
    for link in links:
        if "/StructParent" in link:
            del link["/StructParent"]
    for key in set(page.obj.keys()) - _KEPT_OF_PAGE:
        del page.obj[key]
    if links:
        page.obj.Annots = Array(links)
    elif "/Annots" in page.obj:
        del page.obj.Annots


def _content(
    document: Pdf, page: pikepdf.Page, drawn: _Pictured, font: HiddenFont, whole: pikepdf.Object
) -> tuple[bytes, list[pikepdf.Object]]:
    """What the page draws, and its elements: a paragraph for every line, and nothing where there are no words."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
    box = f"{right - left:.4f} 0 0 {top - bottom:.4f} {left:.4f} {bottom:.4f}"
    picture = f"q {box} cm {_PICTURE} Do Q"

    def element(**more: Any) -> pikepdf.Object:
        return document.make_indirect(Dictionary(Type=Name.StructElem, P=whole, Pg=page.obj, **more))

    if not drawn.lines:
        return (
            f"{picture}\n".encode(),
            [],
        )  # a tag that says no more than that here is a picture would help nobody
    words = b"".join(font.write(line, mark) for mark, line in enumerate(drawn.lines))
    paragraphs = [element(S=Name.P, K=mark) for mark in range(len(drawn.lines))]
    return f"/Artifact BMC {picture} EMC\n".encode() + words, paragraphs


def _image(document: Pdf, drawn: _Pictured) -> pikepdf.Object:
    width, height = drawn.size
    return Stream(
        document,
        drawn.jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
