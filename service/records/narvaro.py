"""Who is at work in a report right now: shown to the others, and forgotten by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Table
from service.records.tables import Code, Line


class Narvaro(Table):
    """A person who has a report open."""

    __tablename__ = "narvaro"

    rapport: Mapped[str] = mapped_column(ForeignKey("rapport.id"), primary_key=True)
    anvandare: Mapped[str] = mapped_column(ForeignKey("anvandare.id"), primary_key=True)
    namn: Mapped[str] = mapped_column(Line)
    plats: Mapped[str] = mapped_column(Code)
    """The part that is open."""
    sedd: Mapped[datetime] = mapped_column(index=True)


def show_presence(db: Session, report: str, person: tuple[str, str], place: str, at: datetime) -> None:
    """Note that somebody is there.

    Args:
        db: the database.
        report: the report.
        person: id and name.
        place: the part that is open.
        at: when.
    """
    row = db.get(Narvaro, (report, person[0]))
    if row is None:
        db.add(Narvaro(rapport=report, anvandare=person[0], namn=person[1], plats=place[:80], sedd=at))
    else:
        row.plats, row.sedd = place[:80], at


def present_in(db: Session, report: str, since: datetime) -> tuple[Narvaro, ...]:
    """Who has been seen there since then."""
    statement = select(Narvaro).where(Narvaro.rapport == report, Narvaro.sedd >= since).order_by(Narvaro.namn)
    return tuple(db.execute(statement).scalars())


def forget_presence(db: Session, before: datetime) -> None:
    """Forget who was there long ago."""
    db.execute(delete(Narvaro).where(Narvaro.sedd < before))
