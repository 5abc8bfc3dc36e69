"""A riktningsmål or an omvärldsfaktor reworded, without touching the file by hand: a new version of the framework."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from service.errors import InvalidInput, Problem
from service.flow.framework_views import framework_raw
from service.flow.frameworks import KEEPERS, FrameworkVersion, add_framework, current_framework
from service.flow.refusals import not_known, require, require_version
from service.flow.service import Service
from service.model.people import Person
from service.records.base import JsonObject

EDITABLE: Mapping[str, tuple[str, ...]] = {
    "riktningsmal": ("rubrik", "text", "bidrar_till_vision", "bidrar_till_vardegrund", "giltig_fran",
                     "giltig_till", "kalla"),
    "omvarldsfaktorer": ("rubrik", "beskrivning", "giltig_fran", "giltig_till", "kalla"),
}  # fmt: skip
"""The lists and the fields that can be changed here; the rest is changed in the file."""


def editable_entry(service: Service, person: Person, kind: str, ident: str) -> tuple[int, JsonObject]:
    """An entry of the version in force, and that version's number. Raises NotAllowed, NotKnown, WrongState."""
    require(person, KEEPERS, "", "Att ändra ramverket")
    version = current_framework(service)
    return version.nr, _find(framework_raw(service, version), kind, ident)


def change_entry(
    service: Service,
    person: Person,
    kind: str,
    ident: str,
    answers: Mapping[str, str],
    version: int,
    why: str,
) -> FrameworkVersion:
    """Make a new version in which an entry says something else; an empty answer takes its field away.

    Raises:
        NotAllowed, NotKnown, WrongState: as `editable_entry`.
        OldVersion: there is a newer version than the one that was looked at.
        InvalidInput: with every fault, each at the field's own name where it is one of the entry.
    """
    require(person, KEEPERS, "", "Att ändra ramverket")
    present = current_framework(service)
    raw = framework_raw(service, present)
    entry = _find(raw, kind, ident)
    require_version(version, present.nr)
    for name in EDITABLE[kind]:
        if answers.get(name):
            entry[name] = answers[name]
        else:
            entry.pop(name, None)
    place = f"{kind}[{raw[kind].index(entry)}]."
    with service.open_folder() as folder:
        path = folder / "ramverk.json"
        path.write_text(json.dumps(raw, ensure_ascii=False, indent=1, default=_number), encoding="utf-8")
        try:
            return add_framework(service, person, path, why or f"{entry.get('rubrik', ident)}: ändrad text")
        except InvalidInput as fault:
            raise InvalidInput(*(_at_field(one, place) for one in fault.problems)) from fault


def _find(raw: JsonObject, kind: str, ident: str) -> JsonObject:
    rows = raw.get(kind, []) if kind in EDITABLE else []
    for one in rows:
        if isinstance(one, dict) and one.get("id") == ident:
            return one
    raise not_known("Posten")


def _at_field(problem: Problem, place: str) -> Problem:
    path = problem.path.removeprefix(place)
    return Problem(problem.code, problem.message, path, problem.remedy)


def _number(value: Any) -> float | int:
    """A number as it stood in the file."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)
