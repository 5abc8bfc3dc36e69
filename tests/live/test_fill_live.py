"""What LibreOffice makes of our Word files: text, lists, links, charts and headings."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader

from service.fill.contents import HeadingPage, write_contents
from tests.files.fill.templates import fill, make_template, texts

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

TEXT = (
    "Stycke med **fet** och [länk](https://ale.se/?a=1&b=2).\n\n"
    "1. ett\n2. två\n  1. inre\n3. tre\n\nMellan\n\n1. åter ett\n- punkt\n  - strecksats"
)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LibreOffice profile of the tests' own."""
    return tmp_path_factory.mktemp("profil")


def _convert(docx: Path, profile: Path, to: str = "pdf") -> Path:
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            docx.parent,
            docx,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return docx.with_suffix(f".{to.partition(':')[0]}")


def _lines(pdf: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True)
    return [re.sub(r"\s+", " ", line).strip() for line in done.stdout.splitlines() if line.strip()]


def _flowing(pdf: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def _addresses(pdf: Path) -> list[str]:
    notes = (note.get_object() for page in PdfReader(pdf).pages for note in page.get("/Annots", ()))
    return [str(note["/A"]["/URI"]) for note in notes if "/A" in note and "/URI" in note["/A"]]


def test_lists_links_and_charts_in_the_pdf(tmp_path: Path, profile: Path) -> None:
    """Numbers restart, bullets are bullets, links in body, cell and header can be clicked, chart texts are Swedish."""

    def build(document: WordDocument) -> None:
        document.add_paragraph("{{p text|rik }}")
        document.add_table(1, 1).cell(0, 0).text = "{{r url|lank('i cellen') }}"
        document.sections[0].header.paragraphs[0].text = "{{r hem|lank('i huvudet') }}"
        document.add_paragraph(
            '{{p rader|diagram(rubrik="Utfall", kategori="n", serier="v:Utfall", enhet="tkr") }}'
        )

    context = {
        "text": TEXT,
        "url": "https://samlad.invalid/a12.1",
        "hem": "https://samlad.invalid/foredragningslista",
        "rader": [{"n": "Å & Ö", "v": "-1234.5"}, {"n": "Ä", "v": "2000"}],
    }
    pdf = _convert(fill(make_template(tmp_path / "prov", build), context, tmp_path / "ut.docx"), profile)
    lines = _lines(pdf)
    for line in (
        "Stycke med fet och länk.",
        "1. ett",
        "2. två",
        "a) inre",
        "3. tre",
        "1. åter ett",
        "• punkt",
        "– strecksats",
    ):
        assert line in lines
    whole = _flowing(pdf)
    assert "−1 234,5 tkr" in whole
    assert "2 000,0 tkr" in whole
    assert "Å & Ö" in whole
    assert sorted(_addresses(pdf)) == [
        "https://ale.se/?a=1&b=2",
        "https://samlad.invalid/a12.1",
        "https://samlad.invalid/foredragningslista",
    ]


def test_contents_from_the_outline_of_the_pdf(tmp_path: Path, profile: Path) -> None:
    """Headings and pages as LibreOffice laid them out come back into the Word file, numbers too."""

    def build(document: WordDocument) -> None:
        toc = document.add_paragraph()
        for xml in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> TOC \\o &quot;1-3&quot; \\h </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>x</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        ):
            toc._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))
        for title, numbered in (("{{ a }}", True), ("Andra\tkapitlet", True), ("Utan nummer", False)):
            heading = document.add_heading(title, 1)
            heading.paragraph_format.page_break_before = True
            if numbered:
                heading._p.get_or_add_pPr().append(
                    parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="91"/></w:numPr>')
                )

    docx = fill(make_template(tmp_path / "prov", build), {"a": "Mål & medel"}, tmp_path / "ut.docx")
    reader = PdfReader(
        _convert(docx, profile, 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}')
    )
    headings = [
        HeadingPage(1, str(item.title), (reader.get_destination_page_number(item) or 0) + 1)
        for item in reader.outline
        if not isinstance(item, list)
    ]
    write_contents(docx, headings)
    rows = texts(docx)[:3]
    assert [re.sub(r"\s+", " ", row) for row in rows] == [
        "1. Mål & medel 2",
        "2. Andra kapitlet 3",
        "Utan nummer 4",
    ]
    assert _convert(docx, profile).exists()
