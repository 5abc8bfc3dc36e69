"""The stamp's font: a subset of a TrueType font, embedded once and shared by all pages."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset

from service.assemble.objects import (
    ArrayObject,
    IndirectObject,
    NumberObject,
    PdfObject,
    make,
    name,
    stream,
    text,
)
from service.assemble.table import ObjectTable
from service.errors import Problem, ToolMissing

STAMP_FONT = Path("/usr/share/fonts/truetype/crosextra/Carlito-Regular.ttf")
logging.getLogger("fontTools").setLevel(logging.ERROR)  # remarks on dates in the font help nobody
RESOURCE = "SamladStamp"
"""The font's name in the resources of each page."""

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_CMAP_ROWS = 100


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a font's letters reach, in thousandths of an em."""

    box: list[int]
    ascent: int
    descent: int
    capital: int


class StampFont:
    """A subset that can write the characters it was made for; others become a question mark."""

    def __init__(self, path: Path, characters: str) -> None:
        """Read and cut the font.

        Raises:
            ToolMissing: the font is not installed.
        """
        if not path.is_file():
            raise ToolMissing(
                Problem(
                    "stamp_font_missing",
                    f"Typsnittet för sidstämpeln finns inte: {path}.",
                    remedy="Installera typsnittet Carlito (i Debian: fonts-crosextra-carlito).",
                )
            )
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 6])
        self._font = subset.load_font(str(path), options)
        self._font.recalcTimestamp = False
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters + "? ")
        cutter.subset(self._font)
        self._per_mille = 1000 / self._font["head"].unitsPerEm
        glyphs = self._font.getBestCmap()
        self._glyphs = {chr(code): self._font.getGlyphID(glyph) for code, glyph in glyphs.items()}
        self._widths = {
            chr(code): self._font["hmtx"][glyph][0] * self._per_mille for code, glyph in glyphs.items()
        }
        program = io.BytesIO()
        self._font.save(program)
        self.program = program.getvalue()
        self._font.close()

    def width(self, words: str, size: float) -> float:
        """How wide the words are."""
        per_mille: float = sum(self._widths.get(letter, self._widths["?"]) for letter in words)
        return per_mille * size / 1000

    def encode(self, words: str) -> str:
        """The words as a hexadecimal string of glyph numbers."""
        return "<" + "".join(f"{self._glyphs.get(letter, self._glyphs['?']):04X}" for letter in words) + ">"

    def embed(self, table: ObjectTable) -> IndirectObject:
        """Put the font into the packet; returns the reference for the pages' resources."""
        postscript = name(self.postscript)
        descendant = make(
            Type=name("Font"),
            Subtype=name("CIDFontType2"),
            BaseFont=postscript,
            CIDSystemInfo=make(Registry=text("Adobe"), Ordering=text("Identity"), Supplement=NumberObject(0)),
            FontDescriptor=table.add(self._descriptor(table, postscript)),
            W=self._width_array(),
            CIDToGIDMap=name("Identity"),
        )
        return table.add(
            make(
                Type=name("Font"),
                Subtype=name("Type0"),
                BaseFont=postscript,
                Encoding=name("Identity-H"),
                DescendantFonts=ArrayObject([table.add(descendant)]),
                ToUnicode=table.add(stream(self.to_unicode())),
            )
        )

    def _descriptor(self, table: ObjectTable, postscript: PdfObject) -> PdfObject:
        extent = self.extent
        return make(
            Type=name("FontDescriptor"),
            FontName=postscript,
            Flags=NumberObject(4),
            FontBBox=ArrayObject(NumberObject(edge) for edge in extent.box),
            ItalicAngle=NumberObject(0),
            Ascent=NumberObject(extent.ascent),
            Descent=NumberObject(extent.descent),
            CapHeight=NumberObject(extent.capital),
            StemV=NumberObject(80),
            FontFile2=table.add(stream(self.program, Length1=NumberObject(len(self.program)))),
        )

    @property
    def postscript(self) -> str:
        """How the font is called in a file."""
        return "SAMLAD+" + str(self._font["name"].getDebugName(6))

    @property
    def extent(self) -> Extent:
        """How far its letters reach."""
        head, lines = self._font["head"], self._font["hhea"]
        box = [self._scaled(edge) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)]
        capital = self._scaled(self._font["OS/2"].sCapHeight)
        return Extent(box, self._scaled(lines.ascent), self._scaled(lines.descent), capital)

    def _scaled(self, value: float) -> int:
        thousandths: int = round(value * self._per_mille)
        return thousandths

    @property
    def glyph_widths(self) -> list[tuple[int, int]]:
        """Every glyph with its width in thousandths of an em."""
        rows = sorted({self._glyphs[letter]: self._widths[letter] for letter in self._glyphs}.items())
        return [(glyph, round(width)) for glyph, width in rows]

    def _width_array(self) -> ArrayObject:
        widths = ArrayObject()
        for glyph, width in self.glyph_widths:
            widths.extend([NumberObject(glyph), ArrayObject([NumberObject(width)])])
        return widths

    def to_unicode(self) -> bytes:
        """The table from glyphs to characters."""
        rows = sorted((glyph, letter) for letter, glyph in self._glyphs.items())
        blocks = []
        for first in range(0, len(rows), _CMAP_ROWS):
            block = rows[first : first + _CMAP_ROWS]
            lines = "".join(f"<{g:04X}> <{c.encode('utf-16-be').hex().upper()}>\n" for g, c in block)
            blocks.append(f"{len(block)} beginbfchar\n{lines}endbfchar\n")
        return (_CMAP_HEAD + "".join(blocks) + _CMAP_TAIL).encode()
