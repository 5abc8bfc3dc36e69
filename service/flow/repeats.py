"""Requests that are sent twice: the first answer is kept for a day under the key that the sender gave it.

What a request changes and its answer are kept in one transaction. So whoever gets no answer, because the server
or the network died, sends the same request again and gets what was done the first time, or has it done now.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import ClassVar

from service.errors import Problem, SamladError
from service.flow.service import Service
from service.records.base import JsonObject
from service.records.repeats import find_repeat, forget_repeats
from service.records.tables import Upprepning

KEPT = timedelta(days=1)


class KeyReused(SamladError):
    """The key belongs to another request, or to one that is still at work."""

    code: ClassVar[str] = "key_reused"
    http_status: ClassVar[int] = 409
    exit_code: ClassVar[int] = 6


def once(
    service: Service, who: str, key: str, request: str, carry_out: Callable[[], JsonObject]
) -> JsonObject:
    """Carry a request out, or give the answer that it got the first time.

    Args:
        service: the service.
        who: whose key it is.
        key: the key.
        request: digest of the whole request.
        carry_out: does what is asked for, and gives the answer.

    Raises:
        KeyReused: the key was given to another request, or the first one is still at work.
    """
    at = service.now()
    kept = _begin(service, who, key, request, at)
    if kept is not None:
        return kept
    try:
        with service.records.together():
            answer = carry_out()
            _keep(service, who, key, answer, at)
    except BaseException:
        _give_back(service, who, key, at)
        raise
    return answer


def _begin(service: Service, who: str, key: str, request: str, at: datetime) -> JsonObject | None:
    """The kept answer, or None after the key was taken for this request."""
    patience = timedelta(seconds=service.settings.livstecken_sekunder)
    with service.records.change() as db:
        forget_repeats(db, who, at - KEPT)
        row = find_repeat(db, who, key)
        if row is None:
            db.add(Upprepning(vem=who, nyckel=key, begaran=request, svar=None, tid=at))
            return None
        if row.begaran != request:
            raise KeyReused(
                Problem(
                    "key_reused",
                    "Idempotency-Key har redan använts för ett annat anrop.",
                    "Idempotency-Key",
                    "Ge varje nytt anrop en egen nyckel, till exempel ett UUID.",
                )
            )
        if row.svar is not None:
            return row.svar
        if row.tid > at - patience:
            raise KeyReused(_still_working())
        row.tid = at  # who had it shows no sign of life, and would be refused at its end
        return None


def _keep(service: Service, who: str, key: str, answer: JsonObject, at: datetime) -> None:
    """Keep the answer, unless the same request has been taken up by another meanwhile."""
    with service.records.change() as db:
        row = find_repeat(db, who, key)
        if row is None or row.svar is not None or row.tid != at:
            raise KeyReused(_still_working())
        row.svar = answer


def _give_back(service: Service, who: str, key: str, at: datetime) -> None:
    """The request failed: the key may be used again."""
    with suppress(SamladError), service.records.change() as db:
        row = find_repeat(db, who, key)
        if row is not None and row.svar is None and row.tid == at:
            db.delete(row)


def _still_working() -> Problem:
    return Problem(
        "still_working",
        "Det första anropet med den nyckeln pågår fortfarande.",
        "Idempotency-Key",
        "Vänta en stund och försök igen.",
    )
