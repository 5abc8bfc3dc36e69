"""Small things under the merge: places on a turned page, bytes of an object, harmless addresses."""

from __future__ import annotations

from typing import Any

import pytest

from service.assemble.actions import is_dangerous, is_harmless
from service.assemble.content import Balance, check_balance
from service.assemble.geometry import Box, Sheet, extend_page, read_sheet
from service.assemble.objects import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    make,
    name,
    set_entry,
    stream,
    text,
    tree_items,
)
from service.assemble.serialise import serialise
from service.assemble.table import ObjectTable

pytestmark = pytest.mark.unit

BOX = Box(10, 20, 110, 220)


def _page(**entries: Any) -> DictionaryObject:
    return make(Type=name("Page"), **entries)


def _array(*numbers: float) -> ArrayObject:
    return ArrayObject(FloatObject(number) for number in numbers)


@pytest.mark.parametrize(
    ("rotation", "top_left"), [(0, (10, 220)), (90, (10, 20)), (180, (110, 20)), (270, (110, 220))]
)
def test_upper_left_corner_as_seen(rotation: int, top_left: tuple[float, float]) -> None:
    """On a turned page the corner that the reader sees is another corner of the box."""
    sheet = Sheet(BOX, rotation)
    assert sheet.point(0, sheet.height) == top_left


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_strip_grows_upwards_only(rotation: int) -> None:
    """A strip above changes the height as seen, and moves nothing that is placed from below."""
    sheet = Sheet(BOX, rotation)
    grown = sheet.extended(22)
    assert (grown.width, grown.height) == (sheet.width, sheet.height + 22)
    assert grown.point(5, 7) == sheet.point(5, 7)


def test_boxes_are_read_as_they_are_seen() -> None:
    """Edges written backwards, a crop box larger than the page, a rotation below zero and a unit are understood."""
    page = _page(MediaBox=_array(100, 200, 0, 0), CropBox=_array(-50, 10, 500, 190))
    set_entry(page, "Rotate", NumberObject(-90))
    set_entry(page, "UserUnit", NumberObject(2))
    assert read_sheet(page) == Sheet(Box(0, 10, 100, 190), 270, 2.0)


def test_broken_boxes_give_a_page_all_the_same() -> None:
    """A box without extent, or with words in it, is no reason to fail."""
    assert read_sheet(_page(MediaBox=_array(0, 0, 0, 0))).visible == Box(0, 0, 612, 792)
    assert read_sheet(_page(MediaBox=ArrayObject([text("a")] * 4))).visible == Box(0, 0, 612, 792)


def test_extended_page_keeps_its_media_box_around_the_crop_box() -> None:
    """The crop box grows; the media box only as far as it must."""
    page = _page(MediaBox=_array(0, 0, 600, 800), CropBox=_array(50, 50, 550, 790))
    extend_page(page, read_sheet(page).extended(22))
    assert page["/CropBox"] == _array(50, 50, 550, 812)
    assert page["/MediaBox"] == _array(0, 0, 600, 812)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (NameObject("/Bild\xe5 (1)"), b"/Bild#E5#20#281#29"),
        (text("a(b)\\c\rd"), rb"(a\(b\)\\c\rd)"),
        (text("ŝ"), b"(\xfe\xff\x01])"),
        (ByteStringObject(b"\x00\xff"), b"<00ff>"),
        (ArrayObject([NumberObject(1), FloatObject("0.50"), NullObject()]), b"[ 1 0.5 null]"),
        (make(A=NullObject(), B=name("C")), b"<</B/C>>"),
    ],
)
def test_objects_are_written(value: Any, written: bytes) -> None:
    """Names byte by byte, strings escaped, null entries left out."""
    assert serialise(value) == written


def test_unknown_object_is_refused() -> None:
    """What is no PDF object cannot slip into a file."""
    with pytest.raises(TypeError):
        serialise(make(A=3))  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"q 1 0 0 1 0 0 cm Q", Balance()),
        (b"q q /Span BMC", Balance(b"", b" EMC Q Q")),
        (b"Q Q q", Balance(b"q q ", b" Q")),
        (b"BT (q \\) q) Tj <71> Tj ET /q gs % q\nBI /W 1 ID q q EI Q q", Balance(b"q ", b" Q")),
    ],
)
def test_balance_of_content(content: bytes, expected: Balance) -> None:
    """Letters in strings, names, comments and pictures are not operators."""
    table = ObjectTable()
    assert check_balance(_page(Contents=table.add(stream(content)))) == expected


def test_cyclic_name_tree_ends() -> None:
    """A tree that holds itself is read once."""
    tree = make(Names=ArrayObject([text("a"), NumberObject(1)]))
    set_entry(tree, "Kids", ArrayObject([tree]))
    assert list(tree_items(tree, "/Names")) == [("a", 1)]


@pytest.mark.parametrize(
    ("address", "harmless"),
    [
        ("https://ale.se/", True),
        ("mailto:kommun@ale.se", True),
        ("www.ale.se", True),
        ("JavaScript:alert(1)", False),
        (" file:///etc/passwd", False),
        ("\\\\server\\fil", False),
        ("//server/fil", False),
    ],
)
def test_addresses(address: str, harmless: bool) -> None:
    """Links may lead to the web and to mailboxes, not into the reader's own machine."""
    assert is_harmless(address) is harmless


def test_structure_element_is_no_action() -> None:
    """An element with the role Sound has a parent; an action has none."""
    place = ObjectTable().reserve()
    assert is_dangerous(make(S=name("Launch"), F=text("calc.exe")))
    assert not is_dangerous(make(S=name("Sound"), P=place))
