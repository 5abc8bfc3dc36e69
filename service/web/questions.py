"""A part of a form as the page draws it: every question with its name, answer, faults and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.errors import Problem
from service.flow.editing import Editing
from service.model.form import NONE_WORD, Group, Item, Kind, Option, Question, Rows, key_text, shown_answer
from service.model.gaps import UNANSWERED

SETTLED = frozenset({"organ", "status"})
"""What the service knows better than the one who writes."""
MARK = "__{}__"
"""Stands for the index of a row that a script adds, by how deep its list lies."""
_SHORT, _TALL, _LINE = 3, 16, 78


@dataclass(frozen=True, slots=True)
class Control:
    """One question."""

    name: str
    question: Question
    value: str
    values: tuple[str, ...]
    problems: tuple[Problem, ...]
    missing: bool
    """Not written yet: told, but not as a fault."""
    beside: tuple[str, ...]
    is_key: bool = False
    kind: str = "control"

    @property
    def widget(self) -> str:
        """How it is asked."""
        question = self.question
        if question.many:
            return "ticks" if question.options else "lines"
        if question.options:
            return "choice"
        return {Kind.LONG: "text", Kind.DATE: "date"}.get(question.kind, "line")

    @property
    def rows(self) -> int:
        """How tall a field for a long answer is."""
        lines = sum(1 + len(line) // _LINE for line in self.value.split("\n"))
        return max(_SHORT, min(_TALL, lines + 1))

    @property
    def is_open(self) -> bool:
        """Whether a choice has an answer that is none of its options."""
        return bool(self.value) and self.value not in {option.code for option in self.question.options}


@dataclass(frozen=True, slots=True)
class Box:
    """Questions that belong together."""

    name: str
    group: Group
    items: tuple[Any, ...]
    problems: tuple[Problem, ...]
    kind: str = "box"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list."""

    name: str
    index: str
    title: str
    text: str
    """What the framework says of what the row is about."""
    items: tuple[Any, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    name: str
    rows: Rows
    entries: tuple[Entry, ...]
    blank: Entry
    none: bool
    """It has been said that there are none."""
    problems: tuple[Problem, ...]
    missing: bool
    beside: tuple[str, ...]
    depth: int
    kind: str = "list"

    @property
    def next_index(self) -> int:
        """The first index that no row has."""
        return max((int(one.index) for one in self.entries), default=-1) + 1


@dataclass(frozen=True, slots=True)
class _Ground:
    problems: Mapping[str, tuple[Problem, ...]]
    beside: Mapping[str, tuple[str, ...]]
    added: str
    """The list that gets an empty row."""
    depth: int = field(default=0)

    def faults(self, name: str) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems.get(name, ()) if one.code not in UNANSWERED)

    def lacks(self, name: str) -> bool:
        return any(one.code in UNANSWERED for one in self.problems.get(name, ()))


def questions_of(editing: Editing, nr: int, answers: Mapping[str, Any], added: str = "") -> tuple[Any, ...]:
    """What a part asks.

    Args:
        editing: the report.
        nr: the part.
        answers: the answers to be shown.
        added: the list that gets an empty row.
    """
    found: dict[str, tuple[Problem, ...]] = {}
    for one in editing.problems:
        found[one.path] = (*found.get(one.path, ()), one)
    ground = _Ground(found, editing.draft.references, added)
    asked = [item for item in editing.part(nr).items if item.name not in SETTLED]
    return _items(asked, answers, "", "", ground)


def _items(
    items: Sequence[Item], answers: Mapping[str, Any], path: str, beside: str, ground: _Ground
) -> tuple[Any, ...]:
    made = []
    for item in items:
        name = f"{path}.{item.name}" if path else item.name
        place = f"{beside}.{item.name}" if beside else item.name
        made.append(_item(item, answers.get(item.name), name, place, ground))
    return tuple(made)


def _item(item: Item, answer: Any, name: str, place: str, ground: _Ground) -> Any:
    if isinstance(item, Question):
        return _control(item, answer, name, place, ground)
    if isinstance(item, Group):
        inner = answer if isinstance(answer, Mapping) else {}
        return Box(name, item, _items(item.items, inner, name, place, ground), ground.problems.get(name, ()))
    return _listing(item, answer, name, place, ground)


def _control(question: Question, answer: Any, name: str, place: str, ground: _Ground) -> Control:
    values = tuple(map(str, answer)) if isinstance(answer, list) else ()
    return Control(
        name,
        question,
        "\n".join(values) if values else _value(question, answer),
        values,
        ground.faults(name),
        ground.lacks(name),
        ground.beside.get(place, ()),
    )


def _value(question: Question, answer: Any) -> str:
    if answer is None or isinstance(answer, Mapping | list):
        return ""
    if isinstance(answer, bool):
        return "ja" if answer else "nej"
    if question.options:
        return str(answer)
    return shown_answer(question, answer)


def _listing(rows: Rows, answer: Any, name: str, place: str, ground: _Ground) -> Listing:
    entries = [one for one in answer if isinstance(one, Mapping)] if isinstance(answer, list) else []
    made = [_entry(rows, one, str(at), name, place, ground) for at, one in enumerate(entries)]
    if ground.added == name:
        made.append(_entry(rows, {}, str(len(made)), name, place, ground))
    return Listing(
        name,
        rows,
        tuple(made),
        _entry(rows, {}, MARK.format(ground.depth), name, place, _Ground({}, {}, "", ground.depth)),
        answer == NONE_WORD,
        ground.faults(name),
        ground.lacks(name),
        ground.beside.get(place, ()),
        ground.depth,
    )


def _entry(
    rows: Rows, answers: Mapping[str, Any], index: str, name: str, place: str, ground: _Ground
) -> Entry:
    here = f"{name}[{index}]"
    code = str(answers.get(rows.key.name, "")) if rows.key is not None else ""
    there = f"{place}[{code}]" if code else place
    inner = _Ground(ground.problems, ground.beside, ground.added, ground.depth + 1)
    items = _items(rows.items, answers, here, there, inner)
    option = _option(rows.key.options, code) if rows.key is not None else None
    if option is not None and items and isinstance(items[0], Control):
        first = items[0]
        key = Control(
            first.name,
            first.question,
            first.value,
            first.values,
            first.problems,
            first.missing,
            (),
            is_key=True,
        )
        items = (key, *items[1:])
    title = key_text(answers, rows) if option is not None else ""
    return Entry(here, index, title, option.text if option is not None else "", items)


def _option(options: Sequence[Option], code: str) -> Option | None:
    return next((one for one in options if one.code == code), None)
