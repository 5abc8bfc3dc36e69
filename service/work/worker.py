"""A worker: a process with warm LibreOffice that does ordered jobs, as many at a time as the settings say."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable

from huey import Huey
from huey.consumer import Consumer

from service.errors import SamladError
from service.flow.jobs import abandon_job, run_job, waiting_jobs
from service.flow.service import Service, open_service
from service.flow.wiring import open_workshop
from service.settings import Settings
from service.work.queue import open_queue

SWEEP_SECONDS = 5
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
                run_job(service, workshop, job, owner)
            except SamladError as fault:
                LOG.warning("ett jobb väntar: %s", fault.code)
            except Exception as fault:  # the worker is a shell: it outlives every job
                LOG.error("ett jobb gick fel", exc_info=fault)
                abandon_job(service, job, owner)

        task = _register(queue, work)
        ended = threading.Event()
        sweeper = threading.Thread(
            target=_sweep, args=(service, queue, task, ended), daemon=True, name="svep"
        )
        sweeper.start()
        try:
            Consumer(queue, workers=settings.arbetare, periodic=False, max_delay=0.5).run()
        finally:
            ended.set()
            sweeper.join()


def _register(queue: Huey, work: Callable[[str], None]) -> Callable[[str], object]:
    def samlad(job: str) -> None:
        work(job)

    made: Callable[[str], object] = queue.task(name="samlad")(samlad)
    return made


def _sweep(service: Service, queue: Huey, task: Callable[[str], object], ended: threading.Event) -> None:
    """Ring again for what was left behind; while messages wait, the workers have enough to do."""
    while not ended.wait(SWEEP_SECONDS):
        try:
            if not queue.pending_count():
                for job in waiting_jobs(service):
                    task(job)
        except Exception as fault:  # noqa: BLE001  # the sweep must outlive a database or queue that is away
            LOG.warning("svepet väntar: %s", type(fault).__name__)
