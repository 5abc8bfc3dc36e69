"""The real LibreOffice: every kind becomes a tagged PDF, and every fault a clear problem."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import StreamObject

from service.convert.port import Converter
from service.errors import InputError
from tests.files.convert import documents

pytestmark = pytest.mark.live

CREATED = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)
FILES = Path(__file__).parents[1] / "files" / "convert"


def _read(pdf: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(pdf)


@pytest.mark.parametrize(
    ("name", "make", "text"),
    [
        ("a.docx", documents.make_docx, "Nämnden följer upp målen"),
        ("a.odt", documents.make_odt, "Hej från Ale"),
        ("a.xlsx", documents.make_xlsx, "Post 30"),
        ("a.pptx", documents.make_pptx, "Elever och platser"),
    ],
)
def test_office_document_becomes_tagged_pdf(
    converter: Converter, tmp_path: Path, name: str, make: Callable[[Path], Path], text: str
) -> None:
    """The text is there, the pages are tagged, and the file says PDF/A-2b."""
    pdf = _read(converter.convert(make(tmp_path / name), created=CREATED))
    root = pdf.root_object
    assert text in " ".join("".join(page.extract_text() for page in pdf.pages).split())
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata.get_data()


def test_rtf_becomes_pdf(converter: Converter, tmp_path: Path) -> None:
    """An RTF document goes the same way."""
    source = tmp_path / "brev.rtf"
    source.write_text(r"{\rtf1\ansi Protokollsutdrag}", encoding="ascii")
    assert "Protokollsutdrag" in _read(converter.convert(source, created=CREATED)).pages[0].extract_text()


def test_contents_field_is_updated(converter: Converter, tmp_path: Path) -> None:
    """The contents list shows headings and pages, not the text that was saved in it."""
    pdf = _read(converter.convert(documents.make_docx(tmp_path / "a.docx"), created=CREATED))
    first = pdf.pages[0].extract_text()
    assert "Avsnitt 2 om förskola" in first
    assert "inte uppdaterat" not in first


def test_headings_become_bookmarks(converter: Converter, tmp_path: Path) -> None:
    """The document's headings are its bookmarks."""
    pdf = _read(converter.convert(documents.make_docx(tmp_path / "a.docx"), created=CREATED))
    titles = [str(entry["/Title"]) for entry in pdf.outline if not isinstance(entry, list)]
    assert titles == ["Avsnitt 1 om förskola", "Avsnitt 2 om förskola"]


def test_jpeg_in_a_document_is_not_encoded_again(converter: Converter, tmp_path: Path) -> None:
    """A JPEG in a Word document stands in the PDF byte for byte."""
    pdf = converter.convert(documents.make_docx(tmp_path / "a.docx"), created=CREATED).read_bytes()
    assert documents.picture_bytes("JPEG").read() in pdf


def test_sheet_with_fit_to_width_is_not_split(converter: Converter, tmp_path: Path) -> None:
    """A wide sheet that is set to one page in width gets it: as many pages as one column's length needs."""
    wide = documents.make_xlsx(tmp_path / "bred.xlsx", fit_to_width=True, columns=14)
    pages = _read(converter.convert(wide, created=CREATED)).pages
    assert "Post 1" in pages[0].extract_text()
    assert "13,5" in pages[0].extract_text()  # and not 13.5: what the file leaves open is Swedish
    assert len(pages) == 2  # the figures, and the picture below them


def test_name_with_odd_characters(converter: Converter, tmp_path: Path) -> None:
    """A file name may hold what people write: å, blanks, #, % and quotation marks."""
    source = documents.make_odt(tmp_path / "Bilaga 4 ”åäö” #1 100%.odt")
    assert len(_read(converter.convert(source, created=CREATED)).pages) == 1


def _html(path: Path) -> Path:
    path.write_text("<html><body>Hej</body></html>", encoding="utf-8")
    return path


def _empty(path: Path) -> Path:
    path.touch()
    return path


def _half(path: Path) -> Path:
    whole = documents.make_docx(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def _cut(path: Path) -> Path:
    return documents.cut_main_part(documents.make_docx(path.with_name("hel.docx")), path)


def _void(path: Path) -> Path:
    """A sound package with a sound main part in which LibreOffice finds nothing to open."""
    return documents.make_empty_package(path)


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("halv.docx", _half, "file_broken"),
        ("kapad.docx", _cut, "file_broken"),
        ("ihalig.docx", _void, "file_broken"),
        ("tom.docx", _empty, "file_empty"),
        ("webb.docx", _html, "wrong_file_type"),
        ("losenord.docx", None, "file_password_protected"),
        ("losenord.xlsx", None, "file_password_protected"),
        ("losenord.odt", None, "file_password_protected"),
        ("gammal.docx", None, "wrong_file_type"),
    ],
)
def test_faulty_document_is_told_and_the_pool_lives_on(
    converter: Converter, tmp_path: Path, name: str, make: Callable[[Path], Path] | None, code: str
) -> None:
    """The problem names file, fault and remedy; the next document is converted as if nothing had happened."""
    source = make(tmp_path / name) if make else FILES / name
    with pytest.raises(InputError) as caught:
        converter.convert(source, created=CREATED)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.source == name
    assert name in problem.message
    assert problem.remedy
    good = documents.make_odt(tmp_path / f"{name}-efter.odt")
    assert len(_read(converter.convert(good, created=CREATED)).pages) == 1
