"""A PDF that tells its secret in every way a PDF can, and a search that finds the secret wherever it is told."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from service.assemble.font import STAMP_FONT

SECRET = "Kråkbärsris"  # noqa: S105  # a word to look for, no password
"""Outside ASCII, so that it is written in UTF-16 in some places and in one byte per letter in others."""
PLACES = (
    "text", "glyphs", "title", "keywords", "xmp", "bookmark", "field name", "field value", "attachment name",
    "attachment content", "annotation", "structure", "layer", "destination", "page metadata", "picture",
)  # fmt: skip
"""Where `tell` writes the secret, each with its own number behind it, such as `Kråkbärsris7`."""


def word(place: str) -> str:
    """The secret as it stands in one place."""
    return f"{SECRET}{PLACES.index(place)}x"


def tell(target: Path, pages: int) -> Path:
    """Write a PDF with the secret in all places."""
    pdfmetrics.registerFont(TTFont("Secret", str(STAMP_FONT)))
    canvas = Canvas(str(target), pagesize=(595, 842), invariant=1)
    for number in range(pages):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 700, word("text"))
        canvas.setFont("Secret", 12)
        canvas.drawString(72, 650, word("glyphs"))
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(f"{word('bookmark')} {number}", f"p{number}", 0)
        canvas.acroForm.textfield(name=word("field name"), value=word("field value"), x=72, y=500, width=200)
        canvas.showPage()
    canvas.save()
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        _tell_more(pdf)
        pdf.save(target)
    return target


def _tell_more(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as xmp:
        xmp["dc:description"] = word("xmp")
    pdf.docinfo.Title, pdf.docinfo.Keywords = String(word("title")), String(word("keywords"))
    pdf.attachments[word("attachment name")] = word("attachment content").encode()
    page = pdf.pages[0]
    place = Array([page.obj, Name.Fit])
    pdf.Root.Names.Dests = Dictionary(Names=Array([String(word("destination")), place]))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents=String(word("annotation"))
    )
    page.obj.Annots.append(pdf.make_indirect(note))
    page.obj.Metadata = pdf.make_stream(word("page metadata").encode(), Type=Name.Metadata, Subtype=Name.XML)
    picture = pdf.make_stream(
        zlib.compress(word("picture").encode().ljust(48, b" ")),
        Type=Name.XObject, Subtype=Name.Image, Width=4, Height=4, ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
        Filter=Name.FlateDecode,
    )  # fmt: skip
    page.obj.Resources.XObject = Dictionary(Secret=picture)
    page.contents_add(b"q 40 0 0 40 300 300 cm /Secret Do Q")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(word("layer"))))
    page.obj.Resources.Properties = Dictionary(Layer=layer)
    page.contents_add(b"/OC /Layer BDC q Q EMC")
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer])))
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    element = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, P=root, Pg=page.obj, ActualText=String(word("structure")))
    )
    root.K = Array([element])
    root.ParentTree = Dictionary(Nums=Array([]))
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def find_told(file: Path, words: tuple[str, ...]) -> set[str]:
    """Which of the words stand anywhere in a file: its name, its bytes, and in a PDF every string and stream.

    A PDF's text is also read from its pages, since glyph numbers in a stream are no letters.
    """
    pieces = [file.name, *_readings(file.read_bytes())]
    if file.suffix == ".pdf":
        pieces += _of_pdf(file)
    said = [piece.casefold().replace("\N{NO-BREAK SPACE}", " ") for piece in pieces]
    return {one for one in words for piece in said if one.casefold() in piece}


def _of_pdf(file: Path) -> Iterator[str]:
    with pikepdf.open(file) as pdf:
        for held in pdf.objects:
            yield from _of_object(held)
        yield from _of_object(pdf.trailer)
    with pypdfium2.PdfDocument(file) as drawn:
        for page in drawn:
            yield page.get_textpage().get_text_range()


def _of_object(held: Any) -> Iterator[str]:
    if isinstance(held, pikepdf.String):
        yield str(held)
        yield from _readings(bytes(held))
    elif isinstance(held, pikepdf.Name):
        yield str(held)
    elif isinstance(held, pikepdf.Array):
        for inner in held:
            yield from _direct(inner)
    elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        if isinstance(held, pikepdf.Stream):
            yield from _readings(held.read_raw_bytes())
            with suppress(pikepdf.PdfError):  # what qpdf does not unpack, such as JPEG, has been read raw
                yield from _readings(held.read_bytes())
        for key, inner in held.items():
            yield key
            yield from _direct(inner)


def _direct(held: Any) -> Iterator[str]:
    if not getattr(held, "is_indirect", False):
        yield from _of_object(held)


def _readings(data: bytes) -> Iterator[str]:
    for encoding in ("latin-1", "utf-8", "utf-16-be", "utf-16-le"):
        yield data.decode(encoding, "ignore")
        if encoding.startswith("utf-16"):
            yield data[1:].decode(encoding, "ignore")
