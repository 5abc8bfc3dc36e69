"""The tables of a document as an Excel workbook, by a description that lies beside its template: `arbetsbok.toml`.

Figures are numbers and days are days, so that whoever opens it can go on counting. A text is always a text: one that
begins with `=` is no formula.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from service.errors import TemplateError
from service.fill.faults import placed, template_fault
from service.fill.filters import NBSP, decimals_of, number_of
from service.fill.markdown import Kind, parse_blocks
from service.fill.package import CORE_PROPERTIES, write_package
from service.fill.properties import DocumentProperties
from service.fill.text import clean

_LONGEST_CELL = 32_767
"""Characters that Excel takes in one cell."""
_LINE_HEIGHT, _HIGHEST_ROW = 15, 409
"""Points; Excel has no higher row."""
_FULLNESS = 0.95
"""How much of a line words fill before they break."""
_HEAD = PatternFill("solid", fgColor="E4EDF0")
_ACCENT = "1F4E5F"
_LINE = Border(bottom=Side("thin", color="A9BDC4"))
_TOTAL = Border(top=Side("medium", color=_ACCENT))
_FONT = "Calibri"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_KINDS = frozenset({"text", "tal", "datum"})

Row = tuple[Mapping[str, Any], ...]
"""A row with those that it belongs to, the outermost first: a field is looked for in the innermost first."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; with `each` one for every row of another list."""

    heading: str
    field: str
    width: float = 20
    kind: str = "text"
    total: bool = False
    each: str = ""
    """The list that gives the headings; then `heading` is its field, and `cells` the row's list of cells."""
    cells: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a table."""

    name: str
    rows: str
    """The path of its list; `riktningsmal.svar.resultat` goes through lists within lists."""
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What `arbetsbok.toml` says."""

    source: str
    notes: tuple[str, ...]
    """Lines of the first sheet."""
    sheets: tuple[Sheet, ...]


def read_description(path: Path) -> Description:
    """Read the description of a workbook.

    Raises:
        TemplateError: it cannot be read, or misses something.
    """
    source = f"{path.parent.name}/{path.name}"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        sheets = tuple(_sheet(one) for one in raw["blad"])
        return Description(source, tuple(raw.get("om", ())), sheets)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _broken(source, f"Filen {source} går inte att läsa: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(source, f"I {source} saknas något, eller är fel: {error}") from error


def _broken(source: str, message: str) -> TemplateError:
    return placed(template_fault("template_manifest_invalid", message), source, "")


def _sheet(raw: Mapping[str, Any]) -> Sheet:
    columns = tuple(
        Column(
            heading=one["rubrik"],
            field=one["falt"],
            width=float(one.get("bredd", 20)),
            kind=_kind(one.get("slag", "text")),
            total=bool(one.get("summa", False)),
            each=one.get("for_varje", ""),
            cells=one.get("celler", ""),
        )
        for one in raw["kolumn"]
    )
    return Sheet(raw["namn"], raw["rader"], columns)


def _kind(name: str) -> str:
    if name not in _KINDS:
        msg = f"slag = ”{name}”; det ska vara ett av {', '.join(sorted(_KINDS))}"
        raise ValueError(msg)
    return name


def write_workbook(
    described: Description, context: Mapping[str, Any], properties: DocumentProperties, target: Path
) -> None:
    """Write the workbook; equal input gives equal bytes.

    Raises:
        TemplateError: the description asks for a field that is not there.
    """
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101  # a new workbook has one
    try:
        _write_first(first, described, properties)
        for number, sheet in enumerate(described.sheets, start=1):
            _write_sheet(book.create_sheet(sheet.name), sheet, number, context)
    except TemplateError as error:
        raise placed(error, described.source, "") from error
    told = book.properties
    told.title, told.creator, told.subject = properties.title, properties.author, properties.subject
    told.keywords, told.language = properties.keywords, properties.language
    told.created = properties.created.replace(tzinfo=None)
    buffer = BytesIO()
    book.save(buffer)
    with ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    moment = properties.created.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    members[CORE_PROPERTIES] = _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", members[CORE_PROPERTIES])
    write_package(members, target)


def _write_first(page: Worksheet, described: Description, properties: DocumentProperties) -> None:
    """What the workbook is, and which sheets it has."""
    page.title = "Om"
    page.column_dimensions["A"].width = 100
    lines = [properties.title, *described.notes, "Blad:", *(f"– {one.name}" for one in described.sheets)]
    for number, line in enumerate(lines, start=1):
        cell = page.cell(number, 1)
        _put(cell, line)
        size = 16 if number == 1 else 11
        cell.font = Font(_FONT, size=size, bold=number == 1, color=_ACCENT if number == 1 else None)
    _set_paper(page)


def _write_sheet(page: Worksheet, sheet: Sheet, number: int, context: Mapping[str, Any]) -> None:
    columns = [spread for column in sheet.columns for spread in _spread(column, context)]
    rows = list(_rows_at(sheet.rows.split("."), (context,)))
    for at, (column, heading, _) in enumerate(columns, start=1):
        head = page.cell(1, at)
        _put(head, heading)
        head.font = Font(_FONT, bold=True, color=_ACCENT)
        head.fill, head.border = _HEAD, _LINE
        head.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal=_side(column))
        page.column_dimensions[get_column_letter(at)].width = column.width
    for line, row in enumerate(rows, start=2):
        lines = 1
        for at, (column, _, cell_number) in enumerate(columns, start=1):
            cell = page.cell(line, at)
            _write_cell(cell, column, _value(row, column, cell_number))
            lines = max(lines, _lines_of(cell.value, column.width))
        page.row_dimensions[line].height = min(lines * _LINE_HEIGHT, _HIGHEST_ROW)
    heads = [_lines_of(heading, column.width) for column, heading, _ in columns]
    page.row_dimensions[1].height = max(heads, default=1) * _LINE_HEIGHT
    last = len(rows) + 1
    if rows:
        reach = f"A1:{get_column_letter(len(columns))}{last}"
        table = Table(displayName=f"Tabell{number}", ref=reach)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        page.add_table(table)
        _finish_figures(page, columns, last)
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    _set_paper(page)


def _lines_of(value: object, width: float) -> int:
    """How many lines a text takes in a column: what opens the file does not always measure it anew."""
    if not isinstance(value, str):
        return 1
    return sum(-(-max(len(line), 1) // max(int(width * _FULLNESS), 1)) for line in value.split("\n"))


def _spread(column: Column, context: Mapping[str, Any]) -> list[tuple[Column, str, int]]:
    """The column with its heading and the number of its cell; more than one where a list gives the headings."""
    if not column.each:
        return [(column, column.heading, -1)]
    rows = _rows_at(column.each.split("."), (context,))
    return [(column, _text(row, column.heading), number) for number, row in enumerate(rows)]


def _rows_at(path: Sequence[str], above: Row) -> Iterator[Row]:
    value = _find(above, path[0])
    if not isinstance(value, list):
        raise _missing(".".join(path))
    for item in value:
        row = (*above, item)
        if len(path) > 1:
            yield from _rows_at(path[1:], row)
        else:
            yield row


def _value(row: Row, column: Column, cell_number: int) -> str:
    if cell_number < 0:
        return _text(row, column.field)
    cells = _find(row, column.cells)
    return _text((cells[cell_number],), column.field)


def _text(row: Row, path: str) -> str:
    first, *rest = path.split(".")
    value = _find(row, first)
    for step in rest:
        if value == "":
            return ""  # a reference to nothing
        if not isinstance(value, Mapping) or step not in value:
            raise _missing(path)
        value = value[step]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    if not isinstance(value, str):
        raise _missing(path)
    return value


def _find(row: Row, name: str) -> Any:
    for level in reversed(row):
        if name in level:
            return level[name]
    raise _missing(name)


def _missing(path: str) -> TemplateError:
    return template_fault(
        "template_missing_field", f"Fältet ”{path}” finns inte, eller är inget enkelt värde."
    )


def _write_cell(cell: Cell | Any, column: Column, text: str) -> None:
    number = number_of(text) if column.kind == "tal" else None
    if number is not None:
        cell.value = number
    elif column.kind == "datum" and text:
        cell.value = date.fromisoformat(text)
        cell.number_format = "yyyy-mm-dd"
    else:
        _put(cell, plain_text(text.replace(NBSP, " ")))  # a cell is looked up by its words
    cell.font = Font(_FONT)
    cell.border = _LINE
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=_side(column))


def _put(cell: Cell | Any, text: str) -> None:
    """A text, whatever it begins with."""
    cell.value = text[:_LONGEST_CELL]
    if text:
        cell.data_type = "s"


def plain_text(text: str) -> str:
    """Long text without its marks: paragraphs and list items on lines of their own."""
    lines: list[str] = []
    number = 0
    for block in parse_blocks(clean(text)):
        words = "".join(span.text for span in block.spans)
        number = block.start or number + 1
        mark = {Kind.BULLET: "– ", Kind.NUMBER: f"{number}. "}.get(block.kind, "")
        lines.append("  " * (block.level - 1) + mark + words)
    return "\n".join(lines)


def _finish_figures(page: Worksheet, columns: Sequence[tuple[Column, str, int]], last: int) -> None:
    """The same number of decimals in a whole column, and its sum below where it is wanted."""
    summed = any(column.total for column, _, _ in columns)
    for at, (column, _, _) in enumerate(columns, start=1):
        figures = [cell for line in range(2, last + 1) if _is_figure(cell := page.cell(line, at))]
        decimals = max((decimals_of(Decimal(str(cell.value))) for cell in figures), default=0)
        shown = "#,##0" + ("." + "0" * decimals if decimals else "")
        for cell in figures:
            cell.number_format = shown
        if summed:
            total = page.cell(last + 1, at)
            total.font, total.border = Font(_FONT, bold=True), _TOTAL
            if column.total:
                total.value = sum((Decimal(str(cell.value)) for cell in figures), Decimal(0))
                total.number_format = shown
            elif at == 1:
                total.value = "Summa"


def _is_figure(cell: Cell | Any) -> bool:
    return isinstance(cell.value, Decimal)


def _side(column: Column) -> str:
    return "right" if column.kind == "tal" else "left"


def _set_paper(page: Worksheet) -> None:
    """A4 across, as wide as the paper, the headings on every page, page numbers below."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = page.oddFooter
    if footer is not None and footer.left is not None and footer.right is not None:  # a new page has them
        footer.left.text, footer.right.text = "&A", "Sida &P av &N"
