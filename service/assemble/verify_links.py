"""Every `samlad.invalid` link of our own documents leads to its page, and none is left as a web link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import pikepdf

from service.assemble.page_facts import PageFacts, link_action, page_links
from service.errors import Problem
from service.model.packet import LINK_BASE, OWN_KINDS, PacketPlan, PacketSpec, PlannedPart

Links = Mapping[int, Sequence[int]]
"""The pages that the links on each page lead to, counted from 1, in the order of the links."""


class LinkCheck:
    """Compares the links of each own part, as its source has them, with those of the packet."""

    def __init__(self, packet: pikepdf.Pdf, spec: PacketSpec, plan: PacketPlan) -> None:
        self._pages = list(packet.pages)
        self._numbers = {page.obj.objgen: at for at, page in enumerate(self._pages, start=1)}
        self._goals = _goals(spec, plan)

    def check(self, facts: Sequence[PageFacts], planned: PlannedPart) -> Iterator[Problem]:
        """Compare one part's links; those of somebody else's parts are none of ours."""
        for at, page in enumerate(facts if planned.part.kind in OWN_KINDS else ()):
            number, wanted = planned.first_page + at, page.addresses
            if not wanted:
                continue
            links = page_links(self._pages[number - 1].obj)
            if any(address.startswith(LINK_BASE) for _, address in links):
                yield Problem("link_left", f"En inre länk på sidan {number} är inte omgjord.", str(number))
            targets = [unquote(address.removeprefix(LINK_BASE)) for address in wanted]
            found = [
                _page(link, self._numbers) for link, _ in links if link_action(link).get("/S") == "/GoTo"
            ]
            yield from _compare(number, targets, found, self._goals)


def _goals(spec: PacketSpec, plan: PacketPlan) -> dict[str, range]:
    """The pages that each target may be on: a part's first, an anchor's any of its part's."""
    goals = {planned.part.key: range(planned.first_page, planned.first_page + 1) for planned in plan.parts}
    pages = {planned.part.key: range(planned.first_page, planned.last_page + 1) for planned in plan.parts}
    return goals | {anchor.name: pages[anchor.part] for anchor in spec.anchors}


def _compare(number: int, targets: list[str], found: list[int], goals: dict[str, range]) -> Iterator[Problem]:
    remaining = list(found)
    for target in targets:
        hit = next((page for page in remaining if page in goals.get(target, ())), None)
        if hit is None:
            yield Problem("link_differs", f"Länken till ”{target}” på sidan {number} leder fel.", target)
        else:
            remaining.remove(hit)


def _page(link: pikepdf.Object, numbers: dict[tuple[int, int], int]) -> int:
    return numbers.get(link_action(link).D[0].objgen, 0)


def inner_links(packet: pikepdf.Pdf) -> dict[int, list[int]]:
    """The links inside the packet, by the page on which they stand."""
    numbers = {page.obj.objgen: at for at, page in enumerate(packet.pages, start=1)}
    found: dict[int, list[int]] = {}
    for number, page in enumerate(packet.pages, start=1):
        goals = [goal for link in links_on(page) if (goal := _goal(link, numbers)) is not None]
        if goals:
            found[number] = goals
    return found


def links_on(page: pikepdf.Page) -> list[Any]:
    """The link annotations of a page."""
    annotations: Any = page.obj.get("/Annots", pikepdf.Array())
    return [
        one for one in annotations if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Link"
    ]


def _goal(link: Any, numbers: Mapping[tuple[int, int], int]) -> int | None:
    """The page a link leads to; 0 when it is none of the packet's, None when the link leads out of the file."""
    action = link.get("/A", pikepdf.Dictionary())
    place = action.get("/D") if action.get("/S") == "/GoTo" else link.get("/Dest")
    if place is None:
        return None
    return numbers.get(place[0].objgen, 0) if isinstance(place, pikepdf.Array) else 0
