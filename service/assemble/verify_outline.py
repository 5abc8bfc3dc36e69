"""Every bookmark of the finished packet leads to the page that the plan says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from service.errors import Problem
from service.model.packet import PacketPlan, PlannedPart


@dataclass(frozen=True, slots=True)
class _Item:
    title: str
    page: int | None
    """Counted from 1; None when it leads nowhere in the packet."""
    has_target: bool
    above: _Item | None


def check_outline(packet: pikepdf.Pdf, plan: PacketPlan) -> Iterator[Problem]:
    """Every part has its bookmark in its place, and every bookmark leads into the packet."""
    numbers = {page.obj.objgen: at for at, page in enumerate(packet.pages, start=1)}
    items = list(_walk(packet.Root.get("/Outlines"), None, numbers))
    for item in items:
        if item.has_target and item.page is None:
            yield Problem("bookmark_differs", f"Bokmärket ”{item.title}” leder ut ur paketet.")
    found = {(item.title, item.page, item.above.title if item.above else None) for item in items}
    parts = {planned.part.key: planned for planned in plan.parts}
    for planned in plan.parts:
        above = _part_above(planned, parts)
        expected = planned.part.title, planned.first_page, above.part.title if above else None
        if planned.part.bookmark and expected not in found:
            yield Problem(
                "bookmark_differs",
                f"Bokmärket ”{planned.part.title}” saknas eller leder inte till sidan {planned.first_page}.",
                planned.part.key,
            )


def _walk(
    parent: pikepdf.Object | None, above: _Item | None, numbers: dict[tuple[int, int], int]
) -> Iterator[_Item]:
    node = parent.get("/First") if parent is not None else None
    while node is not None:
        target = node.get("/Dest")
        page = numbers.get(target[0].objgen) if target is not None else None
        item = _Item(str(node.get("/Title", "")), page, target is not None, above)
        yield item
        yield from _walk(node, item, numbers)
        node = node.get("/Next")


def _part_above(planned: PlannedPart, parts: dict[str, PlannedPart]) -> PlannedPart | None:
    """The nearest part above that has a bookmark; a parent that comes later counts as none."""
    parent = planned.part.parent
    while parent is not None:
        above = parts.get(parent)
        if above is None or above.first_page > planned.first_page:
            return None
        if above.part.bookmark:
            return above
        parent = above.part.parent
    return None
