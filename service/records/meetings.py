"""Meetings, their matters and documents."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from service.model.lists import Page, Span
from service.records.pages import page_of
from service.records.tables import Arende, Sammantrade


def list_meetings(db: Session, organ: str, span: Span) -> Page[Sammantrade]:
    """Meetings, the latest day first."""
    statement = select(Sammantrade)
    if organ:
        statement = statement.where(Sammantrade.organ == organ)
    return page_of(db, statement.order_by(Sammantrade.datum.desc(), Sammantrade.id), span)


def next_day(db: Session, organ: str, since: date) -> date | None:
    """The day of a body's next meeting."""
    statement = select(func.min(Sammantrade.datum))
    return db.execute(statement.where(Sammantrade.organ == organ, Sammantrade.datum >= since)).scalar_one()


def find_meeting(db: Session, meeting: str) -> Sammantrade | None:
    """A meeting with its matters and documents."""
    whole = selectinload(Sammantrade.arenden).selectinload(Arende.handlingar)
    return db.execute(
        select(Sammantrade).where(Sammantrade.id == meeting).options(whole)
    ).scalar_one_or_none()
