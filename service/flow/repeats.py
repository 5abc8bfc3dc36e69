"""Requests that are sent twice: the first answer is kept for a day under the key that the sender gave it."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from service.errors import Problem, SamladError
from service.flow.service import Service
from service.records.base import JsonObject
from service.records.repeats import find_repeat, forget_repeats
from service.records.tables import Upprepning

KEPT = timedelta(days=1)
PATIENCE = timedelta(minutes=10)
"""A first request that has not answered by then has died."""


class KeyReused(SamladError):
    """The key belongs to another request, or to one that is still at work."""

    code: ClassVar[str] = "key_reused"
    http_status: ClassVar[int] = 409
    exit_code: ClassVar[int] = 6


def begin(service: Service, who: str, key: str, request: str) -> JsonObject | None:
    """The kept answer, or None after the key was taken for this request.

    Args:
        service: the service.
        who: whose key it is.
        key: the key.
        request: digest of the whole request.

    Raises:
        KeyReused: the key was given to another request, or the first one is still at work.
    """
    at = service.now()
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
        if row.svar is None and row.tid > at - PATIENCE:
            raise KeyReused(
                Problem(
                    "still_working",
                    "Det första anropet med den nyckeln pågår fortfarande.",
                    "Idempotency-Key",
                    "Vänta en stund och försök igen.",
                )
            )
        row.tid = at
        return row.svar


def keep(service: Service, who: str, key: str, answer: JsonObject) -> None:
    """Keep the answer."""
    with service.records.change() as db:
        row = find_repeat(db, who, key)
        if row is not None:
            row.svar = answer


def give_back(service: Service, who: str, key: str) -> None:
    """The request failed: the key may be used again."""
    with service.records.change() as db:
        row = find_repeat(db, who, key)
        if row is not None and row.svar is None:
            db.delete(row)
