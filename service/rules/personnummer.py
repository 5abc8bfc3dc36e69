"""Personnummer and samordningsnummer in running text (folkbokföringslagen 18 §; lag 2022:1697 om samordningsnummer).

What counts: a date that has been, and the right last digit. So an organisationsnummer is none (its third digit is 2 or
more), nor is a diarienummer, an SFS number or a sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from service.model.publicering import Fyndslag

_SPACE = r"[ \t\u00a0\u2007\u2009\u202f]?"
_BREAK = r"(?:[ \t]*\r?\n[ \t]*)?"
"""A number may be broken over two lines anywhere."""
_DASH = r"[-\u2010\u2011\u2012\u2013\u2212+]"


def _digits(count: int) -> str:
    return _BREAK.join([r"\d"] * count)


def _joined(century: int) -> str:
    """Year, month and day, with or without a space between them."""
    gap = f"{_SPACE}{_BREAK}"
    return f"{_digits(century)}{gap}{_digits(2)}{gap}{_digits(2)}"


_LAST = f"{_BREAK}{_SPACE}(?:{_DASH}{_SPACE})?{_BREAK}{_digits(4)}"
_DASHED = (
    rf"{_digits(4)}{_DASH}{_BREAK}{_digits(2)}{_DASH}{_BREAK}{_digits(2)}{_BREAK}{_DASH}{_BREAK}{_digits(4)}"
)
_LONGEST_LIFE = timedelta(days=366 * 130)
_COORDINATION = 60
_WITH_CENTURY = 12


@cache
def _number() -> re.Pattern[str]:
    """Any of the ways to write one; made when it is first asked for, as that takes its time."""
    return re.compile(
        rf"(?<![\d.,:/]\d)(?<![\d-])(?:{_DASHED}|{_joined(4)}{_LAST}|{_joined(2)}{_LAST})(?!\d|[-.,:/]\d)"
    )


def find_personnummer(text: str, on: date) -> Iterator[tuple[int, int, Fyndslag]]:
    """Every number in a text: where it begins and ends, and what it is.

    Args:
        text: the text of a page.
        on: the day on which it is looked for; nobody is born later.
    """
    at, number = 0, _number()
    while found := number.search(text, at):
        kind = kind_of(found[0], on)
        if kind is not None:
            yield found.start(), found.end(), kind
            at = found.end()
        else:
            at = found.start() + 1


def kind_of(written: str, on: date) -> Fyndslag | None:
    """What a number is that is written in any of the usual ways; None when it is no such number."""
    digits = "".join(one for one in written if one.isdigit())
    if not digits.isascii() or not _has_right_check(digits[-10:]):
        return None
    day = int(digits[-6:-4])
    coordination = day > _COORDINATION
    day -= _COORDINATION if coordination else 0
    month = int(digits[-8:-6])
    years = [int(digits[:4])] if len(digits) == _WITH_CENTURY else _years(int(digits[:2]), on)
    if any(_was_born(year, month, day, on) for year in years):
        return Fyndslag.SAMORDNINGSNUMMER if coordination else Fyndslag.PERSONNUMMER
    return None


def _years(short: int, on: date) -> list[int]:
    """The years that two digits can stand for."""
    century = on.year // 100 * 100
    return [century + short, century - 100 + short]


def _was_born(year: int, month: int, day: int, on: date) -> bool:
    try:
        born = date(year, month, day)
    except ValueError:
        return False
    return on - _LONGEST_LIFE <= born <= on


def _has_right_check(ten: str) -> bool:
    """The last digit by the method of Luhn."""
    total = 0
    for at, digit in enumerate(ten):
        doubled = int(digit) * (2 if at % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return len(ten) == 10 and total % 10 == 0
