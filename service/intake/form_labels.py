"""Which question, list or heading a text of the form is: by its words, and by a hint where the words are gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from service.intake.form_blocks import Cell, Table
from service.model.form import (
    CHOOSE_AMONG,
    FROM_FRAMEWORK,
    LAST_YEAR,
    SHEET_HEADS,
    Form,
    Group,
    Item,
    Question,
    Rows,
    Section,
    bookmark_of,
    folded,
    inner_sections,
    name_of,
    sections,
)

_NEAR = 0.86
"""How alike a misspelt label must be."""
_OWN_WORDS = tuple(
    folded(text)
    for text in (FROM_FRAMEWORK, LAST_YEAR, "Fler rader", "Fler block", "Finns inga", "En rad för varje")
)
_REFERENCES = (folded(FROM_FRAMEWORK), folded(LAST_YEAR))
_NUMBERED = re.compile(r", nr \d+$")


class Labels:
    """The words of one form."""

    def __init__(self, form: Form) -> None:
        self.sections = tuple(sections(form))
        self.inner = tuple(inner_sections(form))
        self.parts = {folded(part.title): part.title for part in form.parts}
        self._known = {folded(text) for text in (*_texts(form), *SHEET_HEADS)}

    def find_section(self, text: str, current: Section | None) -> Section | None:
        """The section with that heading; of several the first one after the current one, in the same part first."""
        wanted = folded(text)
        named = [one for one in self.sections if folded(one.label) == wanted]
        same_part = [one for one in named if current and one.part == current.part]
        return next(iter(same_part or named), None)

    def part_begins(self, text: str) -> Section | None:
        """The first section of the part with that title."""
        title = self.parts.get(folded(text))
        return next((one for one in self.sections if one.part == title), None)

    def is_known(self, text: str) -> bool:
        """Whether the text is the form's own: a heading, a label, a help or a reference."""
        plain = folded(text.partition(CHOOSE_AMONG)[0])
        return not plain or plain in self._known or plain.startswith(_OWN_WORDS)

    def is_reference(self, text: str) -> bool:
        """Whether a line begins a text that stands there to be read."""
        return folded(text).startswith(_REFERENCES)

    def is_entry_title(self, text: str) -> bool:
        """Whether the text is the heading of an entry: a choice's label, or a list's name with a number."""
        plain = folded(text)
        return plain in self._known or folded(_NUMBERED.sub("", text.strip())) in self._known

    def choose(self, table: Table, current: Section | None, *, is_sheet: bool) -> Section | None:
        """The section that a table most likely belongs to; None when nothing speaks for any."""
        found = {folded(cell.title) for row in table.rows for cell in row}
        candidates = (*self.sections, *self.inner) if is_sheet else self.sections
        scored = [(self._score(one, table, found, current), -n, one) for n, one in enumerate(candidates)]
        best = max(scored, key=lambda each: each[:2], default=None)
        return best[2] if best and best[0] > 0 else None

    def _score(self, section: Section, table: Table, found: set[str], current: Section | None) -> float:
        labels = [folded(item.label) for item in items_of(section)]
        if section.parent is not None:
            labels.append(folded(key_label(section.parent)))
        matched = sum(label in found for label in labels)
        hinted = bool({name_of(section.mark), bookmark_of(section.mark)} & table.marks)
        if not matched and not hinted:
            return 0
        score = matched / len(labels) + 0.02 * matched + 1.5 * hinted
        score += 0.5 * (section.rows is not None and folded(section.label) in found)  # a sheet bears its name
        score += 0.6 * (section is current) + 0.2 * (current is not None and section.part == current.part)
        enough = hinted or matched >= min(2, len(labels))
        return score if enough else 0


def key_label(parent: Rows) -> str:
    """The heading of the column that says which entry of another list a row belongs to."""
    return parent.key.label if parent.key else parent.label


def items_of(section: Section) -> Sequence[Item]:
    """What is asked in a section."""
    return section.rows.items if section.rows else section.questions


def match(text: str, items: Iterable[Item]) -> tuple[Item | None, bool]:
    """The item with that label, and whether its spelling had to be guessed."""
    wanted = folded(text)
    by_label = {folded(item.label): item for item in reversed(tuple(items))}
    if wanted in by_label:
        return by_label[wanted], False
    close = get_close_matches(wanted, by_label, n=1, cutoff=_NEAR) if 3 < len(wanted) < 60 else []
    return (by_label[close[0]], True) if close else (None, False)


def by_mark(cell: Cell, section: Section) -> Item | None:
    """The item that a control's tag or a cell's name points at."""
    path, _, name = cell.mark.partition("#")[0].rpartition(".")  # after # stands which box of several it is
    if not name or path != section.path:
        return None
    return next((item for item in items_of(section) if item.name == name), None)


Columns = Mapping[int, Question | Rows]
"""What stands in each column: a question, or (the parent) which entry of another list the row belongs to."""


def find_header(table: Table, rows: Rows, parent: Rows | None) -> tuple[int | None, Columns]:
    """The row of a table that holds the column headings of a list: the one in which most of them are found."""
    best: tuple[int | None, Columns] = (None, {})
    for index, row in enumerate(table.rows):
        columns: dict[int, Question | Rows] = {}
        for cell in row:
            item, _ = match(cell.title, rows.questions)
            if parent is not None and folded(cell.title) == folded(key_label(parent)):
                item = parent
            if isinstance(item, Question | Rows) and item not in columns.values():
                columns[cell.column] = item
        if len(columns) > max(len(best[1]), min(1, len(rows.questions) - 1)):
            best = (index, columns)
    return best


def _texts(form: Form) -> Iterable[str]:
    for part in form.parts:
        yield part.title
        for item in part.items:
            yield from _texts_of(item)


def _texts_of(item: Item) -> Iterable[str]:
    yield from (item.label, item.help)
    if isinstance(item, Question):
        yield from (option.label for option in item.options)
    elif isinstance(item, Group | Rows):
        for one in item.items:
            yield from _texts_of(one)


def label_of(form: Form, path: str) -> str:
    """The labels along a path of the input, such as `Per riktningsmål › Framdrift`; what is unknown is left out."""
    return " › ".join(item.label for item in _along(form, path))


def item_at(form: Form, path: str) -> Item | None:
    """The item that a path of the input leads to."""
    items = list(_along(form, path))
    return items[-1] if items and len(items) == path.count(".") + 1 else None


def _along(form: Form, path: str) -> Iterator[Item]:
    items: Mapping[str, Item] = {item.name: item for part in form.parts for item in part.items}
    for name in re.sub(r"\[\d+\]", "", path).split("."):
        item = items.get(name)
        if item is None:
            return
        yield item
        items = {} if isinstance(item, Question) else {one.name: one for one in item.items}
