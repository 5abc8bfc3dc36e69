"""The stamp's font: a subset of a TrueType font, embedded once and shared by all pages."""

from __future__ import annotations

import base64
import io
import json
import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import fontTools

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
from service.assemble.remember import Remember, at_once, remembered_json
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

    def __init__(self, path: Path, characters: str, remember: Remember = at_once) -> None:
        """Read and cut the font; the same cut of the same font may be remembered.

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
        what = f"stämpelns typsnitt {fontTools.version} {characters}"
        cut = remembered_json(what, path, partial(_cut, characters), remember)
        self.program = base64.b64decode(cut["program"])
        self.postscript = f"SAMLAD+{cut['name']}"
        """How the font is called in a file."""
        self._glyphs: dict[str, int] = cut["glyphs"]
        self._widths: dict[str, float] = cut["widths"]
        self.extent = Extent(**cut["extent"])
        """How far its letters reach."""

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


def _cut(characters: str, path: Path) -> bytes:
    """The cut of a font, and what is written about it in a file."""
    from fontTools import subset  # a tenth of a second, and most cuts have been made before

    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 6])
    font = subset.load_font(str(path), options)
    font.recalcTimestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters + "? ")
    cutter.subset(font)
    per_mille = 1000 / font["head"].unitsPerEm
    glyphs = font.getBestCmap()
    program = io.BytesIO()
    font.save(program)
    head, lines = font["head"], font["hhea"]
    edges = (head.xMin, head.yMin, head.xMax, head.yMax)
    heights = {
        "ascent": lines.ascent,
        "descent": lines.descent,
        "capital": font["OS/2"].sCapHeight,
    }
    cut = {
        "program": base64.b64encode(program.getvalue()).decode(),
        "name": str(font["name"].getDebugName(6)),
        "glyphs": {chr(code): font.getGlyphID(glyph) for code, glyph in glyphs.items()},
        "widths": {chr(code): font["hmtx"][glyph][0] * per_mille for code, glyph in glyphs.items()},
        "extent": {
            "box": [round(edge * per_mille) for edge in edges],
            **{name: round(height * per_mille) for name, height in heights.items()},
        },
    }
    font.close()
    return json.dumps(cut).encode()
