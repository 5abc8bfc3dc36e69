"""The pieces of a Word form: tables with labels and answers, and the content controls in them.

LibreOffice drops every tag and flattens the first paragraph of a control that spans paragraphs; therefore long
answers stand in free cells without a control, and every table can be told by its labels alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from service.fill.text import xml_text
from service.model.form import BLANKS, Kind, Option, Question, bookmark_of

WIDTH = 9071
"""Width of the text, in twips (16 cm)."""
LABEL = 2950
"""Width of the column of labels."""
LINE, TINT, QUIET = "A9BDC4", "E4EDF0", "F6F9FA"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MARGINS = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in
                   (("top", 40), ("left", 100), ("bottom", 40), ("right", 100)))  # fmt: skip
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Controls:
    """Makes the content controls of one form; their ids follow from their order."""

    def __init__(self) -> None:
        self._ids = count(1001)

    def bookmark(self, mark: str) -> str:
        """An empty bookmark that names a section; it survives where tags do not."""
        number = next(self._ids)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{xml_text(bookmark_of(mark))}"/>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def answer(self, question: Question, tag: str, shown: str, *, locked: bool = False) -> str:
        """The control of a short answer, within a paragraph."""
        blank = BLANKS[{Kind.DATE: 2}.get(question.kind, 1 if question.options else 0)]
        kind = _kind_of(question, shown)
        content = run(shown) if shown else run(blank, "Platshallare")
        extra = ("" if shown else "<w:showingPlcHdr/>") + kind
        return self._control(tag, question.label, extra, content, locked=locked)

    def tick(self, option: Option, tag: str, *, ticked: bool) -> str:
        """One choice of several: a box to tick and its text."""
        state = (
            f'<w14:checkbox xmlns:w14="{_W14}"><w14:checked w14:val="{int(ticked)}"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
        font = '<w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/></w:rPr>'
        box = f"<w:r>{font}<w:t>{'☒' if ticked else '☐'}</w:t></w:r>"
        control = self._control(f"{tag}#{option.code}", option.label, state, box)
        return paragraph(control + run(f" {option.label}"), "Blankettval")

    def repeating(self, items: Iterable[str], tag: str, label: str) -> str:
        """Blocks or rows that Word offers to repeat with a plus sign."""
        inner = "".join(
            f'<w:sdt><w:sdtPr><w:id w:val="{next(self._ids)}"/><w15:repeatingSectionItem xmlns:w15="{_W15}"/>'
            f"</w:sdtPr><w:sdtContent>{item}</w:sdtContent></w:sdt>"
            for item in items
        )
        return self._control(tag, label, f'<w15:repeatingSection xmlns:w15="{_W15}"/>', inner)

    def _control(self, tag: str, label: str, kind: str, content: str, *, locked: bool = False) -> str:
        lock = '<w:lock w:val="sdtContentLocked"/>' if locked else ""
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{xml_text(label)}"/><w:tag w:val="{xml_text(tag[:64])}"/>'
            f'<w:id w:val="{next(self._ids)}"/>{lock}{kind}</w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )


def _kind_of(question: Question, shown: str) -> str:
    if question.options:
        items = "".join(
            f'<w:listItem w:displayText="{xml_text(o.label)}" w:value="{xml_text(o.code)}"/>'
            for o in question.options
        )
        return f'<w:dropDownList><w:listItem w:displayText="{BLANKS[1]}" w:value=""/>{items}</w:dropDownList>'
    if question.kind is Kind.DATE:
        full = f' w:fullDate="{shown}T00:00:00Z"' if shown else ""
        return (
            f'<w:date{full}><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="sv-SE"/>'
            '<w:storeMappedDataAs w:val="date"/><w:calendar w:val="gregorian"/></w:date>'
        )
    return "<w:text/>"


def run(text: str, style: str = "") -> str:
    """A run of text."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'


def paragraph(content: str, style: str) -> str:
    """A paragraph of finished runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def text_lines(text: str, style: str) -> str:
    """A plain text as one paragraph, so that all of its lines are known by the first one."""
    lines = [run(line) for line in text.split("\n") if line.strip()]
    return paragraph("<w:r><w:br/></w:r>".join(lines), style)


def cell(content: str, width: int, *, span: int = 1, fill: str = "") -> str:
    """A cell; a table as its last content gets the paragraph that Word asks for."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    tail = "" if content.endswith("</w:p>") else paragraph("", "Blankettmellanrum")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shade}</w:tcPr>{content}{tail}</w:tc>'


def row(cells: Iterable[str], *, header: bool = False, height: int = 0, whole: bool = False) -> str:
    """A row; a header row is repeated on every page, a whole one is not torn apart."""
    parts = ["<w:cantSplit/>" if whole or header else ""]
    parts.append(f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else "")
    parts.append("<w:tblHeader/>" if header else "")
    properties = "".join(parts)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[int]) -> str:
    """A table of fixed widths."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
