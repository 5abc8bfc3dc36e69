"""The log of who did what to which object, before and after; each row carries the hash of the one before it.

A change or a removed row breaks the chain from there on. Rows cut off at the end are found by the head, which is kept
apart (`logghuvud`) and which `samlad logg verifiera` prints, to be noted outside the service.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.model.lists import Page, Span
from service.records.base import JsonObject
from service.records.pages import page_of
from service.records.tables import Logg, Logghuvud

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be noted."""

    vem: str
    """Username, or `-` for the service itself."""
    handelse: str
    """What was done: `rapport.sparad`."""
    slag: str
    objekt: str
    fore: JsonObject | None = None
    efter: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the log is narrowed to; what is empty narrows nothing."""

    vem: str = ""
    handelse: str = ""
    slag: str = ""
    objekt: str = ""
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The state of the log."""

    nr: int
    hash: str
    broken_at: int | None
    """The first row that does not fit; None when all fit."""


def note(db: Session, entry: Entry, at: datetime) -> None:
    """Add a row, in the same transaction as what it tells of."""
    head = db.execute(select(Logghuvud).where(Logghuvud.id == 1).with_for_update()).scalar_one()
    row = Logg(
        nr=head.nr + 1,
        tid=at,
        vem=entry.vem,
        handelse=entry.handelse,
        slag=entry.slag,
        objekt=entry.objekt,
        fore=entry.fore,
        efter=entry.efter,
        forra=head.hash,
        hash="",
    )
    row.hash = _hash(row)
    db.add(row)
    head.nr, head.hash = row.nr, row.hash
    db.flush()


def page_entries(db: Session, wanted: Wanted, span: Span) -> Page[Logg]:
    """Entries, the newest first."""
    statement = select(Logg)
    for column, text in (
        (Logg.vem, wanted.vem),
        (Logg.handelse, wanted.handelse),
        (Logg.objekt, wanted.objekt),
    ):
        if text:
            statement = statement.where(column.icontains(text, autoescape=True))
    if wanted.slag:
        statement = statement.where(Logg.slag == wanted.slag)
    if wanted.since is not None:
        statement = statement.where(Logg.tid >= wanted.since)
    if wanted.before is not None:
        statement = statement.where(Logg.tid < wanted.before)
    return page_of(db, statement.order_by(Logg.nr.desc()), span)


def kinds_of_objects(db: Session) -> tuple[str, ...]:
    """What the log tells of, sorted."""
    return tuple(sorted(db.execute(select(Logg.slag).distinct()).scalars()))


def verify(db: Session) -> Chain:
    """Walk the whole chain."""
    head = db.execute(select(Logghuvud).where(Logghuvud.id == 1)).scalar_one_or_none()
    nr, last = 0, START
    rows = db.execute(select(Logg).order_by(Logg.nr).execution_options(yield_per=500)).scalars()
    for row in rows:
        if row.nr != nr + 1 or row.forra != last or row.hash != _hash(row):
            return Chain(nr, last, nr + 1)
        nr, last = row.nr, row.hash
    if head is None or (head.nr, head.hash) != (nr, last):
        return Chain(nr, last, nr + 1)
    return Chain(nr, last, None)


def _hash(row: Logg) -> str:
    told = [
        row.nr,
        row.tid.astimezone(UTC).isoformat(timespec="microseconds"),
        row.vem,
        row.handelse,
        row.slag,
        row.objekt,
        row.fore,
        row.efter,
        row.forra,
    ]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
