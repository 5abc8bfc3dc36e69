"""What keeps the service running: its bodies, jobs, log, state and settings, for the administrator."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask_babel import gettext as _

from service.errors import Problem
from service.flow.accounts import ADMIN, page_accounts
from service.flow.all_jobs import STATES, page_all_jobs, stop_job
from service.flow.frameworks import list_frameworks, list_organs
from service.flow.inspection import inspect_as, job_counts
from service.flow.log import LogQuery, check_log, log_kinds, page_log
from service.model.choices import Organtyp
from service.model.lists import Span
from service.web.language import mark
from service.web.page import Go, Page, Reply, Show, Visit, pages_of

JOB_STATES = {
    "vantar": mark("Väntar"),
    "pagar": mark("Pågår"),
    "klar": mark("Klar"),
    "misslyckad": mark("Misslyckades"),
    "avbruten": mark("Avbruten"),
}
JOB_TONES = {"pagar": "info", "klar": "good", "misslyckad": "bad"}
JOB_KINDS = {
    "bygg": mark("Rapport"),
    "sammanstall": mark("Paket"),
    "utskick": mark("Utskick"),
    "prova": mark("Prov av mall"),
    "nulagesbild": mark("Nulägesbild"),
    "arkivera": mark("Arkivpaket"),
    "granska_publicering": mark("Granskning före publicering"),
}
_FIELDS = ("vem", "vad", "slag", "objekt", "fran", "till")


def _start(visit: Visit) -> Reply:
    people = page_accounts(visit.service, visit.person, Span(0, 1)).total
    versions = list_frameworks(visit.service)
    organs = sum(one.aktiv for one in list_organs(visit.service))
    context = {"people": people, "organs": organs, "framework": versions[0] if versions else None}
    return Show("administration.html", {**context, "counts": job_counts(visit.service), "states": JOB_STATES})


def _organs(visit: Visit) -> Reply:
    kinds = {one.value: one.label for one in Organtyp}
    return Show("organs.html", {"organs": list_organs(visit.service), "kinds": kinds})


def _jobs(visit: Visit) -> Reply:
    status = visit.query.get("status", "")
    page = page_all_jobs(visit.service, visit.person, status, visit.span)
    context = {"jobs": page.rows, "found": pages_of(page.total, page.start), "status": status}
    words = {"states": {one: JOB_STATES[one] for one in STATES}, "tones": JOB_TONES, "kinds": JOB_KINDS}
    return Show("all_jobs.html", {**context, **words})


def _stop(visit: Visit) -> Reply:
    stop_job(visit.service, visit.person, visit.at["jobb"])
    return Go("/administration/jobb", _("Jobbet avbryts."))


def _log(visit: Visit) -> Reply:
    asked = {name: visit.query.get(name, "").strip() for name in _FIELDS}
    problems: list[Problem] = []
    first, last = (_day(asked, name, problems) for name in ("fran", "till"))
    query = LogQuery(asked["vem"], asked["vad"], asked["slag"], asked["objekt"], first, last)
    page = page_log(visit.service, visit.person, query, visit.span)
    said = urlencode({name: text for name, text in asked.items() if text})
    context = {
        "entries": page.rows,
        "found": pages_of(page.total, page.start),
        "asked": asked,
        "narrowed": f"{said}&" if said else "",
        "kinds": [(one, one) for one in log_kinds(visit.service, visit.person)],
        "names": _names(visit),
    }
    return Show("log.html", {**context, "problems": tuple(problems)}, 422 if problems else 200)


def _day(asked: dict[str, str], name: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(asked[name]) if asked[name] else None
    except ValueError:
        problems.append(Problem("not_a_date", _("Det är inget datum."), name, _("Skriv som 2026-12-14.")))
        return None


def _names(visit: Visit) -> dict[str, str]:
    """The username of each account, for entries that tell of one."""
    page = page_accounts(visit.service, visit.person, Span(0, 200))
    return {one.person.id: one.person.username for one in page.rows}


def _check_log(visit: Visit) -> Reply:
    return Show("log_checked.html", {"chain": check_log(visit.service, visit.person)})


def _state(visit: Visit) -> Reply:
    return Show("state.html", {"inspected": None, "counts": job_counts(visit.service), "states": JOB_STATES})


def _inspect(visit: Visit) -> Reply:
    found = inspect_as(visit.service, visit.person)
    return Show("state.html", {"inspected": found, "counts": job_counts(visit.service), "states": JOB_STATES})


PAGES = (
    Page("GET", "/administration", "administration", _start, ADMIN, menu=mark("Administration")),
    Page("GET", "/administration/organ", "organ", _organs, ADMIN),
    Page("GET", "/administration/jobb", "allas_jobb", _jobs, ADMIN),
    Page("POST", "/administration/jobb/{jobb}/avbryt", "avbryt_nagons_jobb", _stop, ADMIN),
    Page("GET", "/administration/logg", "logg", _log, ADMIN),
    Page("POST", "/administration/logg/kontroll", "kontrollera_logg", _check_log, ADMIN),
    Page("GET", "/administration/tillstand", "tillstand", _state, ADMIN),
    Page("POST", "/administration/tillstand", "kontrollera_tjansten", _inspect, ADMIN),
)
