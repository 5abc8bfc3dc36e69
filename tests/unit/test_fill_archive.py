"""The ZIP file of a Word file: what is written is read again, and equal members give equal bytes."""

from __future__ import annotations

import io
import zipfile

import pytest

from service.fill.archive import archive, pack

pytestmark = pytest.mark.unit

LONG = "Nämnden har arbetat med att göra vardagen tryggare. ".encode() * 400
MEMBERS = {
    "word/document.xml": LONG,
    "docProps/core.xml": b"<a/>",
    "bild.PNG": b"\x89PNG" * 900,
    "åäö.xml": b"x" * 3000,
}


@pytest.mark.parametrize("once", [True, False])
def test_members_are_read_again(once: bool) -> None:
    """Every member comes out as it went in, by the standard library's reader; the second time with the same bytes."""
    written = archive([pack(name, content, once=once) for name, content in MEMBERS.items()])
    assert written == archive([pack(name, content, once=once) for name, content in MEMBERS.items()])
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == MEMBERS
        sizes = {info.filename: info.compress_size for info in file.infolist()}
    assert sizes["bild.PNG"] == len(MEMBERS["bild.PNG"])
    assert sizes["word/document.xml"] < len(LONG) / 20


def test_what_is_packed_once_is_packed_tightest() -> None:
    """What is written many times is never larger than what is packed for one document."""
    for length in (900, 3000, 20_000):
        content = LONG[:length]
        assert len(pack("a.xml", content, once=True).local) <= len(pack("a.xml", content).local), length
