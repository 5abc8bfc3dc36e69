"""What was made with a version of the framework, and keeps to it."""

from __future__ import annotations

from dataclasses import dataclass

from service.flow.frameworks import KEEPERS, get_framework
from service.flow.refusals import require
from service.flow.service import Service
from service.model.people import Person
from service.records.frameworks import made_with


@dataclass(frozen=True, slots=True)
class Uses:
    """How many things there are, and those of the reports that the person may know of."""

    reports: int
    meetings: int
    known: tuple[tuple[str, str], ...]
    """Id and title."""


def uses_of(service: Service, person: Person, nr: int) -> Uses:
    """What was built with a version. Raises NotAllowed, NotKnown."""
    require(person, KEEPERS, "", "Att sköta ramverket")
    version = get_framework(service, nr)
    with service.records.look() as db:
        return Uses(*made_with(db, person, version.sha256))
