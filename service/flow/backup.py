"""A copy of everything, made while the service runs, and put back into an empty service.

All rows are read in one transaction, so they fit together; after that the files are copied. Files are never changed or
taken away, so every file that a row refers to is there. The copy does not depend on the database: what was
kept in SQLite can be put back into PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from service.errors import Problem, SamladError
from service.flow.service import Service
from service.records.audit import verify
from service.records.blobs import FolderStore, fetch
from service.records.inventory import fill, is_empty, referred_blobs, rows_of, tables

CONTENTS = "innehall.json"
FILES = "filer"
FORM = 1


class BackupRefused(SamladError):
    """The copy cannot be made there, or is not what was copied."""

    code: ClassVar[str] = "backup_refused"
    http_status: ClassVar[int] = 409
    exit_code: ClassVar[int] = 6


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds."""

    rows: int
    files: int
    head: str
    """The hash of the log's last row."""


def back_up(service: Service, target: Path) -> Copied:
    """Copy everything into a new folder.

    Raises:
        BackupRefused: the folder exists already and is not empty.
    """
    if target.exists() and any(target.iterdir()):
        raise BackupRefused(
            Problem(
                "backup_not_empty",
                f"Mappen ”{target}” är inte tom.",
                "--ut",
                "Ange en ny mapp för varje säkerhetskopia.",
            )
        )
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    contents: dict[str, Any] = {"form": FORM, "tabeller": {}}
    with service.records.look() as db:
        for name in tables():
            path = target / f"{name}.jsonl"
            count = 0
            with path.open("w", encoding="utf-8", newline="\n") as file:
                for line in rows_of(db, name):
                    file.write(line + "\n")
                    count += 1
            contents["tabeller"][name] = {"rader": count, "sha256": _digest(path)}
        head = verify(db).hash
        wanted = sorted(referred_blobs(db))
    folder = FolderStore(target / FILES)
    with service.open_folder() as work:
        for sha256 in wanted:
            folder.put(fetch(service.store, sha256, work / "fil"))
    contents |= {"filer": len(wanted), "logghuvud": head}
    # Last of all: a copy without its contents was never finished.
    (target / CONTENTS).write_text(json.dumps(contents, ensure_ascii=False, indent=1), encoding="utf-8")
    return Copied(sum(one["rader"] for one in contents["tabeller"].values()), len(wanted), head)


def restore(service: Service, source: Path) -> Copied:
    """Put a copy back into an empty service; everything or nothing of its rows.

    Raises:
        BackupRefused: the service is not empty, or the copy is not whole.
    """
    contents = _contents(source)
    with service.open_folder() as work:
        kept = FolderStore(source / FILES)
        for sha256 in kept.names():
            service.store.put(fetch(kept, sha256, work / "fil"))
    rows = 0
    with service.records.change() as db:
        if not is_empty(db):
            raise BackupRefused(
                Problem(
                    "service_not_empty",
                    "Tjänsten innehåller redan något.",
                    remedy="Återställ till en ny, tom databas; ange den med SAMLAD_DATA eller SAMLAD_DATABAS.",
                )
            )
        for name in tables():
            rows += fill(db, name, _lines(source / f"{name}.jsonl"))
        db.flush()
        chain = verify(db)
        missing = [sha256 for sha256 in referred_blobs(db) if not service.store.has(sha256)]
        if chain.broken_at is not None or chain.hash != contents["logghuvud"] or missing:
            raise BackupRefused(_not_whole("loggen" if not missing else f"filen {missing[0][:12]}…"))
    return Copied(rows, contents["filer"], chain.hash)


def _contents(source: Path) -> dict[str, Any]:
    try:
        contents: dict[str, Any] = json.loads((source / CONTENTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise BackupRefused(_not_whole(CONTENTS)) from fault
    if contents.get("form") != FORM or set(contents.get("tabeller", {})) != set(tables()):
        raise BackupRefused(_not_whole(CONTENTS))
    for name, told in contents["tabeller"].items():
        path = source / f"{name}.jsonl"
        if not path.is_file() or _digest(path) != told["sha256"]:
            raise BackupRefused(_not_whole(path.name))
    return contents


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _not_whole(what: str) -> Problem:
    return Problem(
        "backup_broken",
        f"Säkerhetskopian är inte hel: {what} saknas eller är ändrad.",
        remedy="Använd en annan kopia. Inget har lagts in i databasen.",
    )
