"""A form as an Excel workbook: a sheet of questions per part, and a sheet with a table for every list."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from service.fill.form_sheet import (
    ADVICE,
    ANSWER,
    FORMATS,
    HEADING,
    HELP,
    LABEL,
    LINK,
    NOTE,
    REFERENCE,
    TABLE_HEAD,
    TITLE,
    Choices,
    Look,
    fit_rows,
    set_up,
)
from service.fill.package import write_package
from service.fill.properties import DocumentProperties, write_properties
from service.model.form import (
    CHOOSE_AMONG,
    FORM_MARK,
    FROM_FRAMEWORK,
    LAST_YEAR,
    META_SHEET,
    SHEET_HEADS,
    START_HEADS,
    Draft,
    Kind,
    Question,
    Rows,
    Section,
    inner_sections,
    key_text,
    name_of,
    sections,
    shown_answer,
)

HEAD_ROW = 4
"""The row of a table's column headings."""
_SPARE, _WRITABLE = 8, 15
"""Empty rows within a table, and rows below it that can be written in."""
_WIDTHS = {Kind.LONG: 50, Kind.TEXT: 30, Kind.CODE: 22, Kind.CHOICE: 28, Kind.DATE: 13, Kind.NUMBER: 13,
           Kind.INTEGER: 13, Kind.YES_NO: 11}  # fmt: skip
_ADVICE = (
    "Skriv i de vita rutorna. Frågor och kolumner med * måste besvaras. Ändra inte rubriker och frågor.",
    "Långa svar: tom rad ger nytt stycke (Alt+Retur), **fet**, *kursiv*, [länktext](https://adress), rader som börjar "
    "med ”- ” eller ”1. ” blir listor.",
    "Flera svar i en ruta skrivs på var sin rad (Alt+Retur).",
    "Bladen är skyddade utan lösenord, så att frågorna inte ändras av misstag. Nya rader skrivs direkt under de "
    "ifyllda.",
)


def write_workbook(
    draft: Draft, title: str, organ: str, properties: DocumentProperties, target: Path
) -> None:
    """Write the form as an Excel file; equal input gives equal bytes.

    Args:
        draft: the form and what is already answered.
        title: its title, such as `Nulägesbeskrivning 2026`.
        organ: the body's name.
        properties: what the file says about itself.
        target: the file to write.
    """
    buffer = BytesIO()
    _WorkbookWriter(draft).write(title, organ).save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        members = {name: _growing(name, archive.read(name)) for name in archive.namelist()}
    write_properties(members, properties)
    write_package(members, target)


def _growing(name: str, content: bytes) -> bytes:
    """A sheet whose rows grow with what is written in them: their heights are a beginning, not a rule."""
    return content.replace(b' customHeight="1"', b"") if name.startswith("xl/worksheets/") else content


class _WorkbookWriter:
    """Writes one workbook."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._book = Workbook()
        self._choices = Choices(self._book)

    def write(self, title: str, organ: str) -> Workbook:
        """Make all sheets."""
        start = self._book.worksheets[0]
        start.title = "Start"
        contents: list[tuple[str, str]] = []
        sheet: Worksheet | None = None
        part, row = "", 0
        for section in self._sections():
            if section.rows is not None:
                made = self._sheet(section.label)
                self._list(made, section)
                contents.append((made.title, section.part))
                continue
            if sheet is None or section.part != part:
                part = section.part
                sheet, row = self._sheet(part), 2
                self._begin(sheet, part)
                contents.append((sheet.title, part))
            row = self._questions(sheet, section, row)
        self._start(start, title, organ, contents)
        for made in self._book.worksheets:
            fit_rows(made)
        self._choices.hide()
        meta = self._book.create_sheet(META_SHEET)
        meta.append([FORM_MARK])
        for pair in self._draft.marks.items():
            meta.append(list(pair))
        meta.sheet_state = "hidden"
        return self._book

    def _sections(self) -> Iterator[Section]:
        """Every section; the lists within entries follow the list that they belong to."""
        inner = list(inner_sections(self._draft.form))
        for section in sections(self._draft.form):
            yield section
            yield from (one for one in inner if one.path.rpartition(".")[0] == section.path and section.rows)

    def _sheet(self, label: str) -> Worksheet:
        plain = re.sub(r"[\[\]:*?/\\]", " ", label)[:31].strip()
        taken = {sheet.title.casefold() for sheet in self._book.worksheets}
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain[:28]} {number}", number + 1
        sheet: Worksheet = self._book.create_sheet(name)
        return sheet

    # Sheets of questions

    def _begin(self, sheet: Worksheet, title: str) -> None:
        set_up(sheet, (30, 74, 46, 60), freeze="A3")
        _put(sheet, 1, 1, title, TITLE)
        for column, head in enumerate(SHEET_HEADS, start=1):
            _put(sheet, 2, column, head, TABLE_HEAD)

    def _questions(self, sheet: Worksheet, section: Section, row: int) -> int:
        if not section.heads_part:
            row += 2
            _put(sheet, row, 1, section.label, HEADING)
            if section.help:
                _put(sheet, row, 3, section.help, HELP)
        answers = self._answers(section.path)
        for question in section.questions:
            row += 1
            path = f"{section.path}.{question.name}" if section.path else question.name
            star = " *" if question.required else ""
            _put(sheet, row, 1, question.label + star, LABEL)
            given = answers.get(question.name) if isinstance(answers, Mapping) else None
            cell = _put(sheet, row, 2, _value(question, given), ANSWER)
            self._shape(sheet, cell, question)
            _put(sheet, row, 3, _help(question), HELP)
            _put(sheet, row, 4, "\n\n".join(self._draft.references.get(path, ())), REFERENCE)
            self._name(path, sheet, cell)
        return row

    def _name(self, path: str, sheet: Worksheet, cell: Cell) -> None:
        place = f"'{sheet.title}'!${get_column_letter(cell.column)}${cell.row}"
        self._book.defined_names[name_of(path)] = DefinedName(name_of(path), attr_text=place)

    def _shape(self, sheet: Worksheet, cell: Cell, question: Question) -> None:
        cell.number_format = FORMATS.get(question.kind, "@") if not question.many else "@"
        self._choices.validate(sheet, cell.coordinate, question)

    def _answers(self, path: str) -> Any:
        found: Any = self._draft.answers
        for name in path.split(".") if path else ():
            found = found.get(name, {}) if isinstance(found, Mapping) else {}
        return found

    # Sheets of lists

    def _list(self, sheet: Worksheet, section: Section) -> None:
        rows, parent = section.rows, section.parent
        assert rows is not None  # noqa: S101  # asked for lists only
        entries = self._entries(section, rows, parent)
        columns = self._columns(section, rows, parent)
        set_up(sheet, [width for _, _, width in columns], freeze=f"A{HEAD_ROW + 1}")
        _put(sheet, 1, 1, section.label, TITLE)
        _put(sheet, 2, 1, section.help, NOTE)
        hint = " Finns inga: skriv ordet inga i första rutan." if rows.may_be_none else ""
        _put(sheet, 3, 1, f"En rad för varje.{hint}".strip(), NOTE)
        for column, (head, _, _) in enumerate(columns, start=1):
            _put(sheet, HEAD_ROW, column, head, TABLE_HEAD)
        spare = 0 if rows.key and not parent else _SPARE
        for number in range(max(1, len(entries) + spare)):
            entry = entries[number] if number < len(entries) else {}
            for column, (_, question, _) in enumerate(columns, start=1):
                self._list_cell(sheet, (HEAD_ROW + 1 + number, column), question, entry)
        self._finish(sheet, section, columns, len(entries) + spare)

    def _list_cell(
        self, sheet: Worksheet, place: tuple[int, int], question: Question | str, entry: Mapping[str, Any]
    ) -> None:
        if isinstance(question, str):
            _put(sheet, *place, entry.get(question, ""), REFERENCE)
            return
        cell = _put(sheet, *place, _value(question, entry.get(question.name)), ANSWER)
        cell.number_format = FORMATS.get(question.kind, "@") if not question.many else "@"

    def _finish(
        self,
        sheet: Worksheet,
        section: Section,
        columns: Sequence[tuple[str, Question | str, int]],
        rows: int,
    ) -> None:
        last = HEAD_ROW + max(1, rows)
        table = Table(
            displayName=name_of(section.mark), ref=f"A{HEAD_ROW}:{get_column_letter(len(columns))}{last}"
        )
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        sheet.add_table(table)
        for column, (_, question, _) in enumerate(columns, start=1):
            if isinstance(question, Question):
                letter = get_column_letter(column)
                self._choices.validate(sheet, f"{letter}{HEAD_ROW + 1}:{letter}{last + 200}", question)
                for row in range(
                    last + 1, last + _WRITABLE
                ):  # so that a row below the table can be written in
                    below = sheet.cell(row, column)
                    below.protection = Protection(locked=False)
                    below.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
                    below.number_format = FORMATS.get(question.kind, "@") if not question.many else "@"

    def _columns(
        self, section: Section, rows: Rows, parent: Rows | None
    ) -> list[tuple[str, Question | str, int]]:
        """Heading, question (or the name of a reference text) and width of each column."""
        columns: list[tuple[str, Question | str, int]] = []
        if parent is not None:
            label = parent.key.label if parent.key else parent.label
            options = parent.key.options if parent.key else ()
            key = Question(name="", label=label, kind=Kind.CHOICE, options=options, required=True)
            columns.append((f"{label} *", key, 32))
        for question in rows.questions:
            star = " *" if question.required else ""
            width = 36 if question.many else _WIDTHS[question.kind]
            columns.append((question.label + star, question, width))
            if question is rows.key:
                columns.append((FROM_FRAMEWORK.strip(" :"), FROM_FRAMEWORK, 50))
        if any(path.startswith(f"{section.path}[") or path == section.path for path in self._last_year()):
            columns.append((LAST_YEAR, LAST_YEAR, 50))
        return columns

    def _last_year(self) -> Iterator[str]:
        for path, texts in self._draft.references.items():
            if any(text.startswith(LAST_YEAR) for text in texts):
                yield path

    def _entries(self, section: Section, rows: Rows, parent: Rows | None) -> list[dict[str, Any]]:
        if parent is not None:
            return list(self._inner_entries(section, rows, parent))
        given = self._answers(section.path)
        if isinstance(given, str) and given:
            return [{rows.questions[0].name: given}]
        entries = []
        for entry in given if isinstance(given, list) else ():
            key = f"[{entry.get(rows.key.name)}]" if rows.key else ""
            place = f"{section.path}{key}"
            told = self._draft.references.get(place, ()) if key else ()
            entries.append(
                {**entry, FROM_FRAMEWORK: "\n\n".join(told), LAST_YEAR: self._told_last_year(place)}
            )
        if not rows.key and (told_whole := self._told_last_year(section.path)):
            entries = entries or [{}]
            entries[0] = {**entries[0], LAST_YEAR: told_whole}
        return entries

    def _told_last_year(self, place: str) -> str:
        """Last year's answers to all questions of an entry, each with its label."""
        found = []
        for path, texts in self._draft.references.items():
            if path == place or path.startswith(f"{place}."):
                found += [text for text in texts if text.startswith(LAST_YEAR)]
        return "\n\n".join(found)

    def _inner_entries(self, section: Section, rows: Rows, parent: Rows) -> Iterator[dict[str, Any]]:
        name = section.path.rpartition(".")[2]
        owners = self._answers(section.path.rpartition(".")[0])
        for owner in owners if isinstance(owners, list) else ():
            key = key_text(owner, parent) or str(owner.get(parent.questions[0].name, ""))
            given = owner.get(name)
            if isinstance(given, str) and given:
                given = [{rows.questions[0].name: given}]
            for entry in given or ([{}, {}] if parent.key else []):
                yield {"": key, **entry}

    def _start(self, sheet: Worksheet, title: str, organ: str, contents: Sequence[tuple[str, str]]) -> None:
        set_up(sheet, (40, 60), freeze="")
        _put(sheet, 1, 1, title, TITLE)
        _put(sheet, 2, 1, organ, NOTE)
        row = 4
        for advice in _ADVICE:
            _put(sheet, row, 1, advice, ADVICE)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
            row += 1
        row += 1
        for column, head in enumerate(START_HEADS, start=1):
            _put(sheet, row, column, head, TABLE_HEAD)
        for name, part in contents:
            row += 1
            cell = _put(sheet, row, 1, name, LINK)
            cell.hyperlink = f"#'{name}'!A1"
            cell.font = LINK.font
            _put(sheet, row, 2, part, HELP)


def _put(sheet: Worksheet, row: int, column: int, value: Any, look: Look) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101  # nothing is merged before it is written
    if isinstance(value, str) and value.startswith("="):
        cell.value, cell.data_type = value, "s"  # a text, not a formula
    else:
        cell.value = value if value != "" else None
    cell.font = look.font
    cell.alignment = Alignment(wrap_text=look.wrap, vertical="top", horizontal="left")
    cell.protection = Protection(locked=look.locked)
    if look.fill is not None:
        cell.fill = look.fill
    if look.border is not None:
        cell.border = look.border
    return cell


def _value(question: Question, answer: Any) -> Any:
    """What the cell holds: numbers and days as such, everything else as text."""
    if question.many:
        return "\n".join(shown_answer(question, one) for one in answer or ())
    if question.kind is Kind.LONG:
        return str(answer or "")
    if question.kind in (Kind.NUMBER, Kind.INTEGER) and isinstance(answer, int | float | Decimal):
        return answer if not isinstance(answer, bool) else shown_answer(question, answer)
    if question.kind is Kind.DATE and isinstance(answer, str):
        try:
            return date.fromisoformat(answer)
        except ValueError:
            return answer
    return shown_answer(question, answer)


def _help(question: Question) -> str:
    if not question.many or not question.options:
        return question.help
    choices = "; ".join(option.label for option in question.options)
    return f"{question.help} {CHOOSE_AMONG}{choices}"
