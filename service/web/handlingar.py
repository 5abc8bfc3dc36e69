"""The handlingar of an ärende: many files at once, reports, order, and what is said of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from service.errors import BilagaRejected, InvalidInput, Problem
from service.flow import preparation
from service.flow.annex_pictures import kinds_of_files, picture_of_annex
from service.flow.preparation import EDITORS
from service.flow.register import page_reports
from service.flow.uploads import add_file
from service.flow.within import require_arende, require_handling
from service.model.choices import Handlingstyp, Omfattning, Pdfapolicy, Publicering
from service.model.lists import Span, Wanted
from service.model.people import CENTRAL
from service.web.filled import fold, unfold
from service.web.meetings import ADDRESS, address, options, step
from service.web.page import Data, Go, Page, Picture, Received, Reply, Show, Visit

_ARENDE = ADDRESS + "/arenden/{arende}"
_HANDLING = _ARENDE + "/handlingar/{handling}"
_TEXTS = (
    "handlingstyp",
    "titel",
    "titel_publik",
    "datum",
    "upprattad_av",
    "diarienummer",
    "bifogas_inte_orsak",
    "publiceras",
    "pdfa",
    "sekretess.bestammelse",
    "sekretess.datum",
    "sekretess.myndighet",
    "sekretess.omfattning",
    "sekretess.motivering_intern",
    "sekretess.omprovas_datum",
)
_LAST_REPORTS = Span(0, 200)
_ORDINARY = frozenset({"bifogas_kallelsen", "forsattsblad"})
"""True unless the file says otherwise; the boxes are ticked from the start."""


def _attach(visit: Visit) -> Reply:
    """Each file becomes a handling of its own; one that is refused does not hold up the others."""
    version, told, refused = visit.version, [], []
    for file in visit.files:
        try:
            upload = add_file(visit.service, visit.person, file.path, file.name)
        except BilagaRejected as fault:
            refused += [_of_file(problem, file) for problem in fault.problems]
            continue
        raw = {"titel": title_of(file.name), "handlingstyp": Handlingstyp.BILAGA.value, "fil": upload.id}
        made = preparation.add_handling(
            visit.service, visit.person, visit.at["mote"], visit.at["arende"], raw, version
        )
        version = made["version"]
        told += [_named(notice.message, file) for notice in upload.notices]
    if not visit.files:
        raise InvalidInput(Problem("missing_value", _("Välj minst en fil."), "filer", ""))
    added = len(visit.files) - len({one.source for one in refused})
    if visit.quiet:
        problems = [{"message": one.message, "remedy": one.remedy} for one in refused]
        return Data({"version": version, "added": added, "problems": problems, "notices": told})
    if refused:
        raise BilagaRejected(*refused)
    said = ngettext("En fil är tillagd.", "%(num)d filer är tillagda.", added)
    place = f"{address(visit.at['mote'])}#arende-{visit.at['arende']}"
    return Go(place, " ".join([said, *told]), "warning" if told else "good")


def _of_file(problem: Problem, file: Received) -> Problem:
    return Problem(problem.code, _named(problem.message, file), "filer", problem.remedy, source=file.name)


def _named(message: str, file: Received) -> str:
    """The message with the file's own name; while we look at it, it lies under a name of ours."""
    message = message.replace(file.path.name, file.name)
    return message if file.name in message else f"{file.name}: {message}"


def title_of(name: str) -> str:
    """What a file's name says of its content: without suffix, underscores as blanks."""
    stem = " ".join(Path(name).stem.replace("_", " ").split())
    return (stem[:1].upper() + stem[1:])[:300] or name[:300]


def _reports(visit: Visit) -> Reply:
    """The reports that have been handed in, to be attached."""
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    arende = require_arende(meeting, visit.at["arende"])
    page = page_reports(visit.service, visit.person, Wanted(sort="organ"), _LAST_REPORTS)
    taken = {one["rapport"] for each in meeting["arenden"] for one in each["handlingar"]}
    rows = [row for row in page.rows if row.id not in taken]
    return Show("meeting_reports.html", {"meeting": meeting, "arende": arende, "reports": rows})


def _attach_reports(visit: Visit) -> Reply:
    wanted = visit.ticked("rapport")
    if not wanted:
        raise InvalidInput(Problem("missing_value", _("Välj minst en rapport."), "rapport", ""))
    page = page_reports(visit.service, visit.person, Wanted(sort="organ"), _LAST_REPORTS)
    by_id = {row.id: row for row in page.rows}
    kinds = {one.value for one in Handlingstyp}
    version = visit.version
    for ident in wanted:
        report = by_id.get(ident)
        kind = report.slug if report is not None and report.slug in kinds else Handlingstyp.RAPPORT.value
        raw = {
            "titel": report.title if report is not None else _("Rapport"),
            "handlingstyp": kind,
            "rapport": ident,
        }
        version = preparation.add_handling(
            visit.service, visit.person, visit.at["mote"], visit.at["arende"], raw, version
        )["version"]
    said = ngettext("En rapport är tillagd.", "%(num)d rapporter är tillagda.", len(wanted))
    return Go(f"{address(visit.at['mote'])}#arende-{visit.at['arende']}", said)


def handling_page(visit: Visit) -> Reply:
    """What is said of a handling."""
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    arende = require_arende(meeting, visit.at["arende"])
    handling = require_handling(arende, visit.at["handling"])
    if visit.problems:
        values: dict[str, Any] = {
            name: visit.typed(name) for name in (*_TEXTS, *_ORDINARY, "sekretess.markerad")
        }
    else:
        values = {name: unfold(handling, name) for name in (*_TEXTS, "sekretess.markerad")}
        values |= {name: handling.get(name, True) for name in _ORDINARY}
    context = {
        "meeting": meeting,
        "arende": arende,
        "handling": handling,
        "values": values,
        "kinds": options(Handlingstyp),
        "publishing": options(Publicering),
        "scopes": options(Omfattning),
        "standards": options(Pdfapolicy),
        "may_edit": bool(visit.person.roles & EDITORS),
        "file_kind": kinds_of_files(visit.service, meeting).get(handling["id"], ""),
    }
    return Show("handling.html", context)


def _picture(visit: Visit) -> Reply:
    width = visit.query.get("bredd", "160")
    wide = int(width) if width.isascii() and width.isdecimal() and len(width) < 6 else 160
    place = (visit.at["mote"], visit.at["arende"], visit.at["handling"])
    content, name = picture_of_annex(visit.service, visit.person, place, wide)
    return Picture(content, "image/png", name)


def _change(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    arende = require_arende(meeting, visit.at["arende"])
    handling = require_handling(arende, visit.at["handling"])
    base = {name: value for name, value in handling.items() if name not in ("id", "fil", "rapport")}
    marked = bool(visit.typed("sekretess.markerad"))
    values: list[tuple[str, Any]] = [
        (name, visit.typed(name)) for name in _TEXTS if marked or not name.startswith("sekretess.")
    ]
    values += [(name, "" if visit.typed(name) else False) for name in _ORDINARY]
    if marked:
        values.append(("sekretess.markerad", True))
    else:
        base.pop("sekretess", None)
    raw = fold(base, values)
    place = (arende["id"], handling["id"])
    preparation.change_handling(visit.service, visit.person, meeting["id"], place, raw, visit.version)
    return Go(f"{address(meeting['id'])}#arende-{arende['id']}", _("Handlingen är sparad."))


def _remove(visit: Visit) -> Reply:
    place = (visit.at["arende"], visit.at["handling"])
    preparation.remove_handling(visit.service, visit.person, visit.at["mote"], place, visit.version)
    return Go(f"{address(visit.at['mote'])}#arende-{place[0]}", _("Handlingen är borttagen ur ärendet."))


def _order(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    arende = require_arende(meeting, visit.at["arende"])
    order = list(visit.ticked("ordning")) or [one["id"] for one in arende["handlingar"]]
    moved, _to, way = visit.typed("flytta").partition(":")
    order = step(order, moved, way)
    preparation.order_handlingar(
        visit.service, visit.person, meeting["id"], arende["id"], order, visit.version
    )
    return Go(f"{address(meeting['id'])}#arende-{arende['id']}")


PAGES = (
    Page("POST", _ARENDE + "/filer", "nya_filer", _attach, EDITORS, again="sammantrade", upload=True),
    Page("GET", _ARENDE + "/rapporter", "valj_rapporter", _reports, EDITORS),
    Page("POST", _ARENDE + "/rapporter", "nya_rapporter", _attach_reports, EDITORS, again="valj_rapporter"),
    Page("POST", _ARENDE + "/ordning", "ordna_handlingar_sida", _order, EDITORS, again="sammantrade"),
    Page("GET", _HANDLING, "handling", handling_page, CENTRAL),
    Page("GET", _HANDLING + "/bild", "handlingens_bild", _picture, CENTRAL),
    Page("POST", _HANDLING, "andra_handlingen", _change, EDITORS, again="handling"),
    Page("POST", _HANDLING + "/ta-bort", "ta_bort_handlingen", _remove, EDITORS, again="handling"),
)
