"""The decisions about what may be published: read from the file beside the meeting's, and written there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from service.flow.attach import sha256_of_input
from service.flow.handlingar import AdmittedHandling, number_handlingar
from service.flow.public import documents_by_id, public_document
from service.flow.published import write_whole
from service.intake.json_file import read_json
from service.model.choices import Publicering
from service.model.kallelse import Arende, Kallelse
from service.model.publicering import Beslut, Beslutslista, EgenMask, Publiceringsbeslut
from service.schema.publicering import load_decisions
from service.settings import Settings

DECISIONS_NAME = "publicering.json"
"""The file beside the meeting's; the meeting files of one folder share it, for a decision is about a file's content."""


def read_decisions(folder: Path, settings: Settings) -> Beslutslista:
    """The decisions of a folder; none where there is no file.

    Raises:
        InputError: the file cannot be read, or has faults.
    """
    path = folder / DECISIONS_NAME
    return load_decisions(read_json(path, settings), path.name) if path.is_file() else Beslutslista()


def write_decisions(folder: Path, decisions: Beslutslista) -> Path:
    """Write the decisions, whole or not at all.

    Raises:
        OutputRefused: the folder cannot be written.
    """
    path = folder / DECISIONS_NAME
    text = json.dumps(decisions_as_json(decisions), ensure_ascii=False, indent=2) + "\n"
    write_whole(path, text.encode())
    return path


def decisions_as_json(decisions: Beslutslista) -> dict[str, Any]:
    """The decisions as they stand in the file."""
    told: dict[str, Any] = {"beslut": [_as_json(one) for one in decisions.beslut]}
    if decisions.masker:
        told["masker"] = [_as_json(one) for one in decisions.masker]
    return told


def _as_json(one: Beslut | EgenMask) -> dict[str, Any]:
    held = {field.name: getattr(one, field.name) for field in fields(one)}
    return {name: _plain(value) for name, value in held.items() if value not in ("", None)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def lifted_places(
    meeting: Kallelse, admitted: Sequence[AdmittedHandling], decisions: Beslutslista
) -> frozenset[str]:
    """The places in the meeting file of the handlingar that are lifted out of the public edition."""
    out = {
        one.numbered.path: one.numbered.handling.id
        for one in admitted
        if Publiceringsbeslut.LYFT_UT in decisions.in_force(sha256_of_input(one))
    }
    others, ids = documents_by_id(meeting), set(out.values()) - {""}
    behind = {
        one.path
        for one in number_handlingar(meeting)
        if public_document(one.handling, others).stand_in in ids
    }
    return frozenset(out) | behind


def lift_out(meeting: Kallelse, places: frozenset[str]) -> Kallelse:
    """The meeting with those handlingar withheld from the public."""

    def arende(at: int, one: Arende) -> Arende:
        shown = tuple(
            replace(handling, publiceras=Publicering.NEJ)
            if f"arenden[{at}].handlingar[{number}]" in places
            else handling
            for number, handling in enumerate(one.handlingar)
        )
        return replace(one, handlingar=shown)

    return replace(meeting, arenden=tuple(arende(at, one) for at, one in enumerate(meeting.arenden)))
