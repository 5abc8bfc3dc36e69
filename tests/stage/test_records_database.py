"""The database: its tables, its transactions, and the log that cannot be rewritten."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from service.records.audit import Entry, note, verify
from service.records.base import Table
from service.records.database import Conflict, Records, RecordsUnavailable, sqlite_url
from service.records.tables import Logg, Mall, Ramverk

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(name="records")
def _records(tmp_path: Path) -> Iterator[Records]:
    opened = Records(sqlite_url(tmp_path / "samlad.db"))
    opened.migrate()
    yield opened
    opened.close()


def _note(records: Records, what: str) -> None:
    with records.change() as db:
        note(db, Entry("kansli", what, "rapport", "r1", None, {"status": "utkast"}), AT)


def test_the_migrations_make_the_tables(records: Records) -> None:
    """What the migrations make is what the program knows: nothing is missing and nothing is left over."""
    with records.engine.connect() as connection:
        opts = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("sokindex")}
        known = MigrationContext.configure(connection, opts=opts)  # but for FTS5's own tables
        assert compare_metadata(known, Table.metadata) == []


def test_migrating_twice_changes_nothing(records: Records) -> None:
    """Every start migrates."""
    records.migrate()
    assert records.is_current()


def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    """`samlad kontroll` can tell a database that nobody has migrated."""
    records = Records(sqlite_url(tmp_path / "tom.db"))
    assert not records.is_current()
    records.close()


def test_sqlite_is_tuned(records: Records) -> None:
    """Write-ahead log, foreign keys, patience, and commits that survive loss of power."""
    with records.look() as db:
        found = {
            name: db.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10000, "synchronous": 2}


def test_a_change_is_kept_whole_or_not_at_all(records: Records) -> None:
    """What was written before a fault is gone after it."""
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(records)
    with records.look() as db:
        assert db.execute(select(Ramverk)).all() == []


def _write_and_fail(records: Records) -> None:
    with records.change() as db:
        db.add(Ramverk(nr=1, sha256="0" * 64, skapad=AT, skapad_av="kansli"))
        db.flush()
        db.info["x"] = 1 / 0


def test_looking_changes_nothing(records: Records) -> None:
    """What is written while looking is not kept."""
    with records.look() as db:
        db.add(Ramverk(nr=1, sha256="0" * 64, skapad=AT, skapad_av="kansli"))
        db.flush()
    with records.look() as db:
        assert db.execute(select(Ramverk)).all() == []


def test_moments_keep_their_zone(records: Records) -> None:
    """SQLite forgets the zone; the table gives it back."""
    with records.change() as db:
        db.add(Mall(slug="kallelse", sha256="0" * 64, version="1.0", sedd=AT))
    with records.look() as db:
        assert db.execute(select(Mall.sedd)).scalar_one() == AT


def test_the_same_row_twice_is_a_conflict(records: Records) -> None:
    """A colleague was there first."""
    for _ in range(2):
        row = Ramverk(nr=1, sha256="0" * 64, skapad=AT, skapad_av="kansli")
        if _ == 0:
            with records.change() as db:
                db.add(row)
            continue
        with pytest.raises(Conflict), records.change() as db:
            db.add(row)


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    """It is said that the database does not answer, and that it may pass."""
    records = Records(sqlite_url(tmp_path / "ingen" / "mapp" / "samlad.db"))
    with pytest.raises(RecordsUnavailable) as refused:
        records.ping()
    assert refused.value.retryable
    assert refused.value.problems[0].code == "records_unavailable"


def test_the_log_is_whole(records: Records) -> None:
    """Each row carries the hash of the one before it."""
    for what in ("rapport.skapad", "rapport.sparad", "rapport.skicka_in"):
        _note(records, what)
    with records.look() as db:
        chain = verify(db)
        assert (chain.nr, chain.broken_at) == (3, None)


@pytest.mark.parametrize("change", ["UPDATE logg SET vem = 'annan'", "DELETE FROM logg"])
def test_the_log_takes_no_changes(records: Records, change: str) -> None:
    """The database itself refuses to change a row or take one away."""
    _note(records, "rapport.skapad")
    with pytest.raises((RecordsUnavailable, Conflict)), records.change() as db:
        db.execute(text(change))
    with records.look() as db:
        assert db.execute(select(Logg.vem)).scalars().all() == ["kansli"]


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        ("UPDATE logg SET vem = 'annan' WHERE nr = 2", 2),
        ("""UPDATE logg SET efter = '{"status": "granskad"}' WHERE nr = 1""", 1),
        ("UPDATE logg SET tid = '2020-01-01 00:00:00.000000' WHERE nr = 3", 3),
        ("DELETE FROM logg WHERE nr = 2", 2),
        ("DELETE FROM logg WHERE nr = 3", 3),
        ("UPDATE logghuvud SET nr = 2", 4),
    ],
)
def test_tampering_is_found(records: Records, tampering: str, broken_at: int) -> None:
    """Who gets past the triggers still breaks the chain, also at its end."""
    for what in ("a", "b", "c"):
        _note(records, what)
    with records.change() as db:
        for trigger in ("logg_update", "logg_delete"):
            db.execute(text(f"DROP TRIGGER {trigger}"))
        db.execute(text(tampering))
    with records.look() as db:
        assert verify(db).broken_at == broken_at


def test_many_write_to_the_log_at_once(records: Records) -> None:
    """Eight threads, one chain without a gap."""

    def five() -> None:
        for _ in range(5):
            _note(records, "a")

    threads = [threading.Thread(target=five) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with records.look() as db:
        chain = verify(db)
        assert (chain.nr, chain.broken_at) == (40, None)


def test_changes_together_are_kept_whole_or_not_at_all(records: Records) -> None:
    """One transaction for them all: within it they are seen, elsewhere not before its end, and a fault undoes all."""
    with records.together():
        _note(records, "a")
        with records.look() as db:
            assert db.execute(select(Logg.handelse)).scalars().all() == ["a"]
        other = Records(records.url)
        with other.look() as db:
            assert db.execute(select(Logg.handelse)).scalars().all() == []
        other.close()
        _note(records, "b")
    with pytest.raises(ZeroDivisionError):
        _note_together_and_fail(records)
    with records.look() as db:
        assert db.execute(select(Logg.handelse)).scalars().all() == ["a", "b"]
        assert verify(db).broken_at is None


def _note_together_and_fail(records: Records) -> None:
    with records.together():
        _note(records, "c")
        _note(records, str(1 / 0))


def test_a_conflict_within_leaves_the_rest(records: Records) -> None:
    """Who meets what exists already and can go on with it, goes on in the same transaction."""
    mall = {"slug": "kallelse", "sha256": "a" * 64, "version": "1", "sedd": AT}
    with records.together():
        with records.change() as db:
            db.add(Mall(**mall))
        with pytest.raises(Conflict), records.change() as db:
            db.add(Mall(**mall | {"version": "2"}))
        _note(records, "a")
    with records.look() as db:
        assert [one.version for one in db.execute(select(Mall)).scalars()] == ["1"]
        assert verify(db).nr == 1
