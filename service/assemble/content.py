"""Whether a page's content leaves things in order: every `q` closed by a `Q`, every marked content ended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pypdf.generic import EncodedStreamObject, StreamObject

from service.assemble.objects import READ_ERRORS, DictionaryObject, entry, resolve

_STRING = rb"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)"
_TOKENS = re.compile(
    _STRING
    + rb"|<<|<[0-9A-Fa-f\s]*>|%[^\r\n]*|\bBI\b(?s:.*?)\bID\s(?s:.*?)\sEI\b|/[^\s()<>\[\]{}/%]*"
    + rb"|(?<![^\s\[\]<>(){}/%])(?:q|Q|BDC|BMC|EMC)(?![^\s\[\]<>(){}/%])",
    re.DOTALL,
)
_MOST_BYTES = 20_000_000
_OPERATORS = frozenset({b"q", b"Q", b"BDC", b"BMC", b"EMC"})
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
        data = page_content(page)
    except READ_ERRORS:
        return IN_ORDER
    depth = lowest = marked = 0
    for token in _operators(data[:_MOST_BYTES]):
        if token == b"q":
            depth += 1
        elif token == b"Q":
            depth -= 1
            lowest = min(lowest, depth)
        elif token in (b"BDC", b"BMC"):
            marked += 1
        elif token == b"EMC":
            marked -= 1
    return Balance(b"q " * -lowest, b" EMC" * max(0, marked) + b" Q" * max(0, depth - lowest))


def _operators(data: bytes) -> Iterable[bytes]:
    """The operators that open and close, among other things in intricate content; most content is not."""
    if any(found in data for found in _INTRICATE):
        tokens: list[bytes] = _TOKENS.findall(data)
        return tokens
    words = data.translate(_CLOSERS).replace(b"/", b" /").replace(b"<", b" <").split()
    return filter(_OPERATORS.__contains__, words)


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
