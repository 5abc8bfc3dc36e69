"""What has become a public document in the service and may have to be registered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.model.choices import Rapportstatus
from service.model.steps import HANDED_OVER
from service.records.diarium_tables import Diarieundantag
from service.records.jobs import DONE
from service.records.tables import Jobb, Rapport, Steg, Utdata


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
        .where(Jobb.rapport == report, Jobb.indata == nr, Jobb.status == DONE)
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
