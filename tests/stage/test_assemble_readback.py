"""The packet's tags read back with another library than wrote them: each part says what its own document said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.files.pdf import makers
from tests.files.pdf.packets import build, part
from tests.files.pdf.structure import document_facts, part_facts

MODES = {"plain": pikepdf.ObjectStreamMode.disable, "packed": pikepdf.ObjectStreamMode.generate}


class _Author:
    """Writes the elements of one document, and its parent tree."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([])))
        self.rows: list[Any] = []

    def element(self, role: str, above: Any, page: int, kids: Any = None, **more: Any) -> Any:
        """One element; it is added to the one above."""
        made = Dictionary(
            Type=Name.StructElem, S=Name("/" + role), P=above, Pg=self.pdf.pages[page].obj, **more
        )
        place = self.pdf.make_indirect(made)
        place.K = Array([]) if kids is None else kids
        above.K.append(place)
        return place


def _written(author: _Author, twist: str) -> None:
    """Two pages; the same names stand for other things when `twist` is another."""
    pdf, tree = author.pdf, author.tree
    document = author.element("Document", tree, 0, Lang=String("sv-SE"))
    heading = author.element(
        "Rubrik", document, 0, Array([0]), T=String("Läget (1 0 R)"), Lang=String("nn-NO")
    )
    figure = author.element("Figure", document, 0, Array([1]), Alt=String(f"Stapel \\ (ej {twist}) ŝ"))
    figure.A = Array([Dictionary(O=Name.Layout, BBox=Array([1, 2.5, 30, 40])), 0])
    paragraph = author.element("Brodtext", document, 0)
    short = author.element(
        "Span", paragraph, 0, Array([2]), ActualText=String("dvs."), E=String("det vill säga")
    )
    across = Dictionary(Type=Name.MCR, Pg=pdf.pages[1].obj, MCID=0)
    long = author.element("Span", paragraph, 0, Array([3, across]), C=Array([Name.Stycke, Name("/Tät")]))
    table = author.element(
        "Table", document, 1, A=pdf.make_indirect(Dictionary(O=Name.Table, Summary=String(twist)))
    )
    row = author.element("TR", table, 1)
    header = author.element(
        "TH", row, 1, Array([1]), ID=String("a"), A=Dictionary(O=Name.Table, Scope=Name.Column)
    )
    cell = author.element("TD", row, 1, Array([2]), ID=String("b"))
    cell.A = Array([Dictionary(O=Name.Table, Headers=Array([String("a")]), ColSpan=2)])
    link = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([70, 600, 200, 620]), StructParent=7,
            A=Dictionary(S=Name.URI, URI=String(f"https://example.org/{twist}")),
        )
    )  # fmt: skip
    pdf.pages[1].obj.Annots = Array([link])
    clicked = author.element("Link", document, 1, Dictionary(Type=Name.OBJR, Obj=link, Pg=pdf.pages[1].obj))
    for at, numbers in enumerate([[heading, figure, short, long], [long, header, cell]]):
        pdf.pages[at].obj.StructParents = 2 * at
        pdf.pages[at].obj.Contents = pdf.make_stream(_content(twist, len(numbers)))
        pdf.pages[at].obj.Resources.Properties = Dictionary(Utpekad=Dictionary(MCID=1))
    parents = [Dictionary(Nums=Array([0, Array([heading, figure, short, long])]), Limits=Array([0, 0]))]
    parents.append(Dictionary(Nums=Array([2, Array([long, header, cell]), 7, clicked]), Limits=Array([2, 7])))
    tree.ParentTree = pdf.make_indirect(Dictionary(Kids=Array(map(pdf.make_indirect, parents))))
    tree.IDTree = Dictionary(
        Kids=Array([pdf.make_indirect(Dictionary(Names=Array([String("a"), header, String("b"), cell])))])
    )


def _content(twist: str, numbers: int) -> bytes:
    pieces = [b"/Artifact BMC 0 0 10 10 re f EMC"]
    for number in range(numbers):
        named = b"/Utpekad" if number == 1 else b"<</MCID %d>>" % number
        pieces.append(b"/P %s BDC BT /F1 9 Tf 70 %d Td (%s \\(%d\\)) Tj ET EMC" % (
            named, 700 - 20 * number, twist.encode(), number,
        ))  # fmt: skip
    return b"\n".join(pieces)


def _document(target: Path, twist: str, mode: str) -> Path:
    def change(pdf: pikepdf.Pdf) -> None:
        author = _Author(pdf)
        _written(author, twist)
        tree = author.tree
        tree.RoleMap = Dictionary(
            Rubrik=Name.Mellan, Mellan=Name.H1 if twist == "x" else Name.H2,
            Brodtext=Name.P if twist == "x" else Name.BlockQuote, TD=Name.TD,
        )  # fmt: skip
        tree.ClassMap = Dictionary(
            Stycke=Dictionary(O=Name.Layout, Placement=Name("/" + ("Block" if twist == "x" else "Inline")))
        )
        tree.ClassMap[Name("/Tät")] = Dictionary(O=Name.Layout, LineHeight=9.5)
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = String("sv-SE")

    loose = makers.changed(target.with_suffix(".los.pdf"), change, pages=2)
    with pikepdf.open(loose) as pdf:
        pdf.save(target, object_stream_mode=MODES[mode])
    return target


@pytest.mark.parametrize("mode", MODES)
def test_every_part_says_what_its_document_said(mode: str, tmp_path: Path) -> None:
    """Roles and their order, attributes, classes, ids, alternative texts, languages, contents and links."""
    documents = [
        _document(tmp_path / "a.pdf", "x", mode),
        _document(tmp_path / "b.pdf", "y", "plain"),
        makers.tagged(tmp_path / "c.pdf", 3),
        _document(tmp_path / "d.pdf", "x", mode),
    ]
    build(tmp_path / "ut.pdf", *(part(f"a{at}", pdf) for at, pdf in enumerate(documents)))
    first = 0
    with pikepdf.open(tmp_path / "ut.pdf") as packet:
        for at, document in enumerate(documents):
            with pikepdf.open(document) as pdf:
                own, pages = document_facts(pdf), len(pdf.pages)
            assert part_facts(packet, at, range(first, first + pages)) == own
            assert len(own) > 10
            first += pages


def _swap(pdf: pikepdf.Pdf) -> None:
    kids = _top(pdf).K
    kids[0], kids[1] = kids[1], kids[0]


def _top(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.StructTreeRoot.K[0].K[0]


def _exchange_contents(pdf: pikepdf.Pdf) -> None:
    kids = _top(pdf).K
    row = pdf.Root.StructTreeRoot.ParentTree.Kids[0].Nums[1]
    kids[0].K, kids[1].K = kids[1].K, kids[0].K
    row[0], row[1] = row[1], row[0]


def _rename(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap.Rubrik = Name.H3


CHANGES: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "order": _swap,
    "role": _rename,
    "content": _exchange_contents,
    "alternative text": lambda pdf: _top(pdf).K[1].__setitem__(Name.Alt, String("annat")),
    "language": lambda pdf: _top(pdf).K[0].__delitem__(Name.Lang),
    "attribute": lambda pdf: _top(pdf).K[1].A[0].BBox.__setitem__(2, 31),
    "class": lambda pdf: pdf.Root.StructTreeRoot.ClassMap["/Stycke.del1"].__setitem__(
        Name.Placement, Name.Start
    ),
    "id": lambda pdf: _top(pdf).K[3].K[0].K[1].__delitem__(Name.ID),
    "link": lambda pdf: _top(pdf).K[4].K.Obj.A.__setitem__(Name.URI, String("https://example.org/z")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_comparison_sees(change: Callable[[pikepdf.Pdf], None], tmp_path: Path) -> None:
    """Whatever is changed in the packet's tags afterwards makes the two differ."""
    document = _document(tmp_path / "a.pdf", "x", "plain")
    build(tmp_path / "ut.pdf", part("a1", document))
    with pikepdf.open(tmp_path / "ut.pdf") as packet, pikepdf.open(document) as pdf:
        own = document_facts(pdf)
        assert part_facts(packet, 0, range(2)) == own
        change(packet)
        assert part_facts(packet, 0, range(2)) != own
