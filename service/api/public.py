"""Routes for everybody, logged in or not: the public register and what has been released. Open by a setting alone."""

from __future__ import annotations

from service.api.diarium import FORMAT, WORDS, search_of
from service.api.route import PAGING, Answer, Call, Param, Route, page_answer
from service.flow.diarium.export import array
from service.flow.diarium.public import all_public, page_public
from service.flow.diarium.shown import plain, public_as_csv
from service.flow.offentligt import KEPT_SECONDS, admit_public
from service.flow.releases import list_releases, page_released_meetings, release_file, released_meeting


def _register(call: Call) -> Answer:
    admit_public(call.service, call.address)
    page = page_public(call.service, search_of(call.query), call.span, on_web=True)
    body = page_answer(page, [plain(one) for one in page.rows]).body
    return Answer(body, kept=KEPT_SECONDS)


def _register_file(call: Call) -> Answer:
    admit_public(call.service, call.address)
    rows = all_public(call.service, search_of(call.query), on_web=True)
    if call.query["format"] == "csv":
        return Answer(stream=(public_as_csv(rows), "offentligt-diarium.csv"), kept=KEPT_SECONDS)
    text = array(plain(one) for one in rows)
    return Answer(stream=(text, "offentligt-diarium.json"), kept=KEPT_SECONDS)


def _meetings(call: Call) -> Answer:
    person = admit_public(call.service, call.address)
    page = page_released_meetings(call.service, person, call.query["organ"], call.span)
    return Answer(page_answer(page, list(page.rows)).body, kept=KEPT_SECONDS)


def _meeting(call: Call) -> Answer:
    person = admit_public(call.service, call.address)
    return Answer(released_meeting(call.service, person, call.at["mote"]), kept=KEPT_SECONDS)


def _releases(call: Call) -> Answer:
    person = admit_public(call.service, call.address)
    found = list_releases(call.service, person, call.at["mote"])
    return Answer({"poster": list(found)}, kept=KEPT_SECONDS)


def _file(call: Call) -> Answer:
    person, at = admit_public(call.service, call.address), call.at
    return Answer(
        file=release_file(call.service, person, at["mote"], at["utgivning"], at["namn"]), kept=KEPT_SECONDS
    )


_M = "/offentligt/sammantraden/{mote}"
ROUTES = (
    Route("GET", "/offentligt/diarium", "oppet_diarium", "Det offentliga diariet utan inloggning, när "
          "SAMLAD_OFFENTLIGT=ja; utan enskildas namn", _register, None, "OffentligaRader", query=(*PAGING, *WORDS)),
    Route("GET", "/offentligt/diarium/fil", "oppet_diarium_fil", "Hela det öppna diariet som fil", _register_file,
          None, "fil", query=(*WORDS, FORMAT)),
    Route("GET", "/offentligt/sammantraden", "oppna_sammantraden", "Sammanträden med ett utgivet paket", _meetings,
          None, "Sammantraden", query=(*PAGING, Param("organ", "Bara det organets."))),
    Route("GET", _M, "oppet_sammantrade", "Ett sammanträde så som den utgivna offentliga utgåvan säger", _meeting,
          None, "Sammantrade"),
    Route("GET", _M + "/utgivningar", "oppna_utgivningar", "Utgivna paket med den offentliga utgåvans filer",
          _releases, None, "Utgivningar"),
    Route("GET", _M + "/utgivningar/{utgivning}/filer/{namn}", "oppen_fil", "En fil i en offentlig utgåva", _file,
          None, "fil"),
)  # fmt: skip
