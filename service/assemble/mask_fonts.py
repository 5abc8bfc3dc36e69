"""How wide each character of a text is: what masking must know to cut one out and leave the next one in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS

from service.assemble.mask_geometry import Box, Matrix, ordered

_ASCENT, _DESCENT = 0.95, -0.25
"""Of a font that does not say how high its letters reach, in ems."""
_HIGHEST, _LOWEST = 1.3, -0.5
_SIMPLE = frozenset({"/Type1", "/MMType1", "/TrueType"})
_PER_EM = 1000.0


class UnsafeMask(Exception):
    """Something cannot be cut out for certain; `why` is Swedish."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of a string."""

    code: bytes
    width: float
    """In ems."""

    @property
    def is_space(self) -> bool:
        """Whether word spacing is added to it."""
        return self.code == b" "


class MaskFont:
    """A font's codes and widths."""

    def __init__(self, font: pikepdf.Object) -> None:
        self.kind = str(font.get("/Subtype", ""))
        self._bytes = 1
        self._default = 0.0
        self._widths: Mapping[int, float] = {}
        self.unknown = ""
        """Swedish: why its characters cannot be cut out; empty when they can."""
        self.box = Box(0.0, _DESCENT, 1.0, _ASCENT)
        """How high and low its letters reach, in ems; left and right mean nothing."""
        if self.kind == "/Type0":
            self._read_composite(font)
        elif self.kind == "/Type3":
            self._read_drawn(font)
        elif self.kind in _SIMPLE:
            self._read_simple(font)
        else:
            self.unknown = "texten har ett typsnitt av okänt slag"

    def glyphs(self, text: bytes) -> Iterator[Glyph]:
        """The characters of a string."""
        for at in range(0, len(text), self._bytes):
            code = text[at : at + self._bytes]
            yield Glyph(code, self._widths.get(int.from_bytes(code, "big"), self._default))

    def _read_simple(self, font: pikepdf.Object) -> None:
        descriptor = font.get("/FontDescriptor", Dictionary())
        self._set_height(descriptor)
        widths = font.get("/Widths")
        if isinstance(widths, Array):
            first = int(font.get("/FirstChar", 0))
            self._default = float(descriptor.get("/MissingWidth", 0)) / _PER_EM
            self._widths = {first + at: float(width) / _PER_EM for at, width in enumerate(widths)}
            return
        known = CORE_FONT_METRICS.get(str(font.get("/BaseFont", ""))[1:])
        if known is None:
            self.unknown = "typsnittet säger inte hur breda tecknen är"
            return
        letters = _letters(font)
        widths_of = known.character_widths
        self._default = float(widths_of.get("default", 500)) / _PER_EM
        self._widths = {
            code: float(widths_of[letter]) / _PER_EM
            for code, letter in letters.items()
            if letter in widths_of
        }

    def _read_composite(self, font: pikepdf.Object) -> None:
        if font.get("/Encoding") != Name("/Identity-H"):
            self.unknown = "typsnittet har en kodning som inte kan läsas säkert"
            return
        self._bytes = 2
        descendant = font.DescendantFonts[0]
        self._set_height(descendant.get("/FontDescriptor", Dictionary()))
        self._default = float(descendant.get("/DW", 1000)) / _PER_EM
        self._widths = dict(_composite_widths(descendant.get("/W", Array())))

    def _read_drawn(self, font: pikepdf.Object) -> None:
        self.unknown = "texten är ritad tecken för tecken (Type 3)"
        matrix = Matrix(*(float(one) for one in font.get("/FontMatrix", Array([0.001, 0, 0, 0.001, 0, 0]))))
        first = int(font.get("/FirstChar", 0))
        self._widths = {
            first + at: float(width) * matrix.a for at, width in enumerate(font.get("/Widths", Array()))
        }
        reach = matrix.box(ordered([float(one) for one in font.get("/FontBBox", Array([0, 0, 0, 0]))]))
        if reach.height > 0:
            self.box = Box(0.0, reach.bottom, 1.0, reach.top)

    def _set_height(self, descriptor: Any) -> None:
        top = float(descriptor.get("/Ascent", 0)) / _PER_EM
        bottom = float(descriptor.get("/Descent", 0)) / _PER_EM
        bottom = -bottom if bottom > 0 else bottom  # a mistake that many programs make
        top = top if 0.3 < top <= _HIGHEST else _ASCENT
        bottom = bottom if _LOWEST <= bottom < 0 else _DESCENT
        self.box = Box(0.0, bottom, 1.0, top)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """What the codes of one of the standard fonts mean."""
    from fontTools import agl  # few builds mask anything

    encoding = font.get("/Encoding")
    codec = "mac_roman" if encoding == Name.MacRomanEncoding else "cp1252"
    letters = {code: bytes([code]).decode(codec, "replace") for code in range(256)}
    if isinstance(encoding, Dictionary):
        code = 0
        for one in encoding.get("/Differences", Array()):
            if isinstance(one, Name):
                letters[code] = agl.toUnicode(str(one)[1:])
                code += 1
            else:
                code = int(one)
    return letters


def _composite_widths(rows: Any) -> Iterator[tuple[int, float]]:
    held = list(rows)
    at = 0
    while at + 1 < len(held):
        first, second = int(held[at]), held[at + 1]
        if isinstance(second, Array):
            yield from ((first + more, float(width) / _PER_EM) for more, width in enumerate(second))
            at += 2
        elif at + 2 < len(held):
            width = float(held[at + 2]) / _PER_EM
            yield from ((code, width) for code in range(first, min(int(second), 65535) + 1))
            at += 3
        else:
            return
