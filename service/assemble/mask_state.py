"""What a page's content has set so far: where it draws, and with what text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

import pikepdf

from service.assemble.mask_fonts import MaskFont
from service.assemble.mask_geometry import Box, Matrix

Operands = Any
FontOf = Callable[[str], MaskFont]
_START = Matrix()


class Pen:
    """Graphics and text state of PDF (ISO 32000-1, 8.4 and 9.3), as far as places depend on it."""

    def __init__(self, matrix: Matrix, font_of: FontOf) -> None:
        self.matrix = matrix
        self.tiled = False
        """What is filled now is filled with a pattern, which may be a drawing of anything."""
        self._font_of = font_of
        self.font: MaskFont | None = None
        self.size = 0.0
        self.letter_space = self.word_space = self.leading = self.rise = 0.0
        self.stretch = 1.0
        self.text = self.line = _START

    def copy(self) -> Pen:
        """What `q` keeps."""
        return copy(self)

    def set(self, operator: str, operands: Operands) -> None:
        """Take in an operator that only sets something; others are let pass."""
        setter = _SETTERS.get(operator)
        if setter is not None:
            setter(self, operands)

    def next_line(self) -> None:
        """What `T*` does."""
        self._move(0.0, -self.leading)

    def advance(self, width: float, *, is_space: bool) -> float:
        """Step over a character; returns how far, in text space."""
        extra = self.letter_space + (self.word_space if is_space else 0.0)
        step = (width * self.size + extra) * self.stretch
        self.text = Matrix(e=step).after(self.text)
        return step

    def shift(self, thousandths: float) -> None:
        """What a number in a `TJ` does."""
        self.text = Matrix(e=-thousandths / 1000 * self.size * self.stretch).after(self.text)

    def glyph_box(self, width: float) -> Box:
        """Where the next character comes to stand on the page."""
        reach = self.font.box if self.font else Box(0, 0, 1, 1)
        cell = Box(
            0.0,
            self.rise + reach.bottom * self.size,
            width * self.size * self.stretch,
            self.rise + reach.top * self.size,
        )
        return self.text.after(self.matrix).box(cell)

    def in_thousandths(self, step: float) -> float:
        """A step in text space as a number for `TJ` that makes it."""
        unit = self.size * self.stretch
        return -step / unit * 1000 if unit else 0.0

    def _move(self, across: float, up: float) -> None:
        self.line = Matrix(e=across, f=up).after(self.line)
        self.text = self.line

    def _begin(self, _operands: Operands) -> None:
        self.text = self.line = _START

    def _concatenate(self, operands: Operands) -> None:
        self.matrix = Matrix(*_numbers(operands)).after(self.matrix)

    def _set_matrix(self, operands: Operands) -> None:
        self.text = self.line = Matrix(*_numbers(operands))

    def _set_font(self, operands: Operands) -> None:
        self.font, self.size = self._font_of(str(operands[0])), float(operands[1])

    def _set_line(self, operands: Operands) -> None:
        self._move(*_numbers(operands))

    def _set_line_and_leading(self, operands: Operands) -> None:
        across, up = _numbers(operands)
        self.leading = -up
        self._move(across, up)

    def _set_stretch(self, operands: Operands) -> None:
        self.stretch = float(operands[0]) / 100

    def _set_colour(self, operands: Operands) -> None:
        self.tiled = bool(len(operands)) and isinstance(operands[-1], pikepdf.Name)

    def _set_plain_colour(self, _operands: Operands) -> None:
        self.tiled = False


def _numbers(operands: Operands) -> list[float]:
    return [float(one) for one in operands]


def _sets(field: str) -> Callable[[Pen, Operands], None]:
    def setter(pen: Pen, operands: Operands) -> None:
        setattr(pen, field, float(operands[0]))

    return setter


_SETTERS: Mapping[str, Callable[[Pen, Operands], None]] = {
    "cm": Pen._concatenate,
    "BT": Pen._begin,
    "Tm": Pen._set_matrix,
    "Tf": Pen._set_font,
    "Td": Pen._set_line,
    "TD": Pen._set_line_and_leading,
    "T*": lambda pen, _operands: pen.next_line(),
    "Tz": Pen._set_stretch,
    "Tc": _sets("letter_space"),
    "Tw": _sets("word_space"),
    "TL": _sets("leading"),
    "Ts": _sets("rise"),
    "scn": Pen._set_colour,
    "g": Pen._set_plain_colour,
    "rg": Pen._set_plain_colour,
    "k": Pen._set_plain_colour,
    "cs": Pen._set_plain_colour,
}
