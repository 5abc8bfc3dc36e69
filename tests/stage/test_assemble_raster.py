"""Pages that become pictures of themselves: in the same place and size, with their words and links; and mending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from service.assemble.likeness import PICTURES, compare
from service.assemble.mend import mend
from service.assemble.raster import picture_pages
from service.assemble.repair import Identity
from service.assemble.xmp import PDF_A, PDF_UA, read_claims
from service.convert.normalise import SRGB
from tests.files.pdf import makers, standards
from tests.files.pdf.packets import words

IDENTITY = Identity("Karta över Nödinge", "sv-SE", datetime(2026, 12, 1, tzinfo=UTC))
PROFILE = SRGB.read_bytes()
ODD: dict[str, Callable[[Path], Path]] = {
    "vriden-90": lambda path: makers.rotated(path, 90),
    "vriden-180": lambda path: makers.rotated(path, 180),
    "vriden-270": lambda path: makers.rotated(path, 270),
    "a3": makers.a3_landscape,
    "enhet": makers.user_unit,
    "beskuren": makers.cropped,
    "udda-ruta": makers.odd_box,
    "lager": makers.hidden_layer,
    "formular": lambda path: makers.form(path, "Sten"),
    "taggad": makers.tagged,
}


@pytest.mark.parametrize("name", ODD)
def test_pictures_look_and_read_as_the_pages(tmp_path: Path, name: str) -> None:
    """Turned, cut, in another unit: same size, look, words and links; and the same bytes every time."""
    pdf = ODD[name](tmp_path / "a.pdf")
    copy, again = tmp_path / "b.pdf", tmp_path / "c.pdf"
    picture_pages(pdf, copy, IDENTITY, PROFILE)
    found = compare(pdf, copy, PICTURES)
    assert found.looks_same
    assert found.links == ()
    if name != "formular":  # what is filled in is drawn, and is no text of the page
        assert found.words == ()
    picture_pages(pdf, again, IDENTITY, PROFILE)
    assert again.read_bytes() == copy.read_bytes()


def test_letters_outside_of_any_font_are_kept(tmp_path: Path) -> None:
    """What the words are does not depend on a font that can draw them."""
    pdf = makers.text_pdf(tmp_path / "a.pdf", 1)
    picture_pages(pdf, tmp_path / "b.pdf", IDENTITY, PROFILE)
    assert words(tmp_path / "b.pdf", 0).split() == words(pdf, 0).split()
    assert "Innehåll" in words(tmp_path / "b.pdf", 0)


def test_pages_with_words_are_paragraphs_and_others_claim_nothing(tmp_path: Path) -> None:
    """The picture behind words is background; a page without words gets no tag that says nothing."""
    picture_pages(makers.no_text(tmp_path / "a.pdf"), tmp_path / "b.pdf", IDENTITY, PROFILE)
    with pikepdf.open(tmp_path / "b.pdf") as pictured:
        assert "/StructTreeRoot" not in pictured.Root
        assert pictured.pages[0].Contents.read_bytes().startswith(b"q ")
    picture_pages(makers.text_pdf(tmp_path / "c.pdf", 1), tmp_path / "d.pdf", IDENTITY, PROFILE)
    with pikepdf.open(tmp_path / "d.pdf") as pictured:
        assert {str(kid.S) for kid in pictured.Root.StructTreeRoot.K[0].K} == {"/P"}
        assert pictured.pages[0].Contents.read_bytes().startswith(b"/Artifact BMC q ")


def test_nothing_of_the_file_is_left_in_the_picture(tmp_path: Path) -> None:
    """Scripts, fields, layers and fonts are gone; harmless links stay."""
    picture_pages(makers.scripted(tmp_path / "a.pdf"), tmp_path / "b.pdf", IDENTITY, PROFILE)
    with pikepdf.open(tmp_path / "b.pdf") as pictured:
        written = b"".join(one.unparse(resolved=True) for one in pictured.objects)
        assert "/AcroForm" not in pictured.Root
    for word in (b"/JavaScript", b"/Launch", b"/GoToR", b"Helvetica"):
        assert word not in written


@pytest.mark.parametrize(
    ("break_it", "claims"),
    [
        ("utan-fargprofil", {PDF_A, PDF_UA}),
        ("utan-tillaggsschema", {PDF_A, PDF_UA}),
        ("skript", {PDF_A, PDF_UA}),
    ],
)
def test_mending_adds_what_is_missing_and_nothing_that_is_seen(
    tmp_path: Path, break_it: str, claims: set[str]
) -> None:
    """Metadata with the claims that are to be judged, colours with a meaning; pages, tags and title as they were."""
    pdf = tmp_path / "a.pdf"
    with standards.conforming() as document:
        standards.BROKEN[break_it][0](document)
        document.docinfo["/Title"] = "Plankarta"
        document.save(pdf)
    mend(pdf, tmp_path / "b.pdf", IDENTITY, PROFILE)
    found = compare(pdf, tmp_path / "b.pdf")
    assert found.same
    assert not found.tags_lost
    with pikepdf.open(tmp_path / "b.pdf") as mended:
        assert read_claims(mended.Root.Metadata.read_bytes()) == claims
        assert str(mended.docinfo.Title) == "Plankarta"
        assert len(mended.Root.OutputIntents) == 1
        assert "/OpenAction" not in mended.Root
    mend(pdf, tmp_path / "c.pdf", IDENTITY, PROFILE)
    assert (tmp_path / "c.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_an_untagged_file_gets_no_claim_of_tags(tmp_path: Path) -> None:
    """It is named by its handling where it has no title, and says nothing of PDF/UA."""
    pdf = makers.text_pdf(tmp_path / "a.pdf", 1)
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        del opened.docinfo["/Title"]
        opened.save(pdf)
    mend(pdf, tmp_path / "b.pdf", IDENTITY, PROFILE)
    with pikepdf.open(tmp_path / "b.pdf") as mended:
        assert read_claims(mended.Root.Metadata.read_bytes()) == {PDF_A}
        assert str(mended.docinfo.Title) == IDENTITY.title


def test_what_was_hidden_stays_hidden(tmp_path: Path) -> None:
    """A hidden note is not shown for the sake of a standard, and hidden layers stay off."""
    pdf = makers.hidden_layer(tmp_path / "a.pdf")
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=pikepdf.Array([10, 10, 30, 30]), F=2
        )
        opened.pages[0].Annots = pikepdf.Array([opened.make_indirect(note)])
        opened.save(pdf)
    mend(pdf, tmp_path / "b.pdf", IDENTITY, PROFILE)
    assert compare(pdf, tmp_path / "b.pdf").same
    with pikepdf.open(tmp_path / "b.pdf") as mended:
        assert int(mended.pages[0].Annots[0].F) & 2
