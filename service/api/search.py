"""The route for searching."""

from __future__ import annotations

from dataclasses import asdict

from service.api.route import PAGING, READERS, Answer, Call, Param, Route, page_answer
from service.flow.search import KINDS, find


def _search(call: Call) -> Answer:
    page = find(call.service, call.person, call.query["q"], call.query["slag"], call.span)
    return page_answer(page, [asdict(one) for one in page.rows])


ROUTES = (
    Route("GET", "/sok", "sok", "Sök i rapporter, sammanträden, filer och utgivna paket; bara det du får läsa",
          _search, READERS, "Traffar",
          query=(Param("q", "Ord, också ordbörjan, och ”fraser” inom raka citattecken. Alla måste finnas."),
                 Param("slag", "Bara det slaget.", choices=KINDS), *PAGING)),
)  # fmt: skip
