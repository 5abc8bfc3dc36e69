"""A worker: a process with warm LibreOffice that does ordered jobs, as many at a time as the settings say."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from huey import Huey
from huey.consumer import Consumer

from service.errors import SamladError
from service.flow.chosen import in_force
from service.flow.diarium.outside import send_waiting
from service.flow.jobs import abandon_job, run_job, waiting_jobs
from service.flow.service import Service, clear_up, open_service
from service.flow.wiring import open_workshop
from service.settings import Settings
from service.work.queue import open_queue

SWEEP_SECONDS = 5
ROUNDS_PER_CLEARING = 720
"""Once an hour, and when the worker starts."""
SEND_SECONDS = 10
LONGEST_DELAY = 0.2
"""Seconds between two looks at a queue that is idle: somebody may be waiting for the pages of what was just typed."""
LOG = logging.getLogger("samlad.arbetare")


class Bell:
    """Rings for a job. A queue that is away is no fault: the sweep of the workers finds the job in the database."""

    def __init__(self, settings: Settings) -> None:
        self._queue = open_queue(settings)
        self._task = _register(self._queue, lambda _job: None)

    def __call__(self, job: str) -> None:
        """Say that the job waits."""
        try:
            self._task(job)
        except Exception as fault:  # noqa: BLE001  # Redis and SQLite have many ways to be away
            LOG.warning("kön svarar inte (%s); svepet tar jobbet", type(fault).__name__)


def run_worker(settings: Settings) -> None:
    """Work until told to stop (SIGTERM, or SIGINT to finish what is at work)."""
    with open_service(settings) as service, open_workshop(settings, lambda *_: None) as workshop:
        queue = open_queue(settings)

        def work(job: str) -> None:
            owner = f"{socket.gethostname()[:40]}-{os.getpid()}-{service.new_id()[:8]}"
            try:
                now = in_force(service)
                run_job(now, replace(workshop, settings=now.settings), job, owner)
            except SamladError as fault:
                LOG.warning("ett jobb väntar: %s", fault.code)
            except Exception as fault:  # the worker is a shell: it outlives every job
                LOG.error("ett jobb gick fel", exc_info=fault)
                abandon_job(service, job, owner)

        task = _register(queue, work)
        ended = threading.Event()
        sweeper = threading.Thread(target=_Sweep(service, queue, task, work, ended), daemon=True, name="svep")
        sweeper.start()
        sender = threading.Thread(target=_send, args=(service, ended), daemon=True, name="diarium")
        sender.start()
        try:
            Consumer(queue, workers=settings.arbetare, periodic=False, max_delay=LONGEST_DELAY).run()
        finally:
            ended.set()
            sweeper.join()
            sender.join()


def _register(queue: Huey, work: Callable[[str], None]) -> Callable[[str], object]:
    def samlad(job: str) -> None:
        work(job)

    made: Callable[[str], object] = queue.task(name="samlad")(samlad)
    return made


def _send(service: Service, ended: threading.Event) -> None:
    """Send to a diary outside what is due; nothing where the register is the diary."""
    while not ended.wait(SEND_SECONDS):
        try:
            send_waiting(service)
        except SamladError as fault:
            LOG.warning("diariet väntar: %s", fault.code)
        except Exception as fault:  # it must outlive whatever a diary answers
            LOG.error("sändningen till diariet gick fel", exc_info=fault)


@dataclass(frozen=True, slots=True)
class _Sweep:
    """Looks for what was left behind, and clears up."""

    service: Service
    queue: Huey
    ring: Callable[[str], object]
    work: Callable[[str], None]
    ended: threading.Event

    def __call__(self) -> None:
        """Go on until the worker ends; a database or queue that is away is waited for."""
        rounds = 0
        while not self.ended.wait(SWEEP_SECONDS):
            try:
                if rounds % ROUNDS_PER_CLEARING == 0:
                    clear_up(self.service)
                rounds += 1
                self._find()
            except Exception as fault:  # noqa: BLE001  # the sweep must outlive whatever is away
                LOG.warning("svepet väntar: %s", type(fault).__name__)

    def _find(self) -> None:
        """Ring again for the jobs that wait; while messages wait, the workers have enough to do."""
        try:
            if self.queue.pending_count():
                return
            for job in waiting_jobs(self.service):
                self.ring(job)
        except SamladError:
            raise
        except Exception as fault:  # noqa: BLE001  # Redis and SQLite have many ways to be away
            LOG.warning("kön svarar inte (%s); svepet gör jobben, ett i taget", type(fault).__name__)
            for job in waiting_jobs(self.service)[:1]:
                self.work(job)
