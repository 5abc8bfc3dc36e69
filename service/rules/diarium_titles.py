"""How a title in the register reads: plain Swedish without abbreviations, codes or persons (OSL 4:1, domain 2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.errors import Notice

_LAW = re.compile(r"\d+ kap\. \d+( [a-z])? § OSL")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_ABBREVIATION = re.compile(r"(?<![\w.-])(?:[A-ZÅÄÖ]{2,5}|(?:[a-zåäö]{1,3}\.){2,}|dnr|ang\.|bil\.)(?![\w-])")
_PERSON_NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+ ]?\d{4}(?!\d)")
_NAME = r"[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?"
_ENDS = "son|berg|ström|gren|qvist|kvist|lund|dahl|man|ell|lin|én|stedt|mark|sjö|holm|borg"
_PERSON = re.compile(rf"(?<!\w){_NAME} [A-ZÅÄÖ][a-zåäöé]*(?:{_ENDS})(?!\w)")
_WELL_KNOWN = frozenset({"AB", "EU"})
_ENGLISH = frozenset({"the", "of", "and", "for", "to", "from", "with", "report"})
_SWEDISH = frozenset({"och", "i", "av", "för", "om", "till", "på", "med", "från", "den", "det", "en", "ett"})
_FEW_LETTERS = 12
_SEVERAL = 2


def is_law(text: str) -> bool:
    """Whether it names a provision of the secrecy act: `25 kap. 1 § OSL`."""
    return _LAW.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether it is an address instead of a name."""
    return _EMAIL.search(text) is not None


def check_title(text: str, place: str, label: str) -> Iterator[Notice]:
    """What a registrator would change in a title that everybody may read."""
    if len(text.strip()) < _FEW_LETTERS:
        yield Notice(
            "title_unclear",
            f"{label} ”{text}” är kort. Skriv så att den som söker förstår vad det rör.",
            place,
        )
    short = sorted({one[0] for one in _ABBREVIATION.finditer(text)} - _WELL_KNOWN)
    if short:
        yield Notice(
            "title_abbreviated",
            f"{label} har förkortningar: {', '.join(short)}. Skriv ut dem (4 kap. 1 § OSL).",
            place,
        )
    if _PERSON_NUMBER.search(text) or _PERSON.search(text):
        yield Notice(
            "title_names_person",
            f"{label} ser ut att nämna en person. Det offentliga diariet visar den; skriv om den eller skydda den.",
            place,
        )
    words = set(re.findall(r"\w+", text.casefold()))
    if len(words & _ENGLISH) >= _SEVERAL and not words & _SWEDISH:
        yield Notice("title_not_swedish", f"{label} är inte på svenska.", place)
