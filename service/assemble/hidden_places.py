"""What a PDF holds beside the text of its pages, and whether the packet would take it along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name

from service.assemble.mask_geometry import Box, ordered
from service.assemble.mend import fields_of
from service.assemble.page_text import letter
from service.assemble.spoken_text import spoken
from service.assemble.tags import walk

_INVISIBLE = 3
_FACTS = {"/Author": "författare", "/Title": "titel", "/Subject": "ämne", "/Keywords": "nyckelord"}
_TEXTS = {"/Alt": "alternativtext", "/ActualText": "ersättningstext", "/E": "utskriven förkortning"}
_LINKS = frozenset({"/Link", "/Widget", "/Popup"})
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class HiddenPlace:
    """Something that a reader of the pages does not see at once."""

    what: str
    """Swedish: what it is."""
    text: str
    page: int = 0
    """Counted from 1; 0 where it belongs to no page."""
    box: Box | None = None
    follows: bool = True
    """Whether the packet takes it along."""
    personal: bool = True
    """Whether it is a finding by itself; else only where its text holds one."""
    maskable: bool = True
    """Whether masking can take it away."""


def hidden_places(pdf: Path) -> Iterator[HiddenPlace]:
    """Everything of the kind in a file that triage has let in."""
    with pikepdf.open(pdf) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
        yield from _facts(document)
        for number, page in enumerate(document.pages, start=1):
            yield from _notes(page, number)
        yield from _fields(document, numbers)
        yield from _texts_of_tags(document, numbers)
        for number, text in spoken(document):
            yield HiddenPlace("ersättningstext", text, number, personal=False)
        yield from _bookmarks(document)
        yield from _layers(document)
    yield from _unseen(pdf)


def _facts(document: pikepdf.Pdf) -> Iterator[HiddenPlace]:
    for key, what in _FACTS.items():
        text = str(document.docinfo.get(key, "")).strip()
        if text:
            yield HiddenPlace(what, text[:_LONGEST], follows=False, personal=key == "/Author")
    for name in document.attachments:
        yield HiddenPlace("inbäddad fil", name[:_LONGEST], follows=False)


def _notes(page: pikepdf.Page, number: int) -> Iterator[HiddenPlace]:
    held = page.obj.get("/Annots")
    for one in held if isinstance(held, Array) else ():
        if not isinstance(one, Dictionary) or str(one.get("/Subtype")) in _LINKS:
            continue
        said = [str(one.get(key, "")).strip() for key in ("/T", "/Contents")]
        if any(said):
            yield HiddenPlace("anteckning", ": ".join(filter(None, said))[:_LONGEST], number, _box(one))


def _fields(document: pikepdf.Pdf, numbers: dict[Any, int]) -> Iterator[HiddenPlace]:
    for field in fields_of(document.Root.get("/AcroForm")):
        value = field.get("/V")
        if not isinstance(value, pikepdf.String) or not str(value).strip():
            continue
        shown = field if "/Rect" in field else next(iter(field.get("/Kids", Array())), Dictionary())
        page = shown.get("/P")
        number = numbers.get(page.objgen, 0) if isinstance(page, Dictionary) else 0
        yield HiddenPlace("formulärfält", str(value)[:_LONGEST], number, _box(shown))


def _box(held: Any) -> Box | None:
    sides = held.get("/Rect") if isinstance(held, Dictionary) else None
    if not isinstance(sides, Array) or len(sides) != 4:
        return None
    return ordered([float(side) for side in sides])


def _texts_of_tags(document: pikepdf.Pdf, numbers: dict[Any, int]) -> Iterator[HiddenPlace]:
    root = document.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    for element in walk(root):
        for key, what in _TEXTS.items():
            text = str(element.get(key, "")).strip()
            if text:
                page = element.get("/Pg")
                number = numbers.get(page.objgen, 0) if isinstance(page, Dictionary) else 0
                yield HiddenPlace(what, text, number, personal=False)


def _bookmarks(document: pikepdf.Pdf) -> Iterator[HiddenPlace]:
    with (
        suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError),
        document.open_outline() as outline,
    ):
        stack = list(outline.root)
        while stack:
            one = stack.pop(0)
            yield HiddenPlace("bokmärke", one.title, personal=False)
            stack = [*one.children, *stack]


def _layers(document: pikepdf.Pdf) -> Iterator[HiddenPlace]:
    layers = document.Root.get("/OCProperties")
    arrangement = layers.get("/D") if isinstance(layers, Dictionary) else None
    off = arrangement.get("/OFF") if isinstance(arrangement, Dictionary) else None
    for layer in off if isinstance(off, Array) else ():
        if isinstance(layer, Dictionary):
            yield HiddenPlace("dolt lager", str(layer.get("/Name", Name.Lager))[:_LONGEST], maskable=False)


def _unseen(pdf: Path) -> Iterator[HiddenPlace]:
    """Text that is set invisibly on a page without a picture: there it is no reading of what a picture shows."""
    with pypdfium2.PdfDocument(pdf) as document:
        for at in range(len(document)):
            page = document[at]
            kinds = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE)
            held = list(page.get_objects(filter=kinds, max_depth=3))
            if not any(one.type == pdfium.FPDF_PAGEOBJ_IMAGE for one in held):
                for one in held:
                    if pdfium.FPDFTextObj_GetTextRenderMode(one) == _INVISIBLE:
                        box = Box(*one.get_bounds())
                        yield HiddenPlace("dold text", _text_in(page, box)[:_LONGEST], at + 1, box)
            page.close()


def _text_in(page: Any, box: Box) -> str:
    reader = page.get_textpage()
    text: str = reader.get_text_bounded(box.left, box.bottom, box.right, box.top)
    reader.close()
    return "".join(letter(ord(one)) for one in text)
