"""Triage in processes of its own: whatever a file does there, the service lives on and the next file is served.

A process looks at many files, so that an ordinary one costs no start. One that crashes, hangs or takes too much
memory is killed, its file is refused, and the next file gets a fresh process.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Any, Self

from service.assemble.triage import SECONDS_PER_PAGE, InspectedPdf, PdfLimits
from service.errors import BilagaRejected, Notice, Problem, ToolError

_CONTEXT = multiprocessing.get_context(
    "spawn"
)  # a fork would take the service's threads and open files along
_WORKERS = 2
_FILES_PER_WORKER = 50
"""Then it is replaced, so that what a library forgot to give back is given back."""
_START_SECONDS = 60
_END_SECONDS = 2
_LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True, slots=True)
class Guard:
    """What one file may cost."""

    seconds: int
    """Time for a file; each of its pages adds a second."""
    megabytes: int


class Triage:
    """Looks at bilagor for many threads at once; processes start when they are needed, and are gone after `close`."""

    def __init__(self, limits: PdfLimits, guard: Guard) -> None:
        self._limits, self._guard = limits, guard
        self._shelf: LifoQueue[_Worker | None] = (
            LifoQueue()
        )  # last in, first out: the warm one is taken first
        for _ in range(_WORKERS):
            self._shelf.put(None)

    def inspect(self, pdf: Path, *, name: str, copy: Path, password: str = "") -> InspectedPdf:
        """Find out whether a PDF can be taken into a packet; arguments as those of `triage.inspect`.

        Raises:
            BilagaRejected: with all that is wrong with the file.
            ToolError: no process could be started.
        """
        with self._worker() as worker:
            try:
                return worker.inspect(pdf, name, copy, password)
            except _WorkerLost as loss:
                raise BilagaRejected(self._refusal(loss, name)) from loss

    def work(self, task: str, pages: int, **request: str | int) -> Any:
        """Do one of `workbench.TASKS` with a bilaga that was let in, or with a copy of it.

        Args:
            task: its name.
            pages: how many the file has.
            request: what the task wants to know.

        Raises:
            WorkFailed: it could not be done; nothing else is harmed.
            ToolError: no process could be started.
        """
        with self._worker() as worker:
            try:
                return worker.work({"task": task, "pages": pages, **request})
            except _WorkerLost as loss:
                raise WorkFailed(loss.why) from loss

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        """A process for one file."""
        worker = self._shelf.get()
        try:
            if (
                worker is not None and worker.spent
            ):  # it died since its last file, which is not this file's fault
                worker.dispose()
                worker = None
            worker = worker or _Worker(self._limits, self._guard)
            yield worker
        finally:
            if worker is not None and worker.spent:
                worker.dispose()
                worker = None
            self._shelf.put(worker)

    def _refusal(self, loss: _WorkerLost, name: str) -> Problem:
        code, what, remedy = {
            "time": (
                "annex_too_slow",
                f"tar för lång tid att läsa och rita; gränsen är {self._guard.seconds} sekunder"
                " och en sekund till för varje sida",
                "Skriv ut originalet till PDF igen med enklare grafik, eller dela det i flera bilagor.",
            ),
            "memory": (
                "annex_needs_memory",
                f"kräver mer än {self._guard.megabytes} MB minne att läsa och rita",
                "Spara filen med mindre bilder, eller dela den i flera bilagor.",
            ),
            "crash": (
                "annex_crashes",
                "får programmet som läser och ritar den att krascha",
                "Skriv ut originalet till PDF igen, och skicka den filen.",
            ),
        }[loss.why]
        return Problem(code, f"{name} {what}.", remedy=remedy, source=name)

    def close(self) -> None:
        """End all processes; nobody may be asking any more."""
        for worker in [self._shelf.get() for _ in range(_WORKERS)]:
            if worker is not None:
                worker.dispose()
            self._shelf.put(None)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes."""
        self.close()


class WorkFailed(Exception):
    """Something could not be done with a file; `why` is time, memory, crash, or the name of what was raised."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class _WorkerLost(Exception):
    """A file was too much for the process; it has to be replaced."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class _Worker:
    """One process, used by one thread at a time."""

    def __init__(self, limits: PdfLimits, guard: Guard) -> None:
        from service.assemble.triage_worker import serve  # its libraries are the process's, seldom ours

        self._limits, self._guard = limits, guard
        self._left = _FILES_PER_WORKER
        self._line, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(
            target=serve, args=(theirs, limits, guard.seconds, guard.megabytes), daemon=True
        )
        try:
            self._process.start()
            theirs.close()
            self._receive(time.monotonic() + _START_SECONDS)
        except (OSError, _WorkerLost) as fault:
            self.dispose()
            raise ToolError(
                Problem(
                    "triage_not_started",
                    "Processen som granskar bilagor går inte att starta.",
                    remedy="Se till att det finns ledigt minne, och att SAMLAD_TRIAGE_MB inte är för lågt.",
                )
            ) from fault
        except BaseException:  # whatever happens, no process is left behind
            self.dispose()
            raise

    @property
    def spent(self) -> bool:
        """Whether it has to be replaced."""
        return self._left <= 0 or not self._process.is_alive()

    def inspect(self, pdf: Path, name: str, copy: Path, password: str) -> InspectedPdf:
        """Let it look at a file.

        Raises:
            BilagaRejected: with all that is wrong with the file.
            _WorkerLost: the process is of no more use.
        """
        left, self._left = self._left, 0  # until it has answered it counts as lost
        kept = False
        try:
            answer = self._ask(pdf, name, copy, password)
            self._left = left - 1
            inspected = _read_answer(answer, pdf, copy, self._limits.max_pages)
            kept = inspected.pdf == copy
            return inspected
        except (KeyError, TypeError, ValueError) as fault:
            self._left = 0
            raise _WorkerLost("crash") from fault
        finally:
            if not kept:
                copy.unlink(missing_ok=True)

    def work(self, request: dict[str, Any]) -> Any:
        """Let it do something.

        Raises:
            WorkFailed: it could not.
            _WorkerLost: the process is of no more use.
        """
        left, self._left = self._left, 0  # until it has answered it counts as lost
        deadline = time.monotonic() + self._guard.seconds + request["pages"] * SECONDS_PER_PAGE
        self._send(request)
        try:
            answer = self._receive(deadline)
        except (TypeError, ValueError) as fault:
            raise _WorkerLost("crash") from fault
        if answer.get("exhausted"):
            raise _WorkerLost("memory")
        self._left = left - 1
        if "done" not in answer:
            raise WorkFailed(str(answer.get("failed", "crash")))
        return answer["done"]

    def _send(self, request: dict[str, Any]) -> None:
        try:
            self._line.send_bytes(json.dumps(request).encode())
        except OSError as fault:
            raise self._loss() from fault

    def _ask(self, pdf: Path, name: str, copy: Path, password: str) -> dict[str, Any]:
        deadline = time.monotonic() + self._guard.seconds
        paths = {"pdf": str(pdf), "copy": str(copy)}
        self._send({"task": "inspect", "name": name, "password": password, **paths})
        answer = self._receive(deadline)
        if "counted" in answer:
            pages = min(int(answer["counted"]), self._limits.max_pages)
            answer = self._receive(deadline + pages)
        if answer.get("exhausted"):
            raise _WorkerLost("memory")
        return answer

    def _receive(self, deadline: float) -> dict[str, Any]:
        if not self._line.poll(max(0.0, deadline - time.monotonic())):
            raise _WorkerLost("time")
        try:
            answer = json.loads(self._line.recv_bytes(_LONGEST_ANSWER))
        except (EOFError, OSError) as fault:
            raise self._loss() from fault
        if not isinstance(answer, dict):
            raise TypeError("no answer")
        return answer

    def _loss(self) -> _WorkerLost:
        """Why the process has ended."""
        self._process.join(_END_SECONDS)
        return _WorkerLost("time" if self._process.exitcode == -signal.SIGXCPU else "crash")

    def dispose(self) -> None:
        """End the process, gently where it still listens."""
        self._line.close()
        if self._process.pid is not None:
            if self._left > 0:
                self._process.join(_END_SECONDS)
            self._process.kill()
            self._process.join()
            self._process.close()


def _read_answer(answer: dict[str, Any], pdf: Path, copy: Path, max_pages: int) -> InspectedPdf:
    """What the process says, taken as data and nothing more.

    Raises:
        BilagaRejected: that is what it says.
        KeyError, TypeError, ValueError: it speaks nonsense.
    """
    if "problems" in answer:
        raise BilagaRejected(*(Problem(**problem) for problem in answer["problems"]))
    pages = int(answer["pages"])
    if not 0 < pages <= max_pages:
        raise ValueError("impossible number of pages")
    return InspectedPdf(
        copy if answer["copied"] else pdf, pages, tuple(Notice(**n) for n in answer["notices"])
    )
