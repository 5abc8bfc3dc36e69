"""How the sheets of a form look, and what can be chosen in their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from service.model.form import LIST_SHEET, Kind, Option, Question

ACCENT, MUTED, TINT, LINE = "1F4E5F", "595959", "E4EDF0", "A9BDC4"
_FONT = "Calibri"
_WIDE, _LINE_HEIGHT = 0.95, 15.0
"""Width of a letter in the sheet's own measure, with room for words that do not break; height of a line in points."""
_EDGE = Side(style="thin", color=LINE)
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_TINTED = PatternFill("solid", fgColor=TINT)
_QUIET = PatternFill("solid", fgColor="F6F9FA")


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks, and whether it can be written in."""

    font: Font
    fill: PatternFill | None = None
    border: Border | None = None
    wrap: bool = False
    locked: bool = True


LABEL = Look(Font(name=_FONT, bold=True, color=ACCENT), _TINTED, _BOX, wrap=True)
ANSWER = Look(Font(name=_FONT), None, _BOX, wrap=True, locked=False)
HELP = Look(Font(name=_FONT, size=10, color=MUTED), None, None, wrap=True)
REFERENCE = Look(Font(name=_FONT, size=10, color="404040"), _QUIET, None, wrap=True)
TABLE_HEAD = Look(
    Font(name=_FONT, bold=True, color="FFFFFF"), PatternFill("solid", fgColor=ACCENT), _BOX, wrap=True
)

TITLE = Look(Font(name=_FONT, bold=True, size=16, color=ACCENT))
HEADING = Look(Font(name=_FONT, bold=True, size=13, color=ACCENT))
NOTE = Look(Font(name=_FONT, size=10, color=MUTED))
ADVICE = Look(Font(name=_FONT), wrap=True)
LINK = Look(Font(name=_FONT, color=ACCENT, underline="single"))

FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.NUMBER: "#,##0.######", Kind.INTEGER: "0"}
"""Number formats; Excel shows them in the reader's own way, in Swedish 1 234,5. All else is text."""


def set_up(sheet: Worksheet, widths: Sequence[float], *, freeze: str) -> None:
    """Widths, frozen headings, protection without password, and paper."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    if freeze:
        sheet.freeze_panes = freeze
    sheet.sheet_view.showGridLines = False
    protection = sheet.protection
    protection.sheet = True
    # False means allowed: what an officer needs while writing
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.deleteRows = protection.sort = protection.autoFilter = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&A, sida &P av &N"))


def fit_rows(sheet: Worksheet) -> None:
    """Rows high enough for what stands in them; programs that do not measure wrapped text would cut it."""
    widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, sheet.max_column + 1)]
    merged = {cell: area for area in sheet.merged_cells.ranges for row in area.rows for cell in row}
    for number in range(1, sheet.max_row + 1):
        lines, high = 1.0, 0.0
        for column, width in enumerate(widths, start=1):
            cell = sheet.cell(number, column)
            area = merged.get((number, column))
            room = sum(widths[area.min_col - 1 : area.max_col]) if area else width
            high = max(high, cell.font.sz or 11)
            if cell.alignment.wrap_text and cell.value is not None:
                text = str(cell.value).split("\n")
                lines = max(lines, sum(max(1, ceil(len(line) * _WIDE / room)) for line in text))
        sheet.row_dimensions[number].height = min(409.0, max(high * 1.45, lines * _LINE_HEIGHT + 4))


class Choices:
    """The lists that cells choose from, each once on a hidden sheet: a list in a cell's own rule is cut short."""

    def __init__(self, book: Workbook) -> None:
        self._sheet = book.create_sheet(LIST_SHEET)
        self._known: dict[tuple[Option, ...], str] = {}
        self._rules: dict[tuple[str, str], DataValidation] = {}

    def validate(self, sheet: Worksheet, cells: str, question: Question) -> None:
        """Say what the cells take; something else is warned of, not refused: the reader tells it better."""
        if question.many:
            return
        formula = self._range(question.options) if question.options else ""
        kind = "list" if formula else {Kind.DATE: "date", Kind.NUMBER: "decimal"}.get(question.kind, "")
        if not kind:
            return
        rule = self._rules.get((sheet.title, formula or kind))
        if rule is None:
            rule = _rule(kind, formula)
            sheet.add_data_validation(rule)
            self._rules[sheet.title, formula or kind] = rule
        rule.add(cells)

    def _range(self, options: tuple[Option, ...]) -> str:
        if options not in self._known:
            column = len(self._known) + 1
            for row, option in enumerate(options, start=1):
                self._sheet.cell(row, column, option.label)
            letter = get_column_letter(column)
            self._known[options] = f"{LIST_SHEET}!${letter}$1:${letter}${len(options)}"
        return self._known[options]

    def hide(self) -> None:
        """Put the lists out of sight, last in the workbook."""
        book = self._sheet.parent
        assert isinstance(book, Workbook)  # noqa: S101  # it was made for one
        book.move_sheet(self._sheet, len(book.worksheets))
        self._sheet.sheet_state = "hidden"


def _rule(kind: str, formula: str) -> DataValidation:
    if kind == "list":
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        rule.error = "Välj ett av alternativen i listan."
    elif kind == "date":
        rule = DataValidation(type="date", operator="greaterThan", formula1="25569", allow_blank=True)
        rule.error = "Skriv ett datum, till exempel 2026-12-14."
    else:
        rule = DataValidation(
            type="decimal", operator="between", formula1="-1E15", formula2="1E15", allow_blank=True
        )
        rule.error = "Skriv ett tal, till exempel 80,5."
    rule.errorStyle, rule.errorTitle, rule.showErrorMessage = "warning", "Kontrollera svaret", True
    return rule
