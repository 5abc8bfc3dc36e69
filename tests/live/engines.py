"""Real servers of a test's own, on this machine: PostgreSQL and Redis."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from tests.live.running import free_port


def need(found: str | None, what: str) -> str:
    """The program, or skip; CI must have it."""
    if found is not None:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"{what} is not installed")


def _postgres_bin() -> str | None:
    """Debian keeps PostgreSQL's programs off the path."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    beside = shutil.which("initdb")
    return str(places[0]) if places else (str(Path(beside).parent) if beside else None)


@dataclass
class Engine:
    """A server that the test may stop and start as it likes; what it holds on its disk stays."""

    address: str
    start: Callable[[], None]
    stop: Callable[[], None]


@contextmanager
def postgres_engine() -> Iterator[Engine]:
    """An empty database; the server refuses to run as root, so then it runs as its own user."""
    programs = Path(need(_postgres_bin(), "PostgreSQL"))
    folder = Path(tempfile.mkdtemp(prefix="samlad-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        owner = pwd.getpwnam(user)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    port = free_port()
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"

    def run(program: str, *words: str) -> None:
        command = [str(programs / program), "-D", str(folder / "db"), *words]
        subprocess.run(command, check=True, capture_output=True, user=user, cwd="/")

    def start() -> None:
        run("pg_ctl", "-w", "-l", str(folder / "logg.txt"), "-o", options, "start")

    def stop() -> None:
        run("pg_ctl", "-m", "immediate", "stop")

    try:
        run("initdb", "-U", "samlad", "-A", "trust", "-E", "UTF8")
        start()
        try:
            yield Engine(f"postgresql+psycopg://samlad@127.0.0.1:{port}/postgres", start, stop)
        finally:
            stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis_engine() -> Iterator[Engine]:
    """An empty Redis, which keeps nothing when it stops."""
    program = need(shutil.which("redis-server"), "Redis")
    port = free_port()
    address = f"redis://127.0.0.1:{port}/0"
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        with redis.Redis.from_url(address) as client:
            for _ in range(100):
                try:
                    client.ping()
                    break
                except redis.ConnectionError:
                    time.sleep(0.1)

    def stop() -> None:
        while running:
            process = running.pop()
            process.kill()
            process.wait(20)

    with tempfile.TemporaryDirectory(prefix="samlad-redis-") as folder:
        start()
        try:
            yield Engine(address, start, stop)
        finally:
            stop()


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database."""
    with postgres_engine() as engine:
        yield engine.address
