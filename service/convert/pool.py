"""A warm pool of LibreOffice processes: each takes one document at a time, and is replaced when it fails or is old."""

from __future__ import annotations

import atexit
import threading
from pathlib import Path

from service.convert.process import (
    ExportFailed,
    Job,
    OfficeDied,
    OfficeDown,
    OfficeHung,
    OfficeProcess,
    Unopenable,
)
from service.convert.soffice import find_tools
from service.errors import Problem, ToolDown, ToolError, ToolTimeout
from service.settings import Settings

_ATTEMPTS = 2
# A document that cannot be opened is tried again as well: a LibreOffice that has come to harm opens nothing any more,
# and a good document must not be blamed for it.
_TROUBLE = (OfficeHung, OfficeDied, ExportFailed, Unopenable)


class OfficePool:
    """Up to `settings.konverterare` LibreOffice processes, started when they are first needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._slots = threading.BoundedSemaphore(settings.konverterare)
        self._lock = threading.Lock()
        self._idle: list[OfficeProcess] = []
        self._all: set[OfficeProcess] = set()
        self._closed = False
        atexit.register(self.close)

    def convert(self, job: Job, target: Path) -> None:
        """Convert one document; a process that hangs or dies is replaced and the document tried once more.

        Raises:
            Unopenable: LibreOffice cannot open the document.
            ToolMissing, ToolTimeout, ToolError: LibreOffice is missing, or failed twice.
        """
        with self._slots:
            for attempt in range(1, _ATTEMPTS + 1):
                try:
                    self._try(job, target, fresh=attempt > 1)
                except _TROUBLE as error:
                    if attempt < _ATTEMPTS and not self._closed:
                        continue
                    if isinstance(error, Unopenable):
                        raise
                    raise self._explain(job, error) from error
                else:
                    return

    def _try(self, job: Job, target: Path, *, fresh: bool) -> None:
        office = self._take(fresh=fresh)
        try:
            office.convert(job, target)
        except BaseException:  # or a late answer to this document would be taken for the answer to the next
            self._remove(office)
            raise
        self._give_back(office)

    def _take(self, *, fresh: bool) -> OfficeProcess:
        with self._lock:
            if self._closed:
                raise OfficeDied("the pool is closed")
            office = self._idle.pop() if self._idle and not fresh else None
        if office is not None:
            if office.is_alive():
                return office
            self._remove(office)
        try:
            office = OfficeProcess(find_tools(self._settings), self._settings.konvertering_sekunder)
        except (OfficeHung, OfficeDied) as error:
            raise OfficeDown(str(error)) from error
        if not self._enter(office):
            self._remove(office)
            raise OfficeDied("the pool is closed")
        return office

    def _enter(self, office: OfficeProcess) -> bool:
        with self._lock:
            self._all.add(office)
            return not self._closed

    def _give_back(self, office: OfficeProcess) -> None:
        worn_out = office.done >= self._settings.konverteringar_per_process
        with self._lock:
            keep = not worn_out and not self._closed
            if keep:
                self._idle.append(office)
        if not keep:
            self._remove(office)

    def _remove(self, office: OfficeProcess) -> None:
        office.dispose()
        with self._lock:
            self._all.discard(office)

    def _explain(self, job: Job, error: Exception) -> ToolError:
        name = job.source.name
        if isinstance(error, OfficeDown):
            why = f" ({error})" if str(error) else ""
            return ToolDown(
                Problem(
                    "soffice_down",
                    f"LibreOffice startar inte, inte heller vid ett nytt försök{why}.",
                    remedy=f"Pröva ”{find_tools(self._settings).program} --version”; installera annars om LibreOffice.",
                )
            )
        if isinstance(error, OfficeHung):
            return ToolTimeout(
                Problem(
                    "conversion_timeout",
                    f"LibreOffice blev inte klar med ”{name}” på {self._settings.konvertering_sekunder} sekunder, "
                    "och inte heller vid ett nytt försök.",
                    remedy="Öppna dokumentet och spara det som pdf, eller höj inställningen konvertering_sekunder.",
                    source=name,
                )
            )
        detail = f" ({error})" if str(error) else ""
        return ToolError(
            Problem(
                "conversion_failed",
                f"LibreOffice avbröts två gånger när ”{name}” skulle bli PDF{detail}.",
                remedy="Öppna dokumentet och spara det som pdf. Händer det ofta, installera om LibreOffice.",
                source=name,
            )
        )

    def close(self) -> None:
        """End every process, also one that is busy; the pool cannot be used again."""
        atexit.unregister(self.close)
        with self._lock:
            self._closed = True
            idle, busy = list(self._idle), self._all.difference(self._idle)
            self._idle.clear()
            self._all.clear()
        for office in busy:
            office.kill()  # its thread sees that, and does the rest
        for office in idle:
            office.close()
