"""An outside program let loose on one file: with little memory and time, no input, a folder of its own, and no trace.

The limits are the kernel's, set by `prlimit` (util-linux, part of every Debian), so that they hold for all that the
program starts; what is still alive when time is up is killed as a group.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_MEGABYTE = 1_000_000
_ROOM_TIMES = 20
"""A program may write so many times what it reads, and in any case a hundred megabytes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may cost."""

    seconds: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    code: int | None
    """The exit code; None when time was up."""
    words: str
    """The last line that the program had to say."""


def run(command: Sequence[str | Path], source: Path, folder: Path, limits: Limits) -> Ended:
    """Run a program on a file.

    Args:
        command: the program, found before, and its arguments.
        source: the file that it reads.
        folder: where it may work; it holds the program's temporary files and its log.
        limits: what it may cost.

    Raises:
        OSError: the program cannot be started.
    """
    log = folder / "log"
    with log.open("wb") as words:
        process = subprocess.Popen(  # noqa: S603 - the operator's own program
            [*_limited(source, limits), *command],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={
                "LC_ALL": "C.UTF-8",
                "PATH": os.pathsep.join([str(Path(command[0]).parent), "/usr/local/bin", os.defpath]),
                "TZ": "UTC",
                "HOME": str(folder),
                "TMPDIR": str(folder),
                "OMP_THREAD_LIMIT": "1",  # one thread a page: the same words every time, and no fight for the cores
            },
            start_new_session=True,  # a process group of its own, so that all of it can be killed at once
        )
    try:
        code: int | None = process.wait(limits.seconds)
    except subprocess.TimeoutExpired:
        code = None
    finally:
        _kill(process)
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return Ended(code, lines[-1].strip() if lines else "")


def _limited(source: Path, limits: Limits) -> list[str]:
    program = shutil.which("prlimit")
    if program is None:
        return []
    room = max(100 * _MEGABYTE, source.stat().st_size * _ROOM_TIMES)
    return [
        program,
        f"--as={limits.megabytes * _MEGABYTE}",
        f"--cpu={limits.seconds}",
        f"--fsize={room}",
        "--core=0",
        "--",
    ]


def _kill(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()
