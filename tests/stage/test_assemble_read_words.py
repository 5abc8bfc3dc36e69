"""Words that OCR read: paragraphs in the tags, in their place in the reading order; what is seen stays as it was."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from service.assemble.likeness import compare
from service.assemble.read_words import Reading, mend_read, tag_scan
from service.assemble.repair import Identity, repair_pictures
from service.assemble.xmp import PDF_A, PDF_UA, read_claims
from service.convert.normalise import SRGB
from tests.files.pdf import makers
from tests.files.pdf.packets import words
from tests.files.pdf.read_by_ocr import lay_words
from tests.files.pdf.structure import document_facts

IDENTITY = Identity("Karta över Nödinge", "sv-SE", datetime(2026, 12, 1, tzinfo=UTC))
PROFILE = SRGB.read_bytes()
ONE, TWO, THREE = "Gångvägen saknar belysning", "Åtgärden kostar 250 000 kronor", "Sista sidan"


def _scan(target: Path, pages: int) -> Path:
    picture = io.BytesIO()
    Image.linear_gradient("L").save(picture, "PNG", dpi=(72, 72))
    target.write_bytes(img2pdf.convert([picture.getvalue()] * pages))
    return target


def _told(pdf: Path) -> list[tuple[int, str, object]]:
    """Depth, role and words of each element, in reading order; the tags are held against the pages as they are read."""
    with pikepdf.open(pdf) as document:
        facts: list[Any] = document_facts(document)
    return [
        (fact.level, fact.kind, _read(fact.said) if fact.kind == "content" else fact.said["words"])
        for fact in facts
        if fact.kind != "object"
    ]


def _read(shown: Any) -> str:
    codes = b"".join(re.findall(rb"<([0-9a-f]+)>", b"".join(written for _, _, written in shown or ())))
    return bytes.fromhex(codes.decode()).decode("utf-16-be")


def _numbers(pdf: Path) -> list[list[int]]:
    """The numbers of the marked content of each page, as they are written."""
    with pikepdf.open(pdf) as document:
        return [
            [
                int(one.operands[1]["/MCID"])
                for one in pikepdf.parse_content_stream(page)
                if str(one.operator) == "BDC"
            ]
            for page in document.pages
        ]


def test_words_of_our_pictures_are_read_after_their_figures(tmp_path: Path) -> None:
    """A paragraph for each block, in the language; a page with none recognised and a lone space get nothing."""
    own, read, done = (tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf"))
    texts = [f"Fax, inskannad sida {number} av 3" for number in (1, 2, 3)]
    repair_pictures(_scan(tmp_path / "scan.pdf", 3), own, IDENTITY, texts, PROFILE)
    lay_words(own, read, {1: (ONE, " ", TWO), 2: (), 3: (THREE,)}, matrix="1 0 0 1 5 0")
    mend_read(read, done, IDENTITY, PROFILE, Reading((1, 2, 3), "sv"))
    figures = [[(0, "/Figure", {"/Alt": text}), (1, "content", "")] for text in texts]

    def paragraphs(*blocks: str) -> list[tuple[int, str, object]]:
        told: list[tuple[int, str, object]] = [(0, "/Div", {"/Lang": "sv"})]
        for block in blocks:
            told += [(1, "/P", {}), (2, "content", block)]
        return told

    assert _told(done) == [*figures[0], *paragraphs(ONE, TWO), *figures[1], *figures[2], *paragraphs(THREE)]
    assert [sorted(numbers) for numbers in _numbers(done)] == [[0, 1, 2], [0], [0, 1]]
    assert compare(read, done).same
    assert words(done, 0).split() == f"{ONE} {TWO}".split()
    with pikepdf.open(done) as document:
        assert read_claims(document.Root.Metadata.read_bytes()) == {PDF_A, PDF_UA}
        assert not [name for page in document.pages for name in page.resources.XObject if "Ocr" in name]


def test_names_by_chance_make_no_other_file(tmp_path: Path) -> None:
    """OCRmyPDF's names are others every time; what is written is not, with tags or without."""
    own = tmp_path / "own.pdf"
    repair_pictures(_scan(tmp_path / "scan.pdf", 2), own, IDENTITY, ["Ett", "Två"], PROFILE)
    with pikepdf.open(own, allow_overwriting_input=True) as pdf:
        pdf.Root.Pages.Resources = pdf.pages[
            0
        ].obj.Resources  # shared, and then all words are drawings of all pages
        for page in pdf.pages:
            del page.obj["/Resources"]
        pdf.save(own)
    for source in (own, tmp_path / "scan.pdf"):
        for chance in ("ab", "ba"):
            laid = lay_words(source, tmp_path / f"{chance}-in.pdf", {1: (ONE,), 2: (TWO,)}, chance)
            mend_read(laid, tmp_path / f"{chance}.pdf", IDENTITY, PROFILE, Reading((1, 2), "sv"))
            assert compare(laid, tmp_path / f"{chance}.pdf").same
        assert (tmp_path / "ab.pdf").read_bytes() == (tmp_path / "ba.pdf").read_bytes()
        assert words(tmp_path / "ab.pdf", 1) == TWO


def test_words_stand_among_the_tags_of_others(tmp_path: Path) -> None:
    """After all that is said of their page, and before the next; never inside a table or a list."""

    def nest(pdf: pikepdf.Pdf) -> None:
        """The second page's text becomes a cell: Sect, Table, TR, TD, P."""
        whole = pdf.Root.StructTreeRoot.K
        held, above = whole.K[3], whole
        for role in ("Sect", "Table", "TR", "TD"):
            element = pdf.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=above, K=Array())
            )
            if above is whole:
                whole.K[3] = element
            else:
                above.K = element  # a single kid stands there without a list
            above = element
        above.K = Array([held])
        held.P = above

    with pikepdf.open(makers.tagged(tmp_path / "a.pdf", pages=3)) as pdf:
        nest(pdf)
        pdf.save(tmp_path / "b.pdf")
    laid = lay_words(tmp_path / "b.pdf", tmp_path / "c.pdf", {2: (ONE,), 3: (TWO,)})
    mend_read(laid, tmp_path / "d.pdf", IDENTITY, PROFILE, Reading((2, 3), "fi"))
    told = [(level, kind) for level, kind, _ in _told(tmp_path / "d.pdf") if kind != "content"]
    first = told.index((0, "/Sect"))
    assert told[first:] == [
        (0, "/Sect"), (1, "/Table"), (2, "/TR"), (3, "/TD"), (4, "/P"), (1, "/Div"), (2, "/P"),
        (0, "/H1"), (0, "/P"), (0, "/Div"), (1, "/P"), (0, "/TH"), (0, "/TD"), (0, "/Link"),
    ]  # fmt: skip
    assert compare(laid, tmp_path / "d.pdf").same


def test_numbers_that_are_taken_stay_taken(tmp_path: Path) -> None:
    """A page without a row in the tree gets one; content with a number that no tag knows keeps it to itself."""
    with pikepdf.open(makers.tagged(tmp_path / "a.pdf", pages=2)) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"/Span <</MCID 7>> BDC 0 0 1 1 re f EMC\n"))
        pdf.pages.append(pdf.pages[1])
        pdf.pages[2].obj.Contents = pdf.make_stream(b"0 0 9 9 re f\n")
        del pdf.pages[2].obj["/StructParents"]
        pdf.save(tmp_path / "b.pdf")
    laid = lay_words(tmp_path / "b.pdf", tmp_path / "c.pdf", {1: (ONE,), 3: (TWO, THREE)})
    mend_read(laid, tmp_path / "d.pdf", IDENTITY, PROFILE, Reading((1, 3), "sv"))
    found = _numbers(tmp_path / "d.pdf")
    assert [sorted(numbers) for numbers in found] == [[0, 1, 7, 8], [0, 1], [0, 1]]
    read = [text for _, kind, text in _told(tmp_path / "d.pdf") if kind == "content" and text]
    assert read == [TWO, THREE, ONE], "the first page's tags end last, with a link"


def test_a_scan_without_tags_can_get_them(tmp_path: Path) -> None:
    """Reading leaves it without; then its words become all that it says, with the pictures as background."""
    laid = lay_words(_scan(tmp_path / "a.pdf", 2), tmp_path / "b.pdf", {1: (ONE, TWO), 2: (THREE,)})
    reading = Reading((1, 2), "sv")
    mend_read(laid, tmp_path / "c.pdf", IDENTITY, PROFILE, reading)
    with pikepdf.open(tmp_path / "c.pdf") as document:
        assert "/StructTreeRoot" not in document.Root
    tag_scan(tmp_path / "c.pdf", tmp_path / "d.pdf", IDENTITY, PROFILE, reading)
    assert [text for _, kind, text in _told(tmp_path / "d.pdf") if kind == "content"] == [ONE, TWO, THREE]
    assert [kind for level, kind, _ in _told(tmp_path / "d.pdf") if level < 2] == [
        "/Div", "/P", "/P", "/Div", "/P",
    ]  # fmt: skip
    assert compare(tmp_path / "c.pdf", tmp_path / "d.pdf").same
    with pikepdf.open(tmp_path / "d.pdf") as document:
        for page in document.pages:
            assert page.obj.Contents[1].read_bytes().startswith(b"/Artifact BMC\n")
        assert read_claims(document.Root.Metadata.read_bytes()) == {PDF_A, PDF_UA}


@pytest.mark.parametrize("why", ["one page was not read", "words among other content", "it has tags"])
def test_a_scan_that_says_more_gets_none(tmp_path: Path, why: str) -> None:
    """Tags of ours stand for the whole of a file or not at all."""
    source = _scan(tmp_path / "a.pdf", 2)
    reading = Reading((1, 2), "sv")
    if why == "it has tags":
        source = makers.tagged(tmp_path / "tagged.pdf")
    laid = lay_words(source, tmp_path / "b.pdf", {1: (ONE,), 2: (TWO,)})
    if why == "one page was not read":
        reading = Reading((1,), "sv")
    if why == "words among other content":
        with pikepdf.open(laid, allow_overwriting_input=True) as document:
            document.pages[1].contents_coalesce()
            document.save(laid)
    mend_read(laid, tmp_path / "c.pdf", IDENTITY, PROFILE, reading)
    with pytest.raises(ValueError, match="words"):
        tag_scan(tmp_path / "c.pdf", tmp_path / "d.pdf", IDENTITY, PROFILE, reading)
