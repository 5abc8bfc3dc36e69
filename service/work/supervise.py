"""Several processes as one service: what dies is started again, and all of them end together."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess

RESTART_SECONDS = 1.0
GRACE_SECONDS = 20.0
Part = Callable[[], None]


def supervise(parts: Mapping[str, Part]) -> None:
    """Run every part in a process of its own until SIGTERM or SIGINT; a part must be a function of a module."""
    context = multiprocessing.get_context("spawn")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def start(name: str) -> BaseProcess:
        process = context.Process(target=_run, args=(parts[name], os.getpid()), name=name)
        process.start()
        return process

    running = {name: start(name) for name in parts}
    while not stop.wait(RESTART_SECONDS):
        for name, process in running.items():
            if not process.is_alive():
                running[name] = start(name)
    for process in running.values():
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running.values():
        process.join(max(0.0, deadline - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def _run(part: Part, parent: int) -> None:
    """The part; it ends when its parent is gone, however that happened."""
    # The terminal sends Ctrl-C to every process of the group; only the parent shall act on it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    part()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(RESTART_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
