"""Deliveries and destruction in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from service.model.diarium import Arendestatus, Bevarande
from service.model.leverans import Leveransstatus
from service.model.lists import Page, Span
from service.records.archive_tables import Gallring, Leverans, Leveransarende
from service.records.base import JsonObject
from service.records.diarium_tables import Diariearende, Diariefil, Diariehandling
from service.records.inventory import referred_blobs
from service.records.pages import page_of
from service.records.tables import Fil, Handling, Jobb, Organ, Rapport, Utdata


def find_delivery(db: Session, delivery: str) -> Leverans | None:
    """A delivery with its matters."""
    return db.execute(
        select(Leverans).where(Leverans.id == delivery).options(selectinload(Leverans.arenden))
    ).scalar_one_or_none()


def find_begun(db: Session, underlag: str) -> Leverans | None:
    """The same delivery, if it was begun and not finished."""
    begun = Leverans.status == Leveransstatus.PABORJAD.value
    statement = select(Leverans).where(Leverans.underlag == underlag, begun)
    return db.execute(statement.order_by(Leverans.skapad.desc()).limit(1)).scalar_one_or_none()


def list_deliveries(db: Session, span: Span) -> Page[Leverans]:
    """A part of the deliveries, the latest first."""
    statement = select(Leverans).options(selectinload(Leverans.arenden))
    return page_of(db, statement.order_by(Leverans.skapad.desc(), Leverans.id), span)


def all_deliveries(db: Session) -> tuple[Leverans, ...]:
    """All deliveries, the latest first."""
    statement = select(Leverans).options(selectinload(Leverans.arenden))
    return tuple(db.execute(statement.order_by(Leverans.skapad.desc(), Leverans.id)).scalars())


def packing_job(db: Session, delivery: str) -> Jobb | None:
    """The latest job of a delivery."""
    statement = select(Jobb).where(Jobb.underlag["leverans"].as_string() == delivery)
    newest = statement.options(selectinload(Jobb.utdata)).order_by(Jobb.skapad.desc(), Jobb.id).limit(1)
    return db.execute(newest).scalar_one_or_none()


def take_package(db: Session, package: str) -> frozenset[str]:
    """Let go of a package that a job made; the sha256 of its files that nothing refers to any more."""
    found = frozenset(db.execute(select(Utdata.sha256).where(Utdata.namn == package)).scalars())
    db.execute(delete(Utdata).where(Utdata.namn == package))
    db.flush()
    return found - referred_blobs(db) if found else found


def organ_names(db: Session) -> dict[str, str]:
    """What each organ is called."""
    return {row.id: row.namn for row in db.execute(select(Organ)).scalars()}


def numbers_of(db: Session, documents: Collection[str]) -> dict[str, str]:
    """The whole numbers of documents, by id."""
    statement = (
        select(Diariehandling.id, Diariearende.diarienummer, Diariehandling.nr)
        .join(Diariearende, Diariehandling.arende == Diariearende.id)
        .where(Diariehandling.id.in_(sorted(documents)))
    )
    return {ident: f"{number}-{nr}" for ident, number, nr in db.execute(statement)}


def decisions_of(db: Session, reports: Collection[str]) -> dict[str, JsonObject]:
    """What bodies have decided of reports, by the report's id."""
    rows = db.execute(select(Rapport.id, Rapport.beslut).where(Rapport.id.in_(sorted(set(reports)))))
    return {row.id: row.beslut for row in rows}


def destructible(db: Session) -> Iterator[tuple[Diariearende, Diariehandling]]:
    """The documents of closed matters that are to be destroyed by a decision and have not been."""
    statement = (
        select(Diariearende, Diariehandling)
        .join(Diariehandling, Diariehandling.arende == Diariearende.id)
        .where(
            Diariearende.status == Arendestatus.AVSLUTAT.value,
            Diariehandling.bevaras_gallras == Bevarande.GALLRAS.value,
            Diariehandling.gallringsbeslut != "",
            Diariehandling.gallrad.is_(None),
        )
        .options(selectinload(Diariehandling.filer))
        .order_by(Diariearende.serie, Diariearende.ar, Diariearende.lopnr, Diariehandling.nr)
    )
    for row in db.execute(statement):
        yield row[0], row[1]


def take_files(db: Session, document: Diariehandling, before: datetime) -> frozenset[str]:
    """Take a document's files out of the register; the sha256 of those that nothing refers to any more.

    The upload that brought a file is taken too, unless a meeting uses it or it came after the document.
    """
    digests = {one.sha256 for one in document.filer}
    db.execute(delete(Diariefil).where(Diariefil.handling == document.id))
    used = select(Handling.fil).where(Handling.fil.is_not(None))
    db.execute(delete(Fil).where(Fil.sha256.in_(digests), Fil.skapad <= before, Fil.id.not_in(used)))
    db.flush()
    db.expire(document, ["filer"])
    return frozenset(digests) - referred_blobs(db)


def unfinished_destruction(db: Session) -> tuple[Gallring, ...]:
    """Where files are still to be destroyed."""
    return tuple(row for row in db.execute(select(Gallring)).scalars() if row.kvar)


def delivered_sources(db: Session, delivery: str) -> tuple[str, ...]:
    """What the documents of a delivery came from in the service."""
    statement = (
        select(Diariehandling.kalla)
        .join(Leveransarende, Leveransarende.arende == Diariehandling.arende)
        .where(Leveransarende.leverans == delivery, Diariehandling.kalla.is_not(None))
        .order_by(Diariehandling.kalla)
    )
    return tuple(one for one in db.execute(statement).scalars() if one)
