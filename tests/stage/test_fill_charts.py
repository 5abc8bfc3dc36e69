"""Word's own charts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument

from service.errors import TemplateError
from service.fill.figures import figure_texts
from tests.files.fill.templates import fill, make_template, member, part, texts

pytestmark = pytest.mark.stage

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TAG = (
    '{{p rader|diagram(rubrik="Utfall & mål", kategori="namn", serier="utfall:Utfall, mal:Målvärde",'
    ' enhet="procent") }}'
)
ROWS = [
    {"namn": "Trygghet <1>", "utfall": "81.5", "mal": "85"},
    {"namn": "Utan utfall", "utfall": "", "mal": "85"},
    {"namn": "Kostnad", "utfall": "-1234", "mal": "0"},
]


def _values(chart: Any) -> list[list[str]]:
    return [[value.text for value in series.iter(f"{C}v")] for series in chart.iter(f"{C}val")]


def test_a_chart_is_native_and_complete(tmp_path: Path) -> None:
    """Figures, names and Swedish labels stand in a part of their own; rows without figures are left out."""
    docx = fill(make_template(tmp_path / "prov", TAG), {"rader": ROWS}, tmp_path / "ut.docx")
    chart = part(docx, "word/charts/samlad1.xml")
    assert _values(chart) == [["81.5", "-1234"], ["85", "0"]]
    categories = [[value.text for value in series.iter(f"{C}v")] for series in chart.iter(f"{C}cat")]
    assert categories == [["Trygghet <1>", "Kostnad"]] * 2
    shown = [text.text for text in chart.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")]
    assert shown == ["Utfall & mål", "81,5\u00a0%", "−1\u00a0234,0\u00a0%", "85,0\u00a0%", "0,0\u00a0%"]
    related = [
        rel.target_part for rel in Document(str(docx)).part.rels.values() if rel.reltype.endswith("/chart")
    ]
    assert [str(found.partname) for found in related] == ["/word/charts/samlad1.xml"]
    assert related[0].content_type == "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def test_the_figures_stand_in_the_alternative_text(tmp_path: Path) -> None:
    """Who does not see the chart hears its figures."""
    docx = fill(make_template(tmp_path / "prov", TAG), {"rader": ROWS}, tmp_path / "ut.docx")
    (description,) = [element.get("descr") for element in part(docx).iter(f"{WP}docPr")]
    assert description == (
        "Stapeldiagram: Utfall & mål. Trygghet <1>: utfall 81,5\u00a0%, målvärde 85,0\u00a0%. "
        "Kostnad: utfall −1\u00a0234,0\u00a0%, målvärde 0,0\u00a0%."
    )


def test_goal_attainment_says_the_word(tmp_path: Path) -> None:
    """Four steps as bars from nought to three, labelled with the word of the report."""
    rows = [
        {"maluppfyllelse_kod": code, "maluppfyllelse": word, "riktningsmal": {"rubrik": f"Mål {code}"}}
        for code, word in (
            ("uppnatt", "uppnått"),
            ("delvis", "delvis"),
            ("ej", "ej uppnått"),
            ("ej_bedomt", "ej bedömt"),
        )
    ]
    docx = fill(
        make_template(tmp_path / "prov", "{{p rader|diagram_maluppfyllelse }}"),
        {"rader": rows},
        tmp_path / "ut.docx",
    )
    chart = part(docx, "word/charts/samlad1.xml")
    assert _values(chart) == [["3", "2", "1", "0"]]
    assert chart.find(f".//{C}max").get("val") == "3.75", "three steps, and room for the word"
    (description,) = [element.get("descr") for element in part(docx).iter(f"{WP}docPr")]
    assert description.endswith("Mål ej: ej uppnått. Mål ej_bedomt: ej bedömt.")


@pytest.mark.parametrize("rows", [[], [{"namn": "x", "utfall": "", "mal": "ingen uppgift"}]])
def test_no_figures_no_chart(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    """An empty chart is not drawn, and leaves no trace in the package."""
    docx = fill(
        make_template(tmp_path / "prov", f"före\n{TAG}\nefter"), {"rader": rows}, tmp_path / "ut.docx"
    )
    assert texts(docx) == ["före", "efter"]
    assert b"chart" not in member(docx, "[Content_Types].xml")


def test_several_charts_have_numbers_of_their_own(tmp_path: Path) -> None:
    """In a loop and in a header every drawing has its own id, and each part its own relationships."""

    def build(document: WordDocument) -> None:
        for text in ("{%p for g in grupper %}", TAG.replace("rader", "g.rader"), "{%p endfor %}"):
            document.add_paragraph(text)
        document.sections[0].header.paragraphs[0].text = TAG.replace("rader", "huvud")

    docx = fill(
        make_template(tmp_path / "prov", build),
        {"grupper": [{"rader": ROWS}, {"rader": ROWS}], "huvud": ROWS},
        tmp_path / "ut.docx",
    )
    numbers = [element.get("id") for element in part(docx).iter(f"{WP}docPr")]
    numbers += [element.get("id") for element in part(docx, "word/header1.xml").iter(f"{WP}docPr")]
    assert sorted(numbers) == ["1001", "1002", "3"]
    assert b"charts/samlad3.xml" in member(docx, "word/_rels/header1.xml.rels")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        (TAG.replace('"namn"', '"nam"'), "Fältet ”nam”"),
        (TAG.replace("utfall:", "utfal:"), "Fältet ”utfal”"),
        (TAG.replace('serier="utfall:Utfall, mal:Målvärde"', 'serier=""'), "serier="),
        (TAG.replace("rader", "namn"), "behöver en lista"),
    ],
)
def test_a_wrong_chart_tag_is_told(tmp_path: Path, tag: str, words: str) -> None:
    """A misspelt field does not give an empty chart."""
    with pytest.raises(TemplateError) as caught:
        fill(make_template(tmp_path / "prov", tag), {"rader": ROWS, "namn": "x"}, tmp_path / "ut.docx")
    assert words in caught.value.problems[0].message
    assert caught.value.problems[0].path == "stycke 1"


def test_the_text_of_a_chart_is_read_back_in_order(tmp_path: Path) -> None:
    """What the PDF's figures are called comes from the Word file, chart by chart."""
    docx = fill(make_template(tmp_path / "prov", f"{TAG}\n{TAG}"), {"rader": ROWS}, tmp_path / "ut.docx")
    first, second = figure_texts(docx)
    assert first == second
    assert first.startswith("Stapeldiagram: Utfall & mål.")
    assert "Trygghet <1>" in first
