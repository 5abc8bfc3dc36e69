"""Versions of the framework, and the bodies that the one in force names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.model.people import Person
from service.model.ramverk import Organ as ModelOrgan
from service.records.reports import visible_to
from service.records.tables import Jobb, Organ, Ramverk, Rapport


def framework_in_force(db: Session) -> Ramverk | None:
    """The version with the highest number."""
    return db.execute(select(Ramverk).order_by(Ramverk.nr.desc()).limit(1)).scalar_one_or_none()


def framework_version(db: Session, nr: int) -> Ramverk | None:
    """One version."""
    return db.get(Ramverk, nr)


def framework_versions(db: Session) -> tuple[Ramverk, ...]:
    """All versions, the newest first."""
    return tuple(db.execute(select(Ramverk).order_by(Ramverk.nr.desc())).scalars())


def take_organs(db: Session, organs: Iterable[ModelOrgan]) -> None:
    """Make the bodies those of the framework."""
    known = {one.id: one for one in organs_of(db)}
    named = set()
    for one in organs:
        named.add(one.id)
        row = known.get(one.id)
        if row is None:
            db.add(Organ(id=one.id, namn=one.namn, typ=one.typ.value))
        else:
            row.namn, row.typ, row.aktiv = one.namn, one.typ.value, True
    for ident in known.keys() - named:
        known[ident].aktiv = False


def organs_of(db: Session) -> tuple[Organ, ...]:
    """All bodies, by id."""
    return tuple(db.execute(select(Organ).order_by(Organ.id)).scalars())


def find_organ(db: Session, organ: str) -> Organ | None:
    """A body."""
    return db.get(Organ, organ)


def made_with(db: Session, person: Person, sha256: str) -> tuple[int, int, tuple[tuple[str, str], ...]]:
    """How many reports and meetings were built with a version, and id and title of the reports one may know of."""
    built = Jobb.underlag["ramverk"].as_string() == sha256
    reports = select(Jobb.rapport).where(built, Jobb.rapport.is_not(None)).distinct()
    meetings = select(func.count(Jobb.sammantrade.distinct())).where(built)
    known = select(Rapport.id, Rapport.titel).where(Rapport.id.in_(reports), visible_to(person))
    return (
        db.execute(select(func.count()).select_from(reports.subquery())).scalar_one(),
        db.execute(meetings).scalar_one(),
        tuple((ident, title) for ident, title in db.execute(known.order_by(Rapport.titel))),
    )
