"""The pages of what is looked through before publication: findings beside their page, and decisions by keyboard."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.jobs import job_file
from service.flow.preparation import EDITORS, get_meeting, page_meetings
from service.flow.publicering_sidor import WIDTHS, reviewed_page, reviewed_picture
from service.flow.publicering_tjanst import (
    decide_findings,
    get_review,
    mask_place,
    order_review,
    take_back_mask,
)
from service.flow.refusals import not_known
from service.model.choices import Choice
from service.model.people import CENTRAL
from service.model.publicering import Fyndslag, Publiceringsbeslut
from service.web.language import mark
from service.web.page import Give, Go, Page, Picture, Reply, Show, Visit, pages_of

KEYS = {"publicera": "p", "maskera": "m", "lyft_ut": "l"}
TONES = {"publicera": "good", "maskera": "info", "lyft_ut": "warning"}


def _list(visit: Visit) -> Reply:
    page = page_meetings(visit.service, visit.person, "", visit.span)
    return Show(
        "meetings_publication.html", {"meetings": page.rows, "found": pages_of(page.total, page.start)}
    )


def _review(visit: Visit) -> Reply:
    """All handlingar, with how much is left in each."""
    meeting = visit.at["mote"]
    review = get_review(visit.service, visit.person, meeting)
    told = {**_heads(visit), "review": review, "total": _to_decide(review["handlingar"])}
    return Show("publication.html", told)


def _order(visit: Visit) -> Reply:
    job = order_review(visit.service, visit.person, visit.at["mote"])
    visit.ring(job)
    return Go(_place(visit), _("Granskningen är beställd."), "info")


def _handling(visit: Visit) -> Reply:
    """The findings of one handling, page by page."""
    review = get_review(visit.service, visit.person, visit.at["mote"])
    numbers = [one["handling"] for one in review["handlingar"] if one["fynd"] or one["masker"]]
    handling = next((one for one in review["handlingar"] if one["handling"] == visit.at["nr"]), None)
    if handling is None:
        raise not_known("Handlingen")
    told = {
        **_heads(visit),
        "review": review,
        "handling": handling,
        "pages": _by_page(handling["fynd"]),
        "kinds": _labels(Fyndslag),
        "decisions": _labels(Publiceringsbeslut),
        "keys": KEYS,
        "tones": TONES,
        "total": _to_decide([handling]),
        "following": _following(numbers, visit.at["nr"]),
    }
    return Show("publication_handling.html", told)


def _by_page(found: Sequence[Mapping[str, Any]]) -> list[tuple[int, list[Mapping[str, Any]]]]:
    """The findings by page, those of no page last."""
    pages = sorted({one["sida"] for one in found}, key=lambda page: (page == 0, page))
    return [(page, [one for one in found if one["sida"] == page]) for page in pages]


def _following(numbers: Sequence[str], number: str) -> str:
    """The handling after this one; empty after the last."""
    at = numbers.index(number) if number in numbers else -1
    return numbers[at + 1] if 0 <= at < len(numbers) - 1 else ""


def _decide(visit: Visit) -> Reply:
    number = visit.at["nr"]
    choice: dict[str, Any] = {
        "beslut": _chosen(visit, "beslut", Publiceringsbeslut),
        "grund": visit.typed("grund"),
    }
    if found := visit.ticked("fynd"):
        choice["fynd"] = found
    else:
        choice |= {"handling": number, "slag": _chosen(visit, "slag", Fyndslag)}
    review = decide_findings(visit.service, visit.person, visit.at["mote"], choice)
    left = _first_left(review, number)
    return Go(f"{_place(visit)}/{number}{f'#fynd-{left}' if left else ''}", _("Beslutet är sparat."))


def _first_left(review: Mapping[str, Any], number: str) -> str:
    """The first finding of a handling that nobody has decided about."""
    for handling in review["handlingar"]:
        for one in handling["fynd"] if handling["handling"] == number else ():
            if one["foljer_med"] and one["beslut"] is None:
                return str(one["id"])
    return ""


def _mask(visit: Visit) -> Reply:
    _mask_typed(visit)
    return Go(f"{_place(visit)}/{visit.at['nr']}#masker", _("Masken är sparad."))


def _mask_on_page(visit: Visit) -> Reply:
    page = _mask_typed(visit)
    return Go(f"{_place(visit)}/{visit.at['nr']}/sidor?sida={page}", _("Masken är sparad."))


def _mask_typed(visit: Visit) -> int:
    """Keep the mask of the form; its page."""
    numbers = [_number(visit, name) for name in ("vanster", "nederkant", "hoger", "overkant")]
    page = int(_number(visit, "sida"))
    place = {"handling": visit.at["nr"], "sida": page, "ruta": numbers, "grund": visit.typed("grund")}
    mask_place(visit.service, visit.person, visit.at["mote"], place)
    return page


def _take_back(visit: Visit) -> Reply:
    take_back_mask(visit.service, visit.person, visit.at["mote"], visit.at["mask"])
    return Go(f"{_place(visit)}/{visit.at['nr']}#masker", _("Masken är tillbakatagen."))


def _picture(visit: Visit) -> Reply:
    review = get_review(visit.service, visit.person, visit.at["mote"])
    if not review["jobb"]:
        raise not_known("Bilden")
    name = f"{visit.at['nr']}-{visit.at['sida']}.png"
    return Give(job_file(visit.service, visit.person, review["jobb"], name), shown=True)


def _pages(visit: Visit) -> Reply:
    """One page of a handling, with what was found on it and what is masked; a mask is drawn here."""
    wanted = _count(visit.typed("sida") or visit.query.get("sida", ""))
    page = reviewed_page(visit.service, visit.person, visit.at["mote"], visit.at["nr"], wanted)
    told = {
        **_heads(visit),
        "handling": page.handling,
        "page": page.number,
        "shown": page.shown,
        "width": WIDTHS[-1],
        "found": [one for one in page.handling["fynd"] if one["sida"] == page.number],
        "masks": [one for one in page.handling["masker"] if one["sida"] == page.number],
        "kinds": _labels(Fyndslag),
    }
    return Show("publication_page.html", told)


def _page_picture(visit: Visit) -> Reply:
    number, width = _count(visit.at["sida"]), _count(visit.query.get("bredd", ""))
    at = visit.at["mote"], visit.at["nr"]
    content, digest = reviewed_picture(visit.service, visit.person, *at, number, width)
    return Picture(content, "image/png", digest)


def _count(text: str) -> int:
    """A number of a page; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _place(visit: Visit) -> str:
    return f"/sammantraden/{visit.at['mote']}/publicering"


def _heads(visit: Visit) -> dict[str, Any]:
    held = get_meeting(visit.service, visit.person, visit.at["mote"])
    meeting = held["sammantrade"]
    may_decide = bool(visit.person.roles & EDITORS)
    return {"id": held["id"], "organ": meeting["organ"], "day": meeting["datum"], "may_decide": may_decide}


def _to_decide(handlingar: Sequence[Mapping[str, Any]]) -> int:
    return sum(one["foljer_med"] for handling in handlingar for one in handling["fynd"])


def _labels(kind: type[Choice]) -> dict[str, str]:
    return {one.value: one.label for one in kind}


def _chosen(visit: Visit, name: str, kind: type[Choice]) -> Any:
    """What was chosen. Raises InvalidInput when there is no such choice."""
    for one in kind:
        if one.value == visit.typed(name):
            return one
    raise InvalidInput(Problem("unknown_choice", _("Välj något i listan."), name, ""))


def _number(visit: Visit, name: str) -> float:
    try:
        number = float(visit.typed(name).replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InvalidInput(Problem("not_a_number", _("Skriv ett tal."), name, ""))
    return number


_P = "/sammantraden/{mote}/publicering"
PAGES = (
    Page("GET", "/publicering", "publicering_lista", _list, CENTRAL, menu=mark("Publicering")),
    Page("GET", _P, "publicering", _review, CENTRAL),
    Page("POST", _P, "granska_publicering_sida", _order, EDITORS, again="publicering"),
    Page("GET", _P + "/{nr}", "publicering_handling", _handling, CENTRAL),
    Page(
        "POST",
        _P + "/{nr}/beslut",
        "besluta_publicering_sida",
        _decide,
        EDITORS,
        again="publicering_handling",
    ),
    Page("POST", _P + "/{nr}/masker", "ny_mask_sida", _mask, EDITORS, again="publicering_handling"),
    Page(
        "POST",
        _P + "/{nr}/masker/{mask}",
        "ta_bort_mask_sida",
        _take_back,
        EDITORS,
        again="publicering_handling",
    ),
    Page("GET", _P + "/{nr}/sidor", "publicering_sidor", _pages, CENTRAL),
    Page("POST", _P + "/{nr}/sidor", "maskera_pa_sidan", _mask_on_page, EDITORS, again="publicering_sidor"),
    Page("GET", _P + "/{nr}/sidor/{sida}", "publicering_bild", _picture, CENTRAL),
    Page("GET", _P + "/{nr}/sidor/{sida}/bild", "publicering_sidbild", _page_picture, CENTRAL),
)
