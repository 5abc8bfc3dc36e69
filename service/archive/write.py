"""Writing a package: from the store straight into a ZIP, each file checked on its way."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from service.archive.files import Entry, Opener
from service.archive.plan import Package
from service.archive.zip64 import Differs, ZipWriter, size_of_zip
from service.errors import ArchiveError, Problem, ToolError

Progress = Callable[[int, int, str], None]
"""Told how many files are in the package, of how many, and the last one's name."""
_SPARE = 16 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A finished package."""

    path: Path
    sha256: str
    size: int
    resumed: int
    """How many files were in it already, from a try that was broken off."""


def write_package(package: Package, folder: Path, opener: Opener, progress: Progress) -> Packed:
    """Write `folder/<name>.zip`; going on where an earlier try was broken off.

    Raises:
        ArchiveError: a file is not what the register says, or the package exists already.
        ToolError: the disk has no room for it.
    """
    target = folder / f"{package.name}.zip"
    if target.exists():
        raise ArchiveError(
            Problem(
                "package_exists",
                f"Paketet {target.name} finns redan i mappen.",
                str(target),
                "Ange en annan mapp. Ett färdigt paket skrivs aldrig över.",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    _require_room(package, folder)
    writer = ZipWriter(target, package.digest)
    try:
        resumed = len(writer.done)
        for at, entry in enumerate(package.entries):
            if at >= resumed:
                writer.add(f"{package.name}/{entry.path}", entry.size, entry.sha256, _bytes(entry, opener))
            progress(at + 1, len(package.entries), entry.path)
        writer.close()
    except Differs as fault:
        raise _differs(str(fault)) from fault
    finally:
        writer.abandon()
    return Packed(target, digest_of(target), target.stat().st_size, resumed)


def _bytes(entry: Entry, opener: Opener) -> Iterator[bytes]:
    return iter((entry.content,)) if entry.content is not None else opener(entry.sha256)


def _require_room(package: Package, folder: Path) -> None:
    needed = size_of_zip([(f"{package.name}/{one.path}", one.size) for one in package.entries])
    partial = folder / f"{package.name}.zip.delvis"
    there = partial.stat().st_size if partial.exists() else 0
    free = shutil.disk_usage(folder).free
    if needed - there + _SPARE > free:
        raise ToolError(
            Problem(
                "disk_full",
                f"Paketet blir {needed / 1e9:.1f} GB, men på disken finns {free / 1e9:.1f} GB.",
                str(folder),
                "Ge mer plats, eller dela leveransen på färre ärenden.",
            )
        )


def _differs(path: str) -> ArchiveError:
    return ArchiveError(
        Problem(
            "file_changed",
            f"Filen ”{path}” är inte den som registret har: storleken eller kontrollsumman är en annan.",
            path,
            "Hämta tillbaka filen ur en säkerhetskopia. Leveransen kan sedan göras om och fortsätter där den slutade.",
        )
    )


def digest_of(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
