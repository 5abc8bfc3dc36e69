"""Pages for everybody, logged in or not: what has been released, and the public register."""

from __future__ import annotations

from service.flow.diarium.public import page_public
from service.flow.offentligt import admit_public
from service.web.diarium import asked_of, kept_of, wanted_of
from service.web.page import Page, Reply, Show, Visit, pages_of
from service.web.released import give_file, show_meeting, show_meetings

_BASE = "/offentligt"


def _list(visit: Visit) -> Reply:
    return show_meetings(visit, admit_public(visit.service, visit.address), _BASE)


def _meeting(visit: Visit) -> Reply:
    return show_meeting(visit, admit_public(visit.service, visit.address), f"{_BASE}/sammantraden")


def _file(visit: Visit) -> Reply:
    return give_file(visit, admit_public(visit.service, visit.address))


def _register(visit: Visit) -> Reply:
    admit_public(visit.service, visit.address)
    page = page_public(visit.service, wanted_of(visit), visit.span, on_web=True)
    told = {
        "rows": page.rows,
        "found": pages_of(page.total, page.start),
        "query": kept_of(visit),
        "asked": asked_of(visit),
        "open": True,
    }
    return Show("diarium/public.html", told)


_M = "/offentligt/sammantraden/{mote}"
PAGES = (
    Page("GET", "/offentligt", "offentligt", _list, None),
    Page("GET", "/offentligt/diarium", "offentligt_diarium", _register, None),
    Page("GET", _M, "offentligt_sammantrade", _meeting, None),
    Page("GET", _M + "/{utgivning}/{namn}", "offentlig_fil", _file, None),
)
