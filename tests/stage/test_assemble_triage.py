"""Triage: what is taken in, what is refused and why, and what is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from service.assemble.content_kind import describe_content
from service.assemble.triage import InspectedPdf, PdfLimits, inspect, normalise
from service.codes import MEANINGS
from service.errors import BilagaRejected
from tests.conftest import ROOT
from tests.files.pdf import makers

pytestmark = pytest.mark.stage

LIMITS = PdfLimits(max_bytes=5_000_000, max_pages=20)


def _inspect(pdf: Path) -> InspectedPdf:
    return inspect(pdf, limits=LIMITS, name="Karta.pdf", copy=pdf.with_suffix(".kopia.pdf"))


def _raw(content: bytes) -> Callable[[Path], Path]:
    def make(target: Path) -> Path:
        target.write_bytes(content)
        return target

    return make


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (_raw(b""), ["file_empty"]),
        (_raw(b"<!DOCTYPE html><p>Sidan finns inte"), ["wrong_file_type"]),
        (_raw(b"\xff\xd8\xff" + bytes(5_000_000)), ["file_too_large", "wrong_file_type"]),
        (lambda target: makers.encrypted(target, user="hemligt"), ["file_password_protected"]),
        (makers.no_pages, ["annex_no_pages"]),
        (makers.half, ["file_broken"]),
        (makers.cyclic_pages, ["file_broken"]),
        (lambda target: makers.text_pdf(target, 21), ["too_many_pages"]),
        (makers.dynamic_form, ["annex_dynamic_form"]),
        (makers.bomb, ["file_unpacks_too_large"]),
        (lambda target: makers.bomb(target, filters=2), ["file_unpacks_too_large"]),
        (makers.huge_picture, ["image_too_large"]),
    ],
)
def test_refused_with_all_that_is_wrong(
    tmp_path: Path, make: Callable[[Path], Path], codes: list[str]
) -> None:
    """Every fault of the file is told at once, by its name and with a remedy."""
    with pytest.raises(BilagaRejected) as caught:
        _inspect(make(tmp_path / "a.pdf"))
    assert [problem.code for problem in caught.value.problems] == codes
    assert all(
        p.source == "Karta.pdf" and "Karta.pdf" in p.message and p.remedy for p in caught.value.problems
    )


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (lambda target: makers.tagged(target, 1), set()),
        (lambda target: makers.text_pdf(target, 1), {"annex_untagged"}),
        (makers.no_text, {"annex_no_text"}),
        (makers.signed, {"annex_signed", "annex_untagged"}),
        (lambda target: makers.form(target, "x"), {"annex_form", "annex_untagged"}),
        (makers.scripted, {"annex_actions_removed", "annex_untagged"}),
        (makers.attached, {"annex_files_removed", "annex_untagged"}),
        (lambda target: makers.text_pdf(target, 1, (2384, 3370)), {"annex_page_size", "annex_untagged"}),
        (makers.encrypted, {"annex_restricted", "annex_untagged"}),
        (makers.no_startxref, {"annex_repaired", "annex_untagged"}),
    ],
)
def test_taken_in_with_notices(tmp_path: Path, make: Callable[[Path], Path], codes: set[str]) -> None:
    """What can be taken in is, and its owner is told what is special about it."""
    inspected = _inspect(make(tmp_path / "a.pdf"))
    assert {notice.code for notice in inspected.notices} == codes
    assert all("Karta.pdf" in notice.message for notice in inspected.notices)


def test_decrypted_and_repaired_files_are_copies(tmp_path: Path) -> None:
    """The original is never written to; the copy is a file that anybody can open, with the same pages."""
    for pdf, pages in (
        (makers.encrypted(tmp_path / "e.pdf"), 1),
        (makers.no_startxref(tmp_path / "n.pdf"), 2),
    ):
        before = pdf.read_bytes()
        inspected = _inspect(pdf)
        assert inspected.pdf != pdf
        assert pdf.read_bytes() == before
        with pikepdf.open(inspected.pdf) as copy:
            assert not copy.is_encrypted
            assert len(copy.pages) == inspected.page_count == pages


def test_sound_file_is_not_copied(tmp_path: Path) -> None:
    """What is in order is taken as it is."""
    pdf = makers.text_pdf(tmp_path / "a.pdf", 3)
    assert _inspect(pdf).pdf == pdf
    assert not list(tmp_path.glob("*.kopia.pdf"))


def test_tightly_packed_file_is_unpacked(tmp_path: Path) -> None:
    """A file with very many packed objects is read from an unpacked copy, which is nobody's concern but ours."""
    inspected = _inspect(makers.many_packed(tmp_path / "a.pdf"))
    assert inspected.pdf == tmp_path / "a.kopia.pdf"
    assert [notice.code for notice in inspected.notices] == ["annex_untagged"]


def test_names_of_embedded_files_are_told(tmp_path: Path) -> None:
    """Whoever sent the file can see which files don't come along."""
    notices = _inspect(makers.attached(tmp_path / "a.pdf")).notices
    assert "hemligt.txt" in next(n.message for n in notices if n.code == "annex_files_removed")


@pytest.mark.parametrize("password", ["", "hemligt"])
def test_links_and_tags_still_lead_to_the_pages_of_a_copy(tmp_path: Path, password: str) -> None:
    """A link, a bookmark and a tag of a repaired or unlocked file name the copy's own pages, not a lost twin."""
    tagged = makers.tagged(tmp_path / "a.pdf", 2)
    with pikepdf.open(tagged) as pdf:
        first, last = pdf.pages
        first.Annots = [
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Link,
                    Rect=[0, 0, 9, 9],
                    Dest=[last.obj, pikepdf.Name.Fit],
                    P=first.obj,
                )
            )
        ]
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Start", 0))
        locked = pikepdf.Encryption(owner="o", user=password) if password else False
        pdf.save(tmp_path / "b.pdf", encryption=locked)
    assert normalise(tmp_path / "b.pdf", tmp_path / "c.pdf", password) == 2
    with pikepdf.open(tmp_path / "c.pdf") as pdf:
        numbers = [page.obj.objgen for page in pdf.pages]
        link = pdf.pages[0].Annots[0]
        with pdf.open_outline() as outline:
            shown = outline.root[0].destination
        assert isinstance(shown, pikepdf.Array)
        assert [link.P.objgen, link.Dest[0].objgen] == numbers
        assert shown[0].objgen == numbers[0]
        held = {one.Pg.objgen for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Pg" in one}
        assert held == set(numbers)


def test_normalise_gives_the_same_bytes(tmp_path: Path) -> None:
    """A repaired copy depends on its original alone."""
    broken = makers.no_startxref(tmp_path / "a.pdf")
    assert normalise(broken, tmp_path / "b.pdf") == 2
    normalise(broken, tmp_path / "c.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "c.pdf").read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0", "äldre Office"),
        (b"PK\x05\x06" + bytes(18), "zip-arkiv"),
        (b"PKtrasig", "trasigt zip-arkiv"),
        (b"{\\rtf1", "RTF"),
        (b'<?xml version="1.0"?>', "XML"),
        (b'{"a": 1}', "JSON"),
        (b"Hej", "textfil"),
        (b"a\x00b", "okänd"),
    ],
)
def test_real_content_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    """A file with the wrong ending is called what it is."""
    assert said in describe_content(_raw(content)(tmp_path / "a.pdf"))


def test_the_table_of_odd_files_names_codes_that_exist() -> None:
    """What `tests/files/pdf/README.md` expects can happen."""
    table = (ROOT / "tests" / "files" / "pdf" / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:annex|file|image|wrong|too)_[a-z_]+\b", table))
    assert len(named) > 8
    assert sorted(named - MEANINGS.keys()) == []
