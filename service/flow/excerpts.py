"""What is shown of a text that was found: the part with most of the words, and which of its words were asked for."""

from __future__ import annotations

import re
from bisect import bisect_left

from service.records.search import terms_of

_BEFORE, _LENGTH = 60, 200
_MOST_PLACES = 500
Marked = tuple[tuple[str, bool], ...]


def excerpt(written: str, asked: str) -> str:
    """The part of the text that holds most of the words that were asked for."""
    words = _words(asked)
    found = [
        (one.start(), one[0].casefold())
        for one, _ in zip(words.finditer(written), range(_MOST_PLACES), strict=False)
    ]
    at = _richest(found) if found else 0
    start, end = max(0, at - _BEFORE), at - min(at, _BEFORE) + _LENGTH
    part = " ".join(written[start:end].split())
    return f"{'…' if start else ''}{part}{'…' if end < len(written) else ''}"


def _richest(found: list[tuple[int, str]]) -> int:
    """Where the part with most different words begins; the first of equals."""
    places = [at for at, _ in found]
    best, most = places[0], 0
    for number, at in enumerate(places):
        end = bisect_left(places, at + _LENGTH - _BEFORE)
        kinds = len({word for _, word in found[number:end]})
        if kinds > most:
            best, most = at, kinds
    return best


def marked(text: str, asked: str) -> Marked:
    """The text in pieces, each with whether it was asked for."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for one in _words(asked).finditer(text):
        pieces += [(text[at : one.start()], False), (one[0], True)]
        at = one.end()
    return tuple(piece for piece in (*pieces, (text[at:], False)) if piece[0])


def _words(asked: str) -> re.Pattern[str]:
    """Whole words that answer to what was asked: the last of a term may go on."""
    ways = []
    for words, open_end in terms_of(asked):
        ways += [re.escape(word) for word in words[:-1]]
        ways.append(re.escape(words[-1]) + (r"[^\W_]*" if open_end else ""))
    # Without a word to look for, nothing is found.
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ways) or '(?!)'})(?![^\W_])", re.IGNORECASE)
