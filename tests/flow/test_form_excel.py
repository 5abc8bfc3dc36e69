"""Excel forms as people leave them: read without loss, or told with sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.forms import changed, form_notices, form_reader, make, model_of, sample, told, with_part

REPORT = sample("nulagesbeskrivning/vn-2026")


@pytest.fixture(name="form", scope="module")
def _form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("excel") / "vn.xlsx"
    return make(target, "nulagesbeskrivning", "VN", answers=REPORT)


@pytest.fixture(name="wanted", scope="module")
def _wanted() -> Any:
    return model_of(REPORT)


def _changed(form: Path, target: Path, change: Callable[[Workbook], None]) -> Path:
    book = load_workbook(form)
    change(book)
    book.save(target)
    return target


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _answer(book: Workbook, sheet: str, label: str) -> Any:
    """The cell right of a label."""
    row = next(row for row in _sheet(book, sheet).iter_rows(max_col=2) if str(row[0].value).startswith(label))
    return row[1]


def _set(sheet: str, label: str, value: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell = _answer(book, sheet, label)
        cell.value = value
        if isinstance(value, str) and value.startswith("="):
            cell.data_type = "f"

    return change


def test_rows_that_do_not_carry_their_names_along(form: Path, wanted: Any, tmp_path: Path) -> None:
    """A program that inserts rows without moving the names leads nobody astray: the labels decide."""

    def insert(book: Workbook) -> None:
        _sheet(book, "Om dokumentet").insert_rows(4, 2)
        _sheet(book, "Lagstiftning").insert_rows(5, 3)

    assert model_of(_changed(form, tmp_path / "form.xlsx", insert)) == wanted


def test_names_tables_and_hints_may_be_gone(form: Path, wanted: Any, tmp_path: Path) -> None:
    """Without a single name, table or sheet title the labels and headings are enough."""

    def strip(book: Workbook) -> None:
        for name in list(book.defined_names):
            del book.defined_names[name]
        for number, sheet in enumerate(book.worksheets):
            sheet.tables.clear()
            if not sheet.title.startswith("_"):
                sheet.title = f"Blad{number}"

    assert model_of(_changed(form, tmp_path / "form.xlsx", strip)) == wanted


def test_columns_in_another_order(form: Path, wanted: Any, tmp_path: Path) -> None:
    """The columns of a list are known by their headings."""

    def reverse(book: Workbook) -> None:
        sheet = _sheet(book, "Resultat")
        sheet.tables.clear()
        for row in sheet.iter_rows(min_row=4):
            for cell, value in zip(row, [cell.value for cell in reversed(row)], strict=True):
                cell.value = value

    assert model_of(_changed(form, tmp_path / "form.xlsx", reverse)) == wanted


@pytest.mark.parametrize("value", [datetime(2026, 10, 28), date(2026, 10, 28), "28 okt 2026", " 2026-10-28 "])  # noqa: DTZ001 - a cell has no time zone
def test_days(value: Any, form: Path, wanted: Any, tmp_path: Path) -> None:
    """A day is a day as a date, with a time of midnight, or as text."""
    assert model_of(_changed(form, tmp_path / "form.xlsx", _set("Om dokumentet", "Datum", value))) == wanted


@pytest.mark.parametrize("value", ["23 210", "23\u00a0210,0", 23210.0, "23210"])
def test_numbers(value: Any, form: Path, wanted: Any, tmp_path: Path) -> None:
    """A number is a number, also as text with blanks and comma."""

    def change(book: Workbook) -> None:
        cell = next(c for row in _sheet(book, "Värden").iter_rows() for c in row if c.value == 23210)
        cell.value = value

    assert model_of(_changed(form, tmp_path / "form.xlsx", change)) == wanted


@pytest.mark.parametrize("value", ["\u22124,5", "–4,5", "\u2212 4,5"])
def test_a_minus_of_any_kind(value: str, form: Path, tmp_path: Path) -> None:
    """The signs that word processors make of a minus are one."""
    path = _changed(form, tmp_path / "form.xlsx", _in_values(value))
    assert _value(path) == Decimal("-4.5")


def test_a_percentage_is_read_as_it_is_shown(form: Path, tmp_path: Path) -> None:
    """Excel keeps 84,1 % as 0,841; what its writer saw is what counts, and is told."""
    path = _changed(form, tmp_path / "form.xlsx", _in_values(0.841, "0.0%"))
    assert _value(path) == Decimal("84.1")
    assert [(one.code, one.path) for one in form_notices(path)] == [
        ("form_percent_read", "bladet ”Värden”, cell C5")
    ]


def test_a_percent_sign_that_is_only_a_letter(form: Path, tmp_path: Path) -> None:
    """A format that writes the sign behind the number does not multiply."""
    path = _changed(form, tmp_path / "form.xlsx", _in_values(84.1, '0.0" %"'))
    assert _value(path) == Decimal("84.1")
    assert not form_notices(path)


@pytest.mark.parametrize(("value", "shown"), [(99, "99"), (date(2026, 5, 3), "2026-05-03"), (0.25, "0,25")])
def test_a_number_beside_the_form_is_told(
    value: Any, shown: str, form: Path, wanted: Any, tmp_path: Path
) -> None:
    """What is no text is not passed over either."""

    def change(book: Workbook) -> None:
        _sheet(book, "Om dokumentet")["H3"] = value
        _sheet(book, "Värden")["K5"] = value

    path = _changed(form, tmp_path / "form.xlsx", change)
    assert model_of(path) == wanted
    assert [(one.path, shown in one.message) for one in form_notices(path)] == [
        ("bladet ”Om dokumentet”, cell H3", True),
        ("bladet ”Värden”, cell K5", True),
    ]


def test_a_copied_sheet_is_told(form: Path, tmp_path: Path) -> None:
    """A list sheet that was copied would double its rows; that is not passed over."""

    def copy(book: Workbook) -> None:
        book.copy_worksheet(_sheet(book, "Lagstiftning"))

    path = _changed(form, tmp_path / "form.xlsx", copy)
    (notice,) = form_notices(path)
    assert notice.code == "form_rows_repeated"
    assert notice.path.startswith("bladet ”Lagstiftning Copy”, cell A")


def _value(path: Path) -> Decimal:
    """The answer that `_in_values` has written over."""
    values = form_reader().given(path).raw["verksamhetsbeskrivning"]["nyckeltal"][0]["varden"]
    return Decimal(str(values[0]["varde"]).replace(",", "."))


def _in_values(value: Any, number_format: str = "General") -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell = next(c for row in _sheet(book, "Värden").iter_rows() for c in row if c.value == 23210)
        cell.value, cell.number_format = value, number_format

    return change


def test_formatting_in_a_cell(form: Path, tmp_path: Path) -> None:
    """What is made bold, italic or raised with Excel's buttons is so, beside Markdown by hand."""
    bold, italic, raised = InlineFont(b=True), InlineFont(i=True), InlineFont(vertAlign="superscript")
    rich = CellRichText(
        "Vi är ",
        TextBlock(bold, "mycket "),
        TextBlock(italic, "nöjda"),
        " med **allt**, 40 m",
        TextBlock(raised, "2"),
        ".\n\n- ja",
    )
    path = _changed(form, tmp_path / "form.xlsx", _set("Samlad bedömning", "Måluppfyllelse", rich))
    assert form_reader().given(path).raw["maluppfyllelse"] == (
        "Vi är **mycket** *nöjda* med **allt**, 40 m².\n\n- ja"
    )


def test_a_formula_without_a_result(form: Path, tmp_path: Path) -> None:
    """A formula that no program has counted is read as empty, and told."""
    path = _changed(
        form, tmp_path / "form.xlsx", _set("Om dokumentet", "Mallversion", '=CONCATENATE("1",".0")')
    )
    (notice,) = form_notices(path)
    assert notice.code == "form_formula_without_value"
    assert notice.path.startswith("bladet ”Om dokumentet”, cell B")


def test_a_comment_is_told(form: Path, wanted: Any, tmp_path: Path) -> None:
    """A comment is no answer, but its writer hears of it."""

    def comment(book: Workbook) -> None:
        _answer(book, "Om dokumentet", "Diarienummer").comment = Comment("Stämmer det?", "Handläggaren")

    path = _changed(form, tmp_path / "form.xlsx", comment)
    assert model_of(path) == wanted
    assert [one.code for one in form_notices(path)] == ["form_comments_not_read"]


@pytest.mark.parametrize("whole", [True, False])
def test_struck_text_is_told(form: Path, tmp_path: Path, *, whole: bool) -> None:
    """A figure or a word that somebody has struck out is read, and its writer hears of it."""

    def strike(book: Workbook) -> None:
        cell = _answer(book, "Samlad bedömning", "Måluppfyllelse")
        cell.value = (
            "Vi är nöjda."
            if whole
            else CellRichText("Vi är ", TextBlock(InlineFont(strike=True), "inte "), "nöjda.")
        )
        if whole:
            cell.font = Font(strike=True)

    (notice,) = form_notices(_changed(form, tmp_path / "form.xlsx", strike))
    assert notice.code == "form_strike_not_kept"
    assert notice.path.startswith("bladet ”Samlad bedömning”, cell B")


def test_merged_cells_and_inherited_keys(form: Path, wanted: Any, tmp_path: Path) -> None:
    """Rows under a merged cell belong to the same entry."""

    def merge(book: Workbook) -> None:
        sheet = _sheet(book, "Värden")
        first = sheet.cell(5, 1).value
        rows = [row for row in range(5, 60) if sheet.cell(row, 1).value == first]
        sheet.tables.clear()
        sheet.merge_cells(start_row=rows[0], end_row=rows[-1], start_column=1, end_column=1)

    assert model_of(_changed(form, tmp_path / "form.xlsx", merge)) == wanted


@pytest.mark.parametrize(
    ("value", "guess"),
    [
        ("Inte uppnått", "Ej uppnått"),
        ("delvis uppnåt", "Delvis uppnått"),
        ("Uppnått (nästan)", "Uppnått"),
        ("🙂", ""),
    ],
)
def test_a_choice_that_is_nearly_right(value: str, guess: str, form: Path, tmp_path: Path) -> None:
    """The fault names the choice that was probably meant, by the words of the list."""

    def change(book: Workbook) -> None:
        sheet = _sheet(book, "Per riktningsmål")
        next(c for row in sheet.iter_rows() for c in row if c.value == "Delvis uppnått").value = value

    (fault,) = told(_changed(form, tmp_path / "form.xlsx", change))
    assert fault.code == "unknown_choice"
    assert fault.remedy.startswith(
        f"Menade du ”{guess}”? Välj ett av: Uppnått, " if guess else "Välj ett av: "
    )


def test_a_row_that_belongs_to_nothing(form: Path, tmp_path: Path) -> None:
    """A row that names an entry which is not there is a fault at its cell."""

    def change(book: Workbook) -> None:
        _sheet(book, "Resultat").cell(5, 1).value = "R9 – Finns inte"

    (fault,) = told(_changed(form, tmp_path / "form.xlsx", change))
    assert (fault.code, fault.path) == ("form_key_unknown", "bladet ”Resultat”, cell A5")
    assert "”R9 – Finns inte”" in fault.message


def test_headings_that_are_gone(form: Path, tmp_path: Path) -> None:
    """A list without column headings cannot be read, and says so."""

    def change(book: Workbook) -> None:
        sheet = _sheet(book, "Verksamhetsområden")
        for cell in sheet[4]:
            cell.value = None

    codes = {(one.code, one.path) for one in told(_changed(form, tmp_path / "form.xlsx", change))}
    assert ("form_columns_missing", "bladet ”Verksamhetsområden”") in codes


def test_a_sheet_of_ones_own(form: Path, tmp_path: Path) -> None:
    """A sheet that somebody has added is a fault: perhaps it holds answers."""

    def add(book: Workbook) -> None:
        book.create_sheet("Anteckningar").append(["Att göra", "ring"])

    faults = told(_changed(form, tmp_path / "form.xlsx", add))
    assert [(one.code, one.path) for one in faults] == [("form_table_unknown", "bladet ”Anteckningar”")]


def test_a_cell_at_the_far_end(form: Path, tmp_path: Path) -> None:
    """A single cell in the last corner of a sheet costs nothing, and is told."""

    def add(book: Workbook) -> None:
        _sheet(book, "Lagstiftning").cell(1_048_576, 16_384).value = "kvar"

    path = _changed(form, tmp_path / "form.xlsx", add)
    assert [(one.code, one.path) for one in form_notices(path)] == [
        ("form_text_not_read", "bladet ”Lagstiftning”, cell XFD1048576")
    ]


def test_faults_have_sheet_cell_and_value(form: Path, tmp_path: Path) -> None:
    """Every fault of a workbook at once, each with sheet, cell and what was found."""

    def spoil(book: Workbook) -> None:
        _answer(book, "Om dokumentet", "Diarienummer").value = "okänt"
        sheet = _sheet(book, "Resultat")
        columns = {str(cell.value).rstrip(" *"): n for n, cell in enumerate(sheet[4], start=1)}
        sheet.cell(5, columns["Utfall"]).value = "många"
        sheet.cell(6, columns["Högre är bättre"]).value = "kanske"
        _sheet(book, "Per riktningsmål").cell(5, 5).value = "Nästan"

    faults = {one.path: one.message for one in told(_changed(form, tmp_path / "form.xlsx", spoil))}
    assert set(faults) == {
        "bladet ”Om dokumentet”, cell B7 (Diarienummer)",
        "bladet ”Resultat”, cell D5 (Utfall)",
        "bladet ”Resultat”, cell H6 (Högre är bättre)",
        "bladet ”Per riktningsmål”, cell E5 (Måluppfyllelse)",
    }
    for value in ("okänt", "många", "kanske", "Nästan"):
        assert any(f"”{value}”" in message for message in faults.values())


def test_macros_are_refused_at_the_gate(form: Path, tmp_path: Path) -> None:
    """A workbook with macros is not opened."""
    path = with_part(form, tmp_path / "form.xlsx", {"xl/vbaProject.bin": "x"})
    assert [one.code for one in told(path)] == ["file_has_macros"]


def test_none_and_some_at_once(form: Path, tmp_path: Path) -> None:
    """A row that says inga beside filled rows of the same factor is a contradiction, told at its cell."""

    def change(book: Workbook) -> None:
        sheet = _sheet(book, "Möjligheter")
        row = next(n for n in range(5, 60) if not sheet.cell(n, 2).value)
        sheet.cell(row, 1).value = sheet.cell(5, 1).value
        sheet.cell(row, 2).value = "Inga"

    (fault,) = told(_changed(form, tmp_path / "form.xlsx", change))
    assert (fault.code, fault.path.startswith("bladet ”Möjligheter”, cell A")) == ("form_field_twice", True)


def test_text_over_the_headings_of_a_list(form: Path, wanted: Any, tmp_path: Path) -> None:
    """What somebody writes above a list is told, and does not disturb the list."""

    def change(book: Workbook) -> None:
        _sheet(book, "Lagstiftning").cell(3, 2).value = "Kolla med juristen"

    path = _changed(form, tmp_path / "form.xlsx", change)
    assert model_of(path) == wanted
    assert [(one.code, one.path) for one in form_notices(path)] == [
        ("form_text_not_read", "bladet ”Lagstiftning”, cell B3")
    ]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", r"<definedName ([^>]*)>[^<]*<", r"<definedName \1><"),
        ("xl/worksheets/sheet2.xml", r'r="B3"', r'r="é"'),
        ("xl/styles.xml", r'numFmtId="\d+"', r'numFmtId="x"'),
    ],
)
def test_contradicting_parts_are_told(part: str, old: str, new: str, form: Path, tmp_path: Path) -> None:
    """A workbook that cannot be opened is told as broken, never as a fault of the program."""
    path = changed(form, tmp_path / "form.xlsx", lambda xml: re.sub(old, new, xml), part)
    assert [one.code for one in told(path)] == ["file_broken"]
