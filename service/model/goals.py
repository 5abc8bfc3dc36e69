"""Judgements of goals counted, and laid out as parts of one bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from service.model.choices import Maluppfyllelse

Counts = tuple[tuple[Maluppfyllelse, int], ...]
"""Every judgement there is, with how often it was made."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar that is a hundred wide."""

    judgement: Maluppfyllelse
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class GoalsRow:
    """One goal."""

    title: str
    counts: Counts

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its bar."""
        return laid_out(self.counts)

    @property
    def only(self) -> Maluppfyllelse | None:
        """The judgement, where there is but one."""
        made = [judgement for judgement, count in self.counts if count]
        return made[0] if len(made) == 1 and sum(count for _, count in self.counts) == 1 else None


@dataclass(frozen=True, slots=True)
class Goals:
    """Several goals."""

    rows: tuple[GoalsRow, ...]
    reports: int
    """How many reports it is counted from."""

    @property
    def totals(self) -> Counts:
        """All judgements of all goals."""
        return tuple(
            (one, sum(count for row in self.rows for judgement, count in row.counts if judgement is one))
            for one in Maluppfyllelse
        )

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The bar of them all."""
        return laid_out(self.totals)


def counted(judgements: Iterable[Maluppfyllelse]) -> Counts:
    """How often each was made, in their own order."""
    found = Counter(judgements)
    return tuple((one, found[one]) for one in Maluppfyllelse)


def laid_out(counts: Counts) -> tuple[Segment, ...]:
    """The parts of a bar, one after the other; what nobody has said has none."""
    total, at = sum(count for _, count in counts), 0.0
    made = []
    for judgement, count in counts:
        if count:
            width = round(100 * count / total, 2)
            made.append(Segment(judgement, round(at, 2), width))
            at += width
    return tuple(made)
