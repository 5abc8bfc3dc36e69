"""Whether a page's content leaves things in order: every `q` closed by a `Q`, every marked content ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pypdf.generic import EncodedStreamObject, StreamObject

from service.assemble.objects import READ_ERRORS, DictionaryObject, entry, resolve

_DELIMITED = rb"(?<![^\s\[\]<>(){}/%%])(?:%s)(?![^\s\[\]<>(){}/%%])"
_TOKENS = re.compile(
    rb"\(|<<|<[0-9A-Fa-f\s]*>|%[^\r\n]*|/[^\s()<>\[\]{}/%]*|" + _DELIMITED % b"q|Q|BDC|BMC|EMC|BI"
)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_PICTURE_DATA = re.compile(rb"\bID\s")
_PICTURE_END = re.compile(rb"\sEI\b")
_MOST_BYTES = 20_000_000
_GRAPHICS = frozenset({b"q", b"Q"})
_OPERATORS = _GRAPHICS | {b"BDC", b"BMC", b"EMC"}
_SAVE = ord("q")
_USUAL_DEPTH = 6
_INTRICATE = (b"(", b"%", b"BI", b"\x00", b"\x0b")
"""Texts, comments, inline pictures and rare white space: what may hold a letter that is no operator."""
_CLOSERS = bytes.maketrans(b"[]{}>", b"     ")


@dataclass(frozen=True, slots=True)
class Balance:
    """What has to stand before and after the content so that it is in order."""

    opening: bytes = b""
    closing: bytes = b""


IN_ORDER = Balance()


def check_balance(page: DictionaryObject) -> Balance:
    """Look through the page's content; content that cannot be decoded is taken as it is."""
    try:
        return balance_of(page_content(page))
    except READ_ERRORS:
        return IN_ORDER


def balance_of(data: bytes) -> Balance:
    """Look through content, as far as anybody would."""
    found = list(_operators(data[:_MOST_BYTES]))
    marked = found.count(b"BDC") + found.count(b"BMC") - found.count(b"EMC")
    lacking, unclosed = _unpaired(b"".join(filter(_GRAPHICS.__contains__, found)))
    return Balance(b"q " * lacking, b" EMC" * max(0, marked) + b" Q" * unclosed)


def _unpaired(graphics: bytes) -> tuple[int, int]:
    """How many `Q` have no `q` before them, and how many `q` no `Q` after them."""
    for _ in range(_USUAL_DEPTH):
        graphics = graphics.replace(b"qQ", b"")
    depth = lowest = 0
    for letter in graphics:
        depth += 1 if letter == _SAVE else -1
        lowest = min(lowest, depth)
    return -lowest, depth - lowest


def _operators(data: bytes) -> Iterable[bytes]:
    """The operators that open and close, among other things in intricate content; most content is not."""
    if any(found in data for found in _INTRICATE):
        return _tokens(data)
    words = data.translate(_CLOSERS).replace(b"/", b" /").replace(b"<", b" <").split()
    return filter(_OPERATORS.__contains__, words)


def _tokens(data: bytes) -> Iterator[bytes]:
    """All tokens outside texts and inline pictures, each byte looked at once or twice however broken they are."""
    at = 0
    pictures_end = True
    while found := _TOKENS.search(data, at):
        at = found.end()
        if found[0] == b"(":
            at = _string_end(data, at)
        elif found[0] != b"BI":
            yield found[0]
        elif pictures_end:
            begun = _PICTURE_DATA.search(data, at)
            ended = _PICTURE_END.search(data, begun.end()) if begun else None
            pictures_end = ended is not None  # where one has no end, no later one has
            at = ended.end() if ended else at


def _string_end(data: bytes, at: int) -> int:
    """Where a text ends whose beginning stands before `at`; the end of the data for one that has none."""
    depth = 1
    for found in _IN_STRING.finditer(data, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return len(data)


def page_content(page: DictionaryObject) -> bytes:
    """The page's decoded content."""
    held = entry(page, "/Contents")
    parts = list.__iter__(held) if isinstance(held, list) else [held]
    found = (resolve(part) for part in parts)
    return b"\n".join(_decoded(part) for part in found if isinstance(part, StreamObject))


def _decoded(stream: StreamObject) -> bytes:
    data = stream.get_data()
    if isinstance(stream, EncodedStreamObject):
        stream.decoded_self = None  # pypdf would keep the content of all pages of the packet
    return data
