"""What LibreOffice leaves undone is mended; what cannot be mended takes the claim away and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from service.assemble.repair import Identity, repair_own
from service.assemble.xmp import PDF_A, PDF_UA, read_claims
from service.clock import STOCKHOLM
from service.errors import AssemblyError
from tests.files.pdf import makers, standards

BOTH = {PDF_A, PDF_UA}
NOON = datetime(2026, 12, 14, 12, tzinfo=STOCKHOLM)


def _mend(
    folder: Path, change: Callable[[Pdf], None], texts: tuple[str, ...] = (), title: str = "Taxa"
) -> Pdf:
    """The conforming file, broken in some way and mended."""
    pdf = standards.conforming()
    change(pdf)
    pdf.save(folder / "in.pdf")
    return _repair(folder / "in.pdf", folder / "ut.pdf", texts, title)


def _repair(source: Path, target: Path, texts: tuple[str, ...] = (), title: str = "Taxa") -> Pdf:
    repair_own(source, target, Identity(title, "sv-SE", NOON), texts)
    return pikepdf.open(target)


def _claims(pdf: Pdf) -> frozenset[str]:
    return read_claims(pdf.Root.Metadata.read_bytes())


def _add(pdf: Pdf, role: str, key: int, *, under: Any = None, **more: Any) -> Any:
    """One more element with marked content of its own."""
    document = under if under is not None else pdf.Root.StructTreeRoot.K
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name("/" + role), P=document, Pg=pdf.pages[0].obj, K=Array([key]), **more
        )
    )
    if "/K" not in document or not isinstance(document.K, Array):
        document.K = Array([])
    document.K.append(element)
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    while len(row) <= key:
        row.append(element)
    old = pdf.pages[0].Contents.read_bytes()
    new = b"\n/%s <</MCID %d>> BDC 0 0 9 9 re f EMC" % (role.encode(), key)
    pdf.pages[0].Contents = pdf.make_stream(old + new)
    return element


def _no_text(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.K.K[0].Alt


def test_metadata_and_information_agree(tmp_path: Path) -> None:
    """Title, dates and language are those that were given, in both places; the claims are kept and described."""
    with _mend(tmp_path, lambda _: None, title="Avgift & taxa") as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert "Avgift &amp; taxa" in xmp
        assert str(pdf.docinfo["/Title"]) == "Avgift & taxa"
        assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20261214120000+01'00'"
        assert xmp.count("2026-12-14T12:00:00+01:00") == 3
        assert str(pdf.Root.Lang) == "sv-SE"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert _claims(pdf) == BOTH
        assert "pdfaExtension" in xmp


def test_same_input_gives_same_bytes(tmp_path: Path) -> None:
    """Nothing of the moment or the place of the work goes into the file."""
    makers.tagged(tmp_path / "in.pdf")
    (tmp_path / "annan mapp").mkdir()
    _repair(tmp_path / "in.pdf", tmp_path / "ett.pdf").close()
    _repair(tmp_path / "in.pdf", tmp_path / "annan mapp" / "två.pdf").close()
    assert (tmp_path / "ett.pdf").read_bytes() == (tmp_path / "annan mapp" / "två.pdf").read_bytes()


def test_a_figure_gets_the_text_of_the_word_file(tmp_path: Path) -> None:
    """Texts are given in order, and a text that is there already stays."""

    def change(pdf: Pdf) -> None:
        _no_text(pdf)
        _add(pdf, "Figure", 1, Alt=String("Karta"))

    with _mend(tmp_path, change, ("Stapeldiagram: <utfall>", "Karta i Word")) as pdf:
        assert [str(one.Alt) for one in pdf.Root.StructTreeRoot.K.K] == ["Stapeldiagram: <utfall>", "Karta"]
        assert _claims(pdf) == BOTH


def test_texts_that_do_not_match_are_never_guessed(tmp_path: Path) -> None:
    """Two texts for one figure stop the build; an empty text takes the claim."""
    with pytest.raises(AssemblyError) as caught:
        _mend(tmp_path, _no_text, ("ett", "två"))
    assert [problem.code for problem in caught.value.problems] == ["figure_texts_differ"]
    assert not (tmp_path / "ut.pdf").exists()
    with _mend(tmp_path, _no_text, ("",)) as pdf:
        assert _claims(pdf) == {PDF_A}


def test_borders_become_artifacts(tmp_path: Path) -> None:
    """An untagged line is marked as decoration; untagged text is not, and takes the claim."""

    def border(pdf: Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(pdf.pages[0].Contents.read_bytes() + b"\n10 10 m 190 10 l S")

    def stray_text(pdf: Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(pdf.pages[0].Contents.read_bytes() + b"\nBT (Nol) Tj ET")

    with _mend(tmp_path, border) as pdf:
        assert b"/Artifact BMC\n10 10 m 190 10 l S\nEMC" in pdf.pages[0].Contents.read_bytes()
        assert _claims(pdf) == BOTH
    with _mend(tmp_path, stray_text) as pdf:
        assert b"Artifact" not in pdf.pages[0].Contents.read_bytes()
        assert _claims(pdf) == {PDF_A}


def test_rows_of_facts_get_headings(tmp_path: Path) -> None:
    """A cell that holds nothing but a label is the heading of its row; other cells stay cells."""

    def change(pdf: Pdf) -> None:
        row = _add(pdf, "TR", 1)
        for key, style in ((2, "Faktaetikett tät"), (3, "Tabelltext")):
            cell = _add(pdf, "TD", key, under=row, A=Dictionary(O=Name.Layout, Placement=Name.Inline))
            _add(pdf, style.replace(" ", "#20"), key + 2, under=cell).S = Name("/" + style)

    with _mend(tmp_path, change) as pdf:
        label, value = (kid for kid in pdf.Root.StructTreeRoot.K.K[1].K if isinstance(kid, Dictionary))
        assert (label.S, value.S) == (Name.TH, Name.TD)
        assert [str(one.O) for one in label.A] == ["/Layout", "/Table"]
        assert label.A[1].Scope == Name.Row


@pytest.mark.parametrize(
    ("levels", "fine"),
    [("123123", True), ("1", True), ("12341", True), ("2", False), ("13", False), ("1224", False)],
)
def test_headings_that_skip_a_level_take_the_claim(tmp_path: Path, levels: str, fine: bool) -> None:
    """The first heading is of level 1, and none goes down by more than one."""

    def change(pdf: Pdf) -> None:
        for key, level in enumerate(levels, start=1):
            _add(pdf, f"H{level}", key)

    with _mend(tmp_path, change) as pdf:
        assert (PDF_UA in _claims(pdf)) is fine


def test_links_are_described_and_pages_read_in_order(tmp_path: Path) -> None:
    """Pages with annotations follow the tags; a link without words says its address."""
    makers.tagged(tmp_path / "in.pdf", pages=2)
    with _repair(tmp_path / "in.pdf", tmp_path / "ut.pdf") as pdf:
        assert str(pdf.pages[0].Annots[0].Contents) == "https://example.org/"
        assert [page.get("/Tabs") for page in pdf.pages] == [Name.S, None]


def test_a_row_of_the_contents_becomes_one_link(tmp_path: Path) -> None:
    """Two elements of one annotation are joined, and the parent tree follows."""

    def change(pdf: Pdf) -> None:
        annotation = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], F=4, StructParent=1, Contents=String("Mål\t4"),
            Dest=[pdf.pages[0].obj, Name.Fit],
        )  # fmt: skip
        pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])
        row = _add(pdf, "P", 1)
        for key in (2, 3):
            link = _add(pdf, "Link", key, under=row)
            link.K.append(Dictionary(Type=Name.OBJR, Obj=pdf.pages[0].Annots[0]))
        pdf.Root.StructTreeRoot.ParentTree.Nums = Array([*pdf.Root.StructTreeRoot.ParentTree.Nums, 1, link])

    with _mend(tmp_path, change) as pdf:
        _, link = pdf.Root.StructTreeRoot.K.K[1].K
        held: list[Any] = list(link.K)
        assert [str(kid.Type) if isinstance(kid, Dictionary) else kid for kid in held] == [2, 3, "/OBJR"]
        rows = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        assert {rows[0][2].objgen, rows[0][3].objgen, rows[1].objgen} == {link.objgen}
        assert str(pdf.pages[0].Annots[0].Contents) == "Mål 4"


def test_what_was_never_exported_to_a_standard_claims_none(tmp_path: Path) -> None:
    """A tagged and an untagged file without identifiers get their title and no identifier."""
    for source in (makers.tagged(tmp_path / "a.pdf"), makers.text_pdf(tmp_path / "b.pdf", 2)):
        with _repair(source, tmp_path / "ut.pdf") as pdf:
            assert _claims(pdf) == frozenset()
            assert str(pdf.docinfo["/Title"]) == "Taxa"


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), {PDF_UA}),
        (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), {PDF_A}),
    ],
)
def test_a_claim_that_does_not_hold_is_taken_away(
    tmp_path: Path, change: Callable[[Pdf], None], left: set[str]
) -> None:
    """Without an output intent no PDF/A, without tags no PDF/UA."""
    with _mend(tmp_path, change) as pdf:
        assert _claims(pdf) == left
