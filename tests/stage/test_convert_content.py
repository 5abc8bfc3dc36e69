"""What a file is, against what it is called; a fault has a name before LibreOffice sees it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from service.convert.content import check_content
from service.convert.kinds import find_kind
from service.errors import BilagaRejected, InputError, UnreadableInput
from tests.files.convert import documents

pytestmark = pytest.mark.stage

FILES = Path(__file__).parents[1] / "files" / "convert"


def _check(source: Path) -> None:
    check_content(source, find_kind(source))


def _code(source: Path) -> str:
    with pytest.raises(InputError) as caught:
        _check(source)
    (problem,) = caught.value.problems
    assert problem.source == source.name
    assert source.name in problem.message
    assert problem.remedy
    return problem.code


def test_sound_documents_pass(tmp_path: Path) -> None:
    """What the libraries write is accepted."""
    _check(documents.make_docx(tmp_path / "a.docx"))
    _check(documents.make_xlsx(tmp_path / "a.xlsx"))
    _check(documents.make_pptx(tmp_path / "a.pptx"))
    _check(documents.make_odt(tmp_path / "a.odt"))
    documents.make_picture().save(tmp_path / "a.jpg")
    _check(tmp_path / "a.jpg")


def test_picture_by_another_picture_suffix_passes(tmp_path: Path) -> None:
    """A JPEG that is called .png is a picture all the same."""
    documents.make_picture().save(tmp_path / "a.png", "JPEG")
    _check(tmp_path / "a.png")


def test_missing_and_empty_files_are_unreadable(tmp_path: Path) -> None:
    """The file cannot be read: the first kind of input fault."""
    (tmp_path / "tom.docx").touch()
    assert _code(tmp_path / "tom.docx") == "file_empty"
    with pytest.raises(UnreadableInput) as caught:
        _check(tmp_path / "saknas.docx")
    assert caught.value.problems[0].code == "file_missing"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "en webbsida (HTML)"),
        (b"<?xml version='1.0'?><html/>", "en webbsida (HTML)"),
        (b"%PDF-1.7", "en PDF"),
        (b"{\\rtf1", "ett RTF-dokument"),
        (b"\x89PNG\r\n\x1a\n", "en bild"),
        (b"Hej", "något annat"),
    ],
)
def test_wrong_content_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    """The message says what the file seems to be."""
    source = tmp_path / "a.docx"
    source.write_bytes(content)
    with pytest.raises(BilagaRejected) as caught:
        _check(source)
    assert caught.value.problems[0].code == "wrong_file_type"
    assert words in caught.value.problems[0].message


def test_office_kinds_are_not_mixed_up(tmp_path: Path) -> None:
    """A workbook that is called .docx, a text that is called .ods."""
    assert _code(documents.make_xlsx(tmp_path / "a.xlsx").rename(tmp_path / "b.docx")) == "wrong_file_type"
    assert _code(documents.make_odt(tmp_path / "a.odt").rename(tmp_path / "b.ods")) == "wrong_file_type"
    (tmp_path / "c.jpg").write_bytes(b"GIF89a")
    assert _code(tmp_path / "c.jpg") == "wrong_file_type"
    (tmp_path / "d.rtf").write_bytes(b"Hej")
    assert _code(tmp_path / "d.rtf") == "wrong_file_type"


@pytest.mark.parametrize("name", ["losenord.docx", "losenord.xlsx", "losenord.odt"])
def test_password_is_told(name: str) -> None:
    """Files that Office and LibreOffice have protected."""
    assert _code(FILES / name) == "file_password_protected"


def test_old_format_is_told() -> None:
    """A .doc that somebody renamed."""
    assert _code(FILES / "gammal.docx") == "wrong_file_type"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_truncated_package_is_damaged(tmp_path: Path, share: float) -> None:
    """Wherever the file is cut, it is told."""
    whole = documents.make_docx(tmp_path / "a.docx").read_bytes()
    (tmp_path / "b.docx").write_bytes(whole[: int(len(whole) * share)])
    assert _code(tmp_path / "b.docx") == "file_broken"


def test_changed_byte_is_damaged(tmp_path: Path) -> None:
    """A fault on the disk inside of the text is found by the package's own sums."""
    source = documents.make_docx(tmp_path / "a.docx")
    with zipfile.ZipFile(source) as package:
        place = package.getinfo("word/document.xml").header_offset + 200
    content = bytearray(source.read_bytes())
    content[place] ^= 0xFF
    source.write_bytes(content)
    assert _code(source) == "file_broken"


def test_text_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    """LibreOffice would print the first half and say nothing."""
    cut = documents.cut_main_part(documents.make_docx(tmp_path / "a.docx"), tmp_path / "b.docx")
    assert _code(cut) == "file_broken"
