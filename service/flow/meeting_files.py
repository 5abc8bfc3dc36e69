"""All papers of a meeting as files, in folders by ärende, for who wants them outside of a packet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service.flow.jobs import OutputFile, report_file
from service.flow.preparation import get_meeting
from service.flow.refusals import NotKnown
from service.flow.service import Service
from service.model.people import Person
from service.records.reports import find_file

_LONGEST = 80


def meeting_files(
    service: Service, person: Person, meeting: str
) -> tuple[tuple[OutputFile, ...], tuple[str, ...]]:
    """Every handling's file as it was sent, every report's latest PDF, and the names of those that have none.

    Raises:
        NotKnown: no such meeting, or none that the person prepares.
    """
    shown = get_meeting(service, person, meeting)
    files: list[OutputFile] = []
    missing: list[str] = []
    for arende in shown["arenden"]:
        folder = _safe(f"{arende['ordning']} {arende['rubrik']}")
        for number, handling in enumerate(arende["handlingar"], start=1):
            name = f"{folder}/{number:02d} {_safe(handling['titel'])}"
            found = _file_of(service, person, handling)
            if found is None:
                missing.append(name)
            else:
                files.append(OutputFile(name + Path(found.name).suffix.lower(), found.sha256, found.size))
    return tuple(files), tuple(missing)


def _file_of(service: Service, person: Person, handling: Mapping[str, Any]) -> OutputFile | None:
    if handling.get("fil"):
        with service.records.look() as db:
            row = find_file(db, handling["fil"])
            return OutputFile(row.namn, row.sha256, row.storlek) if row is not None else None
    try:
        return report_file(service, person, handling.get("rapport") or "", "pdf")
    except NotKnown:
        return None


def _safe(name: str) -> str:
    """A name that every file system takes."""
    plain = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", name)
    return " ".join(plain.split())[:_LONGEST].rstrip(". ") or "namnlös"
