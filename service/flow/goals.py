"""How well the riktningsmål are met: what one report says, and what all that were handed in say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.flow.drafts import reader_of
from service.flow.editing import answers_of
from service.flow.refusals import WrongState
from service.flow.register import Report
from service.flow.service import Service
from service.model.choices import Maluppfyllelse
from service.model.framework import Framework
from service.model.goals import Goals, GoalsRow, counted
from service.model.people import Person


def goals_in(framework: Framework, answers: Mapping[str, Any]) -> Goals:
    """What a report's answers say, goal by goal."""
    rows = tuple(
        GoalsRow(_title(framework, goal), counted([said])) for goal, said in _said(answers) if goal and said
    )
    return Goals(rows, 1)


def goals_together(service: Service, person: Person, reports: Sequence[Report]) -> Goals:
    """What the reports that a person may see say together, goal by goal, in the framework's order."""
    try:
        framework = reader_of(service).framework()[1]
    except WrongState:  # no framework yet
        return Goals((), 0)
    found: dict[str, list[Maluppfyllelse]] = {}
    for report in reports:
        for goal, said in _said(answers_of(service, person, report.id)):
            if goal and said:
                found.setdefault(goal, []).append(said)
    order = {one.id: at for at, one in enumerate(framework.riktningsmal)}
    goals = sorted(found, key=lambda goal: (order.get(goal, len(order)), goal))
    rows = tuple(GoalsRow(_title(framework, goal), counted(found[goal])) for goal in goals)
    return Goals(rows, len(reports))


def _said(answers: Mapping[str, Any]) -> Iterator[tuple[str, Maluppfyllelse | None]]:
    entries = answers.get("per_riktningsmal")
    for one in entries if isinstance(entries, list) else ():
        if isinstance(one, Mapping):
            yield str(one.get("riktningsmal") or ""), _known(one.get("maluppfyllelse"))


def _known(said: object) -> Maluppfyllelse | None:
    """What is said of a goal; in a form also by its label."""
    return next((one for one in Maluppfyllelse if str(said) in (one.value, one.label)), None)


def _title(framework: Framework, goal: str) -> str:
    for one in framework.riktningsmal:
        if one.id == goal:
            return f"{one.nr}. {one.rubrik}"
    return goal
