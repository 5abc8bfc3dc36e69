"""The tags of every page lead into the element of its own part, and no two pages share a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from service.errors import Problem
from service.model.packet import PacketPlan

_DEEPEST = 500


def check_structure(packet: pikepdf.Pdf, plan: PacketPlan) -> Iterator[Problem]:
    """Compare the structure tree with the plan."""
    parts = _part_elements(packet)
    if len(parts) != len(plan.parts):
        yield Problem(
            "structure_differs", f"Paketet har {len(parts)} taggade delar, men ska ha {len(plan.parts)}."
        )
        return
    rows = _parent_rows(packet)
    used: set[int] = set()
    homes = {element.objgen for element in parts}
    for planned, element in zip(plan.parts, parts, strict=True):
        for number in range(planned.first_page, planned.last_page + 1):
            key = packet.pages[number - 1].obj.get("/StructParents")
            if key is None:
                continue
            if int(key) in used or not _leads_home(rows.get(int(key)), element, homes):
                yield Problem(
                    "structure_differs",
                    f"Taggarna på sidan {number} hör inte till ”{planned.part.title}”.",
                    planned.part.key,
                )
            used.add(int(key))


def _part_elements(packet: pikepdf.Pdf) -> list[Any]:
    tree = packet.Root.get("/StructTreeRoot")
    return list(tree.K[0].get("/K", [])) if tree is not None else []


def _parent_rows(packet: pikepdf.Pdf) -> dict[int, Any]:
    rows: dict[int, Any] = {}
    for node in packet.Root.StructTreeRoot.ParentTree.get("/Kids", []):
        numbers = node.Nums
        for at in range(0, len(numbers), 2):
            rows[int(numbers[at])] = numbers[at + 1]
    return rows


def _leads_home(row: Any, part: Any, homes: set[tuple[int, int]]) -> bool:
    """Whether the elements of a page's row lie under its part; in a broken source they may lie under nothing."""
    if not isinstance(row, pikepdf.Array):
        return False
    ends = [_first_element(row, range(len(row))), _first_element(row, range(len(row) - 1, -1, -1))]
    return all(_home(element, homes) in (part.objgen, None) for element in ends)


def _first_element(row: Any, order: range) -> Any:
    return next((row[at] for at in order if isinstance(row[at], pikepdf.Dictionary)), None)


def _home(element: Any, homes: set[tuple[int, int]]) -> tuple[int, int] | None:
    for _ in range(_DEEPEST):
        if not isinstance(element, pikepdf.Dictionary):
            return None
        if element.objgen in homes:
            return element.objgen
        element = element.get("/P")
    return None
