"""What has been released, for everybody who reads: meetings with their public agenda, and the files one may have."""

from __future__ import annotations

from service.flow.frameworks import list_organs
from service.flow.releases import list_releases, page_released_meetings, release_file, released_meeting
from service.flow.search import READERS
from service.flow.service import Service
from service.web.language import mark
from service.web.page import Give, Page, Reply, Show, Visit, pages_of


def _list(visit: Visit) -> Reply:
    page = page_released_meetings(visit.service, visit.person, "", visit.span)
    found = pages_of(page.total, page.start)
    return Show(
        "released.html",
        {"meetings": page.rows, "found": found, "organs": organs_of(visit.service), "base": "/utgivet"},
    )


def _meeting(visit: Visit) -> Reply:
    ident = visit.at["mote"]
    meeting = released_meeting(visit.service, visit.person, ident)
    releases = [one for one in list_releases(visit.service, visit.person, ident) if not one["aterkallad"]]
    return Show(
        "released_meeting.html",
        {"meeting": meeting, "releases": releases, "organs": organs_of(visit.service), "base": "/utgivet"},
    )


def _file(visit: Visit) -> Reply:
    at = visit.at
    return Give(release_file(visit.service, visit.person, at["mote"], at["utgivning"], at["namn"]))


def organs_of(service: Service) -> dict[str, str]:
    """What each body is called."""
    return {one.id: one.namn for one in list_organs(service)}


PAGES = (
    Page("GET", "/utgivet", "utgivna", _list, READERS, menu=mark("Utgivet")),
    Page("GET", "/utgivet/{mote}", "utgivet", _meeting, READERS),
    Page("GET", "/utgivet/{mote}/{utgivning}/{namn}", "utgiven_fil", _file, READERS),
)
