"""The sheets that name pages, made again until every number they print is the page it names.

The kallelse, the contents and the cover sheets of the ärenden print page numbers, and their own length decides
those numbers. So they are filled, converted and counted until the numbers stand still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from service.assemble.headings import page_count
from service.errors import AssemblyError, Problem
from service.flow.meeting import Places, places_of
from service.flow.wiring import Workshop
from service.model.packet import PacketPlan

MAX_PASSES = 3
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document that prints page numbers: how to make it once the places of all parts are given."""

    key: str
    title: str
    make: Callable[[Places], Path]


@dataclass(frozen=True, slots=True)
class Paged:
    """The sheets as they are when the numbers stand still."""

    counts: Mapping[str, int]
    """Pages of each sheet."""
    plan: PacketPlan


Planner = Callable[[Mapping[str, Path], Mapping[str, int]], PacketPlan]
"""Gives the plan of the whole packet from the sheets' PDFs and their pages."""


def settle_pages(
    sheets: Sequence[Sheet], planner: Planner, guess: Mapping[str, int], workshop: Workshop
) -> Paged:
    """Make the sheets until their page numbers hold.

    Args:
        sheets: what prints page numbers.
        planner: gives the plan of the whole packet.
        guess: how many pages a sheet may have; one where nothing is known. A good guess saves a pass.
        workshop: for parallel work and progress.

    Raises:
        AssemblyError: the numbers did not stand still in three passes.
    """
    keys = [sheet.key for sheet in sheets]
    plan = planner(dict.fromkeys(keys, Path()), {key: guess.get(key, 1) for key in keys})
    for attempt in range(MAX_PASSES):
        places = places_of(plan)
        phase = "Sidnumrerar" if attempt == 0 else "Sidnumrerar om"
        pdfs = in_parallel(phase, sheets, partial(_make_at, places), workshop, attrgetter("title"))
        made = dict(zip(keys, pdfs, strict=True))
        counts = {key: page_count(pdf) for key, pdf in made.items()}
        settled = planner(made, counts)
        if places_of(settled) == places:
            return Paged(counts, settled)
        plan = settled
    raise AssemblyError(
        Problem(
            "page_numbers_unsettled",
            f"Sidnumren i föredragningslistan stod inte still efter {MAX_PASSES} omgångar.",
            remedy="Anmäl felet; bifoga sammanträdets indatafil.",
        )
    )


def _make_at(places: Places, sheet: Sheet) -> Path:
    return sheet.make(places)


def in_parallel(
    phase: str,
    items: Iterable[Any],
    work: Callable[[Any], Result],
    workshop: Workshop,
    name: Callable[[Any], str],
) -> list[Result]:
    """Do the work for every item, as many at once as there are converters; results in the items' order.

    The first fault of the operator's or template owner's kind ends the work; faults of the sender are gathered
    by the caller, inside `work`.
    """
    items = list(items)
    workshop.progress(phase, 0, len(items), "")
    results: list[Result] = []
    with ThreadPoolExecutor(max_workers=workshop.settings.konverterare) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            for number, (item, future) in enumerate(zip(items, futures, strict=True), start=1):
                results.append(future.result())
                workshop.progress(phase, number, len(items), name(item))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return results
