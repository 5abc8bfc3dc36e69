"""The public register in the database: asked in the words that everybody may see, and in no others."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from service.model.diarium import Sokning
from service.model.lists import Page, Span
from service.records.diarium_tables import Diariearende, Diariehandling, Diariepart
from service.records.pages import page_of

_BATCH = 200
_OPEN = and_(Diariehandling.skyddad.is_(False), Diariearende.skyddat.is_(False))
_TITLE = case(
    (Diariehandling.titel_publik != "", Diariehandling.titel_publik), (_OPEN, Diariehandling.titel), else_=""
)


def list_public(db: Session, wanted: Sokning, span: Span, *, on_web: bool = False) -> Page[Diariehandling]:
    """A part of the documents, the latest first."""
    return page_of(db, _asked(wanted, on_web=on_web), span)


def every_public(db: Session, wanted: Sokning, *, on_web: bool = False) -> Iterator[Diariehandling]:
    """All of them."""
    yield from db.execute(_asked(wanted, on_web=on_web).execution_options(yield_per=_BATCH)).scalars()


def _asked(wanted: Sokning, *, on_web: bool) -> Select[Diariehandling]:
    statement = (
        select(Diariehandling)
        .join(Diariehandling.matter)
        .options(contains_eager(Diariehandling.matter), selectinload(Diariehandling.parter))
    )
    if wanted.myndighet:
        statement = statement.where(Diariearende.myndighet == wanted.myndighet)
    if wanted.riktning:
        statement = statement.where(Diariehandling.riktning == wanted.riktning)
    if wanted.fran is not None:
        statement = statement.where(Diariehandling.datum >= wanted.fran)
    if wanted.till is not None:
        statement = statement.where(Diariehandling.datum <= wanted.till)
    if wanted.text:
        number = Diariearende.diarienummer + "-" + cast(Diariehandling.nr, String)
        shown = (number, Diariearende.arendemening_offentlig, _TITLE)
        said = [one.icontains(wanted.text, autoescape=True) for one in shown]
        statement = statement.where(or_(*said, _is_party(wanted.text, on_web=on_web)))
    return statement.order_by(Diariehandling.datum.desc(), Diariehandling.id)


def _is_party(name: str, *, on_web: bool) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Diariepart.handling == Diariehandling.id,
            Diariepart.skyddad.is_(False),
            *([Diariepart.organisation.is_(True)] if on_web else []),
            Diariepart.namn.icontains(name, autoescape=True),
            _OPEN,
        )
        .correlate_except(Diariepart)
    )
