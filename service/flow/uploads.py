"""Files that people send: let through the gate, kept by content, named by an id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from service.errors import BilagaRejected, Notice
from service.flow.refusals import not_known
from service.flow.search import index_file, words_of_file
from service.flow.service import Service
from service.intake.content import Kind
from service.intake.gate import Admitted, admit
from service.intake.json_file import read_json
from service.intake.virus import NOT_TAKEN, ScannerUnavailable, scan
from service.model.people import Person
from service.records.audit import Entry, note
from service.records.reports import find_file
from service.records.tables import Fil


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was let in."""

    id: str
    name: str
    sha256: str
    size: int
    notices: tuple[Notice, ...] = ()


def add_file(service: Service, person: Person, path: Path, name: str) -> Upload:
    """Let a file in.

    Args:
        service: the service.
        person: who sends it.
        path: where its bytes lie; the suffix says what it claims to be.
        name: what the sender calls it; shown, never used as a path.

    Raises:
        BilagaRejected: with everything that speaks against it.
        ScannerUnavailable: the scanner for viruses does not answer, and nothing comes in without it.
        ToolError: no process could be started to look at it.
    """
    result = admit(path, service.settings, "fil")
    if isinstance(result, tuple):
        raise BilagaRejected(*result)
    notices = (*result.notices, *scan_file(service, person, path), *_looked_into(service, result, name))
    words = words_of_file(service.triage, path)
    at = service.now()
    sha256 = service.store.put(path)
    row = Fil(
        id=service.new_id(),
        sha256=sha256,
        storlek=path.stat().st_size,
        namn=name[:300],
        skapad=at,
        skapad_av=person.username,
    )
    upload = Upload(row.id, row.namn, sha256, row.storlek, notices)
    with service.records.change() as db:
        db.add(row)
        index_file(db, row, words)
        note(db, Entry(person.username, "fil.mottagen", "fil", row.id, None, {"sha256": sha256}), at)
    return upload


def scan_file(service: Service, person: Person, path: Path) -> tuple[Notice, ...]:
    """Have clamd look at a file, where the settings name one; what was found is noted with who sent it.

    Raises:
        BilagaRejected: something was found.
        ScannerUnavailable: it does not answer, and the settings let nothing in without it.
    """
    settings = service.settings
    if not settings.clamd:
        return ()
    try:
        scan(path, settings.clamd, settings.clamd_sekunder)
    except ScannerUnavailable as fault:
        if settings.clamd_borta == "vagra":
            raise
        return (Notice("not_scanned", fault.problems[0].message.replace(NOT_TAKEN, ""), "fil"),)
    except BilagaRejected as fault:
        with service.records.change() as db:
            found = {"funnet": fault.problems[0].message}
            note(db, Entry(person.username, "fil.virus", "fil", "-", None, found), service.now())
        raise
    return ()


def _looked_into(service: Service, admitted: Admitted, name: str) -> tuple[Notice, ...]:
    """A PDF as it would be looked at for a packet, so that its sender hears at once what is wrong with it."""
    if admitted.kind is not Kind.PDF or service.triage is None:
        return ()
    with service.open_folder() as folder:
        found = service.triage.inspect(admitted.path, name=name[:300], copy=folder / "kopia.pdf")
    return tuple(replace(one, path="fil", source=name[:300]) for one in found.notices)


def read_body(service: Service, path: Path) -> Mapping[str, Any]:
    """A request's JSON, read as carefully as a document. Raises InputError."""
    return read_json(path, service.settings)


def own_file(service: Service, person: Person, file: str) -> Upload:
    """A file that the person has sent. Raises NotKnown."""
    with service.records.look() as db:
        row = find_file(db, file)
        if row is None or row.skapad_av != person.username:
            raise not_known("Filen")
        return Upload(row.id, row.namn, row.sha256, row.storlek)
