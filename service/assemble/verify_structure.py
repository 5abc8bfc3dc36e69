"""The tags of every page lead into the element of its own part, and no two pages share a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from service.assemble.verify_packed import unpack
from service.errors import Problem
from service.model.packet import PacketPlan

_DEEPEST = 500
_PARENT = re.compile(rb"/P\s+(\d+)\s+0\s+R\b")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")


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
    elements = _Elements(packet, {element.objgen[0] for element in parts})
    for planned, element in zip(plan.parts, parts, strict=True):
        for number in range(planned.first_page, planned.last_page + 1):
            key = packet.pages[number - 1].obj.get("/StructParents")
            if key is None:
                continue
            if int(key) in used or not elements.lead_home(rows.get(int(key)), element.objgen[0]):
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


class _Elements:
    """The tags, each with the one above it."""

    def __init__(self, packet: pikepdf.Pdf, homes: set[int]) -> None:
        self._packet = packet
        self._homes = homes
        self._above: dict[int, int] = {}
        for packed in unpack(Path(packet.filename)):
            for number, body in packed.objects():
                if found := _PARENT.search(body):
                    self._above[number] = int(found[1])

    def lead_home(self, row: Any, part: int) -> bool:
        """Whether the elements of a page's row lie under its part; in a broken source they may lie under nothing."""
        if not isinstance(row, pikepdf.Array):
            return False
        elements = [int(number) for number in _REFERENCE.findall(row.unparse())]
        return all(self._home(element) in (part, None) for element in elements[:1] + elements[-1:])

    def _home(self, start: int) -> int | None:
        element: int | None = start
        for _ in range(_DEEPEST):
            if element is None or element in self._homes:
                return element
            element = self._above[element] if element in self._above else self._ask_qpdf(element)
        return None

    def _ask_qpdf(self, element: int) -> int | None:
        """What stands above an element that is not packed."""
        held = self._packet.get_object(element, 0)
        above = held.get("/P") if isinstance(held, pikepdf.Dictionary) else None
        return above.objgen[0] if isinstance(above, pikepdf.Dictionary) and above.is_indirect else None
