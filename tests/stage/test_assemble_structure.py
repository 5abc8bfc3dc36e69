"""The structure tree: what was tagged is still tagged, and nothing of two parts is mixed up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.files.pdf import makers
from tests.files.pdf.packets import build, part

pytestmark = pytest.mark.stage


def _rows(pdf: pikepdf.Pdf) -> dict[int, Any]:
    rows: dict[int, Any] = {}
    for node in pdf.Root.StructTreeRoot.ParentTree.Kids:
        numbers = list(node.Nums)
        assert [int(limit) for limit in node.Limits] == [int(numbers[0]), int(numbers[-2])]
        rows.update((int(numbers[at]), numbers[at + 1]) for at in range(0, len(numbers), 2))
    return rows


@pytest.fixture(name="mixed")
def _mixed(tmp_path: Path) -> Path:
    """Two tagged parts that use the same names for different things, and one that is not tagged."""
    first = makers.tagged(tmp_path / "a.pdf", 2, body_role="P", heading="Ett", attribute="Block")
    second = makers.tagged(tmp_path / "b.pdf", 3, body_role="BlockQuote", heading="Tva", attribute="Inline")
    build(
        tmp_path / "ut.pdf",
        part("a1", first),
        part("a2", second, language="en-GB"),
        part("a3", makers.text_pdf(tmp_path / "c.pdf", 1), language="fi-FI"),
    )
    return tmp_path / "ut.pdf"


def test_one_document_with_a_part_for_each_part(mixed: Path) -> None:
    """Under the one document stands one element per part, with its title and language."""
    with pikepdf.open(mixed) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        assert len(pdf.Root.StructTreeRoot.K) == 1
        assert (str(document.S), str(document.Lang)) == ("/Document", "sv-SE")
        assert [(str(one.S), str(one.T), str(one.Lang)) for one in document.K] == [
            ("/Part", "Bilaga 1 Titel a1", "sv-SE"),
            ("/Part", "Bilaga 2 Titel a2", "sv-SE"),
            ("/Part", "Bilaga 3 Titel a3", "fi-FI"),
        ]
        assert [len(one.get("/K", [])) for one in document.K] == [7, 9, 0]
        assert all(one.P.objgen == document.objgen for one in document.K)


def test_keys_lead_to_the_elements_of_their_own_page(mixed: Path) -> None:
    """No two pages share a key, and each row holds the elements of its own page."""
    with pikepdf.open(mixed) as pdf:
        rows = _rows(pdf)
        keys = [int(page.obj.StructParents) for page in list(pdf.pages)[:5]]
        assert len(set(keys)) == 5
        assert "/StructParents" not in pdf.pages[5].obj
        headings = [str(rows[key][0].T) for key in keys]
        assert headings == ["Ett 1", "Ett 2", "Tva 1", "Tva 2", "Tva 3"]
        for page, key in zip(pdf.pages, keys, strict=False):
            assert all(element.Pg.objgen == page.obj.objgen for element in rows[key])
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == max(rows) + 1


def test_links_stay_tagged(mixed: Path) -> None:
    """The element of a link refers to the annotation, and the annotation's key to the element."""
    with pikepdf.open(mixed) as pdf:
        rows = _rows(pdf)
        for at in (0, 2):
            link = pdf.pages[at].obj.Annots[0]
            element = rows[int(link.StructParent)]
            assert str(element.S) == "/Link"
            assert element.K.Obj.objgen == link.objgen
            assert pdf.pages[at].obj.Tabs == "/S"


def test_roles_classes_and_ids_do_not_meet(mixed: Path) -> None:
    """The same role, class and id in two parts keep each their meaning."""
    with pikepdf.open(mixed) as pdf:
        tree = pdf.Root.StructTreeRoot
        first, second = tree.K[0].K[0], tree.K[0].K[1]
        roles = {key: str(value) for key, value in tree.RoleMap.items()}
        assert [roles[str(one.K[1].S)] for one in (first, second)] == ["/P", "/BlockQuote"]
        placements = [str(tree.ClassMap[str(one.K[1].C[0])].Placement) for one in (first, second)]
        assert placements == ["/Block", "/Inline"]
        names = list(tree.IDTree.Names)
        ids = {bytes(names[at]): names[at + 1] for at in range(0, len(names), 2)}
        for one in (first, second):
            header, cell = one.K[-3], one.K[-2]
            assert bytes(cell.A.Headers[0]) == bytes(header.ID)
            assert ids[bytes(header.ID)].objgen == header.objgen
        assert len(ids) == 2


def test_tagged_is_said_only_of_what_is(mixed: Path, tmp_path: Path) -> None:
    """One part without tags, and the packet does not call itself tagged."""
    report = build(tmp_path / "2.pdf", part("a1", makers.tagged(tmp_path / "d.pdf")))
    assert report.untagged_parts == ()
    with pikepdf.open(mixed) as partly, pikepdf.open(tmp_path / "2.pdf") as wholly:
        assert not bool(partly.Root.MarkInfo.Marked)
        assert bool(wholly.Root.MarkInfo.Marked)


def test_half_tagged_source_loses_its_keys(tmp_path: Path) -> None:
    """A part whose tree is missing must not lead into the tree of another."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.StructParents = 0

    report = build(
        tmp_path / "ut.pdf",
        part("a1", makers.tagged(tmp_path / "a.pdf")),
        part("a2", makers.changed(tmp_path / "b.pdf", change)),
    )
    assert report.untagged_parts == ("a2",)
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        assert "/StructParents" not in pdf.pages[2].obj


def test_stamp_is_an_artifact(mixed: Path) -> None:
    """A screen reader does not read the stamp on every page."""
    with pikepdf.open(mixed) as pdf:
        for page in pdf.pages:
            stamp = pikepdf.parse_content_stream(page.obj.Contents[-1])
            operators = [str(one.operator) for one in stamp]
            opened = next(one for one in stamp if str(one.operator) == "BDC")
            assert str(opened.operands[0]) == "/Artifact"
            assert str(opened.operands[1].Type) == "/Pagination"
            assert operators.index("BDC") < operators.index("Tj") < operators.index("EMC")


def test_rows_that_are_objects_of_their_own(tmp_path: Path) -> None:
    """Some programs write the row of a page as an object of its own; it leads to its part as well."""
    source = makers.tagged(tmp_path / "a.pdf", 2, body_role="P", heading="Ett", attribute="Block")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        for at in range(1, len(numbers), 2):
            numbers[at] = pdf.make_indirect(pikepdf.Array(list(numbers[at])))
        pdf.save(source)
    build(tmp_path / "ut.pdf", part("a1", source), part("a2", source))
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        rows = _rows(pdf)
        for page in pdf.pages:
            elements = [one for one in rows[int(page.obj.StructParents)] if one is not None]
            assert elements
            assert all(one.Pg.objgen == page.obj.objgen for one in elements)
