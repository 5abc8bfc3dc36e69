"""Real servers of a test's own, on this machine: PostgreSQL and Redis."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database; the server refuses to run as root, so then it runs as its own user."""
    programs = Path(need(_postgres_bin(), "PostgreSQL"))
    folder = Path(tempfile.mkdtemp(prefix="samlad-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        owner = pwd.getpwnam(user)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    port = free_port()
    log = folder / "logg.txt"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, user=user, cwd="/")

    try:
        run(str(programs / "initdb"), "-D", str(folder / "db"), "-U", "samlad", "-A", "trust", "-E", "UTF8")
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
        run(str(programs / "pg_ctl"), "-D", str(folder / "db"), "-w", "-l", str(log), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://samlad@127.0.0.1:{port}/postgres"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(folder / "db"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of an empty Redis."""
    program = need(shutil.which("redis-server"), "Redis")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="samlad-redis-") as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        address = f"redis://127.0.0.1:{port}/0"
        try:
            with redis.Redis.from_url(address) as client:
                for _ in range(100):
                    try:
                        client.ping()
                        break
                    except redis.ConnectionError:
                        time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait(20)
