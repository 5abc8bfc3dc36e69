"""What the pages of a later dispatch are called: sent pages keep their labels, new ones get labels in between.

    after 117, before 118                      117a, 117b … 117z, 117aa, 117ab …
    after 117b, when it is the last of those   117c
    after 117a, before 117b                    117a1, 117a2 … and after 117a1, before 117a2: 117a1a …
    after 117, before 117a                     117.a, 117.b … and before 117.a: 117..a …
    after the highest number                   the next number

Numbers and letters take turns; a full stop means *before those that were put in earlier*. So there is always a label
between two others, none is given twice, and one that has been sent out never changes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

_LAST_TOKEN = re.compile(r"^(.*?)([0-9]+|[a-z]+)$")
_FIRST_LETTER, _LETTERS = ord("a"), 26
SPAN = "–"
"""Between the first and the last label of pages for which one page stands."""


def labels_after(last: str, taken: Collection[str], count: int) -> tuple[str, ...]:
    """Labels of pages that are put in right after the page called `last`.

    Args:
        last: a label.
        taken: all labels that were ever given, `last` among them.
        count: how many are needed.
    """
    given: list[str] = []
    known = set(taken)
    for _ in range(count):
        last = _label_after(last, known)
        known.add(last)
        given.append(last)
    return tuple(given)


def label_parts(
    counts: Iterable[tuple[str, int]], sent: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """The labels of all parts of a packet, some of which have been sent out before.

    Args:
        counts: key and pages of every part in order; the first one has been sent.
        sent: the labels of each part that has been sent, those of pages that are gone among them.

    Returns:
        The labels of every part: those that it had, as far as it has pages, and new ones for those that it has more.
    """
    taken = {label for series in sent.values() for label in series}
    labels: dict[str, tuple[str, ...]] = {}
    last = "0"
    for key, count in counts:
        had = tuple(sent.get(key, ()))
        more = labels_after(had[-1] if had else last, taken, max(0, count - len(had)))
        taken.update(more)
        labels[key] = (*had[:count], *more)
        last = (*had, *more)[-1]
    return labels


def highest_number(labels: Iterable[str]) -> int:
    """The highest page number among labels; letters do not count."""
    return max((int(label) for label in labels if label.isdecimal()), default=0)


def span_text(labels: Sequence[str]) -> str:
    """The labels in short: `117`, `117a–117d`, `12–14, 120`."""
    return ", ".join(row[0] if len(row) == 1 else f"{row[0]}{SPAN}{row[-1]}" for row in _rows(labels))


def pages_text(labels: Sequence[str]) -> str:
    """The same with its noun: `sidan 117`, `sidorna 117a–117d`."""
    words = span_text(labels)
    is_one = words in labels and not {SPAN, ","} & set(words)
    return f"{'sidan' if is_one else 'sidorna'} {words}" if words else ""


def _rows(labels: Sequence[str]) -> list[list[str]]:
    """Labels of pages that follow one another, as far as their numbers can tell."""
    rows: list[list[str]] = []
    for label in labels:
        if rows and _touch(rows[-1][-1], label):
            rows[-1].append(label)
        else:
            rows.append([label])
    return rows


def _touch(before: str, after: str) -> bool:
    """Whether pages can follow one another: the number is the same, or one more."""
    return _number(after) - _number(before) in (0, 1)


def _number(label: str) -> int:
    digits = re.match(r"[0-9]+", label)
    return int(digits[0]) if digits else -1


def _label_after(last: str, taken: set[str]) -> str:
    if any(_is_below(label, last) for label in taken):
        stops = "."
        while f"{last}{stops}{_first_below(last)}" in taken:
            stops += "."
        return f"{last}{stops}{_first_below(last)}"
    beside = _next_beside(last)
    return beside if beside not in taken else f"{last}{_first_below(last)}"


def _is_below(label: str, above: str) -> bool:
    """Whether a label was given to a page put in after `above`: it goes on where that ends, in the other kind."""
    rest = label.removeprefix(above) if label.startswith(above) else ""
    return bool(rest) and (rest[0] == "." or rest[0].isdecimal() != above[-1].isdecimal())


def _first_below(label: str) -> str:
    return "a" if label[-1].isdecimal() else "1"


def _next_beside(label: str) -> str:
    found = _LAST_TOKEN.match(label)
    assert found is not None  # noqa: S101  # every label ends with a number or a letter
    head, token = found.groups()
    return head + (str(int(token) + 1) if token.isdecimal() else _letters(_rank(token) + 1))


def _rank(letters: str) -> int:
    """Where letters stand in a, b … z, aa, ab …, from 1."""
    rank = 0
    for letter in letters:
        rank = rank * _LETTERS + ord(letter) - _FIRST_LETTER + 1
    return rank


def _letters(rank: int) -> str:
    letters = ""
    while rank:
        rank, rest = divmod(rank - 1, _LETTERS)
        letters = chr(_FIRST_LETTER + rest) + letters
    return letters
