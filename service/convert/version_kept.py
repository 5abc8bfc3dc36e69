"""LibreOffice's version, asked for once as long as its files are the same: to ask costs a start of the program."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from service.convert.soffice import SofficeVersion, find_soffice
from service.settings import Settings

_SHELF = "versioner"
_OWN_FOLDERS = (".", "../share/registry")
"""Where the program and what it says of itself lie, from the folder of the start script."""


def kept_version(settings: Settings, probe: Callable[[Settings], SofficeVersion]) -> SofficeVersion:
    """The version that the installed LibreOffice has told before, or tells now.

    Raises:
        ToolMissing, ToolDown: as said for `soffice.probe`.
    """
    program = find_soffice(settings)
    identity = _identity(program)
    if identity is None:
        return probe(settings)
    kept = settings.cache_folder() / _SHELF / f"{identity}.txt"
    try:
        if text := kept.read_text("utf-8"):
            os.utime(kept)
            return SofficeVersion(text, program)
    except (OSError, ValueError):
        pass
    found = probe(settings)
    _keep(kept, found.text)
    return found


def _identity(program: Path) -> str | None:
    """What changes when any of LibreOffice's own files does; None where a script of somebody else's starts it."""
    home = program.resolve().parent
    if not (home / "soffice.bin").is_file():
        return None
    rows: list[tuple[str, int, int, int, int]] = []
    for folder in _OWN_FOLDERS:
        try:
            for entry in os.scandir(home / folder):
                found = entry.stat()
                rows.append((entry.path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns))
        except OSError:
            return None
    return hashlib.sha256(json.dumps([str(program), sorted(rows)]).encode()).hexdigest()


def _keep(kept: Path, text: str) -> None:
    """Write it whole; where that is not possible it is asked for again next time."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".ny-") as work:
            fresh = Path(work) / kept.name
            fresh.write_text(text, "utf-8")
            fresh.replace(kept)
    except OSError:
        return
