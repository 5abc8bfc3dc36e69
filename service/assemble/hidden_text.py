"""Words that are found and read aloud but not seen: the text layer of a page that is a picture.

Its font has a single glyph without lines, which every character shares; what a character means stands in the font's
table to Unicode, and how wide a line is in the scale with which it is set.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

_NAME = "/SamladOsynlig"
RESOURCE = Name("/FSamladOsynlig")
_UNITS, _WIDTH = 1000, 500
_BLOCK = 100
_EPOCH = 2_082_844_800  # 1970-01-01 in seconds since 1904, as fonts count


@dataclass(frozen=True, slots=True)
class Line:
    """Some words in their place on the page, in points."""

    left: float
    bottom: float
    right: float
    top: float
    words: str


class HiddenFont:
    """Codes for all characters of a document."""

    def __init__(self, characters: Iterable[str]) -> None:
        self._codes = {letter: code for code, letter in enumerate(sorted(set(characters)), start=1)}

    def write(self, line: Line, mark: int) -> bytes:
        """The content that sets a line invisibly, as the paragraph with that mark."""
        size = max(1.0, line.top - line.bottom)
        natural = len(line.words) * _WIDTH / _UNITS * size
        scale = 100 * max(0.1, line.right - line.left) / max(0.1, natural)
        codes = "".join(f"{self._codes[letter]:04X}" for letter in line.words)
        place = f"1 0 0 1 {line.left:.2f} {line.bottom:.2f} Tm"
        text = f"BT 3 Tr {RESOURCE} {size:.2f} Tf {scale:.2f} Tz {place} <{codes}> Tj ET"
        return f"/P <</MCID {mark}>> BDC {text} EMC\n".encode()

    def embed(self, document: Pdf) -> pikepdf.Object:
        """Put the font into the document."""
        program = _empty_font()
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(_NAME),
            Flags=4,
            FontBBox=Array([0, 0, _WIDTH, _UNITS]),
            ItalicAngle=0,
            Ascent=_UNITS,
            Descent=0,
            CapHeight=_UNITS,
            StemV=80,
            FontFile2=document.make_indirect(Stream(document, program, Length1=len(program))),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(_NAME),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=document.make_indirect(descriptor),
            DW=_WIDTH,
            CIDToGIDMap=document.make_indirect(
                Stream(document, b"\x00\x00" + b"\x00\x01" * len(self._codes))
            ),
        )
        return document.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(_NAME),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([document.make_indirect(descendant)]),
                ToUnicode=document.make_indirect(Stream(document, _to_unicode(list(self._codes)))),
            )
        )


def _empty_font() -> bytes:
    from fontTools.fontBuilder import FontBuilder  # few builds write hidden text
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder = FontBuilder(_UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", "tom"])
    builder.setupCharacterMap({0x20: "tom"})
    builder.setupGlyf({name: Glyph() for name in (".notdef", "tom")})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "tom"), (_WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=_UNITS, descent=0)
    builder.setupNameTable({"familyName": _NAME[1:], "styleName": "Regular", "psName": _NAME[1:]})
    builder.setupOS2(sTypoAscender=_UNITS, usWinAscent=_UNITS)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = _EPOCH
    builder.font.recalcTimestamp = False
    written = io.BytesIO()
    builder.font.save(written)
    return written.getvalue()


def _to_unicode(letters: Sequence[str]) -> bytes:
    rows = [
        f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
        for code, letter in enumerate(letters, start=1)
    ]
    blocks = (rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK))
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
