"""A report being written, part by part: the form of its type, what is answered, what is wrong, what stands beside it.

Two people may write in different parts at the same time: a part is saved on top of whatever the rest has become. It
is refused only when somebody else has changed the same part since it was fetched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.clock import STOCKHOLM
from service.errors import Notice, Problem
from service.flow.blanketter import plain
from service.flow.drafts import reader_of
from service.flow.prefill import Subject, references
from service.flow.refusals import OldVersion, not_known
from service.flow.register import (
    WRITERS,
    Report,
    Saved,
    check_report,
    input_of,
    page_reports,
    save_report,
)
from service.flow.service import Service
from service.intake.json_file import read_json
from service.intake.web_form import Fields, read_fields
from service.model.form import Draft, Form, Part
from service.model.framework import Framework
from service.model.gaps import UNANSWERED
from service.model.lists import Span, Wanted
from service.model.options import options_for
from service.model.people import Person
from service.model.ramverk import Organ
from service.model.steps import OPEN
from service.records.blobs import fetch
from service.schema.cleaning import clean
from service.schema.form import form_of

TRIES = 3


@dataclass(frozen=True, slots=True)
class PartState:
    """How far a part has come."""

    nr: int
    title: str
    missing: int
    wrong: int
    answered: bool

    @property
    def done(self) -> bool:
        """Whether nothing more is needed."""
        return not self.missing and not self.wrong


@dataclass(frozen=True, slots=True)
class Editing:
    """A report as the one who writes it sees it."""

    report: Report
    organ: Organ
    draft: Draft
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]
    may_write: bool
    framework: Framework

    @property
    def form(self) -> Form:
        """The questions."""
        return self.draft.form

    @property
    def parts(self) -> tuple[PartState, ...]:
        """How far each part has come."""
        return tuple(self._state(nr, part) for nr, part in enumerate(self.form.parts, start=1))

    def _state(self, nr: int, part: Part) -> PartState:
        found = self.problems_of(nr)
        missing = sum(one.code in UNANSWERED for one in found)
        answered = any(self.draft.answers.get(item.name) not in (None, "", [], {}) for item in part.items)
        return PartState(nr, part.title, missing, len(found) - missing, answered)

    def part(self, nr: int) -> Part:
        """One part. Raises NotKnown."""
        if not 1 <= nr <= len(self.form.parts):
            raise not_known("Delen")
        return self.form.parts[nr - 1]

    def problems_of(self, nr: int) -> tuple[Problem, ...]:
        """The faults within a part."""
        names = {item.name for item in self.part(nr).items}
        return tuple(one for one in self.problems if _top(one.path) in names)

    def part_of(self, path: str) -> int:
        """The part in which a path lies; 0 for none."""
        top = _top(path)
        for nr, part in enumerate(self.form.parts, start=1):
            if any(item.name == top for item in part.items):
                return nr
        return 0

    def ground(self, nr: int) -> str:
        """The part's present content in short: what a change of it rests on."""
        names = sorted(item.name for item in self.part(nr).items)
        told = json.dumps([self.draft.answers.get(name) for name in names], sort_keys=True, default=str)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def open_editing(service: Service, person: Person, report: str) -> Editing:
    """The latest version that the person may see, with its form. Raises NotKnown."""
    saved = check_report(service, person, report)
    seen = saved.report
    framework = reader_of(service).framework()[1]
    raw = _raw(service, person, report)
    organ = _organ(framework, seen.organ)
    day = _day(raw, service)
    given = {"typ": str(raw["typ"])} if raw.get("typ") else {}
    form = form_of(seen.slug, options_for(framework, organ, day), given)
    subject = Subject(framework, organ, seen.ar or day.year, day, given)
    beside = references(form, subject, _last_year(service, person, seen, given))
    return Editing(
        seen,
        organ,
        Draft(form, raw, beside),
        saved.problems,
        saved.notices,
        seen.status in OPEN and person.has(WRITERS, seen.organ),
        framework,
    )


def save_part(service: Service, person: Person, report: str, nr: int, fields: Fields, ground: str) -> Saved:
    """Save what was typed in a part.

    Args:
        service: the service.
        person: who has typed.
        report: which report.
        nr: which part.
        fields: what the browser sent.
        ground: the part's content as it was fetched, as `Editing.ground` gave it.

    Raises:
        NotKnown: no such report or part.
        NotAllowed, WrongState, InputError: as for `save_report`.
        OldVersion: somebody else has changed the same part meanwhile.
    """
    for attempt in range(1, TRIES + 1):
        editing = open_editing(service, person, report)
        part = editing.part(nr)
        if ground != editing.ground(nr):
            raise OldVersion(_changed())
        answers = read_fields(part.items, fields, editing.draft.answers)
        if answers == editing.draft.answers and editing.may_write:
            return Saved(editing.report, editing.problems, editing.notices)
        try:
            return _save(service, person, editing.report, answers, typing=True)
        except OldVersion:
            if attempt == TRIES:
                raise
    raise OldVersion(_changed())


def typed_answers(editing: Editing, nr: int, fields: Fields) -> dict[str, Any]:
    """The answers as they would be if what was typed in a part were saved."""
    return read_fields(editing.part(nr).items, fields, editing.draft.answers)


def restore_version(service: Service, person: Person, report: str, nr: int, version: int) -> Saved:
    """Take up an earlier version as the latest one; those between stay. Raises as `save_report`."""
    with service.open_folder() as folder:
        _, sha256 = input_of(service, person, report, nr)
        return save_report(service, person, report, fetch(service.store, sha256, folder / "in.json"), version)


def answers_of(service: Service, person: Person, report: str, nr: int = 0) -> dict[str, Any]:
    """The answers of a version, or of the latest one. Raises NotKnown."""
    return _raw(service, person, report, nr)


def _save(
    service: Service, person: Person, report: Report, answers: Mapping[str, Any], *, typing: bool
) -> Saved:
    with service.open_folder() as folder:
        path = folder / "in.json"
        path.write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8")
        return save_report(service, person, report.id, path, report.version, typing=typing)


def _raw(service: Service, person: Person, report: str, nr: int = 0) -> dict[str, Any]:
    _, sha256 = input_of(service, person, report, nr)
    with service.open_folder() as folder:
        path = fetch(service.store, sha256, folder / "in.json")
        raw, _ = clean(read_json(path, service.settings), path.name)
        return plain(raw)


def _last_year(
    service: Service, person: Person, report: Report, given: Mapping[str, str]
) -> Mapping[str, Any] | None:
    """Last year's report of the same kind and body, as far as the person may see it."""
    if not report.ar:
        return None
    wanted = Wanted(report.organ, report.ar - 1, slug=report.slug)
    for one in page_reports(service, person, wanted, Span(0, 10)).rows:
        raw = _raw(service, person, one.id)
        if all(str(raw.get(key)) == value for key, value in given.items()):
            return raw
    return None


def _organ(framework: Framework, wanted: str) -> Organ:
    for organ in framework.organ:
        if organ.id == wanted:
            return organ
    raise not_known("Organet")


def _day(raw: Mapping[str, Any], service: Service) -> date:
    try:
        return date.fromisoformat(str(raw.get("datum", "")))
    except ValueError:
        return service.now().astimezone(STOCKHOLM).date()


def _top(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _changed() -> Problem:
    return Problem(
        "changed_meanwhile",
        "Någon annan har ändrat samma del sedan du hämtade den. Det du skrev är inte sparat än.",
        "",
        "Jämför det du skrev med det som nu står där, och spara sedan.",
    )


def differing(
    one: Mapping[str, Any], other: Mapping[str, Any], path: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """Where two versions differ: path, what the first says, what the other says."""
    for name in dict.fromkeys((*one, *other)):
        here = f"{path}.{name}" if path else name
        yield from _differing(one.get(name), other.get(name), here)


def _differing(one: Any, other: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if one == other:
        return
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        yield from differing(one, other, path)
    elif isinstance(one, list) and isinstance(other, list) and _of_groups(one) and _of_groups(other):
        for index in range(max(len(one), len(other))):
            before = one[index] if index < len(one) else None
            after = other[index] if index < len(other) else None
            yield from _differing(before, after, f"{path}[{index}]")
    else:
        yield path, one, other


def _of_groups(entries: list[Any]) -> bool:
    return all(isinstance(entry, Mapping) for entry in entries)
