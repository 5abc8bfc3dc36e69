"""What is on its way to an outside diary: taken by one sender at a time, one document of a matter at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from service.model.registrering import Sandningsstatus
from service.records.diarium import lock_case
from service.records.diarium_tables import Diariehandling, Diariesandning

WAITING, SENDING = Sandningsstatus.VANTAR.value, Sandningsstatus.PAGAR.value


def take_sending(db: Session, at: datetime, stale: datetime, owner: str) -> Diariesandning | None:
    """The next one to send, now the owner's.

    The documents of a matter go one after the other: the first of them makes the matter in the diary. A sender that
    has given no sign of life since `stale` has lost what it had.
    """
    due = and_(
        Diariesandning.status == WAITING, or_(Diariesandning.nasta.is_(None), Diariesandning.nasta <= at)
    )
    lost = and_(Diariesandning.status == SENDING, Diariesandning.hjartslag < stale)
    statement = (
        select(Diariesandning, Diariehandling.arende)
        .join(Diariehandling, Diariehandling.id == Diariesandning.handling)
        .where(or_(due, lost))
        .order_by(Diariesandning.skapad, Diariehandling.nr)
    )
    for row, case in db.execute(statement).all():
        lock_case(db, case)
        db.refresh(row, with_for_update=True)
        free = row.status == WAITING or (row.status == SENDING and (row.hjartslag or at) < stale)
        if free and not _is_busy(db, case, row.handling, stale):
            row.status, row.agare, row.hjartslag, row.forsok = SENDING, owner, at, row.forsok + 1
            return row
    return None


def _is_busy(db: Session, case: str, but: str, stale: datetime) -> bool:
    """Whether somebody is sending another document of the matter."""
    other = aliased(Diariehandling)
    statement = (
        select(Diariesandning.handling)
        .join(other, other.id == Diariesandning.handling)
        .where(
            other.arende == case,
            Diariesandning.handling != but,
            Diariesandning.status == SENDING,
            Diariesandning.hjartslag >= stale,
        )
        .limit(1)
    )
    return db.execute(statement).first() is not None


def owned_sending(db: Session, document: str, owner: str) -> Diariesandning | None:
    """The sending, if it is still the owner's."""
    row = db.get(Diariesandning, document, with_for_update=True)
    return row if row is not None and row.status == SENDING and row.agare == owner else None


def find_sending(db: Session, document: str) -> Diariesandning | None:
    """The sending of a document."""
    return db.get(Diariesandning, document)


def open_sendings(db: Session) -> tuple[Diariesandning, ...]:
    """What no diary has answered for yet, the oldest first."""
    done = Sandningsstatus.KVITTERAD.value
    statement = select(Diariesandning).where(Diariesandning.status != done)
    return tuple(db.execute(statement.order_by(Diariesandning.skapad, Diariesandning.handling)).scalars())
