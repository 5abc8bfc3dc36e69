"""Small Word templates, made while the tests run, and what the tests want to know of a Word file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from service.fill.properties import DocumentProperties
from service.fill.render import render
from service.fill.template import Template, load_template

TOML = 'titel = "Prov"\nversion = "1.2"\nagare = "KS"\ngiltig_fran = 2026-01-01\nandringslogg = []\n'
PROPERTIES = DocumentProperties(
    title="Prov & test",
    subject="Ämne",
    author="Exempelkommun",
    keywords="KS 2026/1",
    created=datetime(2026, 12, 14, 12, tzinfo=UTC),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_STYLES = (
    ("paragraph", "Brodtext", "Brödtext", ""),
    ("paragraph", "Tabelltext", "Tabelltext", ""),
    ("paragraph", "Beskrivning", "Beskrivning", ""),
    ("paragraph", "Punktlista", "Punktlista", '<w:numPr><w:numId w:val="90"/></w:numPr>'),
    (
        "paragraph",
        "Punktlista2",
        "Punktlista 2",
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="90"/></w:numPr>',
    ),
    ("paragraph", "Numreradlista", "Numrerad lista", '<w:numPr><w:numId w:val="91"/></w:numPr>'),
    (
        "paragraph",
        "Numreradlista2",
        "Numrerad lista 2",
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="91"/></w:numPr>',
    ),
    ("character", "Hyperlank", "Hyperlink", ""),
    (
        "paragraph",
        "Innehall1",
        "toc 1",
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>',
    ),
    (
        "paragraph",
        "Innehall2",
        "toc 2",
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>',
    ),
)


def word_document() -> WordDocument:
    """Return an empty document with the styles that every template has."""
    document = Document()
    numbering = document.part.numbering_part.element
    nums = numbering.findall(f"{W}num")
    for number, form, first, second in ((90, "bullet", "•", "–"), (91, None, "%1.", "%2)")):
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form or name}"/>'
            f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="{400 * (level + 1)}" w:hanging="400"/></w:pPr></w:lvl>'
            for level, name, text in ((0, "decimal", first), (1, "lowerLetter", second))
        )
        nums[0].addprevious(
            parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>')
        )
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
    for kind, identifier, name, properties in _STYLES:
        document.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="{kind}" w:customStyle="1" w:styleId="{identifier}">'
                f'<w:name w:val="{name}"/>{properties and f"<w:pPr>{properties}</w:pPr>"}</w:style>'
            )
        )
    return document


def make_template(
    folder: Path, build: Callable[[WordDocument], object] | str = "", toml: str = TOML
) -> Template:
    """Write a template into a folder – one paragraph, or what `build` adds – and load it."""
    document = word_document()
    if isinstance(build, str):
        for text in build.split("\n"):
            document.add_paragraph(text)
    else:
        build(document)
    folder.mkdir(parents=True, exist_ok=True)
    document.save(str(folder / "mall.docx"))
    (folder / "mall.toml").write_text(toml, encoding="utf-8")
    return load_template(folder)


def fill(template: Template, context: Mapping[str, object], target: Path) -> Path:
    """Fill a template with the test's context."""
    render(template, context, properties=PROPERTIES, target=target)
    return target


def texts(docx: Path) -> list[str]:
    """Return the paragraphs of the body, tables too, as Word shows them: breaks as newline, tabs as tab."""
    return [_shown(paragraph) for paragraph in part(docx).iter(f"{W}p")]


def part(docx: Path, name: str = "word/document.xml") -> Any:
    """Return a parsed member of a Word file."""
    return etree.fromstring(member(docx, name))


def member(docx: Path, name: str = "word/document.xml") -> bytes:
    """Return a member of a Word file."""
    with zipfile.ZipFile(docx) as archive:
        return archive.read(name)


def _shown(paragraph: Any) -> str:
    marks = {f"{W}t": None, f"{W}br": "\n", f"{W}tab": "\t"}
    shown = (element for element in paragraph.iter(*marks) if element.getparent().tag == f"{W}r")
    return "".join(marks[element.tag] or element.text or "" for element in shown)
