"""Makes `nulagesanalys/mall.docx`: a template as another municipality might have it, to show that none is built in.

It starts from Word's own standard styles, not from ours, has its own order of sections and its own tag names, which
`nulagesanalys/mall.toml` translates. Run it with `python -m samples.mallar.gor`.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table

TARGET = Path(__file__).parent / "nulagesanalys" / "mall.docx"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_PLUM = RGBColor(0x5A, 0x2A, 0x4E)


def main() -> None:
    """Write the Word file."""
    document = Document()
    _paper(document)
    _styles(document)
    _head(document)
    _conclusions(document)
    _goals(document)
    _surroundings(document)
    _work(document)
    _save(document, TARGET)


def _paper(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin, section.bottom_margin = Cm(3.0), Cm(2.5)
    section.header_distance = Cm(1.5)
    document.core_properties.title = "Nulägesanalys"
    document.core_properties.language = "sv-SE"
    section.header.paragraphs[0].text = "{{ kommunen }} · {{ nämnd }}"
    section.footer.paragraphs[0].text = "Nulägesanalys {{ år }}, dnr {{ diarienr }}"


def _styles(document: WordDocument) -> None:
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.find(qn("w:lang")).set(qn("w:val"), "sv-SE")
    for style in document.styles:
        if style.type in {WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER}:
            _font(style.element, "Calibri" if style.name.startswith(("Title", "Heading")) else "Cambria")
    for name, size in (("Title", 30), ("Heading 1", 17), ("Heading 2", 13), ("Heading 3", 11)):
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), _PLUM
        borders = style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
        if borders is not None:  # a line of a paragraph's own stays untagged in the PDF
            borders.getparent().remove(borders)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    document.styles["Subtitle"].font.color.rgb = RGBColor(0x40, 0x40, 0x40)
    text = document.styles["Body Text"].paragraph_format
    text.space_before, text.space_after = Pt(6), Pt(6)


def _font(style: object, name: str) -> None:
    properties = style.get_or_add_rPr()  # type: ignore[attr-defined]
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(key), name)


def _head(document: WordDocument) -> None:
    document.add_paragraph("Nulägesanalys {{ år }}", style="Title")
    document.add_paragraph("{{ nämnd }} · {{ datum|datum_lang }} · dnr {{ diarienr }}", style="Subtitle")
    _tag(document, "if beslutsdag")
    _text(
        document,
        "Beslutad av {{ beslut.organ }} den {{ beslutsdag|datum_lang }}, {{ beslut.paragraf|paragraf }}.",
    )
    _tag(document, "endif")


def _conclusions(document: WordDocument) -> None:
    """What it all comes to stands first."""
    document.add_heading("Det viktigaste", 1)
    _text(document, "{{p kortfattat|rik }}")
    document.add_heading("Så långt har vi kommit", 1)
    table = _table(document, ("Mål", "Bedömning"))
    _row(table, "{%tr for m in mål %}", "")
    _row(table, "{{ m.nummer }}. {{ m.namn }}", "{{ m.bedömning }}")
    _row(table, "{%tr endfor %}", "")
    _text(document, "{{p helheten|rik }}")
    document.add_heading("Vad vi vill ändra", 1)
    _text(document, "{{p slutsats|rik }}")
    _tag(document, "for steg in vägen_framåt")
    document.add_heading("{{ steg.rubrik }}", 2)
    _text(document, "{{p steg.dit|rik }}")
    _tag(document, "endfor")


def _goals(document: WordDocument) -> None:
    document.add_heading("Mål för mål", 1)
    _tag(document, "for m in mål")
    document.add_heading("{{ m.nummer }}. {{ m.namn }}", 2)
    _text(document, "{{p m.läget|rik }}")
    _tag(document, "if m.mätt")
    table = _table(document, ("Mått", "Utfall", "Mål"))
    _row(table, "{%tr for r in m.mätt %}", "", "")
    unit = '{% if r.enhet and r.enhet != "antal" %} ({{ r.enhet }}){% endif %}'
    _row(table, "{{ r.indikator }}" + unit, "{{ r.utfall|tal }}", "{{ r.malvarde|tal }}")
    _row(table, "{%tr endfor %}", "", "")
    _tag(document, "endif")
    for field, heading in (("framsteg", "Framsteg"), ("arbete", "Vårt arbete")):
        _tag(document, f"if m.{field}")
        document.add_heading(heading, 3)
        _text(document, f"{{{{p m.{field}|rik }}}}")
        _tag(document, "endif")
    _tag(document, "endfor")


def _surroundings(document: WordDocument) -> None:
    document.add_heading("Omvärlden", 1)
    _tag(document, "for o in omvärld")
    document.add_heading("{{ o.namn }}", 2)
    _text(document, "{{p o.forhallningssatt|rik }}")
    for field, heading in (("risker", "Risker"), ("mojligheter", "Möjligheter")):
        _tag(document, f"if o.{field}")
        document.add_heading(heading, 3)
        _tag(document, f"for sak in o.{field}")
        document.add_paragraph("{{ sak.rubrik }}", style="List Bullet")
        _tag(document, "endfor")
        _tag(document, "endif")
    _tag(document, "endfor")


def _work(document: WordDocument) -> None:
    """Our first part comes last here."""
    document.add_heading("Vår verksamhet", 1)
    _text(document, "{{p uppdraget|rik }}")
    _tag(document, "for del in delar")
    document.add_heading("{{ del.namn }}", 2)
    _text(document, "{{p del.beskrivning|rik }}")
    _tag(document, "endfor")


def _text(document: WordDocument, text: str) -> None:
    document.add_paragraph(text, style="Body Text")


def _tag(document: WordDocument, code: str) -> None:
    _text(document, f"{{%p {code} %}}")


def _table(document: WordDocument, headings: tuple[str, ...]) -> Table:
    table = document.add_table(0, len(headings), "Light List Accent 4")
    _row(table, *headings)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    return table


def _row(table: Table, *texts: str) -> None:
    cells = table.add_row().cells
    for cell, text in zip(cells, texts, strict=True):
        cell.paragraphs[0].text = text


def _save(document: WordDocument, path: Path) -> None:
    """Write with fixed times and order, so that the same content gives the same bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w") as target:
        for name in sorted(source.namelist()):
            if "thumbnail" in name or name.startswith("customXml"):
                continue
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            target.writestr(member, _without_extras(name, source.read(name)))


def _without_extras(name: str, content: bytes) -> bytes:
    """python-docx' own document brings a thumbnail and data that belong to nobody here."""
    if name.endswith(".rels"):
        from lxml import etree

        root = etree.fromstring(content)
        for relation in list(root):
            if "thumbnail" in relation.get("Target", "") or "customXml" in relation.get("Target", ""):
                root.remove(relation)
        return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))
    return content


if __name__ == "__main__":
    main()
