"""The fast reader of plainly written files: whatever it takes on, it reads as pypdf does; all else it leaves alone."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from service.assemble.font import STAMP_FONT
from service.assemble.merge import merge
from service.assemble.objects import IndirectObject, entry, open_reader, resolve
from service.assemble.plainfile import PlainFile, open_file
from service.assemble.serialise import PacketFile
from tests.files.hostile.cases import CASES, Case
from tests.files.hostile.raw import CATALOG, CONTENT, FONT, PAGE, Raw, append_revision
from tests.files.pdf import makers
from tests.files.pdf.graphs import differences
from tests.files.pdf.packets import part, plan_of, spec_of

TAKEN = [case for case in CASES if case.accepted]
MENDED = {case.name for case in TAKEN if {"annex_repaired", "annex_restricted"} & case.codes}
"""Of these only the copy that triage made comes into a packet."""
Make = Callable[[], bytes]


def _packet(pdf: Path) -> pikepdf.Pdf:
    """A packet of the file and a tagged one, so that its tags have something to collide with; unchecked."""
    other = makers.tagged(pdf.with_suffix(".annan.pdf"), 1)
    spec = spec_of(part("a1", other), part("a2", pdf))
    held = io.BytesIO()
    file = PacketFile(held)
    merged = merge(file, spec, plan_of(spec), STAMP_FONT, lambda *_: None)
    file.finish(merged.root, merged.info)
    return pikepdf.open(held)


def _assert_same_by_both(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setattr("service.assemble.source.open_file", open_reader)
        by_pypdf = _packet(pdf)
    with by_pypdf, _packet(pdf) as by_choice:
        assert differences(by_choice, by_pypdf) == []


@pytest.mark.parametrize("case", TAKEN, ids=lambda case: case.name)
def test_odd_files_come_out_the_same(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is and written plainly, a hostile or odd file gives the packet that pypdf's own reader gives."""
    pdf, copy = tmp_path / case.name, tmp_path / "kopia.pdf"
    pdf.write_bytes(case.make())
    with warnings.catch_warnings(action="ignore"), pikepdf.open(pdf) as opened:
        opened.save(copy, encryption=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert isinstance(open_file(copy), PlainFile)
    _assert_same_by_both(copy, monkeypatch)
    if pdf.name not in MENDED:
        _assert_same_by_both(pdf, monkeypatch)


@pytest.mark.parametrize(
    "make",
    [
        lambda target: makers.tagged(target, 3),
        lambda target: makers.form(target, "Åsa"),
        makers.latin_name,
        makers.hidden_layer,
        makers.scripted,
        makers.attached,
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_ordinary_files_come_out_the_same(
    make: Callable[[Path], Path], packed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tags, fields, layers and names: with and without object streams."""
    pdf = tmp_path / "delen.pdf"
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    with pikepdf.open(make(tmp_path / "ut.pdf")) as opened:
        opened.save(pdf, object_stream_mode=mode)
    assert isinstance(open_file(pdf), PlainFile) is not packed
    _assert_same_by_both(pdf, monkeypatch)


def _saved(**how: object) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(Raw().write())) as pdf:
        pdf.save(held, **how)  # type: ignore[arg-type]  # pikepdf's own keywords
    return held.getvalue()


def _hidden_object() -> bytes:
    """The table leads to `1 0 obj` inside `11 0 obj`."""
    raw = Raw()
    raw.objects[11] = raw.objects[CATALOG]
    file = raw.write()
    one, eleven = file.index(b"1 0 obj"), file.index(b"11 0 obj")
    return file.replace(b"%010d 00000 n" % one, b"%010d 00000 n" % (eleven + 1))


def _object_in_stream() -> bytes:
    """The table leads to an object in the middle of a stream, as another reader may not."""
    raw = Raw()
    raw.put_stream(b"6 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n", at=7)
    file = raw.write(root=6)
    inner = b"%010d 00000 n" % file.index(b"6 0 obj")
    rows = file.index(b"xref\n0 8\n") + 9
    return file[: rows + 120] + inner + file[rows + 120 + len(inner) :]


NOT_PLAIN: dict[str, Make] = {
    "object streams": lambda: _saved(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "linearised": lambda: _saved(linearize=True),
    "encrypted": lambda: _saved(encryption=pikepdf.Encryption(owner="a", user="")),
    "updated": lambda: append_revision(Raw().write(), {FONT: Raw().objects[FONT]}, 6),
    "hybrid": lambda: Raw().write(trailer=b"/XRefStm 15"),
    "older table": lambda: Raw().write(trailer=b"/Prev 15"),
    "places are wrong": lambda: Raw().write(shift=1),
    "rubbish before": lambda: b"\n" + Raw().write(),
    "rubbish after": lambda: Raw().write() + b"0" * 300,
    "no table": Raw().write_without_table,
    "table in two": lambda: Raw().write().replace(b"xref\n0 6\n", b"xref\n0 1\n"),
    "generation": lambda: Raw().write().replace(b" 00000 n", b" 00001 n", 1),
    "no endobj": lambda: Raw().write().replace(b"\nendobj", b"\n      ", 1),
    "words after endobj": lambda: Raw().write().replace(b"endobj\n2", b"endob2\n2"),
    "stream of another length": lambda: Raw().write().replace(b"/Length 6", b"/Length 5"),
    "no catalog": lambda: Raw().write(root=9),
    "catalog is a number": lambda: Raw().write().replace(b"/Root 1 0 R", b"/Root 1    "),
    "number in a number": _hidden_object,
    "object in a stream": _object_in_stream,
}


@pytest.mark.parametrize("make", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
def test_not_plain(make: Make) -> None:
    """A file that is anything but one table and its objects, each where the table says, is left to pypdf."""
    with pytest.raises(ValueError, match=r"table|object|trailer|stream|catalog"):
        PlainFile(make())
    assert entry(PlainFile(Raw().write()).root_object, "/Type") == "/Catalog"


STREAMS: dict[str, tuple[bytes, bytes | None]] = {
    "regular": (b"<</Length 4>>\nstream\nabcd\nendstream", b"abcd"),
    "line end of two": (b"<</Length 4>>stream\r\nabcd\r\nendstream", b"abcd"),
    "no line end after": (b"<</Length 4>>stream\nabcdendstream", b"abcd"),
    "length is elsewhere": (b"<</Length 7 0 R/A 1>>stream\nabcd\nendstream", b"abcd"),
    "the word in the data": (b"<</Length 14>>stream\nendstream abcd\nendstream", b"endstream abcd"),
    "length is missing": (b"<</Length 8 0 R>>stream\nabcd\nendstream", None),
    "length is no number": (b"<</Length 5 0 R>>stream\nabcd\nendstream", None),
    "length is itself": (b"<</Length 6 0 R>>stream\nabcd\nendstream", None),
    "length of an older object": (b"<</Length 7 1 R>>stream\nabcd\nendstream", None),
    "length with decimals": (b"<</Length 4.0>>stream\nabcd\nendstream", None),
    "no length": (b"<</A 1>>stream\nabcd\nendstream", None),
    "two lengths": (b"<</Length 4/A<</Length 4>>>>stream\nabcd\nendstream", None),
    "too short": (b"<</Length 3>>stream\nabcd\nendstream", None),
    "too long": (b"<</Length 40>>stream\nabcd\nendstream", None),
    "below zero": (b"<</Length -4>>stream\nabcd\nendstream", None),
    "carriage return alone": (b"<</Length 4>>stream\rabcd\nendstream", None),
    "space before the data": (b"<</Length 4>>stream \nabcd\nendstream", None),
    "comment": (b"<</Length 4%5\n>>stream\nabcd\nendstream", None),
    "no end": (b"<</Length 4>>stream\nabcd", None),
    "the word in a text": (b"<</A(stream\nabcd)/Length 4>>stream\nabcd\nendstream", None),
}


@pytest.mark.parametrize(("written", "data"), STREAMS.values(), ids=STREAMS.keys())
def test_streams(written: bytes, data: bytes | None, tmp_path: Path) -> None:
    """Streams come along as bytes where their length is right; a file with one other is left to pypdf."""
    file = Raw()
    file.objects |= {6: written, 7: b"4"}
    (tmp_path / "a.pdf").write_bytes(file.write())
    if data is None:
        assert not isinstance(open_file(tmp_path / "a.pdf"), PlainFile)
        return
    plain, theirs = PlainFile(file.write()), open_reader(tmp_path / "a.pdf")
    raw = plain.raw(6)
    assert raw is not None
    assert raw.data == data
    other: Any = theirs.get_object(_reference(6, theirs))
    ours: Any = plain.get_object(_reference(6, plain))
    assert ours._data == other._data == data
    assert {**ours, "/Length": 0} == {**other, "/Length": 0}


def _reference(number: int, home: Any) -> IndirectObject:
    return IndirectObject(number, 0, home)


@pytest.mark.parametrize(
    "written",
    [
        b"<</A(a\\)b)>>", b"<</A(a(1 0 R)b)>>", b"<</A 1>> % 2", b"<</A<</B 1>>", b"[1 2]]", b"<<>><<>>", b"(text)",
        b"<</A<4>>>", b"<</A<4G>>>", b"<</A 1\x005>>", b"<</A{1}>>", b"[1 0 R", b"<</A [>> ]", b"null", b"12", b"",
    ],
)  # fmt: skip
def test_irregular_objects_are_read(written: bytes) -> None:
    """Comments, texts within texts, marks that do not pair up, and what is no dictionary never come along as bytes."""
    file = Raw()
    file.objects[6] = written
    plain = PlainFile(file.write())
    raw = plain.raw(6)
    assert raw is None or (written == b"<</A<4>>>" and raw.head == written)
    assert plain.raw(PAGE) is not None
    assert plain.raw(99) is None


def test_an_object_is_read_once() -> None:
    """What somebody has read, and may have changed, does not come along as the bytes it was."""
    plain = PlainFile(Raw().write())
    page = plain.get_object(_reference(PAGE, plain))
    assert plain.get_object(_reference(PAGE, plain)) is page
    assert plain.raw(PAGE) is None
    assert plain.raw(CONTENT) is not None
    assert resolve(_reference(99, plain)) is None
    assert entry(plain.root_object, "/Type") == "/Catalog"
