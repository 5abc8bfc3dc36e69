"""The same service on PostgreSQL and Redis, and on its embedded default: also when workers are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from service.clock import now
from service.convert.soffice import SofficeVersion
from service.flow.backup import back_up, restore
from service.flow.jobs import get_job
from service.flow.log import verify_log
from service.flow.orders import order_build
from service.flow.register import create_report
from service.flow.service import Service, open_service
from service.model.people import Person
from service.records.audit import Entry, note
from service.records.base import Table
from service.records.blobs import fetch
from service.records.database import Conflict, Records, RecordsUnavailable
from service.records.inventory import rows_of, tables
from service.settings import Settings, read_settings
from service.work.worker import Bell
from tests.live.engines import postgres, redis_server
from tests.service import found, open_town, report_text, write_json

BIN = Path(sys.executable).parent
BUILDS = 2
KILLS = 2


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


def _settings(folder: Path, database: str = "", queue: str = "") -> tuple[Settings, dict[str, str]]:
    variables = {
        "SAMLAD_DATA": str(folder / "data"),
        "SAMLAD_CACHE": str(folder / "cache"),
        "SAMLAD_DATABAS": database,
        "SAMLAD_KO": queue,
        "SAMLAD_KONVERTERARE": "1",
        "SAMLAD_LIVSTECKEN_SEKUNDER": "4",
        "SAMLAD_JOBBFORSOK": "50",
    }
    return read_settings(variables), variables


def test_the_migrations_make_the_same_tables(clean: str, tmp_path: Path) -> None:
    """On PostgreSQL as on SQLite; and the log takes no changes there either."""
    with open_service(_settings(tmp_path, clean)[0]) as service:
        with service.records.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
        with service.records.change() as db:
            note(db, Entry("kansli", "a", "rapport", "r"), now())
        for change in ("UPDATE logg SET vem = 'annan'", "DELETE FROM logg", "TRUNCATE logg"):
            with pytest.raises((Conflict, RecordsUnavailable)), service.records.change() as db:
                db.execute(text(change))
        assert verify_log(service).nr == 1


def test_many_write_to_the_log_at_once(clean: str, tmp_path: Path) -> None:
    """Eight threads, one chain without a gap."""
    with open_service(_settings(tmp_path, clean)[0]) as service:

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
    with open_service(_settings(tmp_path / "ny", clean)[0]) as service:
        assert restore(service, tmp_path / "kopia") == copied
        with service.records.look() as db:
            assert {name: list(rows_of(db, name)) for name in tables()} == before
        assert verify_log(service).hash == copied.head


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_killed_workers_leave_one_whole_result(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, soffice: SofficeVersion
) -> None:
    """Two workers, killed again and again with SIGKILL: every job is done, once, and every file is whole."""
    assert soffice.text
    chance = random.Random(5)  # noqa: S311 - the instants of killing, the same in every run as far as clocks allow
    with ExitStack() as opened:
        database = queue = ""
        if engine == "postgresql":
            database = request.getfixturevalue("clean")
            queue = opened.enter_context(redis_server())
        settings, variables = _settings(tmp_path, database, queue)
        service = opened.enter_context(open_service(settings))
        people = found(service)
        ring = Bell(settings)
        jobs = []
        for number in range(BUILDS):
            path = write_json(tmp_path, report_text(handlaggare=f"Handläggare {number}"))
            report = create_report(service, people["vn.handlaggare"], path).report.id
            jobs.append(order_build(service, people["vn.handlaggare"], report))
            ring(jobs[-1])
        workers = [_worker(variables) for _ in range(2)]
        try:
            for _ in range(KILLS):
                time.sleep(chance.uniform(2, 8))
                victim = chance.randrange(2)
                workers[victim].send_signal(signal.SIGKILL)
                workers[victim].wait(20)
                workers[victim] = _worker(variables)
            done = _wait(service, people["vn.handlaggare"], jobs)
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait(60)
        for job in done:
            assert job["status"] == "klar", job["fel"]
            assert sorted(one["namn"].rsplit(".")[-1] for one in job["filer"]) == ["docx", "pdf"]
            for one in job["filer"]:
                assert fetch(service.store, one["sha256"], tmp_path / "ut").stat().st_size == one["storlek"]
        assert verify_log(service).broken_at is None


def _worker(variables: dict[str, str]) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMLAD_")}
    return subprocess.Popen(
        [str(BIN / "samlad"), "arbetare"],
        env={**kept, **{name: value for name, value in variables.items() if value}},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait(service: Service, person: Person, jobs: list[str]) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 400
    while time.monotonic() < deadline:
        told = [get_job(service, person, job) for job in jobs]
        if all(one["avslutat"] for one in told):
            return told
        time.sleep(0.5)
    pytest.fail(f"not done in time: {[one['status'] for one in told]}")
