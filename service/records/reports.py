"""Reports: which of them a person may know of, and lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from service.model.lists import SORTS, Page, Span, Wanted
from service.model.people import CENTRAL, Person, Role
from service.model.steps import HANDED_OVER
from service.records.pages import page_of
from service.records.tables import Fil, Indata, Rapport

_COLUMNS: Mapping[str, InstrumentedAttribute[Any]] = {name: getattr(Rapport, name) for name in SORTS}


def visible_to(person: Person) -> ColumnElement[bool]:
    """The reports a person may know of.

    One's own body's: all. Who prepares fullmäktige's business: what has been handed in. Everybody with a role but
    that of administrator: what has been handed over to kommunstyrelsen and is not marked secret.
    """
    ways: list[ColumnElement[bool]] = [false()]
    if person.organs:
        ways.append(Rapport.organ.in_(sorted(person.organs)))
    if person.roles & CENTRAL:
        ways.append(Rapport.inskickad_nr > 0)
    if person.roles - {Role.ADMINISTRATOR}:
        ways.append(and_(Rapport.status.in_(sorted(HANDED_OVER)), Rapport.sekretess.is_(False)))
    return or_(*ways)


def find_report(db: Session, report: str, person: Person) -> Rapport | None:
    """The report, if the person may know of it."""
    statement = select(Rapport).where(Rapport.id == report, visible_to(person))
    return db.execute(statement.options(selectinload(Rapport.steg))).scalar_one_or_none()


def list_reports(db: Session, person: Person, wanted: Wanted, span: Span) -> Page[Rapport]:
    """A part of the reports that the person may know of."""
    statement = select(Rapport).where(visible_to(person))
    narrowed: tuple[tuple[InstrumentedAttribute[Any], object], ...] = (
        (Rapport.organ, wanted.organ),
        (Rapport.ar, wanted.ar),
        (Rapport.status, wanted.status),
        (Rapport.slug, wanted.slug),
    )
    for field, value in narrowed:
        if value:
            statement = statement.where(field == value)
    if wanted.text:
        statement = statement.where(Rapport.titel.icontains(wanted.text, autoescape=True))
    column = _COLUMNS[wanted.sort.removeprefix("-")]
    downwards = wanted.sort.startswith("-")
    order = (column.desc(), Rapport.id.desc()) if downwards else (column.asc(), Rapport.id.asc())
    return page_of(db, statement.order_by(*order), span)


def sources_of_year(db: Session, person: Person, year: int, slugs: Sequence[str]) -> tuple[Rapport, ...]:
    """What has been handed in for a year and the one before it, as far as the person may know, the newest first."""
    statement = select(Rapport).where(
        visible_to(person),
        Rapport.inskickad_nr > 0,
        Rapport.ar.in_((year, year - 1)),
        Rapport.slug.in_(slugs),
    )
    return tuple(db.execute(statement.order_by(Rapport.andrad.desc(), Rapport.id)).scalars())


def find_input(db: Session, report: str, nr: int) -> Indata | None:
    """One version of a report's input."""
    return db.get(Indata, (report, nr))


def files_named(db: Session, files: Iterable[str]) -> dict[str, str]:
    """The names of files, by their ids."""
    statement = select(Fil.id, Fil.namn).where(Fil.id.in_(list(files)))
    return {row.id: row.namn for row in db.execute(statement)}


def find_file(db: Session, file: str) -> Fil | None:
    """A file that something refers to."""
    return db.get(Fil, file)
