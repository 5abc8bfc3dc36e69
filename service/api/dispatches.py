"""Routes for a meeting on its way: the law's checks, the anslagstavla, dispatches and their receivers."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.api.route import Answer, Call, Param, Route
from service.errors import InvalidInput, Problem
from service.flow.jobs import get_job
from service.flow.utskick.anslag import announce, list_anslag, order_announcement
from service.flow.utskick.gang import meeting_course
from service.flow.utskick.granskat import examine_recorded
from service.flow.utskick.mote import DISPATCHERS
from service.flow.utskick.post import order_letters
from service.flow.utskick.studs import note_bounces
from service.flow.utskick.utskick import (
    begin_dispatch,
    get_utskick,
    list_utskick,
    mark_held,
    mark_receivers,
    mark_sent,
)
from service.model.granskning import Granskning
from service.model.people import CENTRAL
from service.schema.dispatch_requests import AnslagRequest, MottagareRequest, UtsandRequest, UtskickRequest


def _examine(call: Call) -> Answer:
    day = _day(call.query["dag"])
    return Answer(examined(examine_recorded(call.service, call.person, call.at["mote"], day)))


def examined(found: Granskning) -> dict[str, Any]:
    """Every remark, as JSON."""
    days = found.frister
    return {
        "ok": not found.hinder,
        "dag": found.dag.isoformat(),
        "frister": {
            "tillkannagivande": days.tillkannagivande.isoformat() if days.tillkannagivande else None,
            "kallelse": days.kallelse.isoformat() if days.kallelse else None,
            "bradskande": days.bradskande.isoformat() if days.bradskande else None,
            "justering": days.justering.isoformat(),
        },
        "anmarkningar": [
            {
                "regel": one.regel,
                "lagrum": one.lagrum,
                "allvar": one.allvar.value,
                "text": one.text,
                "atgard": one.atgard,
                "plats": one.plats,
            }
            for one in found.anmarkningar
        ],
    }


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            Problem("not_a_date", "Parametern dag är inget datum.", "dag", "Skriv till exempel 2026-12-04.")
        ) from None


def _course(call: Call) -> Answer:
    return Answer(meeting_course(call.service, call.person, call.at["mote"]))


def _announce(call: Call) -> Answer:
    return Answer(announce(call.service, call.person, call.at["mote"], call.body))


def _list_anslag(call: Call) -> Answer:
    return Answer({"poster": list(list_anslag(call.service, call.person, call.at["mote"]))})


def _print(call: Call) -> Answer:
    return _ordered(call, order_announcement(call.service, call.person, call.at["mote"], call.at["anslag"]))


def _begin(call: Call) -> Answer:
    made = begin_dispatch(call.service, call.person, call.at["mote"], call.body)
    return Answer(made, location=f"/sammantraden/{call.at['mote']}/utskick/{made['id']}")


def _list_utskick(call: Call) -> Answer:
    return Answer({"poster": list(list_utskick(call.service, call.person, call.at["mote"]))})


def _get_utskick(call: Call) -> Answer:
    return Answer(get_utskick(call.service, call.person, call.at["mote"], call.at["utskick"]))


def _send(call: Call) -> Answer:
    return _ordered(call, order_letters(call.service, call.person, call.at["mote"], call.at["utskick"]))


def _ordered(call: Call, job: str) -> Answer:
    call.ring(job)
    return Answer(get_job(call.service, call.person, job), location=f"/jobb/{job}")


def _mark(call: Call) -> Answer:
    return Answer(mark_receivers(call.service, call.person, call.at["mote"], call.at["utskick"], call.body))


def _bounce(call: Call) -> Answer:
    files = [(call.filename or call.path.name, call.path)]
    noted = note_bounces(call.service, call.person, files, call.at["mote"], call.at["utskick"])
    return Answer({"poster": list(noted)})


def _mark_sent(call: Call) -> Answer:
    reason = call.body.get("skal", "")
    return Answer(mark_sent(call.service, call.person, call.at["mote"], call.at["utskick"], reason))


def _mark_held(call: Call) -> Answer:
    return Answer(mark_held(call.service, call.person, call.at["mote"]))


_M = "/sammantraden/{mote}"
_U = _M + "/utskick/{utskick}"
ROUTES = (
    Route("GET", _M + "/granska", "granska_sammantrade", "Sammanträdet prövat mot kommunallagen", _examine, CENTRAL,
          "Granskning", query=(Param("dag", "Granska som om det vore den dagen; annars i dag."),)),
    Route("GET", _M + "/gang", "hamta_gang", "Hur långt sammanträdet har kommit, och stegen dit", _course, CENTRAL,
          "Gang"),
    Route("GET", _M + "/anslag", "lista_anslag", "Det som har satts upp på anslagstavlan", _list_anslag, CENTRAL,
          "AnslagLista"),
    Route("POST", _M + "/anslag", "notera_anslag", "Notera det som har satts upp på anslagstavlan", _announce,
          DISPATCHERS, "Anslag", 201, AnslagRequest, creates=True),
    Route("POST", _M + "/anslag/{anslag}/bygg", "bygg_anslag", "Beställ tillkännagivandet som Word och PDF", _print,
          DISPATCHERS, "Jobb", 202),
    Route("GET", _M + "/utskick", "lista_utskick", "Sammanträdets utskick", _list_utskick, CENTRAL, "UtskickLista"),
    Route("POST", _M + "/utskick", "nytt_utskick", "Påbörja ett utskick; inget skickas än", _begin, DISPATCHERS,
          "Utskick", 201, UtskickRequest, creates=True),
    Route("GET", _U, "hamta_utskick", "Ett utskick, med vad som blev av det för var och en", _get_utskick, CENTRAL,
          "Utskick"),
    Route("POST", _U + "/skicka", "skicka_brev", "Beställ e-post till dem som väntar på den", _send, DISPATCHERS,
          "Jobb", 202),
    Route("POST", _U + "/mottagare", "notera_mottagare", "Anteckna hur kallelsen har nått några", _mark, DISPATCHERS,
          "Utskick", takes=MottagareRequest),
    Route("POST", _U + "/studsar", "las_studs", "Läs en studs (.eml) in i utskickets logg", _bounce, DISPATCHERS,
          "Studsar", upload=True, query=(Param("namn", "Filens namn, när den skickas utan formulär."),)),
    Route("POST", _U + "/utsand", "markera_utsand", "Markera som utsänt; ett hinder kräver ett skäl", _mark_sent,
          DISPATCHERS, "Utskick", takes=UtsandRequest, optional=True),
    Route("POST", _M + "/genomfort", "markera_genomfort", "Markera sammanträdet som genomfört", _mark_held,
          DISPATCHERS, "Tillstand"),
)  # fmt: skip
