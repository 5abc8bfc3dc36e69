"""Spreadsheets: what stands between the conversion's notes becomes tables, paragraphs and decoration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from service.assemble.sheet_tables import tag_tables
from service.assemble.tags import elements, held_by

pytestmark = pytest.mark.stage

RIGHTS = (100, 200, 300)
"""The right edges of the columns, in points."""
HEIGHT = 705.5555
"""Of a row of 20 points, in hundredths of a millimetre."""
Row = tuple[int, int, bool, Sequence[str]]
"""Block, number, whether it is a head, and the words of its cells; an empty cell has none."""


def _sheet(*pages: Sequence[Row], around: str = "") -> Pdf:
    """A spreadsheet as LibreOffice exports it: cells without tags, and a note in the corner of each."""
    pdf = pikepdf.new()
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    for rows in pages:
        page = pdf.add_blank_page(page_size=(400, 400))
        content, notes = [], []
        for at, (block, number, head, words) in enumerate(rows):
            top = 360 - 20 * at
            for column, word in enumerate(words):
                if word:
                    content.append(f"BT {RIGHTS[column] - 95} {top - 15} Td ({word}) Tj ET")
                    kind = "head" if head else "body"
                    told = f"samlad:cell 0 {block} {number} {column} {kind} {HEIGHT}"
                    notes.append(_note(pdf, RIGHTS[column], top, told))
        if around:
            content += [f"BT 20 390 Td ({around}) Tj ET", f"BT 20 8 Td ({around}) Tj ET"]
        page.Contents = pdf.make_stream("\n".join(content).encode())
        page.Annots = Array(notes)
    return pdf


def _note(pdf: Pdf, right: float, top: float, words: str) -> pikepdf.Object:
    rectangle = Array([right - 3, top - 3, right, top])
    return pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=rectangle, Contents=String(words))
    )


def _shown(pdf: Pdf) -> dict[tuple[int, int], str]:
    """What is written under each number of marked content, by page and number; decoration under -1."""
    found: dict[tuple[int, int], str] = {}
    for at, page in enumerate(pdf.pages):
        number = -2
        for one in pikepdf.parse_content_stream(page):
            operator = str(one.operator)
            if operator in ("BDC", "BMC"):
                named: Any = one.operands[1] if len(one.operands) > 1 else Dictionary(MCID=-1)
                number = int(named.MCID)
            elif operator == "EMC":
                number = -2
            elif operator == "Tj":
                found[at, number] = found.get((at, number), "") + str(one.operands[0])
    return found


def _outline(pdf: Pdf) -> list[Any]:
    """The tree in short: roles, and the words that each element holds itself."""
    shown = _shown(pdf)
    pages = [page.obj.objgen for page in pdf.pages]

    def told(element: pikepdf.Object) -> Any:
        words = "".join(
            shown[pages.index(kid.Pg.objgen), int(kid.MCID)]
            for kid in held_by(element)
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR
        )
        below = [told(kid) for kid in held_by(element) if isinstance(kid, Dictionary) and "/S" in kid]
        return (str(element.S)[1:], *filter(None, [words]), *below)

    return [told(kid) for kid in held_by(pdf.Root.StructTreeRoot.K)]


def test_a_table_with_its_title_and_its_source() -> None:
    """Lone cells above and below are paragraphs; every row has a cell for every column; heads have a scope."""
    pdf = _sheet(
        [
            (0, 0, True, ("Avgifter",)),
            (0, 1, True, ("Namn", "2026", "2027")),
            (0, 2, False, ("Bad", "60", "65")),
            (0, 3, False, ("Bok", "", "320")),
            (0, 4, False, ("Summa: ingen",)),
        ]
    )
    tag_tables(pdf)
    assert _outline(pdf) == [
        ("P", "Avgifter"),
        (
            "Table",
            ("TR", ("TH", "Namn"), ("TH", "2026"), ("TH", "2027")),
            ("TR", ("TD", "Bad"), ("TD", "60"), ("TD", "65")),
            ("TR", ("TD", "Bok"), ("TD",), ("TD", "320")),
        ),
        ("P", "Summa: ingen"),
    ]
    heads = [element for element, role in elements(pdf) if role == "/TH"]
    assert [head.A.Scope for head in heads] == [Name.Column] * 3
    assert all("/Annots" not in page for page in pdf.pages)


def test_blocks_are_tables_of_their_own() -> None:
    """Where the conversion saw an empty row, one table ends and the next begins; a lone column is no table."""
    pdf = _sheet(
        [
            (0, 0, False, ("a", "b")),
            (1, 2, False, ("c", "d")),
            (2, 5, False, ("e",)),
            (2, 6, False, ("f",)),
        ]
    )
    tag_tables(pdf)
    assert [one[0] for one in _outline(pdf)] == ["Table", "Table", "P", "P"]


def test_a_table_goes_on_with_its_head_as_decoration() -> None:
    """The head that is printed again is read once, and the rows of both pages are one table."""
    head: Row = (0, 0, True, ("Namn", "Tal"))
    pdf = _sheet([head, (0, 1, False, ("a", "1"))], [head, (0, 2, False, ("b", "2"))])
    tag_tables(pdf)
    assert _outline(pdf) == [
        (
            "Table",
            ("TR", ("TH", "Namn"), ("TH", "Tal")),
            ("TR", ("TD", "a"), ("TD", "1")),
            ("TR", ("TD", "b"), ("TD", "2")),
        )
    ]
    assert _shown(pdf)[1, -1] == "NamnTal"


def test_page_headers_are_decoration() -> None:
    """What stands above the first row and below the last is no cell's."""
    pdf = _sheet([(0, 0, False, ("a", "b"))], around="Ale kommun")
    tag_tables(pdf)
    assert _outline(pdf) == [("Table", ("TR", ("TD", "a"), ("TD", "b")))]
    assert _shown(pdf)[0, -1] == "Ale kommunAle kommun"


def test_the_parent_tree_leads_back(tmp_path: Path) -> None:
    """Every piece of marked content finds its element, also in the file as it is read again."""
    pdf = _sheet([(0, 0, True, ("Namn", "Tal")), (0, 1, False, ("a", "1"))])
    tag_tables(pdf)
    pdf.save(tmp_path / "ut.pdf")
    with pikepdf.open(tmp_path / "ut.pdf") as saved:
        rows = pikepdf.NumberTree(saved.Root.StructTreeRoot.ParentTree)
        row: Any = rows[int(saved.pages[0].StructParents)]
        assert [str(element.S) for element in row] == ["/TH", "/TH", "/TD", "/TD"]
        for number, element in enumerate(row):
            assert [int(kid.MCID) for kid in element.K] == [number]
        assert bool(saved.Root.MarkInfo.Marked)


def test_an_author_s_notes_go_and_links_stay() -> None:
    """Notes that are not the conversion's leave too; without any of its own the content is not touched."""
    pdf = _sheet([(0, 0, False, ("a", "b"))])
    page = pdf.pages[0]
    link = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9])))
    page.Annots = Array([_note(pdf, 100, 360, "Kolla med Eva"), link])
    before = page.Contents.read_bytes()
    tag_tables(pdf)
    assert [one.Subtype for one in page.Annots.as_list()] == [Name.Link]
    assert page.Contents.read_bytes() == before
    assert "/K" not in pdf.Root.StructTreeRoot


@pytest.mark.parametrize("words", ["samlad:cell", "samlad:cell 0 0 0", "samlad:cell a b c d e f"])
def test_notes_that_are_none_of_ours_are_not_taken_for_them(words: str) -> None:
    """An author who writes such words breaks nothing."""
    pdf = _sheet([(0, 0, False, ("a", "b"))])
    pdf.pages[0].Annots = Array([_note(pdf, 100, 360, words)])
    tag_tables(pdf)
    assert "/Annots" not in pdf.pages[0]
