"""What each saved form of `tests/files/formular` must read as; the same holds for those saved anew by LibreOffice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from service.errors import InvalidInput
from service.fill.markdown import parse_blocks
from tests.forms import form_notices, form_reader, meaning, model_of, sample_model, told

VN = "nulagesbeskrivning/vn-2026"
DIALOG = "dialogsammanfattning/b-utb-soc-2026"


def _equal(path: Path) -> None:
    assert model_of(path) == sample_model(VN)
    assert form_notices(path) == ()


def _equal_though_rebuilt(path: Path) -> None:
    book = load_workbook(path)
    assert {"Fakta", "Våra lagar"} <= set(book.sheetnames), "the sheets are renamed"
    heads = [str(cell.value or "") for cell in book["Våra lagar"][4]]
    assert heads.index("Kommentar") < heads.index("Lag *"), "the columns are moved"
    _equal(path)


def _edited(path: Path) -> None:
    found, wanted = model_of(path), dict(sample_model(DIALOG))
    assert found.pop("datum") == [date(2026, 9, 3), date(2026, 10, 12)]
    wanted.pop("datum")
    added = {"namn": "Nya Deltagaren", "roll": "rektor", "organisation": "Sektor utbildning"}
    assert found.pop("deltagare") == [*wanted.pop("deltagare"), added]
    text = (
        "**Två möten** i oktober, ledda av [kansliet](https://www.ale.se/dialog).\n\n"
        "- Första mötet: nuläge\n- Andra mötet: förslag"
    )
    assert found.pop("form") == parse_blocks(text)
    wanted.pop("form")
    assert found == wanted


def _tracked(path: Path) -> None:
    read = form_reader().read(path)
    found = meaning(read.model)
    assert found["plats"] == "Kommunhuset i Alafors, stora salen"
    assert found["datum"] == [date(2026, 9, 3), date(2026, 10, 13)]
    places = [one.path for one in read.notices if one.code == "tracked_changes_accepted"]
    assert places == ["Om dialogen › Datum", "Om dialogen › Plats"]


def _faults(path: Path) -> dict[str, Any]:
    return {problem.path: (problem.code, problem.message) for problem in told(path)}


def _faulty_word(path: Path) -> None:
    date_fault = "Datum ska vara ett datum i formen ÅÅÅÅ-MM-DD, men är ”i höstas”."
    assert _faults(path) == {
        "Om dialogen › Titel": ("missing_value", "Titel saknas."),
        "Om dialogen › Datum": ("not_a_date", date_fault),
        "Om dialogen › Parter": (
            "invalid_id",
            "Parter ska vara ett av valen i listan, men är ”SEK-SOX – Sektorn”.",
        ),
    }
    (stray,) = form_notices(path)
    assert (stray.code, stray.path) == ("form_text_not_read", "under rubriken ”Deltagare”")
    assert "”Det här skrevs bredvid rutorna.”" in stray.message


def _faulty_sheet(path: Path) -> None:
    date_fault = "Datum ska vara ett datum i formen ÅÅÅÅ-MM-DD, men är ”i höstas”."
    shown = "Cellen visar ett fel, #DIV/0!, i stället för ett värde."
    assert _faults(path) == {
        "bladet ”Underlag”, cell B5": ("form_cell_error", shown),
        "bladet ”Om dialogen”, cell B3 (Typ)": (
            "unknown_choice",
            "Typ ska vara ett av de fasta valen, men är ”D”.",
        ),
        "bladet ”Om dialogen”, cell B4 (Titel)": ("missing_value", "Titel saknas."),
        "bladet ”Om dialogen”, cell B6 (Datum)": ("not_a_date", date_fault),
    }
    (stray,) = form_notices(path)
    assert (stray.code, stray.path) == ("form_text_not_read", "bladet ”Om dialogen”, cell F5")
    with pytest.raises(InvalidInput) as caught:
        form_reader().read(path)
    assert stray in caught.value.notices, "faults do not hide what else was noticed"


SCENARIOS: Mapping[str, Callable[[Path], None]] = {
    "word-sparad.docx": _equal,
    "word-sparad-igen.docx": _equal,
    "word-via-odt.docx": _equal,
    "word-redigerad.docx": _edited,
    "word-sparade-andringar.docx": _tracked,
    "word-fel.docx": _faulty_word,
    "excel-sparad.xlsx": _equal,
    "excel-redigerad.xlsx": _equal_though_rebuilt,
    "excel-fel.xlsx": _faulty_sheet,
}
"""File → what holds of it."""
