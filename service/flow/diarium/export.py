"""The register as a file: all that somebody may know of, or the public register."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from service.errors import InvalidInput, Problem
from service.flow.diarium.find import all_cases
from service.flow.diarium.public import all_public
from service.flow.diarium.shown import case_as_json, documents_as_csv, plain, public_as_csv
from service.flow.published import DeliveredFile, Staging
from service.flow.service import Service
from service.model.diarium import Sokning
from service.model.people import Person

FORMATS = ("json", "csv")


def write_export(
    service: Service,
    person: Person,
    target: Path,
    myndighet: str = "",
    year: int = 0,
    *,
    public: bool = False,
) -> DeliveredFile:
    """Write the register to a file, whole or not at all; its suffix says in which form.

    Raises:
        InvalidInput: the suffix is neither .json nor .csv.
        NotAllowed: the person does not read the register.
        OutputRefused: the file cannot be written there.
    """
    form = target.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        message = f"”{target.name}” slutar varken på .json eller .csv."
        raise InvalidInput(
            Problem("unknown_choice", message, "--ut", "Låt filens namn säga vilken form den ska ha.")
        )
    with Staging(target.parent) as staging:
        place = staging.add(target.name)
        with place.open("w", encoding="utf-8", newline="") as file:
            file.writelines(export_text(service, person, form, myndighet, year, public=public))
        return staging.publish().files[0]


def export_text(
    service: Service, person: Person, form: str, myndighet: str = "", year: int = 0, *, public: bool = False
) -> Iterator[str]:
    """The register in pieces, as it comes out of the database. Raises NotAllowed."""
    if public:
        rows = all_public(service, Sokning(myndighet=myndighet))
        return public_as_csv(rows) if form == "csv" else array(plain(one) for one in rows)
    cases = all_cases(service, person, myndighet, year)
    return documents_as_csv(cases) if form == "csv" else array(case_as_json(one) for one in cases)


def array(rows: Iterable[Any]) -> Iterator[str]:
    """A list that is as long as it likes, written as it comes."""
    between = "[\n"
    for row in rows:
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"
