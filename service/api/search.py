"""The route for searching."""

from __future__ import annotations

from dataclasses import asdict

from service.api.route import PAGING, READERS, Answer, Call, Param, Route, page_answer
from service.flow.search import KINDS, find
from service.model.lists import Asked


def _search(call: Call) -> Answer:
    page = find(call.service, call.person, _asked(call), call.span)
    return page_answer(page, [asdict(one) for one in page.rows])


def _asked(call: Call) -> Asked:
    query = call.query
    return Asked(query["q"], query["slag"], query["organ"], query["ar"])


ROUTES = (
    Route("GET", "/sok", "sok", "Sök i rapporter, sammanträden, filer och utgivna paket; bara det du får läsa",
          _search, READERS, "Traffar",
          query=(Param("q", "Ord, också ordbörjan, och ”fraser” inom citattecken. Alla måste finnas."),
                 Param("slag", "Bara det slaget.", choices=KINDS),
                 Param("organ", "Bara det organets, med dess kod."), Param("ar", "Bara det årets.", 0, 0, 9999),
                 *PAGING)),
)  # fmt: skip
