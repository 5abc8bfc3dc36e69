"""The log of who did what, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from service.clock import STOCKHOLM
from service.flow.accounts import ADMIN
from service.flow.refusals import require
from service.flow.service import Service
from service.model.lists import Page, Span
from service.model.people import Person
from service.records.audit import Chain, Wanted, kinds_of_objects, page_entries, verify
from service.records.base import JsonObject
from service.records.tables import Logg

__all__ = ["Chain", "LogQuery", "Logged", "check_log", "log_kinds", "page_log", "verify_log"]
OPEN_KINDS = frozenset(
    {
        "anvandare",
        "nyckel",
        "ramverk",
        "mall",
        "jobb",
        "fil",
        "diarieserie",
        "hanteringsregel",
        "installningar",
        "-",
    }
)
"""Objects of the administrator's own; of all others the log holds words that may be secret."""
PLAIN = frozenset({"nr", "sha256", "status", "version", "steg", "filer"})
"""Of what may be secret these values tell nothing but how the work went."""


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What the log is narrowed to; the days are the municipality's, and both count."""

    who: str = ""
    what: str = ""
    kind: str = ""
    thing: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry as the administrator sees it."""

    nr: int
    at: datetime
    who: str
    what: str
    kind: str
    thing: str
    changes: tuple[tuple[str, str, str], ...]
    """Field, before, after; only what differs."""
    kept_back: tuple[str, ...]
    """Fields that have changed, but whose values belong to the people of the matter."""


def verify_log(service: Service) -> Chain:
    """Whether the log is as it was written."""
    with service.records.look() as db:
        return verify(db)


def check_log(service: Service, person: Person) -> Chain:
    """Whether the log is as it was written. Raises NotAllowed."""
    require(person, ADMIN, "", "Att kontrollera loggen")
    return verify_log(service)


def page_log(service: Service, person: Person, query: LogQuery, span: Span) -> Page[Logged]:
    """A part of the log, the newest entry first. Raises NotAllowed."""
    require(person, ADMIN, "", "Att läsa loggen")
    since = _midnight(query.first) if query.first else None
    before = _midnight(query.last + timedelta(days=1)) if query.last and query.last < date.max else None
    wanted = Wanted(query.who, query.what, query.kind, query.thing, since, before)
    with service.records.look() as db:
        page = page_entries(db, wanted, span)
        return Page(tuple(_told(row) for row in page.rows), page.total, page.start)


def log_kinds(service: Service, person: Person) -> tuple[str, ...]:
    """The kinds of objects that the log tells of. Raises NotAllowed."""
    require(person, ADMIN, "", "Att läsa loggen")
    with service.records.look() as db:
        return kinds_of_objects(db)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), STOCKHOLM)


def _told(row: Logg) -> Logged:
    before, after = row.fore or {}, row.efter or {}
    changed = [name for name in _names(before, after) if before.get(name) != after.get(name)]
    shown = [name for name in changed if row.slag in OPEN_KINDS or name in PLAIN]
    changes = tuple((name, _value(before, name), _value(after, name)) for name in shown)
    kept_back = tuple(name for name in changed if name not in shown)
    return Logged(row.nr, row.tid, row.vem, row.handelse, row.slag, row.objekt, changes, kept_back)


def _names(before: JsonObject, after: JsonObject) -> list[str]:
    return list(dict.fromkeys((*before, *after)))


def _value(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
