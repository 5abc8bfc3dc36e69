"""The inside of triage's own process: it gives up what it could do harm with, and then looks at file after file.

It speaks JSON, so that a file that got the better of it could at most lie about itself.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
from dataclasses import asdict
from math import ceil
from mmap import mmap
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from service.assemble.triage import SECONDS_PER_PAGE, PdfLimits, inspect
from service.assemble.workbench import TASKS, WORK_ERRORS
from service.errors import BilagaRejected

MEGABYTE = 1_000_000
_COPY_TIMES = 5
"""A repaired copy is at most so many times as large as the largest bilaga."""
_ROOM = 100 * MEGABYTE


def serve(line: Connection, limits: PdfLimits, seconds: int, megabytes: int) -> None:
    """Answer requests until nobody asks any more.

    Args:
        line: to the service.
        limits: what is accepted.
        seconds: processor time for one file; each of its pages adds a second.
        megabytes: memory for all of the process.
    """
    _withdraw(limits, megabytes)
    line.send_bytes(b'{"ready": true}')
    while True:
        try:
            request = json.loads(line.recv_bytes())
        except EOFError:
            return
        _allow_processor(seconds)
        line.send_bytes(json.dumps(_answer(line, request, limits, seconds)).encode())


def _withdraw(limits: PdfLimits, megabytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which then ends this process
    logging.getLogger().addHandler(logging.NullHandler())
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # what native libraries have to say must not stand between our own lines
        os.dup2(silence, standard)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, megabytes * MEGABYTE)
    _limit(resource.RLIMIT_FSIZE, limits.max_bytes * _COPY_TIMES)
    # With less room than this no file could be read: better no process than one that blames every file.
    mmap(-1, _ROOM).close()


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _allow_processor(seconds: int) -> None:
    """Let the process run for some time more; when it is over the kernel ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(used.ru_utime + used.ru_stime) + seconds, hard))


def _answer(line: Connection, request: dict[str, Any], limits: PdfLimits, seconds: int) -> dict[str, Any]:
    try:
        if request["task"] == "inspect":
            return _inspect(line, request, limits, seconds)
        _allow_processor(seconds + request["pages"] * SECONDS_PER_PAGE)
        return {"done": TASKS[request["task"]](request)}
    except BilagaRejected as fault:
        return {"problems": [asdict(problem) for problem in fault.problems]}
    except MemoryError:
        return {"exhausted": True}
    except WORK_ERRORS as fault:
        return {"failed": type(fault).__name__}


def _inspect(line: Connection, request: dict[str, Any], limits: PdfLimits, seconds: int) -> dict[str, Any]:
    def on_counted(pages: int) -> None:
        _allow_processor(seconds + pages)
        line.send_bytes(json.dumps({"counted": pages}).encode())

    pdf, copy = Path(request["pdf"]), Path(request["copy"])
    known = {"name": request["name"], "password": request["password"]}
    found = inspect(pdf, limits=limits, copy=copy, on_counted=on_counted, **known)
    return {
        "copied": found.pdf == copy,
        "pages": found.page_count,
        "notices": [asdict(notice) for notice in found.notices],
    }
