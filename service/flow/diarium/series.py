"""Series of numbers, in the pattern that each myndighet uses; and the informationshanteringsplan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.drafts import reader_of
from service.flow.refusals import OldVersion, require, require_version
from service.flow.service import Service
from service.model.diarium import NUMBER_PART, Bevarande, Diarieserie, Hanteringsregel
from service.model.people import Person, Role
from service.model.ramverk import ALE_DIARIENUMMER
from service.records import diarium_tables as tables
from service.records.audit import Entry, note
from service.records.database import Conflict, changed_meanwhile
from service.records.diarium_series import (
    as_series,
    count_of,
    lock_series,
    plan_of,
    replace_plan,
    series_of,
)
from service.records.frameworks import find_organ

REGISTRARS = frozenset({Role.REGISTRATOR})
_SAMPLES = ((2026, 1), (2026, 98765))
"""What a pattern must be able to write and read again."""


def list_series(service: Service) -> tuple[Diarieserie, ...]:
    """All series."""
    with service.records.look() as db:
        return tuple(as_series(row) for row in series_of(db))


def put_series(service: Service, person: Person, series: Diarieserie, first: int = 1) -> Diarieserie:
    """Lay up a series, or change how its coming numbers are written.

    Args:
        service: the service.
        person: who does it.
        series: the series; its version is 0 when it is new.
        first: for a new one: the first number this year that is this register's. Those before it were given out by
            an earlier diary, and only they can be typed in.

    Raises:
        NotAllowed: the person is no registrator.
        InvalidInput: the pattern does not make numbers that it can read, or there is no such myndighet.
        Conflict: numbers have been given out, and the change would make them unreadable.
        OldVersion: somebody has changed it meanwhile.
    """
    require(person, REGISTRARS, "", "Att ändra diarieserier")
    _require_sound(series)
    at = service.now()
    year = at.astimezone(STOCKHOLM).year
    with service.records.change() as db:
        if find_organ(db, series.myndighet) is None:
            raise InvalidInput(_no_myndighet(series.myndighet))
        row = lock_series(db, series.kod)
        before = _told(as_series(row)) if row is not None else None
        require_version(series.version, row.version if row is not None else 0)
        if row is None:
            row = tables.Diarieserie(kod=series.kod, arsvis=series.arsvis)
            db.add(row)
        elif row.lopnummer and (row.arsvis, row.myndighet) != (series.arsvis, series.myndighet):
            raise Conflict(_in_use(series.kod))
        row.myndighet, row.namn, row.arsvis = series.myndighet, series.namn, series.arsvis
        row.monster, row.regex = series.monster, series.regex
        db.flush()
        if before is None and first > 1:
            counted = count_of(db, row, year)
            counted.forsta, counted.senaste = first, first - 1
        made = as_series(row)
        after = _told(made) | ({"forsta": first} if before is None else {})
        note(db, Entry(person.username, "diarium.serie", "diarieserie", series.kod, before, after), at)
        return made


def series_of_framework(service: Service, person: Person, first: int = 1) -> tuple[Diarieserie, ...]:
    """A series for every myndighet of the framework that has none yet; those that write numbers their own way are left.

    Args:
        service: the service.
        person: a registrator.
        first: the number that each begins with; those below it were given out by an earlier diary.

    Raises:
        NotAllowed: the person is no registrator.
        WrongState: the service has no framework.
    """
    require(person, REGISTRARS, "", "Att ändra diarieserier")
    _, framework = reader_of(service).framework()
    present = {one.kod for one in list_series(service)} | {one.myndighet for one in list_series(service)}
    made = []
    for organ in framework.organ:
        if not organ.ar_myndighet or organ.diarienummer_monster != ALE_DIARIENUMMER:
            continue
        if organ.kod in present or organ.id in present:
            continue
        series = Diarieserie(
            kod=organ.kod, myndighet=organ.id, namn=organ.namn, regex=organ.diarienummer_monster
        )
        made.append(put_series(service, person, series, first))
    return tuple(made)


def list_plan(service: Service) -> tuple[Hanteringsregel, ...]:
    """The informationshanteringsplan."""
    with service.records.look() as db:
        return plan_of(db)


def plan_mark(rules: Sequence[Hanteringsregel]) -> str:
    """What a plan is known by: another plan has another mark."""
    told = json.dumps([asdict(one) for one in rules], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]


def put_plan(
    service: Service, person: Person, rules: Sequence[Hanteringsregel], mark: str = ""
) -> tuple[Hanteringsregel, ...]:
    """Put a new informationshanteringsplan in the place of the one before; what is registered stays as it is.

    Args:
        service: the service.
        person: who does it.
        rules: all rows.
        mark: of the plan that was looked at; empty to replace whatever there is.

    Raises:
        OldVersion: somebody has changed the plan since then.
        NotAllowed: the person is no registrator.
        InvalidInput: a kind of document stands there twice, or is to be destroyed without a decision.
    """
    require(person, REGISTRARS, "", "Att ändra informationshanteringsplanen")
    problems = list(_plan_problems(rules))
    if problems:
        raise InvalidInput(*problems)
    with service.records.change() as db:
        present = plan_of(db)
        if mark and plan_mark(present) != mark:
            raise OldVersion(changed_meanwhile())
        before = {"rader": len(present)}
        replace_plan(db, rules)
        after = {"rader": [asdict(one) for one in rules]}
        note(
            db,
            Entry(person.username, "diarium.plan", "hanteringsregel", "alla", before, after),
            service.now(),
        )
        return plan_of(db)


def _told(series: Diarieserie) -> dict[str, object]:
    told = asdict(series)
    del told["version"]
    return told


def _require_sound(series: Diarieserie) -> None:
    """A pattern makes numbers that differ, and that the series can read again."""
    rest = NUMBER_PART.sub("", series.monster)
    names = [found[1] for found in NUMBER_PART.finditer(series.monster)]
    problems = []
    if "{" in rest or "}" in rest or "lopnr" not in names or (series.arsvis and "ar" not in names):
        problems.append(
            Problem(
                "invalid_number_pattern",
                f"Mönstret ”{series.monster}” kan inte skriva diarienummer.",
                "monster",
                "Använd delarna {kod}, {ar} och {lopnr}; {ar:2} ger två siffror och {lopnr:4} minst fyra. En serie som "
                "börjar om varje år måste ha {ar}.",
            )
        )
    elif any(series.parse(series.number(*one)) != _read(series, *one) for one in _SAMPLES):
        problems.append(
            Problem(
                "invalid_number_pattern",
                f"Numret {series.number(*_SAMPLES[0])}, som mönstret skriver, kan inte läsas tillbaka av det reguljära "
                "uttrycket.",
                "regex",
                "Ändra uttrycket så att det fångar grupperna kod, ar och lopnr i just den formen.",
            )
        )
    if problems:
        raise InvalidInput(*problems)


def _read(series: Diarieserie, ar: int, lopnr: int) -> tuple[int, int]:
    return (ar if "{ar" in series.monster else 0), lopnr


def _plan_problems(rules: Sequence[Hanteringsregel]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, rule in enumerate(rules):
        if rule.handlingstyp in seen:
            yield Problem(
                "duplicate_id",
                f"Handlingstypen ”{rule.handlingstyp}” står två gånger i planen.",
                f"rader[{at}].handlingstyp",
                "Ta bort den ena raden.",
            )
        seen.add(rule.handlingstyp)
        if rule.bevaras_gallras is Bevarande.GALLRAS and not (rule.gallringsfrist and rule.gallringsbeslut):
            yield Problem(
                "disposal_without_decision",
                f"”{rule.namn}” ska gallras, men frist eller beslut saknas.",
                f"rader[{at}]",
                "Ange efter hur många år och med vilket beslut, eller skriv att handlingarna bevaras.",
            )


def _no_myndighet(organ: str) -> Problem:
    return Problem(
        "unknown_organ",
        f"Organet ”{organ}” finns inte i ramverket.",
        "myndighet",
        "Ange ett organ som finns i ramverket.",
    )


def _in_use(kod: str) -> Problem:
    return Problem(
        "series_in_use",
        f"Serien ”{kod}” har gett ut nummer; myndighet och årsvis räkning kan inte ändras.",
        "kod",
        "Lägg upp en ny serie med en annan beteckning.",
    )
