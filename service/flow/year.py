"""The year: which body has handed in what, and how far each report has come."""

from __future__ import annotations

from dataclasses import dataclass

from service.flow.desk import due_of
from service.flow.doctypes import title_of
from service.flow.goals import goals_together
from service.flow.refusals import WrongState
from service.flow.register import Report, page_reports
from service.flow.service import Service
from service.model.choices import Organtyp
from service.model.deadlines import Deadline
from service.model.dialogsammanfattning import Dialogsammanfattning
from service.model.goals import Goals
from service.model.lists import MAX_PAGE, Span, Wanted
from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.model.people import Person
from service.model.steps import OPEN
from service.records.frameworks import organs_of
from service.schema.load import slug_of

_YEARLY = (Nulagesbeskrivning, Dialogsammanfattning)
"""What a body hands in each year (the governance model, S:114, S:157)."""
_REPORTING = frozenset({Organtyp.KOMMUNSTYRELSE.value, Organtyp.NAMND.value, Organtyp.BOLAG.value})


@dataclass(frozen=True, slots=True)
class OrganYear:
    """A body's reports of one year, by kind; empty where the person may see none."""

    organ: str
    name: str
    reports: tuple[tuple[Report, ...], ...]
    """For each of the year's kinds."""
    deadlines: tuple[Deadline | None, ...] = ()
    """The last day of each, by the framework's cycle."""


@dataclass(frozen=True, slots=True)
class Year:
    """What every body has handed in."""

    year: int
    kinds: tuple[str, ...]
    """The document types that are handed in each year, by name."""
    rows: tuple[OrganYear, ...]
    statuses: tuple[tuple[str, int], ...]
    """How many reports there are in each state, in the order of the way."""

    goals: Goals
    """How well the riktningsmål are met, by all that were handed in."""

    @property
    def missing(self) -> tuple[OrganYear, ...]:
        """Bodies whose analysis nobody has seen yet."""
        return tuple(row for row in self.rows if not row.reports[0])


def year_of(service: Service, person: Person, year: int, states: tuple[str, ...]) -> Year:
    """The reports of a year that the person may know of, for every body that reports."""
    reports, slugs = _all_reports(service, person, year), [slug_of(model) for model in _YEARLY]
    with service.records.look() as db:
        organs = [(one.id, one.namn) for one in organs_of(db) if one.aktiv and one.typ in _REPORTING]
    rows = tuple(
        OrganYear(
            organ,
            name,
            tuple(tuple(one for one in reports if one.organ == organ and one.slug == slug) for slug in slugs),
            tuple(_due(service, slug, organ, year) for slug in slugs),
        )
        for organ, name in organs
    )
    counted = tuple((state, sum(one.status == state for one in reports)) for state in states)
    analyses = [one for one in reports if one.slug == slugs[0] and one.status not in OPEN]
    return Year(
        year,
        tuple(map(title_of, slugs)),
        rows,
        tuple((state, count) for state, count in counted if count),
        goals_together(service, person, analyses),
    )


def _due(service: Service, slug: str, organ: str, year: int) -> Deadline | None:
    try:
        return due_of(service, slug, organ, year)
    except WrongState:  # no framework yet
        return None


def _all_reports(service: Service, person: Person, year: int) -> list[Report]:
    found: list[Report] = []
    while True:
        page = page_reports(service, person, Wanted(ar=year, sort="organ"), Span(len(found), MAX_PAGE))
        found += page.rows
        if not page.rows or len(found) >= page.total:
            return found
