"""How numbers are written and read again."""

from __future__ import annotations

import pytest

from service.model.diarium import ALE_NUMBER, Diarieserie
from service.model.ramverk import ALE_DIARIENUMMER

CASES = [
    (ALE_NUMBER, ALE_DIARIENUMMER, "KS", "KS.2026.123"),
    (ALE_NUMBER, ALE_DIARIENUMMER, "KS-HR", "KS-HR.2026.123"),
    ("{ar}.{lopnr}", r"(?P<ar>\d{4})\.(?P<lopnr>\d+)", "KS", "2026.123"),
    ("{kod}/{ar}:{lopnr}", r"(?P<kod>KS)/(?P<ar>\d{4}):(?P<lopnr>\d+)", "KS", "KS/2026:123"),
    ("{kod}/{ar}/{lopnr:4}", r"(?P<kod>KS)/(?P<ar>\d{4})/(?P<lopnr>\d{4,})", "KS", "KS/2026/0123"),
    ("{kod} {ar:2}/{lopnr}", r"(?P<kod>KS) (?P<ar>\d{2})/(?P<lopnr>\d+)", "KS", "KS 26/123"),
    ("{kod} {ar} {lopnr:5}", r"(?P<kod>SBN) (?P<ar>\d{4}) (?P<lopnr>\d{5,})", "SBN", "SBN 2026 00123"),
    ("{kod}{ar}/{lopnr}", r"(?P<kod>KS)(?P<ar>\d{4})/(?P<lopnr>\d+)", "KS", "KS2026/123"),
]


@pytest.mark.parametrize(("monster", "regex", "kod", "written"), CASES, ids=[one[3] for one in CASES])
def test_numbers_as_municipalities_write_them(monster: str, regex: str, kod: str, written: str) -> None:
    """Written by the pattern, read by the expression."""
    series = Diarieserie(kod=kod, myndighet="KS", namn="Serien", monster=monster, regex=regex)
    assert series.number(2026, 123) == written
    assert series.parse(written) == (2026, 123)


@pytest.mark.parametrize("number", ["UN.2026.1", "KS.26.1", "KS.2026.", "ks.2026.1", "KS.2026.1 "])
def test_a_number_of_another_series_is_not_read(number: str) -> None:
    """Neither another myndighet's nor one that is written in another way."""
    series = Diarieserie(kod="KS", myndighet="KS", namn="Serien", regex=ALE_DIARIENUMMER)
    assert series.parse(number) is None
