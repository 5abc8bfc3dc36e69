"""Meetings on their way: what was put up on the anslagstavla, what was sent to whom, and the steps taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, ForeignKey, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from service.model.granskning import Mottagarstatus
from service.records.base import JsonObject, Table
from service.records.tables import Code, Digest, Id, Line

Told = String(300)


class Anslagsrad(Table):
    """Something that was put up on the anslagstavla, with the agenda as it was then."""

    __tablename__ = "anslag"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sammantrade: Mapped[str] = mapped_column(ForeignKey("sammantrade.id"), index=True)
    slag: Mapped[str] = mapped_column(Code)
    publicerat: Mapped[datetime]
    nedtas_tidigast: Mapped[date | None]
    justerat: Mapped[date | None]
    uppgifter: Mapped[JsonObject]
    """Day, hour, place, address on the web, who vouches for it, where the protokoll is."""
    lista: Mapped[list[JsonObject]]
    """The matters as they were announced, as the public edition tells them."""
    sha256: Mapped[str] = mapped_column(Digest)
    """Of the list; what the meeting looks like later is held against it."""
    noterat: Mapped[datetime]
    noterat_av: Mapped[str] = mapped_column(Code)


class Utskicksrad(Table):
    """One dispatch of a meeting: kallelse, tilläggskallelse and so on."""

    __tablename__ = "utskick"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sammantrade: Mapped[str] = mapped_column(ForeignKey("sammantrade.id"), index=True)
    nr: Mapped[int]
    slag: Mapped[str] = mapped_column(Code)
    lista: Mapped[list[JsonObject]]
    sha256: Mapped[str] = mapped_column(Digest)
    paket: Mapped[str | None] = mapped_column(ForeignKey("jobb.id"))
    """The job that made the packet that is sent out."""
    innehall: Mapped[str] = mapped_column(Code)
    skapat: Mapped[datetime]
    skapat_av: Mapped[str] = mapped_column(Code)
    omgang: Mapped[int] = mapped_column(default=0)
    """How many times its letters have been ordered."""
    utsant: Mapped[datetime | None]
    """When it was marked as sent out."""
    utsant_av: Mapped[str] = mapped_column(Code, default="")
    skal: Mapped[str] = mapped_column(String(2000), default="")
    """Why it was marked in spite of a hinder."""

    mottagare: Mapped[list[Mottagare]] = relationship(order_by="Mottagare.plats")

    __table_args__ = (UniqueConstraint("sammantrade", "nr"),)


class Mottagare(Table):
    """One person of one dispatch: each stands there once, so nobody is written to twice."""

    __tablename__ = "mottagare"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    utskick: Mapped[str] = mapped_column(ForeignKey("utskick.id"), index=True)
    plats: Mapped[int]
    namn: Mapped[str] = mapped_column(Line)
    roll: Mapped[str] = mapped_column(Code)
    kallas: Mapped[bool]
    """Ledamot or ersättare, whom the law calls; others are told."""
    e_post: Mapped[str] = mapped_column(Line)
    kanal: Mapped[str] = mapped_column(Code)
    status: Mapped[str] = mapped_column(Code)
    tid: Mapped[datetime | None]
    forsok: Mapped[int] = mapped_column(default=0)
    besked: Mapped[str] = mapped_column(Told, default="")
    """What the mail server said, or what somebody noted."""

    __table_args__ = (UniqueConstraint("utskick", "plats"),)


class Motessteg(Table):
    """A step of a meeting: who, when, and why where it needed a reason."""

    __tablename__ = "motessteg"

    sammantrade: Mapped[str] = mapped_column(ForeignKey("sammantrade.id"), primary_key=True)
    nr: Mapped[int] = mapped_column(primary_key=True)
    fran: Mapped[str] = mapped_column(Code)
    till: Mapped[str] = mapped_column(Code)
    vem: Mapped[str] = mapped_column(Code)
    nar: Mapped[datetime]
    skal: Mapped[str] = mapped_column(String(2000), default="")


def anslag_of(db: Session, meeting: str) -> tuple[Anslagsrad, ...]:
    """What was put up for a meeting, the first one first."""
    statement = select(Anslagsrad).where(Anslagsrad.sammantrade == meeting)
    return tuple(db.execute(statement.order_by(Anslagsrad.publicerat, Anslagsrad.id)).scalars())


def utskick_of(db: Session, meeting: str) -> tuple[Utskicksrad, ...]:
    """The dispatches of a meeting, the first one first."""
    statement = select(Utskicksrad).where(Utskicksrad.sammantrade == meeting)
    return tuple(db.execute(statement.order_by(Utskicksrad.nr)).scalars())


def find_utskick(db: Session, meeting: str, utskick: str) -> Utskicksrad | None:
    """One dispatch of that meeting."""
    row = db.get(Utskicksrad, utskick)
    return row if row is not None and row.sammantrade == meeting else None


def find_receiver(db: Session, utskick: str, mottagare: str) -> Mottagare | None:
    """One person of that dispatch."""
    row = db.get(Mottagare, mottagare)
    return row if row is not None and row.utskick == utskick else None


def steps_of(db: Session, meeting: str) -> tuple[Motessteg, ...]:
    """The steps of a meeting, in their order."""
    statement = select(Motessteg).where(Motessteg.sammantrade == meeting).order_by(Motessteg.nr)
    return tuple(db.execute(statement).scalars())


def waiting_for_mail(db: Session, utskick: str, kanal: str) -> tuple[Mottagare, ...]:
    """Whom a letter is still to be sent to."""
    statement = select(Mottagare).where(
        Mottagare.utskick == utskick,
        Mottagare.kanal == kanal,
        Mottagare.status == Mottagarstatus.VANTAR.value,
    )
    return tuple(db.execute(statement.order_by(Mottagare.plats)).scalars())


def claim(db: Session, mottagare: str) -> bool:
    """Begin on the letter to one person: only one worker can, and only once."""
    return _change(
        db,
        [Mottagare.id == mottagare, Mottagare.status == Mottagarstatus.VANTAR.value],
        {"status": Mottagarstatus.SKICKAS.value, "forsok": Mottagare.forsok + 1},
    )


def settle(db: Session, mottagare: str, status: str, at: datetime | None, told: str) -> bool:
    """What became of the letter that was begun on; also when another worker has given this one up meanwhile."""
    begun = (Mottagarstatus.SKICKAS.value, Mottagarstatus.OVISS.value)
    return _change(
        db,
        [Mottagare.id == mottagare, Mottagare.status.in_(begun)],
        {"status": status, "tid": at, "besked": told},
    )


def leave_unsure(db: Session, utskick: str, told: str) -> int:
    """Letters that a worker began on and that nobody knows the end of; how many."""
    begun = [Mottagare.utskick == utskick, Mottagare.status == Mottagarstatus.SKICKAS.value]
    return _count(db, begun, {"status": Mottagarstatus.OVISS.value, "besked": told})


def _change(db: Session, where: Sequence[Any], values: JsonObject) -> bool:
    return _count(db, where, values) == 1


def _count(db: Session, where: Sequence[Any], values: JsonObject) -> int:
    statement = update(Mottagare).where(*where).values(values)
    result = db.execute(statement.execution_options(synchronize_session=False))
    return result.rowcount if isinstance(result, CursorResult) else 0
