"""The temporary files of a process, in a folder of its own: what the dead leave is taken away by who comes after.

A process that is killed cannot clear up, and what it leaves may be a document that nobody else should read. Each
process of the service therefore holds a lock in its folder; a folder whose lock nobody holds has no owner any more.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OWNED = "samlad-process-"
_LOCK = ".lever"


@contextmanager
def own_folder(parent: Path | None = None) -> Iterator[Path]:
    """A folder that is gone when this ends, or else when the next process begins.

    Args:
        parent: where it is made; the place for temporary files when nothing is said.
    """
    parent = parent or Path(tempfile.gettempdir())
    clear_up_after_the_dead(parent)
    fresh = Path(tempfile.mkdtemp(prefix=f".{_OWNED}", dir=parent))
    with (fresh / _LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = fresh.rename(parent / fresh.name.removeprefix("."))  # seen by others only once it is locked
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_temporary_files() -> Iterator[None]:
    """Everything temporary of this process, and of the programs that it starts, lies in a folder of its own."""
    before, inherited = tempfile.tempdir, os.environ.get("TMPDIR")
    with own_folder() as folder:
        tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before
            if inherited is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = inherited


def clear_up_after_the_dead(parent: Path) -> None:
    """Remove the folders there that no process holds."""
    for folder in parent.glob(f"{_OWNED}*"):
        try:
            with (folder / _LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            pass  # somebody was killed while clearing up
        except OSError:
            continue  # somebody lives there, or it is another user's
        shutil.rmtree(folder, ignore_errors=True)
