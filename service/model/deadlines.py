"""The last day of a report: what the framework's year of the cycle says, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.model.framework import Framework


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a body's report of a year is due."""

    day: date
    left: int
    """Days until then; below zero when the day has passed."""
    reminder: bool
    """The day has come from which one is reminded."""
    milestone: str
    """What the cycle calls it."""
    year: int
    version: str
    """Of the cycle's year."""

    @property
    def late(self) -> bool:
        """Whether the day has passed."""
        return self.left < 0


def deadline_of(framework: Framework, doctype: str, organ: str, year: int, today: date) -> Deadline | None:
    """The last day of a body's report; None where the cycle has none for it.

    Args:
        framework: the one in force.
        doctype: the document type as people call it; a milestone of the cycle begins with it. Where none is the
            body's own, one for all of them counts: `Nulägesbeskrivningar beslutade`.
        organ: the body that is responsible.
        year: the report's year.
        today: from where the days are counted.
    """
    found = [
        (one.sista_dag, one, cycle)
        for cycle in framework.processar
        if cycle.ar == year
        for one in cycle.milstolpar
        if one.typ.casefold().startswith(doctype.casefold())
    ]
    own = [one for one in found if one[1].ansvarig == organ and not _of_all(one[1].typ, doctype)]
    counts = own or [one for one in found if _of_all(one[1].typ, doctype)]
    if not counts:
        return None
    day, milestone, cycle = min(counts, key=lambda one: one[0])
    reminded = milestone.paminnelse is not None and milestone.paminnelse <= today
    return Deadline(day, (day - today).days, reminded, milestone.typ, cycle.ar, cycle.version)


def _of_all(milestone: str, doctype: str) -> bool:
    """Whether a milestone is of all such documents: its first word is their plural."""
    return milestone[len(doctype) : len(doctype) + 1].isalpha()
