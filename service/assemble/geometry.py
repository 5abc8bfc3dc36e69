"""A page as its reader sees it: upright, with its origin at the lower left corner of what is visible.

Rotation, crop boxes, boxes written backwards and user units are dealt with here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan

from service.assemble.objects import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    entry,
    entry_list,
    number,
    set_entry,
)

_SMALLEST, _LARGEST = 3.0, 1e6
_DEFAULT = (0.0, 0.0, 612.0, 792.0)
_DIRECTIONS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the page's own coordinates."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.top - self.bottom

    def within(self, other: Box) -> Box:
        """The part of it that lies in the other."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def around(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def usable(self) -> bool:
        """Whether a page can have this size."""
        return all(_SMALLEST <= side <= _LARGEST for side in (self.width, self.height))

    def as_array(self) -> ArrayObject:
        """The box as PDF writes it."""
        return ArrayObject(FloatObject(edge) for edge in (self.left, self.bottom, self.right, self.top))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The visible page."""

    visible: Box
    rotation: int = 0
    """0, 90, 180 or 270 degrees clockwise."""
    unit: float = 1.0
    """Points per unit of the page's coordinates."""

    @property
    def width(self) -> float:
        """Width as seen, in the page's units."""
        return self.visible.height if self.rotation % 180 else self.visible.width

    @property
    def height(self) -> float:
        """Height as seen, in the page's units."""
        return self.visible.width if self.rotation % 180 else self.visible.height

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The page's coordinates of a place as seen, counted from the lower left corner."""
        box = self.visible
        return {
            0: (box.left + x, box.bottom + y),
            90: (box.right - y, box.bottom + x),
            180: (box.right - x, box.top - y),
            270: (box.left + y, box.top - x),
        }[self.rotation]

    def matrix(self, x: float, y: float) -> tuple[float, ...]:
        """The text matrix that writes upright from a place as seen."""
        return (*_DIRECTIONS[self.rotation], *self.point(x, y))

    def area(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The page's coordinates of an area as seen."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def extended(self, strip: float) -> Sheet:
        """The sheet with a strip added above what is seen."""
        box = self.visible
        grown = {
            0: replace(box, top=box.top + strip),
            90: replace(box, left=box.left - strip),
            180: replace(box, bottom=box.bottom - strip),
            270: replace(box, right=box.right + strip),
        }[self.rotation]
        return replace(self, visible=grown)


def read_sheet(page: DictionaryObject) -> Sheet:
    """How the page is seen: the crop box as far as it lies in the media box, turned."""
    media = read_box(page, "/MediaBox") or Box(*_DEFAULT)
    crop = read_box(page, "/CropBox")
    visible = crop.within(media) if crop else media
    unit = number(entry(page, "/UserUnit"), 1.0)
    turned = int(number(entry(page, "/Rotate"), 0) / 90) * 90 % 360
    return Sheet(visible if visible.usable() else media, turned, unit if unit > 0 else 1.0)


def extend_page(page: DictionaryObject, sheet: Sheet) -> None:
    """Make the page as large as the sheet; `sheet` is what `Sheet.extended` gave."""
    media = read_box(page, "/MediaBox") or Box(*_DEFAULT)
    set_entry(page, "MediaBox", media.around(sheet.visible).as_array())
    set_entry(page, "CropBox", sheet.visible.as_array())


def read_box(page: DictionaryObject, key: str) -> Box | None:
    """One of a page's boxes, such as `/MediaBox`; None when it is missing or no page can have it."""
    edges = [number(edge, float("nan")) for edge in entry_list(page, key)]
    if len(edges) != 4 or any(isnan(edge) for edge in edges):
        return None
    box = _ordered(*edges)
    return box if box.usable() else None


def _ordered(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
