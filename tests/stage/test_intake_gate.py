"""The gate for annexes: kind by content, bombs by their directory, nothing that acts or reaches out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from service.errors import Problem
from service.intake.content import Kind
from service.intake.gate import Admitted, admit
from service.settings import read_settings

SETTINGS = read_settings({})
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def _docx(path: Path, **parts: str) -> Path:
    """A ZIP that has the bones of a Word file, with further parts by name (`__` for a slash)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", "<document/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def _rels(kind: str, target: str) -> str:
    return (
        '<Relationships><Relationship Id="rId1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )


PREFIXED = (
    '<p:Relationships xmlns:p="urn:p"><p:Relationship Id="rId1" Type="x/image" Target="http://e.test/" '
    'TargetMode="External"/></p:Relationships>'
)


def _codes(path: Path) -> list[str]:
    result = admit(path, SETTINGS, "arenden[0].handlingar[0].fil")
    assert not isinstance(result, Admitted), "the gate let it in"
    for problem in result:
        assert isinstance(problem, Problem)
        assert problem.path == "arenden[0].handlingar[0].fil"
        assert problem.source == path.name
        assert problem.message
        assert problem.remedy
    return [problem.code for problem in result]


def test_a_plain_word_file_passes(tmp_path: Path) -> None:
    """A harmless file is let in as what it is."""
    result = admit(_docx(tmp_path / "a.docx"), SETTINGS)
    assert isinstance(result, Admitted)
    assert result.kind is Kind.DOCX


BEGIN, END = '<r><fldChar fldCharType="begin"/></r>', '<r><fldChar fldCharType="end"/></r>'


def _field(*content: str) -> str:
    """A field of instructions, and of other fields within it."""
    inside = (
        one if one.startswith("<") else f"<r><instrText>{one}</instrText></r>" for one in content if one
    )
    return f"<p>{BEGIN}{''.join(inside)}{END}</p>"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", b"<!DOCTYPE html><html>", "wrong_file_type"),
        ("a.docx", b"%PDF-1.4", "wrong_file_type"),
        ("a.docx", b"PK\x03\x04 and then nothing", "wrong_file_type"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "file_password_protected"),
        ("a.png", b"\xff\xd8\xff\xe0", "wrong_file_type"),
        ("a.exe", b"MZ", "unknown_file_type"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unknown_file_type"),
    ],
)
def test_what_it_is_counts_not_its_name(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """A file is judged by its content."""
    path = tmp_path / name
    path.write_bytes(content)
    assert _codes(path) == [code]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word__vbaProject.bin": "x"}, "file_has_macros"),
        ({"word__embeddings__oleObject1.bin": "x"}, "file_has_embedded_object"),
        ({"word__activeX__activeX1.xml": "x"}, "file_has_embedded_object"),
        (
            {"word___rels__document.xml.rels": _rels("image", "http://example.test/a.png")},
            "file_has_external_link",
        ),
        (
            {"word___rels__document.xml.rels": _rels("oleObject", "file:///etc/passwd")},
            "file_has_external_link",
        ),
        ({"word___rels__document.xml.rels": _rels("subDocument", "b.docx")}, "file_has_external_link"),
        ({"word__footnotes.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "file_has_dtd"),
        ({"word__header1.xml": "<p><instrText> DDEAUTO c:x </instrText></p>"}, "file_has_external_link"),
        (
            {"word__header1.xml": "<p><instrText>DDE</instrText><instrText>AUTO x</instrText></p>"},
            "file_has_external_link",
        ),
        ({"word__header1.xml": "<p><fldSimple instr=' INCLUDETEXT x'/></p>"}, "file_has_external_link"),
        (
            {"word__header1.xml": _field(" ", _field(" QUOTE 68 68 69 65 85 84 79 ", ""), ' "c:x" ')},
            "file_has_external_link",
        ),
        ({"word__extra.xml": "<body><altChunk/></body>"}, "file_has_external_link"),
        ({"word__extra.xml": "<a><b></a>"}, "file_broken"),
        ({"word___rels__x.rels": PREFIXED}, "file_has_external_link"),
        (
            {"word___rels__x.rels": _rels("image", "http://e.test/").replace("Ext", "&#69;xt")},
            "file_has_external_link",
        ),
    ],
)
def test_a_word_file_that_acts_or_reaches_out_is_refused(
    tmp_path: Path, parts: dict[str, str], code: str
) -> None:
    """Macros, embedded objects, outside content, DTDs, DDE and foreign parts have no way in."""
    assert _codes(_docx(tmp_path / "a.docx", **parts)) == [code]


def test_fields_within_fields_pass(tmp_path: Path) -> None:
    """A contents list with page fields in it, also one whose deletion is tracked, and fields in a row are harmless."""
    pages = _field(" PAGEREF _Toc1 ", "") * 2
    deleted = f"{BEGIN}<r><delInstrText> TOC </delInstrText></r>{pages}{END}"
    body = f"<p>{_field(' TOC ', pages)}{deleted}{_field('', '')}{_field(' PAGE ', '')}<fldSimple instr=' PAGE '/></p>"
    assert isinstance(admit(_docx(tmp_path / "a.docx", word__footer1__xml=body), SETTINGS), Admitted)


def test_all_faults_of_one_file_are_told_at_once(tmp_path: Path) -> None:
    """A file with macros and an outside picture gets both faults."""
    path = _docx(
        tmp_path / "a.docx",
        **{
            "word/vbaProject.bin": "x",
            "word/_rels/document.xml.rels": _rels("image", "http://example.test/"),
        },
    )
    assert sorted(_codes(path)) == ["file_has_external_link", "file_has_macros"]


def test_ordinary_links_pass_and_an_outside_template_is_told(tmp_path: Path) -> None:
    """A hyperlink is no danger; a template elsewhere is not used, and the reader is told."""
    links = _rels("hyperlink", "https://www.example.test/")
    template = _rels("attachedTemplate", "file:///normal.dotm")
    path = _docx(
        tmp_path / "a.docx",
        word___rels__document__xml__rels=links,
        **{"word/_rels/settings.xml.rels": template},
    )
    result = admit(path, SETTINGS)
    assert isinstance(result, Admitted)
    assert [notice.code for notice in result.notices] == ["template_link_ignored"]


def test_a_zip_bomb_is_refused_from_its_directory(tmp_path: Path) -> None:
    """A file that would unpack to hundreds of megabytes is refused without unpacking."""
    path = _docx(tmp_path / "a.docx", word__media__x="0" * 60_000_000)
    assert _codes(path) == ["file_unpacks_too_large"]


def test_a_cut_off_file_is_broken(tmp_path: Path) -> None:
    """Half a Word file is not taken for something else."""
    whole = _docx(tmp_path / "hel.docx").read_bytes()
    path = tmp_path / "halv.docx"
    path.write_bytes(whole[: len(whole) // 2])
    assert _codes(path) == ["wrong_file_type"]


def test_an_odt_with_an_outside_picture_is_refused(tmp_path: Path) -> None:
    """OpenDocument files reach out in their own way."""
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml", '<x xmlns:xlink="l"><image xlink:href="http://example.test/a.png"/></x>'
        )
    assert _codes(path) == ["file_has_external_link"]


@pytest.mark.parametrize(
    "target", ["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "//server/share/a.png"]
)
def test_an_odt_that_reads_elsewhere_is_refused(tmp_path: Path, target: str) -> None:
    """Only parts of the file itself may be referred to; a hyperlink may lead anywhere."""
    path = tmp_path / "a.odt"
    for element, refused in (("draw:image", True), ("text:a", False)):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            xml = f'<x xmlns:draw="d" xmlns:text="t" xmlns:xlink="l"><{element} xlink:href="{target}"/></x>'
            archive.writestr("content.xml", xml)
        assert isinstance(admit(path, SETTINGS), Admitted) is not refused


def test_a_relation_in_another_encoding_is_seen(tmp_path: Path) -> None:
    """UTF-16 hides nothing."""
    path = _docx(tmp_path / "a.docx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/_rels/document.xml.rels", _rels("image", "http://e.test/").encode("utf-16"))
    assert _codes(path) == ["file_has_external_link"]


def test_pictures_of_an_odt_pass(tmp_path: Path) -> None:
    """What the file carries itself is no danger."""
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", '<x xmlns:xlink="l"><image xlink:href="Pictures/1000.png"/></x>')
    assert isinstance(admit(path, SETTINGS), Admitted)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """2 GB is over the limit, told with both figures."""
    path = tmp_path / "stor.pdf"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    assert _codes(path) == ["file_too_large"]
