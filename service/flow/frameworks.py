"""The framework's versions in the service: each checked before it is taken in, the newest one in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.read import FRAMEWORK_SLUG, Reader
from service.flow.refusals import WrongState, not_known, require
from service.flow.service import Service
from service.model.people import Person, Role
from service.records.audit import Entry, note
from service.records.frameworks import (
    framework_in_force,
    framework_version,
    framework_versions,
    organs_of,
    take_organs,
)
from service.records.tables import Organ, Ramverk

KEEPERS = frozenset({Role.KANSLI, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class FrameworkVersion:
    """One version."""

    nr: int
    sha256: str
    created: datetime
    created_by: str
    comment: str


def add_framework(service: Service, person: Person, path: Path, comment: str) -> FrameworkVersion:
    """Take in a new version; from now on documents are checked against it.

    Raises:
        InputError: with every fault of the framework.
        NotAllowed: the person does not keep the framework.
    """
    require(person, KEEPERS, "", "Att byta ramverk")
    at = service.now()
    file = Reader(service.settings, at.astimezone(STOCKHOLM).date()).read(path)
    if file.slug != FRAMEWORK_SLUG:
        raise InvalidInput(
            Problem(
                "not_a_framework",
                "Filen är inte ett ramverk.",
                "dokumenttyp",
                "Ange en fil vars dokumenttyp är ”ramverk”.",
            )
        )
    sha256 = service.store.put(path)
    with service.records.change() as db:
        before = framework_in_force(db)
        if before is not None and before.sha256 == sha256:
            return _told(before)
        row = Ramverk(
            nr=before.nr + 1 if before else 1,
            sha256=sha256,
            skapad=at,
            skapad_av=person.username,
            kommentar=comment,
        )
        db.add(row)
        take_organs(db, file.framework.organ)
        old = {"sha256": before.sha256} if before else None
        note(db, Entry(person.username, "ramverk.nytt", "ramverk", str(row.nr), old, {"sha256": sha256}), at)
        return _told(row)


def current_framework(service: Service) -> FrameworkVersion:
    """The version in force.

    Raises:
        WrongState: nobody has put a framework into the service yet.
    """
    with service.records.look() as db:
        row = framework_in_force(db)
        if row is None:
            raise WrongState(
                Problem(
                    "framework_missing",
                    "Tjänsten har inget ramverk än.",
                    "ramverk",
                    "Be kansliet eller administratören att lägga in ett.",
                )
            )
        return _told(row)


def get_framework(service: Service, nr: int) -> FrameworkVersion:
    """One version. Raises NotKnown."""
    with service.records.look() as db:
        row = framework_version(db, nr)
        if row is None:
            raise not_known("Ramverket")
        return _told(row)


def list_frameworks(service: Service) -> tuple[FrameworkVersion, ...]:
    """All versions, the newest first."""
    with service.records.look() as db:
        return tuple(_told(row) for row in framework_versions(db))


def list_organs(service: Service) -> tuple[Organ, ...]:
    """The bodies, by id."""
    with service.records.look() as db:
        rows = organs_of(db)
        db.expunge_all()
        return rows


def _told(row: Ramverk) -> FrameworkVersion:
    return FrameworkVersion(row.nr, row.sha256, row.skapad, row.skapad_av, row.kommentar)
