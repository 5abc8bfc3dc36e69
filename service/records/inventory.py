"""Everything that the records hold: which files they refer to, and all rows, out and in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, delete, func, insert, select
from sqlalchemy.orm import Session

from service.records import (  # noqa: F401 - their tables are part of the whole
    archive_tables,
    identity,
    moten,
    narvaro,
    publicering,
    releases,
    search,
)
from service.records.archive_tables import Leverans
from service.records.base import Moment, Table
from service.records.chosen import Installningar
from service.records.diarium_tables import Diariefil
from service.records.releases import Utgivning
from service.records.tables import Fil, Indata, Jobb, Logghuvud, Ramverk, Utdata

BATCH = 500
_HEAD = Logghuvud.__tablename__


def referred_blobs(db: Session) -> frozenset[str]:
    """The digest of every file that a row refers to."""
    found: set[str] = set()
    for column in (Ramverk.sha256, Fil.sha256, Indata.sha256, Utdata.sha256, Diariefil.sha256):
        found.update(db.execute(select(column)).scalars())
    found.update(filter(None, db.execute(select(Installningar.logotyp)).scalars()))
    for sealed in (Utgivning.forseglade, Leverans.forseglade):
        for told in db.execute(select(sealed)).scalars():
            found.update(one["sha256"] for one in told.values())
    for underlag in db.execute(select(Jobb.underlag)).scalars():
        found.update(underlag.get("filer", {}).values())
        found.update(filter(None, [underlag.get("ramverk")]))
    return frozenset(found)


def tables() -> tuple[str, ...]:
    """The names of the tables; what a row refers to stands in an earlier one."""
    return tuple(table.name for table in Table.metadata.sorted_tables)


def rows_of(db: Session, table: str) -> Iterator[str]:
    """Every row of a table, as one line of JSON each, in the order of its key."""
    found = Table.metadata.tables[table]
    statement = select(found).order_by(*found.primary_key.columns).execution_options(yield_per=BATCH)
    for row in db.execute(statement).mappings():
        yield json.dumps(dict(row), ensure_ascii=False, default=_plain)


def is_empty(db: Session) -> bool:
    """Whether nobody has put anything into the tables yet."""
    names = [name for name in tables() if name != _HEAD]
    counts = (select(func.count()).select_from(Table.metadata.tables[name]) for name in names)
    return not any(db.execute(count).scalar_one() for count in counts)


def fill(db: Session, table: str, lines: Iterable[str]) -> int:
    """Put rows into an empty table; how many there were."""
    target = Table.metadata.tables[table]
    if table == _HEAD:
        db.execute(delete(target))
    count = 0
    batch: list[Mapping[str, Any]] = []
    for line in lines:
        batch.append(_row(table, json.loads(line)))
        if len(batch) == BATCH:
            db.execute(insert(target), batch)
            count, batch = count + len(batch), []
    if batch:
        db.execute(insert(target), batch)
    return count + len(batch)


def _plain(value: object) -> str:
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    msg = f"no JSON for {type(value).__name__}"
    raise TypeError(msg)


def _row(table: str, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row with its moments and days; a column's own type says which they are."""
    columns = Table.metadata.tables[table].columns
    made: dict[str, Any] = {}
    for name, value in raw.items():
        kind = columns[name].type
        if isinstance(value, str) and isinstance(kind, Moment):
            made[name] = datetime.fromisoformat(value)
        elif isinstance(value, str) and isinstance(kind, Date):
            made[name] = date.fromisoformat(value)
        else:
            made[name] = value
    return made
