"""Names of people in running text: a pattern and a list, no understanding.

Found: a common first name followed by one to three words that begin with a capital, and a word that begins with a
capital followed by one that ends as Swedish surnames do after a known first name or a particle. Not found: names
without a capital, rare first names, a first name or a surname alone, names that the text spells otherwise. What
looks like a name but is none (a street, a company that bears a name) is found; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from service.rules.name_lists import FIRST_NAMES, NO_NAMES, PARTIES, SURNAME_ENDINGS

_PART = r"[A-ZÅÄÖÉÜ][a-zåäöéüñçćčšžß]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéüćčšž]+)*"
_GAP = r"(?:[ \u00a0]|[ ]?\r?\n)"
_NAME = re.compile(rf"\b{_PART}(?:{_GAP}(?:(?:von|af|de|van|der|el|al){_GAP})?{_PART}){{1,3}}")
_PARTY = re.compile(r"\s{0,3}\(([A-ZÅÄÖ]{1,3}|-)\)")
_FEWEST = 2


def find_names(text: str, known: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where names begin and end.

    Args:
        text: the text of a page.
        known: names of those whose names are published: elected members, officers in duty.
    """
    public = {folded(name) for name in known}
    for found in _NAME.finditer(text):
        for first, end in _within(found[0], found.start()):
            name = text[first:end]
            party = _PARTY.match(text, end)
            if folded(name) not in public and not (party and party[1] in PARTIES):
                yield first, end


def _within(words: str, start: int) -> Iterator[tuple[int, int]]:
    """The names in a row of words that all begin with a capital."""
    parts = [
        (one[0], start + one.start(), start + one.end()) for one in re.finditer(rf"{_PART}|\b[a-z]+\b", words)
    ]
    at = 0
    while at < len(parts):
        taken = _taken(parts[at:])
        if taken >= _FEWEST:
            yield parts[at][1], parts[at + taken - 1][2]
        at += max(1, taken)


def _taken(parts: list[tuple[str, int, int]]) -> int:
    """How many of the first words are one name; 0 when they begin none."""
    first = parts[0][0]
    if first in NO_NAMES or first not in FIRST_NAMES:
        return 0
    count = 1
    for word, _, _ in parts[1:4]:
        if word in NO_NAMES:
            break
        count += 1
        if word.endswith(SURNAME_ENDINGS) and word not in FIRST_NAMES:
            break
    return count


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.split()).casefold()
