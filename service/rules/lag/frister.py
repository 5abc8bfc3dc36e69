"""The last days before and after a meeting (KL 5:13-15, 5:69)."""

from __future__ import annotations

from datetime import date, timedelta

from service.model.granskning import Frister, Granskningsunderlag
from service.rules.helgdagar import arbetsfri, helgdag, last_open_day, last_weekday_before
from service.rules.lag.regel import is_fullmaktige, told

WEEK = 7
ADJUSTMENT = timedelta(days=14)
"""The protokoll is adjusted within fourteen days (KL 5:69, 6:35)."""


def frister(underlag: Granskningsunderlag) -> Frister:
    """The last days of a meeting."""
    day, own = underlag.meeting.sammantrade.datum, underlag.arbetsordning
    week = day - timedelta(days=WEEK + own.marginal_dagar)
    if is_fullmaktige(underlag):
        called = min(week, day - timedelta(days=own.kallelse_dagar))
        return Frister(week, called, last_weekday_before(day), day + ADJUSTMENT)
    called_by_own_rule = day - timedelta(days=own.namnd_dagar) if own.namnd_dagar else None
    return Frister(None, called_by_own_rule, None, day + ADJUSTMENT)


def closed(day: date) -> str:
    """What to know of a last day on which the office is closed, or closes early; empty when it is open."""
    why = helgdag(day) or arbetsfri(day)
    return f" Den dagen är {why}; gör det senast {told(last_open_day(day))}." if why else ""
