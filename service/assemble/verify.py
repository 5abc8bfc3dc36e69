"""Read the finished packet again, with another library than wrote it, and hold it against spec and plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pikepdf

from service.assemble.page_facts import facts_of_part
from service.assemble.remember import Remember, at_once
from service.assemble.stamps import stamp_text
from service.assemble.verify_content import check_pages, compare_text
from service.assemble.verify_links import LinkCheck, Links, inner_links
from service.assemble.verify_outline import check_outline
from service.assemble.verify_packed import PackedObjects
from service.assemble.verify_safety import check_safety
from service.assemble.verify_stamps import read_stamp, stamp_alphabet
from service.assemble.verify_structure import check_structure
from service.errors import Problem
from service.model.packet import PacketPlan, PacketSpec


class Verified(NamedTuple):
    """What was found in the finished packet."""

    problems: list[Problem]
    """Everything in which the file disagrees with spec and plan; empty when all is well."""
    links: Links


def verify(pdf: Path, spec: PacketSpec, plan: PacketPlan, remember: Remember = at_once) -> Verified:
    """Read the whole file and hold it against spec and plan.

    The file itself is read anew whatever is remembered of its sources.
    """
    try:
        with pikepdf.open(pdf) as packet:
            if len(packet.pages) != plan.page_count:
                said = f"Paketet har {len(packet.pages)} sidor, men planen säger {plan.page_count}."
                return Verified([Problem("packet_page_count", said)], {})
            problems = [
                *check_whole(packet, spec, plan),
                *check_stamps(packet, plan),
                *check_outline(packet, plan),
                *_check_objects(PackedObjects(pdf), packet, plan),
                *_check_parts(pdf, packet, spec, plan, remember),
            ]
            return Verified(problems, {} if problems else inner_links(packet))
    except pikepdf.PdfError as error:
        said = f"Det färdiga paketet kan inte läsas: {error}."
        return Verified([Problem("packet_unreadable", said)], {})


def _check_objects(packed: PackedObjects, packet: pikepdf.Pdf, plan: PacketPlan) -> Iterator[Problem]:
    """What is asked of all objects; the whole file is in memory only as long."""
    yield from check_structure(packed, packet, plan)
    yield from check_safety(packed, packet)


def _check_parts(
    pdf: Path, packet: pikepdf.Pdf, spec: PacketSpec, plan: PacketPlan, remember: Remember
) -> Iterator[Problem]:
    """Hold the packet against its sources."""
    links = LinkCheck(packet, spec, plan)
    unlike: dict[str, list[int]] = {}
    pages = [page.obj for page in packet.pages]
    for planned in plan.parts:
        facts = facts_of_part(planned.part.pdf, remember)
        yield from links.check(facts, planned)
        ours = pages[planned.first_page - 1 : planned.last_page]
        yield from check_pages(facts, ours, planned, unlike.setdefault(planned.part.key, []))
    yield from compare_text(pdf, plan, unlike, remember)


def check_whole(packet: pikepdf.Pdf, spec: PacketSpec, plan: PacketPlan) -> Iterator[Problem]:
    """Title, language and page labels."""
    root = packet.Root
    facts = {
        "titel": (str(packet.docinfo.get("/Title", "")), spec.title),
        "språk": (str(root.get("/Lang", "")), spec.language),
    }
    for what, (found, expected) in facts.items():
        if found != expected:
            yield Problem(
                "packet_metadata", f"Paketets {what} är ”{found}”, men ska vara ”{expected}”.", what
            )
    labels = read_labels(root, len(packet.pages))
    for page, (label, wanted) in enumerate(zip(labels, plan.page_labels, strict=False), start=1):
        if label != wanted:
            yield Problem(
                "packet_metadata",
                f"Sidan {page} i filen har etiketten ”{label}”, men ska ha ”{wanted}”.",
                "sidetiketter",
            )
            return


def read_labels(root: pikepdf.Object, count: int) -> list[str]:
    """What each page is called, as the file's page labels say; empty where they say nothing that we write."""
    numbers = root.get("/PageLabels", pikepdf.Dictionary()).get("/Nums", pikepdf.Array())
    starts = [int(numbers[at]) for at in range(0, len(numbers), 2)]
    labels = [""] * count
    for at, (start, end) in enumerate(pairwise([*starts, count])):
        row = {key: value for key, value in numbers[2 * at + 1].items() if key != "/Type"}
        prefix, first = str(row.pop("/P", "")), int(row.pop("/St", 1))
        if row not in ({}, {"/S": pikepdf.Name("/D")}):
            continue
        for page in range(start, min(end, count)):
            labels[page] = prefix + (str(first + page - start) if row else "")
    return labels


def check_stamps(packet: pikepdf.Pdf, plan: PacketPlan) -> Iterator[Problem]:
    """Every page is stamped with its part and its number."""
    alphabet: dict[str, str] = {}
    pages = list(packet.pages)  # one by one qpdf counts them anew each time
    for planned in plan.parts:
        for number in range(planned.first_page, planned.last_page + 1):
            page = pages[number - 1]
            alphabet = alphabet or stamp_alphabet(page)
            expected = stamp_text(planned, plan, number)
            if (found := read_stamp(page, alphabet)) != expected:
                yield Problem(
                    "stamp_differs",
                    f"Sidan {number} är stämplad ”{found}”, men ska vara ”{expected}”.",
                    str(number),
                )
