"""The workbook: figures as numbers, texts as texts whatever they say, lists within lists, equal bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from service.errors import TemplateError
from service.fill.properties import DocumentProperties
from service.fill.workbook import plain_text, read_description, write_workbook

PROPERTIES = DocumentProperties("Prov", "Ämne", "Ale kommun", "KS.2026.1", datetime(2026, 12, 1, tzinfo=UTC))
CONTEXT: dict[str, Any] = {
    "mal": [{"rubrik": "1. Skola"}, {"rubrik": "2. Miljö"}],
    "organ": [
        {
            "namn": "=1+1",
            "celler": [{"text": "Ja"}, {"text": "Nej"}],
            "beslut": "",
            "rader": [
                {"text": "**Fet** text\n\n- punkt", "tal": "1234.5", "dag": "2026-12-14"},
                {"text": "", "tal": "", "dag": ""},
            ],
        },
        {"namn": "+B", "celler": [{"text": "–"}, {"text": "@x"}], "beslut": {"paragraf": "§ 1"}, "rader": []},
    ],
}
DESCRIPTION = """
om = ["En rad."]
[[blad]]
namn = "Matris"
rader = "organ"
kolumn = [
  { rubrik = "Organ", falt = "namn" },
  { rubrik = "rubrik", falt = "text", for_varje = "mal", celler = "celler" },
  { rubrik = "Paragraf", falt = "beslut.paragraf" },
]
[[blad]]
namn = "Rader"
rader = "organ.rader"
kolumn = [
  { rubrik = "Organ", falt = "namn" },
  { rubrik = "Text", falt = "text" },
  { rubrik = "Tal", falt = "tal", slag = "tal", summa = true },
  { rubrik = "Dag", falt = "dag", slag = "datum" },
]
"""


def _described(folder: Path, text: str) -> Path:
    path = folder / "arbetsbok.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _written(folder: Path, text: str = DESCRIPTION) -> Any:
    target = folder / "bok.xlsx"
    write_workbook(read_description(_described(folder, text)), CONTEXT, PROPERTIES, target)
    return load_workbook(target)


def test_a_column_for_every_row_of_another_list(tmp_path: Path) -> None:
    """The headings come from one list, the cells from the row's own."""
    rows = list(_written(tmp_path)["Matris"].iter_rows(values_only=True))
    assert rows == [
        ("Organ", "1. Skola", "2. Miljö", "Paragraf"),
        ("=1+1", "Ja", "Nej", None),
        ("+B", "–", "@x", "§ 1"),
    ]


def test_lists_within_lists_and_kinds_of_value(tmp_path: Path) -> None:
    """A row knows what it belongs to; a number is a number, a day a day, formatted text plain; numbers are summed."""
    page = _written(tmp_path)["Rader"]
    rows = list(page.iter_rows(values_only=True))
    assert rows[1] == ("=1+1", "Fet text\n– punkt", 1234.5, datetime(2026, 12, 14))  # noqa: DTZ001  # a cell has no zone
    assert rows[2] == ("=1+1", None, None, None)
    assert rows[3] == ("Summa", None, 1234.5, None)
    assert page["C2"].number_format == page["C4"].number_format == "#,##0.0"
    assert page["D2"].number_format == "yyyy-mm-dd"


def test_a_text_is_never_a_formula(tmp_path: Path) -> None:
    """Whatever it begins with: a sender's text must not run in the reader's Excel."""
    book = _written(tmp_path)
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert "f" not in {cell.data_type for cell in cells}
    assert "=1+1" in {cell.value for cell in cells}


def test_reader_s_comfort(tmp_path: Path) -> None:
    """Headings stay in sight and are printed on every page; paper, properties and a table to filter."""
    book = _written(tmp_path)
    assert book.sheetnames == ["Om", "Matris", "Rader"]
    page = book["Rader"]
    assert (page.freeze_panes, page.print_title_rows, page.page_setup.orientation) == (
        "B2",
        "$1:$1",
        "landscape",
    )
    assert [table.ref for table in page.tables.values()] == ["A1:D3"]
    assert (book.properties.title, book.properties.language) == ("Prov", "sv-SE")


def test_equal_bytes(tmp_path: Path) -> None:
    """No clock goes into the file."""
    for name in "ab":
        (tmp_path / name).mkdir()
        _written(tmp_path / name)
    assert (tmp_path / "a" / "bok.xlsx").read_bytes() == (tmp_path / "b" / "bok.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[blad]", "template_manifest_invalid"),
        ("om = []", "template_manifest_invalid"),
        (DESCRIPTION.replace('slag = "tal"', 'slag = "siffra"'), "template_manifest_invalid"),
        (DESCRIPTION.replace('falt = "dag"', 'falt = "dagen"'), "template_missing_field"),
        (DESCRIPTION.replace('rader = "organ.rader"', 'rader = "organ.namn"'), "template_missing_field"),
        (DESCRIPTION.replace('falt = "tal"', 'falt = "celler"'), "template_missing_field"),
    ],
)
def test_a_fault_in_the_description_names_the_file(tmp_path: Path, text: str, code: str) -> None:
    """Its owner can put it right."""
    with pytest.raises(TemplateError) as caught:
        _written(tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.source.endswith("arbetsbok.toml")


def test_without_a_description_file(tmp_path: Path) -> None:
    """A file that cannot be read is told."""
    with pytest.raises(TemplateError):
        read_description(tmp_path / "arbetsbok.toml")


def test_plain_text_keeps_paragraphs_and_lists() -> None:
    """Marks are gone, numbers count on."""
    assert plain_text("Ett *ord*.\n\n1. Först\n2. Sedan\n   - inuti\n\n[länk](https://ale.se)") == (
        "Ett ord.\n1. Först\n2. Sedan\n  – inuti\nlänk"
    )
