"""Paths of a content stream, shape by shape: those that lie wholly under a mask are left out when they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pikepdf import ContentStreamInstruction

from service.assemble.mask_fonts import UnsafeMask
from service.assemble.mask_geometry import Box, Point, box_around
from service.assemble.mask_state import Pen

_MANY = 8
"""So many points of one shape under a mask may be a letter that is drawn as a shape."""
_PLAY = 0.5
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
BUILDS = frozenset({"m", "l", "c", "v", "y", "h", "re"})
"""The operators that build a path."""
PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"})
"""The operators that end one."""


@dataclass
class _Shape:
    """A part of a path that hangs together."""

    instructions: list[ContentStreamInstruction] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)


class Path:
    """The path that is being built."""

    def __init__(self) -> None:
        self._shapes: list[_Shape] = []
        self._clips = False

    def add(self, instruction: ContentStreamInstruction, pen: Pen) -> None:
        """Take in a piece of it."""
        operator, numbers = str(instruction.operator), [float(one) for one in instruction.operands]
        if operator in {"m", "re"} or not self._shapes:
            self._shapes.append(_Shape())
        shape = self._shapes[-1]
        if operator == "re":
            left, bottom, wide, high = numbers
            numbers = [left, bottom, left + wide, bottom, left + wide, bottom + high, left, bottom + high]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        shape.points += [pen.matrix.place(x, y) for x, y in pairs]
        shape.instructions.append(instruction)

    def clip(self, instruction: ContentStreamInstruction) -> None:
        """It bounds what is drawn later, and so it has to stay."""
        self._clips = True
        self._shapes.append(_Shape([instruction]))

    def paint(
        self, instruction: ContentStreamInstruction, masks: Sequence[Box], *, tiled: bool
    ) -> tuple[list[ContentStreamInstruction], list[list[int]]]:
        """End it: what is left of it with the instruction that paints it, and under which masks the rest was.

        Raises:
            UnsafeMask: a part may tell something under a mask, and reaches out of it.
        """
        kept: list[ContentStreamInstruction] = []
        gone: list[list[int]] = []
        left = 0
        pattern = tiled and str(instruction.operator) in _FILLS
        for shape in self._shapes:
            under = _covered(shape, masks, pattern=pattern)
            if under and not self._clips:
                gone.append(under)
            else:
                kept += shape.instructions
                left += bool(shape.points)
        if left or not gone:
            kept.append(instruction)
        self._shapes, self._clips = [], False
        return kept, gone


def _covered(shape: _Shape, masks: Sequence[Box], *, pattern: bool) -> list[int]:
    """The masks that hold the shape wholly."""
    if not shape.points:
        return []
    box = box_around(shape.points)
    holding = [at for at, mask in enumerate(masks) if mask.holds(box, play=_PLAY)]
    if holding:
        return holding
    for mask in masks:
        if not mask.meets(box):
            continue
        if pattern:
            raise UnsafeMask("en yta under masken är fylld med ett mönster")
        if sum(mask.holds(Box(x, y, x, y)) for x, y in shape.points) >= _MANY:
            raise UnsafeMask("en figur under masken kan vara text som är ritad som kurvor")
    return []
