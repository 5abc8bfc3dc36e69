"""Filters of the templates that turn plain values into Swedish text. All take and give `str`.

Babel knows Swedish; where it differs from Swedish public writing (half-even rounding, hyphen for minus, weekday
without article) it is corrected here. An empty value stays empty: what is not known is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from typing import Any, Never

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

from service.fill.faults import template_fault
from service.fill.text import WordXml
from service.model.gaps import is_gap

LOCALE = "sv_SE"
NBSP = "\u00a0"
MINUS = "\u2212"
MONTHS = get_month_names("wide", locale=LOCALE)
_GROUP, _POINT, _MINUS = get_group_symbol(LOCALE), get_decimal_symbol(LOCALE), get_minus_sign_symbol(LOCALE)
"""Read from Babel once: its own formatting costs more than all the rest of a filter."""
_WEEKDAYS = ("måndagen", "tisdagen", "onsdagen", "torsdagen", "fredagen", "lördagen", "söndagen")
_NUMBER = re.compile(r"[-\u2212]?[0-9]+(\.[0-9]+)?")
_DASH = re.compile(r"\s*[-–—]\s*")
_PARAGRAPHS = re.compile(r"[0-9]+\s?[a-z]?(?P<more>\s*(?:[-–—,]|och)\s*[0-9]+\s?[a-z]?)*")
_MAX_DECIMALS = 10

Row = Mapping[str, object]


def datum_lang(value: object) -> str:
    """14 december 2026; no line ends between day and month."""
    day = _day(value, "datum_lang")
    return f"{day.day}{NBSP}{MONTHS[day.month]} {day.year}" if day else ""


def datum_veckodag(value: object) -> str:
    """Måndagen den 14 december 2026, in lower case: the definite form is our own table, Babel has none."""
    day = _day(value, "datum_veckodag")
    return f"{_WEEKDAYS[day.weekday()]} den {datum_lang(value)}" if day else ""


def datum_kort(value: object) -> str:
    """2026-12-14."""
    day = _day(value, "datum_kort")
    return day.isoformat() if day else ""


def klockslag(value: object) -> str:
    """Write kl. 18.00."""
    clock = _clock(value, "klockslag")
    return f"kl.{NBSP}{clock}" if clock else ""


def tidsintervall(value: object, till: object = "") -> str:
    """Write kl. 18.00–21.00; without an end only the start."""
    start, end = _clock(value, "tidsintervall"), _clock(till, "tidsintervall")
    if start and end:
        return f"kl.{NBSP}{start}–{end}"
    return f"kl.{NBSP}{start}" if start else ""


def tal(value: object, decimaler: int | str | None = None) -> str:
    """1 234,5; as many decimals as the value has, or as asked for."""
    return _number(value, decimaler, "tal")


def tkr(value: object, decimaler: int = 0) -> str:
    """1 234 tkr; whole thousands unless asked otherwise."""
    return _with_unit(_number(value, decimaler, "tkr"), "tkr")


def mnkr(value: object, decimaler: int = 1) -> str:
    """1,2 mnkr, from a value in tkr."""
    number = _decimal(value, "mnkr")
    return "" if number is None else _with_unit(swedish(number / 1000, _decimals(decimaler, "mnkr")), "mnkr")


def procent(value: object, decimaler: int | None = None) -> str:
    """75 %, from a value in percent."""
    return _with_unit(_number(value, decimaler, "procent"), "%")


def matvarde(value: object, enhet: object = "", decimaler: int | None = None) -> str:
    """A number with its unit: 75 %, 1 234 tkr, 12,5 dagar."""
    unit = _text(enhet, "matvarde").strip()
    return _with_unit(
        _number(value, decimaler, "matvarde"), "%" if unit.lower() in {"procent", "%"} else unit
    )


def upprakning(value: object, falt: str = "") -> str:
    """a, b och c; `falt` names the field to show when the list holds objects."""
    words = [
        word for word in (_field(item, falt, "upprakning") for item in _rows(value, "upprakning")) if word
    ]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"


def paragraf(value: object) -> str:
    """§ 265, and §§ 114–149 for more than one."""
    number = _text(value, "paragraf").replace("§", "").strip()
    if not number:
        return ""
    match = _PARAGRAPHS.fullmatch(number)
    if match is None:
        _nonsense("paragraf", value, "ett paragrafnummer")
    sign = "§§" if match["more"] else "§"
    return f"{sign}{NBSP}{_DASH.sub('–', number)}"


def versal(value: object) -> str:
    """The first letter in upper case, the rest as it was."""
    text = _text(value, "versal")
    return text[:1].upper() + text[1:]


def summa(value: object, falt: str) -> str:
    """The sum of one field over the rows, as a plain number for a further filter; empty values count as nothing."""
    told = [_get(row, falt, "summa") for row in _rows(value, "summa")]
    found = [_decimal(one, "summa") for one in told if not is_gap(one)]
    return plain(sum((number for number in found if number is not None), Decimal(0)))


def antal(value: object) -> str:
    """How many there are in the list."""
    return str(len(_rows(value, "antal")))


def _past_gaps(function: Callable[..., str]) -> Callable[..., str]:
    """What is not written yet is shown as it is: it has no date, no number and no first letter."""

    @wraps(function)
    def show(value: object, *rest: Any, **named: Any) -> str:
        return str(value) if is_gap(value) else function(value, *rest, **named)

    return show


FILTERS: dict[str, Callable[..., str]] = {
    function.__name__: _past_gaps(function)
    for function in (
        datum_lang,
        datum_veckodag,
        datum_kort,
        klockslag,
        tidsintervall,
        tal,
        tkr,
        mnkr,
        procent,
        matvarde,
        upprakning,
        paragraf,
        versal,
        summa,
        antal,
    )
}


def most_decimals(rader: object, falt: str, enhet: str | None) -> str:
    """How many decimals the fields (with commas between) have at most, in the rows of a unit or in all."""
    rows = [
        row for row in _rows(rader, "decimaler") if enhet is None or _get(row, "enhet", "decimaler") == enhet
    ]
    numbers = [number_of(_get(row, field.strip(), "decimaler")) for field in falt.split(",") for row in rows]
    return str(max((decimals_of(number) for number in numbers if number is not None), default=0))


def plain(number: Decimal) -> str:
    """The canonical text of a number: no exponent, no trailing zeros, no negative zero."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def swedish(number: Decimal, decimals: int) -> str:
    """The number as Swedes write it, rounded half up (Babel would round half to even)."""
    return _written(number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _written(number: Decimal) -> str:
    text = f"{number if number else abs(number):,f}"  # zero has no minus
    return text.replace(",", _GROUP).replace(".", _POINT).replace("-", _MINUS)


def number_of(value: object) -> Decimal | None:
    """The value as a number, or None when it is not one."""
    text = str(value).strip()
    if not _NUMBER.fullmatch(text) or len(text) > 24:
        return None
    return Decimal(text.replace(MINUS, "-"))


def decimals_of(number: Decimal) -> int:
    """How many decimals the canonical text of the number has."""
    return len(plain(number).partition(".")[2])


def _number(value: object, decimals: object, name: str) -> str:
    number = _decimal(value, name)
    if number is None:
        return ""
    return _written(number.normalize()) if decimals is None else swedish(number, _decimals(decimals, name))


def _decimals(value: object, name: str) -> int:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)  # a field holds its number as text
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_DECIMALS:
        return value
    return _nonsense(name, value, f"ett antal decimaler mellan 0 och {_MAX_DECIMALS}")


def _with_unit(number: str, unit: str) -> str:
    return f"{number}{NBSP}{unit}" if number and unit else number


def _decimal(value: object, name: str) -> Decimal | None:
    text = _text(value, name).strip()
    if not text:
        return None
    number = number_of(text)
    return _nonsense(name, value, "ett tal") if number is None else number


def _day(value: object, name: str) -> date | None:
    text = _text(value, name).strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).date()
    except ValueError:
        _nonsense(name, value, "ett datum (ÅÅÅÅ-MM-DD)")


def _clock(value: object, name: str) -> str:
    text = _text(value, name).strip()
    if not text:
        return ""
    try:
        clock = datetime.fromisoformat(text).time() if "-" in text else time.fromisoformat(text)
    except ValueError:
        _nonsense(name, value, "ett klockslag (TT:MM)")
    return clock.strftime("%H.%M")


def _text(value: object, name: str) -> str:
    if type(value) is str:  # as nearly always
        return value
    if isinstance(value, (dict, list, WordXml)):
        _nonsense(name, value, "ett enkelt värde")
    return str(value)  # an undefined field raises here, and is told as missing


def _rows(value: object, name: str) -> Sequence[object]:
    if isinstance(value, list):
        return value
    if _text(value, name).strip():
        _nonsense(name, value, "en lista")
    return ()


def _get(row: object, field: str, name: str) -> object:
    if type(row) is dict or isinstance(row, Mapping):  # the first is quick, and nearly always so
        if field in row:
            return row[field]
        raise template_fault(
            "template_missing_field", f"Fältet ”{field}”, som filtret ”{name}” ska läsa, finns inte."
        )
    return _nonsense(name, row, "en rad med fält")


def _field(item: object, field: str, name: str) -> str:
    return _text(_get(item, field, name) if field else item, name).strip()


def _nonsense(name: str, value: object, wanted: str) -> Never:
    shown = (
        "en lista"
        if isinstance(value, list)
        else "en grupp av fält"
        if isinstance(value, dict)
        else f"”{value}”"
    )
    if len(shown) > 80:
        shown = shown[:77] + "…”"
    raise template_fault("template_filter_value", f"Filtret ”{name}” fick {shown}, men behöver {wanted}.")
