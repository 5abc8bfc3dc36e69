"""Routes for reports: draft, check, build, download, and the steps to the archive."""

from __future__ import annotations

from typing import Any

from service.api import shown
from service.api.route import PAGING, READERS, Answer, Call, Param, Route, page_answer
from service.flow.blanketter import FormRequest, blank_form, read_form, report_form
from service.flow.drafts import check_draft
from service.flow.jobs import OutputFile, get_job, report_file
from service.flow.orders import FORMATS, order_build
from service.flow.overview import order_overview
from service.flow.refusals import not_known
from service.flow.register import (
    WRITERS,
    check_report,
    create_report,
    get_report,
    input_of,
    inputs_of,
    page_reports,
    save_report,
)
from service.flow.release import take_step
from service.flow.uploads import scan_file
from service.model.lists import SORTS, Wanted
from service.model.people import CENTRAL
from service.model.steps import STATES, STEPS
from service.schema.requests import BuildRequest, OverviewRequest, StepRequest

BUILDERS = WRITERS | CENTRAL
_SORTS = tuple(sign + name for name in SORTS for sign in ("", "-"))


def _list(call: Call) -> Answer:
    query = call.query
    wanted = Wanted(
        query["organ"], query["ar"], query["status"], query["dokumenttyp"], query["text"], query["sortering"]
    )
    page = page_reports(call.service, call.person, wanted, call.span)
    return page_answer(page, [shown.report(one) for one in page.rows])


def _create(call: Call) -> Answer:
    made = create_report(call.service, call.person, call.path, call.query["organ"])
    return Answer(shown.saved(made), made.report.version, f"/rapporter/{made.report.id}")


def _get(call: Call) -> Answer:
    found = get_report(call.service, call.person, call.at["rapport"])
    return Answer(shown.report(found), found.version)


def _save(call: Call) -> Answer:
    made = save_report(call.service, call.person, call.at["rapport"], call.path, call.version)
    return Answer(shown.saved(made), made.report.version)


def _versions(call: Call) -> Answer:
    return Answer({"poster": list(inputs_of(call.service, call.person, call.at["rapport"]))})


def _input(call: Call) -> Answer:
    return _input_file(call, 0)


def _version(call: Call) -> Answer:
    nr = call.at["nr"]
    if not (nr.isascii() and nr.isdecimal() and 0 < len(nr) < 9 and int(nr)):
        raise not_known("Versionen")
    return _input_file(call, int(nr))


def _input_file(call: Call, wanted: int) -> Answer:
    nr, sha256 = input_of(call.service, call.person, call.at["rapport"], wanted)
    found = get_report(call.service, call.person, call.at["rapport"])
    return Answer(file=OutputFile(f"{found.slug}-{nr}.json", sha256, 0), version=found.version)


def _check(call: Call) -> Answer:
    found = check_report(call.service, call.person, call.at["rapport"])
    return _checked(found.problems, found.notices)


def _check_only(call: Call) -> Answer:
    return _checked(*check_draft(call.service, call.path))


def _checked(problems: Any, notices: Any) -> Answer:
    return Answer(
        {"ok": not problems, "problems": shown.problems(problems), "notices": shown.notices(notices)}
    )


def _build(call: Call) -> Answer:
    formats = [one.value for one in call.body.get("format", ())] or list(FORMATS)
    job = order_build(call.service, call.person, call.at["rapport"], formats)
    call.ring(job)
    return Answer(get_job(call.service, call.person, job), location=f"/jobb/{job}")


def _overview(call: Call) -> Answer:
    year, number = call.body["verksamhetsar"], call.body.get("diarienummer", "")
    job = order_overview(call.service, call.person, year, number)
    call.ring(job)
    return Answer(get_job(call.service, call.person, job), location=f"/jobb/{job}")


def _file(call: Call) -> Answer:
    suffix = call.at["format"]
    if suffix not in FORMATS:
        raise not_known("Dokumentet")
    return Answer(file=report_file(call.service, call.person, call.at["rapport"], suffix))


def _blank_form(call: Call) -> Answer:
    query = call.query
    wanted = FormRequest(
        call.at["dokumenttyp"], query["organ"], query["ar"], query["format"], query["typ"].upper()
    )
    return Answer(file=blank_form(call.service, wanted))


def _report_form(call: Call) -> Answer:
    return Answer(file=report_form(call.service, call.person, call.at["rapport"], call.query["format"]))


def _filled_form(call: Call) -> Answer:
    scan_file(call.service, call.person, call.path)
    found = read_form(call.service, call.path)
    body = {
        "underlag": dict(found.raw),
        "problems": shown.problems(found.problems),
        "notices": shown.notices(found.notices),
    }
    return Answer(body)


def _step(call: Call) -> Answer:
    report, step = call.at["rapport"], call.at["steg"]
    found = take_step(call.service, call.person, report, step, call.body, call.version)
    return Answer(shown.report(found), found.version)


_STEP_NAMES = ", ".join(step.name for step in STEPS)
ROUTES = (
    Route("GET", "/blanketter/{dokumenttyp}", "hamta_blankett", "En blankett med det ifyllt som redan är känt",
          _blank_form, READERS, "fil",
          query=(Param("organ", "Organets beteckning."), Param("ar", "Verksamhetsåret.", 0, 0, 2199),
                 Param("format", "Filens format.", "docx", choices=("docx", "xlsx", "json")),
                 Param("typ", "Dialogens slag: A, B eller C."))),
    Route("POST", "/blanketter", "las_blankett", "Läs en ifylld blankett; svaret är ett underlag, och inget sparas",
          _filled_form, READERS, "Blankett", upload=True,
          query=(Param("namn", "Filens namn, när den skickas utan formulär."),)),
    Route("POST", "/kontroll", "kontrollera", "Kontrollera ett underlag; inget sparas", _check_only, READERS,
          "Kontroll", document=True),
    Route("GET", "/rapporter", "lista_rapporter", "Rapporter som jag får veta av", _list, READERS, "Rapporter",
          query=(*PAGING, Param("organ", "Bara det organets."), Param("ar", "Bara det årets.", 0),
                 Param("status", "Bara de med den statusen.", choices=STATES),
                 Param("dokumenttyp", "Bara den typen."), Param("text", "Text i titeln."),
                 Param("sortering", "Fält att sortera efter; minus före ger fallande.", "-andrad", choices=_SORTS))),
    Route("POST", "/rapporter", "skapa_rapport", "Skapa en rapport av ett underlag (samma JSON som för samlad fyll)",
          _create, WRITERS, "SparadRapport", 201, document=True, creates=True,
          query=(Param("organ", "Organet, när underlaget inte själv säger det."),)),
    Route("POST", "/nulagesbilder", "bygg_nulagesbild", "Beställ årets nulägesbild, av det som organen har skickat in",
          _overview, CENTRAL, "Jobb", 202, OverviewRequest, creates=True),
    Route("GET", "/rapporter/{rapport}", "hamta_rapport", "En rapport med sina steg", _get, READERS, "Rapport"),
    Route("PUT", "/rapporter/{rapport}/indata", "spara_rapport", "Spara en ny version av underlaget", _save,
          WRITERS, "SparadRapport", document=True, versioned=True),
    Route("GET", "/rapporter/{rapport}/indata", "hamta_indata", "Underlagets senaste version", _input, READERS, "fil"),
    Route("GET", "/rapporter/{rapport}/blankett", "hamta_rapportens_blankett",
          "Rapporten som blankett med sina svar, att arbeta vidare i", _report_form, READERS, "fil",
          query=(Param("format", "Filens format.", "docx", choices=("docx", "xlsx", "json")),)),
    Route("GET", "/rapporter/{rapport}/versioner", "lista_versioner", "Underlagets versioner", _versions, READERS,
          "Versioner"),
    Route("GET", "/rapporter/{rapport}/versioner/{nr}", "hamta_version", "En version av underlaget", _version,
          READERS, "fil"),
    Route("GET", "/rapporter/{rapport}/kontroll", "kontrollera_rapport", "Felen i underlagets senaste version", _check,
          READERS, "Kontroll"),
    Route("POST", "/rapporter/{rapport}/bygg", "bygg_rapport", "Beställ rapportens dokument", _build, BUILDERS,
          "Jobb", 202, BuildRequest, optional=True, creates=True),
    Route("GET", "/rapporter/{rapport}/dokument/{format}", "hamta_dokument", "Det färdiga dokumentet: docx eller pdf",
          _file, READERS, "fil"),
    Route("POST", "/rapporter/{rapport}/steg/{steg}", "ta_steg", f"Ta ett steg: {_STEP_NAMES}", _step, READERS,
          "Rapport", takes=StepRequest, optional=True, versioned=True),
)  # fmt: skip
