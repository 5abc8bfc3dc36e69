"""Lines and fills that nobody tagged, such as the borders that LibreOffice draws: decoration, and marked as that.

Only painted paths are taken for decoration, and the drawings that hold nothing else. Text or a picture outside of
the tags is content that a reader would miss; it is left as it is and told.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_TOKENS = re.compile(
    rb"(?P<skip>\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)|<<|>>|<[0-9A-Fa-f\s]*>|%[^\r\n]*|/[^\s()<>\[\]{}/%]*)"
    rb"|(?P<inline>\bBI\s.*?\sID\s.*?\sEI\b)"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*)",
    re.DOTALL,
)
_BEGINS, _ENDS = frozenset({b"BMC", b"BDC"}), b"EMC"
_BUILDS = frozenset({b"m", b"l", b"c", b"v", b"y", b"h", b"re"})
_PAINTS = frozenset({b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_DRAWS = b"Do"
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"', _DRAWS, b"sh"})
_VALUES = frozenset({b"true", b"false", b"null"})
_OPEN, _CLOSE = b"\n/Artifact BMC\n", b"\nEMC\n"


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A page's content in which every painted path is tagged or an artifact."""

    data: bytes
    strays: int
    """How often text or a picture is shown outside of the tags."""


def holds_only_paths(data: bytes) -> bool:
    """Whether content shows neither text nor a picture, nor another drawing, nor has tags of its own."""
    return not any(
        token["inline"] or token["operator"] in _SHOWS or token["operator"] in _BEGINS
        for token in _TOKENS.finditer(data)
    )


def mark_artifacts(data: bytes, drawings: Collection[bytes] = ()) -> MarkedContent:
    """Wrap painted paths, and drawings of nothing else, that stand outside of all marked content.

    Args:
        data: a page's content.
        drawings: the names of the drawings that hold only paths, such as `/Tr4`.
    """
    pieces: list[bytes] = []
    done = depth = strays = after = named = 0
    begun: int | None = None
    name = b""
    for token in _TOKENS.finditer(data):
        operator = token["operator"]
        if operator is None or operator in _VALUES:
            name, named = token[0], token.start()
            strays += bool(token["inline"]) and not depth
            continue
        if operator in _BEGINS:
            depth += 1
        elif operator == _ENDS:
            depth = max(0, depth - 1)
        elif not depth and operator == _DRAWS and name in drawings:
            pieces += (data[done:named], _OPEN, data[named : token.end()], _CLOSE)
            done = token.end()
        elif not depth and operator in _SHOWS:
            strays += 1
        elif not depth and operator in _BUILDS:
            begun = after if begun is None else begun
        elif begun is not None and operator in _PAINTS:
            pieces += (data[done:begun], _OPEN, data[begun : token.end()].strip(), _CLOSE)
            done = token.end()
        if operator in _PAINTS or operator == b"n":
            begun = None
        after = token.end()
    return MarkedContent(b"".join([*pieces, data[done:]]) if pieces else data, strays)
