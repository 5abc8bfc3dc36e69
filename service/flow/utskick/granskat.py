"""A recorded meeting held against the law, with all that is recorded of its announcements and dispatches."""

from __future__ import annotations

from datetime import date

from service.clock import STOCKHOLM
from service.flow.granskning import examine
from service.flow.service import Service
from service.flow.utskick.mote import RecordedMeeting, digest, read_meeting, today_of
from service.model.choices import Kallelseslag, Utskickskanal
from service.model.granskning import (
    Allvar,
    Anmarkning,
    Anslag,
    AnslagetArende,
    Granskning,
    Kallelsebesked,
    Mottagarstatus,
)
from service.model.people import Person
from service.records.base import Transaction
from service.records.moten import Anslagsrad, Utskicksrad, anslag_of, utskick_of

KINDS = {one.value: one for one in Kallelseslag}
WAYS = {one.value: one for one in Utskickskanal}
STATES = {one.value: one for one in Mottagarstatus}


def examine_recorded(service: Service, person: Person, meeting: str, on: date | None = None) -> Granskning:
    """Every remark about a recorded meeting.

    Args:
        service: the service.
        person: who asks.
        meeting: its id.
        on: the day as of which it is examined; today when it is not said.

    Raises:
        NotKnown: no such meeting.
        InvalidInput: what is recorded is not a whole meeting yet.
    """
    with service.records.look() as db:
        return examine_now(service, db, read_meeting(service, db, person, meeting), on)


def examine_now(
    service: Service, db: Transaction, held: RecordedMeeting, on: date | None = None
) -> Granskning:
    """The same within a transaction that is open."""
    posted = anslag_of(db, held.row.id)
    told = tuple(besked for row in utskick_of(db, held.row.id) for besked in _besked(row))
    day = on or today_of(service)
    found = examine(held.model, held.framework, day, tuple(map(_anslag, posted)), told, service.settings)
    changed = tuple(_changed(row) for row in posted if digest(row.lista) != row.sha256)
    return Granskning(found.dag, found.frister, (*changed, *found.anmarkningar))


def _anslag(row: Anslagsrad) -> Anslag:
    said = row.uppgifter
    return Anslag(
        slag=row.slag,
        publicerat=row.publicerat,
        nedtas_tidigast=row.nedtas_tidigast,
        datum=date.fromisoformat(said["datum"]),
        tid=said["tid"],
        plats=said["plats"],
        arenden=tuple(AnslagetArende(one["ordning"], one["rubrik"]) for one in row.lista),
        justerat=row.justerat,
    )


def _besked(row: Utskicksrad) -> tuple[Kallelsebesked, ...]:
    """What is known of those whom the law calls; others who were told have no part in it."""
    return tuple(
        Kallelsebesked(one.namn, WAYS[one.kanal], STATES[one.status], one.tid, KINDS[row.slag], row.nr)
        for one in row.mottagare
        if one.kallas
    )


def _changed(row: Anslagsrad) -> Anmarkning:
    when = row.publicerat.astimezone(STOCKHOLM).date()
    return Anmarkning(
        "R-KL04",
        "5 kap. 13–14, 52 §§ KL",
        Allvar.HINDER,
        f"Det som är noterat om anslaget {when} stämmer inte med sin kontrollsumma.",
        "Meddela driften; kör ”samlad logg verifiera” och jämför med det som sattes upp.",
    )
