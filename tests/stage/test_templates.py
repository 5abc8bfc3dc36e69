"""The Word templates: what the builder makes is what lies there, Word finds it sound, and every field is explained."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes
from lxml import etree

from service.fill.compiled import compile_template
from service.fill.template import load_template
from templates._bygg.bygg import FOLDER, TEMPLATES, main

pytestmark = pytest.mark.stage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = sorted(TEMPLATES)
REPORTS = [name for name in NAMES if not name.startswith("_")]
TEXT_WIDTH = 9071

CONTRACT_STYLES = {
    "Rubrik1": "heading 1", "Rubrik2": "heading 2", "Rubrik3": "heading 3", "Rubrik4": "heading 4",
    "Brodtext": "Body Text", "Punktlista": "List Bullet", "Punktlista2": "List Bullet 2",
    "Numreradlista": "List Number", "Numreradlista2": "List Number 2", "Beskrivning": "caption",
    "Citat": "Quote", "Hyperlank": "Hyperlink", "Stark": "Strong", "Betoning": "Emphasis",
    "Tabelltext": "Tabelltext", "Tabellrubrik": "Tabellrubrik", "Faktaruta": "Faktaruta", "Tabell": "Tabell",
    "Innehall1": "toc 1", "Innehall2": "toc 2", "Innehall3": "toc 3",
}  # fmt: skip
"""Style id and the name Word knows it by; a Swedish Word shows the built-in ones in Swedish."""

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
    "em lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p tbl",
    "tr": "tblPrEx trPr tc",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins stylePaneFormatFilter "
    "defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps "
    "characterSpacingControl footnotePr endnotePr updateFields compat docVars rsids themeFontLang clrSchemeMapping "
    "decimalSymbol listSeparator",
}  # fmt: skip
"""The order of children that the standard asks for, as far as the builder uses them."""


def _parts(name: str) -> dict[str, etree._Element]:
    with zipfile.ZipFile(FOLDER / name / "mall.docx") as package:
        return {part: etree.fromstring(package.read(part)) for part in package.namelist()}


def _body(name: str) -> etree._Element:
    return _parts(name)["word/document.xml"]


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def test_the_word_files_are_those_of_the_builder(tmp_path: Path) -> None:
    """Building anew gives what lies in the folders, and building twice gives equal bytes."""
    main(tmp_path / "a")
    main(tmp_path / "b")
    for name in NAMES:
        first, second = (tmp_path / run / name / "mall.docx" for run in ("a", "b"))
        assert first.read_bytes() == second.read_bytes()
        with zipfile.ZipFile(first) as made, zipfile.ZipFile(FOLDER / name / "mall.docx") as kept:
            assert made.namelist() == kept.namelist()
            assert [made.read(part) for part in made.namelist()] == [
                kept.read(part) for part in kept.namelist()
            ]


@pytest.mark.parametrize("name", NAMES)
def test_the_fill_stage_takes_every_template(name: str) -> None:
    """Tags are complete, balanced and within the language of the templates."""
    compiled = compile_template(load_template(FOLDER / name))
    assert "word/document.xml" in {part.name for part in compiled.parts}


@pytest.mark.parametrize("name", NAMES)
def test_children_stand_in_the_order_of_the_standard(name: str) -> None:
    """Word opens a file with children out of order only after repair."""
    for part, root in _parts(name).items():
        for element in root.iter():
            tag = etree.QName(element).localname
            if tag not in ORDER or not str(element.tag).startswith(W):
                continue
            order = ORDER[tag].split()
            places = [order.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), f"{part}: {tag} {[etree.QName(c).localname for c in element]}"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_referred_to_exists(name: str) -> None:
    """Styles, numberings and relationships that the parts name are there; ids are unique."""
    parts = _parts(name)
    styles = parts["word/styles.xml"]
    ids = [style.get(f"{W}styleId") for style in styles.iter(f"{W}style")]
    assert len(ids) == len(set(ids))
    numbers = [number.get(f"{W}numId") for number in parts["word/numbering.xml"].iter(f"{W}num")]
    for part, root in parts.items():
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            used = {element.get(f"{W}val") for element in root.iter(f"{W}{tag}")}
            assert used <= set(ids), f"{part}: {used - set(ids)}"
        for number in root.iter(f"{W}numId"):
            assert number.get(f"{W}val") in numbers
    relations = {relation.get("Id") for relation in parts["word/_rels/document.xml.rels"]}
    namespace = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    used_relations = {e.get(namespace) for e in parts["word/document.xml"].iter() if e.get(namespace)}
    assert used_relations <= relations


@pytest.mark.parametrize("name", NAMES)
def test_styles_of_the_contract(name: str) -> None:
    """The styles have the agreed ids and Word's own names, and none has a border, which would stay untagged."""
    styles = _parts(name)["word/styles.xml"]
    found = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
    for identifier, shown in CONTRACT_STYLES.items():
        label = found[identifier].find(f"{W}name")
        assert label is not None
        assert label.get(f"{W}val") == shown
    assert not list(styles.iter(f"{W}pBdr"))
    assert [lang.get(f"{W}val") for lang in styles.iter(f"{W}lang")] == ["sv-SE"]


@pytest.mark.parametrize("name", NAMES)
def test_page_and_tables(name: str) -> None:
    """A4, the top 30 pt free; tables fill the width, rows stay whole, header rows repeat."""
    body = _body(name)
    for section in body.iter(f"{W}sectPr"):
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        assert size is not None
        assert margin is not None
        assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
        assert int(margin.get(f"{W}header", "0")) >= 600
    for table in body.iter(f"{W}tbl"):
        assert sum(int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol")) == TEXT_WIDTH
        rows = list(table.iter(f"{W}tr"))
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        look = table.find(f"{W}tblPr/{W}tblLook")
        assert look is not None
        assert (rows[0].find(f"{W}trPr/{W}tblHeader") is not None) == (look.get(f"{W}firstRow") == "1")


@pytest.mark.parametrize("name", NAMES)
def test_no_empty_paragraphs_and_no_line_breaks(name: str) -> None:
    """Space comes from the styles; empty paragraphs end a section with columns, or the document after a table."""
    paragraphs = list(_body(name).iter(f"{W}p"))
    for paragraph in paragraphs:
        ends_section = paragraph.find(f"{W}pPr/{W}sectPr") is not None
        only_in_cell = (
            paragraph.getparent().tag == f"{W}tc" and len(paragraph.getparent().findall(f"{W}p")) == 1
        )
        assert _text(paragraph).strip() or ends_section or only_in_cell or paragraph is paragraphs[-1]
        assert paragraph.find(f".//{W}br") is None


@pytest.mark.parametrize("name", NAMES)
def test_the_document_ends_with_a_paragraph(name: str) -> None:
    """After a last table LibreOffice would add a full empty line, and with it sometimes a page."""
    body = _body(name).find(f"{W}body")
    assert body is not None
    assert body[-1].tag == f"{W}sectPr"
    assert body[-2].tag == f"{W}p"


@pytest.mark.parametrize("name", NAMES)
def test_loops_and_conditions_stand_on_lines_of_their_own(name: str) -> None:
    """An officer sees at once which lines are instructions: they have their own style."""
    for paragraph in _body(name).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        is_tag = re.fullmatch(r"\{%(p|tr) [^{}]*%\}", _text(paragraph)) is not None
        assert is_tag == (style is not None and style.get(f"{W}val") == "Malltagg")


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_explained(name: str) -> None:
    """[falt] of mall.toml explains just the fields that the tags use."""
    with (FOLDER / name / "mall.toml").open("rb") as file:
        explained = tomllib.load(file)["falt"]
    assert set(explained) == set(_fields(name))
    assert all(text.endswith(".") for text in explained.values())


@pytest.mark.parametrize("name", REPORTS)
def test_the_date_of_a_report_stands_in_its_body(name: str) -> None:
    """A screen reader skips header and footer."""
    shown = _text(_body(name))
    assert "|datum_lang" in shown or "|datum_veckodag" in shown
    assert name == "tillkannagivande" or "diarienummer }}" in shown


def _source(name: str) -> str:
    lines = []
    for part, root in sorted(_parts(name).items()):
        if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", part):
            lines += [_text(paragraph) for paragraph in root.iter(f"{W}p")]
    return re.sub(r"(\{[%{])(?:p|tr|r) ", r"\1 ", "\n".join(lines))


def _fields(name: str) -> Iterator[str]:
    yield from _walk(jinja2.Environment(autoescape=True).parse(_source(name)), {})


def _walk(node: nodes.Node, scope: dict[str, str]) -> Iterator[str]:
    """Every field below a node by its full path, such as `per_riktningsmal[].framdrift`."""
    if isinstance(node, nodes.For):
        yield from _walk_loop(node, scope)
        return
    path = _path(node, scope)
    if path:
        yield path
        return
    if isinstance(node, nodes.Filter) and node.name in {"upprakning", "summa"} and node.args and node.node:
        column = node.args[0]
        if isinstance(column, nodes.Const):
            yield f"{_path(node.node, scope)}[].{column.value}"
    if not isinstance(node, (nodes.Name, nodes.Getattr)):
        for child in node.iter_child_nodes():
            yield from _walk(child, scope)


def _walk_loop(node: nodes.For, scope: dict[str, str]) -> Iterator[str]:
    assert isinstance(node.target, nodes.Name)
    yield from _walk(node.iter, scope)
    inside = {**scope, node.target.name: f"{_path(node.iter, scope)}[]", "loop": ""}
    for child in [*node.body, *([node.test] if node.test else [])]:
        yield from _walk(child, inside)
    for child in node.else_:
        yield from _walk(child, scope)


def _path(node: nodes.Node, scope: dict[str, str]) -> str:
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getitem):
        return f"{_path(node.node, scope)}[]"
    if isinstance(node, nodes.Getattr):
        owner = _path(node.node, scope)
        return f"{owner}.{node.attr}" if owner else ""
    return ""
