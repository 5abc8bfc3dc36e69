"""The filter `matris`: a table with a column for every row of a list, however many there are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from service.errors import TemplateError
from service.fill.properties import DocumentProperties
from service.fill.render import render
from service.fill.template import load_template
from templates._bygg.package import save
from templates._bygg.paper import Paper

TOML = """titel = "Prov"
version = "1.0"
agare = "Ingen"
giltig_fran = 2026-01-01
andringslogg = []
"""
TAG = '{{p rader|matris(mal, hornrubrik="Organ", namn="organ.namn", rubrik="rubrik", celler="celler") }}'


def _context(columns: int) -> dict[str, Any]:
    link = {"lank": "https://samlad.invalid/a1"}
    cells = [{"text": f"Cell {n}", "hanvisning": link if n == 1 else ""} for n in range(1, columns + 1)]
    return {
        "mal": [{"rubrik": f"{n}. Mål <{n}>"} for n in range(1, columns + 1)],
        "rader": [{"organ": {"namn": "A & B"}, "celler": cells}],
    }


def _filled(folder: Path, context: dict[str, Any], tag: str = TAG) -> Any:
    paper = Paper("Prov")
    paper.text(tag)
    paper.close()
    save(paper.document, folder / "mall.docx")
    (folder / "mall.toml").write_text(TOML, encoding="utf-8")
    properties = DocumentProperties("Prov", "", "", "", datetime(2026, 12, 1, tzinfo=UTC))
    render(load_template(folder), context, properties=properties, target=folder / "ut.docx")
    return Document(str(folder / "ut.docx"))


def test_rows_columns_and_link(tmp_path: Path) -> None:
    """Headings repeat on each page, rows stay whole, the table is as wide as the text, a cell's link is a link."""
    (table,) = _filled(tmp_path, _context(5)).tables
    assert [cell.text for cell in table.rows[0].cells] == ["Organ", *(f"{n}. Mål <{n}>" for n in range(1, 6))]
    assert [cell.text for cell in table.rows[1].cells] == ["A & B", *(f"Cell {n}" for n in range(1, 6))]
    assert len(table._tbl.xpath(".//w:tblHeader")) == 1
    assert len(table._tbl.xpath(".//w:cantSplit")) == 2
    assert sum(int(width) for width in table._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")) == 9071
    assert len(table._tbl.xpath(".//w:hyperlink")) == 1


@pytest.mark.parametrize(("columns", "shapes"), [(6, [7]), (7, [5, 4]), (13, [6, 6, 4])])
def test_many_columns_become_several_tables(tmp_path: Path, columns: int, shapes: list[int]) -> None:
    """No column is too narrow for its words; every table begins with the rows' names."""
    tables = _filled(tmp_path, _context(columns)).tables
    assert [len(table.columns) for table in tables] == shapes
    shown = [cell.text for table in tables for cell in table.rows[1].cells[1:]]
    assert shown == [f"Cell {n}" for n in range(1, columns + 1)]


def test_nothing_to_show(tmp_path: Path) -> None:
    """Without rows or columns there is no table."""
    assert _filled(tmp_path, {"mal": [], "rader": []}).tables == []


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        (TAG.replace("organ.namn", "organ.namnet"), "template_missing_field"),
        (TAG.replace("rader|", "mal[0].rubrik|"), "template_filter_value"),
    ],
)
def test_a_fault_in_the_tag_is_told(tmp_path: Path, tag: str, code: str) -> None:
    """With its code, for the owner of the template."""
    with pytest.raises(TemplateError) as caught:
        _filled(tmp_path, _context(2), tag)
    assert caught.value.problems[0].code == code
