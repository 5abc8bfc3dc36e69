"""The registrator's pages: what awaits, search, matters and documents with their history, and the public register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _

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
from service.flow.diarium.enter import Entered, register, register_new
from service.flow.diarium.find import (
    READERS,
    document_file,
    get_case,
    numbered,
    search_cases,
    search_documents,
)
from service.flow.diarium.public import page_public
from service.flow.diarium.series import REGISTRARS, list_plan, list_series
from service.flow.diarium.typed import case_changes, document_changes, new_case, new_document
from service.flow.jobs import OutputFile
from service.flow.uploads import add_file
from service.model.diarium import (
    Arendestatus,
    Bevarande,
    Filvariant,
    Partsroll,
    Registerstatus,
    Riktning,
    Sokning,
)
from service.model.registrering import Undantagsgrund
from service.web.language import mark
from service.web.page import Give, Go, Page, Reply, Show, Visit, pages_of

_DOCUMENT = ("riktning", "datum", "titel", "titel_publik", "handlingstyp", "klassificering", "ansvarig", "enhet",
             "expedierad", "beslutsdatum")  # fmt: skip
_MATTER = ("arendemening_offentlig", "arendemening_skyddad", "klassificering", "ansvarig", "enhet")
_SECRECY = ("bestammelse", "datum", "myndighet")
_ACCEPT = ".pdf,.docx,.odt,.xlsx,.pptx,.jpg,.png,.tif"
_FIELDS = {
    "titel": mark("Titel"),
    "titel_publik": mark("Offentlig titel"),
    "arendemening_offentlig": mark("Offentlig ärendemening"),
    "arendemening_skyddad": mark("Skyddad ärendemening"),
    "riktning": mark("Riktning"),
    "datum": mark("Datum"),
    "handlingstyp": mark("Handlingstyp"),
    "klassificering": mark("Klassificering"),
    "ansvarig": mark("Ansvarig"),
    "enhet": mark("Enhet"),
    "avsandare": mark("Avsändare"),
    "mottagare": mark("Mottagare"),
    "expedierad": mark("Expedierad"),
    "beslutsdatum": mark("Beslutsdatum"),
    "sekretess": mark("Sekretessmarkering"),
    "status": mark("Status"),
    "oppnat": mark("Öppnat"),
}
"""What the register's fields are called on the page."""
_CHOICES: Mapping[str, Any] = {
    "field_labels": _FIELDS,
    "value_labels": {
        "status": {one.value: one.label for one in (*Arendestatus, *Registerstatus)},
        "riktning": {one.value: one.label for one in Riktning},
    },
    "directions": [(one.value, one.label) for one in Riktning],
    "variants": [(one.value, one.label) for one in Filvariant],
    "fates": [(one.value, one.label) for one in Bevarande],
    "grounds": [(one.value, one.label) for one in Undantagsgrund],
    "accept": _ACCEPT,
}


def _show(visit: Visit, template: str, context: Mapping[str, Any]) -> Show:
    """A page of the register, with what its frame needs."""
    may = {"may_see": visit.person.has(SEERS, ""), "may_enter": visit.person.has(REGISTRARS, "")}
    return Show(template, {**_CHOICES, **may, **context})


def _search(visit: Visit) -> Reply:
    wanted = wanted_of(visit)
    cases = search_cases(visit.service, visit.person, wanted, visit.span) if wanted.text else None
    documents = search_documents(visit.service, visit.person, wanted, visit.span)
    found = pages_of(max(documents.total, cases.total if cases else 0), documents.start)
    return _show(
        visit,
        "diarium/search.html",
        {
            "cases": cases,
            "documents": documents,
            "found": found,
            "query": kept_of(visit),
            "asked": asked_of(visit),
        },
    )


def wanted_of(visit: Visit) -> Sokning:
    """What is searched for."""
    text = visit.query.get("text", "").strip()[:200]
    riktning = visit.query.get("riktning", "")
    return Sokning(
        text=text,
        myndighet=visit.query.get("myndighet", "").strip()[:80],
        riktning=riktning if riktning in {one.value for one in Riktning} else "",
        fran=_day(visit.query.get("fran", "")),
        till=_day(visit.query.get("till", "")),
    )


def asked_of(visit: Visit) -> dict[str, str]:
    """What was searched for, as the form shows it again."""
    return {name: visit.query.get(name, "") for name in ("text", "myndighet", "riktning", "fran", "till")}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def kept_of(visit: Visit) -> str:
    """The search, for the links to its other pages."""
    told = {name: text for name, text in visit.query.items() if name != "sida" and text}
    return f"{urlencode(told)}&" if told else ""


def _awaiting(visit: Visit) -> Reply:
    told = {"waiting": list_awaiting(visit.service, visit.person), "series": list_series(visit.service)}
    return _show(
        visit, "diarium/awaiting.html", {**told, "sendings": list_sendings(visit.service, visit.person)}
    )


def _suggestion(visit: Visit) -> Reply:
    told = suggest(visit.service, visit.person, visit.at["kalla"])
    return _show(visit, "diarium/suggestion.html", {"source": visit.at["kalla"], "told": told})


def _register_awaiting(visit: Visit) -> Reply:
    changes: dict[str, Any] = {
        name: visit.typed(name) for name in ("titel", "titel_publik", "handlingstyp") if visit.typed(name)
    }
    if visit.typed("bestammelse"):
        changes["sekretess"] = _secrecy(visit)
    made = register_awaiting(
        visit.service, visit.person, visit.at["kalla"], visit.typed("arende"), document_changes(changes)
    )
    return _entered(made)


def _except(visit: Visit) -> Reply:
    ground = next((one for one in Undantagsgrund if one.value == visit.typed("grund")), None)
    if ground is None:
        raise InvalidInput(Problem("missing_value", _("Välj en grund."), "grund", ""))
    except_awaiting(visit.service, visit.person, visit.at["kalla"], ground, visit.typed("varfor"))
    return Go("/diarium/vantar", _("Beslutet är noterat."))


def _new(visit: Visit) -> Reply:
    series = [(one.kod, f"{one.kod} {one.namn}") for one in list_series(visit.service)]
    told = {"series": series, "plan": list_plan(visit.service)}
    return _show(visit, "diarium/new.html", told)


def _open(visit: Visit) -> Reply:
    raw: dict[str, Any] = {name: visit.typed(name) for name in (*_MATTER, "serie") if visit.typed(name)}
    if visit.typed("hela_arendet"):
        raw["sekretess"] = _secrecy(visit)
    matter, document = new_case(raw), new_document(_document(visit))
    return _entered(register_new(visit.service, visit.person, matter, document))


def _new_document(visit: Visit) -> Reply:
    case = get_case(visit.service, visit.person, visit.at["diariearende"])
    return _show(visit, "diarium/new_document.html", {"case": case, "plan": list_plan(visit.service)})


def _register(visit: Visit) -> Reply:
    get_case(visit.service, visit.person, visit.at["diariearende"])
    document = new_document(_document(visit))
    return _entered(register(visit.service, visit.person, visit.at["diariearende"], document))


def _document(visit: Visit) -> dict[str, Any]:
    """What the form says of a document; its files are let in first."""
    raw: dict[str, Any] = {name: visit.typed(name) for name in _DOCUMENT if visit.typed(name)}
    if visit.typed("part"):
        outwards = visit.typed("riktning") == Riktning.UTGAENDE.value
        role = Partsroll.MOTTAGARE if outwards else Partsroll.AVSANDARE
        raw[role.value] = [_part(visit)]
    if visit.typed("bevaras_gallras"):
        raw["bevaras_gallras"] = visit.typed("bevaras_gallras")
    if visit.typed("bestammelse") and not visit.typed("hela_arendet"):
        raw["sekretess"] = _secrecy(visit)
    files = [
        {
            "fil": add_file(visit.service, visit.person, one.path, one.name).id,
            "variant": visit.typed("variant"),
        }
        for one in visit.files
    ]
    return raw | ({"filer": files} if files else {})


def _part(visit: Visit) -> dict[str, Any]:
    return {
        "namn": visit.typed("part"),
        "organisation": not visit.typed("part_person"),
        "skyddad": bool(visit.typed("part_skyddad")),
    }


def _secrecy(visit: Visit) -> dict[str, Any]:
    told = {"datum": "sekretess_datum", "myndighet": "sekretess_myndighet", "bestammelse": "bestammelse"}
    return {
        "markerad": True,
        **{name: visit.typed(field) for name, field in told.items() if visit.typed(field)},
    }


def _entered(made: Entered) -> Reply:
    number = made.matter.number_of(made.document)
    told = " ".join([_("Registrerad som %(number)s.", number=number), *(one.message for one in made.notices)])
    return Go(f"/diarium/handlingar/{made.document.id}", told, "warning" if made.notices else "good")


def _case(visit: Visit) -> Reply:
    case = get_case(visit.service, visit.person, visit.at["diariearende"])
    return _show(visit, "diarium/case.html", {"case": case, "may": visit.person.has(REGISTRARS, "")})


def _correct_case(visit: Visit) -> Reply:
    case = visit.at["diariearende"]
    seen = get_case(visit.service, visit.person, case)
    changes = _changed(visit, _MATTER, seen)
    correct_case(
        visit.service, visit.person, case, case_changes_of(changes), visit.typed("varfor"), visit.version
    )
    return Go(f"/diarium/arenden/{seen.id}", _("Rättelsen är införd. Det gamla värdet står kvar."))


def case_changes_of(changes: Mapping[str, str]) -> dict[str, Any]:
    """New values for a matter; what was emptied is empty."""
    return {**case_changes({name: text for name, text in changes.items() if text}), **_emptied(changes)}


def _changed(visit: Visit, names: tuple[str, ...], seen: object) -> dict[str, str]:
    """The fields whose text is another than before."""
    told = {name: visit.typed(name) for name in names if name in visit.form}
    return {name: text for name, text in told.items() if text != _text(getattr(seen, name))}


def _text(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _emptied(changes: Mapping[str, str]) -> dict[str, Any]:
    return {name: EMPTY.get(name, "") for name, text in changes.items() if not text}


def _case_status(visit: Visit) -> Reply:
    case = get_case(visit.service, visit.person, visit.at["diariearende"])
    status = next((one for one in Arendestatus if one.value == visit.typed("status")), None)
    if status is None:
        raise InvalidInput(Problem("missing_value", _("Välj vad som ska göras."), "status", ""))
    set_case_status(visit.service, visit.person, case.id, status, visit.typed("varfor"), visit.version)
    return Go(f"/diarium/arenden/{case.id}", _("Ärendets status är ändrad."))


def _show_document(visit: Visit) -> Reply:
    number, document = numbered(visit.service, visit.person, visit.at["diariehandling"])
    told = {"number": number, "document": document, "may": visit.person.has(REGISTRARS, "")}
    told["unanswered"] = document.status in (Registerstatus.SKICKAD, Registerstatus.AVVISAD)
    told["cancelled"] = document.status is Registerstatus.MAKULERAD
    return _show(visit, "diarium/document.html", told)


def _correct_document(visit: Visit) -> Reply:
    _number, seen = numbered(visit.service, visit.person, visit.at["diariehandling"])
    changes = _changed(visit, _DOCUMENT, seen)
    new: dict[str, Any] = {
        **document_changes({name: text for name, text in changes.items() if text}),
        **_emptied(changes),
    }
    if visit.typed("sekretess") == "tas_bort":
        new["sekretess"] = None
    elif visit.typed("bestammelse"):
        new |= document_changes({"sekretess": _secrecy(visit)})
    correct_document(visit.service, visit.person, seen.id, new, visit.typed("varfor"), visit.version)
    return Go(f"/diarium/handlingar/{seen.id}", _("Rättelsen är införd. Det gamla värdet står kvar."))


def _cancel(visit: Visit) -> Reply:
    _number, seen = numbered(visit.service, visit.person, visit.at["diariehandling"])
    cancel_document(visit.service, visit.person, seen.id, visit.typed("varfor"), visit.version)
    return Go(
        f"/diarium/handlingar/{seen.id}", _("Handlingen är makulerad. Numret och uppgifterna står kvar.")
    )


def _confirm(visit: Visit) -> Reply:
    made = confirm(visit.service, visit.person, visit.at["diariehandling"], visit.typed("diarienummer"))
    return Go(f"/diarium/handlingar/{made.id}", _("Numret är noterat."))


def _again(visit: Visit) -> Reply:
    made = send_again(visit.service, visit.person, visit.at["diariehandling"])
    return Go(f"/diarium/handlingar/{made.id}", _("Handlingen skickas igen."))


def _file(visit: Visit) -> Reply:
    found = document_file(visit.service, visit.person, visit.at["diariehandling"], visit.at["diariefil"])
    return Give(OutputFile(found.namn, found.sha256, found.storlek))


def _public(visit: Visit) -> Reply:
    page = page_public(visit.service, wanted_of(visit), visit.span)
    told = {
        "rows": page.rows,
        "found": pages_of(page.total, page.start),
        "query": kept_of(visit),
        "asked": asked_of(visit),
        "open": False,
    }
    return _show(visit, "diarium/public.html", told)


_A = "/diarium/arenden/{diariearende}"
_H = "/diarium/handlingar/{diariehandling}"
_V = "/diarium/vantar/{kalla}"
PAGES = (
    Page("GET", "/diarium", "diarium", _search, READERS, menu=mark("Diariet")),
    Page("GET", "/diarium/offentligt", "diarium_offentligt", _public),
    Page("GET", "/diarium/vantar", "diarium_vantar", _awaiting, SEERS),
    Page("GET", _V, "diarium_forslag", _suggestion, SEERS),
    Page("POST", _V, "diarium_registrera_vantande", _register_awaiting, REGISTRARS, again="diarium_forslag"),
    Page("POST", _V + "/undantag", "diarium_undanta", _except, REGISTRARS, again="diarium_forslag"),
    Page("GET", "/diarium/nytt", "diarium_nytt", _new, REGISTRARS),
    Page("POST", "/diarium/nytt", "diarium_oppna", _open, REGISTRARS, again="diarium_nytt", upload=True),
    Page("GET", _A, "diarium_arende", _case, READERS),
    Page("POST", _A + "/rattelser", "diarium_ratta_arende", _correct_case, REGISTRARS, again="diarium_arende"),
    Page("POST", _A + "/status", "diarium_arendestatus", _case_status, REGISTRARS, again="diarium_arende"),
    Page("GET", _A + "/ny-handling", "diarium_ny_handling", _new_document, REGISTRARS),
    Page("POST", _A + "/ny-handling", "diarium_registrera", _register, REGISTRARS, again="diarium_ny_handling",
         upload=True),
    Page("GET", _H, "diarium_handling", _show_document, READERS),
    Page("POST", _H + "/rattelser", "diarium_ratta_handling", _correct_document, REGISTRARS, again="diarium_handling"),
    Page("POST", _H + "/makulera", "diarium_makulera", _cancel, REGISTRARS, again="diarium_handling"),
    Page("POST", _H + "/nummer", "diarium_nummer", _confirm, REGISTRARS, again="diarium_handling"),
    Page("POST", _H + "/skicka", "diarium_skicka", _again, REGISTRARS, again="diarium_handling"),
    Page("GET", _H + "/filer/{diariefil}", "diarium_fil", _file, READERS),
)  # fmt: skip
