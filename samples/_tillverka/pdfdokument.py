"""Reports as PDF from a small text format: headings, paragraphs, lists, tables, boxes and named figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from grund import INK, LINE, MUTED, PALE, TEAL, spaced
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
    tableofcontents,
)
from reportlab.platypus import Paragraph as PlainParagraph
from reportlab.platypus.tableofcontents import TableOfContents
from taggar import Tag, TaggedCanvas

Painter = Callable[[TaggedCanvas, tuple[float, float]], None]
Figure = Callable[[float], list[Flowable]]

_ORDERED = re.compile(r"\d+\. ")
_SUMS = {
    "Summa",
    "Totalt",
    "Årets resultat",
    "Verksamhetens nettokostnad",
    "Summa tillgångar",
    "Summa skulder och eget kapital",
}
_NUMBER = re.compile(r"[−+–-]?[\d\s\u00a0]*\d(?:,\d+)?\s?(?:%|kr)?|–|0")


def _style(name: str, **kw: Any) -> ParagraphStyle:
    base = {"fontName": "Carlito", "fontSize": 10.5, "leading": 14.2, "textColor": INK, "spaceAfter": 6}
    return ParagraphStyle(name, **(base | kw))


BODY = _style("body")
CELL = _style("cell", fontSize=9, leading=11, spaceAfter=0)
CELL_RIGHT = _style("cell_right", parent=CELL, fontSize=9, leading=11, spaceAfter=0, alignment=TA_RIGHT)
HEAD = _style("head", fontName="Carlito-Bold", fontSize=9, leading=11, spaceAfter=0)
HEAD_RIGHT = _style(
    "head_right", fontName="Carlito-Bold", fontSize=9, leading=11, spaceAfter=0, alignment=TA_RIGHT
)
CAPTION = _style("caption", fontSize=9, leading=11.5, textColor=MUTED, spaceBefore=3, spaceAfter=9)
BOX = _style(
    "box",
    backColor=PALE,
    borderPadding=(7, 9, 7, 9),
    leftIndent=9,
    rightIndent=9,
    spaceBefore=9,
    spaceAfter=14,
)
HEADINGS = {
    1: _style("h1", fontName="Caladea-Bold", fontSize=19, leading=23, textColor=TEAL, spaceAfter=9),
    2: _style(
        "h2", fontName="Carlito-Bold", fontSize=13.5, leading=17, textColor=TEAL, spaceBefore=11, spaceAfter=4
    ),
    3: _style("h3", fontName="Carlito-Bold", fontSize=11, leading=14, spaceBefore=7, spaceAfter=2),
}
_TOC = [
    _style("toc1", fontName="Carlito-Bold", spaceBefore=4, spaceAfter=1),
    _style("toc2", leftIndent=14, fontSize=10, leading=12.5, spaceAfter=0),
]


@dataclass(frozen=True)
class Sheet:
    """What a document is called and how its pages look."""

    title: str
    author: str
    footer: str
    subject: str = ""
    cover: Painter | None = None
    contents: bool = False
    wide: bool = False
    size: tuple[float, float] = A4
    figures: dict[str, Figure] = field(default_factory=dict)
    heading_breaks: bool = True
    body_size: float = 10.5
    room: float = 3 * cm
    letterhead: tuple[str, ...] = ()
    sender: str = "Ale kommun"
    first_page: int = 1
    front: int = 0

    def number(self, page: int) -> str:
        """The number printed on a page: roman for cover and contents, then from 1."""
        return (
            ("i", "ii", "iii", "iv", "v")[page - 1]
            if page <= self.front
            else str(page - self.front + self.first_page - 1)
        )

    @property
    def page(self) -> tuple[float, float]:
        """Page size, turned when the document is wide."""
        return landscape(self.size) if self.wide else self.size


class Paragraph(PlainParagraph):
    """A paragraph with an element of the structure tree; both parts of a divided one belong to it."""

    def __init__(self, text: Any, style: Any, *, tag: Tag | None = None, **kw: Any) -> None:
        super().__init__(text, style, **kw)
        self.tag = tag or Tag("P")

    def split(self, width: float, height: float) -> list[PlainParagraph]:
        """The parts, under the same tag."""
        parts: list[PlainParagraph] = super().split(width, height)
        for part in parts:
            part.tag = self.tag
        return parts

    def draw(self) -> None:
        """Draw the lines as one piece of the element."""
        with self.canv.marked(self.tag):
            super().draw()


class _Entry(Paragraph):
    """A row of the contents: a link to its heading."""

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        super().__init__(text, style, tag=Tag("Link", Tag("TOCI", _CONTENTS)))


_CONTENTS = Tag("TOC")
tableofcontents.Paragraph = _Entry


class FigureOf(Flowable):
    """A drawing with its text for those who do not see it."""

    def __init__(self, drawing: Flowable, alt: str) -> None:
        super().__init__()
        self.drawing, self.tag = drawing, Tag("Figure", alt=alt)
        self.width, self.height = drawing.width, drawing.height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As large as the drawing."""
        return self.drawing.wrap(width, height)  # type: ignore[no-any-return]  # reportlab's drawings say no type

    def draw(self) -> None:
        """Draw it as one figure."""
        with self.canv.marked(self.tag):
            self.drawing.drawOn(self.canv, 0, 0)


class _Report(BaseDocTemplate):
    """A document that tells its contents and outline what headings it has laid out."""

    def beforeDocument(self) -> None:  # noqa: N802 - reportlab's name
        """Start every pass with the same keys."""
        self.count = 0
        self.depth = -1

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Note a heading when it has got its page."""
        level = getattr(flowable, "outline_level", None)
        if level is None:
            return
        self.depth = level = min(level, self.depth + 1)
        if self.count == 0:
            self.first_heading = self.page
        self.count += 1
        key = f"h{self.count}"
        text = flowable.getPlainText()
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level=level, closed=level > 0)
        if level < len(_TOC):
            self.notify("TOCEntry", (level, escape(text), self.page, key))


def inline(text: str) -> str:
    """The inline marks **fet** and *kursiv* as reportlab's tags."""
    text = escape(spaced(text))
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"(?<!\*)\*([^*]+)\*", r"<i>\1</i>", text)
    return text.replace("\\n", "<br/>")


def heading(level: int, text: str) -> Paragraph:
    """A heading that enters contents and outline."""
    paragraph = Paragraph(inline(text), HEADINGS[level], tag=Tag(f"H{level}"))
    paragraph.outline_level = level - 1
    paragraph.keepWithNext = 1
    return paragraph


def table(rows: list[list[str]], width: float, shares: list[float] | None = None, size: float = 9) -> Table:
    """A table with a repeated header row; columns of figures are set to the right, sums in bold."""
    count = len(rows[0])
    right = [_is_numeric([row[i] for row in rows[1:]]) for i in range(count)]
    shares = shares or [0.55 if r else 1.0 for r in right]
    total = sum(shares)
    bold = [n == 0 or any(cell in _SUMS for cell in row[:2]) for n, row in enumerate(rows)]
    whole = Tag("Table")
    body = []
    for n, row in enumerate(rows):
        under = Tag("TR", whole)
        tags = [Tag("TH", under, once=True) if n == 0 else Tag("TD", under) for _ in row]
        body.append([_cell(cell, right[i], bold[n], size, tags[i]) for i, cell in enumerate(row)])
    made = Table(body, [width * s / total for s in shares], repeatRows=1, spaceBefore=4, spaceAfter=10)
    made.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), PALE),
                ("LINEBELOW", (0, 0), (-1, 0), 0.9, TEAL),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return made


def _cell(text: str, right: bool, bold: bool, size: float, tag: Tag) -> Paragraph:
    base = (HEAD_RIGHT if right else HEAD) if bold else (CELL_RIGHT if right else CELL)
    style = ParagraphStyle(f"{base.name}_{size}", parent=base, fontSize=size, leading=size * 1.22)
    return Paragraph(inline(text), style, tag=tag)


def _is_numeric(cells: list[str]) -> bool:
    filled = [cell.strip("* ") for cell in cells if cell.strip("* ")]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)


class _Reader:
    """Reads the text format line by line into flowables."""

    def __init__(self, sheet: Sheet, width: float) -> None:
        self.sheet = sheet
        self.width = width
        self.story: list[Flowable] = []
        self.pending: list[str] = []
        self.kind = ""
        self.shares: list[float] | None = None

    def read(self, text: str) -> list[Flowable]:
        """All flowables of the text."""
        for line in text.splitlines():
            self._line(line.rstrip())
        self._flush()
        return self.story

    def _line(self, line: str) -> None:
        kind = _kind(line)
        if kind != self.kind or kind in ("heading", "command"):
            self._flush()
        self.kind = kind
        if kind == "heading":
            marks, text = line.split(" ", 1)
            if len(marks) == 1 and self.sheet.heading_breaks and self.story:
                self.story.append(PageBreak())
            if len(marks) == 2:
                self.story.append(CondPageBreak(self.sheet.room))
            self.story.append(heading(len(marks), text))
        elif kind == "command":
            self._command(line[1:].split())
        elif line:
            self.pending.append(line)

    def _command(self, words: list[str]) -> None:
        name, *rest = words
        if name in ("liggande", "stående"):
            self.width = _room(self.sheet, wide=name == "liggande")
            self.story += [NextPageTemplate(name), PageBreak()]
        elif name == "sida":
            self.story.append(PageBreak())
        elif name == "bredd":
            self.shares = [float(word) for word in rest]
        elif name == "linje":
            self.story.append(HRFlowable(width="100%", color=LINE, spaceBefore=4, spaceAfter=6))
        elif name == "luft":
            self.story.append(Spacer(1, float(rest[0])))
        elif name == "figur":
            self.story.extend(self.sheet.figures[rest[0]](self.width))

    def _flush(self) -> None:
        lines, self.pending = self.pending, []
        if lines:
            getattr(self, f"_{self.kind}")(lines)

    def _text(self, lines: list[str]) -> None:
        size = self.sheet.body_size
        style = ParagraphStyle("running", parent=BODY, fontSize=size, leading=size * 1.36)
        self.story.extend(Paragraph(inline(line), style) for line in lines)

    def _caption(self, lines: list[str]) -> None:
        self.story.append(Paragraph(inline(" ".join(line[1:].strip() for line in lines)), CAPTION))

    def _box(self, lines: list[str]) -> None:
        self.story.append(Paragraph(inline(" ".join(line[1:].strip() for line in lines)), BOX))

    def _bullets(self, lines: list[str]) -> None:
        self._list([line[2:] for line in lines], "bullet")

    def _numbers(self, lines: list[str]) -> None:
        self._list([_ORDERED.sub("", line, count=1) for line in lines], "1")

    def _list(self, lines: list[str], kind: str) -> None:
        size = self.sheet.body_size
        tight = ParagraphStyle(
            "item", parent=BODY, fontSize=size, leading=size * 1.36, spaceAfter=2, leftIndent=16,
            bulletFontName="Carlito", bulletFontSize=size,
        )  # fmt: skip
        whole = Tag("L")
        for n, line in enumerate(lines, 1):
            mark = "•" if kind == "bullet" else f"{n}."
            tag = Tag("LBody", Tag("LI", whole))
            self.story.append(Paragraph(inline(line), tight, tag=tag, bulletText=mark))
        self.story.append(Spacer(1, 5))

    def _table(self, lines: list[str]) -> None:
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        made = table(rows, self.width, self.shares, self.sheet.body_size - 1.5)
        self.story.append(KeepTogether(made) if len(rows) < 9 else made)
        self.shares = None


def _kind(line: str) -> str:
    if re.match(r"#{1,3} ", line):
        return "heading"
    if _ORDERED.match(line):
        return "numbers"
    if not line:
        return ""
    return {"|": "table", ">": "box", "^": "caption", "!": "command"}.get(
        line[0], "bullets" if line[:2] == "- " else "text"
    )


def build(path: Path, sheet: Sheet, text: str) -> None:
    """Lay out the text as a PDF at `path`."""
    doc = _Report(
        str(path), pagesize=sheet.page, title=sheet.title, author=sheet.author, subject=sheet.subject,
        lang="sv-SE", initialFontName="Carlito", invariant=1,
    )  # fmt: skip
    running = ("liggande", "stående") if sheet.wide else ("stående", "liggande")
    if sheet.cover:
        doc.addPageTemplates(_template("cover", sheet, lambda canvas, _: sheet.cover(canvas, sheet.page)))
    doc.addPageTemplates(
        [_template(name, sheet, lambda canvas, _: _running(canvas, sheet)) for name in running]
    )
    story: list[Flowable] = []
    if sheet.cover:
        story += [NextPageTemplate(running[0]), PageBreak()]
    if sheet.contents:
        toc = TableOfContents(levelStyles=_TOC, dotsMinLevel=0, formatter=sheet.number)
        story += [Paragraph("Innehåll", HEADINGS[1], tag=Tag("H1")), toc, PageBreak()]
    story += _Reader(sheet, _room(sheet, wide=sheet.wide)).read(text)
    doc.multiBuild(story, canvasmaker=TaggedCanvas)
    if sheet.front and doc.first_heading != sheet.front + 1:
        message = f"{path.name}: text starts on page {doc.first_heading}, front says {sheet.front}"
        raise ValueError(message)


def _template(name: str, sheet: Sheet, painter: Callable[[TaggedCanvas, Any], None]) -> PageTemplate:
    wide = sheet.wide if name == "cover" else name == "liggande"
    size = landscape(sheet.size) if wide else sheet.size
    frame = Frame(_side(wide=wide), 2.2 * cm, _room(sheet, wide=wide), size[1] - 4.8 * cm, 0, 0, 0, 0)
    return PageTemplate(name, [frame], onPage=painter, pagesize=size)


def _side(*, wide: bool) -> float:
    return 2 * cm if wide else 2.5 * cm


def _room(sheet: Sheet, *, wide: bool) -> float:
    """The width of the text."""
    size = landscape(sheet.size) if wide else sheet.size
    return size[0] - 2 * _side(wide=wide)


def _running(canvas: TaggedCanvas, sheet: Sheet) -> None:
    with canvas.artifact():
        _draw_running(canvas, sheet)


def _draw_running(canvas: Canvas, sheet: Sheet) -> None:
    width, height = canvas._pagesize
    side = _side(wide=width > height)
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(side, 1.75 * cm, width - side, 1.75 * cm)
    canvas.setFont("Carlito", 8.5)
    canvas.setFillColor(MUTED)
    canvas.drawString(side, 1.3 * cm, sheet.footer)
    canvas.drawRightString(width - side, 1.3 * cm, sheet.number(canvas.getPageNumber()))
    _letterhead(canvas, sheet, side)
    canvas.restoreState()


def _letterhead(canvas: Canvas, sheet: Sheet, side: float) -> None:
    if not sheet.letterhead:
        return
    width, height = canvas._pagesize
    canvas.setFillColor(TEAL)
    canvas.setFont("Caladea-Bold", 13)
    canvas.drawString(side, height - 1.75 * cm, sheet.sender)
    for n, text in enumerate(sheet.letterhead):
        canvas.setFont("Carlito-Bold" if n == 0 else "Carlito", 9)
        canvas.drawRightString(width - side, height - 1.5 * cm - n * 11, text)
