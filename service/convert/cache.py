"""Finished conversions, kept by key in a folder; each file carries the digest of its own bytes in its name.

    <folder>/<first two of key>/<key>.<sha256 of the PDF>.pdf

A file is written beside its place, flushed to the disk and renamed, so that it is there whole or not at all, and
several writers, also on several machines, do no harm. A file whose bytes no longer agree with its name is thrown
away and made again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from service.errors import Problem, ToolError

_PARTIAL = ".partial-"


class ConversionCache:
    """Finished PDFs by conversion key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> Path | None:
        """The PDF kept under a key, after its bytes have been checked; None when there is none."""
        for path in self._kept_under(key):
            if _is_whole(path):
                _mark_used(path)
                return path
            path.unlink(missing_ok=True)
        return None

    def keep(self, key: str, pdf: bytes) -> Path:
        """Put a PDF under a key; it is on the disk when this returns.

        Raises:
            ToolError: the folder cannot be written.
        """
        shelf = self._shelf(key)
        path = shelf / f"{key}.{hashlib.sha256(pdf).hexdigest()}.pdf"
        try:
            shelf.mkdir(parents=True, exist_ok=True)
            _publish(shelf, path, pdf)
        except OSError as error:
            raise ToolError(
                Problem(
                    "cache_not_writable",
                    f"Mappen för färdiga konverteringar, {self._folder}, går inte att skriva i ({error.strerror}).",
                    remedy="Ge tjänsten skrivrätt, frigör utrymme på disken, eller ändra inställningen cache.",
                )
            ) from error
        return path

    def _kept_under(self, key: str) -> list[Path]:
        shelf = self._shelf(key)
        names = sorted(entry.name for entry in _entries(shelf) if entry.name.startswith(f"{key}."))
        return [shelf / name for name in names]

    def _shelf(self, key: str) -> Path:
        return self._folder / key[:2]


def trim(folder: Path, limit_bytes: int, *, unused_since: float) -> int:
    """Remove the files that were used longest ago, on any shelf of the cache, until the rest is within the limit.

    Args:
        folder: the cache.
        limit_bytes: how much may stay.
        unused_since: files used after this moment (seconds since 1970) stay in any case, since a build may be
            reading them.

    Returns:
        The number of bytes removed; less than wanted where files belong to somebody else.
    """
    shelves = (entry.path for entry in _entries(folder) if entry.is_dir(follow_symlinks=False))
    entries = sorted(
        (found.st_mtime, found.st_size, path) for shelf in shelves for path, found in _finished(shelf)
    )
    over = sum(size for _, size, _ in entries) - limit_bytes
    removed = 0
    for used, size, path in entries:
        if removed >= over or used >= unused_since:
            break
        try:
            Path(path).unlink(missing_ok=True)
        except OSError:
            continue
        removed += size
    return removed


def _finished(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """The files on a shelf; what somebody is still writing begins with a full stop."""
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _finished(entry.path)
            continue
        try:
            found = entry.stat()
        except FileNotFoundError:
            continue
        if S_ISREG(found.st_mode):
            yield entry.path, found


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return [entry for entry in found if not entry.name.startswith(".")]
    except OSError:  # gone meanwhile, or somebody else's
        return []


def _publish(shelf: Path, path: Path, pdf: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=_PARTIAL, dir=shelf)
    partial = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(pdf)
            file.flush()
            os.fchmod(file.fileno(), 0o444)  # finished is finished: nobody writes in it by mistake
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    folder = os.open(shelf, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name, too, has to survive a power cut
    finally:
        os.close(folder)


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == path.name.split(".")[1]
    except OSError:
        return False


def _mark_used(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return  # a cache that belongs to somebody else can still be read
