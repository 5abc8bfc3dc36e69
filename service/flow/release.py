"""A report's steps: from draft by way of its body, kommunstyrelsen and fullmäktige to the archive, and back.

What each step needs stands in `model/steps.py`; here it is asked for, and noted with who, when and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.refusals import WrongState, not_known, require, require_version
from service.flow.register import Report, as_seen, check_report
from service.flow.search import index_handed_in
from service.flow.service import Service
from service.model.choices import Rapportstatus
from service.model.people import Person
from service.model.steps import ATERLAMNAD, BY_NAME, STEPS, Step, needed
from service.records.audit import Entry, note
from service.records.frameworks import find_organ
from service.records.jobs import DONE, jobs_of
from service.records.reports import find_file, find_report
from service.records.tables import Jobb, Rapport, Steg

_REASON = "varfor"


def take_step(
    service: Service, person: Person, report: str, name: str, said: Mapping[str, Any], version: int
) -> Report:
    """Take a step.

    Args:
        service: the service.
        person: who takes it.
        report: which report.
        name: which step, as in `model/steps.py`.
        said: what is said with it; dates as `date`, files by their id.
        version: the version of the report that the person has seen.

    Raises:
        NotKnown: no such report or step, as far as the person may know.
        NotAllowed: the step is another role's, or another body's.
        OldVersion: somebody has changed the report since.
        WrongState: the step does not lead on from the report's state.
        InvalidInput: something is missing, or the report has faults.
    """
    step = BY_NAME.get(name)
    if step is None:
        raise not_known("Steget")
    if step.till == Rapportstatus.INSKICKAD.value:
        _require_whole(service, person, report)
    at = service.now()
    with service.records.change() as db:
        row = find_report(db, report, person)
        if row is None:
            raise not_known("Rapporten")
        require(person, step.roles, row.organ, f"Steget ”{step.label}”")
        require_version(version, row.version)
        _require_state(row, step)
        organ = find_organ(db, row.organ)
        wanted = needed(step, organ.typ if organ else "")
        _require_said(wanted, said, at.astimezone(STOCKHOLM).date())
        if step.till == Rapportstatus.INSKICKAD.value and not _is_built(jobs_of(db, report=row.id), row.nr):
            raise WrongState(_not_built())
        file = said.get("protokollsutdrag")
        if file is not None:
            found = find_file(db, file)
            if found is None or found.skapad_av != person.username:
                raise not_known("Filen")
        before = {"status": row.status}
        told = {key: value.isoformat() if isinstance(value, date) else value for key, value in said.items()}
        reason = told.pop(_REASON, "") or ""
        _note_decision(row, told, organ.namn if organ else row.organ)
        row.steg.append(
            Steg(
                nr=len(row.steg) + 1,
                fran=row.status,
                till=step.till,
                indata=row.nr,
                vem=person.username,
                nar=at,
                varfor=reason,
                uppgifter=told,
            )
        )
        row.status, row.andrad = step.till, at
        if step.till == Rapportstatus.INSKICKAD.value:
            row.inskickad_nr = row.nr
            index_handed_in(db, row.id)
        if step.till == ATERLAMNAD:
            row.beslut = {key: value for key, value in row.beslut.items() if key == "diarienummer"}
        note(
            db,
            Entry(
                person.username,
                f"rapport.{step.name}",
                "rapport",
                row.id,
                before,
                {"status": step.till, **told},
            ),
            at,
        )
        db.flush()
        return as_seen(row, person)


def open_steps(person: Person, report: Report, organtyp: str) -> tuple[tuple[Step, Mapping[str, str]], ...]:
    """The steps that the person may take from the report's state, each with what must be said with it."""
    return tuple(
        (step, needed(step, organtyp))
        for step in STEPS
        if report.status in step.fran and person.has(step.roles, report.organ)
    )


def _require_whole(service: Service, person: Person, report: str) -> None:
    """What is handed in has no faults."""
    problems = check_report(service, person, report).problems
    if problems:
        raise InvalidInput(*problems)


def _is_built(jobs: Sequence[Jobb], nr: int) -> bool:
    """Whether the paper of just this version exists."""
    return any(one.status == DONE and one.indata == nr for one in jobs)


def _require_state(row: Rapport, step: Step) -> None:
    if row.status not in step.fran:
        raise WrongState(
            Problem(
                "step_not_possible",
                f"Steget ”{step.label}” går inte att ta när rapportens status är ”{row.status}”.",
                remedy=f"Det går när statusen är {' eller '.join(sorted(step.fran))}.",
            )
        )


def _require_said(wanted: Mapping[str, str], said: Mapping[str, Any], today: date) -> None:
    problems = [
        Problem("missing_value", f"{label} saknas.", name, f"Fyll i ”{name}”.")
        for name, label in wanted.items()
        if not said.get(name)
    ]
    problems += [
        Problem("not_used_here", f"Fältet ”{name}” hör inte till det här steget.", name, "Ta bort fältet.")
        for name in said
        if name not in wanted and name not in {_REASON, "diarienummer"}
    ]
    problems += [
        Problem(
            "contradicting_dates",
            f"Datumet {value} har inte varit än.",
            name,
            "Ange dagen då beslutet fattades.",
        )
        for name, value in said.items()
        if isinstance(value, date) and value > today
    ]
    if problems:
        raise InvalidInput(*problems)


def _note_decision(row: Rapport, told: Mapping[str, Any], organ: str) -> None:
    decision = {**row.beslut, **told}
    if "datum" in told:
        decision["organ"] = organ
    row.beslut = decision


def _not_built() -> Problem:
    return Problem(
        "not_built",
        "Rapportens senaste version är inte byggd än.",
        remedy="Bygg den, läs igenom det färdiga dokumentet och skicka in den sedan.",
    )
