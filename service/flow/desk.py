"""An officer's desk: what lies there, what is missing, what came back and why; new reports; who else is at work."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.blanketter import read_form
from service.flow.doctypes import title_of
from service.flow.drafts import NOT_REPORTS, reader_of
from service.flow.form import FormOrder, drafted
from service.flow.refusals import WrongState, require
from service.flow.register import (
    WRITERS,
    Report,
    Saved,
    check_report,
    create_report,
    get_report,
    page_reports,
    save_report,
)
from service.flow.service import Service
from service.model.choices import Dialogtyp, Organtyp
from service.model.deadlines import Deadline, deadline_of
from service.model.gaps import UNANSWERED
from service.model.lists import Span, Wanted
from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.model.people import Person
from service.model.ramverk import Organ
from service.model.steps import ATERLAMNAD, OPEN, UTKAST
from service.records.database import Conflict
from service.records.meetings import next_day
from service.records.narvaro import forget_presence, present_in, show_presence
from service.schema.form import has_form
from service.schema.load import find_document_type, slug_of, slugs

SHOWN = 12
HERE = timedelta(seconds=50)
"""So long somebody counts as present after the last sign."""


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A report that waits for its writer."""

    report: Report
    missing: int
    wrong: int
    reason: str = ""
    """Why it came back."""
    by: str = ""
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class NotBegun:
    """A report that the year's cycle asks of a body, and nobody there has begun."""

    slug: str
    title: str
    organ: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on somebody's desk."""

    open: tuple[OnDesk, ...]
    total: int
    """How many are open in all; the list holds the latest."""
    sent: tuple[Report, ...]
    """What was handed in lately."""
    council: date | None
    """The day of kommunfullmäktige's next meeting."""
    not_begun: tuple[NotBegun, ...] = ()


def desk_of(service: Service, person: Person) -> Desk:
    """What lies on somebody's desk; empty for who writes for no body."""
    if not person.roles & WRITERS:
        return Desk((), 0, (), council_day(service))
    came = [_open(service, person, status) for status in (ATERLAMNAD, UTKAST)]
    rows = [row for page in came for row in page.rows if person.has(WRITERS, row.organ)][:SHOWN]
    latest = page_reports(service, person, Wanted(sort="-andrad"), Span(0, SHOWN)).rows
    sent = tuple(row for row in latest if row.status not in OPEN and row.organ in person.organs)
    total = sum(page.total for page in came)
    desk = tuple(_on_desk(service, person, row) for row in rows)
    return Desk(desk, total, sent[:5], council_day(service), _not_begun(service, person))


def _open(service: Service, person: Person, status: str) -> Any:
    return page_reports(service, person, Wanted(status=status, sort="-andrad"), Span(0, SHOWN))


def _on_desk(service: Service, person: Person, row: Report) -> OnDesk:
    missing, wrong = counted(service, person, row)
    due = due_of(service, row.slug, row.organ, row.ar)
    if row.status != ATERLAMNAD:
        return OnDesk(row, missing, wrong, deadline=due)
    steps = get_report(service, person, row.id).steps
    last: Mapping[str, Any] = steps[-1] if steps else {}
    return OnDesk(row, missing, wrong, str(last.get("varfor", "")), str(last.get("vem", "")), due)


def due_of(service: Service, slug: str, organ: str, ar: int) -> Deadline | None:
    """The last day of a body's report, by the cycle of the framework in force. Raises WrongState without one."""
    today = service.now().astimezone(STOCKHOLM).date()
    return deadline_of(reader_of(service).framework()[1], title_of(slug), organ, ar, today)


def _not_begun(service: Service, person: Person) -> tuple[NotBegun, ...]:
    """What this year's cycle asks of the person's bodies and is not begun."""
    year, slug = service.now().astimezone(STOCKHOLM).year, slug_of(Nulagesbeskrivning)
    found = []
    for organ in sorted(person.organs):
        if not person.has(WRITERS, organ):
            continue
        try:
            due = due_of(service, slug, organ, year)
        except WrongState:  # no framework yet
            return ()
        begun = page_reports(service, person, Wanted(organ, year, slug=slug), Span(0, 1)).total
        if due is not None and not begun:
            found.append(NotBegun(slug, title_of(slug), organ, due))
    return tuple(found)


def counted(service: Service, person: Person, report: Report) -> tuple[int, int]:
    """How much is missing in the latest version, and how much is wrong."""
    problems = check_report(service, person, report.id).problems
    missing = sum(one.code in UNANSWERED for one in problems)
    return missing, len(problems) - missing


def council_day(service: Service) -> date | None:
    """The day of kommunfullmäktige's next meeting; those days are public. None without a framework too."""
    try:
        councils = [one.id for one in organs(service) if one.typ is Organtyp.KOMMUNFULLMAKTIGE]
    except WrongState:
        return None
    today = service.now().astimezone(STOCKHOLM).date()
    with service.records.look() as db:
        days = [day for organ in councils if (day := next_day(db, organ, today)) is not None]
    return min(days, default=None)


def organs(service: Service) -> tuple[Organ, ...]:
    """The bodies of the framework in force."""
    return reader_of(service).framework()[1].organ


def writable_doctypes() -> tuple[tuple[str, str], ...]:
    """The document types that are written as forms: slug and title; those that every body writes first."""
    found = [slug for slug in slugs() if slug not in NOT_REPORTS and has_form(slug)]
    found.sort(key=lambda slug: "organ" not in find_document_type(slug).schema.described_fields())
    return tuple((slug, find_document_type(slug).title) for slug in found)


def kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of dialog: code and label."""
    return tuple((one.value, one.label) for one in Dialogtyp)


def start_report(service: Service, person: Person, slug: str, organ: str, ar: int, typ: str = "") -> Saved:
    """Begin a report with what the framework knows already.

    Raises:
        InputError: the type has no form, or the body or the kind is unknown.
        NotAllowed: the person does not write for that body.
    """
    require(person, WRITERS, organ, "Att skapa en rapport")
    if slug not in dict(writable_doctypes()):
        raise InvalidInput(
            Problem("unknown_choice", "Dokumenttypen finns inte.", "dokumenttyp", "Välj en i listan.")
        )
    reader = reader_of(service)
    with service.open_folder() as folder:
        path = folder / "in.json"
        draft, _ = drafted(FormOrder(slug, organ, ar, path, typ=typ), reader.framework()[1], reader)
        answers = {"dokumenttyp": slug, **draft.answers}
        path.write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8")
        return create_report(service, person, path, organ)


def take_form(service: Service, person: Person, path: Path, organ: str = "") -> Saved:
    """Begin a report with a filled form: Word, Excel or JSON. Raises InputError, NotAllowed."""
    with service.open_folder() as folder:
        return create_report(service, person, _read(service, path, folder), organ)


def retake_form(service: Service, person: Person, report: str, path: Path, version: int) -> Saved:
    """Let a filled form take the place of what a report holds. Raises as `save_report`."""
    with service.open_folder() as folder:
        return save_report(service, person, report, _read(service, path, folder), version)


def _read(service: Service, path: Path, folder: Path) -> Path:
    raw = dict(read_form(service, path).raw)
    raw.pop("ramverk", None)
    target = folder / "in.json"
    target.write_text(json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def be_present(service: Service, person: Person, report: str, place: str) -> tuple[tuple[str, str], ...]:
    """Show that one is at work in a report, and see who else is: name and part. Raises NotKnown."""
    seen = get_report(service, person, report)
    at = service.now()
    if person.has(WRITERS, seen.organ):
        try:
            with service.records.change() as db:
                show_presence(db, report, (person.id, person.name), place, at)
                forget_presence(db, at - HERE * 10)
        except Conflict:
            pass  # two tabs of the same person showed themselves in the same moment
    with service.records.look() as db:
        found = present_in(db, report, at - HERE)
        return tuple((one.namn, one.plats) for one in found if one.anvandare != person.id)
