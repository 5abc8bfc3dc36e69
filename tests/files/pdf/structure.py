"""A structure tree as a list of plain facts, read with pikepdf: what a screen reader is told, without any numbers.

While it reads it holds the tree against itself: every content and every annotation leads back to the element above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import pikepdf

from service.model.packet import LINK_BASE

_MARK = re.compile(r"\.del\d+$")
_WORDS = ("/Alt", "/ActualText", "/Lang", "/T", "/E")
_SHOWING = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "S", "f", "f*", "B", "B*", "b", "b*", "s"})
_HOPS = 10


class Fact(NamedTuple):
    """One element, one piece of content or one annotation, and how deep it stands."""

    level: int
    kind: str
    """An element's standard role, `content` or `object`."""
    page: int | None
    """Counted from 0 in the document."""
    said: object


def document_facts(pdf: pikepdf.Pdf) -> list[Fact]:
    """The facts of a document by itself, from below its topmost element where there is but one."""
    tops = _kids(pdf.Root.StructTreeRoot)
    if len(tops) == 1 and tops[0].get("/S") == "/Document":
        tops = _kids(tops[0])
    return _Reading(pdf, range(len(pdf.pages))).read(tops)


def part_facts(packet: pikepdf.Pdf, part: int, pages: range) -> list[Fact]:
    """The facts of a packet's part; parts and pages are counted from 0."""
    return _Reading(packet, pages).read(_kids(packet.Root.StructTreeRoot.K[0].K[part]))


class _Reading:
    def __init__(self, pdf: pikepdf.Pdf, pages: range) -> None:
        tree = pdf.Root.StructTreeRoot
        self._pages = [pdf.pages[at] for at in pages]
        self._numbers = {page.obj.objgen: at for at, page in enumerate(self._pages)}
        self._roles = {key: str(value) for key, value in tree.get("/RoleMap", pikepdf.Dictionary()).items()}
        self._classes = tree.get("/ClassMap", pikepdf.Dictionary())
        self._rows = dict(_items(tree.get("/ParentTree"), "/Nums"))
        self._ids = {bytes(key): one for key, one in _items(tree.get("/IDTree"), "/Names")}
        self._contents: dict[int, dict[int, list[object]]] = {}

    def read(self, tops: list[Any]) -> list[Fact]:
        return [fact for top in tops for fact in self._element(top, 0)]

    def _element(self, element: Any, level: int) -> Iterator[Fact]:
        assert element.is_indirect
        page = self._page(element.get("/Pg"))
        said = {
            "role": _MARK.sub("", str(element.S)),
            "words": {key: str(element[key]) for key in _WORDS if key in element},
            "attributes": [self._plain(one) for one in _listed(element.get("/A"))],
            "classes": [self._plain(self._classes[str(one)]) for one in _listed(element.get("/C"))],
            "named": "/ID" in element,
        }
        if said["named"]:
            assert self._ids[bytes(element.ID)].objgen == element.objgen
        yield Fact(level, self._standard(str(element.S)), page, said)
        for kid in _kids(element):
            if isinstance(kid, int):
                yield self._content(element, page, kid, level + 1)
            elif kid.get("/Type") == "/MCR":
                yield self._content(element, self._page(kid.get("/Pg"), page), int(kid.MCID), level + 1)
            elif kid.get("/Type") == "/OBJR":
                yield self._object(element, kid.Obj, self._page(kid.get("/Pg"), page), level + 1)
            else:
                assert kid.P.objgen == element.objgen
                yield from self._element(kid, level + 1)

    def _standard(self, role: str) -> str:
        for _ in range(_HOPS):
            role = self._roles.get(role, role)
        return role

    def _page(self, page: Any, otherwise: int | None = None) -> int | None:
        return otherwise if page is None else self._numbers[page.objgen]

    def _content(self, element: Any, page: int | None, number: int, level: int) -> Fact:
        assert page is not None
        row = self._rows[int(self._pages[page].obj.StructParents)]
        assert row[number].objgen == element.objgen
        if page not in self._contents:
            self._contents[page] = _marked(self._pages[page])
        return Fact(level, "content", page, self._contents[page].get(number))

    def _object(self, element: Any, held: Any, page: int | None, level: int) -> Fact:
        assert self._rows[int(held.StructParent)].objgen == element.objgen
        assert page is not None
        assert held.objgen in [one.objgen for one in self._pages[page].obj.Annots]
        address = str(held.get("/A", pikepdf.Dictionary()).get("/URI", ""))
        kept = "" if address.startswith(LINK_BASE) else address
        return Fact(level, "object", page, (str(held.Subtype), self._plain(held.Rect), kept))

    def _plain(self, value: Any) -> object:
        """Attributes as values; the cells that a cell calls its headers by what they say of themselves."""
        if isinstance(value, pikepdf.Dictionary):
            return {
                key: self._headers(one) if key == "/Headers" else self._plain(one)
                for key, one in value.items()
            }
        if isinstance(value, pikepdf.Array):
            return [self._plain(one) for one in value]
        if isinstance(value, Decimal):
            return round(float(value), 4)
        return value if isinstance(value, int) else str(value)

    def _headers(self, headers: Any) -> object:
        found = [self._ids[bytes(one)] for one in headers]
        return [
            (self._standard(str(one.S)), self._page(one.get("/Pg")), str(one.get("/T", ""))) for one in found
        ]


def _kids(element: Any) -> list[Any]:
    return _listed(element.get("/K"))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _items(tree: Any, leaf: str) -> Iterator[tuple[Any, Any]]:
    stack = [] if tree is None else [tree]
    while stack:
        node = stack.pop()
        stack.extend(_listed(node.get("/Kids")))
        items = _listed(node.get(leaf))
        yield from zip(items[::2], items[1::2], strict=True)


def _marked(page: pikepdf.Page) -> dict[int, list[object]]:
    """What is shown under each number of marked content: texts as they are written, with their font, and paint."""
    found: dict[int, list[object]] = {}
    open_numbers: list[int | None] = []
    font = ""
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name in ("BDC", "BMC"):
            open_numbers.append(_number(page, operands))
        elif name == "EMC":
            open_numbers.pop()
        elif name == "Tf":
            font = str(operands[0])
        elif name in _SHOWING:
            number = next((one for one in reversed(open_numbers) if one is not None), None)
            if number is not None:
                found.setdefault(number, []).append((name, font, b"".join(map(_written, operands))))
    return found


def _number(page: pikepdf.Page, operands: Any) -> int | None:
    held = operands[1] if len(operands) > 1 else None
    if isinstance(held, pikepdf.Name):
        held = page.obj.Resources.Properties[str(held)]
    number = held.get("/MCID") if isinstance(held, pikepdf.Dictionary) else None
    return None if number is None else int(number)


def _written(operand: Any) -> bytes:
    return operand.unparse() if isinstance(operand, pikepdf.Object) else str(operand).encode()
