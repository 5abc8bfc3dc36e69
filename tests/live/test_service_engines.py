"""The same records on PostgreSQL as on SQLite."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from service.clock import now
from service.flow.backup import back_up, restore
from service.flow.log import verify_log
from service.flow.register import create_report
from service.flow.service import open_service
from service.records.audit import Entry, note
from service.records.base import Table
from service.records.database import Conflict, Records, RecordsUnavailable
from service.records.inventory import rows_of, tables
from service.settings import Settings, read_settings
from tests.live.engines import postgres
from tests.service import open_town, report_text, write_json


@pytest.fixture(name="database", scope="module")
def _database() -> Iterator[str]:
    with postgres() as address:
        yield address


@pytest.fixture(name="clean")
def _clean(database: str) -> str:
    """The database, emptied."""
    records = Records(database)
    with records.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    records.close()
    return database


def _settings(folder: Path, database: str) -> Settings:
    return read_settings(
        {
            "SAMLAD_DATA": str(folder / "data"),
            "SAMLAD_CACHE": str(folder / "cache"),
            "SAMLAD_DATABAS": database,
        }
    )


def test_the_migrations_make_the_same_tables(clean: str, tmp_path: Path) -> None:
    """On PostgreSQL as on SQLite; and the log takes no changes there either."""
    with open_service(_settings(tmp_path, clean)) as service:
        with service.records.engine.connect() as connection:
            # The search vector and its index are PostgreSQL's own, made by the migration alone.
            own = {"include_name": lambda name, _kind, _parents: name not in ("vektor", "ix_sokpost_vektor")}
            known = MigrationContext.configure(connection, opts=own)
            assert compare_metadata(known, Table.metadata) == []
        with service.records.change() as db:
            note(db, Entry("kansli", "a", "rapport", "r"), now())
        for change in ("UPDATE logg SET vem = 'annan'", "DELETE FROM logg", "TRUNCATE logg"):
            with pytest.raises((Conflict, RecordsUnavailable)), service.records.change() as db:
                db.execute(text(change))
        assert verify_log(service).nr == 1


def test_many_write_to_the_log_at_once(clean: str, tmp_path: Path) -> None:
    """Eight threads, one chain without a gap."""
    with open_service(_settings(tmp_path, clean)) as service:

        def five() -> None:
            for _ in range(5):
                with service.records.change() as db:
                    note(db, Entry("kansli", "a", "rapport", "r"), now())

        threads = [threading.Thread(target=five) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        chain = verify_log(service)
        assert (chain.nr, chain.broken_at) == (40, None)


def test_a_copy_moves_from_sqlite_to_postgresql(clean: str, tmp_path: Path) -> None:
    """Every row is the same there, and the log is whole."""
    with open_town(tmp_path) as town:
        create_report(town.service, town["vn.handlaggare"], write_json(tmp_path, report_text()))
        copied = back_up(town.service, tmp_path / "kopia")
        with town.service.records.look() as db:
            before = {name: list(rows_of(db, name)) for name in tables()}
    with open_service(_settings(tmp_path / "ny", clean)) as service:
        assert restore(service, tmp_path / "kopia") == copied
        with service.records.look() as db:
            assert {name: list(rows_of(db, name)) for name in tables()} == before
        assert verify_log(service).hash == copied.head
