"""From the fields of a form to the raw mapping of the meeting file, and back.

A field is named by its place in the file (`sammantrade.datum`, `forslag_till_beslut[0].organ`), which is also how
faults name it. What the form does not show stays as it is in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from service.errors import Problem
from service.web.page import Visit

Raw = dict[str, Any]
MORE_ROWS = 1
"""Empty rows that a list of groups shows after those that are filled."""
MAX_ROWS = 100
_POINT = re.compile(r"\[\d+\]$")


def fold(base: Mapping[str, Any], values: Iterable[tuple[str, Any]]) -> Raw:
    """The mapping with values put at their places; an empty value takes its key away, and groups that became empty."""
    folded: Raw = deepcopy(dict(base))
    for path, value in values:
        _put(folded, path.split("."), value)
    return folded


def _put(place: Raw, names: Sequence[str], value: Any) -> None:
    name, *rest = names
    if rest:
        inner = place.get(name)
        group: Raw = inner if isinstance(inner, dict) else {}
        _put(group, rest, value)
        value = group
    if value in ("", None, [], {}):
        place.pop(name, None)
    else:
        place[name] = value


def unfold(base: Mapping[str, Any], path: str) -> Any:
    """What stands at a place; empty text where nothing does."""
    found: Any = base
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return "" if found is None else found


def lines(text: str) -> list[str]:
    """A list from a text with one entry on each line."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def groups(
    visit: Visit,
    name: str,
    fields: Sequence[str],
    listed: Sequence[str] = (),
    kept: Sequence[Mapping[str, Any]] = (),
) -> list[Raw]:
    """The rows of a list of groups; those that are empty are left out.

    Args:
        visit: the form.
        name: the list.
        fields: what a row shows.
        listed: fields that hold one entry on each line.
        kept: the rows as they were: what the form does not show of them stays.
    """
    rows: list[Raw] = []
    for at in range(MAX_ROWS):
        if not any(f"{name}[{at}].{one}" in visit.form for one in fields):
            break
        typed = {one: visit.typed(f"{name}[{at}].{one}") for one in fields}
        row: Raw = {one: lines(text) if one in listed else text for one, text in typed.items() if text}
        if row:
            unseen = kept[at] if at < len(kept) else {}
            rows.append({**{one: value for one, value in unseen.items() if one not in fields}, **row})
    return rows


def placed(problems: Iterable[Problem], listed: Sequence[str]) -> tuple[Problem, ...]:
    """Faults of an entry among lines are faults of the field with the lines."""

    def at_field(problem: Problem) -> Problem:
        whole = _POINT.sub("", problem.path)
        return replace(problem, path=whole) if whole.rsplit(".", 1)[-1] in listed else problem

    return tuple(map(at_field, problems))
