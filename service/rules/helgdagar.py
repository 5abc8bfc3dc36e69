"""Days on which a Swedish office is closed: the helgdagar of the law, and the days that are free by custom.

The home of `holidays`. The helgdagar are those of lag (1989:253) om allmänna helgdagar; midsommarafton, julafton and
nyårsafton are none in it, though nobody is at work.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays.countries.sweden import Sweden

SATURDAY, SUNDAY = 5, 6
_DAY = timedelta(days=1)
_BRIDGE = "Klämdag"
"""A day between a holiday and a Saturday: many take it off, no office closes for it."""


def helgdag(day: date) -> str:
    """What the helgdag is called, or an empty text; an ordinary Sunday is called söndag."""
    return _named(day.year, "public").get(day) or ("söndag" if day.weekday() == SUNDAY else "")


def arbetsfri(day: date) -> str:
    """Why the office is closed, or closes early, though the day is no helgdag; empty when it is open."""
    by_custom = _named(day.year, "de_facto").get(day) or _named(day.year, "optional").get(day, "")
    return by_custom or ("lördag" if day.weekday() == SATURDAY else "")


def last_weekday_before(day: date) -> date:
    """The vardag next before a day, counted with care: from Monday to Friday and no helgdag.

    Whether a Saturday is a vardag need then not be settled.
    """
    found = day - _DAY
    while found.weekday() >= SATURDAY or helgdag(found):
        found -= _DAY
    return found


def last_open_day(day: date) -> date:
    """The day itself, or the last one before it on which the office is open the whole day."""
    found = day
    while helgdag(found) or arbetsfri(found):
        found -= _DAY
    return found


@cache
def _named(year: int, category: str) -> dict[date, str]:
    # `include_sundays` would call every Sunday a holiday of its own.
    days = Sweden(years=year, include_sundays=False, language="sv", categories=(category,))
    return {day: _plain(name) for day, name in days.items() if name != _BRIDGE}


def _plain(name: str) -> str:
    """As it stands within a sentence, without the hour at which offices close."""
    name = name.split(" (")[0]
    return name if name.startswith("Kristi") else name[0].lower() + name[1:]
