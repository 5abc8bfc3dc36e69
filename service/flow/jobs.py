"""Doing ordered work: take the job, build, publish. A worker may be killed at any instant.

The result is published in one transaction, by the job's owner alone; the files lie in the store before that, under
their content. So there is one complete result or none, whatever happens and however many workers there are.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from service.errors import Problem, SamladError, ToolMissing
from service.flow.arkiv.order import ARCHIVE, pack
from service.flow.build import build_report
from service.flow.diarium.series import REGISTRARS
from service.flow.drafts import reader_of
from service.flow.frameworks import KEEPERS
from service.flow.orders import COMPILE, OVERVIEW, TRIAL, make_packet
from service.flow.publicering_tjanst import REVIEW, deliver_review
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.refusals import WrongState, not_known, require
from service.flow.register import visible_nr
from service.flow.service import Service
from service.flow.shown_jobs import seconds_left, shown_job
from service.flow.sketch import deliver_sketch
from service.flow.surroundings import disk_failed, has_room
from service.flow.template_order import make_trial
from service.flow.utskick.post import SEND, send_letters
from service.flow.wiring import Workshop
from service.model.lists import Page, Span
from service.model.people import CENTRAL, OF_ONE_ORGAN, Person, Role
from service.records.audit import Entry, note
from service.records.base import JsonObject
from service.records.blobs import fetch
from service.records.jobs import (
    DONE,
    SKETCH,
    Made,
    cancel,
    end_cancelled,
    fail,
    find_job,
    finish,
    jobs_of,
    left_behind,
    list_jobs,
    postpone,
    show_life,
    show_progress,
    take,
)
from service.records.reports import find_report
from service.records.tables import Jobb

FIRST_WAIT = timedelta(seconds=5)
SURROUNDINGS_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(days=2)
"""So long a job waits, from when it was ordered, for a disk, a store or a program to come back."""
BEATS_PER_LEASE = 4
LEAST_BETWEEN = timedelta(seconds=0.5)
"""Between two notes of progress within a phase."""
CANCELLERS = OF_ONE_ORGAN | {Role.KANSLI, Role.REGISTRATOR}


class Stopped(SamladError):
    """Somebody has cancelled the job, or another worker has it now."""

    code: ClassVar[str] = "job_stopped"


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that a job made, for who may have it."""

    name: str
    sha256: str
    size: int


def run_job(service: Service, workshop: Workshop, job: str, owner: str) -> datetime | None:
    """Do a job, if it is still to be done.

    Args:
        service: the service.
        workshop: converter and the rest, warm.
        job: its id.
        owner: this worker's name, another one for each run.

    Returns:
        When to try again; None when there is nothing more to do.
    """
    lease = timedelta(seconds=service.settings.livstecken_sekunder)
    with service.records.change() as db:
        if not take(db, job, owner, service.now(), lease):
            return None
        row = find_job(db, job)
        underlag = dict(row.underlag) if row else {}
        tries = row.forsok if row else 0
    if tries > service.settings.jobbforsok:
        _give_up(service, job, owner, _too_often(tries))
        return None
    try:
        with _heart(service, job, owner, lease) as stopped:
            made, notices = _make(service, workshop, underlag, _Progress(service, job, owner, stopped))
            with service.records.change() as db:
                if not finish(db, job, owner, made, notices, service.now()):
                    raise Stopped
    except Stopped:
        with service.records.change() as db:
            end_cancelled(db, job, owner, service.now())
    except (SamladError, OSError) as fault:
        return _failed(service, job, owner, fault, tries, _first_wait(service, underlag))
    return None


def abandon_job(service: Service, job: str, owner: str) -> None:
    """Give a job up after a fault that nobody foresaw; trying again would meet it again."""
    problem = Problem(
        "unexpected", "Ett oväntat fel inträffade i Samlad.", remedy="Meddela den som sköter tjänsten."
    )
    if not has_room(service.settings):
        _wait_for_surroundings(service, job, owner, _no_room())
    else:
        _give_up(service, job, owner, {"code": "unexpected", "problems": [asdict(problem)]})


class _Progress:
    """Tells the database how far the job is, and stops the work when it shall stop."""

    def __init__(self, service: Service, job: str, owner: str, stopped: threading.Event) -> None:
        self._service, self._job, self._owner, self._stopped = service, job, owner, stopped
        self._phase, self._at = "", service.now()

    def __call__(self, phase: str, done: int, total: int, part: str) -> None:
        """A step is done; not every one is written, for each is a transaction of its own."""
        at = self._service.now()
        if self._stopped.is_set():
            raise Stopped
        if phase == self._phase and done != total and at - self._at < LEAST_BETWEEN:
            return
        self._phase, self._at = phase, at
        with self._service.records.change() as db:
            if not show_progress(db, self._job, self._owner, (phase, done, total, part), at):
                raise Stopped


def _make(
    service: Service, workshop: Workshop, underlag: JsonObject, progress: _Progress
) -> tuple[list[Made], list[JsonObject]]:
    """Build from the files of the underlag alone, and put what was made into the store; or send letters."""
    if underlag["slag"] == SEND:
        return [], send_letters(service, underlag, progress)
    if underlag["slag"] == ARCHIVE:
        return pack(service, underlag, progress)
    with service.open_folder() as folder:
        source, target, own = folder / "in", folder / "ut", folder / "arbete"
        for one in (source, target, own):
            one.mkdir()
        lay_out_files(service, underlag, source)
        reader = reader_for(service, underlag, folder)
        bench = replace(workshop, progress=progress, folder=own)
        delivery = _deliver(underlag, source / underlag["start"], target, reader, bench)
        made = [
            Made(one.path.name, service.store.put(one.path), one.path.stat().st_size, one.pages)
            for one in delivery.files
        ]
        return made, [asdict(notice) for notice in delivery.notices]


def lay_out_files(service: Service, underlag: JsonObject, source: Path) -> None:
    """Write the files of an underlag into a folder, as the work reads them."""
    for name, sha256 in underlag["filer"].items():
        fetch(service.store, sha256, source / Path(name).name)


def reader_for(service: Service, underlag: JsonObject, folder: Path) -> Reader:
    """What the work is held against; of the framework that every new job names it is at hand already."""
    day = date.fromisoformat(underlag["dag"])
    with suppress(SamladError):
        ready = reader_of(service)
        if (underlag["ramverk"], day) in service.readers:
            return ready
    framework = fetch(service.store, underlag["ramverk"], folder / "ramverk.json")
    return Reader(service.settings, day, framework)


def _deliver(underlag: JsonObject, path: Path, target: Path, reader: Reader, workshop: Workshop) -> Delivery:
    if underlag["slag"] == COMPILE:
        return make_packet(underlag, path, target, reader, workshop)
    if underlag["slag"] == REVIEW:
        return deliver_review(path, target, reader, workshop)
    if underlag["slag"] == TRIAL:
        return make_trial(underlag, path, target, reader, workshop)
    if underlag["slag"] == SKETCH:
        return deliver_sketch(underlag, path, target, reader, workshop)
    return build_report(reader.read(path), target, underlag["format"], workshop)


@contextmanager
def _heart(service: Service, job: str, owner: str, lease: timedelta) -> Iterator[threading.Event]:
    """Show signs of life while a long step says nothing of itself; the event tells that the job shall stop."""
    done, stopped = threading.Event(), threading.Event()

    def beat() -> None:
        while not done.wait(lease.total_seconds() / BEATS_PER_LEASE):
            try:
                with service.records.change() as db:
                    lives = show_life(db, job, owner, service.now())
            except SamladError:
                continue  # the database is away: what the worker makes is refused later if it came too late
            if not lives:
                stopped.set()

    thread = threading.Thread(target=beat, daemon=True, name="hjärtslag")
    thread.start()
    try:
        yield stopped
    finally:
        done.set()
        thread.join()


def _first_wait(service: Service, underlag: JsonObject) -> timedelta:
    """A mail server that says "later" means minutes, not seconds."""
    if underlag["slag"] == SEND:
        return timedelta(seconds=service.settings.utskick_vanta_sekunder)
    return FIRST_WAIT


def _failed(
    service: Service, job: str, owner: str, fault: SamladError | OSError, tries: int, first: timedelta
) -> datetime | None:
    told = _told(fault)
    if isinstance(fault, OSError) or fault.surroundings or not has_room(service.settings):
        return _wait_for_surroundings(service, job, owner, told)
    # A program that is missing may be in the middle of being replaced.
    passes = fault.retryable or isinstance(fault, ToolMissing)
    if not passes or tries >= service.settings.jobbforsok:
        _give_up(service, job, owner, told)
        return None
    until = service.now() + first * (1 << (tries - 1))
    with service.records.change() as db:
        postpone(db, job, owner, told, until)
    return until


def _wait_for_surroundings(service: Service, job: str, owner: str, told: JsonObject) -> datetime | None:
    """Try again until what is away is back, however often; nobody shall have to order the work anew."""
    at = service.now()
    with service.records.change() as db:
        row = find_job(db, job)
        waits = row is not None and at - row.skapad < LONGEST_WAIT
        if waits:
            postpone(db, job, owner, told, at + SURROUNDINGS_WAIT, counted=False)
    if not waits:
        _give_up(service, job, owner, told)
        return None
    return at + SURROUNDINGS_WAIT


def _give_up(service: Service, job: str, owner: str, told: JsonObject) -> None:
    at = service.now()
    with service.records.change() as db:
        if fail(db, job, owner, told, at):
            note(db, Entry("-", "jobb.misslyckat", "jobb", job, None, {"kod": told["code"]}), at)


def _told(fault: SamladError | OSError) -> JsonObject:
    if isinstance(fault, SamladError):
        return {"code": fault.code, "problems": [asdict(problem) for problem in fault.problems]}
    return _told(disk_failed(fault))


def _no_room() -> JsonObject:
    problem = Problem("disk_failed", "Det fanns inte plats på disken att arbeta. Jobbet görs när det finns.")
    return {"code": "tool_failed", "problems": [asdict(problem)]}


def _too_often(tries: int) -> JsonObject:
    problem = Problem(
        "job_crashes",
        f"Arbetet avbröts {tries - 1} gånger utan att bli klart.",
        remedy="Meddela driften: något i underlaget får programmet att avslutas.",
    )
    return {"code": "job_crashes", "problems": [asdict(problem)]}


def waiting_jobs(service: Service) -> tuple[str, ...]:
    """Jobs that nobody works on though somebody should: also those of workers that have died."""
    lease = timedelta(seconds=service.settings.livstecken_sekunder)
    with service.records.change() as db:
        return left_behind(db, service.now(), lease)


def get_job(service: Service, person: Person, job: str) -> JsonObject:
    """A job as its people see it. Raises NotKnown."""
    row = _find(service, person, job)
    if row is None:
        raise not_known("Jobbet")
    return shown_job(row, seconds_left(service, row))


def page_jobs(service: Service, person: Person, span: Span) -> Page[JsonObject]:
    """A part of the jobs that the person has ordered."""
    with service.records.look() as db:
        page = list_jobs(db, person.username, span)
        return Page(tuple(shown_job(row) for row in page.rows), page.total, page.start)


def cancel_job(service: Service, person: Person, job: str) -> JsonObject:
    """Stop a job: who has ordered it, its body, and the kansli.

    Raises:
        NotKnown: no such job.
        NotAllowed: it is somebody else's.
        WrongState: it has ended.
    """
    row = _find(service, person, job)
    if row is None:
        raise not_known("Jobbet")
    if row.bestalld_av != person.username and not person.has(CANCELLERS, _organ_of(service, person, row)):
        require(person, CANCELLERS, "", "Att avbryta någon annans jobb")
    at = service.now()
    with service.records.change() as db:
        if not cancel(db, job, at):
            raise WrongState(
                Problem("job_ended", "Jobbet är redan avslutat.", remedy="Det finns inget att avbryta.")
            )
        note(db, Entry(person.username, "jobb.avbrutet", "jobb", job), at)
    return get_job(service, person, job)


def _organ_of(service: Service, person: Person, row: Jobb) -> str:
    with service.records.look() as db:
        report = find_report(db, row.rapport, person) if row.rapport else None
        return report.organ if report is not None else ""


def job_file(service: Service, person: Person, job: str, name: str) -> OutputFile:
    """A file that a job made. Raises NotKnown."""
    row = _find(service, person, job)
    for one in row.utdata if row is not None else []:
        if one.namn == name:
            return OutputFile(one.namn, one.sha256, one.storlek)
    raise not_known("Filen")


def report_file(service: Service, person: Person, report: str, suffix: str) -> OutputFile:
    """The finished document of the latest version that the person may see. Raises NotKnown."""
    with service.records.look() as db:
        row = find_report(db, report, person)
        last = visible_nr(row, person) if row is not None else 0
        for job in jobs_of(db, report=report):
            if job.status == DONE and 0 < job.indata == last:
                for one in job.utdata:
                    if one.namn.endswith(f".{suffix}"):
                        return OutputFile(one.namn, one.sha256, one.storlek)
    raise not_known("Dokumentet")


def meeting_jobs(service: Service, person: Person, meeting: str) -> tuple[JsonObject, ...]:
    """The packets that were compiled of a meeting, the newest first; none for who may not see it."""
    if not person.roles & CENTRAL:
        return ()
    with service.records.look() as db:
        return tuple(shown_job(row) for row in jobs_of(db, meeting=meeting) if row.slag == COMPILE)


def _find(service: Service, person: Person, job: str) -> Jobb | None:
    """A packet's job: who prepares fullmäktige's business. A report's: who may see the version that was built.

    A delivery's to the e-archive: the registrators.
    """
    with service.records.look() as db:
        row = find_job(db, job)
        if row is None or row.slag == SKETCH:
            return None
        if row.slag == TRIAL:
            seen = bool(person.roles & KEEPERS)
        elif row.slag == ARCHIVE:
            seen = bool(person.roles & REGISTRARS)
        elif row.sammantrade is not None or row.slag == OVERVIEW:
            seen = bool(person.roles & CENTRAL)
        else:
            report = find_report(db, row.rapport, person) if row.rapport else None
            seen = report is not None and row.indata <= visible_nr(report, person)
        db.expunge_all()
        return row if seen else None
