"""Converted annexes are mended without anything being invented; pictures become figures with a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from service.assemble.content import IN_ORDER, balance_of
from service.assemble.repair import Identity, repair_annex, repair_pictures
from service.assemble.tags import elements
from service.assemble.xmp import PDF_A, PDF_UA, read_claims
from service.clock import STOCKHOLM
from tests.files.pdf import standards

pytestmark = pytest.mark.stage

IDENTITY = Identity("Bilaga", "", datetime(2026, 12, 14, 12, tzinfo=STOCKHOLM))


def _element(pdf: Pdf, role: str, **more: Any) -> None:
    """One more element under the document, with marked content of its own."""
    document = pdf.Root.StructTreeRoot.K
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    key = len(row)
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name(f"/{role}"), P=document, Pg=pdf.pages[0].obj, K=Array([key]), **more
        )
    )
    document.K.append(element)
    row.append(element)
    old = pdf.pages[0].Contents.read_bytes()
    new = b"\n/%s <</MCID %d>> BDC 0 0 9 9 re f EMC" % (role.encode(), key)
    pdf.pages[0].Contents = pdf.make_stream(old + new)


def _mended(
    folder: Path, pdf: Pdf, *, charts: Sequence[Sequence[str]] = (), sheets: Sequence[str] = ()
) -> Pdf:
    pdf.save(folder / "in.pdf")
    repair_annex(folder / "in.pdf", folder / "ut.pdf", IDENTITY, chart_texts=charts, sheet_texts=sheets)
    return pikepdf.open(folder / "ut.pdf")


def _claims(pdf: Pdf) -> frozenset[str]:
    return read_claims(pdf.Root.Metadata.read_bytes())


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("123", "123"),
        ("2", "1"),
        ("24", "12"),
        ("2421", "1211"),
        ("135351", "123231"),
        ("H", "1"),
        ("H2H", "121"),
        ("43", "11"),
    ],
)
def test_headings_are_numbered_without_gaps(tmp_path: Path, given: str, read: str) -> None:
    """Who stands below whom stays; the first is of level 1; a slide's title is one."""
    pdf = standards.conforming()
    for level in given:
        _element(pdf, "H" if level == "H" else f"H{level}")
    with _mended(tmp_path, pdf) as mended:
        roles = [role for _, role in elements(mended) if role.startswith("/H")]
        assert "".join(role.removeprefix("/H") for role in roles) == read
        assert _claims(mended) == {PDF_A, PDF_UA}


@pytest.mark.parametrize(
    ("charts", "texts"),
    [
        ([["Stapeldiagram"]], ["Fastigheten, röd", "Stapeldiagram"]),
        ([["ett", "två"]], ["Fastigheten, röd", ""]),
        ([[""]], ["Fastigheten, röd", ""]),
        ([], ["Fastigheten, röd", ""]),
    ],
)
def test_a_chart_gets_the_text_of_its_slide(
    tmp_path: Path, charts: list[list[str]], texts: list[str]
) -> None:
    """Where as many charts have texts as figures lack them; otherwise the figure stays silent, and no claim is made."""
    pdf = standards.conforming()
    _element(pdf, "Figure")
    with _mended(tmp_path, pdf, charts=charts) as mended:
        found = [str(one.get("/Alt", "")) for one, role in elements(mended) if role == "/Figure"]
        assert found == texts
        assert _claims(mended) == ({PDF_A, PDF_UA} if all(texts) else {PDF_A})


@pytest.mark.parametrize(
    ("sheets", "figures", "texts"),
    [
        (["Utfall"], 1, ["Utfall"]),
        (["Utfall"], 2, ["Utfall", "Utfall"]),
        (["Utfall", "Prognos"], 2, ["Utfall", "Prognos"]),
        (["Utfall", "Prognos"], 3, ["", "", ""]),
        ([], 1, [""]),
    ],
)
def test_a_workbook_s_charts_get_their_texts(
    tmp_path: Path, sheets: list[str], figures: int, texts: list[str]
) -> None:
    """A chart across two pages is two figures; where it is not certain which is which, they stay silent."""
    pdf = standards.conforming()
    for _ in range(figures):
        _element(pdf, "Figure")
    with _mended(tmp_path, pdf, sheets=sheets) as mended:
        found = [str(one.get("/Alt", "")) for one, role in elements(mended) if role == "/Figure"]
        assert found == ["Fastigheten, röd", *texts]


def test_attributes_stand_in_their_elements(tmp_path: Path) -> None:
    """LibreOffice gives each tag's an object of its own; the packet is half as many objects without."""
    pdf = standards.conforming()
    _element(pdf, "P", A=pdf.make_indirect(Dictionary(O=Name.Layout, SpaceAfter=1)))
    with _mended(tmp_path, pdf) as mended:
        held = next(one.A for one, role in elements(mended) if role == "/P")
        assert not held.is_indirect
        assert held.SpaceAfter == 1


def test_a_page_that_leaves_things_open_is_brought_into_order(tmp_path: Path) -> None:
    """The merge puts its stamp behind it."""
    pdf = standards.conforming()
    pdf.pages[0].Contents = pdf.make_stream(b"Q q 2 0 0 2 0 0 cm\n" + pdf.pages[0].Contents.read_bytes())
    with _mended(tmp_path, pdf) as mended:
        assert balance_of(mended.pages[0].Contents.read_bytes()) == IN_ORDER


def test_a_link_without_a_tag_gets_one(tmp_path: Path) -> None:
    """It is read when its page has been read, says its address, and the parent tree leads to it."""
    pdf = standards.conforming()
    _element(pdf, "P")
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), F=4,
        A=Dictionary(S=Name.URI, URI=String("https://example.org/")),
    )  # fmt: skip
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])
    with _mended(tmp_path, pdf) as mended:
        assert [role for _, role in elements(mended)] == ["/Document", "/Figure", "/P", "/Link"]
        annotation = mended.pages[0].Annots[0]
        rows = pikepdf.NumberTree(mended.Root.StructTreeRoot.ParentTree)
        found = rows[int(annotation.StructParent)]
        assert (found.S, found.K[0].Obj.objgen) == (Name.Link, annotation.objgen)
        assert str(annotation.Contents) == "https://example.org/"
        assert mended.pages[0].Tabs == Name.S


def test_a_drawing_of_lines_is_decoration(tmp_path: Path) -> None:
    """A shadow outside of the tags is marked as that; one with a picture in it is content, and takes the claim."""
    for content, fine in ((b"0 0 9 9 re f", True), (b"/Im1 Do", False), (b"BT (a) Tj ET", False)):
        pdf = standards.conforming()
        form = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Tr4=form))
        pdf.pages[0].Contents = pdf.make_stream(pdf.pages[0].Contents.read_bytes() + b"\nq /Tr4 Do Q")
        with _mended(tmp_path, pdf) as mended:
            data = mended.pages[0].Contents.read_bytes()
            assert (b"/Artifact BMC\n/Tr4 Do\nEMC" in data) is fine
            assert (PDF_UA in _claims(mended)) is fine


def test_the_language_is_the_document_s_own(tmp_path: Path) -> None:
    """English stays English; who says nothing is taken to write Swedish."""
    for said, read in (("en-GB", "en-GB"), ("", "sv-SE")):
        pdf = standards.conforming()
        pdf.Root.Lang = String(said)
        with _mended(tmp_path, pdf) as mended:
            assert str(mended.Root.Lang) == read


def test_pictures_become_figures(tmp_path: Path) -> None:
    """Each page is one figure with its text; without texts no PDF/UA is claimed; same input, same bytes."""
    pdf = pikepdf.new()
    for _ in range(2):
        page = pdf.add_blank_page(page_size=(100, 100))
        page.Contents = pdf.make_stream(b"q 9 0 0 9 0 0 cm /Im0 Do Q")
    pdf.save(tmp_path / "in.pdf")
    for texts, claims in ((("ett", "två"), {PDF_A, PDF_UA}), (("ett", " "), {PDF_A})):
        repair_pictures(tmp_path / "in.pdf", tmp_path / "ut.pdf", IDENTITY, texts, b"profil")
        repair_pictures(tmp_path / "in.pdf", tmp_path / "igen.pdf", IDENTITY, texts, b"profil")
        assert (tmp_path / "ut.pdf").read_bytes() == (tmp_path / "igen.pdf").read_bytes()
        with pikepdf.open(tmp_path / "ut.pdf") as mended:
            figures = [one for one, role in elements(mended) if role == "/Figure"]
            assert [str(one.Alt) for one in figures] == list(texts)
            assert [one.Pg.objgen for one in figures] == [page.obj.objgen for page in mended.pages]
            assert mended.Root.OutputIntents[0].DestOutputProfile.read_bytes() == b"profil"
            assert _claims(mended) == claims
            for page in mended.pages:
                page.contents_coalesce()
                assert page.Contents.read_bytes().split()[:2] == [b"/Figure", b"<</MCID"]
