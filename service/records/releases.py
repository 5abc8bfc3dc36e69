"""Packets that have been released to readers: which job's files, when, by whom, and what its public edition tells."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.model.lists import Page, Span
from service.records.base import JsonObject, Table
from service.records.pages import page_of
from service.records.tables import Code, Id, Line, Sammantrade


class Utgivning(Table):
    """A packet that readers may have; a later one of the same meeting stands beside it."""

    __tablename__ = "utgivning"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sammantrade: Mapped[str] = mapped_column(ForeignKey("sammantrade.id"), index=True)
    jobb: Mapped[str] = mapped_column(ForeignKey("jobb.id"), index=True)
    nr: Mapped[int]
    visas: Mapped[JsonObject]
    """Meeting and agenda, as the public edition tells them."""
    publika: Mapped[list[str]]
    """The names of the files of the public edition."""
    forseglade: Mapped[JsonObject] = mapped_column(default=dict)
    """Of each sealed file by its name: digest and size; the job has it as it was built."""
    vem: Mapped[str] = mapped_column(Code)
    nar: Mapped[datetime]
    aterkallad: Mapped[datetime | None]
    varfor: Mapped[str] = mapped_column(Line, default="")
    """Why it was withdrawn."""

    __table_args__ = (UniqueConstraint("sammantrade", "nr"),)


def releases_of(db: Session, meeting: str) -> tuple[Utgivning, ...]:
    """A meeting's releases, the newest first, also the withdrawn."""
    statement = select(Utgivning).where(Utgivning.sammantrade == meeting).order_by(Utgivning.nr.desc())
    return tuple(db.execute(statement).scalars())


def page_released(db: Session, organ: str, span: Span) -> Page[Sammantrade]:
    """Meetings with a release that stands, the latest day first."""
    stands = exists().where(Utgivning.sammantrade == Sammantrade.id, Utgivning.aterkallad.is_(None))
    statement = select(Sammantrade).where(stands)
    if organ:
        statement = statement.where(Sammantrade.organ == organ)
    return page_of(db, statement.order_by(Sammantrade.datum.desc(), Sammantrade.id), span)
