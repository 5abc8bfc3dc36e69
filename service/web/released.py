"""What has been released, for everybody who reads: meetings with their public agenda, and the files one may have."""

from __future__ import annotations

from service.flow.frameworks import list_organs
from service.flow.releases import list_releases, page_released_meetings, release_file, released_meeting
from service.flow.search import READERS
from service.flow.service import Service
from service.model.people import Person
from service.web.language import mark
from service.web.page import Give, Page, Reply, Show, Visit, pages_of

_BASE = "/utgivet"


def _list(visit: Visit) -> Reply:
    return show_meetings(visit, visit.person, _BASE)


def _meeting(visit: Visit) -> Reply:
    return show_meeting(visit, visit.person, _BASE)


def _file(visit: Visit) -> Reply:
    return give_file(visit, visit.person)


def show_meetings(visit: Visit, person: Person, base: str) -> Show:
    """The meetings that have been released, each with its page under `base`, or what `base` leads to."""
    page = page_released_meetings(visit.service, person, "", visit.span)
    found = pages_of(page.total, page.start)
    return Show(
        "released.html",
        {"meetings": page.rows, "found": found, "organs": _organs(visit.service), "base": base},
    )


def show_meeting(visit: Visit, person: Person, base: str) -> Show:
    """A meeting as it was released, and its releases that stand. Raises NotKnown."""
    ident = visit.at["mote"]
    meeting = released_meeting(visit.service, person, ident)
    releases = [one for one in list_releases(visit.service, person, ident) if not one["aterkallad"]]
    return Show(
        "released_meeting.html",
        {"meeting": meeting, "releases": releases, "organs": _organs(visit.service), "base": base},
    )


def give_file(visit: Visit, person: Person) -> Give:
    """A file of a release. Raises NotKnown."""
    at = visit.at
    return Give(release_file(visit.service, person, at["mote"], at["utgivning"], at["namn"]))


def _organs(service: Service) -> dict[str, str]:
    """What each body is called."""
    return {one.id: one.namn for one in list_organs(service)}


PAGES = (
    Page("GET", "/utgivet", "utgivna", _list, READERS, menu=mark("Utgivet")),
    Page("GET", "/utgivet/{mote}", "utgivet", _meeting, READERS),
    Page("GET", "/utgivet/{mote}/{utgivning}/{namn}", "utgiven_fil", _file, READERS),
)
