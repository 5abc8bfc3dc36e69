"""What is seen where something was cut out: a grey field that says so."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from service.assemble.font import StampFont
from service.assemble.mask_geometry import Box, Matrix

WORDS = ("Maskerad uppgift", "Maskerad")
"""What the field says, the first one that has room."""
GREY = 0.85
RESOURCE = "/FSamladMask"
_SMALLEST, _LARGEST = 4.0, 9.0
_FILLED = 0.72
_TURNED = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
"""How words are set so that they stand upright on a page that is shown turned."""


def words_for(font: StampFont, box: Box, turn: int) -> tuple[str, float]:
    """What the field says and in which size, set at that turn; nothing where there is no room."""
    long, high = (box.height, box.width) if turn % 180 else (box.width, box.height)
    for words in WORDS:
        size = min(_LARGEST, high * _FILLED, (long - 2) / font.width(words, 1.0))
        if size >= _SMALLEST:
            return words, size
    return "", 0.0


def draw_field(font: StampFont, box: Box, turn: int) -> bytes:
    """The content that draws a field on a page that is shown turned by so many degrees."""
    rectangle = f"{box.left:.2f} {box.bottom:.2f} {box.width:.2f} {box.height:.2f} re"
    drawn = f"q {GREY} g {rectangle} f"
    tried = [(turn % 360, *words_for(font, box, turn)), ((turn + 90) % 360, *words_for(font, box, turn + 90))]
    along, words, size = next((one for one in tried if one[1]), tried[0])  # upright, or else along the field
    if words:
        turned = Matrix(*_TURNED[along])
        x, y = turned.place(-font.width(words, size) / 2, -size * 0.32)
        middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        place = f"{turned.a} {turned.b} {turned.c} {turned.d} {middle[0] + x:.2f} {middle[1] + y:.2f} Tm"
        drawn += f" 0 g BT 0 Tr {RESOURCE} {size:.2f} Tf {place} {font.encode(words)} Tj ET"
    return f"{drawn} Q".encode()


def embed(document: Pdf, font: StampFont) -> pikepdf.Object:
    """Put the fields' font into a document."""
    extent = font.extent
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + font.postscript),
        Flags=4,
        FontBBox=Array(extent.box),
        ItalicAngle=0,
        Ascent=extent.ascent,
        Descent=extent.descent,
        CapHeight=extent.capital,
        StemV=80,
        FontFile2=document.make_indirect(Stream(document, font.program, Length1=len(font.program))),
    )
    widths = Array()
    for glyph, width in font.glyph_widths:
        widths.append(glyph)
        widths.append(Array([width]))
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + font.postscript),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=document.make_indirect(descriptor),
        W=widths,
        CIDToGIDMap=Name.Identity,
    )
    return document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + font.postscript),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([document.make_indirect(descendant)]),
            ToUnicode=document.make_indirect(Stream(document, font.to_unicode())),
        )
    )
