"""A copy is the same only when every page looks, reads and leads as before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from service.assemble.likeness import LETTERS, PICTURES, compare
from tests.files.pdf import makers

Change = Callable[[pikepdf.Pdf], None]


def _copy(pdf: Path, change: Change) -> Path:
    copy = pdf.with_suffix(".kopia.pdf")
    with pikepdf.open(pdf) as document:
        change(document)
        document.save(copy)
    return copy


def _digit(document: pikepdf.Pdf) -> None:
    page = document.pages[1]
    page.Contents = document.make_stream(page.Contents.read_bytes().replace(b"Sida 2", b"Sida 3"))


def _line(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"0 0 0 rg 300 300 40 8 re f")


def _hair(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"1 0 0 1 0.1 0 cm ", prepend=True)


def _larger(document: pikepdf.Pdf) -> None:
    document.pages[0].MediaBox = pikepdf.Array([0, 0, 600, 842])


def _turned(document: pikepdf.Pdf) -> None:
    document.pages[1].Rotate = 90


def _fewer(document: pikepdf.Pdf) -> None:
    del document.pages[0]


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        (lambda _: None, {}),
        (_hair, {}),
        (_line, {"looks": (1,)}),
        (_larger, {"sizes": (1,), "looks": (1,)}),
        (_turned, {"sizes": (2,), "looks": (2,)}),
    ],
)
def test_pages_that_changed_are_named(
    tmp_path: Path, change: Change, differing: dict[str, tuple[int, ...]]
) -> None:
    """A hair's breadth is no change; a short line, another size or turn is one, on its page."""
    pdf = makers.text_pdf(tmp_path / "a.pdf", 2)
    found = compare(pdf, _copy(pdf, change), LETTERS)
    assert {name: getattr(found, name) for name in ("looks", "sizes", "words", "links")} == {
        "looks": (), "sizes": (), "words": (), "links": (), **differing,
    }  # fmt: skip
    assert found.same is (not differing)


def test_another_word_shows_in_look_and_text(tmp_path: Path) -> None:
    """One digit in one line is found by both."""
    pdf = makers.text_pdf(tmp_path / "a.pdf", 2)
    with pikepdf.open(pdf) as document:
        words = document.pages[1].Contents.read_bytes()
    assert words.count(b"2") >= 1

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[1]
        at = words.rindex(b"2) Tj")
        page.Contents = document.make_stream(words[:at] + b"7" + words[at + 1 :])

    found = compare(pdf, _copy(pdf, change))
    assert found.words == (2,)
    assert found.looks == (2,)


def test_a_page_less_is_not_the_same(tmp_path: Path) -> None:
    """Nothing else is compared then."""
    pdf = makers.text_pdf(tmp_path / "a.pdf", 2)
    found = compare(pdf, _copy(pdf, _fewer), PICTURES)
    assert found.pages == (2, 1)
    assert not found.same
    assert not found.looks_same


def test_links_and_tags_that_are_gone_are_told(tmp_path: Path) -> None:
    """Where a link leads counts, and so do the tags; a link that only did harm does not."""
    pdf = makers.tagged(tmp_path / "a.pdf")

    def untag(document: pikepdf.Pdf) -> None:
        del document.Root.StructTreeRoot
        for page in document.pages:
            if "/Annots" in page:
                del page.Annots

    found = compare(pdf, _copy(pdf, untag))
    assert found.tags_lost
    assert found.links
    assert not found.same
    scripted = makers.scripted(tmp_path / "b.pdf")

    def tame(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            for one in page.get("/Annots", pikepdf.Array()).as_list():
                if "/A" in one and one.A.get("/S") != "/URI":
                    del one["/A"]

    assert not compare(scripted, _copy(scripted, tame)).links
