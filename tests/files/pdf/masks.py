"""PDFs that say the same secret in every way in which content can say it; each is made anew, byte for byte the same."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from service.assemble.font import STAMP_FONT
from service.assemble.mask import Mask, MaskOrder
from service.assemble.page_text import page_texts, places
from tests.conftest import ROOT

SECRET = "850212-1232"  # noqa: S105  # a made-up number with the right last digit, no password
BEFORE, AFTER = "Klaganden har nummer", "och bor i Nol."
SIZE = (595, 842)


def _canvas(path: Path) -> Canvas:
    return Canvas(str(path), pagesize=SIZE, invariant=1, pageCompression=0)


def plain(path: Path) -> None:
    """One string in a standard font that says no widths."""
    canvas = _canvas(path)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 700, f"{BEFORE} {SECRET} {AFTER}")
    canvas.drawString(72, 686, "Raden under ska stå kvar hel och hållen.")
    canvas.save()


def embedded(path: Path) -> None:
    """Glyph numbers of an embedded TrueType font: no letter stands in the content."""
    pdfmetrics.registerFont(TTFont("Masks", str(STAMP_FONT)))
    canvas = _canvas(path)
    canvas.setFont("Masks", 11)
    canvas.drawString(72, 700, f"{BEFORE} {SECRET} {AFTER}")
    canvas.save()


def wide(path: Path) -> None:
    """Two bytes a character, Identity-H, with widths from the descendant font."""
    _content(
        path,
        b"BT /F2 11 Tf 72 700 Td <%s> Tj ET"
        % f"{BEFORE} {SECRET} {AFTER}".encode("utf-16-be").hex().encode(),
    )


def kerned(path: Path) -> None:
    """The number in many pieces with steps between them, as typesetters write it."""
    pieces = b" ".join(b"(%c) -12" % byte for byte in SECRET.encode())
    _content(
        path,
        b"BT /F1 11 Tf 0.2 Tc 1.5 Tw 96 Tz 72 700 Td [(%s ) 20 %s (%s)] TJ ET"
        % (BEFORE.encode(), pieces, f" {AFTER}".encode("latin-1")),
    )


def hexadecimal(path: Path) -> None:
    """Written as hexadecimal digits and with octal escapes."""
    number = SECRET.encode()
    _content(
        path,
        b"BT /F1 11 Tf 72 700 Td (%s ) Tj <%s> Tj (%s) Tj ET"
        % (BEFORE.encode(), number[:6].hex().encode(), b"".join(b"\\%03o" % byte for byte in number[6:])),
    )


def quoted(path: Path) -> None:
    """Shown by the operators that go to the next line first."""
    _content(
        path,
        b"BT /F1 11 Tf 14 TL 72 714 Td (%s) Tj (%s kvar) ' 1 0.1 (%s) \" ET"
        % (BEFORE.encode(), SECRET.encode(), AFTER.encode("latin-1")),
    )


def two_lines(path: Path) -> None:
    """Broken over two lines."""
    _content(
        path,
        b"BT /F1 11 Tf 14 TL 400 714 Td (%s 850212-) Tj T* (1232 %s) Tj ET"
        % (BEFORE[:9].encode(), AFTER.encode("latin-1")),
    )


def in_drawing(path: Path) -> None:
    """In a drawing within a drawing, scaled, moved and turned; the same drawing stands on the next page, too."""
    inner = b"BT /F1 11 Tf 5 5 Td (%s %s %s) Tj ET" % (
        BEFORE.encode(),
        SECRET.encode(),
        AFTER.encode("latin-1"),
    )
    with pikepdf.new() as pdf:
        fonts = Dictionary(Font=_fonts(pdf))
        inner_form = _form(pdf, inner, [0, 0, 400, 30], Resources=fonts)
        outer = b"q 0 1 -1 0 40 0 cm /In Do Q"
        outer_form = _form(
            pdf, outer, [0, 0, 500, 500], Matrix=Array([0.9, 0, 0, 0.9, 10, 10]),
            Resources=Dictionary(XObject=Dictionary(In=inner_form)),
        )  # fmt: skip
        for _ in range(2):
            _page(pdf, b"q 1 0 0 1 200 200 cm /Ut Do Q", Dictionary(XObject=Dictionary(Ut=outer_form)))
        _save(pdf, path)


def turned(path: Path) -> None:
    """On pages that are shown turned, with a crop that does not begin at the corner."""
    with pikepdf.new() as pdf:
        for turn in (0, 90, 180, 270):
            content = b"BT /F1 11 Tf 120 600 Td (%s %s %s) Tj ET" % (
                BEFORE.encode(), SECRET.encode(), AFTER.encode("latin-1")
            )  # fmt: skip
            page = _page(pdf, content, Dictionary(Font=_fonts(pdf)))
            page.Rotate, page.CropBox = turn, Array([40, 60, 560, 800])
        _save(pdf, path)


NAMELESS, BESIDE = "Det gula huset vid kvarnen", "Raden bredvid ska vara kvar"
"""What no search finds, but who reads it; and what stands next to it."""


def nameless(path: Path) -> None:
    """Turned and cut pages that tell of somebody without a name or a number: only who reads them finds it."""
    with pikepdf.new() as pdf:
        for turn in (0, 90, 270):
            content = b"BT /F1 11 Tf 120 600 Td (%s) Tj 0 -30 Td (%s) Tj ET" % (
                NAMELESS.encode(), BESIDE.encode()
            )  # fmt: skip
            page = _page(pdf, content, Dictionary(Font=_fonts(pdf)))
            page.Rotate, page.CropBox = turn, Array([40, 60, 560, 800])
        _save(pdf, path)


def replaced(path: Path) -> None:
    """Tagged, with the number in a text that stands for the marked content, for its element and for its page."""
    with pikepdf.new() as pdf:
        content = b"/P <</MCID 0 /ActualText (%s %s)>> BDC BT /F1 11 Tf 72 700 Td (%s %s %s) Tj ET EMC" % (
            BEFORE.encode(), SECRET.encode(), BEFORE.encode(), SECRET.encode(), AFTER.encode("latin-1")
        )  # fmt: skip
        page = _page(pdf, content, Dictionary(Font=_fonts(pdf)))
        page.StructParents = 0
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        whole = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, T=String(SECRET)))
        element = pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.P, P=whole, Pg=page, K=0, ActualText=String(f"{BEFORE} {SECRET}")
            )
        )
        whole.K, root.K = Array([element]), Array([whole])
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, pdf.make_indirect(Array([element]))])))
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
        pdf.Root.Lang = String("sv-SE")
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"Om {SECRET}", 0))
        pdf.Root.Names = Dictionary(
            Dests=Dictionary(Names=Array([String(f"nr{SECRET}"), Array([page, Name.Fit])])),
            EmbeddedFiles=Dictionary(Names=Array([])),
        )
        pdf.attachments[f"{SECRET}.txt"] = SECRET.encode()
        pdf.docinfo.Title, pdf.docinfo.Author = String(f"Om {SECRET}"), String(SECRET)
        with pdf.open_metadata() as xmp:
            xmp["dc:description"] = SECRET
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([180, 695, 200, 712]), T=String(SECRET),
            Contents=String(f"Är {SECRET} rätt?"),
        )  # fmt: skip
        far = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents=String(f"Se {SECRET}")
        )
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nummer"), V=String(SECRET),
                Rect=Array([180, 690, 300, 712]), P=page,
            )
        )  # fmt: skip
        page.Annots = Array([pdf.make_indirect(note), pdf.make_indirect(far), field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
        page.Thumb = pdf.make_stream(SECRET.encode())
        page.PieceInfo = Dictionary(Nagot=Dictionary(Private=String(SECRET)))
        _save(pdf, path)


def shared(path: Path) -> None:
    """Resources that all pages share: the drawing of the first page is known by name on the second."""
    with pikepdf.new() as pdf:
        form = _form(
            pdf, b"BT /F1 11 Tf 5 5 Td (%s %s) Tj ET" % (BEFORE.encode(), SECRET.encode()), [0, 0, 400, 30],
            Resources=Dictionary(Font=_fonts(pdf)),
        )  # fmt: skip
        resources = pdf.make_indirect(Dictionary(Font=_fonts(pdf), XObject=Dictionary(En=form)))
        _page(pdf, b"q 1 0 0 1 72 700 cm /En Do Q", resources)
        _page(pdf, b"BT /F1 11 Tf 72 700 Td (Inget hemligt) Tj ET", resources)
        _save(pdf, path)


def scanned(path: Path) -> None:
    """A photographed page in JPEG with the words that were read from it set invisibly over the picture."""
    canvas = _canvas(path)
    canvas.drawImage(ImageReader(_picture("RGB", "JPEG")), 0, 0, *SIZE)
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 22)
    text.textLine(f"Nummer {SECRET} finns")
    canvas.drawText(text)
    canvas.save()


def drawn_as_curves(path: Path) -> None:
    """Number as text, and beside it one big shape of very many points that reaches in under the mask."""
    points = b" ".join(b"%d %d l" % (190 + step % 60, 700 + (step * 7) % 11) for step in range(60))
    _content(
        path,
        b"BT /F1 11 Tf 72 700 Td (%s %s %s) Tj ET 20 20 m %s f"
        % (BEFORE.encode(), SECRET.encode(), AFTER.encode("latin-1"), points),
    )


def type3(path: Path) -> None:
    """A font whose letters are drawings of the file's own."""
    with pikepdf.new() as pdf:
        letters = sorted(set(f"{BEFORE} {SECRET}"))
        procedures = Dictionary(
            {f"/t{ord(one)}": pdf.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f") for one in letters}
        )
        to_unicode = "".join(f"<{ord(one):02X}> <{ord(one):04X}>\n" for one in letters)
        cmap = f"1 begincodespacerange <00> <FF> endcodespacerange {len(letters)} beginbfchar\n{to_unicode}endbfchar"
        differences = Array([item for one in letters for item in (ord(one), Name(f"/t{ord(one)}"))])
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 600, 700]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=procedures, FirstChar=0, LastChar=255,
            Widths=Array([600] * 256), Encoding=Dictionary(Type=Name.Encoding, Differences=differences),
            ToUnicode=pdf.make_stream(cmap.encode()), Resources=Dictionary(),
        )  # fmt: skip
        content = f"BT /F1 11 Tf 72 700 Td ({BEFORE} {SECRET}) Tj ET".encode()
        _page(pdf, content, Dictionary(Font=Dictionary(F1=pdf.make_indirect(font))))
        _save(pdf, path)


def difficult_page(path: Path, words: str, told: str) -> MaskOrder:
    """A long tagged document, and masks on some words; under the first of them reaches a shape of very many points."""
    source = (
        ROOT / "samples" / "kallelse" / "kf-2026-12-14" / "handlingar" / "detaljplan-samradsredogorelse.pdf"
    )
    wanted = [
        (page, found.start(), found.end())
        for page, said in enumerate(page_texts(source), start=1)
        for found in re.finditer(re.escape(words), said.text)
    ]
    found = places(source, wanted)
    held = [Mask(page, box, told) for (page, _, _), boxes in zip(wanted, found, strict=True) for box in boxes]
    box = held[0].box
    points = b" ".join(
        b"%d %d l" % (box.left + 5 + step % 60, box.bottom + (step * 7) % 11) for step in range(60)
    )
    with pikepdf.open(source) as pdf:
        shape = b"/Artifact BMC q 1 g 20 20 m %s f Q EMC\n" % points
        pdf.pages[held[0].page - 1].contents_add(pdf.make_stream(shape), prepend=True)
        pdf.save(path, deterministic_id=True)
    return MaskOrder(tuple(held), (words,))


CUT: Mapping[str, Callable[[Path], None]] = {
    one.__name__: one
    for one in (
        plain, embedded, wide, kerned, hexadecimal, quoted, two_lines, in_drawing, turned, replaced, shared, scanned,
    )
}  # fmt: skip
"""Files that are masked by cutting."""
PICTURED: Mapping[str, Callable[[Path], None]] = {one.__name__: one for one in (drawn_as_curves, type3)}
"""Files whose pages have to become pictures."""


def picture_page(path: Path, mode: str, kind: str, *, veil: bool = False) -> None:
    """A page that is one picture of a black square on white, in the given way, at 100 to 500 points of the page."""
    image = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(image).rectangle((100, 100, 199, 199), fill="black")
    image = image.convert(mode)
    with pikepdf.new() as pdf:
        packed = io.BytesIO()
        if kind == "JPEG":
            image.save(packed, "JPEG", quality=95)
            data, filter_ = packed.getvalue(), Name.DCTDecode
        else:
            data, filter_ = zlib.compress(image.tobytes()), Name.FlateDecode
        space = Name.DeviceRGB if mode == "RGB" else Name.DeviceGray
        picture = pdf.make_stream(
            data, Type=Name.XObject, Subtype=Name.Image, Width=400, Height=400, ColorSpace=space,
            BitsPerComponent=1 if mode == "1" else 8, Filter=filter_,
        )  # fmt: skip
        if kind == "stencil":
            del picture["/ColorSpace"]
            picture.ImageMask = True
        if veil:
            picture.SMask = pdf.make_stream(
                zlib.compress(image.convert("L").tobytes()), Type=Name.XObject, Subtype=Name.Image, Width=400,
                Height=400, ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.FlateDecode,
            )  # fmt: skip
        _page(pdf, b"q 400 0 0 400 100 100 cm /Bild Do Q", Dictionary(XObject=Dictionary(Bild=picture)))
        _save(pdf, path)


def _picture(mode: str, kind: str) -> io.BytesIO:
    image = Image.new(mode, (1190, 1684), "white")
    font = ImageFont.truetype(str(STAMP_FONT), 44)
    ImageDraw.Draw(image).text((144, 246), f"Nummer {SECRET} finns", fill="black", font=font)
    packed = io.BytesIO()
    image.save(packed, kind, quality=90)
    packed.seek(0)
    return packed


def _content(path: Path, content: bytes) -> None:
    with pikepdf.new() as pdf:
        _page(pdf, content, Dictionary(Font=_fonts(pdf)))
        _save(pdf, path)


def _page(pdf: pikepdf.Pdf, content: bytes, resources: pikepdf.Object) -> pikepdf.Object:
    page = pdf.add_blank_page(page_size=SIZE).obj
    page.Contents, page.Resources = pdf.make_stream(content), resources
    return page


def _form(pdf: pikepdf.Pdf, content: bytes, box: list[int], **more: pikepdf.Object) -> pikepdf.Object:
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(box), **more)


def _fonts(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """F1: Helvetica without widths. F2: two bytes a character, as Identity-H, with a table to Unicode."""
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Arial, DW=600,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        W=Array([48, Array([556] * 10), 97, 122, 520]),
        FontDescriptor=pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor, FontName=Name.Arial, Flags=32, FontBBox=Array([0, -200, 1000, 900]),
                ItalicAngle=0, Ascent=905, Descent=-212, CapHeight=716, StemV=80,
            )
        ),
    )  # fmt: skip
    cmap = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <00FF> <0000> endbfrange"
    wide_font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Arial, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]), ToUnicode=pdf.make_stream(cmap),
    )  # fmt: skip
    simple = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    return Dictionary(F1=pdf.make_indirect(simple), F2=pdf.make_indirect(wide_font))


def _save(pdf: pikepdf.Pdf, path: Path) -> None:
    pdf.save(path, deterministic_id=True, compress_streams=False)
