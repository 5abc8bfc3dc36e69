"""A filled Word form: what stands in its tables and between them, whoever saved it.

Tags, repeating sections and styles may be gone; what Word, LibreOffice and copying always keep are tables, cells
and their text. Tracked changes are read as accepted, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from service.intake.form_blocks import Cell, Line, Paper, Remark, Table
from service.intake.markdown_text import DEEPEST, Block, Piece, at_height, markdown
from service.intake.word_package import W, WordPackage, is_on, number_of
from service.model.form import BOOKMARK

_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:\\\S+\s+)*"([^"]*)"', re.I)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{W}del", f"{W}moveFrom"}
_ADDED = {f"{W}ins", f"{W}moveTo"}
_WRAPPERS = {
    *_ADDED, f"{W}smartTag", f"{W}customXml", f"{W}sdtContent", f"{_MC}Choice", f"{W}fldSimple", f"{W}dir", f"{W}bdo",
}  # fmt: skip
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_NOTES = {f"{W}footnoteReference", f"{W}endnoteReference"}
_CHARACTERS = {f"{W}tab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}ptab": " "}

TRACKED = Remark("tracked_changes_accepted", "Spårade ändringar är lästa som om de vore godkända.")
_PICTURE = Remark(
    "form_content_not_supported",
    "Svaret innehåller en bild eller ett objekt, som inte kan följa med.",
    "Ta bort den ur svaret och lämna den som en egen bilaga.",
)
_NOTE = Remark(
    "form_content_not_supported",
    "Svaret innehåller en fotnot, som inte kan följa med.",
    "Skriv in fotnotens text i svaret, inom parentes.",
)
_HIDDEN = Remark("form_hidden_text_not_read", "Svaret innehåller dold text. Den läses inte.")
_STRUCK = Remark("form_strike_not_kept", "Överstruken text i svaret är läst som vanlig text.")
_DEEP = Remark("form_list_flattened", "En punkt på tredje nivån eller djupare är läst som andra nivån.")
_COMMENTS = Remark("form_comments_not_read", "Dokumentet har kommentarer i marginalen. De läses inte.")


def read_word_form(path: Path) -> Paper:
    """Read a Word file that the gate has let in.

    Raises:
        UnreadableInput: its parts are broken.
    """
    package = WordPackage(path)
    blocks = tuple(_Reader(package).blocks(package.body))
    return Paper(blocks, package.marks, remarks=(_COMMENTS,) if package.has_comments() else ())


@dataclass(slots=True)
class _Found:
    """What is gathered while a cell or paragraph is read."""

    remarks: list[Remark] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)

    def tell(self, remark: Remark) -> None:
        if remark not in self.remarks:
            self.remarks.append(remark)


class _Reader:
    """Walks a document's body."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._waiting: list[str] = []

    def blocks(self, body: etree._Element) -> Iterator[Table | Line]:
        """Tables and paragraphs, in their order."""
        for element in _content(body, {f"{W}p", f"{W}tbl"}):
            if element.tag == f"{W}tbl":
                yield self._table(element)
                continue
            found = _Found()
            text = "".join(piece.text for piece in self._pieces(element, found)).strip()
            self._waiting = [*self._waiting, *found.bookmarks] if not text else found.bookmarks
            if text or _PICTURE in found.remarks:
                yield Line(text or "(bild)", is_heading=self._is_heading(element))

    def _is_heading(self, paragraph: etree._Element) -> bool:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = self._package.style_name(None if style is None else style.get(f"{W}val"))
        return name.startswith(("heading", "rubrik", "title"))

    def _table(self, element: etree._Element) -> Table:
        marks = set(self._waiting)
        self._waiting = []
        every = list(_content(element, {f"{W}tr"}))
        lines = [line for line in every if line.find(f"{W}trPr/{W}del") is None]
        gone = len(lines) < len(every) or any(
            cell.find(f"{W}tcPr/{W}cellDel") is not None
            for line in lines
            for cell in _content(line, {f"{W}tc"})
        )
        rows = tuple(tuple(self._cells(line, marks)) for line in lines)
        return Table(rows, frozenset(marks), remarks=(TRACKED,) if gone else ())

    def _cells(self, line: etree._Element, marks: set[str]) -> Iterator[Cell]:
        column = 0
        for element in _content(line, {f"{W}tc"}):
            span = element.find(f"{W}tcPr/{W}gridSpan")
            width = number_of(span.get(f"{W}val"), 1) if span is not None else 1
            if element.find(f"{W}tcPr/{W}cellDel") is None:
                yield self._cell(element, column, width, marks, line)
            column += width

    def _cell(
        self, element: etree._Element, column: int, span: int, marks: set[str], line: etree._Element
    ) -> Cell:
        found = _Found()
        blocks: list[Block] = []
        lines: list[str] = []
        inner: list[Table] = []
        open_pieces: list[Piece] = []
        for child in _content(element, {f"{W}p", f"{W}tbl"}):
            if child.tag == f"{W}tbl":
                inner.append(self._table(child))
                continue
            pieces = [*open_pieces, *self._pieces(child, found)]
            if child.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                open_pieces = pieces  # its end is deleted: it runs on in the next one
                found.tell(TRACKED)
                continue
            open_pieces = []
            text = "".join(piece.text for piece in pieces)
            lines += [part.strip() for part in text.split("\n") if part.strip()]
            blocks.append(self._block(child, pieces, found))
        marks.update(found.bookmarks)
        return Cell(
            lines=tuple(lines),
            rich=markdown(blocks),
            mark=next(iter(found.marks), "") or _tag_of_row(line),
            inner=tuple(inner),
            remarks=tuple(found.remarks),
            column=column,
            span=span,
        )

    def _block(self, paragraph: etree._Element, pieces: list[Piece], found: _Found) -> Block:
        look = self._package.list_of(paragraph)
        if look is None:
            return Block(tuple(pieces))
        if look.level >= DEEPEST and any(piece.text.strip() for piece in pieces):
            found.tell(_DEEP)
        return Block(tuple(pieces), look.bullet, not look.bullet, min(look.level + 1, DEEPEST), look.start)

    def _pieces(self, paragraph: etree._Element, found: _Found) -> list[Piece]:
        pieces: list[Piece] = []
        fields: list[dict[str, str]] = []
        self._walk(paragraph, "", pieces, fields, found)
        return pieces

    def _walk(
        self,
        parent: etree._Element,
        url: str,
        pieces: list[Piece],
        fields: list[dict[str, str]],
        found: _Found,
    ) -> None:
        for child in parent:
            if child.tag == f"{W}r":
                self._run(child, url, pieces, fields, found)
            elif child.tag in _GONE:
                found.tell(TRACKED)
            elif child.tag == f"{W}hyperlink":
                self._walk(child, self._package.link(child), pieces, fields, found)
            elif child.tag == f"{W}sdt":
                self._control(child, url, pieces, fields, found)
            elif child.tag == f"{W}bookmarkStart":
                name = str(child.get(f"{W}name", ""))
                if name.startswith(BOOKMARK):
                    found.bookmarks.append(name)
            elif child.tag in _WRAPPERS or child.tag == f"{_MC}AlternateContent":
                if child.tag in _ADDED:
                    found.tell(TRACKED)
                link = _HYPERLINK.match(child.get(f"{W}instr", ""))
                self._walk(child, link[1] if link else url, pieces, fields, found)

    def _control(
        self,
        control: etree._Element,
        url: str,
        pieces: list[Piece],
        fields: list[dict[str, str]],
        found: _Found,
    ) -> None:
        properties = control.find(f"{W}sdtPr")
        tag = None if properties is None else properties.find(f"{W}tag")
        if tag is not None:
            found.marks.append(str(tag.get(f"{W}val", "")))
        shows_hint = properties is not None and properties.find(f"{W}showingPlcHdr") is not None
        content = control.find(f"{W}sdtContent")
        if content is not None and not shows_hint:
            self._walk(content, url, pieces, fields, found)

    def _run(
        self, run: etree._Element, url: str, pieces: list[Piece], fields: list[dict[str, str]], found: _Found
    ) -> None:
        look = run.find(f"{W}rPr")
        bold, italic = self._has(look, "b"), self._has(look, "i")
        for child in run:
            if child.tag == f"{W}fldChar":
                _turn_field(child, fields)
            elif child.tag == f"{W}instrText" and fields:
                fields[-1]["says"] += child.text or ""
            elif child.tag in _PICTURES:
                found.tell(_PICTURE)
            elif child.tag in _NOTES:
                found.tell(_NOTE)
            elif child.tag == f"{_MC}AlternateContent":
                found.tell(_PICTURE)
            elif text := self._as_shown(_text_of(child), look, found):
                pieces.append(Piece(text, bold, italic, url or _field_link(fields)))

    def _as_shown(self, text: str, look: etree._Element | None, found: _Found) -> str:
        """The text with small figures kept as such (m², CO₂), and without what is hidden."""
        if look is None or not text.strip():
            return text
        if self._has(look, "vanish"):
            found.tell(_HIDDEN)
            return ""
        if self._has(look, "strike") or self._has(look, "dstrike"):
            found.tell(_STRUCK)
        small = look.find(f"{W}vertAlign")
        height = None if small is None else small.get(f"{W}val")
        return at_height(text, height)

    def _has(self, look: etree._Element | None, tag: str) -> bool:
        if look is None:
            return False
        mark = look.find(f"{W}{tag}")
        if mark is not None:
            return is_on(mark)
        style = look.find(f"{W}rStyle")
        return style is not None and self._package.style_has(style.get(f"{W}val"), tag)


def _text_of(child: etree._Element) -> str:
    if child.tag == f"{W}t":
        return str(child.text or "")
    if child.tag == f"{W}br":
        return "" if child.get(f"{W}type") in {"page", "column"} else "\n"
    if child.tag == f"{W}sym":
        code = str(child.get(f"{W}char", "")).upper()
        own = re.fullmatch(r"[0-9A-E][0-9A-F]{3}", code) and not code.startswith("D")
        return chr(int(code, 16)) if own else "•"  # a symbol font's own sign has no letter
    return _CHARACTERS.get(child.tag, "")


def _turn_field(mark: etree._Element, fields: list[dict[str, str]]) -> None:
    kind = mark.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append({"says": ""})
    elif kind == "end" and fields:
        fields.pop()


def _field_link(fields: list[dict[str, str]]) -> str:
    for one in reversed(fields):
        if match := _HYPERLINK.match(one["says"]):
            return match[1]
    return ""


def _content(parent: etree._Element, wanted: set[str]) -> Iterator[etree._Element]:
    """The children of the wanted kinds, also those within controls and insertions."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _content(content, wanted)
        elif child.tag in _WRAPPERS:
            yield from _content(child, wanted)


def _tag_of_row(line: etree._Element) -> str:
    """The tag of the control that the row is, if it is one and no list's."""
    content = line.getparent()
    control = content.getparent() if content is not None and content.tag == f"{W}sdtContent" else None
    tag = None if control is None else control.find(f"{W}sdtPr/{W}tag")
    return "" if tag is None else str(tag.get(f"{W}val", ""))
