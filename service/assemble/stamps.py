"""The stamp that every page carries: label, diarienummer and running page number.

It is a discreet line in the same visual corner of every page and covers nothing: on a page of somebody else's a white
place is looked for, and where there is none the page grows by a strip at its upper edge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pypdf.generic import EncodedStreamObject, StreamObject

from service.assemble.content import Balance
from service.assemble.font import RESOURCE, StampFont
from service.assemble.geometry import Box, Sheet, extend_page, read_sheet
from service.assemble.objects import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    entry,
    make,
    name,
    resolve,
    set_entry,
    stream,
)
from service.assemble.table import ObjectTable
from service.model.packet import PacketPlan, PlannedPart

_SIZE = 8.0
_MARGIN = 28.0
_TOP_BASELINE = 23.0
_BOTTOM_BASELINE = 17.0
_ASCENT, _DESCENT, _CLEARANCE = 7.0, 3.0, 2.0
_STRIP, _STRIP_BASELINE = 22.0, 8.0
_GREY = 0.4
_NORMAL_SIDE = 842.0
"""Up to A3 the stamp is 8 points; on larger sheets it grows with them, as they are read reduced."""

IsBlank = Callable[[Sheet, Box], bool]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the stamp stands: its left end on the baseline, as seen, in the page's units."""

    x: float
    y: float
    size: float
    strip: float = 0.0
    """Height that has to be added above the page; 0 when there is room."""


def stamp_text(planned: PlannedPart, plan: PacketPlan, page: int) -> str:
    """The stamp's words for a page, counted from 1 in the file."""
    part = planned.part
    pieces = [
        part.mark,
        part.label,
        part.diarienummer,
        _page_text(planned.label_of(page), plan.printed_count),
    ]
    return " · ".join(piece for piece in pieces if piece)


def _page_text(label: str, count: int) -> str:
    """`Sida 117a (550)`; a page that stands for several says `Sidorna`, one outside the numbering has no count."""
    words = f"{'Sidorna' if '–' in label or ',' in label else 'Sida'} {label}"
    return f"{words} ({count})" if label[0].isdecimal() else words


def place_own(sheet: Sheet, words: str, font: StampFont) -> Placement:
    """The top right corner, which our own templates leave free."""
    return next(iter(_candidates(sheet, words, font)))


def place_foreign(sheet: Sheet, words: str, font: StampFont, is_blank: IsBlank) -> Placement:
    """The first white place; where there is none, a strip above the page."""
    point = _point(sheet)
    for placement in _candidates(sheet, words, font):
        width = font.width(words, placement.size)
        clear = _CLEARANCE * point
        area = Box(
            placement.x - clear,
            placement.y - _DESCENT * point - clear,
            placement.x + width + clear,
            placement.y + _ASCENT * point + clear,
        )
        if is_blank(sheet, area):
            return placement
    first = place_own(sheet, words, font)
    return Placement(first.x, sheet.height + _STRIP_BASELINE * point, first.size, _STRIP * point)


def _candidates(sheet: Sheet, words: str, font: StampFont) -> list[Placement]:
    point = _point(sheet)
    margin = min(_MARGIN * point, sheet.width * 0.05)
    size = _SIZE * point
    width = font.width(words, size)
    if width > sheet.width - 2 * margin:
        size *= (sheet.width - 2 * margin) / width
        width = sheet.width - 2 * margin
    right, left, centre = sheet.width - margin - width, margin, (sheet.width - width) / 2
    top, bottom = sheet.height - _TOP_BASELINE * point, _BOTTOM_BASELINE * point
    places = ((right, top), (left, top), (right, bottom), (left, bottom), (centre, top), (centre, bottom))
    return [Placement(x, y, size) for x, y in places]


def _point(sheet: Sheet) -> float:
    """One point of stamp, in the page's units."""
    shorter = min(sheet.width, sheet.height) * sheet.unit
    return max(1.0, shorter / _NORMAL_SIDE) / sheet.unit


class Stamper:
    """Writes stamps; the font and the opening `q` are one object each for the whole packet."""

    def __init__(self, table: ObjectTable, font: StampFont) -> None:
        self._table = table
        self._font = font
        self.font_place = font.embed(table)
        """Where the font is."""
        self.open_place = table.add(stream(b"q\n"))
        """Where the stream is that begins a page's content."""

    def stamp(self, page: DictionaryObject, words: str, placement: Placement, balance: Balance) -> None:
        """Append the stamp as a content stream of its own; what was there is neither read nor changed."""
        sheet = read_sheet(page)
        opening = [self.open_place]
        if balance.opening:
            opening.insert(0, self._table.add(stream(balance.opening)))
        if placement.strip:
            seen = sheet.visible
            grown = sheet.extended(placement.strip)
            opening.append(self._table.add(stream(_clip(seen))))
            extend_page(page, grown)
            # Places are counted from the lower left corner as seen, which the strip above does not move.
        closing = self._table.add(self.content(sheet, words, placement, balance))
        frame_content(page, opening, closing)
        add_font(page, self.font_place)

    def content(
        self, sheet: Sheet, words: str, placement: Placement, balance: Balance
    ) -> EncodedStreamObject:
        """The stream that ends a page's content."""
        return stream(balance.closing + b"\nQ\n" + self._write(sheet, words, placement))

    def _write(self, sheet: Sheet, words: str, placement: Placement) -> bytes:
        matrix = " ".join(_short(value) for value in sheet.matrix(placement.x, placement.y))
        return (
            "/Artifact <</Type /Pagination /Subtype /Header>> BDC\n"
            f"q {_GREY} g BT /{RESOURCE} {_short(placement.size)} Tf {matrix} Tm {self._font.encode(words)} Tj ET Q\n"
            "EMC\n"
        ).encode()


def frame_content(page: DictionaryObject, opening: Sequence[IndirectObject], closing: IndirectObject) -> None:
    """Put streams before and after a page's content, which is neither read nor changed."""
    set_entry(page, "Contents", ArrayObject([*opening, *_streams(page), closing]))


def add_font(page: DictionaryObject, font: IndirectObject) -> None:
    """Give a page the stamp's font to draw with."""
    resources = _own_dictionary(page, "Resources")
    _own_dictionary(resources, "Font")[name(RESOURCE)] = font


def _own_dictionary(holder: DictionaryObject, key: str) -> DictionaryObject:
    """The dictionary under a key; a new one when there is none, or something else in its place."""
    found = entry(holder, f"/{key}")
    if isinstance(found, DictionaryObject) and not isinstance(found, StreamObject):
        return found
    made = make()
    set_entry(holder, key, made)
    return made


def _streams(page: DictionaryObject) -> list[IndirectObject]:
    held = dict.get(page, "/Contents")
    found = resolve(held)
    items = list(list.__iter__(found)) if isinstance(found, list) else [held]
    return [item for item in items if isinstance(item, IndirectObject) and resolve(item) is not None]


def _clip(box: Box) -> bytes:
    edges = " ".join(_short(value) for value in (box.left, box.bottom, box.width, box.height))
    return f"{edges} re W n\n".encode()


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
