"""The public register: every document is there, and what must be kept apart is not (OSL 5:2 st. 2)."""

from __future__ import annotations

from collections.abc import Iterator

from service.flow.service import Service
from service.model.diarium import Offentligrad, Partsroll, Registerstatus, Riktning, Sokning
from service.model.lists import Page, Span
from service.records import diarium_tables as tables
from service.records.diarium_public import every_public, list_public

_DIRECTIONS = {one.value: one for one in Riktning}


def page_public(service: Service, wanted: Sokning, span: Span, *, on_web: bool = False) -> Page[Offentligrad]:
    """A part of the public register, the latest first; searched in what is shown alone.

    Args:
        service: the service.
        wanted: the search.
        span: which part.
        on_web: for who is not logged in: without the names of private persons.
    """
    with service.records.look() as db:
        page = list_public(db, wanted, span, on_web=on_web)
        return Page(tuple(as_public(row, on_web=on_web) for row in page.rows), page.total, page.start)


def all_public(service: Service, wanted: Sokning, *, on_web: bool = False) -> Iterator[Offentligrad]:
    """The whole public register, the latest first, a row at a time."""
    with service.records.look() as db:
        for row in every_public(db, wanted, on_web=on_web):
            yield as_public(row, on_web=on_web)


def as_public(row: tables.Diariehandling, *, on_web: bool = False) -> Offentligrad:
    """What everybody may see of a document."""
    matter = row.matter
    secret = row.skyddad or matter.skyddat
    title = row.titel_publik or ("" if secret else row.titel)
    shown = [one for one in row.parter if not one.skyddad and (one.organisation or not on_web)]
    named = [] if secret else shown
    left_out = []
    if title != row.titel:
        left_out.append("titel")
    for role in Partsroll:
        there = [one for one in row.parter if one.roll == role.value]
        if len(there) > len([one for one in named if one.roll == role.value]):
            left_out.append(role.value)
    if matter.arendemening_skyddad:
        left_out.append("arendemening")
    return Offentligrad(
        beteckning=f"{matter.diarienummer}-{row.nr}",
        diarienummer=matter.diarienummer,
        datum=row.datum,
        riktning=_DIRECTIONS[row.riktning],
        arendemening=matter.arendemening_offentlig,
        titel=title,
        avsandare=tuple(one.namn for one in named if one.roll == Partsroll.AVSANDARE.value),
        mottagare=tuple(one.namn for one in named if one.roll == Partsroll.MOTTAGARE.value),
        makulerad=row.status == Registerstatus.MAKULERAD.value,
        utelamnat=tuple(left_out),
    )
