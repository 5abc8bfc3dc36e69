"""What people write in a field: days, numbers, choices and ticks, as the schema wants them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from service.intake.form_blocks import Cell
from service.intake.form_values import read_answer, read_day
from service.model.form import Kind, Option, Question, find_option, folded, is_blank

DAY = date(2026, 12, 3)
GOALS = (
    Option("R1", "R1 – Ett Ale där barn och unga lyckas"),
    Option("R2", "R2 – Trygghet, tillit och tro"),
    Option("R1-22", "R1-22 – Alla barn ska klara skolan"),
)


@pytest.mark.parametrize(
    "text",
    ["2026-12-03", "20261203", "2026-12-3", "2026.12.03", "3 dec 2026", "3 dec. 2026", "03 december 2026",
     "3/12 2026", "3/12-2026", "3.12.2026", "den 3 december 2026", "torsdagen den 3 december 2026",
     "3\u00a0december\u00a02026", "2026-12-03 00:00:00", " 2026-12-03. "],
)  # fmt: skip
def test_days_by_hand(text: str) -> None:
    """The usual Swedish ways to write a day."""
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    ["i höstas", "3/12", "2026-13-01", "31 feb 2026", "12/28/2026", "3/12-26", "dec 2026", "v. 49", ""],
)
def test_what_is_no_day(text: str) -> None:
    """What leaves room for doubt is not guessed."""
    assert read_day(text) is None


def _answer(question: Question, *lines: str, native: Any = None) -> Any:
    return read_answer(question, Cell(lines=lines, rich="\n\n".join(lines), native=native))


def _asked(kind: Kind, *, many: bool = False, options: tuple[Option, ...] = ()) -> Question:
    return Question(name="f", label="F", kind=kind, many=many, options=options)


@pytest.mark.parametrize(
    ("kind", "native", "wanted"),
    [
        (Kind.TEXT, Decimal("2026"), "2026"),
        (Kind.TEXT, Decimal("80.5"), "80,5"),
        (Kind.TEXT, datetime(2027, 3, 1), "2027-03-01"),  # noqa: DTZ001 - a cell has no time zone
        (Kind.TEXT, True, "ja"),
        (Kind.CODE, Decimal("98"), "98"),
        (Kind.NUMBER, Decimal("80.5"), Decimal("80.5")),
        (Kind.DATE, datetime(2026, 12, 3), "2026-12-03"),  # noqa: DTZ001
        (Kind.YES_NO, False, False),
        (Kind.TEXT, time(18, 30), "18:30:00"),
        (Kind.LONG, Decimal("7"), "7"),
    ],
)
def test_values_of_a_spreadsheet(kind: Kind, native: Any, wanted: Any) -> None:
    """A cell's own value becomes what the field takes."""
    assert _answer(_asked(kind), native=native) == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("R1 – Ett Ale där barn och unga lyckas", "R1"),
        ("r1 - ett ale där barn och unga lyckas ", "R1"),
        ("R2", "R2"),
        ("”R2 – Trygghet, tillit och tro”", "R2"),
        ("R2 – en rubrik som har ändrats sedan dess", "R2"),
        ("Alla barn ska klara skolan", "R1-22"),
        ("R1-22 – Alla barn ska klara skolan", "R1-22"),
    ],
)
def test_choices_by_their_words(text: str, code: str) -> None:
    """A choice is known by its label, its code, or the code before the dash; case and quotes do not matter."""
    found = find_option(GOALS, text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "R", "R3 – något annat", "Trygghet", "uppnått"])
def test_choices_are_not_guessed(text: str) -> None:
    """What is none of the choices stays as it is written, for the schema to refuse."""
    assert find_option(GOALS, text) is None


def test_ticks_and_lines() -> None:
    """Of a list of boxes the ticked ones count, whatever the tick; of plain lines all of them, in their order."""
    goals = _asked(Kind.CHOICE, many=True, options=GOALS)
    assert _answer(goals, "☐ R1 – Ett", "☒ R2 – Trygghet, tillit och tro", "[x] R1-22", "[ ] R1") == [
        "R2",
        "R1-22",
    ]
    assert _answer(goals, "R2", "R1; R1-22") == ["R2", "R1", "R1-22"]
    assert _answer(goals, "☐ R1", "☐ R2") is None
    assert _answer(_asked(Kind.DATE, many=True), "3 dec 2026", "i höstas") == ["2026-12-03", "i höstas"]


@pytest.mark.parametrize(
    "text",
    ["[Skriv här]", "[Välj]", "Klicka eller tryck här för att ange text.", "Choose an item.", "\u00a0", ""],
)
def test_placeholders_are_no_answers(text: str) -> None:
    """What a control shows while it is empty, in our words or Word's."""
    assert is_blank(text)
    assert _answer(_asked(Kind.TEXT), text) is None


@pytest.mark.parametrize(
    "text", ["Välj rätt datum", "Klicka inte på länkar i text", "Text", "Välj ett objekt nu"]
)
def test_answers_that_look_like_placeholders(text: str) -> None:
    """An answer is never taken for a placeholder because it has some of its words."""
    assert _answer(_asked(Kind.TEXT), text) == text


def test_a_placeholder_left_beside_an_answer() -> None:
    """Who writes after the placeholder has answered."""
    assert _answer(_asked(Kind.TEXT), "[Skriv här] Valnämnden") == "Valnämnden"


def test_blanks_in_codes_and_numbers() -> None:
    """No-break spaces of an autocorrecting editor do not make a diarienummer wrong."""
    assert _answer(_asked(Kind.CODE), "\u00a0KS 2026\u00a03 ") == "KS 2026 3"
    assert _answer(_asked(Kind.NUMBER), "1\u00a0234,5") == "1 234,5"


def test_labels_are_compared_folded() -> None:
    """Case, blanks, dashes, quotation marks, a colon and the star of required fields are set aside."""
    assert folded("Hur man\u00a0 relaterar: *") == folded("hur man relaterar")
    assert folded("”A” – b") == folded('"a" - B')
