"""The framework's contradictions and what of it runs out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from service.model.framework import Framework
from service.rules.check import check
from service.schema.load import load
from tests import examples
from tests.examples import Raw

pytestmark = pytest.mark.unit

TODAY = date(2026, 12, 14)


def outcome(
    change: Callable[[Raw], Any], on: date = TODAY
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Code and path of problems and of notices of the changed framework."""
    raw = examples.ramverk()
    change(raw)
    model = load("ramverk", raw).model
    problems, notices = check(model, model, on)
    assert all(problem.message and problem.remedy for problem in problems)
    return [(p.code, p.path) for p in problems], [(n.code, n.path) for n in notices]


def test_the_small_framework_agrees_with_itself() -> None:
    """Neither problem nor notice."""
    assert outcome(lambda _raw: None) == ([], [])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda raw: raw["organ"].append(raw["organ"][2]), [("duplicate_id", "organ[7].id")]),
        (lambda raw: raw["organ"][3].update(kod="UN"), [("duplicate_kod", "organ[3].kod")]),
        (lambda raw: raw["organ"][2].update(sektorer=["SN"]), [("wrong_organ", "organ[2].sektorer[0]")]),
        (
            lambda raw: raw["riktningsmal"][0].update(mandatperiod="MP26"),
            [("unknown_mandatperiod", "riktningsmal[0].mandatperiod")],
        ),
        (
            lambda raw: raw["uppdrag"][0].update(till_organ=["UM"]),
            [("unknown_organ", "uppdrag[0].till_organ[0]")],
        ),
        (
            lambda raw: raw["budgetar"][0]["ramar"][0].update(organ="ZZ"),
            [("unknown_organ", "budgetar[0].ramar[0].organ")],
        ),
        (
            lambda raw: raw["mandatperioder"][1].update(start_datum="2026-10-14"),
            [("invalid_mandatperiod", "mandatperioder[1].start_datum")],
        ),
        (
            lambda raw: raw["mandatperioder"][1].update(valar=2025),
            [("invalid_mandatperiod", "mandatperioder[1].start_datum")],
        ),
        (
            lambda raw: raw["visioner"].append(
                raw["visioner"][0] | {"id": "V2", "giltig_fran": "2026-01-01"}
            ),
            [("overlapping_validity", "visioner")],
        ),
        (lambda raw: raw["riktningsmal"][1].update(nr=1), [("overlapping_validity", "riktningsmal")]),
        (
            lambda raw: raw["organ"][0].update(ordforande="Någon Annan"),
            [("unknown_chair", "organ[0].ordforande")],
        ),
        (
            lambda raw: raw["ledamoter"][1].update(roll="ersattare", giltig_fran="2026-10-15"),
            [("missing_presidium", "ledamoter")],
        ),
        (lambda raw: raw["tillitsprinciper"].pop(), [("wrong_number_of_principles", "tillitsprinciper")]),
    ],
)
def test_each_contradiction_is_found_at_its_place(
    change: Callable[[Raw], Any], expected: list[tuple[str, str]]
) -> None:
    """One change, one problem."""
    assert outcome(change)[0] == expected


def test_periods_that_follow_each_other_do_not_overlap() -> None:
    """The old goals end the day before the new ones begin; the same numbers are fine."""

    def change(raw: Raw) -> None:
        old = {"mandatperiod": "MP2022", "giltig_fran": "2022-10-15", "giltig_till": "2026-10-14"}
        raw["riktningsmal"] += [goal | old | {"id": goal["id"] + "-22"} for goal in raw["riktningsmal"]]

    assert outcome(change) == ([], [])


def test_an_even_number_of_ledamoter_is_noticed() -> None:
    """KL 5:5 wants an odd number; ersättare are not counted."""
    assert outcome(lambda raw: raw["ledamoter"].pop(2))[1] == [("even_number_of_ledamoter", "ledamoter")]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 12, 14), set()),
        (date(2030, 4, 16), set()),
        (date(2030, 4, 18), {("expires_soon", "riktningsmal"), ("expires_soon", "omvarldsfaktorer")}),
        (
            date(2031, 1, 1),
            {
                ("expired", "visioner"),
                ("expired", "vardegrunder"),
                ("expired", "riktningsmal"),
                ("expired", "omvarldsfaktorer"),
                ("styrmodell_overdue", "styrmodell.revideras_senast"),
                ("no_mandatperiod", "mandatperioder"),
            },
        ),
        (
            date(2026, 10, 14),
            {("nothing_in_force", "riktningsmal"), ("nothing_in_force", "omvarldsfaktorer")},
        ),
    ],
)
def test_what_runs_out_is_noticed_half_a_year_before(on: date, expected: set[tuple[str, str]]) -> None:
    """Vision and värdegrund last eight years, goals and factors four."""
    _, notices = outcome(lambda _raw: None, on)
    assert {notice for notice in notices if notice[1] != "ledamoter"} == expected


def test_without_a_last_day_the_statutory_length_counts() -> None:
    """A vision of 1 January 2019 without an end has run out at the end of 2026."""

    def change(raw: Raw) -> None:
        raw["visioner"][0].update(giltig_fran="2019-01-01", giltig_till=None)

    assert outcome(change, date(2026, 12, 31))[1] == [("expires_soon", "visioner")]
    assert outcome(change, date(2027, 1, 1))[1] == [("expired", "visioner")]


def test_a_framework_without_a_vision_says_so() -> None:
    """Nothing to run out is worth a word too."""
    model = load("ramverk", examples.ramverk()).model
    assert isinstance(model, Framework)
    _, notices = check(replace(model, visioner=()), model, TODAY)
    assert [(notice.code, notice.message) for notice in notices] == [
        ("nothing_in_force", "Visionen saknas i ramverket.")
    ]
