"""A report that leaves something out is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from service.errors import Notice, Problem
from service.model.framework import Framework
from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.rules.check import check
from service.schema.load import load
from tests import examples
from tests.examples import Raw

pytestmark = pytest.mark.unit

TODAY = date(2026, 12, 14)


def the_framework() -> Framework:
    """The small framework."""
    model = load("ramverk", examples.ramverk()).model
    assert isinstance(model, Framework)
    return model


def outcome(
    change: Callable[[Raw], Any] = lambda _raw: None, framework: Framework | None = None
) -> tuple[list[Problem], list[Notice]]:
    """Problems and notices of the example report after a change."""
    raw = examples.nulagesbeskrivning()
    change(raw)
    model = load("nulagesbeskrivning", raw).model
    assert isinstance(model, Nulagesbeskrivning)
    return check(model, framework or the_framework(), TODAY)


def codes(findings: list[Problem] | list[Notice]) -> list[tuple[str, str]]:
    """Code and path of each."""
    return [(one.code, one.path) for one in findings]


def test_the_complete_report_has_nothing_to_remark() -> None:
    """Neither problem nor notice."""
    assert outcome() == ([], [])


def test_a_missing_goal_is_named() -> None:
    """Number and heading of the riktningsmål stand in the message, its id in the remedy."""
    problems, _ = outcome(lambda raw: raw["per_riktningsmal"].pop())
    (problem,) = problems
    assert problem.code == "missing_riktningsmal"
    assert problem.message == "Riktningsmål 2 ”Ett Ale som växer hållbart” saknas i nulägesanalysen."
    assert "”R2”" in problem.remedy


def test_a_missing_factor_or_trend_is_named() -> None:
    """A trend is called a trend."""
    problems, _ = outcome(lambda raw: raw["per_omvarldsfaktor"].pop())
    assert [problem.message for problem in problems] == ["Trend 2 ”Teknik” saknas i nulägesanalysen."]


def test_a_goal_told_twice_is_refused_at_the_second_place() -> None:
    """Exactly once means not twice either."""
    problems, _ = outcome(lambda raw: raw["per_riktningsmal"].append(raw["per_riktningsmal"][0]))
    assert codes(problems) == [("duplicate_riktningsmal", "per_riktningsmal[2].riktningsmal")]


def test_before_the_new_period_the_new_goals_are_not_demanded_but_not_allowed_either() -> None:
    """A document of 1 October cannot follow up goals that apply from the 15th."""
    problems, _ = outcome(lambda raw: raw.update(datum="2026-10-01"))
    assert {code for code, _ in codes(problems)} == {"reference_not_yet_valid"}
    assert "gäller först från 2026-10-15, men dokumentet är daterat 2026-10-01" in problems[0].message


def _as_bolag(raw: Raw) -> None:
    raw.update(organ="ALEB", diarienummer="ALEB.2026.4", uppdrag=[])
    raw["verksamhetsbeskrivning"]["grunddokument"] = ["BO-ALEB"]


def test_a_bolag_needs_both_its_documents() -> None:
    """Bolagsordning alone is not enough; the remedy names the missing ägardirektiv."""
    problems, _ = outcome(_as_bolag)
    (problem,) = problems
    assert problem.code == "missing_styrdokument"
    assert problem.message == "Ägardirektiv för AB Alebyggen saknas bland grunddokumenten."
    assert problem.remedy == "Lägg till ”AD-ALEB”."


def test_another_bodys_reglemente_is_no_foundation() -> None:
    """The wrong reglemente is both foreign and leaves the right one missing."""
    problems, _ = outcome(lambda raw: raw["verksamhetsbeskrivning"].update(grunddokument=["REG-SN"]))
    assert codes(problems) == [
        ("missing_styrdokument", "verksamhetsbeskrivning.grunddokument"),
        ("foreign_styrdokument", "verksamhetsbeskrivning.grunddokument[0]"),
    ]


@pytest.mark.parametrize("organ", ["KF", "SEK-U"])
def test_only_boards_and_companies_write_reports(organ: str) -> None:
    """KF and a sektor do not."""
    problems, _ = outcome(lambda raw: raw.update(organ=organ))
    assert "wrong_organ" in {problem.code for problem in problems}


def test_the_version_of_the_omvarldsanalys_is_locked() -> None:
    """A report that read version 1.1 must be read again when the framework has 1.2."""
    problems, _ = outcome(lambda raw: raw["omvarldsanalys"].update(version="1.1"))
    (problem,) = problems
    assert (problem.code, problem.path) == ("version_mismatch", "omvarldsanalys.version")
    assert "version 1.1" in problem.message
    assert "version 1.2" in problem.message


def test_an_assignment_that_is_not_reported_is_noticed() -> None:
    """KL 6:5; it stops nothing."""
    problems, notices = outcome(lambda raw: raw.update(uppdrag=[]))
    assert problems == []
    assert codes(notices) == [("uppdrag_not_reported", "uppdrag")]


def test_a_goal_followed_up_otherwise_than_decided_is_noticed() -> None:
    """R1 is to be followed up by results; progress is allowed but told."""

    def change(raw: Raw) -> None:
        raw["per_riktningsmal"][0].update(uppfoljning_typ="framdrift", framdrift="Det går framåt.")

    problems, notices = outcome(change)
    assert problems == []
    assert codes(notices) == [("follow_up_differs", "per_riktningsmal[0].uppfoljning_typ")]


def test_goals_of_another_period_contradict_the_reports_period() -> None:
    """The report says MP2022, its goals belong to MP2026."""
    problems, _ = outcome(lambda raw: raw.update(mandatperiod="MP2022"))
    assert codes(problems) == [("wrong_mandatperiod", "mandatperiod")]


def test_another_bodys_goal_is_refused() -> None:
    """SN cannot report UN's own goal."""
    goal = {"organmal": "UN-M1", "utfall": "Bra", "maluppfyllelse": "uppnatt", "resonemang": "Så."}
    framework = the_framework()
    foreign = replace(framework, organmal=(replace(framework.organmal[0], organ="SN"),))
    problems, _ = outcome(lambda raw: raw.update(egna_mal=[goal]), foreign)
    assert codes(problems) == [("foreign_organmal", "egna_mal[0].organmal")]


def test_all_omissions_come_at_once() -> None:
    """Goals, factors, documents, version, decision, dates: one list."""

    def change(raw: Raw) -> None:
        raw["per_riktningsmal"].pop()
        raw["per_omvarldsfaktor"].pop()
        raw["omvarldsanalys"]["version"] = "9"
        raw["verksamhetsbeskrivning"]["grunddokument"] = ["REG-UNN"]
        raw.update(beslut=None, ar=2029, diarienummer="2026-17")

    problems, _ = outcome(change)
    assert {problem.code for problem in problems} == {
        "missing_riktningsmal",
        "missing_omvarldsfaktor",
        "version_mismatch",
        "unknown_styrdokument",
        "missing_styrdokument",
        "missing_beslut",
        "contradicting_dates",
        "invalid_diarienummer",
    }
    assert all(problem.message.endswith((".", ")")) and problem.remedy for problem in problems)
