"""What the service stands on goes away while it runs, and comes back: nobody touches the service meanwhile."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from service.convert.soffice import SofficeVersion
from service.flow.log import verify_log
from service.flow.login import create_token
from service.flow.service import open_service
from service.settings import read_settings
from tests.live.engines import postgres_engine, redis_engine
from tests.live.running import Heard, Part, ask, free_port, own_settings, running, variables_of, wait_ready
from tests.service import found, report_text

WHO = "vn.handlaggare"
PATIENCE = 150


@dataclass
class Served:
    """The running service, with an officer who uses it."""

    port: int
    token: str

    def ask(self, method: str, path: str, body: Any = None) -> Heard:
        """One request."""
        return ask(self.port, method, f"/api/v1{path}", self.token, body)

    def ready(self) -> int:
        """What a load balancer is told."""
        return ask(self.port, "GET", "/halsa/redo").status

    def report(self, number: int) -> str:
        """A new report."""
        made = self.ask("POST", "/rapporter", report_text(handlaggare=f"Handläggare {number}"))
        assert made.status == 201, made.content
        ident: str = made.body["rapport"]["id"]
        return ident

    def order(self, report: str) -> str:
        """Its documents, ordered."""
        ordered = self.ask("POST", f"/rapporter/{report}/bygg")
        assert ordered.status == 202, ordered.content
        job: str = ordered.body["id"]
        return job

    def wait(self, job: str, reached: Callable[[Any], bool]) -> Any:
        """The job, once it is as it should become."""
        deadline = time.monotonic() + PATIENCE
        told: Any = None
        while time.monotonic() < deadline:
            with suppress(OSError, http.client.HTTPException):
                heard = self.ask("GET", f"/jobb/{job}")
                told = heard.body
                if heard.status == 200 and reached(told):
                    return told
            time.sleep(0.3)
        pytest.fail(f"the job stays as it is: {told}")

    def done(self, job: str) -> None:
        """Wait until it is done, with both documents."""
        told = self.wait(job, lambda told: told["avslutat"])
        assert told["status"] == "klar", told["fel"]
        for one in told["filer"]:
            assert len(self.ask("GET", f"/jobb/{job}/filer/{one['namn']}").content) == one["storlek"]

    def refused(self, code: str, method: str, path: str, body: Any = None) -> None:
        """A clear refusal: come back later."""
        heard = self.ask(method, path, body)
        assert (heard.status, heard.body["code"]) == (503, code), heard.content
        assert int(heard.headers["Retry-After"]) > 0
        assert heard.body["retryable"]
        assert heard.body["problems"][0]["remedy"]

    def until_ready(self) -> None:
        """Wait until it works again, by itself."""
        deadline = time.monotonic() + PATIENCE
        while self.ready() != 200:
            assert time.monotonic() < deadline, "it does not come back"
            time.sleep(0.3)


@contextmanager
def _served(folder: Path, **settings: str) -> Iterator[Served]:
    """The whole service, with people in it; its log is whole at the end."""
    port = free_port()
    variables = variables_of(folder, port, livstecken_sekunder="4", **settings)
    with open_service(read_settings(own_settings(variables))) as service:
        _, token = create_token(service, found(service)[WHO], "prov", "skriva", 1)
    with running(variables, folder):
        yield Served(port, token)
    with open_service(read_settings(own_settings(variables))) as service:
        assert verify_log(service).broken_at is None


@contextmanager
def _object_store(patch: pytest.MonkeyPatch) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """The address of a store, and how it is stopped and started; what is in it lives as long as this process."""
    port = free_port()
    servers: list[ThreadedMotoServer] = []

    def start() -> None:
        servers.append(ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False))
        servers[-1].start()

    def stop() -> None:
        while servers:
            servers.pop().stop()

    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "prov",
        "AWS_SECRET_ACCESS_KEY": "prov",
        "AWS_REGION": "eu-north-1",
    }.items():
        patch.setenv(name, value)
    start()
    bucket = f"samlad-{os.urandom(6).hex()}"
    assert ask(port, "PUT", f"/{bucket}").status == 200
    try:
        yield f"s3://{bucket}/filer", start, stop
    finally:
        stop()


def test_servers_are_lost_and_come_back(
    tmp_path: Path, soffice: SofficeVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis, PostgreSQL and the object store, each in turn while there is work to do."""
    assert soffice.text
    with ExitStack() as opened:
        queue = opened.enter_context(redis_engine())
        database = opened.enter_context(postgres_engine())
        address, start_store, stop_store = opened.enter_context(_object_store(monkeypatch))
        served = opened.enter_context(
            _served(tmp_path, databas=database.address, ko=queue.address, fillager=address)
        )
        reports = [served.report(number) for number in range(3)]

        queue.stop()
        assert served.ready() == 200
        served.done(served.order(reports[0]))  # more slowly, but without it
        queue.start()

        job = served.order(reports[1])
        database.stop()
        served.refused("records_unavailable", "GET", "/rapporter")
        served.refused("records_unavailable", "POST", "/rapporter", report_text())
        assert served.ready() == 503
        database.start()
        served.until_ready()
        served.done(job)

        job = served.order(reports[2])
        stop_store()
        served.refused("store_unavailable", "POST", "/rapporter", report_text())
        served.refused("store_unavailable", "GET", f"/rapporter/{reports[0]}/dokument/pdf")
        assert served.ask("GET", "/rapporter").status == 200
        assert served.ready() == 503
        start_store()
        served.until_ready()
        served.done(job)
        assert served.ask("GET", "/rapporter").body["totalt"] == len(reports)


def test_libreoffice_hangs_and_is_mended(tmp_path: Path, soffice: SofficeVersion) -> None:
    """The job waits and says why; the rest of the service goes on; with a LibreOffice that answers it is done."""
    program = tmp_path / "soffice"
    _script(program, f'[ "$1" = --version ] && exec "{soffice.program}" --version\nexec sleep 600')
    with _served(tmp_path, soffice=str(program), konvertering_sekunder="8") as served:
        job = served.order(served.report(0))
        told = served.wait(job, lambda told: told["fel"] is not None)
        assert (told["status"], told["forsok"]) == ("vantar", 0)
        assert told["fel"]["problems"][0]["code"] == "soffice_down"
        assert served.ready() == 200
        served.report(1)
        # Its splash program would start LibreOffice twice, which the kernel's guard does not let it.
        _script(program, f'exec "{Path(soffice.program).resolve().with_name("soffice.bin")}" "$@"')
        served.done(job)


def _script(path: Path, text: str) -> None:
    fresh = path.with_suffix(".ny")
    fresh.write_text(f"#!/bin/sh\n{text}\n")
    fresh.chmod(0o755)
    fresh.replace(path)


def _may_mount() -> bool:
    command = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return (
        bool(shutil.which("unshare"))
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not _may_mount(), reason="a small disk of its own takes the right to mount one")
def test_the_disk_is_full_and_gets_room(tmp_path: Path, soffice: SofficeVersion) -> None:
    """Database, files, cache and temporary files on a disk of 150 MB, which somebody fills and clears."""
    assert soffice.text
    disk = tmp_path / "disk"
    disk.mkdir()
    port = free_port()
    variables = variables_of(disk, port, livstecken_sekunder="4")
    with open_service(read_settings(own_settings(variables))) as service:
        _, token = create_token(service, found(service)[WHO], "prov", "skriva", 1)
    (disk / "data").rename(tmp_path / "data")
    script = (
        f"cd {disk} && mount -t tmpfs -o size=150m tmpfs {disk} && cd {disk} && mkdir tmp "
        f"&& cp -a {tmp_path}/data . && exec samlad serve"
    )
    part = Part(("unshare", "--mount", "sh", "-c", script), variables, tmp_path, program=())
    try:
        wait_ready(port, part)
        served = Served(port, token)
        filler = Path(f"/proc/{part.process.pid}/root{disk}/fyllnad")
        first, second = served.report(0), served.report(1)
        job = served.order(first)
        _fill(filler)
        served.refused("tool_failed", "POST", "/rapporter", report_text())
        assert served.ask("GET", f"/rapporter/{first}").status == 200
        time.sleep(3)  # the worker tries meanwhile; it may not even be able to write that it does
        assert not served.ask("GET", f"/jobb/{job}").body["avslutat"]
        filler.unlink()
        served.done(job)
        served.done(served.order(second))
        assert served.ask("GET", "/rapporter").body["totalt"] == 2
    finally:
        part.stop()


def _fill(path: Path) -> None:
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(b"\0" * 65536):
            pass
    with suppress(OSError), path.open("ab", buffering=0) as file:
        while file.write(b"\0" * 512):
            pass
