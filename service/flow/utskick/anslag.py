"""The anslagstavla: what is put up there is noted with the agenda as it was, so that nothing changes in silence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.orders import BUILD, FORMATS, place_order, underlag_of
from service.flow.published import write_whole
from service.flow.refusals import WrongState, not_known
from service.flow.service import Service
from service.flow.utskick.mote import (
    RecordedMeeting,
    agenda,
    db_meeting,
    digest,
    read_meeting,
    require_dispatcher,
    step_on,
)
from service.model.choices import Organtyp, Tillkannagivandeslag
from service.model.granskning import Anslagsslag
from service.model.motesgang import Motestillstand
from service.model.people import Person
from service.model.tillkannagivande import Tillkannagivande
from service.records.audit import Entry, note
from service.records.base import JsonObject
from service.records.moten import Anslagsrad, anslag_of
from service.records.tables import Jobb
from service.rules.dates import APPEAL
from service.schema.load import slug_of

OF_MEETING = frozenset({Anslagsslag.SAMMANTRADE, Anslagsslag.NAMNDSAMMANTRADE, Anslagsslag.BRADSKANDE_ARENDE})
PRINTED = {one.value for one in Tillkannagivandeslag}
"""The kinds for which there is a Word template."""


_OF_MINUTES = {
    "justerat": ("Dagen för justeringen", "Ange dagen då protokollet justerades."),
    "forvaringsplats": ("Protokollets förvaringsplats", "Ange var protokollet finns tillgängligt."),
}
"""What the announcement of a protokoll must say, and how to mend it."""


def announce(service: Service, person: Person, meeting: str, said: Mapping[str, Any]) -> JsonObject:
    """Note what was put up on the anslagstavla; an announcement of the meeting brings it a step on.

    Args:
        service: the service.
        person: who has put it up.
        meeting: the meeting's id.
        said: kind, moment, address on the web and so on, as `AnslagRequest` checks them.

    Raises:
        NotKnown, NotAllowed: as always.
        InvalidInput: the kind does not fit the meeting, or a moment cannot be.
    """
    require_dispatcher(person, "Att tillkännage ett sammanträde")
    at = service.now()
    with service.records.change() as db:
        held = read_meeting(service, db, person, meeting)
        kind: Anslagsslag = said["slag"]
        published: datetime = said.get("publicerat") or at
        _require_fit(held, kind, published, said, at)
        matters = _matters(held, kind, anslag_of(db, meeting))
        row = Anslagsrad(
            id=service.new_id(),
            sammantrade=meeting,
            slag=kind.value,
            publicerat=published,
            nedtas_tidigast=said.get("nedtas_tidigast") or _down(kind, published, held),
            justerat=said.get("justerat"),
            uppgifter=_facts(held, said),
            lista=matters,
            sha256=digest(matters),
            noterat=at,
            noterat_av=person.username,
        )
        db.add(row)
        db.flush()
        note(db, Entry(person.username, "anslag.noterat", "anslag", row.id, None, shown_anslag(row)), at)
        if kind in OF_MEETING - {Anslagsslag.BRADSKANDE_ARENDE}:
            step_on(db, person, meeting, Motestillstand.TILLKANNAGIVEN, at)
        return shown_anslag(row)


def list_anslag(service: Service, person: Person, meeting: str) -> tuple[JsonObject, ...]:
    """What was put up for a meeting, the first one first. Raises NotKnown."""
    with service.records.look() as db:
        db_meeting(db, person, meeting)
        return tuple(shown_anslag(row) for row in anslag_of(db, meeting))


def order_announcement(service: Service, person: Person, meeting: str, anslag: str) -> str:
    """Order the announcement as Word and PDF; the job's id.

    Raises:
        NotKnown: no such meeting or announcement.
        WrongState: there is no template for that kind.
    """
    require_dispatcher(person, "Att göra ett tillkännagivande")
    with service.records.look() as db:
        row = db_meeting(db, person, meeting)
        found = next((one for one in anslag_of(db, meeting) if one.id == anslag), None)
        if found is None:
            raise not_known("Anslaget")
        if found.slag not in PRINTED:
            raise WrongState(
                Problem(
                    "not_an_announcement",
                    "Det finns ingen mall för anslag av det slaget.",
                    "slag",
                    "Mallar finns för sammanträde, brådskande ärende, nämndsammanträde och justering. "
                    "Annat som sätts upp är själva handlingen.",
                )
            )
        raw = announcement_file(found, row.organ, row.sammantrade)
    with service.open_folder() as folder:
        place = folder / "tillkannagivande.json"
        write_whole(place, _json(raw))
        files = {place.name: service.store.put(place)}
    underlag = underlag_of(service, BUILD, "tillkannagivande.json", files) | {"format": sorted(FORMATS)}
    return place_order(service, person, Jobb(slag=BUILD, sammantrade=meeting, underlag=underlag))


def announcement_file(row: Anslagsrad, organ: str, held: JsonObject) -> JsonObject:
    """The announcement as the input file of its document type."""
    said = row.uppgifter
    raw: JsonObject = {
        "dokumenttyp": slug_of(Tillkannagivande),
        "slag": row.slag,
        "organ": organ,
        "sammantrade": {
            "datum": said["datum"],
            "tid_start": said["tid"],
            "plats": said["plats"],
            "webb_tv_url": held.get("webb_tv_url", ""),
        },
        "arenden": [
            {name: one[name] for name in ("ordning", "rubrik", "diarienummer") if one[name]}
            for one in row.lista
        ],
        "paragrafer": said.get("paragrafer", ""),
        "justerat": row.justerat.isoformat() if row.justerat else None,
        "publicerat_tid": row.publicerat.astimezone(STOCKHOLM).isoformat(timespec="minutes"),
        "nedtas_tidigast": row.nedtas_tidigast.isoformat() if row.nedtas_tidigast else None,
        "forvaringsplats": said["forvaringsplats"],
        "intygar": {"namn": said["intygar"]} if said["intygar"] else None,
        "url": said["url"],
        "ordforande": held.get("ordforande", ""),
    }
    raw["sammantrade"] = {name: value for name, value in raw["sammantrade"].items() if value}
    return {name: value for name, value in raw.items() if value}


def shown_anslag(row: Anslagsrad) -> JsonObject:
    """What was put up, as the shells give it."""
    return {
        "id": row.id,
        "slag": row.slag,
        "publicerat": row.publicerat.isoformat(),
        "nedtas_tidigast": row.nedtas_tidigast.isoformat() if row.nedtas_tidigast else None,
        "justerat": row.justerat.isoformat() if row.justerat else None,
        "uppgifter": dict(row.uppgifter),
        "arenden": [{"ordning": one["ordning"], "rubrik": one["rubrik"]} for one in row.lista],
        "snapshot_sha256": row.sha256,
        "noterat_av": row.noterat_av,
    }


def _matters(held: RecordedMeeting, kind: Anslagsslag, before: Sequence[Anslagsrad]) -> list[JsonObject]:
    """The matters that it announces: all of them, or those urgent ones that were not announced before."""
    rows = agenda(held.model)
    urgent = {one.ordning for one in held.model.arenden if one.bradskande}
    there = {one.ordning for one in held.model.arenden if not one.utgar}
    if kind is Anslagsslag.BRADSKANDE_ARENDE:
        told = {one["ordning"] for row in before for one in row.lista}
        found = [row for row in rows if row["ordning"] in (urgent & there) - told]
        if not found:
            raise InvalidInput(
                Problem(
                    "nothing_urgent",
                    "Inget brådskande ärende återstår att tillkännage.",
                    "slag",
                    "Skriv bradskande: true på det ärende som ska tillkännages.",
                )
            )
        return found
    return [row for row in rows if row["ordning"] in there - urgent] if kind in OF_MEETING else []


def _down(kind: Anslagsslag, published: datetime, held: RecordedMeeting) -> date | None:
    """The first day on which it may come down, where the law or custom says one."""
    if kind in OF_MEETING:
        return held.model.sammantrade.datum + timedelta(days=1)
    return published.astimezone(STOCKHOLM).date() + APPEAL if kind is Anslagsslag.JUSTERING else None


def _facts(held: RecordedMeeting, said: Mapping[str, Any]) -> JsonObject:
    meeting = held.model.sammantrade
    return {
        "datum": meeting.datum.isoformat(),
        "tid": f"{meeting.tid_start:%H:%M}",
        "plats": meeting.plats,
        "url": said.get("url", ""),
        "intygar": said.get("intygar", ""),
        "forvaringsplats": said.get("forvaringsplats", ""),
        "paragrafer": said.get("paragrafer", ""),
    }


def _require_fit(
    held: RecordedMeeting, kind: Anslagsslag, published: datetime, said: Mapping[str, Any], at: datetime
) -> None:
    problems: list[Problem] = []
    organ = held.framework.find_organ(held.row.organ)
    of_fullmaktige = organ is not None and organ.typ is Organtyp.KOMMUNFULLMAKTIGE
    if kind in OF_MEETING and (kind is Anslagsslag.NAMNDSAMMANTRADE) == of_fullmaktige:
        problems.append(
            Problem(
                "wrong_announcement",
                f"{kind.label} passar inte: sammanträdet är {organ.namn if organ else held.row.organ}:s.",
                "slag",
                "Ange sammantrade eller bradskande_arende för fullmäktige, annars namndsammantrade.",
            )
        )
    if published > at:
        problems.append(
            Problem(
                "not_yet",
                "Tidpunkten ligger i framtiden; det som noteras ska ha skett.",
                "publicerat",
                "Notera anslaget när det sitter uppe.",
            )
        )
    if kind is Anslagsslag.JUSTERING:
        problems += [
            Problem("missing_value", f"{what} saknas (8 kap. 12 § KL).", name, remedy)
            for name, (what, remedy) in _OF_MINUTES.items()
            if not said.get(name)
        ]
    if problems:
        raise InvalidInput(*problems)


def _json(raw: JsonObject) -> bytes:
    return json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")
