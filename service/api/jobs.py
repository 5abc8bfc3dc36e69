"""Routes for jobs: how far they are, as a list, one by one and as a stream, and the files they made."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from service.api.route import PAGING, Answer, Call, Route, page_answer
from service.errors import SamladError
from service.flow.jobs import cancel_job, get_job, job_file, page_jobs

POLL_SECONDS = 0.5
STREAM_SECONDS = 300
"""A stream ends by then; a browser opens it anew by itself."""
QUIET_BEATS = 20


def _list(call: Call) -> Answer:
    page = page_jobs(call.service, call.person, call.span)
    return page_answer(page, list(page.rows))


def _get(call: Call) -> Answer:
    return Answer(get_job(call.service, call.person, call.at["jobb"]))


def _cancel(call: Call) -> Answer:
    return Answer(cancel_job(call.service, call.person, call.at["jobb"]))


def _file(call: Call) -> Answer:
    return Answer(file=job_file(call.service, call.person, call.at["jobb"], call.at["namn"]))


def _events(call: Call) -> Answer:
    get_job(call.service, call.person, call.at["jobb"])
    return Answer(events=_stream(call))


def _stream(call: Call) -> Iterator[str]:
    """A job's state each time it changes, until it has ended (server-sent events, HTML 9.2)."""
    told = ""
    yield "retry: 2000\n\n"
    for beat in range(int(STREAM_SECONDS / POLL_SECONDS)):
        try:
            job = get_job(call.service, call.person, call.at["jobb"])
        except SamladError:
            return
        now = json.dumps(job, ensure_ascii=False)
        if now != told:
            told = now
            yield f"event: jobb\ndata: {now}\n\n"
        elif beat % QUIET_BEATS == 0:
            yield ": väntar\n\n"
        if job["avslutat"]:
            return
        time.sleep(POLL_SECONDS)


ROUTES = (
    Route("GET", "/jobb", "lista_jobb", "Jobb som jag har beställt, det senaste först", _list, answers="JobbLista",
          query=PAGING),
    Route("GET", "/jobb/{jobb}", "hamta_jobb", "Ett jobb: fas, hur långt det har kommit, färdiga filer", _get,
          answers="Jobb"),
    Route("GET", "/jobb/{jobb}/handelser", "folj_jobb", "Följ jobbet medan det pågår (server-sent events)", _events,
          answers="handelser"),
    Route("POST", "/jobb/{jobb}/avbryt", "avbryt_jobb", "Avbryt jobbet", _cancel, answers="Jobb"),
    Route("GET", "/jobb/{jobb}/filer/{namn}", "hamta_jobbfil", "En färdig fil", _file, answers="fil"),
)  # fmt: skip
