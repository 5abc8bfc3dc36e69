"""The year as a board: body by body, what has been handed in and how far it has come."""

from __future__ import annotations

from service.clock import STOCKHOLM
from service.flow.year import year_of
from service.model.people import CENTRAL
from service.model.steps import STATES
from service.web.language import mark
from service.web.page import Page, Reply, Show, Visit

_FIRST, _LAST = 2000, 2100


def _year(visit: Visit) -> Reply:
    this = visit.service.now().astimezone(STOCKHOLM).year
    text = visit.query.get("ar", "")
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this
    year = min(max(wanted, _FIRST), _LAST)
    board = year_of(visit.service, visit.person, year, STATES)
    most = max((count for _state, count in board.statuses), default=0)
    return Show("year.html", {"board": board, "most": most})


PAGES = (Page("GET", "/aret", "aret", _year, CENTRAL, menu=mark("Året")),)
