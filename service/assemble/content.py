"""Whether a page's content leaves things in order: every `q` closed by a `Q`, every marked content ended."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.assemble.objects import READ_ERRORS, DictionaryObject, entry, resolve

_STRING = rb"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)"
_TOKENS = re.compile(
    _STRING
    + rb"|<<|<[0-9A-Fa-f\s]*>|%[^\r\n]*|\bBI\b(?s:.*?)\bID\s(?s:.*?)\sEI\b|/[^\s()<>\[\]{}/%]*"
    + rb"|(?<![^\s\[\]<>(){}/%])(?:q|Q|BDC|BMC|EMC)(?![^\s\[\]<>(){}/%])",
    re.DOTALL,
)
_MOST_BYTES = 20_000_000


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
    for token in _TOKENS.findall(data[:_MOST_BYTES]):
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


def page_content(page: DictionaryObject) -> bytes:
    """The page's decoded content."""
    held = entry(page, "/Contents")
    parts = list.__iter__(held) if isinstance(held, list) else [held]
    found = (resolve(part) for part in parts)
    return b"\n".join(part.get_data() for part in found if hasattr(part, "get_data"))
