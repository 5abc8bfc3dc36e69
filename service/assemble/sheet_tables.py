"""Spreadsheets get the tables that LibreOffice does not tag: blocks of rows become tables, lone cells paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Matrix, Name, Operator

from service.assemble.sheet_cells import Cell, Grid, take_notes
from service.assemble.tags import held_by

_PLACES = frozenset({"Td", "TD", "Tm"})
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})


@dataclass(slots=True)
class _Content:
    """What a cell shows: pieces of pages."""

    pieces: list[tuple[pikepdf.Object, int]] = field(default_factory=list)
    """Page and number of marked content that no element has yet."""
    elements: list[pikepdf.Object] = field(default_factory=list)
    """Elements that LibreOffice made."""


Contents = dict[Cell, _Content]


def tag_tables(document: pikepdf.Pdf) -> None:
    """Make tables of what stands between the conversion's notes, and take the notes away.

    Rows at the head of a table that is continued are decoration on the later pages; so are page headers and footers.
    """
    grids = [(page, grid) for page in document.pages if (grid := take_notes(page)) is not None]
    if not grids:
        return
    rows = _parent_tree(document)
    contents: Contents = {}
    placed: set[tuple[int, int]] = set()
    for page, grid in grids:
        key = int(_kept(page.obj, "/StructParents", max([-1, *map(int, rows)]) + 1))
        row = list(rows[key].as_list()) if key in rows else []
        reader = _PageReader(page.obj, grid, row, contents)
        page.obj.Contents = document.make_stream(reader.rewrite(page))
        rows[key] = document.make_indirect(Array(reader.row))
        placed |= reader.placed
    document.Root.StructTreeRoot.ParentTreeNextKey = max(map(int, rows)) + 1
    _Builder(document, rows).build(contents, placed)


def _kept(page: pikepdf.Object, key: str, otherwise: int) -> pikepdf.Object:
    if key not in page:
        page[key] = otherwise
    return page[key]


def _parent_tree(document: pikepdf.Pdf) -> pikepdf.NumberTree:
    """The document's, or a new one with the root that it needs."""
    if "/StructTreeRoot" not in document.Root:
        document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root = document.Root.StructTreeRoot
    if "/ParentTree" not in root:
        root.ParentTree = document.make_indirect(Dictionary(Nums=Array()))
    document.Root.MarkInfo = Dictionary(Marked=True)
    return pikepdf.NumberTree(root.ParentTree)


class _PageReader:
    """Gives every text of a page to its cell."""

    def __init__(
        self, page: pikepdf.Object, grid: Grid, row: list[pikepdf.Object], contents: Contents
    ) -> None:
        self.row = row
        """The page's row in the parent tree; the new elements are filled in when they are made."""
        self.placed: set[tuple[int, int]] = set()
        """LibreOffice's elements that were dealt with."""
        self._page, self._grid, self._contents = page, grid, contents
        self._out: list[ContentStreamInstruction] = []
        self._states = [Matrix()]
        self._depth = 0
        self._mark: tuple[int, int] | None = None
        self._text_at = 0
        self._place: tuple[float, float] | None = None
        self._shown = False

    def rewrite(self, page: pikepdf.Page) -> bytes:
        """The page's content with all text marked."""
        for one in pikepdf.parse_content_stream(page):
            operator = str(one.operator)
            if isinstance(one, ContentStreamInstruction):
                self._follow(operator, one)
            self._out.append(one)  # type: ignore[arg-type]  # a picture inside of the content goes through
            if operator == "ET" and not self._depth and self._shown:
                self._mark_text()
            elif operator == "EMC":
                self._leave()
        return pikepdf.unparse_content_stream(self._out)

    def _follow(self, operator: str, one: ContentStreamInstruction) -> None:
        if operator == "q":
            self._states.append(self._states[-1])
        elif operator == "Q" and len(self._states) > 1:
            self._states.pop()
        elif operator == "cm":
            self._states[-1] = Matrix(*map(float, one.operands)) @ self._states[-1]
        elif operator in ("BDC", "BMC"):
            self._enter(one)
        elif operator == "BT":
            self._text_at, self._shown = len(self._out), False
            if not self._depth:
                self._place = None
        elif operator in _PLACES and self._place is None:
            x, y = (float(number) for number in list(one.operands)[-2:])
            a, b, c, d, e, f = self._states[-1].shorthand
            self._place = (a * x + c * y + e, b * x + d * y + f)
        elif operator in _SHOWS:
            self._shown = True

    def _enter(self, one: ContentStreamInstruction) -> None:
        self._depth += 1
        if self._depth == 1:
            named = one.operands[1] if len(one.operands) > 1 else None
            number = named.get("/MCID") if isinstance(named, Dictionary) else None
            self._mark = None if number is None else (len(self._out), int(number))
            self._place = None

    def _leave(self) -> None:
        self._depth = max(0, self._depth - 1)
        if self._depth or self._mark is None:
            return
        at, number = self._mark
        self._mark = None
        cell = self._cell()
        held = self.row[number] if number < len(self.row) else None
        if not isinstance(held, Dictionary) or held.P.get("/Type") != Name.StructTreeRoot or held.S != Name.P:
            return  # of a drawing
        self.placed.add(held.objgen)
        if cell is None:
            self._out[at] = _artifact()
            self.row[number] = pikepdf.Object.parse(b"null")
        else:
            self._content(cell).elements.append(held)

    def _mark_text(self) -> None:
        cell = self._cell()
        if cell is None:
            begin = _artifact()
        else:
            number = len(self.row)
            begin = ContentStreamInstruction([Name.Span, Dictionary(MCID=number)], Operator("BDC"))
            self.row.append(pikepdf.Object.parse(b"null"))
            self._content(cell).pieces.append((self._page, number))
        self._out.insert(self._text_at, begin)
        self._out.append(ContentStreamInstruction([], Operator("EMC")))
        self._place = None

    def _cell(self) -> Cell | None:
        cell = None if self._place is None else self._grid.find(*self._place)
        held = self._contents.get(cell) if cell is not None else None
        repeated = held is not None and any(page != self._page for page, _ in held.pieces)
        repeated = repeated or (held is not None and any(one.Pg != self._page for one in held.elements))
        return None if cell is not None and cell.head and repeated else cell

    def _content(self, cell: Cell) -> _Content:
        return self._contents.setdefault(cell, _Content())


def _artifact() -> ContentStreamInstruction:
    return ContentStreamInstruction([Name.Artifact], Operator("BMC"))


class _Builder:
    """Makes the elements."""

    def __init__(self, document: pikepdf.Pdf, rows: pikepdf.NumberTree) -> None:
        self._document, self._rows = document, rows
        self._root = document.Root.StructTreeRoot

    def build(self, contents: Contents, placed: set[tuple[int, int]]) -> None:
        """Put the tables in place of the elements that have been dealt with."""
        others = [
            kid for kid in held_by(self._root) if isinstance(kid, Dictionary) and kid.objgen not in placed
        ]
        whole = self._element("Document", self._root)
        for block in _blocks(sorted(contents)):
            for part in _parts(block):
                self._part(part, contents, whole)
        for kid in others:
            kid.P = whole
            whole.K.append(kid)
        self._root.K = whole

    def _part(self, rows: Sequence[Sequence[Cell]], contents: Contents, under: pikepdf.Object) -> None:
        """Lone cells as paragraphs, rows as a table with a cell for every column."""
        columns = sorted({cell.column for row in rows for cell in row})
        if len(columns) == 1:
            for row in rows:
                self._fill(self._element("P", under), contents[row[0]])
            return
        table = self._element("Table", under)
        headed = any(len(row) > 1 and row[0].head for row in rows)
        for row in rows:
            line = self._element("TR", table)
            cells = {cell.column: cell for cell in row}
            for column in columns:
                held = cells.get(column)
                role = "TH" if headed and held is not None and held.head else "TD"
                made = self._element(role, line)
                if role == "TH":
                    made.A = Dictionary(O=Name.Table, Scope=Name.Column)
                if held is not None:
                    self._fill(made, contents[held])

    def _element(self, role: str, under: pikepdf.Object) -> pikepdf.Object:
        made = self._document.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=under, K=Array())
        )
        if under.get("/Type") != Name.StructTreeRoot:
            under.K.append(made)
        return made

    def _fill(self, element: pikepdf.Object, content: _Content) -> None:
        for page, number in content.pieces:
            element.K.append(Dictionary(Type=Name.MCR, Pg=page, MCID=number))
            self._rows[int(page.StructParents)][number] = element
        for held in content.elements:
            held.P = element
            if element.S == Name.P:
                held.S = Name.Span
            element.K.append(held)


def _blocks(cells: Sequence[Cell]) -> Iterator[list[list[Cell]]]:
    """The rows of each block."""
    for _, block in groupby(cells, key=lambda cell: (cell.sheet, cell.block)):
        yield [list(row) for _, row in groupby(block, key=lambda cell: cell.row)]


def _parts(block: Sequence[list[Cell]]) -> Iterator[Sequence[list[Cell]]]:
    """Lone cells above and below a table stand for themselves: its title, its source."""
    wide = [at for at, row in enumerate(block) if len(row) > 1]
    if not wide:
        yield from ([row] for row in block)
        return
    yield from ([row] for row in block[: wide[0]])
    yield block[wide[0] : wide[-1] + 1]
    yield from ([row] for row in block[wide[-1] + 1 :])
