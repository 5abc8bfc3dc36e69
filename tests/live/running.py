"""The service as an operator starts it: real processes of a test's own, spoken to over HTTP, killed at will."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

BIN = Path(sys.executable).parent
READY_SECONDS = 90


def free_port() -> int:
    """A port that nobody uses right now."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


@dataclass(frozen=True)
class Heard:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.content)


def ask(
    port: int,
    method: str,
    path: str,
    token: str = "",
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = 60,
) -> Heard:
    """One request on a connection of its own. Raises OSError or HTTPException when no whole answer comes."""
    sent = {**(headers or {}), **({"Authorization": f"Bearer {token}"} if token else {})}
    content = None
    if body is not None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent.setdefault("Content-Type", "application/json")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request(method, path, content, sent)
        answer = connection.getresponse()
        return Heard(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()


@dataclass
class Part:
    """A started `samlad`, with all the processes that it starts in turn."""

    arguments: tuple[str, ...]
    variables: Mapping[str, str]
    folder: Path
    program: tuple[str, ...] = (str(BIN / "samlad"),)
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        """Start it."""
        self.start()

    def start(self) -> None:
        """Start it, again if need be; what it says goes to the folder's log."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMLAD_")}
        with (self.folder / "logg.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.program, *self.arguments],
                env={**kept, "PATH": f"{BIN}:{os.environ['PATH']}", **self.variables},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def alive(self) -> bool:
        """Whether the first of its processes runs."""
        return self.process.poll() is None

    def kill_all(self) -> None:
        """All of its processes at one instant, as when the machine loses its power."""
        for pid in (self.process.pid, *descendants(self.process.pid)):
            kill(pid)
        self.process.wait(20)

    def stop(self) -> int:
        """As an operator stops it; its exit code."""
        if self.alive():
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill_all()
                raise
        return self.process.returncode


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have started."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            told = stat.read_text().rsplit(")", 1)[1].split()
            if told[0] != "Z":
                children.setdefault(int(told[1]), []).append(int(stat.parent.name))
    found, left = [], [pid]
    while left:
        more = children.get(left.pop(), [])
        found += more
        left += more
    return found


def kill(pid: int) -> None:
    """SIGKILL, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_ready(port: int, part: Part, seconds: float = READY_SECONDS) -> None:
    """Wait until the service says that it is ready."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert part.alive(), f"the service ended: {(part.folder / 'logg.txt').read_text()[-2000:]}"
        with suppress(OSError, http.client.HTTPException):
            if ask(port, "GET", "/halsa/redo", seconds=5).status == 200:
                return
        time.sleep(0.2)
    pytest.fail(f"the service did not become ready: {(part.folder / 'logg.txt').read_text()[-2000:]}")


def variables_of(folder: Path, port: int, **settings: str) -> dict[str, str]:
    """The settings of a service of the test's own, in an environment."""
    for name in ("tmp", "data"):
        (folder / name).mkdir(exist_ok=True)
    return {
        "TMPDIR": str(folder / "tmp"),
        "SAMLAD_DATA": str(folder / "data"),
        "SAMLAD_CACHE": str(folder / "cache"),
        "SAMLAD_PORT": str(port),
        "SAMLAD_SAKRA_KAKOR": "nej",
        "SAMLAD_PROVA_BILAGOR": "nej",
        "SAMLAD_KONVERTERARE": "1",
        **{f"SAMLAD_{name.upper()}": value for name, value in settings.items() if value},
    }


def own_settings(variables: Mapping[str, str]) -> dict[str, str]:
    """Those of them that are Samlad's."""
    return {name: value for name, value in variables.items() if name.startswith("SAMLAD_")}


@contextmanager
def running(variables: Mapping[str, str], folder: Path, *arguments: str) -> Iterator[Part]:
    """`samlad serve`, ready, until the test is done with it."""
    part = Part(("serve", *arguments), variables, folder)
    try:
        wait_ready(int(variables["SAMLAD_PORT"]), part)
        yield part
    finally:
        part.stop()
