"""A form of the web page, read back: names of fields are paths, and the order of the page is the order of the rows.

A field is named by its path in the document, such as `per_riktningsmal[2].framdrift`. Only what stood on the page is
read: everything else of the document stays as it was. An index is a name and no more, so a row that was moved or
added needs no renumbering. What cannot be understood is kept as it was typed; the schema tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from service.intake.form_blocks import Cell
from service.intake.form_values import read_answer
from service.model.form import NONE_WORD, Group, Item, Kind, Question, Rows

Fields = Mapping[str, Sequence[str]]
STOOD = "finns"
"""The field that names the lists and tick boxes of a page: a browser sends nothing of those that are empty."""
MOST_ROWS = 2_000
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,9})?")


def read_fields(
    items: Sequence[Item], fields: Fields, before: Mapping[str, Any], path: str = ""
) -> dict[str, Any]:
    """The answers of a group, with those of the page in their place.

    Args:
        items: the questions of the group.
        fields: what the browser sent.
        before: the answers until now.
        path: the group's path.
    """
    answers = dict(before)
    for item in items:
        here = f"{path}.{item.name}" if path else item.name
        if not _stood(item, here, fields):
            continue
        answer = _read(item, here, fields, before.get(item.name))
        if answer in (None, "", [], {}):
            if answers.get(item.name) not in (None, "", [], {}):
                del answers[item.name]
        else:
            answers[item.name] = answer
    return answers


def _stood(item: Item, path: str, fields: Fields) -> bool:
    if isinstance(item, Group):
        return any(name.startswith(f"{path}.") for name in (*fields, *fields.get(STOOD, ())))
    if path in fields or path in fields.get(STOOD, ()):
        return True
    return isinstance(item, Rows) and any(name.startswith(f"{path}[") for name in fields)


def _read(item: Item, path: str, fields: Fields, before: Any) -> Any:
    if isinstance(item, Question):
        return _answer(item, fields.get(path, ()))
    if isinstance(item, Group):
        return read_fields(item.items, fields, before if isinstance(before, Mapping) else {}, path)
    return _rows(item, path, fields, before)


def _rows(rows: Rows, path: str, fields: Fields, before: Any) -> Any:
    old = before if isinstance(before, list) else []
    entries = []
    for index in _indexes(path, fields):
        known = old[index] if index < len(old) and isinstance(old[index], Mapping) else {}
        entry = read_fields(rows.items, fields, known, f"{path}[{index}]")
        if entry:
            entries.append(entry)
    if entries:
        return entries
    return NONE_WORD if rows.may_be_none and NONE_WORD in fields.get(path, ()) else None


def _indexes(path: str, fields: Fields) -> list[int]:
    """The rows of a list, in the order in which they stand on the page."""
    begins = f"{path}["
    found: dict[int, None] = {}
    for name in (*fields, *fields.get(STOOD, ())):
        if name.startswith(begins):
            digits = name[len(begins) :].partition("]")[0]
            if digits.isascii() and digits.isdecimal() and len(digits) < 8:
                found[int(digits)] = None
    return list(found)[:MOST_ROWS]


def _answer(question: Question, values: Sequence[str]) -> Any:
    if not question.many:
        return _one(question, values[0] if values else "")
    single = replace(question, many=False)
    lines = values if question.options else [line for value in values for line in value.split("\n")]
    answers = [answer for line in lines if (answer := _one(single, line)) is not None]
    return answers or None


def _one(question: Question, text: str) -> Any:
    if question.kind is Kind.LONG:
        return text.strip("\n").rstrip() or None if text.strip() else None
    plain = text.strip()
    if not plain:
        return None
    if question.kind is Kind.YES_NO:
        return {"ja": True, "nej": False}.get(plain.casefold(), plain)
    answer = read_answer(question, Cell(lines=(plain,)))
    if question.kind in (Kind.NUMBER, Kind.INTEGER) and isinstance(answer, str):
        return _number(answer)
    return answer


def _number(text: str) -> Any:
    """A figure as JSON has it; what is no figure stays as it was typed."""
    plain = text.replace("\u2212", "-").replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        return text
    number = Decimal(plain.replace(",", "."))
    return int(number) if number == number.to_integral_value() and "," not in plain else float(number)
