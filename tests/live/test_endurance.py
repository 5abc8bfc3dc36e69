"""Everything killed with SIGKILL again and again while officers build: each job they were promised is there, once.

CI does a few builds; `make uthallighet` does the whole two hundred on each kind of database.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import os
import queue
import random
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from service.convert.soffice import SofficeVersion
from service.flow.log import verify_log
from service.flow.login import create_token
from service.flow.service import open_service
from service.records.inventory import referred_blobs, rows_of
from service.settings import read_settings
from service.work.folder import clear_up_after_the_dead
from tests.live.engines import postgres_engine, redis_engine
from tests.live.running import (
    Heard,
    Part,
    ask,
    descendants,
    free_port,
    kill,
    own_settings,
    variables_of,
    wait_ready,
)
from tests.service import found, report_text

BUILDS = int(os.environ.get("UTHALLIGHET") or 8)
PDF_EVERY = 4
"""Each so many builds go through LibreOffice too; the others are Word files alone, and many more instants to die at."""
KILLS = BUILDS
OFFICERS = 6
SECONDS_PER_BUILD = 60
PATIENCE = 400
WHO = "vn.handlaggare"


@dataclass
class Town:
    """The running service, with who uses it and who kills it."""

    folder: Path
    variables: dict[str, str]
    port: int
    token: str = ""
    parts: list[Part] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311 - when and what to kill
    kills: int = 0
    asked: int = 0
    """Requests that got no answer, or were asked to come back."""
    done: dict[int, dict[str, Any]] = field(default_factory=dict)
    """Each build's job, as it was when it had ended."""
    reports: dict[int, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    answered: threading.Event = field(default_factory=threading.Event)
    """Since the last killing."""
    ended: threading.Event = field(default_factory=threading.Event)

    def insist(self, method: str, path: str, body: Any = None, key: str = "") -> Heard:
        """Ask until there is an answer: the same request with the same key, as docs/api.md tells clients to."""
        headers = {"Idempotency-Key": key} if key else {}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                heard = ask(self.port, method, f"/api/v1{path}", self.token, body, headers)
            except (OSError, http.client.HTTPException):
                heard = None
            if heard is not None and heard.status < 300:
                self.answered.set()
                return heard
            if heard is not None and heard.status != 503 and b"still_working" not in heard.content:
                raise AssertionError(f"{method} {path}: {heard.status} {heard.content!r}")
            self.asked += 1
            time.sleep(0.3)
        raise AssertionError(f"{method} {path}: no answer")

    def officer(self, numbers: queue.SimpleQueue[int]) -> None:
        """Write a report, build it, wait for it; again."""
        try:
            while not self.ended.is_set():
                self.build(numbers.get_nowait())
        except queue.Empty:
            return
        except Exception as fault:  # noqa: BLE001 - the test fails with it in the end
            self.faults.append(repr(fault))
            self.ended.set()

    def build(self, number: int) -> None:
        """One report, from an empty sheet to its documents."""
        text = report_text(handlaggare=name_of(number))
        made = self.insist("POST", "/rapporter", text, f"rapport {number}")
        self.reports[number] = made.body["rapport"]["id"]
        wanted = {"format": formats_of(number)}
        ordered = self.insist("POST", f"/rapporter/{self.reports[number]}/bygg", wanted, f"bygg {number}")
        job = ordered.body
        while not job["avslutat"]:
            time.sleep(0.3)
            job = self.insist("GET", f"/jobb/{job['id']}").body
        self.done[number] = job

    def killer(self) -> None:
        """Any process of them all, at any instant; now and then all of a machine; what ended is started again.

        The first dies soon: a few builds are done in some seconds.
        """
        while self.kills < KILLS and not self.ended.wait(self.chance.uniform(0, 8 if self.kills else 1)):
            if self.chance.random() < 0.75:
                self.answered.wait(60)  # else, where starting takes long, nothing but starting would be done
            self.answered.clear()
            part = self.chance.choice(self.parts)
            if self.chance.random() < 0.25:
                part.kill_all()
            else:
                kill(self.chance.choice([part.process.pid, *sorted(descendants(part.process.pid))]))
            self.kills += 1
            self.revive()
        while not self.ended.wait(0.5):
            self.revive()
        self.revive()

    def clear_away(self) -> None:
        """Leave nothing running, however the test ended."""
        for part in self.parts:
            if part.alive():
                part.kill_all()

    def revive(self) -> None:
        """Start what has ended, as systemd does."""
        for part in self.parts:
            if not part.alive():
                part.start()


def formats_of(number: int) -> list[str]:
    """What is ordered of a report."""
    return ["docx"] if number % PDF_EVERY else ["docx", "pdf"]


def name_of(number: int) -> str:
    """A name that stands in the report and in no other."""
    return f"Handläggare {number:04d}"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_killed_at_any_instant(
    engine: str, tmp_path: Path, soffice: SofficeVersion, request: pytest.FixtureRequest
) -> None:
    """Server, workers and LibreOffice; not a job lost, none done twice, every number and file as it should be."""
    assert soffice.text
    with ExitStack() as opened:
        servers = {}
        if engine == "postgresql":
            servers = {
                "databas": opened.enter_context(postgres_engine()).address,
                "ko": opened.enter_context(redis_engine()).address,
            }
        port = free_port()
        variables = variables_of(tmp_path, port, livstecken_sekunder="4", jobbforsok="30", **servers)
        town = Town(tmp_path, variables, port)
        with open_service(read_settings(own_settings(variables))) as service:
            _, town.token = create_token(service, found(service)[WHO], "prov", "skriva", 1)
        opened.callback(town.clear_away)
        began = time.monotonic()
        _work(town)
        request.config.get_terminal_writer().line(
            f"\n{engine}: {len(town.done)} builds, {town.kills} kills, {town.asked} requests repeated, "
            f"{max(one['forsok'] for one in town.done.values())} tries at most, {time.monotonic() - began:.0f} s"
        )
        _check_by_http(town)
        for part in town.parts:
            assert part.stop() in (0, -15)
        _check_within(town)


def _work(town: Town) -> None:
    """All builds, with everybody at work at the same time."""
    numbers: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(BUILDS):
        numbers.put(number)
    town.parts = [Part((name,), town.variables, town.folder) for name in ("serve", "arbetare")]
    try:
        wait_ready(town.port, town.parts[0])
        officers = [threading.Thread(target=town.officer, args=(numbers,)) for _ in range(OFFICERS)]
        killer = threading.Thread(target=town.killer)
        for thread in (*officers, killer):
            thread.start()
        deadline = time.monotonic() + 60 + BUILDS * SECONDS_PER_BUILD
        for thread in officers:
            thread.join(max(0.0, deadline - time.monotonic()))
        town.ended.set()
        killer.join()
        assert not town.faults
        assert sorted(town.done) == list(range(BUILDS))
        wait_ready(town.port, town.parts[0])
    except BaseException:
        town.ended.set()
        for part in town.parts:
            part.kill_all()
        raise


def _check_by_http(town: Town) -> None:
    """As the officers see it: each build once, with a Word file and a PDF of their own text."""
    assert town.kills
    listed = town.insist("GET", "/rapporter?antal=200").body
    jobs = town.insist("GET", "/jobb?antal=200").body
    assert listed["totalt"] == jobs["totalt"] == BUILDS
    assert {one["id"] for one in listed["poster"]} == set(list(town.reports.values())[:200])
    for number, job in town.done.items():
        told = town.insist("GET", f"/jobb/{job['id']}").body
        assert told == job, "a job changed after its end"
        assert told["status"] == "klar", told["fel"]
        assert [one["namn"].rsplit(".", 1)[1] for one in told["filer"]] == formats_of(number)
        for one in told["filer"]:
            content = town.insist("GET", f"/jobb/{job['id']}/filer/{one['namn']}").content
            assert hashlib.sha256(content).hexdigest() == one["sha256"]
            assert len(content) == one["storlek"]
            if one["namn"].endswith(".pdf"):
                pages = PdfReader(io.BytesIO(content)).pages
                assert len(pages) == one["sidor"]
                assert name_of(number) in " ".join(page.extract_text() for page in pages)


def _check_within(town: Town) -> None:
    """As the operator sees it: log and numbers without a gap, files as their names say, no half one anywhere."""
    with open_service(read_settings(own_settings(town.variables))) as service:
        chain = verify_log(service)
        assert chain.broken_at is None
        with service.records.look() as db:
            wanted = referred_blobs(db)
            log = list(rows_of(db, "logg"))
        assert sum('"rapport.skapad"' in line for line in log) == BUILDS
        assert sum('"jobb.bygg"' in line for line in log) == BUILDS
        service.store.clear_up(time.time())
        kept = set(service.store.names())
        assert wanted <= kept
    files = [path for path in (town.folder / "data" / "filer").rglob("*") if path.is_file()]
    assert {path.name for path in files} == kept, "something half lies among the files"
    for path in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    clear_up_after_the_dead(town.folder / "tmp")  # as every process of the service does when it begins
    assert list((town.folder / "tmp").iterdir()) == [], "files of the dead are left"
