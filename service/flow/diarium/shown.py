"""The register as JSON and CSV: the same for the API, the command line and files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from service.model.diarium import Diariearende, Diariehandling, Offentligrad

JsonObject = dict[str, Any]
DOCUMENT_COLUMNS = (
    "beteckning",
    "myndighet",
    "arendemening_offentlig",
    "titel",
    "titel_publik",
    "riktning",
    "datum",
    "avsandare",
    "mottagare",
    "handlingstyp",
    "klassificering",
    "ansvarig",
    "enhet",
    "expedierad",
    "beslutsdatum",
    "bevaras_gallras",
    "gallringsfrist",
    "gallringsbeslut",
    "gallrad",
    "sekretess",
    "status",
    "registrerad",
    "registrerad_av",
    "filer",
)
PUBLIC_COLUMNS = (
    "beteckning",
    "datum",
    "riktning",
    "arendemening",
    "titel",
    "avsandare",
    "mottagare",
    "utelamnat",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: Any) -> Any:
    """A value of the model as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(one) for name, one in asdict(value).items()}
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def case_as_json(case: Diariearende) -> JsonObject:
    """A matter with its documents."""
    told: JsonObject = plain(case)
    for shown, document in zip(told["handlingar"], case.handlingar, strict=True):
        shown["beteckning"] = case.number_of(document)
    return told


def document_as_json(number: str, document: Diariehandling) -> JsonObject:
    """A document by itself."""
    return {**plain(document), "beteckning": number}


def documents_as_csv(cases: Iterable[Diariearende]) -> Iterator[str]:
    """Every document, one a line, the way a spreadsheet in Swedish reads it."""
    yield from _lines(DOCUMENT_COLUMNS, (row for case in cases for row in _rows_of(case)))


def public_as_csv(rows: Iterable[Offentligrad]) -> Iterator[str]:
    """The public register."""
    yield from _lines(PUBLIC_COLUMNS, (plain(row) for row in rows))


def _rows_of(case: Diariearende) -> Iterator[JsonObject]:
    for document in case.handlingar:
        told = document_as_json(case.number_of(document), document)
        told["myndighet"], told["arendemening_offentlig"] = case.myndighet, case.arendemening_offentlig
        told["avsandare"] = [one.namn for one in document.avsandare]
        told["mottagare"] = [one.namn for one in document.mottagare]
        note = document.sekretess or case.sekretess
        told["sekretess"] = note.bestammelse if note is not None and note.markerad else ""
        told["filer"] = [one.namn for one in document.filer]
        yield told


def _lines(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")

    def line(cells: Iterable[Any]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_cell(one) for one in cells])
        return buffer.getvalue()

    yield "\ufeff" + line(columns)  # the mark without which Excel takes UTF-8 for something else
    for row in rows:
        yield line(row.get(name, "") for name in columns)


def _cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula: what came in from outside is never run."""
    text = (
        ", ".join(str(one) for one in value)
        if isinstance(value, list)
        else ""
        if value is None
        else str(value)
    )
    return f"'{text}" if text.startswith(_FORMULA) else text
