"""The tags of every page lead into the element of its own part, and no two pages share a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from service.assemble.verify_packed import PackedObjects
from service.errors import Problem
from service.model.packet import PacketPlan

_DEEPEST = 500
_PARENT = re.compile(rb"/P\s+(\d+)\s+0\s+R\b")
_REFERENCE = re.compile(rb"\b(\d+)\s+0\s+R\b")
_ROW = re.compile(rb"(\d+)\s*\[([^\[\]]*)\]")
_ROW_ELSEWHERE = re.compile(rb"(\d+)\s+(\d+)\s+0\s+R\b")


def check_structure(packed: PackedObjects, packet: pikepdf.Pdf, plan: PacketPlan) -> Iterator[Problem]:
    """Compare the structure tree with the plan."""
    parts = _part_elements(packet)
    if len(parts) != len(plan.parts):
        yield Problem(
            "structure_differs", f"Paketet har {len(parts)} taggade delar, men ska ha {len(plan.parts)}."
        )
        return
    tags = _Tags(packed, packet, set(parts))
    used: set[int] = set()
    pages = list(packet.pages)
    for planned, element in zip(plan.parts, parts, strict=True):
        for number in range(planned.first_page, planned.last_page + 1):
            key = pages[number - 1].obj.get("/StructParents")
            if key is None:
                continue
            if int(key) in used or not tags.lead_home(int(key), element):
                yield Problem(
                    "structure_differs",
                    f"Taggarna på sidan {number} hör inte till ”{planned.part.title}”.",
                    planned.part.key,
                )
            used.add(int(key))


def _part_elements(packet: pikepdf.Pdf) -> list[int]:
    tree = packet.Root.get("/StructTreeRoot")
    return [element.objgen[0] for element in tree.K[0].get("/K", [])] if tree is not None else []


class _Tags:
    """The parent tree's rows and the tags, each with the one above it.

    They are read from the bytes of the object streams: as objects of qpdf they would be most of the memory that the
    whole packet takes.
    """

    def __init__(self, packed: PackedObjects, packet: pikepdf.Pdf, homes: set[int]) -> None:
        self._packed = packed
        self._packet = packet
        self._homes = homes
        self._rows: dict[int, list[int]] = {}
        self._rows_elsewhere: dict[int, int] = {}
        for node in set(_numbers(packet.Root.StructTreeRoot.ParentTree.unparse(resolved=True))):
            body = packed.body(node)  # None in a file without object streams
            self._read_rows(packet.get_object(node, 0).unparse(resolved=True) if body is None else body)

    def _read_rows(self, node: bytes) -> None:
        numbers = node.partition(b"/Nums")[2]
        for key, row in _ROW.findall(numbers):
            elements = _numbers(row)
            self._rows[int(key)] = elements[:1] + elements[-1:]
        for key, number in _ROW_ELSEWHERE.findall(_ROW.sub(b"", numbers)):
            self._rows_elsewhere[int(key)] = int(number)

    def lead_home(self, key: int, part: int) -> bool:
        """Whether the elements of a page's row lie under its part; in a broken source they may lie under nothing."""
        row = self._rows.get(key) or self._row_elsewhere(key)
        return row is not None and all(self._home(element) in (part, None) for element in row)

    def _row_elsewhere(self, key: int) -> list[int] | None:
        """The row of a page that stands as an object of its own, as some programs write it."""
        number = self._rows_elsewhere.get(key)
        row = None if number is None else self._packet.get_object(number, 0)
        if not isinstance(row, pikepdf.Array):
            return None
        elements = [
            one.objgen[0] for one in row if isinstance(one, pikepdf.Dictionary)
        ]  # a row may hold null
        return elements[:1] + elements[-1:]

    def _home(self, start: int) -> int | None:
        element: int | None = start
        for _ in range(_DEEPEST):
            if element is None or element in self._homes:
                return element
            found = _PARENT.search(self._packed.body(element) or b"")
            element = int(found[1]) if found else self._ask_qpdf(element)
        return None

    def _ask_qpdf(self, element: int) -> int | None:
        """What stands above an element that is not packed."""
        held: Any = self._packet.get_object(element, 0)
        above = held.get("/P") if isinstance(held, pikepdf.Dictionary) else None
        return above.objgen[0] if isinstance(above, pikepdf.Dictionary) and above.is_indirect else None


def _numbers(written: bytes) -> list[int]:
    return [int(number) for number in _REFERENCE.findall(written)]
