"""The contents of the Word file after conversion."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from service.errors import AssemblyError
from service.fill.contents import HeadingPage, write_contents
from tests.files.fill.templates import W, part, texts, word_document

pytestmark = pytest.mark.stage

PAGES = [
    HeadingPage(1, "1 Sammanfattning", 2),
    HeadingPage(2, "1.1 Vård & omsorg", 3),
    HeadingPage(1, "Bilagor", 12),
]


def _field(instruction: str, *, end: bool = True) -> list[str]:
    parts = [
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve">{instruction}</w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>Högerklicka här</w:t>",
    ]
    return [f"<w:r {nsdecls('w')}>{xml}</w:r>" for xml in parts + ['<w:fldChar w:fldCharType="end"/>'] * end]


def _document(tmp_path: Path, *, spread: bool = False, bookmark: bool = False) -> Path:
    document = word_document()
    document.add_paragraph("Framsida")
    first = document.add_paragraph()
    for run in _field(' TOC \\o "1-2" \\h \\z \\u ', end=not spread):
        first._p.append(parse_xml(run))
    if spread:
        document.add_paragraph("gammal rad")
        last = document.add_paragraph()
        last._p.append(parse_xml(_field("x")[-1]))
    document.add_heading("Sammanfattning", 1)
    heading = document.add_heading("Vård &\u00a0omsorg", 2)
    document.add_heading("Djup rubrik", 3)
    document.add_heading("", 1)
    document.add_heading("Bilagor", 1)
    if bookmark:
        start = OxmlElement("w:bookmarkStart")
        start.set(f"{W}id", "7")
        start.set(f"{W}name", "eget")
        heading._p.append(start)
    docx = tmp_path / "ut.docx"
    document.save(str(docx))
    return docx


@pytest.mark.parametrize("spread", [False, True])
def test_the_contents_show_heading_and_page(tmp_path: Path, spread: bool) -> None:
    """Number, text and page, in the styles of the levels; what stood there before is gone."""
    docx = _document(tmp_path, spread=spread)
    write_contents(docx, PAGES)
    shown = texts(docx)
    assert shown[:4] == ["Framsida", "1\tSammanfattning\t2", "1.1\tVård & omsorg\t3", "Bilagor\t12"]
    assert shown[4] == "Sammanfattning"
    styles = [p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for p in list(part(docx).iter(f"{W}p"))[1:4]]
    assert styles == ["Innehall1", "Innehall2", "Innehall1"]


def test_every_row_leads_to_its_heading(tmp_path: Path) -> None:
    """The link's target is a bookmark around the heading, with an id nobody else has."""
    docx = _document(tmp_path, bookmark=True)
    write_contents(docx, PAGES)
    root = part(docx)
    anchors = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")]
    starts = {start.get(f"{W}name"): start for start in root.iter(f"{W}bookmarkStart")}
    assert anchors == ["_Toc000000001", "_Toc000000002", "_Toc000000003"]
    assert [starts[name].getparent().findtext(f"{W}r/{W}t") for name in anchors] == [
        "Sammanfattning",
        "Vård &\u00a0omsorg",
        "Bilagor",
    ]
    numbers = [start.get(f"{W}id") for start in root.iter(f"{W}bookmarkStart")]
    assert len(set(numbers)) == len(numbers)


def test_the_field_stays_a_field(tmp_path: Path) -> None:
    """Begin, separate and end are in balance, so that Word can still update the contents."""
    docx = _document(tmp_path, spread=True)
    write_contents(docx, PAGES)
    depth = 0
    kinds = [char.get(f"{W}fldCharType") for char in part(docx).iter(f"{W}fldChar")]
    for kind in kinds:
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        assert depth >= 0
    assert depth == 0
    assert kinds.count("begin") == 4
    instructions = [text.text for text in part(docx).iter(f"{W}instrText")]
    assert instructions[0] == ' TOC \\o "1-2" \\h \\z \\u '
    Document(str(docx))


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    """The same headings give the same bytes, whatever the contents were before."""
    docx = _document(tmp_path)
    write_contents(docx, PAGES)
    once = docx.read_bytes()
    write_contents(docx, PAGES)
    assert docx.read_bytes() == once


def test_a_document_without_contents_is_left_alone(tmp_path: Path) -> None:
    """No field, no change."""
    document = word_document()
    document.add_heading("A", 1)
    docx = tmp_path / "ut.docx"
    document.save(str(docx))
    before = docx.read_bytes()
    write_contents(docx, [HeadingPage(1, "A", 1)])
    assert docx.read_bytes() == before


def test_headings_deeper_than_the_contents_may_be_told_too(tmp_path: Path) -> None:
    """A PDF outline has every heading; the contents take those it asks for."""
    docx = _document(tmp_path)
    write_contents(docx, [*PAGES[:2], HeadingPage(3, "1.1.1 Djup rubrik", 4), PAGES[2]])
    assert texts(docx)[1:4] == ["1\tSammanfattning\t2", "1.1\tVård & omsorg\t3", "Bilagor\t12"]


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        (PAGES[:2], "”Bilagor” finns bara i Word-filen"),
        ([*PAGES, HeadingPage(1, "Ny", 13)], "”Ny” finns bara i PDF:en"),
        ([PAGES[1], PAGES[0], PAGES[2]], "”1.1 Vård & omsorg” i PDF:en, ”Sammanfattning” i Word-filen"),
    ],
)
def test_other_headings_than_those_of_the_file_are_told(
    tmp_path: Path, pages: list[HeadingPage], words: str
) -> None:
    """A contents page that disagrees with its document is never written."""
    docx = _document(tmp_path)
    before = docx.read_bytes()
    with pytest.raises(AssemblyError) as caught:
        write_contents(docx, pages)
    assert caught.value.problems[0].code == "contents_mismatch"
    assert words in caught.value.problems[0].message
    assert docx.read_bytes() == before
