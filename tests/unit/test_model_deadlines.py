"""The last day of a report, by the cycle of the framework."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from service.model.deadlines import deadline_of
from service.model.ramverk import Milstolpe, Processar

TODAY = date(2026, 10, 20)


def framework() -> Any:
    """A cycle with a day of one body's own, and the year after one day for all."""
    own = Milstolpe(
        typ="Nulägesbeskrivning, socialnämnden",
        ansvarig="SN",
        sista_dag=date(2026, 10, 30),
        paminnelse=date(2026, 10, 16),
    )
    others = Milstolpe(typ="Omvärldsdag", ansvarig="KS", sista_dag=date(2026, 5, 20))
    for_all = Milstolpe(typ="Nulägesbeskrivningar beslutade", ansvarig="KS", sista_dag=date(2027, 10, 1))
    first, second = date(2026, 1, 1), date(2027, 1, 1)
    cycles = (
        Processar(id="P1", giltig_fran=first, kalla="prov", ar=2026, milstolpar=(others, own)),
        Processar(id="P2", giltig_fran=second, kalla="prov", ar=2027, milstolpar=(for_all,)),
    )
    return SimpleNamespace(processar=cycles)


def due(organ: str, year: int, today: date = TODAY, doctype: str = "Nulägesbeskrivning") -> Any:
    """The deadline of such a framework."""
    return deadline_of(framework(), doctype, organ, year, today)


def test_a_body_has_its_own_day() -> None:
    """With the days that are left, and whether it is time to be reminded."""
    found = due("SN", 2026)
    assert (found.day, found.left, found.reminder, found.late) == (date(2026, 10, 30), 10, True, False)
    assert (found.milestone, found.year, found.version) == ("Nulägesbeskrivning, socialnämnden", 2026, "1.0")
    assert not due("SN", 2026, date(2026, 10, 15)).reminder


def test_a_day_that_has_passed_is_late() -> None:
    """From the day after."""
    assert not due("SN", 2026, date(2026, 10, 30)).late
    assert due("SN", 2026, date(2026, 10, 31)).left == -1
    assert due("SN", 2026, date(2026, 10, 31)).late


def test_a_day_for_all_counts_where_there_is_none_of_its_own() -> None:
    """Also for the body that is responsible for it; nothing is made up where the cycle is silent."""
    assert due("UN", 2027).day == due("KS", 2027).day == date(2027, 10, 1)
    assert due("UN", 2026) is None
    assert due("SN", 2026, doctype="Dialogsammanfattning") is None
    assert due("SN", 2030) is None
