"""What awaits registration: what the service itself has made that is a public document by now (TF 2:10, OSL 5:1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.diarium.awaiting_meetings import meetings_awaiting
from service.flow.diarium.awaiting_reports import reports_awaiting
from service.flow.diarium.candidate import Candidate
from service.flow.diarium.enter import Entered, enter
from service.flow.diarium.series import REGISTRARS
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.model.people import Person, Role
from service.model.registrering import Registreringsforslag, Undantagsgrund, Vantande
from service.records.audit import Entry, note
from service.records.database import Transaction
from service.records.diarium import find_by_source, registered_sources
from service.records.diarium_awaiting import excepted
from service.records.diarium_tables import Diarieundantag
from service.rules.diarium import working_day_after

SEERS = frozenset({Role.REGISTRATOR, Role.KANSLI})


def list_awaiting(service: Service, person: Person) -> tuple[Vantande, ...]:
    """What awaits, the oldest first. Raises NotAllowed."""
    require(person, SEERS, "", "Att se vad som väntar på registrering")
    today = service.now().astimezone(STOCKHOLM).date()
    with service.records.look() as db:
        found = sorted(_candidates(service, db), key=lambda one: one.day)
        sources = [one.source for one in found]
        done = registered_sources(db, sources) | excepted(db, sources)
        return tuple(_waiting(one, today) for one in found if one.source not in done)


def suggest(service: Service, person: Person, source: str) -> Registreringsforslag:
    """What the service knows of something that awaits. Raises NotAllowed, NotKnown."""
    require(person, SEERS, "", "Att se vad som väntar på registrering")
    with service.records.look() as db:
        if find_by_source(db, source) is None:
            for one in _candidates(service, db):
                if one.source == source:
                    return one.suggest()
    raise not_known("Det som väntar på registrering")


def register_awaiting(
    service: Service, person: Person, source: str, case: str = "", changes: Mapping[str, Any] | None = None
) -> Entered:
    """Register what awaits, as it was suggested but for what the registrator changes.

    Args:
        service: the service.
        person: who registers.
        source: what awaits.
        case: the matter's id or number; empty: the suggested one, or a new one.
        changes: fields of the document that are to be other than suggested.

    Raises:
        As `suggest` and `service.flow.diarium.enter.register`.
    """
    require(person, REGISTRARS, "", "Att registrera handlingar")
    told = suggest(service, person, source)
    document = replace(told.handling, **(changes or {}))
    return enter(service, person, case or told.arende or told.nytt_arende, document)


def except_awaiting(service: Service, person: Person, source: str, ground: Undantagsgrund, why: str) -> None:
    """Decide that something need not be registered. Raises NotAllowed, NotKnown, InvalidInput."""
    require(person, REGISTRARS, "", "Att undanta från registrering")
    if source not in {one.kalla for one in list_awaiting(service, person)}:
        raise not_known("Det som väntar på registrering")
    if not why.strip():
        raise InvalidInput(
            Problem("missing_value", "Skälet saknas.", "varfor", "Skriv varför det inte behöver registreras.")
        )
    at = service.now()
    with service.records.change() as db:
        db.add(
            Diarieundantag(kalla=source, grund=ground.value, varfor=why[:2000], vem=person.username, nar=at)
        )
        entry = Entry(
            person.username, "diarium.undantag", "kalla", source[:80], None, {"grund": ground.value}
        )
        note(db, entry, at)


def _candidates(service: Service, db: Transaction) -> Iterator[Candidate]:
    yield from reports_awaiting(service, db)
    yield from meetings_awaiting(db)


def _waiting(one: Candidate, today: date) -> Vantande:
    by = working_day_after(one.day)
    return Vantande(
        kalla=one.source,
        myndighet=one.series.myndighet,
        riktning=one.riktning,
        datum=one.day,
        titel=one.title,
        senast=by,
        forsenad=today > by,
    )
