"""Hold a finished packet against its manifest, when the parts that it was made of are no longer at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf

from service.assemble.verify import check_stamps, check_whole
from service.assemble.verify_outline import check_outline
from service.assemble.verify_safety import check_safety
from service.assemble.verify_structure import check_structure
from service.errors import Problem
from service.model.packet import LINK_BASE, PacketPlan, PacketSpec

Links = Mapping[int, Sequence[int]]
"""The pages that the links on each page lead to, counted from 1, in the order of the links."""

_ODD = (pikepdf.PdfError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading a file raises that is not built as a packet is."""


def inner_links(pdf: Path) -> dict[int, list[int]]:
    """The links inside the packet, by the page on which they stand."""
    with pikepdf.open(pdf) as packet:
        return _inner_links(packet)


def verify_alone(pdf: Path, spec: PacketSpec, plan: PacketPlan, links: Links) -> list[Problem]:
    """Everything in which the file is not what spec, plan and links say; the parts' own files are not read."""
    try:
        packet = pikepdf.open(pdf)
    except (pikepdf.PdfError, OSError) as error:
        return [
            Problem("packet_unreadable", f"Paketet ”{pdf.name}” kan inte läsas: {error}.", source=pdf.name)
        ]
    with packet:
        problems = list(_tried("uppgifter", partial(check_whole, packet, spec, plan)))
        if len(packet.pages) != plan.page_count:
            said = f"Paketet har {len(packet.pages)} sidor, men manifestet säger {plan.page_count}."
            return [*problems, Problem("packet_page_count", said)]
        for what, check in {
            "stämplar": partial(check_stamps, packet, plan),
            "bokmärken": partial(check_outline, packet, plan),
            "länkar": partial(_check_links, packet, links),
            "taggar": partial(_check_tags, packet, plan),
            "åtgärder": partial(check_safety, pdf, packet),
        }.items():
            problems += _tried(what, check)
    return problems


def _tried(what: str, check: Callable[[], Iterable[Problem]]) -> Iterator[Problem]:
    try:
        yield from check()
    except _ODD:
        yield Problem(
            "packet_unreadable", f"Paketets {what} kan inte läsas; filen är inte byggd som ett paket.", what
        )


def _inner_links(packet: pikepdf.Pdf) -> dict[int, list[int]]:
    numbers = {page.obj.objgen: at for at, page in enumerate(packet.pages, start=1)}
    found: dict[int, list[int]] = {}
    for number, page in enumerate(packet.pages, start=1):
        goals = [goal for link in _links(page) if (goal := _goal(link, numbers)) is not None]
        if goals:
            found[number] = goals
    return found


def _links(page: pikepdf.Page) -> list[Any]:
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


def _check_links(packet: pikepdf.Pdf, links: Links) -> Iterator[Problem]:
    found = _inner_links(packet)
    for number in sorted(found.keys() | links.keys()):
        lost = Counter(links.get(number, ())) - Counter(found.get(number, ()))
        new = Counter(found.get(number, ())) - Counter(links.get(number, ()))
        for goal in lost.elements():
            yield Problem(
                "link_differs",
                f"En länk på sidan {number} ska leda till sidan {goal}, men gör inte det.",
                str(number),
            )
        for goal in new.elements() if not lost else ():
            where = f"till sidan {goal}" if goal else "ut ur paketet"
            yield Problem(
                "link_differs",
                f"En länk på sidan {number} leder {where}, men står inte i manifestet.",
                str(number),
            )
    for number, page in enumerate(packet.pages, start=1):
        if any(str(link.get("/A", {}).get("/URI", "")).startswith(LINK_BASE) for link in _links(page)):
            yield Problem("link_left", f"En inre länk på sidan {number} är inte omgjord.", str(number))


def _check_tags(packet: pikepdf.Pdf, plan: PacketPlan) -> Iterator[Problem]:
    """Every part has its element, called as the part is, and the pages' tags lie under it."""
    problems = list(check_structure(packet, plan))
    yield from problems
    if any(not problem.path for problem in problems):
        return
    for element, planned in zip(packet.Root.StructTreeRoot.K[0].K, plan.parts, strict=True):
        wanted = f"{planned.part.label} {planned.part.title}".strip()
        found = (str(element.get("/S")), str(element.get("/T", "")))
        if found != ("/Part", wanted):
            yield Problem(
                "structure_differs",
                f"Taggen för ”{wanted}” är {found[0][1:]} ”{found[1]}”, men ska vara Part med delens namn.",
                planned.part.key,
            )
