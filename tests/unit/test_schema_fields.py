"""Every field reads what people write and refuses the rest with a message that quotes it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from marshmallow import ValidationError

from service.model.choices import Maluppfyllelse
from service.schema import fields as texts
from service.schema import figures
from service.schema.faults import Fault
from service.schema.fields import Described

pytestmark = pytest.mark.unit

GOOD: list[tuple[Described, Any, Any]] = [
    (texts.Text("X"), "  två\n rader ", "två rader"),
    (texts.Text("X"), 2026, "2026"),
    (texts.Text("X"), "a\u030a", "å"),
    (texts.Text("X"), "1\u00a0234", "1\u00a0234"),
    (texts.RichText("X"), "**Fet** och *kursiv*\n\n- punkt\n  - under\n1. ett", ...),
    (texts.RichText("X"), r"\# ingen rubrik, 5 * 3, a_b_c", ...),
    (texts.RichText("X"), "[länk](mailto:a@b.se) och [mer](https://ale.se/x)", ...),
    (texts.Paragraf("X"), "§ 98", "98"),
    (texts.Paragraf("X"), 98, "98"),
    (texts.Paragraf("X"), "§98 a", "98 a"),
    (texts.LawReference("X"), "25 kap. 1 § OSL", ...),
    (texts.LawReference("X"), "18 kap. 8 b § OSL", ...),
    (texts.Diarienummer("X"), "KS-HR.2021.272", ...),
    (texts.Diarienummer("X"), "KS 18/319", ...),
    (texts.WebAddress("X"), "https://ale.se", ...),
    (texts.EmailAddress("X"), "kommun@ale.se", ...),
    (texts.FilePath("X"), "../bilagor/va-plan åäö.pdf", ...),
    (texts.RegularExpression("X"), r"^\d+$", ...),
    (texts.EnumField(Maluppfyllelse, "X"), "delvis", Maluppfyllelse.DELVIS),
    (texts.EnumField(Maluppfyllelse, "X"), " Ej bedömt", Maluppfyllelse.EJ_BEDOMT),
    (texts.Flag("X"), "Ja", True),
    (texts.Flag("X"), False, False),
    (figures.DecimalField("X"), 80, Decimal(80)),
    (figures.DecimalField("X"), 0.1, Decimal("0.1")),
    (figures.DecimalField("X"), "80,5", Decimal("80.5")),
    (figures.DecimalField("X"), "1 234 567,5", Decimal("1234567.5")),
    (figures.DecimalField("X"), "\u22123", Decimal(-3)),
    (figures.DecimalField("X"), "12\u00a0000", Decimal(12000)),
    (figures.IntegerField("X"), "7", 7),
    (figures.IntegerField("X"), 7.0, 7),
    (figures.YearField("X"), 2026, 2026),
    (figures.DateField("X"), "2028-02-29", date(2028, 2, 29)),
    (figures.DateField("X"), datetime(2026, 1, 2), date(2026, 1, 2)),  # noqa: DTZ001 - as a spreadsheet gives it
    (figures.TimeField("X"), "18.05", time(18, 5)),
    (figures.TimeField("X"), "9:30", time(9, 30)),
    (figures.MomentField("X"), "2026-12-03T09:00:00Z", datetime(2026, 12, 3, 9, tzinfo=UTC)),
]

BAD: list[tuple[Described, Any, str]] = [
    (texts.Text("X"), 1.5, "not_text"),
    (texts.Text("X"), True, "not_text"),
    (texts.Text("X"), ["a"], "not_text"),
    (texts.Text("X"), {"a": 1}, "not_text"),
    (texts.Identifier("X"), "två ord", "invalid_id"),
    (texts.Paragraf("X"), "paragraf tolv", "invalid_paragraph"),
    (texts.LawReference("X"), "25:1 OSL", "invalid_law_reference"),
    (texts.LawReference("X"), "25 kap. 1 § OSL och mer", "invalid_law_reference"),
    (texts.Diarienummer("X"), "KS", "invalid_diarienummer"),
    (texts.Diarienummer("X"), "KS.2026." + "1" * 80, "invalid_diarienummer"),
    (texts.WebAddress("X"), "ale.se", "invalid_web_address"),
    (texts.WebAddress("X"), "javascript:alert(1)", "invalid_web_address"),
    (texts.EmailAddress("X"), "kommun(a)ale.se", "invalid_email"),
    (texts.FilePath("X"), "/etc/passwd", "invalid_file_path"),
    (texts.FilePath("X"), r"C:\mina\fil.pdf", "invalid_file_path"),
    (texts.FilePath("X"), "~/fil.pdf", "invalid_file_path"),
    (texts.RegularExpression("X"), "(", "invalid_pattern"),
    (texts.EnumField(Maluppfyllelse, "X"), "kanske", "unknown_choice"),
    (texts.EnumField(Maluppfyllelse, "X"), 3, "unknown_choice"),
    (texts.Flag("X"), "kanske", "not_yes_or_no"),
    (texts.Flag("X"), 1, "not_yes_or_no"),
    (figures.DecimalField("X"), "ungefär 80", "not_a_number"),
    (figures.DecimalField("X"), True, "not_a_number"),
    (figures.DecimalField("X"), float("nan"), "not_a_number"),
    (figures.DecimalField("X"), "1e5", "not_a_number"),
    (figures.DecimalField("X"), "1 23", "not_a_number"),
    (figures.DecimalField("X"), "1.234,5", "not_a_number"),
    (figures.DecimalField("X"), 10**15, "out_of_range"),
    (figures.IntegerField("X"), "7,5", "not_an_integer"),
    (figures.IntegerField("X", lowest=1, highest=4), 5, "out_of_range"),
    (figures.YearField("X"), 26, "out_of_range"),
    (figures.DateField("X"), "14/12 2026", "not_a_date"),
    (figures.DateField("X"), "2026-02-29", "not_a_date"),
    (figures.DateField("X"), 20261214, "not_a_date"),
    (figures.DateField("X"), "20261214", "not_a_date"),
    (figures.TimeField("X"), "25:00", "not_a_time"),
    (figures.TimeField("X"), "kl 18", "not_a_time"),
    (figures.MomentField("X"), "2026-12-03T09:00:00", "not_a_moment"),
    (figures.MomentField("X"), "2026-13-03T09:00:00Z", "not_a_moment"),
    (figures.MomentField("X"), "i går", "not_a_moment"),
]


def faults_of(field: Described, value: Any) -> list[Fault]:
    """The faults of one value."""
    with pytest.raises(ValidationError) as caught:
        field.deserialize(value)
    messages = caught.value.messages
    assert isinstance(messages, list)
    return [fault for fault in messages if isinstance(fault, Fault)]


@pytest.mark.parametrize(("field", "value", "expected"), GOOD)
def test_what_people_write_is_read(field: Described, value: Any, expected: Any) -> None:
    """`...` means: the value itself."""
    assert field.deserialize(value) == (value if expected is ... else expected)


@pytest.mark.parametrize(("field", "value", "code"), BAD)
def test_what_cannot_be_read_is_refused_with_quote_and_remedy(
    field: Described, value: Any, code: str
) -> None:
    """The message begins with the label and says what was found; the remedy is a sentence."""
    (fault,) = faults_of(field, value)
    assert fault.code == code
    assert fault.message.startswith("X ska vara ")
    assert "men är " in fault.message
    assert fault.remedy.endswith((".", "…"))


def test_the_message_for_a_figure_is_the_agreed_one() -> None:
    """The example of the contract, word by word."""
    (fault,) = faults_of(figures.DecimalField("Utfall"), "ungefär 80")
    assert fault.message == "Utfall ska vara ett tal, men är ”ungefär 80”."
    assert fault.remedy == "Skriv talet med siffror, till exempel 80 eller 80,5."


def test_a_long_value_is_cut_in_the_message_and_control_characters_do_not_get_through() -> None:
    """A pasted page must not drown the message, nor a line break tear it."""
    (fault,) = faults_of(figures.DateField("Datum"), "rad\nrad " + "x" * 500)
    assert "\n" not in fault.message
    assert len(fault.message) < 160


def test_a_misspelt_choice_is_answered_with_the_nearest_and_all_allowed() -> None:
    """Whoever writes `delvist` learns that `delvis` is meant."""
    (fault,) = faults_of(texts.EnumField(Maluppfyllelse, "Måluppfyllelse"), "delvist")
    assert fault.remedy == "Menade du ”delvis”? Välj ett av: uppnatt, delvis, ej, ej_bedomt."
