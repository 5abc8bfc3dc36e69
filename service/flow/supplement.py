"""The supplement to a packet that was sent out: the list of what has changed, and the pages that are new or others.

It has the whole packet's page labels. What it names and does not hold is named by its page label, without a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from service.assemble.headings import page_count
from service.errors import AssemblyError, Problem
from service.flow.compare import FILLER_MARK
from service.flow.dispatch import CHANGES
from service.flow.editions import Edition
from service.flow.meeting import WITHDRAWN_MARK, Place, Places, places_of
from service.flow.paging import Sheet, in_parallel
from service.model.packet import PacketPlan, Part, PlannedPart


def lay_out_supplement(edition: Edition, whole: PacketPlan) -> PacketPlan:
    """The plan of the supplement.

    Args:
        edition: a dispatch that follows another.
        whole: the plan of the whole packet.

    Raises:
        AssemblyError: without its links a sheet got another number of pages.
    """
    places = places_of(whole)
    keys = supplement_keys(edition, places)
    shown = {key: replace(place, reachable=key in keys) for key, place in places.items()}
    made = {**_make_again(edition, shown, keys), **_without_links(edition, keys)}
    parts: list[PlannedPart] = []
    page = 1
    for planned in whole.parts:
        if planned.part.key in keys:
            part = _with_pdf(planned.part, made)
            parts.append(PlannedPart(part, page, planned.page_count, planned.page_labels))
            page += planned.page_count
    return PacketPlan(tuple(parts), whole.printed_count)


def supplement_keys(edition: Edition, places: Places) -> frozenset[str]:
    """The keys of the parts in it: what is new, changed or withdrawn, with the cover sheets that belong to it."""
    keys = {CHANGES, "kallelse"}
    for change in edition.changes(places):
        keys |= {change.arende, change.item.key, *change.item.keys}
    marks = ("", FILLER_MARK, WITHDRAWN_MARK)
    return frozenset(f"{key}{mark}" for key in keys for mark in marks) & places.keys()


def _make_again(edition: Edition, places: Mapping[str, Place], keys: frozenset[str]) -> dict[str, Path]:
    """The sheets that print page numbers, without links to what is not there."""
    sheets = [sheet for sheet in edition.sheets() if sheet.key in keys]
    workshop = edition.desk.workshop
    pdfs = in_parallel("Tillägg", sheets, partial(_make_at, places), workshop, lambda sheet: sheet.title)
    for sheet, pdf in zip(sheets, pdfs, strict=True):
        found, wanted = page_count(pdf), len(places[sheet.key].labels)
        if found != wanted:
            raise AssemblyError(
                Problem(
                    "supplement_pages_differ",
                    f"{sheet.title} har {found} sidor i tillägget, men {wanted} i hela paketet.",
                    sheet.key,
                    "Anmäl felet; bifoga sammanträdets indatafil.",
                )
            )
    return {sheet.key: pdf for sheet, pdf in zip(sheets, pdfs, strict=True)}


def _without_links(edition: Edition, keys: frozenset[str]) -> dict[str, Path]:
    """The documents that quote others, as they are read by themselves: what they quote may not be there."""
    quoting = (one for one in edition.ready if one.anchors and one.report and one.numbered.key in keys)
    return {one.numbered.key: one.report.made.pdf for one in quoting if one.report}


def _make_at(places: Places, sheet: Sheet) -> Path:
    return sheet.make(places)


def _with_pdf(part: Part, made: Mapping[str, Path]) -> Part:
    return replace(part, pdf=made[part.key]) if part.key in made else part
