"""How messages show what they are about: values in Swedish quotation marks, and the nearest known word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from difflib import get_close_matches

LONGEST_QUOTE = 60


def quoted(value: object) -> str:
    """The value as a message shows it: in quotation marks, long ones cut, lists and groups by name."""
    if isinstance(value, bool):
        return "”true”" if value else "”false”"
    if isinstance(value, Mapping):
        return "en grupp av fält"
    if isinstance(value, list | tuple):
        return "en lista"
    if isinstance(value, date | time):
        return f"”{value.isoformat()}”"
    return f"”{_shortened(str(value))}”"


def nearest(value: str, known: Iterable[str]) -> str:
    """The known word most like the value, or nothing; a long value is no misspelt word, and slow to compare."""
    if len(value) > LONGEST_QUOTE:
        return ""
    by_folded = {word.casefold(): word for word in known}
    matches = get_close_matches(value.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else ""


def _shortened(text: str) -> str:
    """Control characters and line breaks would break the message; a long text would drown it."""
    line = "".join(char if char.isprintable() else " " for char in text)
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"
