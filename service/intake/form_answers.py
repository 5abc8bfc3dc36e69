"""From the blocks of a filled form to its answers: what was understood, where it stood, and what was not.

Headings, labels and their order decide; marks in the file only break ties. Nothing is dropped silently: what has no
place in the form becomes a notice, an answer that cannot be placed becomes a problem.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.errors import Notice, Problem
from service.intake.form_blocks import Cell, Line, Paper, Remark, Table
from service.intake.form_entries import (
    NONE_WORD,
    Entry,
    Found,
    ReadForm,
    put_together,
    repetitions,
    says_none,
    title_of,
)
from service.intake.form_labels import Columns, Labels, by_mark, find_header, items_of, key_label, match
from service.intake.form_values import read_answer, shown_text
from service.model.form import (
    Form,
    Item,
    Question,
    Rows,
    Section,
    find_option,
    folded,
)
from service.model.wording import quoted

_MOVE = "Flytta texten till en ruta under en fråga, eller ta bort den."


def read_answers(paper: Paper, form: Form, source: str) -> ReadForm:
    """Understand a filled form.

    Args:
        paper: what stands in the file.
        form: the form with every choice of the framework, whoever it was made for.
        source: the file's name.
    """
    reader = _Understanding(form, source, is_sheet=paper.is_sheet)
    for remark in paper.remarks:
        reader.remark(remark, "")
    for block in paper.blocks:
        if isinstance(block, Line):
            reader.take_line(block)
        else:
            reader.take_table(block)
    reader.attach_inner()
    reader.settle_none()
    return reader.result()


class _Understanding:
    """What has been understood so far."""

    def __init__(self, form: Form, source: str, *, is_sheet: bool) -> None:
        self._form, self._source, self._is_sheet = form, source, is_sheet
        self._labels = Labels(form)
        self._current: Section | None = None
        self._found = Found()
        self._inner: list[tuple[Section, str, Cell, Entry]] = []
        self._problems: list[Problem] = []
        self._notices: list[Notice] = []
        self._heading = ""

    # What stands outside tables

    def take_line(self, line: Line) -> None:
        """A heading changes where we are; any other text is the form's own, or is told."""
        section = self._labels.part_begins(line.text) or self._labels.find_section(line.text, self._current)
        if section:
            self._current = section
        if section or self._labels.is_entry_title(line.text):
            self._heading = line.text
        elif not self._labels.is_known(line.text) and self._current is not None:
            self._stray(line.text, f"under rubriken ”{self._heading}”")

    def _stray(self, text: str, place: str) -> None:
        self._notices.append(
            Notice("form_text_not_read", f"Texten {quoted(text)} står utanför svarsrutorna och läses inte.", place,
                   self._source)
        )  # fmt: skip

    def _lost(self, code: str, message: str, place: str, remedy: str) -> None:
        self._problems.append(Problem(code, message, place, remedy, self._source))

    def remark(self, remark: Remark, place: str) -> None:
        """A remark of the file's reader, at its place."""
        if remark.remedy:
            self._lost(remark.code, remark.message, place, remark.remedy)
        else:
            self._notices.append(Notice(remark.code, remark.message, place, self._source))

    # Tables

    def take_table(self, table: Table) -> None:
        """A table of questions and answers, or a table of rows."""
        for remark in table.remarks:
            self.remark(remark, table.place or f"under rubriken ”{self._heading}”")
        section = self._labels.choose(table, self._current, is_sheet=self._is_sheet)
        if section is None:
            self._unknown(table)
            return
        self._current = section
        if section.rows and (self._is_sheet or section.rows.is_grid):
            self._take_grid(table, section)
        else:
            self._take_card(table, section)

    def _unknown(self, table: Table) -> None:
        texts = [text for row in table.rows for cell in row if (text := shown_text(cell))]
        if self._current is None or not texts or all(self._labels.is_known(text) for text in texts):
            return  # the front page
        place = table.place or f"under rubriken ”{self._heading}”"
        self._lost("form_table_unknown", f"Tabellen som börjar {quoted(texts[0])} hör inte till blanketten.", place,
                   "Ta bort den, eller lämna den som en egen bilaga.")  # fmt: skip

    def _take_card(self, table: Table, section: Section) -> None:
        entry = self._new_entry(section, table.place)
        rows = list(table.rows)
        index = 0
        while index < len(rows):
            row = [cell for cell in rows[index] if not cell.is_empty]
            index += 1
            if not row:
                continue
            item, cell, section = self._asked(row, section)
            if item is None:
                self._take_unasked(row, section)
                continue
            answer = self._beside(rows[index - 1], row[0], item, section)
            if answer is None and index < len(rows) and not self._is_label(rows[index], section):
                answer = next(iter(rows[index]), None)
                index += 1
            if section.rows is None:
                entry = self._found.groups.setdefault(section.mark, Entry())
            elif item.name in entry.values or item.name in entry.lists:
                entry = self._new_entry(section, table.place)
            self._put(item, answer or Cell(place=cell.place), entry, section)
            self._check_rest(rows[index - 1], row[0], answer, section)

    def _new_entry(self, section: Section, place: str) -> Entry:
        if section.rows is None:
            return self._found.groups.setdefault(section.mark, Entry())
        entry = Entry(place)
        entries = self._found.lists.setdefault(section.path, [])
        if isinstance(entries, list):
            entries.append(entry)
        return entry

    def _asked(self, row: Sequence[Cell], section: Section) -> tuple[Item | None, Cell, Section]:
        """The question that a row asks; in a workbook a heading or a label may lead on to another section."""
        first = row[0]
        if self._is_sheet and len(row) == 1 and (other := self._labels.find_section(first.title, section)):
            return None, first, other if other.rows is None else section
        item, guessed = match(first.title, items_of(section))
        if item is None:
            item = next((found for cell in row if (found := by_mark(cell, section))), None)
            guessed = item is not None
        if item is None and self._is_sheet:
            for other in self._labels.sections:
                if other.part == section.part and other.rows is None:
                    item, guessed = match(first.title, other.questions)
                    if item is not None:
                        section = other
                        break
        if item is not None and guessed:
            self._guessed(first, item, section)
        return item, first, section

    def _guessed(self, cell: Cell, item: Item, section: Section) -> None:
        self._notices.append(
            Notice("form_label_guessed", f"Rubriken {quoted(cell.title)} är läst som {quoted(item.label)}.",
                   cell.place or self._named(section, item), self._source)
        )  # fmt: skip

    def _beside(self, row: Sequence[Cell], label: Cell, item: Item, section: Section) -> Cell | None:
        """The cell that carries the question's own name, or else the one right of its label, even when empty."""
        named = [cell for cell in row if cell is not label and by_mark(cell, section) is item]
        after = [cell for cell in row if cell.column >= label.column + label.span]
        return next(iter(named or after), None)

    def _is_label(self, row: Sequence[Cell], section: Section) -> bool:
        """Whether a row is the label of another question, with its help under it."""
        filled = [cell for cell in row if not cell.is_empty]
        if len(filled) != 1:
            return bool(filled)
        item, guessed = match(filled[0].title, items_of(section))
        helped = item is not None and folded(item.help) in {folded(line) for line in filled[0].lines[1:]}
        return item is not None and not guessed and (helped or not item.help)

    def _check_rest(self, row: Sequence[Cell], label: Cell, answer: Cell | None, section: Section) -> None:
        """What else stands in the row of a question: help and references, or something to be told."""
        for line in label.lines[1:]:
            if self._labels.is_reference(line):
                break  # it may have several lines, and always stands last
            if not self._labels.is_known(line):
                self._stray(line, label.place or f"under rubriken ”{section.label}”")
        for cell in row:
            if (
                cell is not label
                and cell is not answer
                and (text := shown_text(cell))
                and not self._labels.is_known(text)
            ):
                self._stray(text, cell.place or f"under rubriken ”{section.label}”")

    def _take_unasked(self, row: Sequence[Cell], section: Section) -> None:
        """A row without a question: the form's own words, a heading, or something that has no place."""
        here = f"under rubriken ”{section.label}”"
        for cell in row:
            self._refuse_tables(cell, cell.place or here)
        texts = [cell for cell in row if not self._labels.is_known(cell.title or shown_text(cell))]
        if not texts:
            return
        place = texts[0].place or here
        if len(row) > 1 and row[0] is texts[0]:
            asked, answer = quoted(row[0].title or shown_text(row[0])), quoted(shown_text(row[1]))
            self._lost("form_field_unknown", f"Frågan {asked} finns inte i blanketten, men har svaret {answer}.",
                       place, "Rätta frågans text, eller flytta svaret till rätt fråga.")  # fmt: skip
            return
        for cell in texts:
            self._stray(shown_text(cell), cell.place or place)

    def _put(self, item: Item, answer: Cell, entry: Entry, section: Section) -> None:
        place = answer.place or self._named(section, item, entry)
        for remark in answer.remarks:
            self.remark(remark, place)
        if isinstance(item, Rows):
            self._take_nested(item, answer, entry, place)
            return
        if not isinstance(item, Question):
            return
        self._refuse_tables(answer, place)
        value = read_answer(item, answer)
        before = entry.values.get(item.name)
        if before and before[0] is not None and value is not None and before[0] != value:
            both = f"{quoted(before[0])} och {quoted(value)}"
            self._lost("form_field_twice", f"{item.label} är besvarad två gånger: {both}.", place,
                       "Behåll ett av svaren.")  # fmt: skip
        elif before is None or before[0] is None:
            entry.values[item.name] = (value, answer)

    def _refuse_tables(self, cell: Cell, place: str) -> None:
        if any(not one.is_empty for table in cell.inner for row in table.rows for one in row):
            self._lost("form_content_not_supported", "Svaret innehåller en tabell, som inte kan följa med.", place,
                       "Skriv innehållet som en punktlista, eller lämna tabellen som en egen bilaga.")  # fmt: skip

    def _named(self, section: Section, item: Item | None = None, entry: Entry | None = None) -> str:
        title = title_of(entry, section, self._found) if entry else ""
        names = [section.part, section.label, title, item.label if item else ""]
        return " › ".join(dict.fromkeys(name for name in names if name))

    def _take_nested(self, item: Rows, answer: Cell, entry: Entry, place: str) -> None:
        entry.lists.setdefault(item.name, [])
        for table in answer.inner:
            for remark in table.remarks:
                self.remark(remark, place)
            found = self._grid_entries(table, item, place)
            self._add(
                entry.lists, item.name, found if isinstance(found, str) else [one for _, one in found], place
            )
        if answer.text and folded(answer.text) == NONE_WORD and item.may_be_none:
            self._add(entry.lists, item.name, NONE_WORD, place)
        elif (told := shown_text(answer)) and not self._labels.is_known(told):
            self._stray(told, place)

    def _add(
        self, lists: dict[str, list[Entry] | str], name: str, found: list[Entry] | str, place: str
    ) -> None:
        """Add entries to a list, or say that it has none; both at once is a contradiction."""
        before = lists.get(name) or []
        if isinstance(before, list) and isinstance(found, list):
            lists[name] = [*before, *found]
        elif not before or (isinstance(found, str) and isinstance(before, str)):
            lists[name] = found
        elif found:
            self._lost("form_field_twice", f"Det står både ordet {quoted(NONE_WORD)} och ifyllda rader.", place,
                       "Ta bort ordet, eller raderna.")  # fmt: skip

    # Tables of rows

    def _take_grid(self, table: Table, section: Section) -> None:
        rows = section.rows
        assert rows is not None  # noqa: S101  # asked for lists only
        place = table.place or self._named(section)
        found = self._grid_entries(table, rows, place, section.parent)
        self._found.places.setdefault(section.path, table.place)
        if isinstance(found, str):
            self._add(self._found.lists, section.path, found, place)
        elif section.parent is not None:
            self._inner += [(section, key.text, key, one) for key, one in found]
        else:
            self._add(self._found.lists, section.path, [one for _, one in found], place)

    def _grid_entries(
        self, table: Table, rows: Rows, place: str, parent: Rows | None = None
    ) -> list[tuple[Cell, Entry]] | str:
        """The entries of a table of rows, each with the cell that names its parent; or the word that there are none."""
        head, columns = find_header(table, rows, parent)
        if head is None:
            self._lost("form_columns_missing", f"Kolumnrubrikerna i ”{rows.label}” går inte att känna igen.", place,
                       "Skriv tillbaka rubrikerna, eller hämta en ny blankett och flytta över svaren.")  # fmt: skip
            return []
        self._check_header(table.rows[: head + 1], columns, place)
        found: list[tuple[Cell, Entry]] = []
        none: list[Entry] = []
        key = Cell()
        for row in table.rows[head + 1 :]:
            key = next((c for c in row if parent and columns.get(c.column) is parent and not c.is_empty), key)
            entry = self._grid_entry(row, columns, place)
            is_none = says_none(entry, rows)
            if is_none and parent is not None:
                entry = Entry(entry.place, {}, {"": NONE_WORD})
            elif is_none:
                none.append(entry)
                continue
            if not entry.is_empty():
                found.append((key, entry))
        if none and found:
            self._add({"": NONE_WORD}, "", [one for _, one in found], none[0].place or place)
        return NONE_WORD if none and not found else found

    def _check_header(self, above: Sequence[Sequence[Cell]], columns: Columns, place: str) -> None:
        """What stands over the rows of a list: its headings, perhaps misspelt, and perhaps what has no place."""
        for cell in above[-1]:
            item = columns.get(cell.column)
            if isinstance(item, Question) and folded(cell.title) != folded(item.label):
                message = f"Kolumnen {quoted(cell.title)} är läst som {quoted(item.label)}."
                self._notices.append(Notice("form_label_guessed", message, cell.place or place, self._source))
        for cell in (
            one for row in above for one in row if columns.get(one.column) is None or row is not above[-1]
        ):
            if (text := shown_text(cell)) and not self._labels.is_known(cell.title or text):
                self._stray(text, cell.place or place)

    def _grid_entry(self, row: Sequence[Cell], columns: Columns, place: str) -> Entry:
        entry = Entry(next((cell.place for cell in row if cell.place), ""))
        for cell in row:
            item = columns.get(cell.column)
            self._refuse_tables(cell, cell.place or place)
            if isinstance(item, Question):
                for remark in cell.remarks:
                    self.remark(remark, cell.place or f"{place} › {item.label}")
                entry.values[item.name] = (read_answer(item, cell), cell)
            elif item is None and not self._labels.is_known(text := shown_text(cell)):
                self._stray(text, cell.place or place)
        return entry

    # Putting it together

    def attach_inner(self) -> None:
        """Give the rows of a workbook's inner lists to the entries that they name."""
        for section, key, cell, entry in self._inner:
            assert section.parent is not None  # noqa: S101  # inner lists have one
            owners = self._found.lists.get(section.path.rpartition(".")[0], [])
            owner = self._owner(section.parent, owners if isinstance(owners, list) else [], key)
            if owner is None:
                wanted, parent = key_label(section.parent), section.parent.label
                known = f"{wanted} {quoted(key)} finns inte bland raderna i ”{parent}”."
                message = known if key else f"{wanted} är inte angiven för raden."
                remedy = f"Skriv samma {wanted.lower()} som i ”{parent}”."
                self._lost("form_key_unknown", message, cell.place or entry.place, remedy)
                continue
            name = section.path.rpartition(".")[2]
            is_none = entry.lists.get("") == NONE_WORD
            self._add(owner.lists, name, NONE_WORD if is_none else [entry], cell.place or entry.place)

    def _owner(self, parent: Rows, owners: list[Entry], key: str) -> Entry | None:
        first = parent.questions[0]
        found = find_option(first.options, key) if parent.key else None
        wanted = found.code if found else key
        named = [one for one in owners if folded(str(one.values.get(first.name, ("",))[0])) == folded(wanted)]
        return named[0] if named and wanted else None

    def settle_none(self) -> None:
        """A block in which only the word stands says that its list has no entries."""
        for section in self._labels.sections:
            entries = self._found.lists.get(section.path)
            if section.rows is None or not isinstance(entries, list):
                continue
            none = [one for one in entries if says_none(one, section.rows)]
            if none:
                filled = [one for one in entries if one not in none and not one.is_empty()]
                self._found.lists[section.path] = NONE_WORD
                self._add(self._found.lists, section.path, filled, none[0].place or self._named(section))

    def result(self) -> ReadForm:
        """All answers in the form's order."""
        raw, answers = put_together(self._form, self._labels.sections, self._found)
        self._notices += repetitions(raw, answers, self._source)
        return ReadForm(raw, tuple(answers), tuple(self._problems), tuple(dict.fromkeys(self._notices)))
