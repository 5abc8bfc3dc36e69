"""A report's year, day, status and decision fit together."""

from __future__ import annotations

from typing import Any

import pytest

from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.rules.dates import check_report_dates
from service.schema.load import load
from tests import examples

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        (
            {"datum": "2027-01-20", "beslut": None, "status": "utkast"},
            [("Notice", "not_yet_decided", "beslut")],
        ),
        ({"ar": 2025}, []),
        ({"ar": 2024}, [("Problem", "contradicting_dates", "datum")]),
        ({"ar": 2027}, [("Problem", "contradicting_dates", "datum")]),
        ({"datum": "2026-10-29"}, [("Problem", "contradicting_dates", "beslut.datum")]),
        ({"datum": "2026-10-28"}, []),
        ({"status": "utkast"}, [("Notice", "status_behind_decision", "status")]),
        ({"beslut": None}, [("Problem", "missing_beslut", "beslut")]),
        ({"beslut": None, "status": "behandlad_kf"}, [("Problem", "missing_beslut", "beslut")]),
        ({"beslut": None, "status": "granskad"}, [("Notice", "not_yet_decided", "beslut")]),
    ],
)
def test_what_cannot_have_happened_is_refused(
    change: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    """KL 6:38: a report goes on only by the body's own decision, and that decision comes after the report."""
    report = load("nulagesbeskrivning", examples.nulagesbeskrivning() | change).model
    assert isinstance(report, Nulagesbeskrivning)
    assert [(type(one).__name__, one.code, one.path) for one in check_report_dates(report)] == expected
