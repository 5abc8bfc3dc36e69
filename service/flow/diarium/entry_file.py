"""An entry written in a file: a matter, or the number of one, and a document with its files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.errors import InvalidInput, Problem
from service.flow.diarium.enter import Entered, register, register_new
from service.flow.diarium.series import REGISTRARS
from service.flow.diarium.typed import new_case, new_document
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.flow.uploads import add_file
from service.intake.json_file import read_json
from service.model.diarium import Arendeuppgifter, Filuppgift, Handlingsuppgifter
from service.model.people import Person
from service.records.people import as_person, find_by_username


def person_named(service: Service, username: str) -> Person:
    """The person on whose behalf a command is given. Raises NotKnown."""
    with service.records.look() as db:
        row = find_by_username(db, username)
        if row is None or not row.aktiv:
            raise not_known(f"Kontot ”{username}”")
        return as_person(row)


def register_file(service: Service, person: Person, path: Path) -> Entered:
    """Register what a file says.

    Raises:
        NotAllowed: the person is no registrator.
        InputError: with every fault of the file, or of the files that it names.
    """
    require(person, REGISTRARS, "", "Att registrera handlingar")
    raw = read_json(path, service.settings)
    case, document = _read(raw)
    document = replace(
        document, filer=tuple(_sent(service, person, path.parent, one) for one in document.filer)
    )
    if isinstance(case, Arendeuppgifter):
        return register_new(service, person, case, document)
    return register(service, person, case, document)


def _read(raw: Mapping[str, Any]) -> tuple[str | Arendeuppgifter, Handlingsuppgifter]:
    problems = [
        Problem("unknown_key", f"Fältet ”{name}” finns inte.", name, "Här kan stå: arende, handling.")
        for name in raw
        if name not in ("arende", "handling")
    ]
    problems += [
        Problem("missing_value", f"”{name}” saknas.", name, "Se docs/diarium.md för ett exempel.")
        for name in ("arende", "handling")
        if not raw.get(name)
    ]
    case, document = raw.get("arende"), raw.get("handling")
    if not problems and not isinstance(document, Mapping):
        problems.append(Problem("not_a_group", "”handling” är ingen grupp av fält.", "handling"))
    if not problems and not isinstance(case, Mapping | str):
        problems.append(
            Problem("not_a_group", "”arende” är varken ett nummer eller en grupp av fält.", "arende")
        )
    if problems:
        raise InvalidInput(*problems)
    told = new_document(document)  # type: ignore[arg-type]  # seen above
    return (case if isinstance(case, str) else new_case(case)), told  # type: ignore[arg-type]  # seen above


def _sent(service: Service, person: Person, folder: Path, told: Filuppgift) -> Filuppgift:
    place = folder / told.fil
    return replace(told, fil=add_file(service, person, place, told.namn or place.name).id)
