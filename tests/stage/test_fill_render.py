"""Filling a template: what comes in comes out, the same each time, and faults are told with their place."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from service.errors import TemplateError
from service.fill.compiled import compile_template
from service.fill.render import render
from tests.files.fill.templates import PROPERTIES, TOML, W, fill, make_template, member, part, texts

pytestmark = pytest.mark.stage

NASTY = {
    "xml": "& < > \" ' &amp; &#38; <w:p/> ]]> <!-- -->",
    "jinja": "{{ titel }} {% for %} {# x #} {_{ }_}",
    "emoji": "🏛️ 👩🏽‍🏫",
    "rtl": "\u202bשלום\u202c مرحبا",
    "spaces": "1\u00a0234  två  mellanslag",
    "long": "åäö " * 50_000,
    "combining": "a\u030a",
}


@pytest.mark.parametrize("name", sorted(NASTY))
def test_nasty_values_come_out_as_they_went_in(tmp_path: Path, name: str) -> None:
    """A value is text: it neither breaks the file nor runs, and what follows it is still there."""
    template = make_template(tmp_path / "prov", "Före {{ varde }}\n{{p varde|rik }}\nEfter")
    value = NASTY[name].strip()
    shown = texts(fill(template, {"varde": value}, tmp_path / "ut.docx"))
    assert shown[0] == f"Före {value}"
    assert shown[1] == value
    assert shown[-1] == "Efter"


def test_forbidden_characters_never_reach_the_file(tmp_path: Path) -> None:
    """A vertical tab from Word is a line break; what XML forbids is dropped, and only that."""
    template = make_template(tmp_path / "prov", "{{ a }} & <x>\n{{p a|rik }}\n{{r a|rik_text }}")
    shown = texts(fill(template, {"a": "Mål\x0b& medel\x00\x1f\ufffe\ud800, < 20 %"}, tmp_path / "ut.docx"))
    assert shown == ["Mål\n& medel, < 20 % & <x>", "Mål & medel, < 20 %", "Mål & medel, < 20 %"]


def test_line_breaks_and_tabs_in_a_value(tmp_path: Path) -> None:
    """Every kind of line end is one break, a tab is a tab, and the run keeps its look."""

    def build(document: WordDocument) -> None:
        document.add_paragraph().add_run("{{ a }}").bold = True

    docx = fill(make_template(tmp_path / "prov", build), {"a": "x\r\ny\rz\tå"}, tmp_path / "ut.docx")
    assert texts(docx) == ["x\ny\nz\tå"]
    runs = list(part(docx).iter(f"{W}r"))
    assert len(runs) == len(list(part(docx).iter(f"{W}b"))) == 3


def test_loops_conditions_and_table_rows(tmp_path: Path) -> None:
    """Paragraph tags vanish with their paragraphs, row tags with their rows."""

    def build(document: WordDocument) -> None:
        for text in ("{%p for m in mal %}", "{{ loop.index }}. {{ m.namn }}", "{%p endfor %}"):
            document.add_paragraph(text)
        for text in ("{%p if tomt %}", "syns inte", "{%p else %}", "syns", "{%p endif %}"):
            document.add_paragraph(text)
        table = document.add_table(4, 2)
        for row, text in enumerate(("Rubrik", "{%tr for m in mal %}", "{{ m.namn }}", "{%tr endfor %}")):
            table.cell(row, 0).text = text

    docx = fill(
        make_template(tmp_path / "prov", build),
        {"mal": [{"namn": "A"}, {"namn": "B"}], "tomt": ""},
        tmp_path / "ut.docx",
    )
    assert texts(docx) == ["1. A", "2. B", "syns", "Rubrik", "", "A", "", "B", ""]


def test_columns_of_their_own(tmp_path: Path) -> None:
    """Cell tags make columns, and the table's grid follows."""

    def build(document: WordDocument) -> None:
        table = document.add_table(1, 3)
        for column, text in enumerate(("{%tc for x in lista %}", "{{ x }}", "{%tc endfor %}")):
            table.cell(0, column).text = text

    docx = fill(make_template(tmp_path / "prov", build), {"lista": list("abcd")}, tmp_path / "ut.docx")
    assert texts(docx) == ["a", "b", "c", "d"]
    assert len(list(part(docx).iter(f"{W}gridCol"))) == 4


def test_what_became_empty_is_still_a_valid_word_file(tmp_path: Path) -> None:
    """A cell and a header keep a paragraph, and a table without rows goes away: Word asks to repair otherwise."""

    def build(document: WordDocument) -> None:
        document.add_table(1, 1).cell(0, 0).text = "{{p tomt|rik }}"
        rows = document.add_table(3, 1)
        for row, text in enumerate(("{%tr for x in lista %}", "{{ x }}", "{%tr endfor %}")):
            rows.cell(row, 0).text = text
        document.sections[0].header.paragraphs[0].text = "{{p tomt|rik }}"

    docx = fill(make_template(tmp_path / "prov", build), {"tomt": "", "lista": []}, tmp_path / "ut.docx")
    root = part(docx)
    assert len(list(root.iter(f"{W}tbl"))) == 1
    assert all(cell.find(f"{W}p") is not None for cell in root.iter(f"{W}tc"))
    assert part(docx, "word/header1.xml").find(f"{W}p") is not None


def test_header_footer_and_properties(tmp_path: Path) -> None:
    """Headers and footers are filled; the properties are the caller's, not the template's."""

    def build(document: WordDocument) -> None:
        document.core_properties.author = "Mallens ägare"
        document.sections[0].header.paragraphs[0].text = "Huvud {{ a }}"
        document.sections[0].footer.paragraphs[0].text = "Fot {{ a }}"

    docx = fill(make_template(tmp_path / "prov", build), {"a": "Å & Ö"}, tmp_path / "ut.docx")
    section = Document(str(docx)).sections[0]
    assert section.header.paragraphs[0].text == "Huvud Å & Ö"
    assert section.footer.paragraphs[0].text == "Fot Å & Ö"
    core = Document(str(docx)).core_properties
    assert (core.title, core.author, core.subject, core.language) == (
        "Prov & test",
        "Exempelkommun",
        "Ämne",
        "sv-SE",
    )
    assert core.created == core.modified
    assert b"2026-12-14T12:00:00Z" in member(docx, "docProps/core.xml")


def test_word_opens_the_file_without_a_question(tmp_path: Path) -> None:
    """Neither an update prompt nor editing marks are left from the template."""

    def build(document: WordDocument) -> None:
        from docx.oxml import OxmlElement

        document.settings.element.append(OxmlElement("w:updateFields"))
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
        document.part._settings_part.relate_to("file:///C:/mallar/ale.dotx", kind, is_external=True)
        paragraph = document.add_paragraph("{{ a }}")
        paragraph._p.set(f"{W}rsidR", "00AA11BB")
        paragraph._p.append(OxmlElement("w:proofErr"))

    docx = fill(make_template(tmp_path / "prov", build), {"a": "x"}, tmp_path / "ut.docx")
    assert b"ale.dotx" not in member(docx, "word/_rels/settings.xml.rels")
    assert b"updateFields" not in member(docx, "word/settings.xml")
    assert b"rsid" not in member(docx) + member(docx, "word/settings.xml")
    assert b"proofErr" not in member(docx)


SCRIPT = """
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from service.fill.template import load_template
from tests.files.fill.templates import fill
rows = [{"maluppfyllelse": "delvis", "maluppfyllelse_kod": "delvis", "riktningsmal": {"rubrik": "R1"}}]
fill(load_template(Path(sys.argv[1])), {"a": "1. x\\n2. [y](https://ale.se)", "mal": rows}, Path(sys.argv[2]))
"""


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    """In another process, with another hash seed and time zone, the file is the same to the last bit."""
    make_template(tmp_path / "prov", "{{p a|rik }}\n{{p mal|diagram_maluppfyllelse }}")
    digests = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("77", "America/Lima")):
        target = tmp_path / f"{seed}.docx"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(Path.cwd())}
        subprocess.run([sys.executable, "-c", SCRIPT, tmp_path / "prov", target], check=True, env=environment)
        digests.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert len(digests) == 1
    with zipfile.ZipFile(tmp_path / "0.docx") as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 1)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_a_missing_field_is_told_with_tag_and_place(tmp_path: Path) -> None:
    """Template, heading, paragraph, cell, tag – and the field that was probably meant."""

    def build(document: WordDocument) -> None:
        document.add_heading("Risker", 1)
        document.add_paragraph("{%p for mal in mal %}")
        table = document.add_table(2, 2)
        table.cell(1, 1).text = "{{ mal.titel }} och {{ mal.rubrk|versal }}"
        document.add_paragraph("{%p endfor %}")

    template = make_template(tmp_path / "prov", build)
    with pytest.raises(TemplateError) as caught:
        fill(template, {"mal": [{"titel": "A", "rubrik": "B"}]}, tmp_path / "ut.docx")
    problem = caught.value.problems[0]
    assert (problem.code, problem.source) == ("template_missing_field", "prov/mall.docx")
    assert problem.path == "stycke 6, under rubriken ”Risker”, tabell 1, rad 2, kolumn 2"
    assert problem.message == ("Fältet ”rubrk” finns inte. Menades ”rubrik”? Taggen: {{ mal.rubrk|versal }}")
    assert list(tmp_path.iterdir()) == [tmp_path / "prov"], "a failed filling leaves no file"


def test_a_fault_in_a_header_is_placed_there(tmp_path: Path) -> None:
    """The header is named, not the body."""

    def build(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ titel }} {{ saknas }}"

    with pytest.raises(TemplateError) as caught:
        fill(make_template(tmp_path / "prov", build), {"titel": "x"}, tmp_path / "ut.docx")
    assert caught.value.problems[0].path == "sidhuvud 1, stycke 1"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("{{ titl }}", "template_missing_field", "Menades ”titel”?"),
        ("{%p for x in lsta %}\n{{ x }}\n{%p endfor %}", "template_missing_field", "”lsta”"),
        ("{% if tielt %}x{% endif %}", "template_missing_field", "”tielt”"),
        ("{{ titel.namn }}", "template_missing_field", "en text utan egna fält"),
        ("{% if titel > 2025 %}x{% endif %}", "template_syntax", "jämför en text med ett tal"),
        ("{% if titel is odd %}x{% endif %}", "template_syntax", "jämför en text med ett tal"),
        ("Se {{ titel|rik }}", "template_tag_form", "skriver hela stycken"),
        ("{{r titel }}", "template_tag_form", "visar en vanlig text"),
        ("{{ lista }}", "template_filter_value", "visar en lista"),
        ("{{ titel|tal }}", "template_filter_value", "”tal” fick ”T”"),
        ("{{p titel|rik('Finnsinte') }}", "template_style_missing", "”Finnsinte”"),
        ("{{ titel|tall }}", "template_forbidden", "filtret ”tall”"),
        ("{{ titel.upper() }}", "template_forbidden", "ett anrop"),
        ("{{ titel * 10 }}", "template_forbidden", "räknesättet *"),
        ("{{ titel }", "", ""),
        ("{{ titel | }}", "template_syntax", "går inte att tolka"),
        ("{%p for x in lista %}\n{{ x }}", "template_syntax", "går inte att tolka"),
        ("Text före {%p if titel %}\nx\n{%p endif %}", "template_syntax", "skulle försvinna"),
    ],
)
def test_faults_of_the_template(tmp_path: Path, text: str, code: str, words: str) -> None:
    """Each fault has its code and says what is wrong, in the template and at the place."""
    template = make_template(tmp_path / "prov", "Inledning\n" + text)
    context = {"titel": "T", "lista": ["a"]}
    if not code:
        assert texts(fill(template, context, tmp_path / "ut.docx"))[1] == text
        return
    with pytest.raises(TemplateError) as caught:
        fill(template, context, tmp_path / "ut.docx")
    problem = caught.value.problems[0]
    assert problem.code == code
    assert words in problem.message
    assert problem.source == "prov/mall.docx"
    assert problem.path.startswith("stycke ")
    assert problem.path != "stycke 1"


def _across_cells(document: WordDocument) -> None:
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "{% for x in lista %}{{ x }}"
    table.cell(0, 1).text = "{% endfor %}"


def _across_tables(document: WordDocument) -> None:
    document.add_table(1, 1).cell(0, 0).text = "{%tr for x in lista %}"
    document.add_table(1, 1).cell(0, 0).text = "{%tr endfor %}"


def _mixed(document: WordDocument) -> None:
    for text in ("{%p for x in lista %}", "{{ x }}", "{% endfor %}"):
        document.add_paragraph(text)


def _across_paragraphs(document: WordDocument) -> None:
    for text in ("{% if lista %}", "x", "{% endif %}"):
        document.add_paragraph(text)


@pytest.mark.parametrize("build", [_across_cells, _across_tables, _mixed, _across_paragraphs])
def test_a_block_that_tears_the_document_is_told(
    tmp_path: Path, build: Callable[[WordDocument], None]
) -> None:
    """Begin and end of a loop stand in the same paragraph, or in paragraphs or rows of their own."""
    with pytest.raises(TemplateError) as caught:
        fill(make_template(tmp_path / "prov", build), {"lista": ["a", "b"]}, tmp_path / "ut.docx")
    problem = caught.value.problems[0]
    assert problem.code == "template_syntax"
    assert "hör ihop men står på olika sätt" in problem.message
    assert problem.path.startswith("stycke 1")


def test_what_word_could_not_open_is_never_written(tmp_path: Path) -> None:
    """A link inside a tag tears the XML apart when the tag is taken out; the file is not delivered."""

    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("{{ ti")
        paragraph._p.append(
            parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>tel }}}}</w:t></w:r></w:hyperlink>")
        )

    template = make_template(tmp_path / "prov", build)
    with pytest.raises(TemplateError) as caught:
        fill(template, {"titel": "x"}, tmp_path / "ut.docx")
    assert caught.value.problems[0].code == "template_result_broken"
    assert not (tmp_path / "ut.docx").exists()


def test_a_filled_document_is_not_a_template(tmp_path: Path) -> None:
    """A value with tags in a filled document can never run in a second filling."""
    first = fill(
        make_template(tmp_path / "prov", "{{p a|rik }}"),
        {"a": "[x](https://ale.se) {{ b }}"},
        tmp_path / "ut.docx",
    )
    folder = tmp_path / "igen"
    folder.mkdir()
    (folder / "mall.docx").write_bytes(first.read_bytes())
    (folder / "mall.toml").write_text(TOML, encoding="utf-8")
    from service.fill.template import load_template

    with pytest.raises(TemplateError) as caught:
        compile_template(load_template(folder))
    assert "färdigt dokument" in caught.value.problems[0].message


def test_tracked_changes_are_refused(tmp_path: Path) -> None:
    """Tags in tracked changes would lose text without a word."""

    def build(document: WordDocument) -> None:
        from docx.oxml import OxmlElement

        paragraph = document.add_paragraph("{{ a }}")
        paragraph._p.append(OxmlElement("w:ins"))

    with pytest.raises(TemplateError) as caught:
        fill(make_template(tmp_path / "prov", build), {"a": ""}, tmp_path / "ut.docx")
    assert "spårade ändringar" in caught.value.problems[0].message


def test_a_tag_that_word_has_split_into_runs(tmp_path: Path) -> None:
    """Word splits text as it pleases; the tag is still one."""

    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph()
        for piece in ("{", "{ ti", "tel", "|ver", "sal }", "}", "!"):
            paragraph.add_run(piece)

    docx = fill(make_template(tmp_path / "prov", build), {"titel": "ängen & ån"}, tmp_path / "ut.docx")
    assert texts(docx) == ["Ängen & ån!"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """A moment without time zone is refused, and what stood at the target still stands there, alone."""
    template = make_template(tmp_path / "prov", "{{ a }}")
    target = fill(template, {"a": "x"}, tmp_path / "ut.docx")
    before = target.read_bytes()
    naive = replace(PROPERTIES, created=datetime(2026, 12, 14))  # noqa: DTZ001  # the fault under test
    with pytest.raises(ValueError, match="time zone"):
        render(template, {"a": "y"}, properties=naive, target=target)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["prov", "ut.docx"]
