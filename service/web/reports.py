"""Reports: the list, a new one, one with its faults, steps and files, and a filled form handed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.blanketter import FormRequest, blank_form, report_form
from service.flow.desk import (
    be_present,
    due_of,
    kinds,
    organs,
    retake_form,
    start_report,
    take_form,
    writable_doctypes,
)
from service.flow.doctypes import has_kinds
from service.flow.editing import open_editing
from service.flow.goals import goals_in
from service.flow.jobs import report_file
from service.flow.orders import FORMATS
from service.flow.preview import preview_of
from service.flow.refusals import not_known
from service.flow.register import WRITERS, Saved, inputs_of, page_reports
from service.flow.release import open_steps, take_step
from service.flow.uploads import add_file
from service.model.lists import SORTS, Wanted
from service.model.people import Role
from service.model.steps import BY_NAME, STATES
from service.schema.requests import StepRequest
from service.schema.sections import load_request
from service.web.labels import state_label
from service.web.language import mark
from service.web.page import Give, Go, Page, Received, Reply, Show, Visit, pages_of
from service.web.versions import label_of

READERS = frozenset(Role) - {Role.ADMINISTRATOR}
_NARROWED = ("organ", "ar", "status", "dokumenttyp", "text", "sortering")
ACCEPTED = ".docx,.xlsx,.json"


def _list(visit: Visit) -> Reply:
    query = {name: visit.query.get(name, "") for name in _NARROWED}
    year = query["ar"] if query["ar"].isascii() and query["ar"].isdecimal() and len(query["ar"]) == 4 else ""
    sort = query["sortering"] if query["sortering"].removeprefix("-") in SORTS else "-andrad"
    wanted = Wanted(
        query["organ"], int(year or 0), query["status"], query["dokumenttyp"], query["text"].strip(), sort
    )
    page = page_reports(visit.service, visit.person, wanted, visit.span)
    context = {
        "reports": page.rows,
        "found": pages_of(page.total, page.start),
        "asked": {**query, "sortering": sort},
        "rest": urlencode({name: text for name, text in query.items() if text}),
        "organs": _organ_choices(visit),
        "doctypes": writable_doctypes(),
        "states": [(one, state_label(one)) for one in STATES],
        "narrowed": any(query[name] for name in _NARROWED if name != "sortering"),
    }
    return Show("reports.html", context)


def _organ_choices(visit: Visit) -> list[tuple[str, str]]:
    return [(one.id, f"{one.id} – {one.namn}") for one in organs(visit.service)]


def _new(visit: Visit) -> Reply:
    own = [(code, name) for code, name in _organ_choices(visit) if code in visit.person.organs]
    context = {
        "organs": own,
        "doctypes": writable_doctypes(),
        "kinds": kinds(),
        "year": visit.service.now().year,
        "accepted": ACCEPTED,
    }
    return Show("new_report.html", context)


def _create(visit: Visit) -> Reply:
    year = visit.typed("ar")
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise InvalidInput(Problem("out_of_range", _("Skriv året med fyra siffror."), "ar", ""))
    slug, typ = visit.typed("dokumenttyp"), visit.typed("typ")
    kind = typ if has_kinds(slug) else ""
    if has_kinds(slug) and not kind:
        raise InvalidInput(Problem("missing_value", _("Välj vilket slag av dialog det gäller."), "typ", ""))
    made = start_report(visit.service, visit.person, slug, visit.typed("organ"), int(year), kind)
    return Go(f"/rapporter/{made.report.id}", _("Rapporten är påbörjad. Det som redan är känt är ifyllt."))


def _file(visit: Visit) -> Received:
    if not visit.files:
        raise InvalidInput(Problem("body_missing", _("Välj en fil först."), "fil", ""))
    return visit.files[0]


def _read(visit: Visit) -> Reply:
    made = take_form(visit.service, visit.person, _file(visit).path)
    return Go(f"/rapporter/{made.report.id}", _read_told(visit, made), "info" if made.problems else "good")


def _reread(visit: Visit) -> Reply:
    report = visit.at["rapport"]
    made = retake_form(visit.service, visit.person, report, _file(visit).path, visit.version)
    return Go(f"/rapporter/{report}", _read_told(visit, made), "info" if made.problems else "good")


def _read_told(visit: Visit, made: Saved) -> str:
    name = _file(visit).name[:80]
    if not made.problems:
        return str(_("Filen ”%(name)s” är inläst, och inget behöver rättas.", name=name))
    count = len(made.problems)
    return str(_("Filen ”%(name)s” är inläst. Att fylla i eller rätta: %(count)d.", name=name, count=count))


def _report(visit: Visit) -> Reply:
    editing = open_editing(visit.service, visit.person, visit.at["rapport"])
    report = editing.report
    preview = preview_of(visit.service, visit.person, report.id)
    context: dict[str, Any] = {
        "editing": editing,
        "report": report,
        "parts": editing.parts,
        "to_mend": [
            (editing.part_of(one.path) or 1, label_of(editing.form, one.path), one)
            for one in editing.problems
        ],
        "steps": open_steps(visit.person, report, editing.organ.typ.value),
        "labels": {step.name: step.label for step in BY_NAME.values()},
        "preview": preview,
        "current": preview.shown is not None and preview.shown["indata"] == report.nr,
        "goals": goals_in(editing.framework, editing.draft.answers),
        "deadline": due_of(visit.service, report.slug, report.organ, report.ar),
        "others": be_present(visit.service, visit.person, report.id, "") if editing.may_write else (),
        "accepted": ACCEPTED,
        "versions": len(inputs_of(visit.service, visit.person, report.id)),
        "step_names": {one.till: one.label for one in BY_NAME.values()},
    }
    return Show("report.html", context)


def _step(visit: Visit) -> Reply:
    report, name = visit.at["rapport"], visit.at["steg"]
    step = BY_NAME.get(name)
    if step is None:
        raise not_known("Steget")
    said: dict[str, Any] = {
        field: text
        for field in ("varfor", *step.needs, *step.needs_of_bolag, "diarienummer")
        if field != "protokollsutdrag" and (text := visit.typed(field))
    }
    for file in visit.files:
        said["protokollsutdrag"] = add_file(visit.service, visit.person, file.path, file.name).id
    loaded = load_request(StepRequest, said)
    take_step(visit.service, visit.person, report, name, loaded, visit.version)
    return Go(f"/rapporter/{report}", _("Klart: %(step)s.", step=_(step.label).lower()))


def _document(visit: Visit) -> Reply:
    suffix = visit.at["format"]
    if suffix not in FORMATS:
        raise not_known("Dokumentet")
    file = report_file(visit.service, visit.person, visit.at["rapport"], suffix)
    return Give(file, shown="visa" in visit.query and suffix == "pdf")


def _form(visit: Visit) -> Reply:
    return Give(report_form(visit.service, visit.person, visit.at["rapport"], visit.at["format"]))


def _blank(visit: Visit) -> Reply:
    query = visit.query
    year = query.get("ar", "")
    wanted = FormRequest(
        query.get("dokumenttyp", ""),
        query.get("organ", ""),
        int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else visit.service.now().year,
        query.get("format", "docx"),
        query.get("typ", "") if has_kinds(query.get("dokumenttyp", "")) else "",
    )
    return Give(blank_form(visit.service, wanted))


_R = "/rapporter/{rapport}"
PAGES = (
    Page("GET", "/rapporter", "rapporter", _list, READERS, menu=mark("Rapporter")),
    Page("GET", "/rapporter/ny", "ny_rapport", _new, WRITERS),
    Page("POST", "/rapporter/ny", "skapa_rapport", _create, WRITERS, again="ny_rapport"),
    Page("POST", "/rapporter/las", "las_blankett", _read, WRITERS, again="ny_rapport", upload=True),
    Page("GET", "/rapporter/blankett", "blankett", _blank, READERS, again="ny_rapport"),
    Page("GET", _R, "rapport", _report, READERS),
    Page("GET", _R + "/blankett/{format}", "rapport_blankett", _form, READERS, again="rapport"),
    Page("POST", _R + "/las", "las_om", _reread, WRITERS, again="rapport", upload=True),
    Page("POST", _R + "/steg/{steg}", "ta_steg", _step, READERS, again="rapport", upload=True),
    Page("GET", _R + "/dokument/{format}", "rapport_dokument", _document, READERS),
)
