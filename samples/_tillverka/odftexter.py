"""Texts as ODF, written by hand: headings, paragraphs, lists and tables from the text format of the reports."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

import re
import zipfile
from xml.sax.saxutils import escape

from grund import OUT, TEXT, freeze_zip, spaced

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("meta", "meta"), ("manifest", "manifest"))
) + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _para(name: str, size: float, extra: str = "", *, bold: bool = False, display: str = "") -> str:
    weight = ' fo:font-weight="bold"' if bold else ""
    shown = f' style:display-name="{display}"' if display else ""
    return (
        f'<style:style style:name="{name}"{shown} style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm" {extra}/>'
        f'<style:text-properties style:font-name="Carlito" fo:font-size="{size}pt" fo:language="sv" fo:country="SE"{weight}/></style:style>'
    )


_STYLES = (
    f'{_HEAD}<office:document-styles {_SPACES} office:version="1.3"><office:font-face-decls>'
    '<style:font-face style:name="Carlito" svg:font-family="Carlito" style:font-family-generic="swiss" style:font-pitch="variable"/></office:font-face-decls><office:styles>'
    + _para("Standard", 11, 'fo:line-height="118%"')
    + _para(
        "Heading_20_1", 18, 'fo:margin-top="0.1cm" fo:keep-with-next="always"', bold=True, display="Heading 1"
    )
    + _para(
        "Heading_20_2",
        13,
        'fo:margin-top="0.45cm" fo:keep-with-next="always"',
        bold=True,
        display="Heading 2",
    )
    + _para("Cell", 10)
    + _para("Foot", 9)
    + '</office:styles><office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" '
    'fo:page-height="29.7cm" fo:margin-top="2.6cm" fo:margin-bottom="2cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/>'
    "<style:footer-style/></style:page-layout></office:automatic-styles>"
    '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer><text:p text:style-name="Foot">%FOOT% '
    "<text:page-number/></text:p></style:footer></style:master-page></office:master-styles></office:document-styles>"
)
_AUTOMATIC = (
    '<office:automatic-styles><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border="0.5pt solid #b8c6cb"/></style:style>'
    '<style:style style:name="H" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border="0.5pt solid #b8c6cb" '
    'fo:background-color="#e4ecee"/></style:style></office:automatic-styles>'
)


def _inline(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r'<text:span text:style-name="B">\1</text:span>', escape(spaced(text)))


def _table(lines: list[str], number: int) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    out = [
        f'<table:table table:name="Tabell{number}"><table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    ]
    for n, row in enumerate(rows):
        style = "H" if n == 0 else "C"
        strong = n == 0 or row[0] == "Summa"
        cells = "".join(
            f'<table:table-cell table:style-name="{style}" office:value-type="string"><text:p text:style-name="Cell">'
            f"{_inline(f'**{cell}**' if strong else cell)}</text:p></table:table-cell>"
            for cell in row
        )
        line = f"<table:table-row>{cells}</table:table-row>"
        out.append(f"<table:table-header-rows>{line}</table:table-header-rows>" if n == 0 else line)
    return "".join(out) + '</table:table><text:p text:style-name="Standard"/>'


def _list(lines: list[str]) -> str:
    items = "".join(
        f'<text:list-item><text:p text:style-name="Standard">{_inline(line)}</text:p></text:list-item>'
        for line in lines
    )
    return f"<text:list>{items}</text:list>"


def _body(text: str) -> str:
    out: list[str] = []
    for number, block in enumerate(re.findall(r"(?:^\|.*\n?)+|(?:^- .*\n?)+|^.+\n?", text, flags=re.M)):
        lines = block.strip().splitlines()
        if block.startswith("|"):
            out.append(_table(lines, number))
        elif block.startswith("- "):
            out.append(_list([line[2:] for line in lines]))
        elif hit := re.match(r"(#{1,2}) (.+)", block):
            level = len(hit[1])
            out.append(
                f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{_inline(hit[2])}</text:h>'
            )
        else:
            out.append(f'<text:p text:style-name="Standard">{_inline(block.strip())}</text:p>')
    return "".join(out)


def _write(name: str, title: str, text: str) -> None:
    content = f'{_HEAD}<office:document-content {_SPACES} office:version="1.3">{_AUTOMATIC}<office:body><office:text>{_body(text)}</office:text></office:body></office:document-content>'
    meta = (
        f'{_HEAD}<office:document-meta {_SPACES} office:version="1.3"><office:meta><dc:title>{escape(title)}</dc:title>'
        "<dc:language>sv-SE</dc:language><dc:date>2026-12-04T09:00:00</dc:date></office:meta></office:document-meta>"
    )
    kinds = (
        ("/", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "text/xml"),
        ("styles.xml", "text/xml"),
        ("meta.xml", "text/xml"),
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in kinds
    )
    manifest = f'{_HEAD}<manifest:manifest {_SPACES} manifest:version="1.3">{entries}</manifest:manifest>'
    path = OUT / name
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        parts.writestr("content.xml", content)
        parts.writestr("styles.xml", _STYLES.replace("%FOOT%", escape(title)))
        parts.writestr("meta.xml", meta)
        parts.writestr("META-INF/manifest.xml", manifest)
    freeze_zip(path)


def make() -> None:
    """Make the three ODF texts."""
    for name, source, title in (
        ("styrmodell-direktiv.odt", "styrmodell-direktiv.md", "Direktiv för översyn av styrmodellen"),
        ("motion-svala-skolgardar-yttrande-un.odt", "yttrande-un.md", "Utbildningsnämndens yttrande"),
        ("budget-2027-andringsforslag.odt", "andringsforslag.md", "Ändringsförslag till budget 2027"),
    ):
        _write(name, title, (TEXT / source).read_text("utf-8"))
