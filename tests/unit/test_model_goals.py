"""Judgements counted, and laid out as the parts of a bar."""

from __future__ import annotations

from service.model.choices import Maluppfyllelse
from service.model.goals import Goals, GoalsRow, counted

UPPNATT, DELVIS, EJ, EJ_BEDOMT = Maluppfyllelse


def test_the_parts_of_a_bar_are_its_judgements() -> None:
    """In their own order, as wide as they are many, without those that nobody has made."""
    goals = Goals((GoalsRow("1", counted([DELVIS, UPPNATT])), GoalsRow("2", counted([EJ, UPPNATT]))), 2)
    assert goals.totals == ((UPPNATT, 2), (DELVIS, 1), (EJ, 1), (EJ_BEDOMT, 0))
    assert [(one.judgement, one.start, one.width) for one in goals.segments] == [
        (UPPNATT, 0, 50),
        (DELVIS, 50, 25),
        (EJ, 75, 25),
    ]
    assert Goals((), 0).segments == ()


def test_one_judgement_is_told_in_words() -> None:
    """Where there is but one."""
    assert GoalsRow("1", counted([EJ])).only is EJ
    assert GoalsRow("1", counted([EJ, EJ])).only is None
    assert GoalsRow("1", counted([])).only is None
