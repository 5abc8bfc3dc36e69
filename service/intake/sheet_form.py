"""A filled Excel form: every sheet as a table of cells, whoever saved it.

Formulas give the value that was saved with them. Cells are taken from where they are, never by walking over the
whole sheet: a single cell at the far end would make that a walk over millions.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from service.errors import UnreadableInput
from service.intake.form_blocks import Cell, Line, Paper, Remark, Table, broken_file
from service.intake.markdown_text import Piece, at_height, inline
from service.model.form import BOOKMARK, FORM_MARK, LIST_SHEET, META_SHEET, START_HEADS

_OURS = {META_SHEET, LIST_SHEET}
_LITERAL = re.compile(r'"[^"]*"|\\.')
_WIDEST = 60
"""So many columns are filled with empty cells, so that "the cell to the right" is always known."""
_UNREADABLE = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, IndexError, AttributeError,
    OverflowError, SyntaxError, EOFError,
)  # fmt: skip
"""What openpyxl and its parser raise over a file whose parts contradict each other."""
_NO_RESULT = Remark(
    "form_formula_without_value",
    "Cellen har en formel vars resultat inte är sparat; den är läst som tom.",
)
_PERCENT = Remark(
    "form_percent_read",
    "Cellen visar procent; talet är läst som det visas, 84,1 % som 84,1.",
)
_STRUCK = Remark("form_strike_not_kept", "Överstruken text i cellen är läst som vanlig text.")
_COMMENT = Remark("form_comments_not_read", "Cellen har en kommentar. Den läses inte.")


def read_sheet_form(path: Path) -> Paper:
    """Read an Excel file that the gate has let in.

    Raises:
        UnreadableInput: it cannot be opened.
    """
    try:
        values = _load(path, data_only=True)
        formulas = _load(path, data_only=False) if _has_formulas(path) else None
        names = _names(values)
    except _UNREADABLE as fault:
        raise UnreadableInput(broken_file(path)) from fault
    blocks = []
    for sheet in values.worksheets:
        if sheet.title not in _OURS and isinstance(sheet, Worksheet) and not _is_start(sheet):
            other = formulas[sheet.title] if formulas is not None else None
            blocks += _sheet(sheet, other if isinstance(other, Worksheet) else None, names)
    return Paper(tuple(blocks), _marks(values), is_sheet=True)


def _is_start(sheet: Worksheet) -> bool:
    """Whether it is the first sheet, which lists the others, whatever it is called now."""
    heads = dict(enumerate(START_HEADS, start=1))
    return any(
        all(
            (cell := sheet._cells.get((row, column))) and cell.value == text for column, text in heads.items()
        )
        for row, column in list(sheet._cells)
        if column == 1
    )


def _load(path: Path, *, data_only: bool) -> Workbook:
    with path.open("rb") as file, warnings.catch_warnings():
        # What openpyxl warns of is how a sheet looks or checks itself; the values are read all the same.
        warnings.simplefilter("ignore", UserWarning)
        return load_workbook(file, data_only=data_only, rich_text=data_only)


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = (name for name in archive.namelist() if name.startswith("xl/worksheets/"))
        return any(b"<f>" in part or b"<f " in part for part in map(archive.read, sheets))


def _names(book: Workbook) -> dict[tuple[str, str], str]:
    """The path that a named cell stands for, by sheet and coordinate."""
    found: dict[tuple[str, str], str] = {}
    scoped = [(sheet.title, names) for sheet in book.worksheets for names in [sheet.defined_names]]
    for _, names in [("", book.defined_names), *scoped]:
        for name, defined in names.items():
            if name.startswith(BOOKMARK) and "#REF" not in (defined.attr_text or ""):
                for sheet, place in defined.destinations:
                    path = name.removeprefix(BOOKMARK).replace("__", ".")
                    found[sheet, place.replace("$", "")] = path
    return found


def _marks(book: Workbook) -> dict[str, str]:
    if META_SHEET not in book.sheetnames:
        return {}
    rows = [
        [str(cell.value or "") for cell in row[:2]]
        for row in book[META_SHEET].iter_rows(max_row=20, max_col=2)
    ]
    if not rows or rows[0][0] != FORM_MARK:
        return {}
    return {row[0]: row[1] for row in rows[1:] if len(row) == 2 and row[0]}


def _sheet(
    sheet: Worksheet, formulas: Worksheet | None, names: Mapping[tuple[str, str], str]
) -> list[Table | Line]:
    by_row: dict[int, dict[int, Cell]] = defaultdict(dict)
    for (row, column), cell in sheet._cells.items():
        formula = formulas._cells.get((row, column)) if formulas is not None else None
        has_formula = formula is not None and formula.data_type == "f"
        by_row[row][column] = _cell(cell, sheet.title, names, has_formula=has_formula)
    rows = []
    for row in sorted(by_row):
        cells = by_row[row]
        if all(cell.is_empty and not cell.remarks for cell in cells.values()):
            continue
        for column in range(1, min(max(cells) + 1, _WIDEST)):
            cells.setdefault(column, Cell(place=_place(sheet.title, column, row), column=column))
        rows.append(tuple(cells[column] for column in sorted(cells)))
    if not rows:
        return []
    return [Table(tuple(rows), frozenset(sheet.tables), f"bladet ”{sheet.title}”")]


def _cell(cell: Any, sheet: str, names: Mapping[tuple[str, str], str], *, has_formula: bool) -> Cell:
    value = cell.value
    remarks = []
    if has_formula and value is None:
        remarks.append(_NO_RESULT)
    if cell.comment is not None:
        remarks.append(_COMMENT)
    if value is not None and _is_struck(cell):
        remarks.append(_STRUCK)
    if cell.data_type == "e":
        remarks.append(_error(str(value)))
        value = None
    rich = _rich(value)
    native = _native(value)
    percent = isinstance(native, Decimal) and _shows_percent(cell.number_format)
    if isinstance(native, Decimal) and percent:
        native *= 100  # whoever writes 84,1 % in a cell leaves 0,841 in the file
        remarks.append(_PERCENT)
    return Cell(
        lines=tuple(line.strip() for line in _plain(value).split("\n") if line.strip())
        if native is None
        else (),
        rich=rich,
        native=native,
        percent=percent,
        place=_place(sheet, cell.column, cell.row),
        mark=names.get((sheet, cell.coordinate), ""),
        remarks=tuple(remarks),
        column=cell.column,
    )


def _error(found: str) -> Remark:
    return Remark(
        "form_cell_error",
        f"Cellen visar ett fel, {found}, i stället för ett värde.",
        "Rätta formeln, eller skriv värdet i stället.",
    )


def _native(value: Any) -> date | time | Decimal | bool | None:
    if isinstance(value, bool | date | time):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return time(seconds // 3600, seconds // 60 % 60) if 0 <= seconds < 86_400 else None
    return None


def _shows_percent(number_format: str) -> bool:
    """Whether a format multiplies by a hundred; a quoted percent sign is only a letter."""
    return "%" in _LITERAL.sub("", number_format)


def _is_struck(cell: Any) -> bool:
    parts = cell.value if isinstance(cell.value, CellRichText) else ()
    return bool(cell.font.strike) or any(isinstance(part, TextBlock) and part.font.strike for part in parts)


def _plain(value: Any) -> str:
    if isinstance(value, CellRichText):
        return "".join(map(_letters, value))
    return "" if value is None else str(value)


def _letters(part: TextBlock | str) -> str:
    return at_height(part.text, part.font.vertAlign) if isinstance(part, TextBlock) else part


def _rich(value: Any) -> str:
    """The text as Markdown; what is made bold or italic with the program's own buttons gets its marks."""
    if not isinstance(value, CellRichText):
        text = value if isinstance(value, str) else ""
        return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")
    lines: list[list[Piece]] = [[]]
    for part in value:
        bold = isinstance(part, TextBlock) and bool(part.font.b)
        italic = isinstance(part, TextBlock) and bool(part.font.i)
        first, *rest = _letters(part).split("\n")
        lines[-1].append(Piece(first, bold, italic))
        lines += [[Piece(text, bold, italic)] for text in rest]
    return "\n".join(inline(line, raw=True) for line in lines).strip("\n")


def _place(sheet: str, column: int, row: int) -> str:
    return f"bladet ”{sheet}”, cell {get_column_letter(column)}{row}"
