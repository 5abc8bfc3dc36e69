"""What people write in a field, as the schema wants it: days by hand, numbers with blanks, choices by their label.

What cannot be understood is passed on as it stands; the schema refuses it and quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from service.intake.form_blocks import Cell
from service.model.form import Kind, Question, find_option, is_blank

_WORDS = re.compile(
    r"(?:\w+dag(?:en)?,?\s+)?(?:den\s+)?(\d{1,2})(?::?e)?\s+([a-zåäö]{3,9})\.?,?\s+(\d{4})", re.I
)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*(?:[./-]|\s)\s*(\d{4})")
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})|(\d{2})(\d{2}))(?:[T ]00:00(?::00)?)?"
)
_MONTH_NAMES = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
                "november", "december")  # fmt: skip
_TICKED = re.compile(r"^(?:[☒☑✓✔✗✘■]|\[[xX✓]\]|[xX](?=\s))\s*")
_UNTICKED = re.compile(r"^(?:[☐□]|\[\s?\])")
_DASHES = re.compile(r"(?<=\d)\s*[\u2010-\u2014\u2212]\s*(?=\d)")
_MINUS = re.compile(r"^[\u2010-\u2014\u2212]\s*(?=\d)")
_PLAIN_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " "})


def read_answer(question: Question, cell: Cell) -> Any:
    """The answer in a cell, or None when there is none."""
    if question.many:
        answers = [one for line in _lines_of(cell) if (one := _one_of_many(question, line)) is not None]
        return answers or None
    if question.kind is Kind.LONG:
        return cell.rich if cell.rich.strip() and not is_blank(cell.text) else shown_text(cell) or None
    if cell.native is not None:
        return _native(question, cell.native, shown_text(cell))
    text = _without_blank(cell.text)
    return _typed(question, text) if text else None


def _lines_of(cell: Cell) -> Iterator[str]:
    if cell.native is not None:
        yield shown_text(cell)
    for line in cell.lines:
        yield from (part for part in line.split(";") if part.strip())


def _one_of_many(question: Question, line: str) -> Any:
    text = _without_blank(line.strip())
    if not text or (question.options and _UNTICKED.match(text)):
        return None
    return _typed(question, _TICKED.sub("", text) if question.options else text)


def _without_blank(text: str) -> str:
    """The text without a placeholder that was left standing before or after it."""
    if is_blank(text):
        return ""
    return re.sub(r"\[(Skriv här|Välj datum|Välj)\]", "", text).strip()


def _typed(question: Question, text: str) -> Any:
    if question.options:
        found = find_option(question.options, text.translate(_PLAIN_BLANKS))
        return found.code if found else text
    if question.kind is Kind.DATE:
        day = read_day(text)
        return day.isoformat() if day else text
    if question.kind in (Kind.NUMBER, Kind.INTEGER):
        return _MINUS.sub("-", " ".join(text.translate(_PLAIN_BLANKS).split()))
    if question.kind is Kind.CODE:
        return " ".join(text.translate(_PLAIN_BLANKS).split())
    return text


def _native(question: Question, value: date | time | Decimal | bool, shown: str) -> Any:
    if isinstance(value, bool):
        return value if question.kind is Kind.YES_NO else ("ja" if value else "nej")
    if isinstance(value, Decimal):
        if question.kind in (Kind.NUMBER, Kind.INTEGER) and not question.options:
            return value
        return _typed(question, shown)
    if question.kind is Kind.DATE and isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    return shown


def shown_text(cell: Cell) -> str:
    """All that a person sees in a cell, in one line."""
    if cell.native is None:
        return cell.text
    return _native_text(cell.native) + (" %" if cell.percent else "")


def _native_text(value: date | time | Decimal | bool) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return str(int(value)) if whole else f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat()


def read_day(text: str) -> date | None:
    """The day that a person wrote: `2026-12-03`, `3 dec 2026`, `3/12 2026`, `torsdagen den 3 december 2026`."""
    plain = _DASHES.sub("-", " ".join(text.translate(_PLAIN_BLANKS).split())).strip(" .,")
    if match := _YEAR_FIRST.fullmatch(plain):
        return _day(match[1], match[2] or match[4], match[3] or match[5])
    if match := _DAY_FIRST.fullmatch(plain):
        return _day(match[3], match[2], match[1])
    if (match := _WORDS.fullmatch(plain)) and (month := _month(match[2])):
        return _day(match[3], str(month), match[1])
    return None


def _month(word: str) -> int:
    """The month's number; 0 for a word that is neither its name nor the beginning of it."""
    wanted = word.casefold()
    numbers = (n for n, name in enumerate(_MONTH_NAMES, start=1) if name.startswith(wanted))
    return next(numbers, 9 if wanted == "sept" else 0)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
