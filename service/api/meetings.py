"""Routes for meetings, their ärenden and handlingar, and the packet."""

from __future__ import annotations

from typing import Any

from service.api import shown
from service.api.route import PAGING, READERS, Answer, Call, Param, Route, page_answer
from service.flow import preparation, releases
from service.flow.jobs import get_job, meeting_jobs
from service.flow.orders import check_meeting, order_packet
from service.flow.preparation import EDITORS
from service.model.people import CENTRAL
from service.schema.requests import (
    CompileRequest,
    MeetingRequest,
    OrderRequest,
    ReleaseRequest,
    WithdrawRequest,
)


def _meeting(found: dict[str, Any], location: str = "") -> Answer:
    return Answer(found, found["version"], location)


def _list(call: Call) -> Answer:
    page = releases.page_seen_meetings(call.service, call.person, call.query["organ"], call.span)
    return page_answer(page, list(page.rows))


def _create(call: Call) -> Answer:
    made = preparation.create_meeting(call.service, call.person, call.body)
    return _meeting(made, f"/sammantraden/{made['id']}")


def _get(call: Call) -> Answer:
    return _meeting(releases.seen_meeting(call.service, call.person, call.at["mote"]))


def _change(call: Call) -> Answer:
    return _meeting(
        preparation.change_meeting(call.service, call.person, call.at["mote"], call.body, call.version)
    )


def _add_arende(call: Call) -> Answer:
    return _meeting(
        preparation.add_arende(call.service, call.person, call.at["mote"], call.body, call.version)
    )


def _change_arende(call: Call) -> Answer:
    meeting, arende = call.at["mote"], call.at["arende"]
    return _meeting(
        preparation.change_arende(call.service, call.person, meeting, arende, call.body, call.version)
    )


def _remove_arende(call: Call) -> Answer:
    meeting, arende = call.at["mote"], call.at["arende"]
    return _meeting(preparation.remove_arende(call.service, call.person, meeting, arende, call.version))


def _order_arenden(call: Call) -> Answer:
    order = call.body["ordning"]
    return _meeting(
        preparation.order_arenden(call.service, call.person, call.at["mote"], order, call.version)
    )


def _add_handling(call: Call) -> Answer:
    meeting, arende = call.at["mote"], call.at["arende"]
    return _meeting(
        preparation.add_handling(call.service, call.person, meeting, arende, call.body, call.version)
    )


def _place(call: Call) -> tuple[str, str]:
    return call.at["arende"], call.at["handling"]


def _change_handling(call: Call) -> Answer:
    meeting = call.at["mote"]
    return _meeting(
        preparation.change_handling(call.service, call.person, meeting, _place(call), call.body, call.version)
    )


def _remove_handling(call: Call) -> Answer:
    meeting = call.at["mote"]
    return _meeting(
        preparation.remove_handling(call.service, call.person, meeting, _place(call), call.version)
    )


def _order_handlingar(call: Call) -> Answer:
    meeting, arende, order = call.at["mote"], call.at["arende"], call.body["ordning"]
    return _meeting(
        preparation.order_handlingar(call.service, call.person, meeting, arende, order, call.version)
    )


def _check(call: Call) -> Answer:
    problems, notices = check_meeting(call.service, call.person, call.at["mote"])
    return Answer(
        {"ok": not problems, "problems": shown.problems(problems), "notices": shown.notices(notices)}
    )


def _compile(call: Call) -> Answer:
    editions = [one.value for one in call.body.get("utgavor", ())] or ["intern"]
    size = float(call.body.get("del_mb", 0))
    after = call.body.get("efter", "")
    job = order_packet(call.service, call.person, call.at["mote"], editions, size, after)
    call.ring(job)
    return Answer(get_job(call.service, call.person, job), location=f"/jobb/{job}")


def _packets(call: Call) -> Answer:
    preparation.get_meeting(call.service, call.person, call.at["mote"])
    return Answer({"poster": list(meeting_jobs(call.service, call.person, call.at["mote"]))})


def _releases(call: Call) -> Answer:
    return Answer({"poster": list(releases.list_releases(call.service, call.person, call.at["mote"]))})


def _release(call: Call) -> Answer:
    meeting = call.at["mote"]
    made = releases.release_packet(call.service, call.person, meeting, call.body["jobb"])
    return Answer(made, location=f"/sammantraden/{meeting}/utgivningar/{made['id']}")


def _withdraw(call: Call) -> Answer:
    why = call.body["varfor"]
    return Answer(
        releases.withdraw_release(call.service, call.person, call.at["mote"], call.at["utgivning"], why)
    )


def _release_file(call: Call) -> Answer:
    at = call.at
    return Answer(
        file=releases.release_file(call.service, call.person, at["mote"], at["utgivning"], at["namn"])
    )


_M = "/sammantraden/{mote}"
_A = _M + "/arenden/{arende}"
_H = _A + "/handlingar/{handling}"
ROUTES = (
    Route("GET", "/sammantraden", "lista_sammantraden", "Sammanträden, det senaste först", _list, READERS,
          "Sammantraden", query=(*PAGING, Param("organ", "Bara det organets."))),
    Route("POST", "/sammantraden", "skapa_sammantrade", "Lägg upp ett sammanträde", _create, EDITORS, "Sammantrade",
          201, MeetingRequest, creates=True),
    Route("GET", _M, "hamta_sammantrade", "Ett sammanträde med ärenden och handlingar", _get, READERS, "Sammantrade"),
    Route("PUT", _M, "andra_sammantrade", "Ändra sammanträde och kallelse", _change, EDITORS, "Sammantrade",
          takes=MeetingRequest, versioned=True),
    Route("POST", _M + "/arenden", "nytt_arende", "Lägg till ett ärende sist", _add_arende, EDITORS, "Sammantrade",
          201, raw=True, versioned=True, creates=True),
    Route("PUT", _M + "/arenden", "ordna_arenden", "Ordna ärendena; de numreras om", _order_arenden, EDITORS,
          "Sammantrade", takes=OrderRequest, versioned=True),
    Route("PUT", _A, "andra_arende", "Ändra ett ärende", _change_arende, EDITORS, "Sammantrade", raw=True,
          versioned=True),
    Route("DELETE", _A, "ta_bort_arende", "Ta bort ett ärende med dess handlingar", _remove_arende, EDITORS,
          "Sammantrade", versioned=True),
    Route("POST", _A + "/handlingar", "ny_handling", "Lägg till en handling: en fil eller en rapport", _add_handling,
          EDITORS, "Sammantrade", 201, raw=True, versioned=True, creates=True),
    Route("PUT", _A + "/handlingar", "ordna_handlingar", "Ordna ett ärendes handlingar", _order_handlingar, EDITORS,
          "Sammantrade", takes=OrderRequest, versioned=True),
    Route("PUT", _H, "andra_handling", "Ändra vad som sägs om en handling", _change_handling, EDITORS, "Sammantrade",
          raw=True, versioned=True),
    Route("DELETE", _H, "ta_bort_handling", "Ta bort en handling", _remove_handling, EDITORS, "Sammantrade",
          versioned=True),
    Route("GET", _M + "/kontroll", "kontrollera_sammantrade", "Felen i sammanträdet, dess rapporter och filer", _check,
          CENTRAL, "Kontroll"),
    Route("POST", _M + "/sammanstall", "sammanstall", "Beställ paketet, i en eller två utgåvor", _compile, EDITORS,
          "Jobb", 202, CompileRequest, optional=True, creates=True),
    Route("GET", _M + "/paket", "lista_paket", "Beställda paket, det senaste först", _packets, CENTRAL, "Paket"),
    Route("GET", _M + "/utgivningar", "lista_utgivningar", "Utgivna paket, det senaste först, med de filer du får läsa",
          _releases, READERS, "Utgivningar"),
    Route("POST", _M + "/utgivningar", "ge_ut_paket", "Ge ut ett färdigt paket: läsare får den offentliga utgåvan, "
          "organets ledamöter också den interna", _release, EDITORS, "Utgivning", 201, ReleaseRequest, creates=True),
    Route("POST", _M + "/utgivningar/{utgivning}/aterkalla", "aterkalla_utgivning", "Återkalla ett utgivet paket",
          _withdraw, EDITORS, "Utgivning", takes=WithdrawRequest),
    Route("GET", _M + "/utgivningar/{utgivning}/filer/{namn}", "hamta_utgiven_fil", "En fil i ett utgivet paket",
          _release_file, READERS, "fil"),
)  # fmt: skip
