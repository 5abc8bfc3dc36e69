"""Searching everything that one may know of: the words of all things, and the register's numbers and titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from service.flow.diarium.find import search_cases, search_documents
from service.flow.excerpts import marked
from service.flow.frameworks import list_organs
from service.flow.search import KINDS, READERS, Hit, facets_of, find, places_of_files
from service.model.diarium import Sokning
from service.model.lists import Asked, Span
from service.web.language import mark
from service.web.page import PAGE_LENGTH, Page, Reply, Show, Visit, pages_of

LENGTH = 20
FROM_REGISTER = 5
MOST_SIGNS = 300
KIND_WORDS = {
    "rapport": mark("Rapport"),
    "sammantrade": mark("Sammanträde"),
    "fil": mark("Fil"),
    "utgivning": mark("Utgivna handlingar"),
}


def _search(visit: Visit) -> Reply:
    asked = _asked(visit)
    span = Span(visit.span.start // PAGE_LENGTH * LENGTH, LENGTH)
    page = find(visit.service, visit.person, asked, span)
    files = [one.id for one in page.rows if one.slag == "fil"]
    places = places_of_files(visit.service, visit.person, files)
    context = {
        "asked": asked,
        "hits": [_shown(one, asked.text, places) for one in page.rows],
        "facets": facets_of(visit.service, visit.person, asked),
        "found": pages_of(page.total, page.start, LENGTH),
        "kinds": KIND_WORDS,
        "organs": {one.id: one.namn for one in list_organs(visit.service)},
        "link": lambda **changed: _link(asked, changed),
        "query": f"{_link(asked, {}).partition('?')[2]}&",
        "register": _register(visit, asked),
    }
    return Show("search.html", context)


def _asked(visit: Visit) -> Asked:
    kind, year = visit.query.get("slag", ""), visit.query.get("ar", "")
    return Asked(
        " ".join(visit.query.get("q", "").split())[:MOST_SIGNS],
        kind if kind in KINDS else "",
        visit.query.get("organ", "")[:80],
        int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else 0,
    )


def _link(asked: Asked, changed: Mapping[str, Any]) -> str:
    """The same search, narrowed otherwise."""
    told = {"q": asked.text, "slag": asked.slag, "organ": asked.organ, "ar": asked.ar or "", **changed}
    return f"/sok?{urlencode({name: value for name, value in told.items() if value})}"


def _shown(hit: Hit, text: str, places: Mapping[str, tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "kind": hit.slag,
        "organ": hit.organ,
        "title": marked(hit.titel, text),
        "excerpt": marked(hit.utdrag, text),
        "to": _address(hit, places),
    }


def _address(hit: Hit, places: Mapping[str, tuple[str, str, str]]) -> str:
    """The page of what was found; a file has one only where it is a handling of a meeting."""
    if hit.slag == "fil":
        meeting, arende, handling = places.get(hit.id, ("", "", ""))
        return f"/sammantraden/{meeting}/arenden/{arende}/handlingar/{handling}" if meeting else ""
    if hit.slag == "utgivning":
        return f"/utgivet/{hit.sammantrade}"
    return f"/{'rapporter' if hit.slag == 'rapport' else 'sammantraden'}/{hit.id}"


def _register(visit: Visit, asked: Asked) -> dict[str, Any] | None:
    """What the register has of it, on the first page of a search that is narrowed to nothing else."""
    if not asked.text or asked.slag or asked.organ or asked.ar or visit.span.start:
        return None
    wanted, span = Sokning(text=asked.text), Span(0, FROM_REGISTER)
    cases = search_cases(visit.service, visit.person, wanted, span)
    documents = search_documents(visit.service, visit.person, wanted, span)
    address = f"/diarium?{urlencode({'text': asked.text})}"
    return {"cases": cases, "documents": documents, "all": address}


PAGES = (Page("GET", "/sok", "sok", _search, READERS),)
