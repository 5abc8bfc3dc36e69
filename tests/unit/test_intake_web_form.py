"""A form of the page, read back: only what stood on the page, in its order, as the schema wants it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.intake.web_form import read_fields
from service.model.form import Group, Kind, Option, Question, Rows

ITEMS = (
    Question(name="titel", label="Titel"),
    Question(name="text", label="Text", kind=Kind.LONG),
    Question(name="belopp", label="Belopp", kind=Kind.NUMBER),
    Question(name="niva", label="Nivå", kind=Kind.INTEGER, options=(Option("1", "1"), Option("2", "2"))),
    Question(name="hemlig", label="Hemlig", kind=Kind.YES_NO, options=(Option("ja", "Ja"), Option("nej", "Nej"))),
    Question(name="namn", label="Namn", many=True),
    Question(
        name="mal", label="Mål", many=True, kind=Kind.CHOICE, options=(Option("R1", "R1 – Ett"), Option("R2", "R2"))
    ),
    Group(name="beslut", label="Beslut", items=(Question(name="datum", label="Datum", kind=Kind.DATE),)),
    Rows(
        name="risker",
        label="Risker",
        may_be_none=True,
        items=(
            Question(name="rubrik", label="Rubrik"),
            Rows(name="steg", label="Steg", items=(Question(name="vad", label="Vad"),)),
        ),
    ),
)  # fmt: skip


def _read(_before: Any = None, **fields: Any) -> dict[str, Any]:
    sent = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return read_fields(ITEMS, sent, _before or {})


def test_answers_come_back_in_their_kind() -> None:
    """Figures as figures, yes and no as such, lines as a list, a day as ISO writes it."""
    assert _read(
        titel=" Å & <b> ", text="\nrad 1\n\n- rad 2\n", belopp="1 234,50", niva="2", hemlig="nej",
        namn="Ett; två\n\nTre ", mal=["R1", "R2"], **{"beslut.datum": "2026-12-03"},
    ) == {
        "titel": "Å & <b>", "text": "rad 1\n\n- rad 2", "belopp": 1234.5, "niva": 2, "hemlig": False,
        "namn": ["Ett; två", "Tre"], "mal": ["R1", "R2"], "beslut": {"datum": "2026-12-03"},
    }  # fmt: skip


def test_what_cannot_be_understood_is_kept() -> None:
    """The schema tells of it; nobody's typing is thrown away."""
    assert _read(belopp="omkring tio", **{"beslut.datum": "i höst"}) == {
        "belopp": "omkring tio", "beslut": {"datum": "i höst"}
    }  # fmt: skip


def test_what_did_not_stand_on_the_page_stays() -> None:
    """Other answers, and what the form does not know of at all."""
    before = {"titel": "Kvar", "okand": {"a": 1}, "risker": [{"rubrik": "Kvar"}]}
    assert _read(before, text="Ny") == {**before, "text": "Ny"}


def test_what_was_emptied_is_gone() -> None:
    """An empty field, a list without rows, boxes without ticks."""
    before = {
        "titel": "Bort",
        "mal": ["R1"],
        "risker": [{"rubrik": "Bort"}],
        "beslut": {"datum": "2026-01-01"},
    }
    assert _read(before, titel=" ", finns=["mal", "risker"], **{"beslut.datum": ""}) == {}


def test_rows_stand_in_the_order_of_the_page() -> None:
    """A row that was moved keeps its name and what the page does not show of it; an empty row is none."""
    before = {"risker": [{"rubrik": "A", "okand": 1}, {"rubrik": "B"}]}
    fields = {
        "finns": ["risker", "risker[1].steg", "risker[0].steg"],
        "risker[1].rubrik": "B2",
        "risker[0].rubrik": "A",
        "risker[7].rubrik": "Ny",
        "risker[7].steg[0].vad": "Gör",
        "risker[9].rubrik": " ",
    }
    found = _read(before, **fields)["risker"]
    assert found == [
        {"rubrik": "B2"}, {"rubrik": "A", "okand": 1}, {"rubrik": "Ny", "steg": [{"vad": "Gör"}]}
    ]  # fmt: skip


def test_none_is_said_and_taken_back() -> None:
    """The tick counts only where there are no rows."""
    assert _read(risker="inga", finns="risker") == {"risker": "inga"}
    assert _read({"risker": "inga"}, finns="risker") == {}
    assert _read(risker="inga", **{"risker[0].rubrik": "En"}) == {"risker": [{"rubrik": "En"}]}


@given(
    st.dictionaries(
        st.text("risker[]0.9_txabc\x00å", max_size=24), st.lists(st.text(max_size=12), max_size=3)
    )
)
def test_no_form_breaks_the_reading(fields: dict[str, list[str]]) -> None:
    """Whatever names and values a browser sends."""
    assert isinstance(read_fields(ITEMS, fields, {"risker": [{"rubrik": "A"}, 3]}), dict)
