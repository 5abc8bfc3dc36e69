"""Everybody's jobs, for who keeps the service running: how they go, never what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.errors import Problem
from service.flow.accounts import ADMIN
from service.flow.refusals import WrongState, not_known, require
from service.flow.service import Service
from service.model.lists import Page, Span
from service.model.people import Person
from service.records.audit import Entry, note
from service.records.jobs import ENDED, STATES, all_jobs, cancel, find_job
from service.records.tables import Jobb

__all__ = ["STATES", "SomeJob", "page_all_jobs", "stop_job"]


@dataclass(frozen=True, slots=True)
class SomeJob:
    """A job without titles, files and messages: those may tell of what the administrator must not read."""

    id: str
    kind: str
    status: str
    ordered_by: str
    created: datetime
    started: datetime | None
    ended: datetime | None
    phase: str
    done: int
    total: int
    tries: int
    fault: str
    """The code alone."""
    stopping: bool
    """It has been told to stop, and its worker has not yet heard of it."""

    @property
    def over(self) -> bool:
        """Whether there is nothing left to stop."""
        return self.status in ENDED or self.stopping


def page_all_jobs(service: Service, person: Person, status: str, span: Span) -> Page[SomeJob]:
    """A part of all jobs, the newest first. Raises NotAllowed."""
    require(person, ADMIN, "", "Att se allas jobb")
    with service.records.look() as db:
        page = all_jobs(db, status if status in STATES else "", span)
        return Page(tuple(map(_told, page.rows)), page.total, page.start)


def stop_job(service: Service, person: Person, job: str) -> None:
    """Stop anybody's job.

    Raises:
        NotAllowed: the person is no administrator.
        NotKnown: no such job.
        WrongState: it has ended.
    """
    require(person, ADMIN, "", "Att avbryta andras jobb")
    at = service.now()
    with service.records.change() as db:
        if find_job(db, job) is None:
            raise not_known("Jobbet")
        if not cancel(db, job, at):
            raise WrongState(
                Problem("job_ended", "Jobbet är redan avslutat.", remedy="Det finns inget att avbryta.")
            )
        note(db, Entry(person.username, "jobb.avbrutet", "jobb", job), at)


def _told(row: Jobb) -> SomeJob:
    return SomeJob(
        row.id, row.slag, row.status, row.bestalld_av, row.skapad, row.startad, row.slutad, row.fas,
        row.gjort, row.antal, row.forsok, str((row.fel or {}).get("code", "")), row.avbryt,
    )  # fmt: skip
