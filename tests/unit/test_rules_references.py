"""Ids and diarienummer that the framework does not know are refused, with the nearest that it does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from service.model.framework import Framework
from service.model.marks import DIARIENUMMER, ref
from service.rules.check import check
from service.rules.references import TARGETS, check_references, check_validity
from service.schema.load import load
from tests import examples

pytestmark = pytest.mark.unit

TODAY = date(2026, 12, 14)


@pytest.fixture(scope="module")
def framework() -> Framework:
    """The small framework."""
    model = load("ramverk", examples.ramverk()).model
    assert isinstance(model, Framework)
    return model


@dataclass(frozen=True, slots=True)
class _Stranger:
    """A model no rule knows by name."""

    organ: str = field(default="", metadata=ref("organ"))
    uppdrag: tuple[str, ...] = field(default=(), metadata=ref("uppdrag"))
    styrdokument: str = field(default="", metadata=ref("styrdokument"))
    diarienummer: str = field(default="", metadata=DIARIENUMMER)


def test_every_list_of_the_framework_can_be_spoken_of(framework: Framework) -> None:
    """A new list needs its words, or its first bad reference would crash."""
    assert set(TARGETS) == set(framework.lists())


def test_references_of_any_model_are_resolved(framework: Framework) -> None:
    """A document type that comes later is checked without a change here."""
    problems, _ = check(_Stranger(organ="UNN", uppdrag=("U1", "U2")), framework, TODAY)
    assert [(problem.code, problem.path) for problem in problems] == [
        ("unknown_organ", "organ"),
        ("unknown_uppdrag", "uppdrag[1]"),
    ]
    assert problems[0].message == "Organet ”UNN” finns inte i ramverket."
    assert problems[0].remedy.startswith("Menade du ”UN”?")


def test_an_empty_reference_says_nothing(framework: Framework) -> None:
    """An optional reference that is not given is no fault."""
    assert list(check_references(_Stranger(), framework)) == []


def test_an_empty_list_of_the_framework_is_told_so(framework: Framework) -> None:
    """When there is nothing to choose from, the remedy is another."""
    (problem,) = check(_Stranger(uppdrag=("U1",)), replace(framework, uppdrag=(), budgetar=()), TODAY)[0]
    assert problem.remedy == "Lägg in uppdragen i ramverket."


def test_an_expired_governing_document_stops_and_an_expired_assignment_does_not(framework: Framework) -> None:
    """What the work rests on must be in force; a finished assignment may still be spoken of."""
    ended = date(2025, 12, 31)
    old = replace(
        framework,
        styrdokument=tuple(replace(one, giltig_till=ended) for one in framework.styrdokument),
        uppdrag=tuple(replace(one, giltig_till=ended) for one in framework.uppdrag),
    )
    model = _Stranger(styrdokument="REG-UN", uppdrag=("U1",))
    found = list(check_validity(model, old, TODAY))
    assert [type(one).__name__ for one in found] == ["Notice", "Problem"]
    assert {one.code for one in found} == {"reference_expired"}
    assert "gällde bara till och med 2025-12-31" in found[1].message


@pytest.mark.parametrize(
    ("number", "pattern", "good"),
    [
        ("UN.2026.31", None, True),
        ("KS-HR.2021.272", None, True),
        ("XX.2026.1", None, True),
        ("UN/2026:31", None, False),
        ("2026.31", None, False),
        ("UN/2026:31", r"UN/\d{4}:\d+", True),
        ("UN.2026.31", r"UN/\d{4}:\d+", False),
        ("UN-HR/2026:31", r"UN-HR/\d{4}:\d+", True),
    ],
)
def test_the_bodys_own_pattern_decides(
    framework: Framework, number: str, pattern: str | None, good: bool
) -> None:
    """The body is found by the number's opening letters; without one Ale's form holds."""
    organ = tuple(
        replace(one, diarienummer_monster=pattern) if pattern and one.id == "UN" else one
        for one in framework.organ
    )
    problems, _ = check(_Stranger(diarienummer=number), replace(framework, organ=organ), TODAY)
    assert [problem.code for problem in problems] == ([] if good else ["invalid_diarienummer"])
