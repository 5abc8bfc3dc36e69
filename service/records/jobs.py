"""Jobs: taken by one worker at a time, and finished once.

Who takes a job writes its name into the row and shows from time to time that it lives. A worker that has died shows
nothing; then another takes the job, and whatever the first one might still write is refused, for it is no longer
the owner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, selectinload

from service.model.lists import Page, Span
from service.records.base import JsonObject
from service.records.pages import page_of
from service.records.tables import Jobb, Utdata

WAITING, RUNNING, DONE, FAILED, CANCELLED = "vantar", "pagar", "klar", "misslyckad", "avbruten"
STATES = (WAITING, RUNNING, DONE, FAILED, CANCELLED)
ENDED = frozenset({DONE, FAILED, CANCELLED})
SKETCH = "forhandsvisa"
"""The pages of unfinished work: only the page that shows them as pictures knows of such jobs."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that a job made, already in the store."""

    name: str
    sha256: str
    size: int
    pages: int


def find_job(db: Session, job: str) -> Jobb | None:
    """A job with what it made."""
    return db.execute(
        select(Jobb).where(Jobb.id == job).options(selectinload(Jobb.utdata))
    ).scalar_one_or_none()


def find_same(db: Session, digest: str) -> Jobb | None:
    """The job that does or has done just this work."""
    return db.execute(select(Jobb).where(Jobb.enda == digest)).scalar_one_or_none()


def list_jobs(db: Session, ordered_by: str, span: Span) -> Page[Jobb]:
    """The jobs that somebody has ordered, the newest first."""
    mine = select(Jobb).where(Jobb.bestalld_av == ordered_by, Jobb.slag != SKETCH)
    statement = mine.options(selectinload(Jobb.utdata))
    return page_of(db, statement.order_by(Jobb.skapad.desc(), Jobb.id), span)


def all_jobs(db: Session, status: str, span: Span) -> Page[Jobb]:
    """Everybody's jobs, the newest first; all states when none is named."""
    shown = select(Jobb).where(Jobb.slag != SKETCH)
    statement = shown.where(Jobb.status == status) if status else shown
    return page_of(db, statement.order_by(Jobb.skapad.desc(), Jobb.id), span)


def jobs_of(db: Session, *, report: str = "", meeting: str = "") -> tuple[Jobb, ...]:
    """The jobs of a report or of a meeting, the newest first; not its sketches."""
    statement = (
        select(Jobb)
        .where(Jobb.slag != SKETCH)
        .options(selectinload(Jobb.utdata))
        .order_by(Jobb.skapad.desc(), Jobb.id)
    )
    if report:
        statement = statement.where(Jobb.rapport == report)
    if meeting:
        statement = statement.where(Jobb.sammantrade == meeting)
    return tuple(db.execute(statement).scalars())


def sketches_of(db: Session, report: str) -> tuple[Jobb, ...]:
    """The sketches of a report, the newest first."""
    statement = select(Jobb).where(Jobb.rapport == report, Jobb.slag == SKETCH)
    ordered = statement.options(selectinload(Jobb.utdata)).order_by(Jobb.skapad.desc(), Jobb.id)
    return tuple(db.execute(ordered).scalars())


def forget_sketch(db: Session, row: Jobb) -> tuple[str, ...]:
    """Take an ended sketch away; the files that nobody else has, by content."""
    held = [one.sha256 for one in row.utdata]
    db.execute(delete(Utdata).where(Utdata.jobb == row.id))
    db.execute(delete(Jobb).where(Jobb.id == row.id))
    db.expunge(row)
    others = set(db.execute(select(Utdata.sha256).where(Utdata.sha256.in_(held))).scalars())
    return tuple(one for one in held if one not in others)


def last_seconds(db: Session, kind: str, meeting: str | None, report: str | None) -> tuple[float, ...]:
    """How long the last jobs of that kind took, the newest first: of the same meeting or report where there are any."""
    done = select(Jobb.startad, Jobb.slutad).where(
        Jobb.slag == kind, Jobb.status == DONE, Jobb.startad.is_not(None), Jobb.slutad.is_not(None)
    )
    newest = done.order_by(Jobb.slutad.desc()).limit(9)
    same = newest.where(Jobb.sammantrade == meeting) if meeting else newest.where(Jobb.rapport == report)
    rows = db.execute(same).all() or db.execute(newest).all()
    return tuple((end - start).total_seconds() for start, end in rows if start and end)


def take(db: Session, job: str, owner: str, at: datetime, lease: timedelta) -> bool:
    """Become the owner of a job that waits, or whose owner shows no sign of life any more."""
    waits = and_(Jobb.status == WAITING, or_(Jobb.nasta.is_(None), Jobb.nasta <= at))
    dead = and_(Jobb.status == RUNNING, Jobb.hjartslag < at - lease)
    return _change(
        db,
        [Jobb.id == job, or_(waits, dead), Jobb.avbryt.is_(False)],
        {
            "status": RUNNING,
            "agare": owner,
            "forsok": Jobb.forsok + 1,
            "hjartslag": at,
            "startad": func.coalesce(Jobb.startad, at),
            "fel": None,
        },
    )


def show_life(db: Session, job: str, owner: str, at: datetime) -> bool:
    """Say that the owner lives; False when it no longer owns the job, or shall stop."""
    return _change(db, [*_owned(job, owner), Jobb.avbryt.is_(False)], {"hjartslag": at})


def show_progress(db: Session, job: str, owner: str, told: tuple[str, int, int, str], at: datetime) -> bool:
    """Phase, done, of how many, name of the part."""
    phase, done, total, part = told
    return _change(
        db,
        [*_owned(job, owner), Jobb.avbryt.is_(False)],
        {"fas": phase[:80], "gjort": done, "antal": total, "del_": part[:300], "hjartslag": at},
    )


def finish(
    db: Session, job: str, owner: str, made: Sequence[Made], notices: Sequence[JsonObject], at: datetime
) -> bool:
    """Publish the result; False, and nothing is written, when the job has another owner or was cancelled."""
    mine = _change(
        db,
        [*_owned(job, owner), Jobb.avbryt.is_(False)],
        {"status": DONE, "slutad": at, "notiser": list(notices), "agare": ""},
    )
    if mine:
        db.add_all(
            Utdata(jobb=job, plats=at_, namn=one.name, sha256=one.sha256, storlek=one.size, sidor=one.pages)
            for at_, one in enumerate(made)
        )
    return mine


def fail(db: Session, job: str, owner: str, fault: JsonObject, at: datetime) -> bool:
    """The job has failed for good; the same work may be ordered again."""
    return _change(
        db,
        _owned(job, owner),
        {"status": FAILED, "slutad": at, "fel": fault, "agare": "", "enda": None},
    )


def postpone(
    db: Session, job: str, owner: str, fault: JsonObject, until: datetime, *, counted: bool = True
) -> bool:
    """The job waits for another try; one that the job is not to blame for does not count."""
    values: dict[str, Any] = {"status": WAITING, "nasta": until, "fel": fault, "agare": "", "fas": ""}
    if not counted:
        values["forsok"] = Jobb.forsok - 1
    return _change(db, _owned(job, owner), values)


def cancel(db: Session, job: str, at: datetime) -> bool:
    """Stop a job: at once when it waits, at its next sign of life when it runs. False when it has ended."""
    stopped = _change(
        db,
        [Jobb.id == job, Jobb.status == WAITING],
        {"status": CANCELLED, "avbryt": True, "slutad": at, "enda": None},
    )
    return stopped or _change(db, [Jobb.id == job, Jobb.status == RUNNING], {"avbryt": True, "enda": None})


def end_cancelled(db: Session, job: str, owner: str, at: datetime) -> bool:
    """The worker has stopped as it was told."""
    return _change(
        db,
        [*_owned(job, owner), Jobb.avbryt.is_(True)],
        {"status": CANCELLED, "slutad": at, "agare": "", "enda": None},
    )


def left_behind(db: Session, at: datetime, lease: timedelta) -> tuple[str, ...]:
    """Jobs that nobody works on though somebody should; a cancelled job of a dead worker is ended here."""
    dead = and_(Jobb.status == RUNNING, Jobb.hjartslag < at - lease)
    _change(db, [dead, Jobb.avbryt.is_(True)], {"status": CANCELLED, "slutad": at, "agare": ""})
    waits = and_(Jobb.status == WAITING, or_(Jobb.nasta.is_(None), Jobb.nasta <= at))
    statement = select(Jobb.id).where(or_(waits, dead)).order_by(Jobb.skapad, Jobb.id)
    return tuple(db.execute(statement).scalars())


def count_by_state(db: Session) -> Mapping[str, int]:
    """How many jobs there are in each state."""
    counted = dict.fromkeys(STATES, 0)
    for status, count in db.execute(select(Jobb.status, func.count()).group_by(Jobb.status)):
        counted[status] = count
    return counted


def _owned(job: str, owner: str) -> list[Any]:
    return [Jobb.id == job, Jobb.status == RUNNING, Jobb.agare == owner]


def _change(db: Session, where: Sequence[Any], values: Mapping[str, Any]) -> bool:
    result = db.execute(
        update(Jobb).where(*where).values(values).execution_options(synchronize_session=False)
    )
    return isinstance(result, CursorResult) and result.rowcount > 0
