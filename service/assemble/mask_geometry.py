"""Rectangles and matrices of a page, as masking needs them: in points, in the page's own unturned coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that stands upright in the page's own coordinates."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def overlap(self, other: Box) -> tuple[float, float]:
        """How wide and how high what both cover is; 0 where they do not meet."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(0.0, wide), max(0.0, high)

    def meets(self, other: Box) -> bool:
        """Whether they touch or share anything: a line has no width, and can be met all the same."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.bottom <= other.top
            and other.bottom <= self.top
        )

    def holds(self, other: Box, play: float = 0.0) -> bool:
        """Whether the other one lies wholly inside."""
        return (
            self.left - play <= other.left
            and other.right <= self.right + play
            and self.bottom - play <= other.bottom
            and other.top <= self.top + play
        )

    def grown(self, by: float) -> Box:
        """The same with an edge around it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Its corners, around."""
        return (
            (self.left, self.bottom),
            (self.right, self.bottom),
            (self.right, self.top),
            (self.left, self.top),
        )


def box_around(points: Iterable[Point]) -> Box:
    """The smallest box that holds all points."""
    found = list(points)
    across, up = [x for x, _ in found], [y for _, y in found]
    return Box(min(across), min(up), max(across), max(up))


def ordered(sides: Sequence[float]) -> Box:
    """A box from four numbers, whichever corners they name."""
    left, bottom, right, top = (float(side) for side in sides)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


@dataclass(frozen=True, slots=True)
class Matrix:
    """A transformation as PDF writes it: [a b c d e f]."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def after(self, outer: Matrix) -> Matrix:
        """First this one, then the outer one."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def place(self, x: float, y: float) -> Point:
        """Where a point comes to stand."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """The upright box around where a box comes to stand."""
        return box_around(self.place(*corner) for corner in box.corners)

    def inverse(self) -> Matrix | None:
        """The way back; None when everything falls on a line."""
        size = self.a * self.d - self.b * self.c
        if abs(size) < 1e-12:
            return None
        return Matrix(
            self.d / size,
            -self.b / size,
            -self.c / size,
            self.a / size,
            (self.c * self.f - self.d * self.e) / size,
            (self.b * self.e - self.a * self.f) / size,
        )


UNIT = Box(0.0, 0.0, 1.0, 1.0)
"""Where a picture stands before it is placed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How a page is shown: the part of it that is seen, and by how many degrees it is turned clockwise."""

    box: Box
    turned: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of what is seen, as it is seen."""
        wide, high = self.box.width, self.box.height
        return (high, wide) if self.turned % 180 else (wide, high)

    @property
    def matrix(self) -> Matrix:
        """From the page's own coordinates to its picture's, which begin in its upper left corner and go down."""
        box = self.box
        return {
            0: Matrix(1, 0, 0, -1, -box.left, box.top),
            90: Matrix(0, 1, 1, 0, -box.bottom, -box.left),
            180: Matrix(-1, 0, 0, 1, box.right, -box.bottom),
            270: Matrix(0, -1, -1, 0, box.top, box.right),
        }[self.turned % 360]
