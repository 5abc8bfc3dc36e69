"""One LibreOffice process: started, given documents one at a time, and killed with all its children."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from service.convert.comments import copy_without_comments
from service.convert.driver import PROFILE_FOLDER, remove_pipes
from service.convert.profile import write_profile
from service.convert.soffice import OfficeTools, surroundings, uno_missing

_DRIVER = Path(__file__).with_name("driver.py")
_GUARD = Path(__file__).with_name("landlock.py")
_CLOSE_SECONDS = 5


class OfficeHung(Exception):
    """The process did not answer in time."""


class OfficeDied(Exception):
    """The process ended, or its program could not be started."""


class OfficeDown(OfficeDied):
    """It did not come up at all; no document has been tried."""


class Unopenable(Exception):
    """LibreOffice is well, but cannot open this document."""


class ExportFailed(Exception):
    """LibreOffice opened the document but could not write the PDF."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to convert."""

    source: Path
    export_filter: str
    options: tuple[str, ...]


class OfficeProcess:
    """A driver with its LibreOffice, in its own process group and work folder; used by one thread at a time."""

    def __init__(self, tools: OfficeTools, seconds: float) -> None:
        self._tools = tools
        self._seconds = seconds
        self.done = 0
        """How many documents it has taken."""
        self._buffer = b""
        try:
            self._work = Path(tempfile.mkdtemp(prefix="samlad-"))
        except OSError as error:
            raise OfficeDied(str(error)) from error
        try:
            self._process = self._start()
        except OSError as error:
            shutil.rmtree(self._work, ignore_errors=True)
            raise OfficeDied(str(error)) from error
        self._requests = cast(IO[bytes], self._process.stdin)  # both are pipes, `_start` asked for them
        self._answers = cast(IO[bytes], self._process.stdout)
        try:
            self._await_ready()
        except BaseException:  # whatever happens, no process is left behind
            self.dispose()
            raise

    def _start(self) -> subprocess.Popen[bytes]:
        write_profile(self._work / PROFILE_FOLDER, self._tools.program)
        packages = self._work / "packages"
        packages.mkdir()
        (packages / "unoserver").symlink_to(self._tools.unoserver, target_is_directory=True)
        (packages / _GUARD.name).symlink_to(_GUARD)
        home = self._work / "home"
        home.mkdir()
        with (self._work / "log").open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - the operator's own programs
                [self._tools.python, "-s", "-B", _DRIVER, self._tools.program, self._work],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=surroundings(home, packages),
                cwd=home,
                start_new_session=True,  # a process group of its own, so that all of it can be killed at once
            )

    def _await_ready(self) -> None:
        message = self._receive()
        if message.get("ready"):
            return
        if module := message.get("missing"):
            raise uno_missing(self._tools, module)
        raise OfficeDied(message.get("detail", ""))

    def convert(self, job: Job, target: Path) -> None:
        """Convert one document; the PDF is then in `target`.

        Raises:
            OfficeHung, OfficeDied: the process must be killed and replaced.
            Unopenable, ExportFailed: the process is well and can go on.
        """
        self.done += 1
        folder = self._work / f"job-{self.done}"
        try:
            folder.mkdir()
            source = folder / job.source.name
            copy_without_comments(job.source, source)
            written = folder / "samlad-out.pdf"
            self._send(source=str(source), target=str(written), filter=job.export_filter, options=job.options)
            self._judge(self._receive(), written)
            shutil.copyfile(written, target)
        except OSError as error:  # such as a full disk
            raise ExportFailed(str(error)) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _judge(self, message: dict[str, Any], written: Path) -> None:
        detail = str(message.get("detail", ""))
        if message.get("result") == "unopenable":
            raise Unopenable(detail)
        if message.get("result") == "gone":
            raise OfficeDied(detail)
        if message.get("result") != "ok" or not written.is_file() or not written.stat().st_size:
            raise ExportFailed(detail or "no PDF was written")

    def _send(self, **request: object) -> None:
        try:
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
        except OSError as error:
            raise OfficeDied(self.last_words()) from error

    def _receive(self) -> dict[str, Any]:
        pipe = self._answers.fileno()
        poll = select.poll()  # and not select(), which fails on file numbers above 1024
        poll.register(pipe, select.POLLIN | select.POLLHUP)
        deadline = time.monotonic() + self._seconds
        while b"\n" not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise OfficeHung
            chunk = os.read(pipe, 65536)
            if not chunk:
                raise OfficeDied(self.last_words())
            self._buffer += chunk
        line, self._buffer = self._buffer.split(b"\n", 1)
        try:
            message = json.loads(line)
        except ValueError as error:
            raise OfficeDied(line.decode("utf-8", "replace")) from error
        return message if isinstance(message, dict) else {}

    def is_alive(self) -> bool:
        """Whether the driver is still running."""
        return self._process.poll() is None

    def last_words(self) -> str:
        """The last line that the process wrote to its log."""
        try:
            lines = (self._work / "log").read_text("utf-8", "replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1] if lines else ""

    def close(self) -> None:
        """End in good order: the driver kills LibreOffice and removes the work folder; then make sure of it."""
        with contextlib.suppress(OSError):
            self._requests.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSE_SECONDS)
        self.dispose()

    def kill(self) -> None:
        """Kill the whole process group and remove the work folder; also from a thread that does not use it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        remove_pipes(self._work)
        shutil.rmtree(self._work, ignore_errors=True)

    def dispose(self) -> None:
        """Kill, and close our ends of the pipes: for the thread that uses it, since another may still be reading."""
        self.kill()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()
