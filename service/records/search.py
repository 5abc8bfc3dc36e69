"""What can be searched: one row for each thing as somebody may see it, and an index over their words.

The words are ours: everything that is no letter and no figure parts them, and they are written small. So SQLite's FTS5
(https://www.sqlite.org/fts5.html) and PostgreSQL's text search find the same things. The index lies outside of these
tables' definitions, in the migration: a virtual table with triggers, or a generated column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    UniqueConstraint,
    and_,
    case,
    column,
    delete,
    exists,
    extract,
    false,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.model.lists import Asked, Facets, Page, Span
from service.model.people import CENTRAL, Person, Role
from service.records.base import Table
from service.records.releases import Utgivning
from service.records.reports import visible_to
from service.records.tables import Arende, Code, Fil, Handling, Id, Line, Rapport, Sammantrade

RAPPORT, SAMMANTRADE, FIL, UTGIVNING = "rapport", "sammantrade", "fil", "utgivning"
OWN, HANDED_IN, INSIDE, PUBLIC = "egen", "inskickad", "intern", "publik"
MOST_BYTES = 400_000
"""Of one thing's words; PostgreSQL takes no more than a megabyte with its own bookkeeping."""
MOST_TERMS = 12
_WORDS = re.compile(r"[^\W_]+")
_TERMS = re.compile(r'"([^"]*)"|(\S+)')
_QUOTES = {ord(sign): '"' for sign in "”“„"}
_INDEX = table("sokindex", column("rowid"), column("rank"))


class Sokpost(Table):
    """A thing that is found by its words."""

    __tablename__ = "sokpost"

    id: Mapped[int] = mapped_column(primary_key=True)
    slag: Mapped[str] = mapped_column(Code)
    objekt: Mapped[str] = mapped_column(Id)
    syn: Mapped[str] = mapped_column(Code)
    """As whom it is seen: the body itself, those who prepare, everybody who reads."""
    hem: Mapped[str] = mapped_column(Id, default="")
    """The meeting that it belongs to, if any."""
    organ: Mapped[str] = mapped_column(Code)
    titel: Mapped[str] = mapped_column(Line)
    text: Mapped[str] = mapped_column(Text)
    """As it was written; the excerpt is cut from it."""
    ord: Mapped[str] = mapped_column(Text)
    """Its words, as they are searched."""

    __table_args__ = (UniqueConstraint("slag", "objekt", "syn"),)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found."""

    slag: str
    objekt: str
    hem: str
    organ: str
    titel: str
    text: str


def words_of(written: str) -> list[str]:
    """The words of a text."""
    return [word.casefold() for word in _WORDS.findall(written)]


def keep_words(
    db: Session, slag: str, objekt: str, syn: str, *, organ: str, titel: str, written: str, hem: str = ""
) -> None:
    """Make a thing findable by these words alone."""
    forget_words(db, slag, objekt, syn)
    plain = _cut(written)
    words = " ".join(words_of(f"{titel} {plain}"))
    db.add(
        Sokpost(
            slag=slag,
            objekt=objekt,
            syn=syn,
            hem=hem,
            organ=organ,
            titel=titel[:300],
            text=plain,
            ord=_cut(words),
        )
    )
    db.flush()


def copy_words(db: Session, slag: str, objekt: str, syn: str, to: str) -> None:
    """Let others find what one finds now."""
    statement = select(Sokpost).where(Sokpost.slag == slag, Sokpost.objekt == objekt, Sokpost.syn == syn)
    row = db.execute(statement).scalar_one_or_none()
    if row is not None:
        keep_words(db, slag, objekt, to, organ=row.organ, titel=row.titel, written=row.text, hem=row.hem)


def forget_words(db: Session, slag: str, objekt: str, syn: str) -> None:
    """Let it no longer be found."""
    statement = delete(Sokpost).where(Sokpost.slag == slag, Sokpost.objekt == objekt, Sokpost.syn == syn)
    db.execute(statement.execution_options(synchronize_session=False))


def forget_all_words(db: Session) -> None:
    """Begin anew."""
    db.execute(delete(Sokpost).execution_options(synchronize_session=False))


def idents_of(db: Session, kind: type[Rapport | Sammantrade | Fil | Utgivning]) -> tuple[str, ...]:
    """The ids of all things of a kind."""
    return tuple(db.execute(select(kind.id)).scalars())


def search(db: Session, person: Person, asked: Asked, span: Span) -> Page[Found]:
    """What the person may know of that has all the words; the best first."""
    terms = terms_of(asked.text)
    if not terms:
        return Page((), 0, span.start)
    matching, rank = _matching(db, terms)
    found = matching.where(seen_by(person), *_narrowed(asked).values())
    # Ids alone are put in order, and counted on the way: the texts are long, and few of them are shown.
    ordered = found.add_columns(func.count().over()).order_by(rank, Sokpost.id.desc())
    part = db.execute(ordered.offset(span.start).limit(span.count)).all()
    total = (
        part[0][1] if part else db.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    )
    rows = {
        row[0]: Found(*row[1:]) for row in db.execute(_SHOWN.where(Sokpost.id.in_([one[0] for one in part])))
    }
    return Page(tuple(rows[one[0]] for one in part if one[0] in rows), total, span.start)


def count_facets(db: Session, person: Person, asked: Asked) -> Facets:
    """How what would be found falls out by kind, body and year."""
    terms = terms_of(asked.text)
    if not terms:
        return Facets()
    counted: dict[str, tuple[tuple[Any, int], ...]] = {}
    for name, value in _VALUES.items():
        others = [one for field, one in _narrowed(asked).items() if field != name]
        hits = _matching(db, terms)[0].where(seen_by(person), *others)
        rows = (
            hits.with_only_columns(value, func.count()).group_by(value).order_by(func.count().desc(), value)
        )
        counted[name] = tuple((one, number) for one, number in db.execute(rows) if one)
    return Facets(**counted)


def _narrowed(asked: Asked) -> dict[str, ColumnElement[bool]]:
    return {name: value == getattr(asked, name) for name, value in _VALUES.items() if getattr(asked, name)}


def places_of(db: Session, files: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """Where each file is a handling, in the latest meeting that has it: meeting, ärende and handling."""
    rows = (
        select(Handling.fil, Sammantrade.id, Arende.id, Handling.id)
        .join(Arende, Arende.id == Handling.arende)
        .join(Sammantrade, Sammantrade.id == Arende.sammantrade)
        .where(Handling.fil.in_(files))
        .order_by(Sammantrade.datum, Handling.id)
    )
    return {str(file): (meeting, arende, handling) for file, meeting, arende, handling in db.execute(rows)}


def terms_of(asked: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """What must be found: words that stand together, and whether the last may go on."""
    terms: list[tuple[tuple[str, ...], bool]] = []
    for phrase, word in _TERMS.findall(asked.translate(_QUOTES)):
        words = tuple(words_of(phrase or word))
        if words:
            terms.append((words, not phrase))
    return tuple(terms[:MOST_TERMS])


def seen_by(person: Person) -> ColumnElement[bool]:
    """The rows that the person may know of: the same rights as of the things themselves."""
    if not person.roles - {Role.ADMINISTRATOR}:
        return false()
    mine = sorted(person.organs)
    of_mine = Sokpost.organ.in_(mine) if mine else false()
    reports = select(Rapport.id).where(visible_to(person))
    ways = [
        Sokpost.slag == UTGIVNING,
        and_(Sokpost.slag == RAPPORT, Sokpost.syn == OWN, of_mine),
        and_(
            Sokpost.slag == RAPPORT,
            Sokpost.syn == HANDED_IN,
            ~of_mine,
            Sokpost.objekt.in_(reports),
        ),
        and_(
            Sokpost.slag == FIL,
            exists().where(Fil.id == Sokpost.objekt, Fil.skapad_av == person.username),
        ),
    ]
    if person.roles & CENTRAL:
        ways += [
            Sokpost.slag == SAMMANTRADE,
            and_(Sokpost.slag == FIL, exists().where(Handling.fil == Sokpost.objekt)),
        ]
    return or_(*ways)


_SHOWN = select(
    Sokpost.id, Sokpost.slag, Sokpost.objekt, Sokpost.hem, Sokpost.organ, Sokpost.titel, Sokpost.text
)


_YEAR: ColumnElement[int] = case(
    (Sokpost.slag == RAPPORT, select(Rapport.ar).where(Rapport.id == Sokpost.objekt).scalar_subquery()),
    (
        Sokpost.slag == FIL,
        select(extract("year", Fil.skapad)).where(Fil.id == Sokpost.objekt).scalar_subquery(),
    ),
    else_=select(extract("year", Sammantrade.datum)).where(Sammantrade.id == Sokpost.hem).scalar_subquery(),
)
"""The year that a report is of, that a meeting is held in, that a file came."""
_VALUES: dict[str, ColumnElement[Any]] = {
    "slag": Sokpost.__table__.c.slag,
    "organ": Sokpost.__table__.c.organ,
    "ar": _YEAR,
}


def _matching(db: Session, terms: Sequence[tuple[tuple[str, ...], bool]]) -> tuple[Any, ColumnElement[Any]]:
    return _postgres(terms) if db.get_bind().dialect.name == "postgresql" else _sqlite(terms)


def _sqlite(terms: Sequence[tuple[tuple[str, ...], bool]]) -> tuple[Any, ColumnElement[Any]]:
    asked = " AND ".join(f'"{" ".join(words)}"{" *" if open_end else ""}' for words, open_end in terms)
    hits = select(Sokpost.id).join(_INDEX, _INDEX.c.rowid == Sokpost.id)
    return hits.where(text("sokindex MATCH :asked").bindparams(asked=asked)), _INDEX.c.rank


def _postgres(terms: Sequence[tuple[tuple[str, ...], bool]]) -> tuple[Any, ColumnElement[Any]]:
    asked = " & ".join(
        f"({' <-> '.join([*words[:-1], words[-1] + (':*' if open_end else '')])})"
        for words, open_end in terms
    )
    vector: ColumnElement[Any] = literal_column("sokpost.vektor")
    query = func.to_tsquery("simple", asked)
    return select(Sokpost.id).where(vector.op("@@")(query)), func.ts_rank(vector, query).desc()


def _cut(written: str) -> str:
    return written.encode("utf-8", "ignore")[:MOST_BYTES].decode("utf-8", "ignore").replace("\0", " ")
