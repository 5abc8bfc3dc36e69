"""Where the cells of a spreadsheet stand on a page: read from the notes that the conversion leaves in each of them.

A note lies at its cell's upper right corner, and its words are `samlad:cell <sheet> <block> <row> <column>
<head|body> <height of the row in hundredths of a millimetre>`, counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pikepdf

_WORDS = re.compile(r"samlad:cell (\d+) (\d+) (\d+) (\d+) (head|body) (\d+(?:\.\d+)?)")
_NOTES = ("/Text", "/Popup")
_POINTS = 72 / 2540
"""Points in a hundredth of a millimetre."""
_SLACK = 1.0


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell with content."""

    sheet: int
    block: int
    """Rows of a block follow one another without an empty row between them."""
    row: int
    column: int
    head: bool = False
    """It is declared to be in the head of a table."""


@dataclass(frozen=True, slots=True)
class Note:
    """A cell's place on a page, in points."""

    cell: Cell
    right: float
    top: float
    height: float
    """Of the row, in hundredths of a millimetre of the sheet, which may be printed smaller."""


class Grid:
    """The cells of one page."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._columns = _columns(notes)
        self._rows: dict[int, dict[int, Cell]] = {}
        for note in notes:
            self._rows.setdefault(note.cell.row, {})[note.cell.column] = note.cell
        tops = {note.cell.row: note.top for note in notes}
        self._tops = sorted(((top, row) for row, top in tops.items()), reverse=True)
        lowest = min(notes, key=lambda note: note.top)
        self._bottom = lowest.top - lowest.height * _scale(notes)

    def find(self, x: float, y: float) -> Cell | None:
        """The cell to which text belongs that begins here; None above and below all cells."""
        row = next((row for top, row in reversed(self._tops) if top > y), None)
        if row is None or y < self._bottom - _SLACK:
            return None
        cells = self._rows[row]
        column = next((column for right, column in self._columns if right > x), max(cells))
        # Text of a neighbour that runs over an empty cell belongs to the one that it runs from.
        return cells[min(cells, key=lambda held: (abs(held - column), -held))]


def take_notes(page: pikepdf.Page) -> Grid | None:
    """Take all notes off a page; returns where its cells are, or None when no note says that."""
    held = page.obj.get("/Annots")
    if held is None:
        return None
    annotations = list(held.as_list())
    notes = [note for one in annotations if (note := _read(one)) is not None]
    kept = [one for one in annotations if str(one.get("/Subtype")) not in _NOTES]
    if kept:
        page.obj.Annots = pikepdf.Array(kept)
    elif annotations:
        del page.obj["/Annots"]
    return Grid(notes) if notes else None


def _read(annotation: pikepdf.Object) -> Note | None:
    told = _WORDS.fullmatch(str(annotation.get("/Contents", "")))
    if annotation.get("/Subtype") != pikepdf.Name.Text or told is None:
        return None
    sheet, block, row, column = (int(number) for number in told.group(1, 2, 3, 4))
    _, _, right, top = (float(edge) for edge in annotation.Rect.as_list())
    return Note(Cell(sheet, block, row, column, told[5] == "head"), right, top, float(told[6]))


def _columns(notes: Sequence[Note]) -> list[tuple[float, int]]:
    """The right edge of every column; a cell that reaches over several columns does not tell it."""
    found: dict[int, float] = {}
    for note in notes:
        column = note.cell.column
        found[column] = min(found.get(column, note.right), note.right)
    return sorted((right, column) for column, right in found.items())


def _scale(notes: Sequence[Note]) -> float:
    """How large a hundredth of a millimetre of the sheet is on the page: told by rows that follow one another."""
    rows = sorted({note.cell.row: note for note in notes}.items())
    found = [
        (above.top - below.top) / above.height
        for (number, above), (following, below) in pairwise(rows)
        if following == number + 1 and above.height > 0
    ]
    return median(found) if found else _POINTS
