"""Objects by the hundred: read, written and renumbered here, they are what pypdf and qpdf say they are."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pikepdf
import pytest
from pypdf.generic import read_object

from service.assemble.objects import (
    READ_ERRORS,
    BooleanObject,
    ByteStringObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
    string_bytes,
)
from service.assemble.parse import parse
from service.assemble.raw import Renumbering, is_whole
from service.assemble.serialise import serialise
from service.assemble.table import ObjectTable
from tests.files.pdf.syntax import Name, Reference, Text, invent, write

HOME = ObjectTable()
OBJECTS = 400


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311  # the same objects every time; nothing is kept secret


def _seen(value: Any) -> Any:
    """What pypdf's objects stand for, in the terms of `tests.files.pdf.syntax`; an entry that is null is none."""
    if isinstance(value, dict):
        return {_seen(key): _seen(one) for key, one in value.items() if not isinstance(one, NullObject)}
    if isinstance(value, list):
        return [_seen(one) for one in list.__iter__(value)]
    if isinstance(value, IndirectObject):
        return Reference(value.idnum)
    if isinstance(value, NameObject):
        return Name(string_bytes(value))
    if isinstance(value, TextStringObject | ByteStringObject):
        return Text(string_bytes(value))
    if isinstance(value, BooleanObject):
        return bool(value.value)
    if isinstance(value, NullObject):
        return None
    return int(value) if isinstance(value, NumberObject) else Decimal(value.myrepr())


def _seen_by_qpdf(value: Any) -> Any:
    if isinstance(value, pikepdf.Dictionary):
        return {_name(key): _seen_by_qpdf(one) for key, one in value.items() if one is not None}
    if isinstance(value, pikepdf.Array):
        return [_seen_by_qpdf(one) for one in value]
    if isinstance(value, pikepdf.Name):
        return _name(str(value))
    return Text(bytes(value)) if isinstance(value, pikepdf.String) else value


def _name(seen: str) -> Name:
    return Name(seen[1:].encode("utf-8", "surrogateescape"))


def _meant(value: Any, numbers: Callable[[int], int] = lambda number: number) -> Any:
    """The invented object without its empty entries, with other references."""
    if isinstance(value, dict):
        return {key: _meant(one, numbers) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_meant(one, numbers) for one in value]
    return Reference(numbers(value.number)) if isinstance(value, Reference) else value


@pytest.mark.parametrize("oddly", [False, True])
def test_objects_are_read(oddly: bool) -> None:
    """Every object is read as it was meant, which is as pypdf reads it, and the same when it has been written."""
    chance = _chance(1)
    for _ in range(OBJECTS):
        meant = invent(chance)
        written = write(meant, chance, oddly=oddly)
        held = parse(written, HOME)
        assert _seen(held) == _meant(meant), written
        assert _seen(parse(serialise(held), HOME)) == _meant(meant), written
        assert _seen(read_object(io.BytesIO(written + b" "), HOME)) == _meant(meant), written  # type: ignore[arg-type]


@pytest.mark.parametrize("oddly", [False, True])
def test_objects_are_written(oddly: bool) -> None:
    """What is written is read by qpdf as what it was; strings and names byte for byte."""
    chance = _chance(2)
    for _ in range(OBJECTS):
        meant = _alone(invent(chance))
        held = parse(write(meant, chance, oddly=oddly), HOME)
        assert _seen_by_qpdf(pikepdf.Object.parse(serialise(held))) == _meant(meant), serialise(held)


def _alone(value: Any) -> Any:
    """The object without what pikepdf cannot show: references into no file, and names that are not UTF-8."""
    if isinstance(value, dict):
        return {_alone(key): _alone(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_alone(one) for one in value]
    if isinstance(value, Name):
        return Name(bytes(letter if letter < 128 else 65 for letter in value.letters))
    return 0 if isinstance(value, Reference) else value


@pytest.mark.parametrize(("oddly", "least"), [(False, 200), (True, 50)])
def test_bytes_are_renumbered(oddly: bool, least: int) -> None:
    """Every reference has its new number, and nothing that looks like one in a text; what is in doubt is left alone."""
    chance = _chance(3)
    renumbering = Renumbering(lambda number, _generation: b"%d 0 R" % (number + 1000))
    renumbered = 0
    for _ in range(OBJECTS):
        meant = invent(chance)
        written = write(meant, chance, oddly=oddly)
        if is_whole(written):
            renumbered += 1
            held = parse(renumbering.apply(written), HOME)
            assert _seen(held) == _meant(meant, lambda number: number + 1000), written
    assert renumbered > least


def test_broken_objects_are_read_as_pypdf_reads_them() -> None:
    """A byte that is lost, doubled or another one changes nothing in what we and pypdf agree on."""
    chance = _chance(4)
    agreed = 0
    for _ in range(3 * OBJECTS):
        written = bytearray(write(invent(chance), chance, oddly=chance.random() < 0.5))
        at = chance.randrange(len(written))
        written[at : at + 1] = chance.choice([b"", b"%c" % written[at] * 2, b"%c" % chance.randrange(256)])
        ours, theirs = (_tried(read, bytes(written)) for read in (parse, _read_by_pypdf))
        assert ours == theirs, bytes(written)
        agreed += ours is not None
    assert agreed > OBJECTS


def _read_by_pypdf(written: bytes, home: Any) -> Any:
    return read_object(io.BytesIO(written + b" "), home)


def _tried(read: Callable[[bytes, Any], Any], written: bytes) -> Any:
    try:
        return _seen(read(written, HOME))
    except READ_ERRORS as fault:
        return type(fault)
