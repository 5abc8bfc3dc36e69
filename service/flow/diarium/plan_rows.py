"""The informationshanteringsplan row by row, and what became of it and of the series, as the log tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.flow.diarium.series import REGISTRARS, list_plan, put_plan
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.model.diarium import Hanteringsregel
from service.model.lists import Span
from service.model.people import Person
from service.records.audit import Wanted, page_entries
from service.records.base import JsonObject

_LATEST = Span(0, 50)


@dataclass(frozen=True, slots=True)
class Version:
    """One change: when, by whom, and what; each as name, before and after."""

    at: datetime
    who: str
    changes: tuple[tuple[str, str, str], ...]


def find_rule(service: Service, kind: str) -> Hanteringsregel:
    """The row of a kind of document. Raises NotKnown."""
    return _rule_in(list_plan(service), kind)


def _rule_in(rules: Iterable[Hanteringsregel], kind: str) -> Hanteringsregel:
    for one in rules:
        if one.handlingstyp == kind:
            return one
    raise not_known("Raden")


def put_rule(
    service: Service, person: Person, rule: Hanteringsregel, kind: str, mark: str
) -> tuple[Hanteringsregel, ...]:
    """A new row, or another in the place of the row of that kind: a new version of the whole plan.

    Raises:
        NotAllowed: the person is no registrator.
        NotKnown: there is no row of that kind.
        InvalidInput: the kind stands there already, or documents are to be destroyed without a decision.
        OldVersion: somebody has changed the plan since it was looked at.
    """
    require(person, REGISTRARS, "", "Att ändra informationshanteringsplanen")
    rules = list_plan(service)
    if kind:
        _rule_in(rules, kind)
        fresh = [rule if one.handlingstyp == kind else one for one in rules]
    else:
        fresh = [*rules, rule]
    return put_plan(service, person, fresh, mark)


def remove_rule(service: Service, person: Person, kind: str, mark: str) -> tuple[Hanteringsregel, ...]:
    """Take a row away; what is registered stays as it is. Raises as `put_rule`."""
    require(person, REGISTRARS, "", "Att ändra informationshanteringsplanen")
    rules = list_plan(service)
    _rule_in(rules, kind)
    kept = [one for one in rules if one.handlingstyp != kind]
    return put_plan(service, person, kept, mark)


def plan_versions(service: Service, person: Person) -> tuple[Version, ...]:
    """The plan's latest changes, the newest first. Raises NotAllowed."""
    entries = _entries(service, person, "hanteringsregel")
    found = []
    for at, (row, after) in enumerate(entries):
        before = entries[at + 1][1] if at + 1 < len(entries) else {}
        found.append(Version(row[0], row[1], tuple(_plan_changes(before, after))))
    return tuple(found)


def series_versions(service: Service, person: Person, kod: str) -> tuple[Version, ...]:
    """A series' latest changes, the newest first. Raises NotAllowed."""
    require(person, REGISTRARS, "", "Att ändra diarieserier")
    with service.records.look() as db:
        return tuple(
            Version(row.tid, row.vem, tuple(_changes(row.fore or {}, row.efter or {})))
            for row in page_entries(db, Wanted(slag="diarieserie", objekt=kod), _LATEST).rows
            if row.objekt == kod
        )


def _entries(service: Service, person: Person, slag: str) -> list[tuple[tuple[datetime, str], JsonObject]]:
    require(person, REGISTRARS, "", "Att ändra informationshanteringsplanen")
    with service.records.look() as db:
        rows = page_entries(db, Wanted(slag=slag), _LATEST).rows
        return [((row.tid, row.vem), row.efter or {}) for row in rows]


def _plan_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    old, new = ({one["handlingstyp"]: one for one in told.get("rader", ())} for told in (before, after))
    for kind in dict.fromkeys((*old, *new)):
        if old.get(kind) != new.get(kind):
            yield kind, _in_words(old.get(kind)), _in_words(new.get(kind))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield name, str(before.get(name, "")), str(after.get(name, ""))


def _in_words(rule: Mapping[str, Any] | None) -> str:
    """A row in one line."""
    if rule is None:
        return ""
    fate = str(rule["bevaras_gallras"])
    if rule["gallringsfrist"]:
        fate += f" efter {rule['gallringsfrist']} år"
    told = (rule["namn"], rule["klassificering"], rule["process"], fate, rule["gallringsbeslut"])
    return ", ".join(str(one) for one in told if one)
