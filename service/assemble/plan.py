"""Which page each part of the packet begins on: arithmetic, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.errors import AssemblyError, Problem
from service.model.packet import PacketPlan, Part, PlannedPart


def plan_packet(
    spec_parts: Sequence[Part],
    page_counts: Mapping[str, int],
    labels: Mapping[str, Sequence[str]] | None = None,
    last_number: int = 0,
) -> PacketPlan:
    """Give every part its first page, in the order of the parts.

    Args:
        spec_parts: the parts as they shall lie in the packet.
        page_counts: pages per part key, as `triage.inspect` or `headings.page_count` found them.
        labels: what the pages of each part are called; when there are none, they are numbered from 1.
        last_number: the highest page number; 0 when that is the number of pages.

    Raises:
        AssemblyError: with every part that has no page count, no pages, or a key that is used twice.
    """
    problems = [*_doubles(spec_parts), *_uncounted(spec_parts, page_counts)]
    if problems:
        raise AssemblyError(*problems)
    planned: list[PlannedPart] = []
    page = 1
    for part in spec_parts:
        called = tuple(labels[part.key]) if labels else ()
        planned.append(PlannedPart(part, page, page_counts[part.key], called))
        page += page_counts[part.key]
    return PacketPlan(tuple(planned), last_number)


def _doubles(parts: Sequence[Part]) -> list[Problem]:
    seen: set[str] = set()
    problems: list[Problem] = []
    for part in parts:
        if part.key in seen:
            problems.append(
                Problem("part_key_twice", f"Två delar i paketet har nyckeln ”{part.key}”.", part.key)
            )
        seen.add(part.key)
    return problems


def _uncounted(parts: Sequence[Part], page_counts: Mapping[str, int]) -> list[Problem]:
    return [
        Problem("part_not_counted", f"Antalet sidor i ”{part.title}” är inte känt.", part.key)
        for part in parts
        if page_counts.get(part.key, 0) < 1
    ]
