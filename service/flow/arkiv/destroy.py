"""Destruction (gallring): what may be destroyed by decision and day, destroying it, and the record of that.

The entry stays in the register with the day; its files leave it. A file's bytes go when nothing else in the service
refers to them. First the records say so, in one transaction, then the bytes are destroyed; who is broken off in
between leaves a note of what is left, and the next run destroys that too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.diarium.series import REGISTRARS
from service.flow.refusals import require
from service.flow.service import Service
from service.model.people import Person
from service.records.archive import destructible, take_files, unfinished_destruction
from service.records.archive_tables import Gallring
from service.records.audit import Entry, note
from service.records.base import JsonObject, Transaction
from service.records.diarium_tables import Diariearende, Diariehandling
from service.records.inventory import referred_blobs
from service.rules.gallring import earliest

GRACE = timedelta(minutes=10)
"""A file that was put into the store so lately may be wanted by somebody whose row is not there yet."""


@dataclass(frozen=True, slots=True)
class Destructible:
    """A document whose files may be destroyed."""

    id: str
    beteckning: str
    titel: str
    handlingstyp: str
    beslut: str
    frist: int
    tidigast: date
    filer: int
    storlek: int


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What was destroyed."""

    handlingar: tuple[str, ...]
    """The numbers of the documents."""
    filer: int
    """Files whose bytes are gone."""
    kvar: int
    """Files whose bytes are left, for something else in the service refers to them or has just sent them anew."""


def list_destructible(
    service: Service, person: Person, until: date | None = None
) -> tuple[Destructible, ...]:
    """What may be destroyed on that day, today if none is given. Raises NotAllowed."""
    require(person, REGISTRARS, "", "Att gallra")
    day = until or service.now().astimezone(STOCKHOLM).date()
    with service.records.look() as db:
        return tuple(_shown(case, one) for case, one in destructible(db) if _earliest(case, one) <= day)


def shown_destructible(one: Destructible) -> JsonObject:
    """As the shells give it."""
    return {**asdict(one), "tidigast": one.tidigast.isoformat()}


def destroy(service: Service, person: Person, documents: Sequence[str]) -> Destroyed:
    """Destroy the files of documents, by their number; all of them or none.

    Raises:
        NotAllowed: the person is no registrator.
        InvalidInput: a document may not be destroyed, or not yet.
    """
    require(person, REGISTRARS, "", "Att gallra")
    at = service.now()
    today = at.astimezone(STOCKHOLM).date()
    wanted = dict.fromkeys(documents)
    taken: set[str] = set()
    with service.records.change() as db:
        found = {
            f"{case.diarienummer}-{one.nr}": (case, one)
            for case, one in destructible(db)
            if _earliest(case, one) <= today
        }
        unknown = [number for number in wanted if number not in found]
        if unknown:
            raise InvalidInput(*(_not_destructible(number) for number in unknown))
        for number in wanted:
            case, one = found[number]
            taken |= {file.sha256 for file in one.filer}
            row = _note_destruction(db, case, one, today, person)
            row.tid = at
            db.add(row)
            after = {"gallrad": today.isoformat(), "beslut": row.beslut, "filer": row.filer}
            note(db, Entry(person.username, "diarium.gallrad", "diariehandling", one.id, None, after), at)
    finish_destruction(service)
    left = sum(service.store.has(one) for one in taken)
    return Destroyed(tuple(wanted), len(taken) - left, left)


def finish_destruction(service: Service) -> int:
    """Destroy the bytes that the records have let go; how many files are gone. What is wanted again is left."""
    at = service.now()
    with service.records.look() as db:
        waiting = {row.handling: list(row.kvar) for row in unfinished_destruction(db)}
    gone: set[str] = set()
    for document, digests in waiting.items():
        # The write lock is held while bytes go, so that nobody refers to them meanwhile on the embedded database.
        with service.records.change() as db:
            wanted = referred_blobs(db)
            row = db.get(Gallring, document)
            left = [
                one
                for one in digests
                if one not in wanted and one not in gone and not service.store.destroy(one, at - GRACE)
            ]
            gone |= {one for one in digests if one not in wanted and one not in left}
            if row is not None:
                row.kvar = left
    return len(gone)


def _note_destruction(
    db: Transaction, case: Diariearende, one: Diariehandling, today: date, person: Person
) -> Gallring:
    files: list[JsonObject] = [
        {"namn": file.namn, "variant": file.variant, "storlek": file.storlek, "sha256": file.sha256}
        for file in one.filer
    ]
    earliest_day, decision = _earliest(case, one), one.gallringsbeslut
    let_go = take_files(db, one, one.registrerad)
    one.gallrad = today
    return Gallring(
        handling=one.id,
        datum=today,
        vem=person.username,
        beslut=decision,
        tidigast=earliest_day,
        filer=files,
        kvar=sorted(let_go),
    )


def _earliest(case: Diariearende, one: Diariehandling) -> date:
    return earliest(case.avslutat, one.gallringsfrist) if case.avslutat else date.max


def _shown(case: Diariearende, one: Diariehandling) -> Destructible:
    return Destructible(
        one.id,
        f"{case.diarienummer}-{one.nr}",
        one.titel,
        one.handlingstyp,
        one.gallringsbeslut,
        one.gallringsfrist,
        _earliest(case, one),
        len(one.filer),
        sum(file.storlek for file in one.filer),
    )


def _not_destructible(number: str) -> Problem:
    return Problem(
        "not_destructible",
        f"Handlingen {number} får inte gallras: den finns inte, ska bevaras, hör till ett ärende som pågår, är redan "
        "gallrad, eller så har fristen inte gått ut.",
        number,
        "Se listan över det som får gallras.",
    )
