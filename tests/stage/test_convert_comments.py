"""Comments are taken out of the copy that LibreOffice opens, and nothing else is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from service.convert.comments import copy_without_comments
from tests.files.convert import annexes, documents

pytestmark = pytest.mark.stage


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_reviewed_document(tmp_path: Path) -> None:
    """The text refers to no comment any more; tracked changes and all other parts are as they were."""
    annexes.make_reviewed(tmp_path / "a.docx")
    assert copy_without_comments(tmp_path / "a.docx", tmp_path / "b.docx")
    before, after = _parts(tmp_path / "a.docx"), _parts(tmp_path / "b.docx")
    assert b"<w:commentReference" in before["word/document.xml"]
    text = after.pop("word/document.xml")
    assert b"<w:comment" not in text
    assert all(word in text for word in (b"Om detta.", b"<w:ins ", b"<w:del ", b"Struket."))
    del before["word/document.xml"]
    assert after == before


@pytest.mark.parametrize(
    "note",
    [
        "<office:annotation office:name='1'><text:p>Nej</text:p></office:annotation>text",
        "te<office:annotation-end office:name='1'/>xt",
    ],
)
def test_an_odf_text(tmp_path: Path, note: str) -> None:
    """An annotation and its end go; the words around it stay."""
    path = documents.make_odt(tmp_path / "a.odt")
    parts = _parts(path)
    with zipfile.ZipFile(path, "w") as package:
        for name, held in parts.items():
            package.writestr(name, held.replace(b"Hej", note.encode()))
    assert copy_without_comments(path, tmp_path / "b.odt")
    assert b"<text:p>text fr" in _parts(tmp_path / "b.odt")["content.xml"]


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.docx", documents.make_docx), ("a.odt", documents.make_odt), ("a.xlsx", documents.make_xlsx)],
)
def test_without_comments_the_copy_is_the_file(
    tmp_path: Path, name: str, make: Callable[[Path], Path]
) -> None:
    """Byte for byte; also of what is no package at all."""
    make(tmp_path / name)
    for content in ((tmp_path / name).read_bytes(), b"PK inget paket"):
        (tmp_path / name).write_bytes(content)
        assert not copy_without_comments(tmp_path / name, tmp_path / f"kopia-{name}")
        assert (tmp_path / f"kopia-{name}").read_bytes() == content
