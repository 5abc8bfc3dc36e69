"""Helgdagar and closed days: Easter, midsommar, New Year, leap day."""

from __future__ import annotations

from datetime import date

import pytest

from service.rules.helgdagar import arbetsfri, helgdag, last_open_day, last_weekday_before


def _d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "nyårsdagen"),
        ("2026-01-06", "trettondedag jul"),
        ("2026-04-03", "långfredagen"),
        ("2026-04-06", "annandag påsk"),
        ("2027-03-29", "annandag påsk"),
        ("2026-05-14", "Kristi himmelsfärdsdag"),
        ("2026-06-06", "nationaldagen"),
        ("2026-06-20", "midsommardagen"),
        ("2026-10-31", "alla helgons dag"),
        ("2026-12-13", "söndag"),
        ("2026-12-14", ""),
        ("2026-06-19", ""),
        ("2026-12-24", ""),
    ],
)
def test_helgdagar_are_those_of_the_law(day: str, name: str) -> None:
    """The days of lag (1989:253); the eves are none."""
    assert helgdag(_d(day)) == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-06-19", "midsommarafton"),
        ("2026-12-24", "julafton"),
        ("2026-12-31", "nyårsafton"),
        ("2026-04-02", "skärtorsdagen"),
        ("2026-12-12", "lördag"),
        ("2026-05-15", ""),
        ("2026-12-11", ""),
    ],
)
def test_days_on_which_the_office_is_closed(day: str, name: str) -> None:
    """Closed by custom, or half the day; a klämdag is an ordinary day."""
    assert arbetsfri(_d(day)) == name


@pytest.mark.parametrize(
    ("meeting", "last"),
    [
        ("2026-12-14", "2026-12-11"),  # Monday: the Friday, never the Saturday
        ("2026-04-07", "2026-04-02"),  # after Easter: skärtorsdagen
        ("2026-06-22", "2026-06-19"),  # after midsommar: midsommarafton is no helgdag
        ("2026-01-07", "2026-01-05"),
        ("2026-01-02", "2025-12-31"),
        ("2026-05-02", "2026-04-30"),
        ("2028-03-01", "2028-02-29"),
        ("2026-12-28", "2026-12-24"),
    ],
)
def test_the_vardag_next_before(meeting: str, last: str) -> None:
    """Monday to Friday, and no helgdag."""
    assert last_weekday_before(_d(meeting)) == _d(last)


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        ("2026-12-07", "2026-12-07"),
        ("2026-06-19", "2026-06-18"),
        ("2026-04-06", "2026-04-01"),
        ("2026-12-26", "2026-12-23"),
    ],
)
def test_the_last_day_the_office_is_open(day: str, opened: str) -> None:
    """Eves are closed too."""
    assert last_open_day(_d(day)) == _d(opened)
