"""What has become a public document in the service and may have to be registered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from service.model.choices import Rapportstatus
from service.model.steps import HANDED_OVER
from service.records.diarium_tables import Diarieundantag
from service.records.jobs import DONE, SKETCH
from service.records.moten import Anslagsrad, Utskicksrad, anslag_of, utskick_of
from service.records.tables import Arende, Jobb, Rapport, Sammantrade, Steg, Utdata


def handed_over(db: Session, report: str = "") -> tuple[tuple[Rapport, datetime], ...]:
    """The reports that have left their body, and when they did so last."""
    when = func.max(Steg.nar)
    statement = (
        select(Rapport, when)
        .join(Steg, Steg.rapport == Rapport.id)
        .where(Rapport.status.in_(sorted(HANDED_OVER)), Steg.till == Rapportstatus.OVERLAMNAD_KS.value)
        .group_by(Rapport.id)
    )
    if report:
        statement = statement.where(Rapport.id == report)
    return tuple((row[0], row[1]) for row in db.execute(statement.order_by(when, Rapport.id)))


def files_of_report(db: Session, report: str, nr: int) -> tuple[Utdata, ...]:
    """The finished documents of a version of a report."""
    job = (
        select(Jobb.id)
        .where(Jobb.rapport == report, Jobb.indata == nr, Jobb.status == DONE, Jobb.slag != SKETCH)
        .order_by(Jobb.skapad.desc(), Jobb.id)
        .limit(1)
        .scalar_subquery()
    )
    return tuple(db.execute(select(Utdata).where(Utdata.jobb == job).order_by(Utdata.plats)).scalars())


def excepted(db: Session, sources: Iterable[str]) -> frozenset[str]:
    """Those that a registrator has decided not to register."""
    wanted = sorted(set(sources))
    return frozenset(
        db.execute(select(Diarieundantag.kalla).where(Diarieundantag.kalla.in_(wanted))).scalars()
    )


def meetings_made_known(
    db: Session,
) -> tuple[tuple[Sammantrade, tuple[Anslagsrad, ...], tuple[Utskicksrad, ...]], ...]:
    """The meetings of which something was put up or sent out, the earliest first, and what."""
    notices = select(Anslagsrad.sammantrade)
    sent = select(Utskicksrad.sammantrade).where(Utskicksrad.utsant.is_not(None))
    whole = selectinload(Sammantrade.arenden).selectinload(Arende.handlingar)
    statement = select(Sammantrade).where(or_(Sammantrade.id.in_(notices), Sammantrade.id.in_(sent)))
    rows = db.execute(statement.options(whole).order_by(Sammantrade.datum, Sammantrade.id)).scalars().all()
    return tuple(
        (row, anslag_of(db, row.id), tuple(one for one in utskick_of(db, row.id) if one.utsant is not None))
        for row in rows
    )


def files_of_job(db: Session, job: str) -> tuple[Utdata, ...]:
    """The files that a job made."""
    return tuple(db.execute(select(Utdata).where(Utdata.jobb == job).order_by(Utdata.plats)).scalars())
