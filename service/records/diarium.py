"""The register in the database: matters and documents found, and who may know of which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, selectinload

from service.model.diarium import Sokning
from service.model.lists import Page, Span
from service.model.people import Person
from service.records.diarium_rows import KEEPERS
from service.records.diarium_tables import Diariearende, Diariehandling, Diariepart
from service.records.pages import page_of

_BATCH = 200


def _known_to(person: Person) -> ColumnElement[bool]:
    """The matters of which the person may know even what is secret."""
    if person.roles & KEEPERS:
        return true()
    return Diariearende.myndighet.in_(sorted(person.organs)) if person.organs else false()


def cases_known_to(person: Person) -> ColumnElement[bool]:
    """The matters that are there for the person."""
    return or_(Diariearende.skyddat.is_(False), _known_to(person))


def documents_known_to(person: Person) -> ColumnElement[bool]:
    """The documents that are there for the person; asked of documents joined to their matters."""
    return or_(and_(Diariearende.skyddat.is_(False), Diariehandling.skyddad.is_(False)), _known_to(person))


def lock_case(db: Session, case: str) -> Diariearende | None:
    """A matter, kept for this transaction alone."""
    return db.execute(
        select(Diariearende)
        .where(or_(Diariearende.id == case, Diariearende.diarienummer == case))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def find_case(db: Session, person: Person, case: str) -> Diariearende | None:
    """A matter by its id or its diarienummer, if the person may know of it."""
    statement = _whole(select(Diariearende)).where(
        or_(Diariearende.id == case, Diariearende.diarienummer == case), cases_known_to(person)
    )
    return db.execute(statement).scalar_one_or_none()


def find_document(db: Session, person: Person, document: str) -> Diariehandling | None:
    """A document by its id or its whole number (`KS.2026.3-1`), if the person may know of it."""
    number, _, nr = document.rpartition("-")
    asked = Diariehandling.id == document
    if nr.isascii() and nr.isdecimal() and len(nr) < 9:
        asked = or_(asked, and_(Diariearende.diarienummer == number, Diariehandling.nr == int(nr)))
    statement = (
        _with_parts(select(Diariehandling))
        .join(Diariehandling.matter)
        .options(contains_eager(Diariehandling.matter))
        .where(asked, documents_known_to(person))
    )
    return db.execute(statement).scalar_one_or_none()


def find_number(db: Session, number: str) -> Diariearende | None:
    """The matter with that number, whoever may know of it."""
    return db.execute(select(Diariearende).where(Diariearende.diarienummer == number)).scalar_one_or_none()


def find_by_source(db: Session, source: str) -> Diariehandling | None:
    """The document that came from there."""
    return db.execute(select(Diariehandling).where(Diariehandling.kalla == source)).scalar_one_or_none()


def registered_sources(db: Session, sources: Iterable[str]) -> frozenset[str]:
    """Those of the sources from which a document is registered."""
    wanted = sorted(set(sources))
    found: set[str] = set()
    for at in range(0, len(wanted), _BATCH):
        part = wanted[at : at + _BATCH]
        rows = db.execute(select(Diariehandling.kalla).where(Diariehandling.kalla.in_(part))).scalars()
        found |= {row for row in rows if row}
    return frozenset(found)


def list_cases(db: Session, person: Person, wanted: Sokning, span: Span) -> Page[Diariearende]:
    """The matters that answer to a search, the latest first, as far as the person may know of them."""
    statement = select(Diariearende).where(cases_known_to(person))
    if wanted.myndighet:
        statement = statement.where(Diariearende.myndighet == wanted.myndighet)
    within = _documents_within(person, wanted)
    if wanted.text:
        own = _says(wanted.text, Diariearende.diarienummer, Diariearende.arendemening_offentlig)
        own = or_(own, and_(_known_to(person), _says(wanted.text, Diariearende.arendemening_skyddad)))
        statement = statement.where(
            or_(own, _has_document(person, within, _document_says(person, wanted.text)))
        )
    if within:
        statement = statement.where(_has_document(person, within))
    return page_of(db, statement.order_by(Diariearende.oppnat.desc(), Diariearende.id), span)


def list_documents(db: Session, person: Person, wanted: Sokning, span: Span) -> Page[Diariehandling]:
    """The documents that answer to a search, the latest first, as far as the person may know of them."""
    statement = (
        _with_parts(select(Diariehandling))
        .join(Diariehandling.matter)
        .options(contains_eager(Diariehandling.matter))
        .where(documents_known_to(person), *_documents_within(person, wanted))
    )
    if wanted.myndighet:
        statement = statement.where(Diariearende.myndighet == wanted.myndighet)
    if wanted.text:
        matter = _says(wanted.text, Diariearende.diarienummer, Diariearende.arendemening_offentlig)
        statement = statement.where(or_(matter, _document_says(person, wanted.text)))
    return page_of(db, statement.order_by(Diariehandling.datum.desc(), Diariehandling.id), span)


def _documents_within(person: Person, wanted: Sokning) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.handlingstyp:
        conditions.append(Diariehandling.handlingstyp == wanted.handlingstyp)
    if wanted.riktning:
        conditions.append(Diariehandling.riktning == wanted.riktning)
    if wanted.fran is not None:
        conditions.append(Diariehandling.datum >= wanted.fran)
    if wanted.till is not None:
        conditions.append(Diariehandling.datum <= wanted.till)
    if wanted.part:
        conditions.append(_has_part(person, wanted.part))
    return conditions


def _has_document(
    person: Person, within: list[ColumnElement[bool]], *more: ColumnElement[bool]
) -> ColumnElement[bool]:
    here = exists().where(
        Diariehandling.arende == Diariearende.id,
        or_(Diariehandling.skyddad.is_(False), _known_to(person)),
        *within,
        *more,
    )
    return here.correlate_except(Diariehandling)


def _document_says(person: Person, text: str) -> ColumnElement[bool]:
    """A public title stands for the true one where there is one: the true one is found by who may know it."""
    shown = func.coalesce(func.nullif(Diariehandling.titel_publik, ""), Diariehandling.titel)
    return or_(
        shown.icontains(text, autoescape=True),
        and_(_known_to(person), _says(text, Diariehandling.titel)),
        _has_part(person, text),
    )


def _has_part(person: Person, name: str) -> ColumnElement[bool]:
    there = exists().where(
        Diariepart.handling == Diariehandling.id,
        Diariepart.namn.icontains(name, autoescape=True),
        or_(Diariepart.skyddad.is_(False), _known_to(person)),
    )
    return there.correlate_except(Diariepart)


def _says(text: str, *columns: Any) -> ColumnElement[bool]:
    return or_(*(column.icontains(text, autoescape=True) for column in columns))


def every_case(db: Session, myndighet: str = "", year: int = 0) -> Iterator[Diariearende]:
    """All matters in the order of their numbers, whole; for export, verification and the archive."""
    statement = _whole(select(Diariearende))
    if myndighet:
        statement = statement.where(Diariearende.myndighet == myndighet)
    if year:
        statement = statement.where(Diariearende.ar == year)
    order = (Diariearende.serie, Diariearende.ar, Diariearende.lopnr, Diariearende.diarienummer)
    yield from db.execute(statement.order_by(*order).execution_options(yield_per=_BATCH)).scalars()


def _whole(statement: Select[Diariearende]) -> Select[Diariearende]:
    documents = selectinload(Diariearende.handlingar)
    return statement.options(
        documents.selectinload(Diariehandling.parter),
        documents.selectinload(Diariehandling.filer),
        documents.selectinload(Diariehandling.relationer),
    )


def _with_parts(statement: Select[Diariehandling]) -> Select[Diariehandling]:
    return statement.options(
        selectinload(Diariehandling.parter),
        selectinload(Diariehandling.filer),
        selectinload(Diariehandling.relationer),
    )
