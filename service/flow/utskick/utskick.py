"""Dispatches: who is called, by which way, and what has become of it; and marking it all as sent out.

A hinder of the law stops the marking, unless somebody of the kansli decides otherwise and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from service.errors import InvalidInput, Problem
from service.flow.refusals import WrongState, not_known
from service.flow.service import Service
from service.flow.utskick.granskat import examine_now
from service.flow.utskick.mote import (
    RecordedMeeting,
    agenda,
    db_meeting,
    digest,
    read_meeting,
    require_dispatcher,
    state_of,
    step_on,
    today_of,
)
from service.flow.utskick.nekat import (
    being_sent,
    concerns,
    refuse_impossible,
    require_first,
    require_sendable,
    require_turn,
    stopped,
    unknown_receiver,
)
from service.model.choices import Kallelseslag, Ledamotsroll, Utskickskanal
from service.model.granskning import Mottagarstatus
from service.model.motesgang import Motestillstand
from service.model.people import Person
from service.records.audit import Entry, note
from service.records.base import JsonObject, Transaction
from service.records.jobs import DONE, find_job
from service.records.moten import Mottagare, Utskicksrad, find_utskick, utskick_of

OTHERS = "ovrig"
"""The role of who is told of the meeting without being called by the law."""
LEAST_REASON = 10


def begin_dispatch(service: Service, person: Person, meeting: str, said: Mapping[str, Any]) -> JsonObject:
    """A new dispatch, with everybody in it who is to be reached; nothing is sent yet.

    Args:
        service: the service.
        person: who sends out.
        meeting: the meeting's id.
        said: kind, packet and way, as `UtskickRequest` checks them.

    Raises:
        NotKnown, NotAllowed: as always.
        WrongState: the dispatch before is not finished, or the meeting has been held.
        InvalidInput: the first one is no kallelse, or the packet is not one of this meeting's.
    """
    require_dispatcher(person, "Att skicka ut ett sammanträde")
    at = service.now()
    with service.records.change() as db:
        held = read_meeting(service, db, person, meeting)
        before = utskick_of(db, meeting)
        require_turn(before, state_of(db, meeting))
        kind: Kallelseslag = said.get("slag") or held.model.kallelse.slag
        require_first(kind, before)
        rows = agenda(held.model)
        row = Utskicksrad(
            id=service.new_id(),
            sammantrade=meeting,
            nr=len(before) + 1,
            slag=kind.value,
            lista=rows,
            sha256=digest(rows),
            paket=_packet(db, meeting, said.get("paket", "")),
            innehall=service.settings.utskick_innehall,
            skapat=at,
            skapat_av=person.username,
            omgang=0,
            utsant_av="",
            skal="",
        )
        row.mottagare.extend(_receivers(service, held, said.get("kanal")))
        db.add(row)
        db.flush()
        told = {
            "nr": row.nr,
            "slag": row.slag,
            "mottagare": len(row.mottagare),
            "snapshot_sha256": row.sha256,
        }
        note(db, Entry(person.username, "utskick.nytt", "utskick", row.id, None, told), at)
        return shown_utskick(row)


def list_utskick(service: Service, person: Person, meeting: str) -> tuple[JsonObject, ...]:
    """The dispatches of a meeting, the first one first. Raises NotKnown."""
    with service.records.look() as db:
        db_meeting(db, person, meeting)
        return tuple(shown_utskick(row, whole=False) for row in utskick_of(db, meeting))


def get_utskick(service: Service, person: Person, meeting: str, utskick: str) -> JsonObject:
    """One dispatch with every person in it. Raises NotKnown."""
    with service.records.look() as db:
        db_meeting(db, person, meeting)
        return shown_utskick(known_utskick(db, meeting, utskick))


def mark_receivers(
    service: Service, person: Person, meeting: str, utskick: str, said: Mapping[str, Any]
) -> JsonObject:
    """Note by hand what has become of the summons to some persons: a letter, a bounce that came later.

    Raises:
        NotKnown, NotAllowed: as always.
        InvalidInput: a person is not in the dispatch, or the moment cannot be.
        WrongState: a letter to one of them is being sent just now.
    """
    require_dispatcher(person, "Att anteckna ett utskick")
    at = service.now()
    when: datetime = said.get("tid") or at
    status: Mottagarstatus = said["status"]
    refuse_impossible(status, when, at)
    with service.records.change() as db:
        db_meeting(db, person, meeting)
        row = known_utskick(db, meeting, utskick)
        by_id = {one.id: one for one in row.mottagare}
        for index, ident in enumerate(said["mottagare"]):
            if ident not in by_id:
                raise InvalidInput(unknown_receiver(f"mottagare[{index}]"))
            one = by_id[ident]
            if one.status == Mottagarstatus.SKICKAS.value:
                raise WrongState(being_sent(one.namn))
            before = state_of_receiver(one)
            one.status = status.value
            one.kanal = said["kanal"].value if said.get("kanal") else one.kanal
            one.tid = None if status is Mottagarstatus.VANTAR else when
            one.besked = said.get("besked", "")[:300]
            note(
                db,
                Entry(
                    person.username, "mottagare.noterad", "mottagare", one.id, before, state_of_receiver(one)
                ),
                at,
            )
        db.flush()
        return shown_utskick(row)


def mark_sent(service: Service, person: Person, meeting: str, utskick: str, reason: str = "") -> JsonObject:
    """Mark a dispatch as sent out: the law's rules are asked, and a hinder stops it.

    Args:
        service: the service.
        person: who marks it.
        meeting: the meeting's id.
        utskick: the dispatch's id.
        reason: why it is marked in spite of a hinder; kept, with the hinder and who decided.

    Raises:
        NotKnown, NotAllowed: as always.
        WrongState: with every hinder, when no reason is given; or it is marked already, or nothing has been sent.
    """
    require_dispatcher(person, "Att markera ett utskick som utsänt")
    at = service.now()
    with service.records.change() as db:
        held = read_meeting(service, db, person, meeting)
        row = known_utskick(db, meeting, utskick)
        require_sendable(row, held)
        found = examine_now(service, db, held)
        stopping = [one for one in found.hinder if concerns(one, row)]
        reason = " ".join(reason.split())
        if stopping and len(reason) < LEAST_REASON:
            raise WrongState(*stopped(stopping))
        row.utsant, row.utsant_av = at, person.username
        row.skal = reason if stopping else ""
        overruled = [{"regel": one.regel, "lagrum": one.lagrum, "text": one.text} for one in stopping]
        told = {"nr": row.nr, "skal": row.skal, "hinder": overruled, "snapshot_sha256": row.sha256}
        what = "utskick.utsant_trots_hinder" if stopping else "utskick.utsant"
        note(db, Entry(person.username, what, "utskick", row.id, None, told), at)
        to = Motestillstand.UTSAND if row.nr == 1 else Motestillstand.KOMPLETTERAD
        step_on(db, person, meeting, to, at, row.skal)
        db.flush()
        return shown_utskick(row)


def mark_held(service: Service, person: Person, meeting: str) -> JsonObject:
    """The meeting has been held. Raises NotKnown, NotAllowed; WrongState when its day has not come."""
    require_dispatcher(person, "Att markera ett sammanträde som genomfört")
    at = service.now()
    with service.records.change() as db:
        row = db_meeting(db, person, meeting)
        if row.datum > today_of(service):
            raise WrongState(
                Problem(
                    "not_yet",
                    f"Sammanträdet hålls först {row.datum}.",
                    "datum",
                    "Vänta till efter sammanträdet.",
                )
            )
        step_on(db, person, meeting, Motestillstand.GENOMFORD, at)
        return {"tillstand": state_of(db, meeting).value}


def known_utskick(db: Transaction, meeting: str, utskick: str) -> Utskicksrad:
    """The dispatch of that meeting. Raises NotKnown."""
    row = find_utskick(db, meeting, utskick)
    if row is None:
        raise not_known("Utskicket")
    return row


def shown_utskick(row: Utskicksrad, *, whole: bool = True) -> JsonObject:
    """A dispatch as the shells give it; with every person in it when `whole`."""
    counts: dict[str, int] = {}
    for one in row.mottagare:
        counts[one.status] = counts.get(one.status, 0) + 1
    shown: JsonObject = {
        "id": row.id,
        "nr": row.nr,
        "slag": row.slag,
        "innehall": row.innehall,
        "paket": row.paket,
        "snapshot_sha256": row.sha256,
        "skapat": row.skapat.isoformat(),
        "skapat_av": row.skapat_av,
        "utsant": row.utsant.isoformat() if row.utsant else None,
        "utsant_av": row.utsant_av,
        "skal": row.skal,
        "antal": counts,
    }
    return {**shown, "mottagare": [_shown_receiver(one) for one in row.mottagare]} if whole else shown


def _shown_receiver(one: Mottagare) -> JsonObject:
    return {
        "id": one.id,
        "namn": one.namn,
        "roll": one.roll,
        "kallas": one.kallas,
        "e_post": one.e_post,
        **state_of_receiver(one),
        "forsok": one.forsok,
    }


def state_of_receiver(one: Mottagare) -> JsonObject:
    """How and when somebody was reached, as the log notes it."""
    return {
        "kanal": one.kanal,
        "status": one.status,
        "tid": one.tid.isoformat() if one.tid else None,
        "besked": one.besked,
    }


def _receivers(service: Service, held: RecordedMeeting, way: Utskickskanal | None) -> Iterable[Mottagare]:
    called = held.model.kallelse
    people = [
        (one.namn, (one.roll or role).value, True, one.e_post)
        for role, members in (
            (Ledamotsroll.LEDAMOT, called.ledamoter),
            (Ledamotsroll.ERSATTARE, called.ersattare),
        )
        for one in members
    ]
    people += [(one.namn, OTHERS, False, "") for one in called.ovriga]
    for at, (name, role, by_law, address) in enumerate(people):
        by_mail = bool(address and service.settings.smtp_server)
        usual = Utskickskanal.E_POST if by_mail else Utskickskanal.BREV
        chosen = way if way is not None and (way is not Utskickskanal.E_POST or by_mail) else usual
        yield Mottagare(
            id=service.new_id(),
            plats=at,
            namn=name,
            roll=role,
            kallas=by_law,
            e_post=address,
            kanal=chosen.value,
            status=Mottagarstatus.VANTAR.value,
            forsok=0,
            besked="",
        )


def _packet(db: Transaction, meeting: str, job: str) -> str | None:
    if not job:
        return None
    row = find_job(db, job)
    if row is None or row.sammantrade != meeting or row.status != DONE:
        raise InvalidInput(
            Problem(
                "not_built",
                "Paketet är inte ett färdigt paket av det här sammanträdet.",
                "paket",
                "Beställ paketet och vänta tills jobbet är klart; se /sammantraden/{mote}/paket.",
            )
        )
    return row.id
