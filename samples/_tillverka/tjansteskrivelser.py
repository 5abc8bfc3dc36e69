"""Officials' reports as Word files with real styles, tables and a running header."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from grund import OUT, TEXT, freeze_zip, spaced

TEAL = RGBColor(0x1F, 0x4E, 0x5F)
MEETING = OUT.parent / "mote.json"


def _new() -> Word:
    doc = Document()
    page = doc.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin, page.bottom_margin, page.header_distance = Cm(3.1), Cm(1.9), Cm(1.25)
    _style(doc, "Normal", 11, after=5, line=1.08)
    _style(doc, "Title", 18, bold=True, colour=TEAL, before=6, after=8)
    for level, size in ((1, 14), (2, 12)):
        _style(doc, f"Heading {level}", size, bold=True, colour=TEAL, before=10, after=3)
    _style(doc, "List Bullet", 11, after=2)
    _style(doc, "List Number", 11, after=2)
    _style(doc, "Header", 9)
    _style(doc, "Footer", 9)
    doc.styles.add_style("Tabelltext", WD_STYLE_TYPE.PARAGRAPH)
    _style(doc, "Tabelltext", 9.5, after=1)
    for lang in doc.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "sv-SE")
    return doc


def _style(doc: Word, name: str, size: float, *, bold: bool = False, colour: RGBColor | None = None,
           before: float = 0, after: float = 0, line: float | None = None) -> None:  # fmt: skip
    style = doc.styles[name]
    style.font.name, style.font.size, style.font.bold = "Carlito", Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(slot), None)
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), "Carlito")
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if line:
        style.paragraph_format.line_spacing = line
    if name == "Title":
        for border in style.element.findall(".//" + qn("w:pBdr")):
            border.getparent().remove(border)


def _runs(paragraph: Paragraph, text: str) -> None:
    for n, part in enumerate(re.split(r"\*\*(.+?)\*\*", spaced(text))):
        if part:
            paragraph.add_run(part).bold = bool(n % 2) or None


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _header(doc: Word, kind: str, date: str, number: str) -> None:
    head = doc.sections[0].header.paragraphs[0]
    doc.styles["Header"].paragraph_format.tab_stops.clear_all()
    head.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run("Ale kommun").bold = True
    head.add_run(f"\t{kind} ")
    _field(head, "PAGE")
    head.add_run("(")
    _field(head, "NUMPAGES")
    head.add_run(")")
    second = doc.sections[0].header.add_paragraph(style="Header")
    second.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    second.add_run(f"{date}\tDiarienummer {number}")


_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _table(doc: Word, rows: list[list[str]]) -> None:
    table = doc.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for edge in table.style.element.iter(*(qn(f"w:{side}") for side in _EDGES)):
        edge.set(qn("w:color"), "A9BDC4")
    for n, row in enumerate(rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = doc.styles["Tabelltext"]
            _runs(paragraph, f"**{text}**" if (n == 0 or row[0] == "Summa") and text else text)
            if n == 0:
                _shade(cell)
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    gap = doc.add_paragraph().paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(6)


def _shade(cell: Any) -> None:
    fill = OxmlElement("w:shd")
    fill.set(qn("w:val"), "clear")
    fill.set(qn("w:fill"), "E4ECEE")
    cell._tc.get_or_add_tcPr().append(fill)


def _body(doc: Word, text: str) -> None:
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            _table(doc, rows)
            rows = []
        if line.startswith("## "):
            doc.add_heading(line[3:], 1)
        elif line.startswith("- "):
            _runs(doc.add_paragraph(style="List Bullet"), line[2:])
        elif line:
            _runs(doc.add_paragraph(), line)


def _front(doc: Word, matter: dict[str, Any], paper: dict[str, Any]) -> None:
    doc.add_paragraph(paper["titel"], style="Title")
    board = [
        p for p in matter.get("forslag_till_beslut", []) if p["organ"] in ("Kommunstyrelsen", "Presidiet")
    ]
    doc.add_heading("Förslag till beslut", 1)
    points = board[0]["punkter"] if board else []
    for n, point in enumerate(points, 1):
        _runs(doc.add_paragraph(), f"{n}. {point}" if len(points) > 1 else point)
    doc.add_heading("Sammanfattning", 1)
    for part in matter["sammanfattning"].split("\n\n"):
        _runs(doc.add_paragraph(), part)


def _back(doc: Word, matter: dict[str, Any], paper: dict[str, Any]) -> None:
    if matter.get("ekonomiska_konsekvenser"):
        doc.add_heading("Ekonomiska konsekvenser", 1)
        _runs(doc.add_paragraph(), matter["ekonomiska_konsekvenser"])
    if matter.get("beslutet_skickas_till"):
        doc.add_heading("Beslutet skickas till", 1)
        _runs(doc.add_paragraph(), " · ".join(matter["beslutet_skickas_till"]))
    doc.paragraphs[-1].paragraph_format.keep_with_next = True  # whoever signs never stands alone on a page
    signature = doc.add_paragraph()
    signature.paragraph_format.space_before = Pt(14)
    _runs(signature, paper["upprattad_av"])


def make_one(name: str, text: str, matter: dict[str, Any], paper: dict[str, Any]) -> Path:
    """Make one report; an answer to an interpellation has no proposal of its own."""
    doc = _new()
    answer = paper["handlingstyp"] != "tjansteskrivelse"
    _header(doc, "Svar" if answer else "Tjänsteskrivelse", paper["datum"], matter["diarienummer"])
    if answer:
        doc.add_paragraph(paper["titel"], style="Title")
        _body(doc, text)
    else:
        _front(doc, matter, paper)
        _body(doc, text)
        _back(doc, matter, paper)
    facts = doc.core_properties
    facts.title, facts.author, facts.language, facts.comments = (
        paper["titel"],
        paper["upprattad_av"],
        "sv-SE",
        "",
    )
    path = OUT / name
    doc.save(str(path))
    freeze_zip(path)
    return path


def film_list() -> None:
    """The list of the filmed pieces, which is shown and not sent."""
    doc = _new()
    _header(doc, "Förteckning", "2026-05-20", "KS.2026.88")
    doc.add_paragraph("Filmade inslag från omvärldsdagen", style="Title")
    rows = [["Nr", "Inslag", "Längd"], ["1", "Ekonomin i kommunsektorn fram till 2030", "14 minuter"],
            ["2", "Färre barn och fler äldre: vad betyder det för Ale?", "16 minuter"], ["3", "Beredskap i vardagen", "11 minuter"]]  # fmt: skip
    _table(doc, rows)
    doc.core_properties.title, doc.core_properties.language, doc.core_properties.comments = (
        "Filmade inslag",
        "sv-SE",
        "",
    )
    path = OUT / "omvarldsdag-2026-filmlista.docx"
    doc.save(str(path))
    freeze_zip(path)


def make() -> None:
    """Make every report that text/tjansteskrivelser.md holds, and the list of films."""
    film_list()
    meeting = json.loads(MEETING.read_text("utf-8"))
    places = {
        Path(paper["fil"]).name: (matter, paper)
        for matter in meeting["arenden"]
        for paper in matter.get("handlingar", [])
        if "fil" in paper
    }
    text = (TEXT / "tjansteskrivelser.md").read_text("utf-8")
    for part in re.split(r"^@ ", text, flags=re.M)[1:]:
        name, body = part.split("\n", 1)
        matter, paper = places[name.strip()]
        make_one(name.strip(), body, matter, paper)
