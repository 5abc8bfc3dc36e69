"""Lists that are too long to be given whole: which part is wanted, and what a list of reports is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
MAX_PAGE = 200
SORTS = ("andrad", "organ", "ar", "titel")
"""What reports can be sorted by; with a minus before it, downwards."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which part of a list is wanted."""

    start: int = 0
    count: int = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A part of a list."""

    rows: tuple[Row, ...]
    total: int
    start: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of reports is narrowed to; empty means all."""

    organ: str = ""
    ar: int = 0
    status: str = ""
    slug: str = ""
    text: str = ""
    sort: str = "-andrad"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched for everywhere; empty means no narrowing."""

    text: str
    """Words, each also found as the beginning of a longer one, and "phrases"; all must be found."""
    slag: str = ""
    organ: str = ""
    ar: int = 0


@dataclass(frozen=True, slots=True)
class Facets:
    """How the hits fall out: each value with its number of hits, given what the other fields are narrowed to."""

    slag: tuple[tuple[str, int], ...] = ()
    organ: tuple[tuple[str, int], ...] = ()
    ar: tuple[tuple[int, int], ...] = ()
