"""The texts of a workbook's charts, as Excel keeps them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from service.fill.figures import sheet_chart_texts

pytestmark = pytest.mark.stage


def _workbook(path: Path, sheets: Sequence[Sequence[str]], *, hidden: int = -1) -> Path:
    """A workbook whose sheets have a chart for each text; openpyxl writes none, so they are put in afterwards."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for number, texts in enumerate(sheets):
        sheet = book.create_sheet(f"Blad {number}")
        sheet.append([1, 2])
        sheet.sheet_state = "hidden" if number == hidden else "visible"
        for at in range(len(texts)):
            chart = BarChart()
            chart.add_data(Reference(sheet, min_col=1, min_row=1))
            sheet.add_chart(chart, f"C{1 + 20 * at}")
    book.save(path)
    with ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    texts_in_order = iter([text for texts in sheets for text in texts])
    for name in sorted(name for name in members if name.startswith("xl/drawings/drawing")):
        members[name] = re.sub(
            rb'name="Chart \d+"',
            lambda found: f'descr="{next(texts_in_order)}" '.encode() + found[0],
            members[name],
        )
    with ZipFile(path, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("sheets", "texts"),
    [
        ([["Utfall  per år"], [], ["Prognos"]], ["Utfall per år", "Prognos"]),
        ([["ett", "två"]], []),
        ([["ett"], [""]], []),
        ([[]], []),
    ],
)
def test_one_chart_on_a_sheet_tells_its_text(
    tmp_path: Path, sheets: list[list[str]], texts: list[str]
) -> None:
    """Where a sheet has several, or a chart says nothing, nobody can tell which figure is which."""
    assert sheet_chart_texts(_workbook(tmp_path / "b.xlsx", sheets)) == texts


def test_a_hidden_sheet_is_not_printed(tmp_path: Path) -> None:
    """Its chart is not in the PDF."""
    assert sheet_chart_texts(_workbook(tmp_path / "b.xlsx", [["dold"], ["synlig"]], hidden=0)) == ["synlig"]
