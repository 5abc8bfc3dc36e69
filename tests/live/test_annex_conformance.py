"""Annexes that we convert are valid PDF/A-2b and PDF/UA-1 by veraPDF, whatever people send; or say what is missing."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from service.assemble.tags import elements
from service.assemble.xmp import PDF_A, PDF_UA, read_claims
from service.convert.port import Converter
from service.convert.validate import Validation, validate
from service.flow.conversion import convert_annex
from service.flow.wiring import Workshop
from service.model.choices import Handlingstyp
from service.model.kallelse import Handling
from service.settings import Settings
from tests.files.convert import annexes as people
from tests.files.convert import documents
from tests.files.convert.annexes import COMMENT
from tests.live.conftest import require_verapdf

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("annexes")]  # one worker: everything is made once

MOMENT = datetime(2026, 12, 14, 12, tzinfo=UTC)
WITHOUT_TEXT = {"bild-utan-text.docx", "diagram.xlsx", "prov.pptx"}
"""They have a picture or chart of which nobody says what it shows: no text is invented for it."""


@pytest.fixture(name="annexes", scope="module")
def _annexes(
    live_settings: Settings, converter: Converter, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Every annex as PDF, by the name of its file."""
    require_verapdf(live_settings)
    folder = tmp_path_factory.mktemp("bilagor")
    people.make_headings(folder / "rubriker.docx")
    people.make_with_picture(folder / "bild-med-text.docx", "Karta över Nol")
    people.make_with_picture(folder / "bild-utan-text.docx", "")
    people.make_reviewed(folder / "granskad.docx")
    people.make_workbook(folder / "bok.xlsx")
    people.make_workbook(folder / "diagram.xlsx", chart=True)
    people.make_workbook(folder / "diagram-med-text.xlsx", chart=True, text="Utfallet ökar varje år")
    people.make_rtf(folder / "brev.rtf")
    people.make_pictures(folder)
    documents.make_xlsx(folder / "tabell.xlsx", columns=30)
    documents.make_pptx(folder / "prov.pptx")
    documents.make_odt(folder / "prov.odt")
    documents.make_ods_with_links(folder / "prov.ods", "https://example.org")
    workshop = Workshop(live_settings, converter, lambda *_: None, tmp_path_factory.mktemp("arbete"))
    return {
        path.name: convert_annex(path, _handling(path.name), MOMENT, workshop)
        for path in sorted(folder.iterdir())
    }


def _handling(name: str) -> Handling:
    return Handling(handlingstyp=Handlingstyp.BILAGA, titel=f"Internt om {name}", titel_publik=f"Om {name}")


@pytest.fixture(name="verdicts", scope="module")
def _verdicts(annexes: dict[str, Path], live_settings: Settings) -> list[Validation]:
    return list(validate(list(annexes.values()), settings=live_settings))


def test_every_annex_is_valid_or_has_a_silent_picture(
    annexes: dict[str, Path], verdicts: list[Validation]
) -> None:
    """PDF/A always; PDF/UA unless a picture has no text, and then that is all that is wrong."""
    names = {path: name for name, path in annexes.items()}
    broken = {
        (names[one.pdf], one.profile): {f.rule for f in one.failures} for one in verdicts if not one.valid
    }
    assert broken == {(name, "ua1"): {"5-1", "7.3-1"} for name in WITHOUT_TEXT}
    assert len(verdicts) == 2 * len(annexes)


def test_what_is_said_is_true(annexes: dict[str, Path], verdicts: list[Validation]) -> None:
    """The identifiers in a file are those of the standards that it keeps to."""
    for name, path in annexes.items():
        kept = {one.profile for one in verdicts if one.pdf == path and one.valid}
        with pikepdf.open(path) as pdf:
            assert read_claims(pdf.Root.Metadata.read_bytes()) == kept, name
            assert kept >= {PDF_A}
            assert (PDF_UA in kept) is (name not in WITHOUT_TEXT)


def test_titles_are_those_that_everybody_may_see(annexes: dict[str, Path]) -> None:
    """The file of an annex can stand in both editions, so it bears its public title, also as a picture's text."""
    for name, path in annexes.items():
        with pikepdf.open(path) as pdf:
            assert str(pdf.docinfo["/Title"]) == f"Om {name}"
            assert b"Internt om" not in pdf.Root.Metadata.read_bytes()
            texts = [str(one.get("/Alt", "")) for one, role in elements(pdf) if role == "/Figure"]
        assert not any("Internt" in text for text in texts)
        if name == "fax.tif":
            assert texts == [f"Om fax.tif, inskannad sida {number} av 2" for number in (1, 2)]
        if name == "bild-med-text.docx":
            assert texts == ["Karta över Nol"]
        if name == "diagram-med-text.xlsx":
            assert set(texts) == {"Utfallet ökar varje år"}


def test_headings_keep_their_order(annexes: dict[str, Path]) -> None:
    """The first is of level 1 and none skips; what stood below another still does."""
    with pikepdf.open(annexes["rubriker.docx"]) as pdf:
        assert [role for _, role in elements(pdf) if role.startswith("/H")] == ["/H1", "/H2", "/H2", "/H1"]
    with pikepdf.open(annexes["prov.pptx"]) as pdf:
        assert {role for _, role in elements(pdf) if role.startswith("/H")} == {"/H1"}


def test_a_workbook_is_read_as_tables(annexes: dict[str, Path]) -> None:
    """One table of all rows that are seen, with its head once; title and source beside it; the wide sheet whole."""
    with pikepdf.open(annexes["bok.xlsx"]) as pdf:
        roles = [role for _, role in elements(pdf)]
        rows = [sum(1 for _ in _below(one, "TR")) for one, role in elements(pdf) if role == "/Table"]
        widths = {sum(1 for _ in row.K) for one, role in elements(pdf) if role == "/Table" for row in one.K}
        assert not any("/Annots" in page and _notes(page) for page in pdf.pages)
    assert rows == [1 + 120, 11]
    assert widths == {4, 25}
    assert roles.count("/TH") == 4
    assert roles.count("/Link") == 1


def _below(element: pikepdf.Object, role: str) -> Iterator[pikepdf.Object]:
    return (kid for kid in element.K.as_list() if str(kid.S) == f"/{role}")


def _notes(page: pikepdf.Page) -> list[pikepdf.Object]:
    return [one for one in page.obj.Annots.as_list() if one.Subtype != pikepdf.Name.Link]


def test_comments_stay_behind(annexes: dict[str, Path]) -> None:
    """Nothing of them is in the text or in the bytes; the changes that are tracked are seen as in Word."""
    for name in ("granskad.docx", "bok.xlsx", "diagram.xlsx"):
        with pikepdf.open(annexes[name]) as pdf:
            held = b"".join(
                one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse() for one in pdf.objects
            )
        assert not any(COMMENT.encode(code) in held for code in ("utf-8", "utf-16-be", "latin-1")), name
        assert COMMENT not in _words(annexes[name])
    words = _words(annexes["granskad.docx"])
    assert "Om detta." in words
    assert re.search(r"Tillagt\.\s*Struket\.", words)


def _words(pdf: Path) -> str:
    return subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True, text=True).stdout
