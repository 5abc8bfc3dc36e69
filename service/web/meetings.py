"""The kansli's meetings: lists, heads, ärenden in order, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from flask_babel import gettext as _

from service.flow import preparation
from service.flow.annex_pictures import kinds_of_files
from service.flow.frameworks import list_organs
from service.flow.orders import check_meeting
from service.flow.preparation import EDITORS
from service.flow.within import require_arende
from service.model.choices import Arendetyp, Choice, Sammantradestyp, Vackare
from service.model.people import CENTRAL
from service.web.filled import MORE_ROWS, Raw, fold, groups, lines, placed, unfold
from service.web.language import mark
from service.web.page import Go, Page, Reply, Show, Visit, pages_of

ADDRESS = "/sammantraden/{mote}"
_HEAD_TEXTS = (
    "sammantrade.organ",
    "sammantrade.datum",
    "sammantrade.tid_start",
    "sammantrade.tid_slut",
    "sammantrade.plats",
    "sammantrade.typ",
    "sammantrade.initierat_av",
    "sammantrade.ordforande",
    "sammantrade.sekreterare",
    "sammantrade.forhinder_kontakt.namn",
    "sammantrade.forhinder_kontakt.telefon",
    "sammantrade.forhinder_kontakt.e_post",
    "sammantrade.webb_tv_url",
    "kallelse.datum",
    "kallelse.diarienummer",
)
_HEAD_TICKS = ("sammantrade.distans", "sammantrade.allmanhetens_fragestund")
_ARENDE_TEXTS = (
    "rubrik",
    "arendetyp",
    "diarienummer",
    "vackt_av",
    "tid_slot.fran",
    "tid_slot.till",
    "utgar_datum",
    "utgar_orsak",
    "sammanfattning",
    "arendet",
    "beredningsundantag",
    "ekonomiska_konsekvenser",
    "publiceringslank",
)
_ARENDE_TICKS = ("bradskande", "stangda_dorrar", "utgar")
_ARENDE_LINES = ("foredragande", "beslutet_skickas_till")
_PROPOSAL = ("organ", "punkter")
_BEREDNING = ("organ", "datum", "paragraf", "beslut")
_STEPS = {"upp": -1, "ner": 1}
_WORKING_NAME = re.compile(r"\b([0-9a-f]{32})\.[a-z0-9]{1,8}\b")
_LISTED = (*_ARENDE_LINES, "punkter")


def address(meeting: str, rest: str = "") -> str:
    """The address of a meeting's page."""
    return f"/sammantraden/{meeting}{rest}"


def options(kind: type[Choice]) -> list[tuple[str, str]]:
    """The choices of a kind, as the macros want them."""
    return [(one.value, one.label) for one in kind]


def _list(visit: Visit) -> Reply:
    page = preparation.page_meetings(visit.service, visit.person, "", visit.span)
    context = {"meetings": page.rows, "found": pages_of(page.total, page.start), "organs": _organs(visit)}
    return Show("meetings.html", {**context, "may_edit": _may_edit(visit)})


def _new(visit: Visit) -> Reply:
    return Show("meeting_head.html", {"meeting": None, **_head_context(visit, {})})


def _create(visit: Visit) -> Reply:
    made = preparation.create_meeting(visit.service, visit.person, _head_of(visit, {}))
    return Go(address(made["id"]), _("Sammanträdet är upplagt. Lägg till ärenden och handlingar."))


def meeting_page(visit: Visit) -> Reply:
    """A meeting with its ärenden and handlingar: where most of the work is done."""
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    context = {"meeting": meeting, "organs": _organs(visit), "may_edit": _may_edit(visit)}
    context["file_kinds"] = kinds_of_files(visit.service, meeting)
    return Show("meeting.html", {**context, "kinds": options(Arendetyp), "labels": labels(Arendetyp)})


def labels(kind: type[Choice]) -> dict[str, str]:
    """What each code of a kind is called."""
    return dict(options(kind))


def _head(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    return Show("meeting_head.html", {"meeting": meeting, **_head_context(visit, meeting)})


def _change(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    raw = _head_of(visit, meeting)
    preparation.change_meeting(visit.service, visit.person, meeting["id"], raw, visit.version)
    return Go(address(meeting["id"]), _("Uppgifterna är sparade."))


def _head_of(visit: Visit, meeting: Mapping[str, Any]) -> Raw:
    base = {name: meeting.get(name, {}) for name in ("sammantrade", "kallelse")}
    ticked = ((name, True if visit.typed(name) else "") for name in _HEAD_TICKS)
    raw = fold(base, [*((name, visit.typed(name)) for name in _HEAD_TEXTS), *ticked])
    return {"sammantrade": {}, "kallelse": {}, **raw}


def _head_context(visit: Visit, meeting: Mapping[str, Any]) -> Raw:
    names = (*_HEAD_TEXTS, *_HEAD_TICKS)
    return {
        "values": _values(visit, meeting, names),
        "organs": _organs(visit),
        "kinds": options(Sammantradestyp),
    }


def _values(visit: Visit, base: Mapping[str, Any], names: tuple[str, ...]) -> Raw:
    """What each field shows: what was typed when the form comes back, otherwise what is kept."""
    if visit.problems:
        return {name: visit.typed(name) for name in names}
    return {name: unfold(base, name) for name in names}


def _add(visit: Visit) -> Reply:
    raw = {name: visit.typed(name) for name in ("rubrik", "arendetyp") if visit.typed(name)}
    made = preparation.add_arende(visit.service, visit.person, visit.at["mote"], raw, visit.version)
    arende = made["arenden"][-1]
    told = _("Ärende %(nr)s är tillagt.", nr=arende["ordning"])
    return Go(f"{address(made['id'])}/arenden/{arende['id']}", told)


def _order(visit: Visit) -> Reply:
    """By drag and drop the whole order comes; by the buttons an ärende and the way it goes."""
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    order = list(visit.ticked("ordning")) or [one["id"] for one in meeting["arenden"]]
    moved, _to, way = visit.typed("flytta").partition(":")
    order = step(order, moved, way)
    preparation.order_arenden(visit.service, visit.person, meeting["id"], order, visit.version)
    return Go(f"{address(meeting['id'])}#arende-{moved}" if moved else address(meeting["id"]))


def step(order: list[str], moved: str, way: str) -> list[str]:
    """The order with one moved a step up or down; as it was at an end, without a way, or when it is not there."""
    if moved not in order or way not in _STEPS:
        return order
    to = min(max(order.index(moved) + _STEPS[way], 0), len(order) - 1)
    rest = [one for one in order if one != moved]
    return [*rest[:to], moved, *rest[to:]]


def arende_page(visit: Visit) -> Reply:
    """What is said of an ärende."""
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    arende = require_arende(meeting, visit.at["arende"])
    values = _values(visit, arende, (*_ARENDE_TEXTS, *_ARENDE_TICKS))
    for name in _ARENDE_LINES:
        values[name] = visit.typed(name) if visit.problems else "\n".join(arende.get(name, ()))
    context = {
        "meeting": meeting,
        "arende": arende,
        "values": values,
        "proposals": list(_rows(visit, arende, "forslag_till_beslut", _PROPOSAL)),
        "preparations": list(_rows(visit, arende, "beredning", _BEREDNING)),
        "kinds": options(Arendetyp),
        "raisers": options(Vackare),
        "may_edit": _may_edit(visit),
    }
    return Show("arende.html", {**context, "problems": placed(visit.problems, _LISTED)})


def _rows(visit: Visit, arende: Mapping[str, Any], name: str, fields: tuple[str, ...]) -> Iterator[Raw]:
    """The rows that the form shows: those that there are, and an empty one."""
    kept = groups(visit, name, fields, ("punkter",)) if visit.problems else list(arende.get(name, ()))
    for row in (*kept, *({} for _more in range(MORE_ROWS))):
        shown = {one: row.get(one, "") for one in fields}
        yield {one: "\n".join(value) if isinstance(value, list) else value for one, value in shown.items()}


def _change_arende(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    arende = require_arende(meeting, visit.at["arende"])
    base = {name: value for name, value in arende.items() if name not in ("id", "handlingar")}
    values: list[tuple[str, Any]] = [(name, visit.typed(name)) for name in _ARENDE_TEXTS]
    values += [(name, True if visit.typed(name) else "") for name in _ARENDE_TICKS]
    values += [(name, lines(visit.typed(name))) for name in _ARENDE_LINES]
    for name, fields in (("forslag_till_beslut", _PROPOSAL), ("beredning", _BEREDNING)):
        values.append((name, groups(visit, name, fields, ("punkter",), arende.get(name, ()))))
    raw = fold(base, values)
    preparation.change_arende(visit.service, visit.person, meeting["id"], arende["id"], raw, visit.version)
    return Go(
        f"{address(meeting['id'])}#arende-{arende['id']}", _("Ärende %(nr)s är sparat.", nr=arende["ordning"])
    )


def _remove_arende(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    arende = require_arende(meeting, visit.at["arende"])
    preparation.remove_arende(visit.service, visit.person, meeting["id"], arende["id"], visit.version)
    return Go(address(meeting["id"]), _("Ärende %(nr)s är borttaget.", nr=arende["ordning"]))


def _check(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    problems, notices = check_meeting(visit.service, visit.person, meeting["id"])
    context = {"found": problems, "notices": notices, "named": partial(named, meeting)}
    return Show("meeting_check.html", {"meeting": meeting, **context})


def named(meeting: Mapping[str, Any], text: str) -> str:
    """A message with the titles of the handlingar in place of the names that their files have while one works."""
    titles = {one["id"]: one["titel"] for each in meeting["arenden"] for one in each["handlingar"]}
    return _WORKING_NAME.sub(lambda found: f"”{titles[found[1]]}”" if found[1] in titles else found[0], text)


def _organs(visit: Visit) -> dict[str, str]:
    return {one.id: one.namn for one in list_organs(visit.service)}


def _may_edit(visit: Visit) -> bool:
    return bool(visit.person.roles & EDITORS)


PAGES = (
    Page("GET", "/sammantraden", "sammantraden", _list, CENTRAL, menu=mark("Sammanträden")),
    Page("GET", "/sammantraden/nytt", "nytt_sammantrade", _new, EDITORS),
    Page("POST", "/sammantraden/nytt", "lagg_upp_sammantrade", _create, EDITORS, again="nytt_sammantrade"),
    Page("GET", ADDRESS, "sammantrade", meeting_page, CENTRAL),
    Page("GET", ADDRESS + "/uppgifter", "sammantradets_uppgifter", _head, EDITORS),
    Page("POST", ADDRESS + "/uppgifter", "andra_sammantradet", _change, EDITORS, again="sammantradets_uppgifter"),
    Page("GET", ADDRESS + "/kontroll", "sammantradets_kontroll", _check, CENTRAL),
    Page("POST", ADDRESS + "/arenden", "nytt_arende_sida", _add, EDITORS, again="sammantrade"),
    Page("POST", ADDRESS + "/ordning", "ordna_arenden_sida", _order, EDITORS, again="sammantrade"),
    Page("GET", ADDRESS + "/arenden/{arende}", "arende", arende_page, CENTRAL),
    Page("POST", ADDRESS + "/arenden/{arende}", "andra_arendet", _change_arende, EDITORS, again="arende"),
    Page("POST", ADDRESS + "/arenden/{arende}/ta-bort", "ta_bort_arendet", _remove_arende, EDITORS, again="arende"),
)  # fmt: skip
