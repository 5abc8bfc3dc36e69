"""Routes for the register: series, matters, documents, corrections, what awaits, and the public register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.api import shown
from service.api.route import PAGING, Answer, Call, Param, Route, page_answer
from service.errors import InvalidInput, Problem
from service.flow.diarium.answered import confirm, list_sendings, send_again
from service.flow.diarium.awaiting import SEERS, except_awaiting, list_awaiting, register_awaiting, suggest
from service.flow.diarium.correct import (
    EMPTY,
    cancel_document,
    correct_case,
    correct_document,
    set_case_status,
)
from service.flow.diarium.enter import Entered, open_case, register
from service.flow.diarium.export import array, export_text
from service.flow.diarium.find import (
    READERS,
    document_file,
    get_case,
    numbered,
    search_cases,
    search_documents,
)
from service.flow.diarium.public import all_public, page_public
from service.flow.diarium.series import (
    REGISTRARS,
    list_plan,
    list_series,
    put_plan,
    put_series,
    series_of_framework,
)
from service.flow.diarium.shown import case_as_json, document_as_json, plain, public_as_csv
from service.flow.diarium.typed import read_series
from service.flow.diarium.verify import VERIFIERS, verify_register
from service.flow.jobs import OutputFile
from service.model.diarium import (
    Arendeuppgifter,
    Handlingsuppgifter,
    Riktning,
    Sokning,
)
from service.schema import diarium as requests

WORDS = (
    Param("text", "Text i nummer, titlar och namn."),
    Param("myndighet", "Bara den myndighetens."),
    Param("fran_dag", "Från och med den dagen, som 2026-01-31."),
    Param("till_dag", "Till och med den dagen."),
    Param("riktning", "Bara den riktningen.", choices=tuple(one.value for one in Riktning)),
)
_SEARCH = (
    *WORDS,
    Param("handlingstyp", "Bara den typen."),
    Param("part", "Namn på avsändare eller mottagare."),
)
FORMAT = Param("format", "Svarets format.", "json", choices=("json", "csv"))


def search_of(query: Mapping[str, Any]) -> Sokning:
    """The search that an address asks for. Raises InvalidInput."""
    return Sokning(
        text=query["text"],
        myndighet=query["myndighet"],
        handlingstyp=query.get("handlingstyp", ""),
        riktning=query["riktning"],
        part=query.get("part", ""),
        fran=_day(query, "fran_dag"),
        till=_day(query, "till_dag"),
    )


def _day(query: Mapping[str, Any], name: str) -> date | None:
    if not query[name]:
        return None
    try:
        return date.fromisoformat(query[name])
    except ValueError:
        problem = Problem(
            "not_a_date", f"Parametern {name} är inget datum.", name, "Skriv det som 2026-01-31."
        )
        raise InvalidInput(problem) from None


def _series(call: Call) -> Answer:
    return Answer({"poster": [plain(one) for one in list_series(call.service)]})


def _make_series(call: Call) -> Answer:
    return Answer({"poster": [plain(one) for one in series_of_framework(call.service, call.person)]})


def _put_series(call: Call) -> Answer:
    series, first = read_series(call.at["serie"][:80], call.version, call.body)
    made = put_series(call.service, call.person, series, first)
    return Answer(plain(made), made.version)


def _plan(call: Call) -> Answer:
    return Answer({"rader": [plain(one) for one in list_plan(call.service)]})


def _put_plan(call: Call) -> Answer:
    return Answer({"rader": [plain(one) for one in put_plan(call.service, call.person, call.body["rader"])]})


def _cases(call: Call) -> Answer:
    page = search_cases(call.service, call.person, search_of(call.query), call.span)
    return page_answer(page, [case_as_json(one) for one in page.rows])


def _open(call: Call) -> Answer:
    made, notices = open_case(call.service, call.person, Arendeuppgifter(**call.body))
    body = {"arende": case_as_json(made), "notices": shown.notices(notices)}
    return Answer(body, made.version, f"/diarium/arenden/{made.id}")


def _case(call: Call) -> Answer:
    found = get_case(call.service, call.person, call.at["diariearende"])
    return Answer(case_as_json(found), found.version)


def _register(call: Call) -> Answer:
    told = Handlingsuppgifter(**call.body)
    return _entered(register(call.service, call.person, call.at["diariearende"], told))


def _entered(made: Entered) -> Answer:
    number = made.matter.number_of(made.document)
    body = {"handling": document_as_json(number, made.document), "notices": shown.notices(made.notices)}
    return Answer(body, made.document.version, f"/diarium/handlingar/{made.document.id}")


def _correct_case(call: Call) -> Answer:
    case, why = call.at["diariearende"], call.body["varfor"]
    made = correct_case(call.service, call.person, case, _changes(call.body), why, call.version)
    return Answer(case_as_json(made), made.version)


def _correct_document(call: Call) -> Answer:
    document, why = call.at["diariehandling"], call.body["varfor"]
    made = correct_document(call.service, call.person, document, _changes(call.body), why, call.version)
    return _document_answer(call, made.id)


def _changes(body: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: EMPTY.get(name, "") for name in body.get("tom", ())}, **body.get("andringar", {})}


def _document_answer(call: Call, document: str) -> Answer:
    number, found = numbered(call.service, call.person, document)
    return Answer(document_as_json(number, found), found.version)


def _status(call: Call) -> Answer:
    case, status, why = call.at["diariearende"], call.body["status"], call.body["varfor"]
    made = set_case_status(call.service, call.person, case, status, why, call.version)
    return Answer(case_as_json(made), made.version)


def _documents(call: Call) -> Answer:
    page = search_documents(call.service, call.person, search_of(call.query), call.span)
    return page_answer(page, [document_as_json(number, one) for number, one in page.rows])


def _document(call: Call) -> Answer:
    return _document_answer(call, call.at["diariehandling"])


def _cancel(call: Call) -> Answer:
    why = call.body["varfor"]
    made = cancel_document(call.service, call.person, call.at["diariehandling"], why, call.version)
    return _document_answer(call, made.id)


def _sendings(call: Call) -> Answer:
    return Answer({"poster": [plain(one) for one in list_sendings(call.service, call.person)]})


def _confirm(call: Call) -> Answer:
    made = confirm(call.service, call.person, call.at["diariehandling"], call.body["diarienummer"])
    return _document_answer(call, made.id)


def _send_again(call: Call) -> Answer:
    return _document_answer(call, send_again(call.service, call.person, call.at["diariehandling"]).id)


def _file(call: Call) -> Answer:
    found = document_file(call.service, call.person, call.at["diariehandling"], call.at["diariefil"])
    return Answer(file=OutputFile(found.namn, found.sha256, found.storlek))


def _awaiting(call: Call) -> Answer:
    return Answer({"poster": [plain(one) for one in list_awaiting(call.service, call.person)]})


def _suggestion(call: Call) -> Answer:
    return Answer(plain(suggest(call.service, call.person, call.at["kalla"])))


def _register_awaiting(call: Call) -> Answer:
    source, body = call.at["kalla"], call.body
    return _entered(
        register_awaiting(call.service, call.person, source, body.get("arende", ""), body.get("andringar"))
    )


def _except(call: Call) -> Answer:
    except_awaiting(call.service, call.person, call.at["kalla"], call.body["grund"], call.body["varfor"])
    return Answer()


def _public(call: Call) -> Answer:
    page = page_public(call.service, search_of(call.query), call.span)
    return page_answer(page, [plain(one) for one in page.rows])


def _public_file(call: Call) -> Answer:
    rows = all_public(call.service, search_of(call.query))
    if call.query["format"] == "csv":
        return Answer(stream=(public_as_csv(rows), "offentligt-diarium.csv"))
    return Answer(stream=(array(plain(one) for one in rows), "offentligt-diarium.json"))


def _export(call: Call) -> Answer:
    form = call.query["format"]
    text = export_text(call.service, call.person, form, call.query["myndighet"], call.query["ar"])
    return Answer(stream=(text, f"diarium.{form}"))


def _verify(call: Call) -> Answer:
    problems = list(verify_register(call.service, call.person))
    return Answer({"ok": not problems, "problems": shown.problems(problems), "notices": []})


_A = "/diarium/arenden/{diariearende}"
_H = "/diarium/handlingar/{diariehandling}"
_V = "/diarium/vantar/{kalla}"
ROUTES = (
    Route("GET", "/diarium/serier", "lista_diarieserier", "Serier av diarienummer", _series, READERS, "Diarieserier"),
    Route("POST", "/diarium/serier", "skapa_diarieserier", "Lägg upp en serie för varje myndighet som saknar",
          _make_series, REGISTRARS, "Diarieserier", 201),
    Route("PUT", "/diarium/serier/{serie}", "andra_diarieserie", "Lägg upp (If-Match v0) eller ändra en serie",
          _put_series, REGISTRARS, "Diarieserie", takes=requests.DiarieserieRequest, versioned=True),
    Route("GET", "/diarium/plan", "hamta_hanteringsplan", "Informationshanteringsplanen", _plan, READERS,
          "Hanteringsplan"),
    Route("PUT", "/diarium/plan", "andra_hanteringsplan", "Byt informationshanteringsplan", _put_plan, REGISTRARS,
          "Hanteringsplan", takes=requests.HanteringsplanRequest),
    Route("GET", "/diarium/arenden", "sok_diariearenden", "Sök ärenden; det senast öppnade först", _cases, READERS,
          "Diariearenden", query=(*PAGING, *_SEARCH)),
    Route("POST", "/diarium/arenden", "oppna_diariearende", "Öppna ett ärende; det får seriens nästa nummer", _open,
          REGISTRARS, "OppnatArende", 201, requests.NyttArendeRequest, creates=True),
    Route("GET", _A, "hamta_diariearende", "Ett ärende, på id eller diarienummer", _case, READERS, "Diariearende"),
    Route("POST", _A + "/handlingar", "registrera_handling", "Registrera en handling i ärendet", _register, REGISTRARS,
          "RegistreradHandling", 201, requests.NyHandlingRequest, creates=True),
    Route("POST", _A + "/rattelser", "ratta_diariearende", "Rätta ett ärende; det gamla värdet står kvar",
          _correct_case, REGISTRARS, "Diariearende", takes=requests.ArenderattelseRequest, versioned=True),
    Route("POST", _A + "/status", "andra_arendestatus", "Avsluta, öppna eller makulera ett ärende", _status, REGISTRARS,
          "Diariearende", takes=requests.ArendestatusRequest, versioned=True),
    Route("GET", "/diarium/handlingar", "sok_diariehandlingar", "Sök handlingar; den senaste först", _documents,
          READERS, "Diariehandlingar", query=(*PAGING, *_SEARCH)),
    Route("GET", _H, "hamta_diariehandling", "En handling, på id eller beteckning (KS.2026.3-1)", _document, READERS,
          "Diariehandling"),
    Route("POST", _H + "/rattelser", "ratta_diariehandling", "Rätta en handling; det gamla värdet står kvar",
          _correct_document, REGISTRARS, "Diariehandling", takes=requests.HandlingsrattelseRequest, versioned=True),
    Route("POST", _H + "/makulera", "makulera_handling", "Makulera en handling; numret står kvar", _cancel, REGISTRARS,
          "Diariehandling", takes=requests.MakuleringRequest, versioned=True),
    Route("POST", _H + "/nummer", "bekrafta_handling", "Ange numret som ett diarium utanför har gett", _confirm,
          REGISTRARS, "Diariehandling", takes=requests.ConfirmRequest),
    Route("POST", _H + "/skicka", "skicka_om_handling", "Skicka igen till ett diarium utanför", _send_again, REGISTRARS,
          "Diariehandling"),
    Route("GET", "/diarium/sandningar", "lista_sandningar", "Det som är på väg till ett diarium utanför", _sendings,
          SEERS, "Sandningar"),
    Route("GET", _H + "/filer/{diariefil}", "hamta_diariefil", "En fil i en handling", _file, READERS, "fil"),
    Route("GET", "/diarium/vantar", "lista_vantande", "Det som väntar på registrering, det äldsta först", _awaiting,
          SEERS, "VantandeLista"),
    Route("GET", _V, "hamta_registreringsforslag", "Vad tjänsten vet om det som väntar", _suggestion, SEERS,
          "Registreringsforslag"),
    Route("POST", _V, "registrera_vantande", "Registrera det som väntar", _register_awaiting, REGISTRARS,
          "RegistreradHandling", 201, requests.VantandeRequest, optional=True, creates=True),
    Route("POST", _V + "/undantag", "undanta_vantande", "Besluta att det inte registreras", _except, REGISTRARS,
          status=204, takes=requests.UndantagRequest),
    Route("GET", "/diarium/offentligt", "offentligt_diarium", "Det offentliga diariet, det senaste först", _public,
          answers="OffentligaRader", query=(*PAGING, *WORDS)),
    Route("GET", "/diarium/offentligt/fil", "offentligt_diarium_fil", "Hela det offentliga diariet som fil",
          _public_file, answers="fil", query=(*WORDS, FORMAT)),
    Route("GET", "/diarium/export", "exportera_diarium", "Hela diariet, så långt jag får veta av det", _export, READERS,
          "fil", query=(Param("myndighet", "Bara den myndighetens."), Param("ar", "Bara det årets.", 0), FORMAT)),
    Route("GET", "/diarium/kontroll", "kontrollera_diarium", "Nummer, uppgifter och filer: det som inte är som det ska",
          _verify, VERIFIERS, "Kontroll"),
)  # fmt: skip
