"""PDF objects by chance, but the same every time: written tidily or as oddly as the standard allows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

_REGULAR = b"ABCdefgh12-_.*+"
_ODD = b"\x01\x80\xe5\xff #/()<>[]{}%"
_BREAKS = (b" ", b"\n", b"\r\n", b"\t", b"\f", b"\r")
_ESCAPES = {10: b"\\n", 13: b"\\r", 9: b"\\t", 8: b"\\b", 12: b"\\f", 40: b"\\(", 41: b"\\)", 92: b"\\\\"}


class Name(NamedTuple):
    """A name, its slash left out."""

    letters: bytes


class Text(NamedTuple):
    """A string."""

    letters: bytes


class Reference(NamedTuple):
    """A reference to an object."""

    number: int


def invent(chance: Random, depth: int = 4) -> Any:
    """A dictionary or an array with something in it; references among it."""
    size = chance.randrange(6)
    if chance.random() < 0.5:
        return [_invent_any(chance, depth) for _ in range(size)]
    return {_invent_name(chance): _invent_any(chance, depth) for _ in range(size)}


def _invent_any(chance: Random, depth: int) -> Any:
    if depth and chance.random() < 0.35:
        return invent(chance, depth - 1)
    kinds: list[Callable[[], Any]] = [
        lambda: chance.randrange(-1000, 100_000),
        lambda: Decimal(chance.randrange(-100_000, 100_000)) / 100,
        lambda: _invent_name(chance),
        lambda: Text(_letters(chance, chance.choice([b"abc (1 0 R) \\", _REGULAR, bytes(range(256))]))),
        lambda: Text(b"\xfe\xff" + "Åsa ŝ 1 0 R".encode("utf-16-be")),
        lambda: Reference(chance.randrange(1, 300)),
        lambda: Reference(chance.randrange(1, 300)),
        lambda: chance.random() < 0.5,
        lambda: None,
    ]
    return chance.choice(kinds)()


def _invent_name(chance: Random) -> Name:
    letters = _letters(chance, _REGULAR + _ODD if chance.random() < 0.2 else _REGULAR)
    return Name(b"N" + letters)


def _letters(chance: Random, among: bytes) -> bytes:
    return bytes(chance.choice(among) for _ in range(chance.randrange(12)))


def write(value: Any, chance: Random, *, oddly: bool) -> bytes:
    """The object as it may stand in a file; oddly with comments, escapes and line breaks of every kind."""
    return b"".join(_pieces(value, chance, oddly)).strip(b" \n\r\t\f")


def _pieces(value: Any, chance: Random, oddly: bool) -> list[bytes]:
    gap = _gap(chance, oddly)
    if isinstance(value, dict):
        inner = [piece for pair in value.items() for one in pair for piece in _pieces(one, chance, oddly)]
        return [b"<<", *inner, gap, b">>"]
    if isinstance(value, list):
        return [b"[", *(piece for one in value for piece in _pieces(one, chance, oddly)), gap, b"]"]
    return [gap, _word(value, chance, oddly)]


def _gap(chance: Random, oddly: bool) -> bytes:
    if not oddly:
        return b" "
    comment = b"%c (1 0 R) >>\n" if chance.random() < 0.03 else b""
    return b"".join(chance.choice(_BREAKS) for _ in range(chance.randrange(1, 3))) + comment


def _word(value: Any, chance: Random, oddly: bool) -> bytes:
    if isinstance(value, Name):
        return b"/" + b"".join(_name_letter(letter, chance, oddly) for letter in value.letters)
    if isinstance(value, Text):
        return _string(value.letters, chance, oddly)
    if isinstance(value, Reference):
        return b"%d 0 R" % value.number if not oddly else b"%d%s0 R" % (value.number, chance.choice(_BREAKS))
    if isinstance(value, bool) or value is None:
        return {True: b"true", False: b"false", None: b"null"}[value]
    return _number(value, chance, oddly)


def _name_letter(letter: int, chance: Random, oddly: bool) -> bytes:
    plain = letter in _REGULAR and not (oddly and chance.random() < 0.05)
    return bytes([letter]) if plain else b"#%02x" % letter


def _string(letters: bytes, chance: Random, oddly: bool) -> bytes:
    if chance.random() < 0.5:
        digits = letters.hex().encode()
        return b"<%s>" % (
            b" ".join(digits[at : at + 3] for at in range(0, len(digits), 3)) if oddly else digits
        )
    if not oddly and not set(letters) & set(_ESCAPES):
        return b"(%s)" % letters
    return b"(%s)" % b"".join(_letter(letter, chance) for letter in letters)


def _letter(letter: int, chance: Random) -> bytes:
    if chance.random() < 0.1:
        return b"\\%03o" % letter
    return (b"\\\n" if chance.random() < 0.05 else b"") + _ESCAPES.get(letter, bytes([letter]))


def _number(value: int | Decimal, chance: Random, oddly: bool) -> bytes:
    written = str(value).encode()
    if not oddly:
        return written
    if isinstance(value, Decimal) and abs(value) < 1 and b"." in written:
        written = written.replace(b"0.", b".", 1)
    return b"+" + written if value >= 0 and chance.random() < 0.1 else written
