"""What a template sees of a model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum

import pytest

from service.errors import InvalidInput
from service.fill.context import build_context, text_of

pytestmark = pytest.mark.unit


class Status(StrEnum):
    """A choice with a label, as in service.model.choices."""

    KLART = "klart"

    @property
    def label(self) -> str:
        """The Swedish word."""
        return "slutfört"


@dataclass(frozen=True)
class Organ:
    """Refers to another one, and so to itself in the end."""

    id: str
    namn: str
    under: str = field(default="", metadata={"ref": "organ"})


@dataclass(frozen=True)
class Rad:
    """A row."""

    belopp: Decimal | None
    status: Status = Status.KLART


@dataclass(frozen=True)
class Rapport:
    """One field of each kind."""

    organ: str = field(metadata={"ref": "organ"})
    parter: tuple[str, ...] = field(metadata={"ref": "organ"})
    ledigt: str | None = field(default=None, metadata={"ref": "organ"})
    dag: date = date(2026, 12, 14)
    tid: time = time(18, 0)
    stund: datetime = datetime(2026, 12, 1, 8, tzinfo=UTC)
    ja: bool = True
    nej: bool = False
    tomt: None = None
    antal: int = 1200
    rader: tuple[Rad, ...] = (Rad(Decimal("1234.50")), Rad(None), Rad(Decimal("1E+3")))
    val: tuple[Status, ...] = (Status.KLART,)


LISTS = {"organ": {"KS": Organ("KS", "Kommunstyrelsen", "UN"), "UN": Organ("UN", "Utbildningsnämnden", "KS")}}


def test_values_become_text() -> None:
    """Each kind of value has one text, and what is not known is empty."""
    context = build_context(Rapport("KS", ("UN",)), LISTS, {"mall": {"titel": "T", "version": 2}})
    assert context["dag"] == "2026-12-14"
    assert context["tid"] == "18:00"
    assert context["stund"] == "2026-12-01T08:00:00+00:00"
    assert (context["ja"], context["nej"], context["tomt"], context["ledigt"]) == ("ja", "", "", "")
    assert context["antal"] == "1200"
    assert [row["belopp"] for row in context["rader"]] == ["1234.5", "", "1000"]  # type: ignore[attr-defined]
    assert context["rader"][0] == {"belopp": "1234.5", "status": "slutfört", "status_kod": "klart"}  # type: ignore[index]
    assert (context["val"], context["val_kod"]) == (["slutfört"], ["klart"])
    assert context["mall"] == {"titel": "T", "version": "2"}


def test_references_are_followed_two_steps_and_no_further() -> None:
    """A circle of references ends in an id."""
    context = build_context(Rapport("KS", ("UN", "KS")), LISTS, {})
    organ = context["organ"]
    assert organ == {
        "id": "KS",
        "namn": "Kommunstyrelsen",
        "under": {"id": "UN", "namn": "Utbildningsnämnden", "under": "KS"},
    }
    assert [part["id"] for part in context["parter"]] == ["UN", "KS"]  # type: ignore[attr-defined]


def test_only_plain_values_reach_the_template() -> None:
    """No object with methods of its own is within reach."""
    context = build_context(Rapport("KS", ("UN",)), LISTS, {"mer": [Rad(Decimal(1)), {"x": Status.KLART}]})
    assert {type(value) for value in _walk(context)} == {dict, list, str}


def test_a_reference_to_nothing_is_told() -> None:
    """The error says which id, in which list, at which place."""
    with pytest.raises(InvalidInput) as caught:
        build_context(Rapport("KS", ("UN", "XX")), LISTS, {})
    problem = caught.value.problems[0]
    assert (problem.code, problem.path) == ("unknown_reference", "parter[1]")
    assert "”XX”" in problem.message


def test_an_unknown_kind_of_value_is_refused() -> None:
    """Something that is no plain value does not slip through as its representation."""
    with pytest.raises(TypeError):
        build_context(Rapport("KS", ()), LISTS, {"x": object()})


def _walk(value: object) -> Iterator[object]:
    yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from _walk(child)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("KS § 271 och §§ 3–4", "KS §~271 och §§~3–4"),
        ("26 kap. 1 § OSL", "26 kap.~1~§ OSL"),
        ("Anta § a, rad 2 av 3", "Anta § a, rad 2 av 3"),
        ("Den 14 december 2026, 1 maj och i maj 2027", "Den 14~december 2026, 1~maj och i maj 2027"),
        ("Med 300 tkr (12 %), 2,5 miljoner kronor", "Med 300~tkr (12~%), 2,5~miljoner kronor"),
        ("De 14 majoriteter, 3 krav och 5 elever", "De 14 majoriteter, 3 krav och 5 elever"),
    ],
)
def test_what_belongs_together_stays_on_one_line(written: str, shown: str) -> None:
    """No line ends between a number and what it counts or stands for, wherever the text is printed."""
    assert text_of(written) == shown.replace("~", "\N{NO-BREAK SPACE}")
