"""A small language for writing a template: headings, text, tags on lines of their own, tables, header and footer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import _Footer, _Header
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from templates._bygg.package import PAGE, TEXT_WIDTH, empty_document
from templates._bygg.styles import Style

_PIECES = re.compile(r"(\*\*.+?\*\*|\{\{r .+?\}\})")
"""Bold text, and tags that need a run of their own because rendering replaces the whole run."""

Lines = str | Sequence[tuple[str, str]]
"""A cell: one text in the table's usual style, or several paragraphs as (style, text)."""


def write(paragraph: Paragraph, text: str) -> Paragraph:
    """Put text into a paragraph: `**bold**` becomes the style Strong, `{{r …}}` gets a run of its own."""
    for piece in _PIECES.split(text):
        if not piece:
            continue
        if piece.startswith("**"):
            paragraph.add_run(piece[2:-2]).style = "Strong"
        else:
            paragraph.add_run(piece)
    return paragraph


def only_if(condition: str, style: str, text: str) -> list[tuple[str, str]]:
    """Lines of a cell: a paragraph that is there only when the condition holds."""
    return [("Malltagg", f"{{%p if {condition} %}}"), (style, text), ("Malltagg", "{%p endif %}")]


def each(field: str, style: str) -> list[tuple[str, str]]:
    """Lines of a cell: one paragraph for each text of a list."""
    return [("Malltagg", f"{{%p for rad in {field} %}}"), (style, "{{ rad }}"), ("Malltagg", "{%p endfor %}")]


def side_by_side(field: str, shown: str = "") -> str:
    """The texts of a list in one line, parted by a dot: titles that begin with a capital do not go with "och"."""
    return (
        f"{{% for namn in {field} %}}{{{{ namn{shown} }}}}"
        "{% if not loop.last %} · {% endif %}{% endfor %}"
    )


class Paper:
    """One template while it is being written."""

    def __init__(
        self,
        title: str,
        *,
        numbered: bool = False,
        title_size: int = 0,
        plain_links: bool = False,
    ) -> None:
        self.document: WordDocument = empty_document(
            title,
            numbered_headings=numbered,
            title_size=title_size,
            plain_links=plain_links,
        )

    def add_style(self, style: Style) -> None:
        """A style that this template alone has."""
        self.document.styles.element.append(
            parse_xml(style.xml().replace("<w:style ", f"<w:style {nsdecls('w')} ", 1))
        )

    def text(self, text: str, style: str = "Body Text") -> Paragraph:
        """A paragraph."""
        return write(self.document.add_paragraph(style=style), text)

    def heading(self, level: int, text: str) -> Paragraph:
        """A heading of level 1 to 4."""
        return self.text(text, f"heading {level}")

    def rich(self, field: str) -> Paragraph:
        """A place for formatted text; the tag is alone in its paragraph."""
        return self.text(f"{{{{p {field}|rik }}}}")

    def tag(self, code: str) -> None:
        """A tag on a line of its own; the line is gone in the finished document."""
        self.text(f"{{%p {code} %}}", "Malltagg")

    @contextmanager
    def block(self, code: str) -> Iterator[None]:
        """`for …` or `if …` around what is written meanwhile."""
        self.tag(code)
        yield
        self.tag(f"end{code.split()[0]}")

    def optional(self, level: int, heading: str, field: str) -> None:
        """A heading with formatted text, both gone when the field is empty."""
        with self.block(f"if {field}"):
            self.heading(level, heading)
            self.rich(field)

    def proposals(self, field: str) -> None:
        """Proposals as a numbered list; a single one stands without a number."""
        with self.block(f'if {field}|antal == "1"'):
            self.text(f"{{{{ {field}[0] }}}}")
        with self.block(f'if {field}|antal != "1"'):
            self.text(f"{{{{p {field}|numrerad_lista }}}}")

    def table(
        self,
        widths: Sequence[float],
        headings: Sequence[str] = (),
        *,
        numbers: Sequence[int] = (),
        style: str = "Tabell",
    ) -> Table:
        """A table with widths in centimetres; columns in `numbers` stand right-aligned."""
        return Table(self, widths, headings, numbers, style)

    def facts(
        self, rows: Sequence[tuple[str, Lines, str]], label: float = 4.2, *, tight: bool = False
    ) -> None:
        """The facts at the head: label, value and the condition for the row ("" = always)."""
        table = self.table((label, 16 - label), style="Faktatabell")
        for name, value, condition in rows:
            label_style = "Faktaetikett tät" if tight else "Faktaetikett"
            content = [("Tabelltext tät", value)] if tight and isinstance(value, str) else value
            if condition:
                with table.block(f"if {condition}"):
                    table.row([[(label_style, name)], content])
            else:
                table.row([[(label_style, name)], content])

    def end_section(self, paragraph: Paragraph, count: int) -> None:
        """Let the section end with this paragraph, without a new page."""
        section = parse_xml(
            f'<w:sectPr {nsdecls("w")}><w:type w:val="continuous"/>{PAGE}'
            f'<w:cols w:num="{count}" w:space="340"/><w:titlePg/></w:sectPr>'
        )
        last = self.document.element.body.sectPr
        for reference in reversed(
            last.findall(qn("w:headerReference")) + last.findall(qn("w:footerReference"))
        ):
            section.insert(0, deepcopy(reference))
        paragraph._p.get_or_add_pPr().append(section)

    def close(self) -> None:
        """End with a line that takes no room: after a last table LibreOffice would add a full one."""
        self.text("", "Avsnittsbrytning")

    def continue_section(self) -> None:
        """Let the last section begin without a new page."""
        self.document.element.body.sectPr.insert(0, parse_xml(f'<w:type {nsdecls("w")} w:val="continuous"/>'))
        references = self.document.element.body.sectPr
        for reference in reversed(
            references.findall(qn("w:headerReference")) + references.findall(qn("w:footerReference"))
        ):
            references.insert(0, reference)

    def contents_field(self) -> None:
        """The table of contents as a field, two levels so that it stays on one page; Word and LibreOffice fill it."""
        paragraph = self.document.add_paragraph(style="toc 1")
        add_field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', "Högerklicka här och välj Uppdatera fält.")

    def frame(self, *, municipality: str, name: str, second: str, number: str, footer: str) -> None:
        """Header and footer: wordmark, document and diarienummer above; document, date and page below."""
        section = self.document.sections[0]
        mark = f"{{{{ {municipality} }}}}"
        right = f"{{% if {number} %}}Diarienummer {{{{ {number} }}}}{{% endif %}}" if number else ""
        first = _only(section.first_page_header)
        first.add_run(mark).style = "Ordmärke stort"
        first.add_run(f"\t{right}")
        header = _only(section.header)
        header.add_run(mark).style = "Ordmärke"
        header.add_run(f"\t{name}")
        write(section.header.add_paragraph(style="header"), f"{second}\t{right}")
        for part in (section.first_page_footer, section.footer):
            line = _only(part)
            line.add_run(f"{footer}\tSida\u00a0")
            add_field(line, "PAGE", "1")
            line.add_run(" (")
            add_field(line, "NUMPAGES", "1")
            line.add_run(")")


class Table:
    """A table while it is being written; tags stand in rows of their own."""

    def __init__(
        self,
        paper: Paper,
        widths: Sequence[float],
        headings: Sequence[str],
        numbers: Sequence[int],
        style: str,
    ) -> None:
        twips = [round(width * 567) for width in widths]
        twips[-1] += TEXT_WIDTH - sum(twips)
        self._twips, self._numbers = twips, frozenset(numbers)
        self._table = paper.document.add_table(rows=0, cols=len(twips), style=style)
        _set_frame(self._table._tbl, twips, header=bool(headings))
        if headings:
            cells = self._new_row(header=True)
            for index, (cell, text) in enumerate(zip(cells, headings, strict=True)):
                write(_first(cell, "Tabellrubrik tal" if index in self._numbers else "Tabellrubrik"), text)

    def row(self, cells: Sequence[Lines], *, total: bool = False) -> None:
        """A row; cells with several paragraphs carry their own styles."""
        for index, (cell, content) in enumerate(zip(self._new_row(), cells, strict=True)):
            style = "Tabelltal" if index in self._numbers else "Tabelltext"
            lines = (
                [(style, f"**{content}**" if total and content else content)]
                if isinstance(content, str)
                else content
            )
            for position, (name, text) in enumerate(lines):
                paragraph = _first(cell, name) if position == 0 else cell.add_paragraph(style=name)
                write(paragraph, text)

    @contextmanager
    def block(self, code: str) -> Iterator[None]:
        """`for …` or `if …` around the rows that are written meanwhile."""
        self._tag(code)
        yield
        self._tag(f"end{code.split()[0]}")

    def _tag(self, code: str) -> None:
        cells = self._new_row()
        merged = cells[0].merge(cells[-1]) if len(cells) > 1 else cells[0]
        for extra in merged.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        write(_first(merged, "Malltagg"), f"{{%tr {code} %}}")

    def _new_row(self, *, header: bool = False) -> list[_Cell]:
        row = self._table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if header:
            properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for cell, width in zip(row.cells, self._twips, strict=True):
            cell._tc.get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), str(width))
            cell._tc.get_or_add_tcPr().get_or_add_tcW().set(qn("w:type"), "dxa")
        return list(row.cells)


def _first(cell: _Cell, style: str) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.style = style
    return paragraph


def _set_frame(table: etree._Element, twips: Sequence[int], *, header: bool) -> None:
    """Fixed widths that both Word and LibreOffice keep, and no look but the style's."""
    properties = table.find(qn("w:tblPr"))
    style = properties.find(qn("w:tblStyle"))
    for child in list(properties):
        if child is not style:
            properties.remove(child)
    first = "1" if header else "0"
    for xml in (
        f'<w:tblW {nsdecls("w")} w:w="{sum(twips)}" w:type="dxa"/>',
        f'<w:tblLayout {nsdecls("w")} w:type="fixed"/>',
        f'<w:tblLook {nsdecls("w")} w:val="06{"2" if header else "0"}0"'
        f' w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>',
    ):
        properties.append(parse_xml(xml))
    for column, width in zip(table.find(qn("w:tblGrid")), twips, strict=True):
        column.set(qn("w:w"), str(width))


def _only(part: _Header | _Footer) -> Paragraph:
    part.is_linked_to_previous = False
    paragraph: Paragraph = part.paragraphs[0]
    paragraph.style = "header" if isinstance(part, _Header) else "footer"
    return paragraph


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A complex field: begin, instruction, separate, what is shown until it is updated, end."""
    for kind in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = shown
        elif kind is None:
            run._r.append(
                parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {instruction} </w:instrText>')
            )
        else:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
