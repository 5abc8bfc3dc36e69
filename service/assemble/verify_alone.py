"""Hold a finished packet against its manifest, when the parts that it was made of are no longer at hand."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pikepdf

from service.assemble.verify import check_stamps, check_whole
from service.assemble.verify_links import Links, inner_links, links_on
from service.assemble.verify_outline import check_outline
from service.assemble.verify_packed import PackedObjects
from service.assemble.verify_safety import check_safety
from service.assemble.verify_structure import check_structure
from service.errors import Problem
from service.model.packet import LINK_BASE, PacketPlan, PacketSpec

_ODD = (
    pikepdf.PdfError,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What reading a file raises that is not built as a packet is."""


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
            return [*problems, Problem("packet_page_count", said, "sidor")]
        packed = PackedObjects(pdf)
        for what, check in {
            "stämplar": partial(check_stamps, packet, plan),
            "bokmärken": partial(check_outline, packet, plan),
            "länkar": partial(_check_links, packet, links),
            "taggar": partial(_check_tags, packed, packet, plan),
            "åtgärder": partial(check_safety, packed, packet),
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


def _check_links(packet: pikepdf.Pdf, links: Links) -> Iterator[Problem]:
    found = inner_links(packet)
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
        if any(str(link.get("/A", {}).get("/URI", "")).startswith(LINK_BASE) for link in links_on(page)):
            yield Problem("link_left", f"En inre länk på sidan {number} är inte omgjord.", str(number))


def _check_tags(packed: PackedObjects, packet: pikepdf.Pdf, plan: PacketPlan) -> Iterator[Problem]:
    """Every part has its element, called as the part is, and the pages' tags lie under it."""
    problems = list(check_structure(packed, packet, plan))
    yield from problems
    if any(not problem.path for problem in problems):
        return
    for element, planned in zip(packet.Root.StructTreeRoot.K[0].K, plan.parts, strict=True):
        wanted = planned.part.called
        found = (str(element.get("/S")), str(element.get("/T", "")))
        if found != ("/Part", wanted):
            yield Problem(
                "structure_differs",
                f"Taggen för ”{wanted}” är {found[0][1:]} ”{found[1]}”, men ska vara Part med delens namn.",
                planned.part.key,
            )
