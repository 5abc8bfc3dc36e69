"""One hostile or odd file: its name, what is wrong with it, how it is made, and how triage has to end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Maker = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """One file of the set."""

    name: str
    what: str
    """Swedish: what it is."""
    make: Maker
    accepted: bool
    codes: frozenset[str]
    """Of the problems when it is refused, of the notices when it is taken in; `annex_untagged` is left out."""
    seconds: int = 60
    """What triage is given for it."""
    megabytes: int = 2000


CASES: list[Case] = []
"""All of them, in the order of their modules; complete once `cases.py` is imported."""


def taken(name: str, what: str, *codes: str) -> Callable[[Maker], Maker]:
    """A file that is taken in, with these notices."""
    return _enter(name, what, codes, accepted=True)


def refused(
    name: str, what: str, *codes: str, seconds: int = 60, megabytes: int = 2000
) -> Callable[[Maker], Maker]:
    """A file that is refused, with these codes."""
    return _enter(name, what, codes, accepted=False, seconds=seconds, megabytes=megabytes)


def _enter(
    name: str, what: str, codes: tuple[str, ...], *, accepted: bool, seconds: int = 60, megabytes: int = 2000
) -> Callable[[Maker], Maker]:
    def enter(make: Maker) -> Maker:
        CASES.append(Case(f"{name}.pdf", what, make, accepted, frozenset(codes), seconds, megabytes))
        return make

    return enter
