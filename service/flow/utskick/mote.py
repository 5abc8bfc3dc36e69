"""A recorded meeting as the rules see it, and how far it has come."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.clock import STOCKHOLM
from service.flow.drafts import reader_of
from service.flow.foredragningslista import agenda_of
from service.flow.meeting import call_members
from service.flow.orders import meeting_file
from service.flow.public import public_meeting
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.model.framework import Framework
from service.model.kallelse import Kallelse
from service.model.motesgang import TILLSTAND, Motestillstand, is_later
from service.model.people import CENTRAL, Person, Role
from service.records.audit import Entry, note
from service.records.base import JsonObject, Transaction
from service.records.meetings import find_meeting
from service.records.moten import Motessteg, steps_of
from service.records.tables import Sammantrade
from service.schema.load import load

DISPATCHERS = frozenset({Role.KANSLI})
"""Who announces and sends out, and may decide that a hinder shall not stop it."""


@dataclass(frozen=True, slots=True)
class RecordedMeeting:
    """A meeting as it is recorded now."""

    row: Sammantrade
    model: Kallelse
    """With those who are called."""
    framework: Framework


def read_meeting(service: Service, db: Transaction, person: Person, meeting: str) -> RecordedMeeting:
    """A meeting, read as its file would be.

    Raises:
        NotKnown: no such meeting, or none that the person may know of.
        InvalidInput: what is recorded is not a whole meeting yet.
    """
    row = db_meeting(db, person, meeting)
    raw = meeting_file(row)
    for arende in raw["arenden"]:
        for one in arende.get("handlingar", ()):
            one["fil"] = "handling.pdf"  # which file it is has no part in what is asked of the meeting here
    _, framework = reader_of(service).framework()
    model = load("kallelse", raw).model
    return RecordedMeeting(row, call_members(model, framework), framework)


def db_meeting(db: Transaction, person: Person, meeting: str) -> Sammantrade:
    """The meeting's row. Raises NotKnown."""
    row = find_meeting(db, meeting)
    if row is None or not person.roles & CENTRAL:
        raise not_known("Sammanträdet")
    return row


def require_dispatcher(person: Person, what: str) -> None:
    """Refuse who does not send out meetings. Raises NotAllowed."""
    require(person, DISPATCHERS, "", what)


def agenda(model: Kallelse) -> list[JsonObject]:
    """The matters as everybody may know of them."""
    return agenda_of(public_meeting(model))


def digest(rows: Sequence[JsonObject]) -> str:
    """Of an agenda: the same list gives the same digest."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def state_of(db: Transaction, meeting: str) -> Motestillstand:
    """How far a meeting has come."""
    steps = steps_of(db, meeting)
    return TILLSTAND[steps[-1].till] if steps else Motestillstand.UNDER_BEREDNING


def step_on(
    db: Transaction, person: Person, meeting: str, to: Motestillstand, at: datetime, reason: str = ""
) -> None:
    """Take a step, and note it in the log; one that leads back is not taken."""
    before = state_of(db, meeting)
    again = to is before and to is Motestillstand.KOMPLETTERAD
    if not is_later(to, before) and not again:
        return
    nr = len(steps_of(db, meeting)) + 1
    who = person.username
    db.add(
        Motessteg(sammantrade=meeting, nr=nr, fran=before.value, till=to.value, vem=who, nar=at, skal=reason)
    )
    entry = Entry(
        who, "sammantrade.steg", "sammantrade", meeting, {"tillstand": before.value},
        {"tillstand": to.value, "skal": reason},
    )  # fmt: skip
    note(db, entry, at)


def today_of(service: Service) -> date:
    """Today, where the municipality is."""
    return service.now().astimezone(STOCKHOLM).date()
