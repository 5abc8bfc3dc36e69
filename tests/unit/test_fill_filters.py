"""Swedish text out of plain values."""

from __future__ import annotations

from typing import Any

import pytest

from service.errors import TemplateError
from service.fill.filters import FILTERS, most_decimals

pytestmark = pytest.mark.unit
N = "\u00a0"


def _apply(name: str, value: object, *arguments: Any) -> str:
    return FILTERS[name](value, *arguments)


@pytest.mark.parametrize(
    ("name", "value", "arguments", "expected"),
    [
        ("datum_lang", "2026-12-14", (), f"14{N}december 2026"),
        ("datum_lang", "2026-02-01T08:00:00+01:00", (), f"1{N}februari 2026"),
        ("datum_veckodag", "2026-12-14", (), f"måndagen den 14{N}december 2026"),
        ("datum_veckodag", "2026-12-20", (), f"söndagen den 20{N}december 2026"),
        ("datum_kort", "2026-12-14", (), "2026-12-14"),
        ("klockslag", "18:00", (), f"kl.{N}18.00"),
        ("klockslag", "2026-12-14T09:05:00+01:00", (), f"kl.{N}09.05"),
        ("tidsintervall", "18:00", ("21:00",), f"kl.{N}18.00–21.00"),
        ("tidsintervall", "18:00", ("",), f"kl.{N}18.00"),
        ("tidsintervall", "", ("21:00",), ""),
        ("tal", "1234.5", (), f"1{N}234,5"),
        ("tal", "1234567", (), f"1{N}234{N}567"),
        ("tal", "-1234.5", (), f"−1{N}234,5"),
        ("tal", "−3", (), "−3"),
        ("tal", "12.5", (0,), "13"),
        ("tal", "2.5", (0,), "3"),
        ("tal", "-2.5", (0,), "−3"),
        ("tal", "-0.4", (0,), "0"),
        ("tal", "0.125", (2,), "0,13"),
        ("tal", "7", (2,), "7,00"),
        ("tal", "1.50", (), "1,5"),
        ("tkr", "1234", (), f"1{N}234{N}tkr"),
        ("tkr", "-50.5", (1,), f"−50,5{N}tkr"),
        ("mnkr", "1250", (), f"1,3{N}mnkr"),
        ("mnkr", "1234567", (0,), f"1{N}235{N}mnkr"),
        ("procent", "75", (), f"75{N}%"),
        ("procent", "12.5", (0,), f"13{N}%"),
        ("matvarde", "75.5", ("procent",), f"75,5{N}%"),
        ("matvarde", "75", ("%",), f"75{N}%"),
        ("matvarde", "12.5", ("dagar",), f"12,5{N}dagar"),
        ("matvarde", "12.5", ("",), "12,5"),
        ("paragraf", "265", (), f"§{N}265"),
        ("paragraf", "§ 12 a", (), f"§{N}12 a"),
        ("paragraf", "114-149", (), f"§§{N}114–149"),
        ("versal", "örebro", (), "Örebro"),
        ("versal", "KS beslutar", (), "KS beslutar"),
    ],
)
def test_swedish_writing(name: str, value: str, arguments: tuple[Any, ...], expected: str) -> None:
    """A filter writes as Swedish public writing asks."""
    assert _apply(name, value, *arguments) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "", "b", "c"], "a, b och c")],
)
def test_enumeration(items: list[str], expected: str) -> None:
    """A list is told with commas and one ”och”, without its empty entries."""
    assert _apply("upprakning", items) == expected


def test_enumeration_and_sum_of_a_field() -> None:
    """Objects are told by a field of theirs, and a column is summed exactly; an empty figure counts as nothing."""
    rows = [{"namn": "KS", "tkr": "0.1"}, {"namn": "UN", "tkr": "0.2"}, {"namn": "SN", "tkr": ""}]
    assert _apply("upprakning", rows, "namn") == "KS, UN och SN"
    assert _apply("summa", rows, "tkr") == "0.3"
    assert _apply("antal", rows) == "3"


def test_a_column_has_the_decimals_of_the_value_that_has_most() -> None:
    """Of the rows of one unit when that is asked for; what is no number counts as nothing."""
    rows = [
        {"enhet": "procent", "utfall": "84.25", "mal": "88"},
        {"enhet": "procent", "utfall": "", "mal": "78.5"},
        {"enhet": "elever", "utfall": "1640", "mal": "inget mål"},
    ]
    assert most_decimals(rows, "utfall, mal", None) == "2"
    assert most_decimals(rows, "mal", "procent") == "1"
    assert most_decimals(rows, "utfall,mal", "elever") == "0"
    assert _apply("tal", "88", most_decimals(rows, "utfall", None)) == "88,00"


@pytest.mark.parametrize("name", sorted(set(FILTERS) - {"summa", "antal"}))
def test_empty_stays_empty(name: str) -> None:
    """What is not known is not printed."""
    assert _apply(name, "") == ""


@pytest.mark.parametrize(
    ("name", "value", "arguments"),
    [
        ("datum_lang", "14/12 2026", ()),
        ("datum_kort", "2026-02-30", ()),
        ("klockslag", "25:00", ()),
        ("klockslag", "kväll", ()),
        ("tal", "tolv", ()),
        ("tal", "NaN", ()),
        ("tal", "1e400", ()),
        ("tal", "9" * 60, ()),
        ("tal", "1", (10**6,)),
        ("tal", ["1"], ()),
        ("paragraf", "fem", ()),
        ("upprakning", "a, b", ()),
        ("summa", [{"x": "a"}], ("x",)),
        ("versal", {"a": "b"}, ()),
    ],
)
def test_nonsense_is_told(name: str, value: object, arguments: tuple[Any, ...]) -> None:
    """Nonsense raises an error that names the filter; the value is quoted, shortened."""
    with pytest.raises(TemplateError) as caught:
        _apply(name, value, *arguments)
    problem = caught.value.problems[0]
    assert problem.code == "template_filter_value"
    assert f"”{name}”" in problem.message
    assert len(problem.message) < 200


def test_a_sum_over_a_field_that_is_not_there_is_told() -> None:
    """A misspelt column does not sum to nothing."""
    with pytest.raises(TemplateError) as caught:
        _apply("summa", [{"belopp_tkr": "1"}], "belop_tkr")
    assert caught.value.problems[0].code == "template_missing_field"
