"""Pages for everybody, logged in or not: what has been released, and the public register."""

from __future__ import annotations

from service.flow.diarium.public import page_public
from service.flow.offentligt import admit_public
from service.flow.releases import list_releases, page_released_meetings, release_file, released_meeting
from service.web.diarium import asked_of, kept_of, wanted_of
from service.web.page import Give, Page, Reply, Show, Visit, pages_of
from service.web.released import organs_of

_BASE = "/offentligt"


def _list(visit: Visit) -> Reply:
    person = admit_public(visit.service, visit.address)
    page = page_released_meetings(visit.service, person, "", visit.span)
    found = pages_of(page.total, page.start)
    return Show(
        "released.html",
        {"meetings": page.rows, "found": found, "organs": organs_of(visit.service), "base": _BASE},
    )


def _meeting(visit: Visit) -> Reply:
    person, ident = admit_public(visit.service, visit.address), visit.at["mote"]
    told = {
        "meeting": released_meeting(visit.service, person, ident),
        "releases": list_releases(visit.service, person, ident),
        "organs": organs_of(visit.service),
        "base": f"{_BASE}/sammantraden",
    }
    return Show("released_meeting.html", told)


def _file(visit: Visit) -> Reply:
    person, at = admit_public(visit.service, visit.address), visit.at
    return Give(release_file(visit.service, person, at["mote"], at["utgivning"], at["namn"]))


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
