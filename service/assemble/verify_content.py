"""The pages' content came into the packet unchanged: byte for byte, and for some pages also as text."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from service.assemble.stamps import stamp_text
from service.errors import Problem
from service.model.packet import PacketPlan, PlannedPart

_FEW_LETTERS, _FEW_PER_CENT = 4, 2


def check_content(pdf: Path, plan: PacketPlan) -> list[Problem]:
    """Every page of every part, compared with its source."""
    problems: list[Problem] = []
    with pikepdf.open(pdf) as packet, pypdfium2.PdfDocument(pdf) as drawn:
        for planned in plan.parts:
            unlike: list[int] = []
            with pikepdf.open(planned.part.pdf) as source:
                for at in range(planned.page_count):
                    own, ours = source.pages[at], packet.pages[planned.first_page - 1 + at]
                    if not _same_streams(own, ours):
                        unlike.append(at)
                    if lost := sorted(_resources(own) - _resources(ours)):
                        problems.append(_lost(planned, at, lost))
            sample = sorted({*unlike, 0, planned.page_count // 2, planned.page_count - 1})
            problems.extend(_compare_text(drawn, planned, plan, sample))
    return problems


def _resources(page: pikepdf.Page) -> set[str]:
    """The names that the page's content may use, such as `/Font/F1`."""
    held = page.get("/Resources")
    if not isinstance(held, pikepdf.Dictionary):
        return set()
    return {
        category + key
        for category, names in held.items()
        if isinstance(names, pikepdf.Dictionary) and category != "/ProcSet"
        for key, value in names.items()
        if value is not None
    }


def _lost(planned: PlannedPart, at: int, names: list[str]) -> Problem:
    number = planned.first_page + at
    return Problem(
        "content_differs",
        f"Sidan {number} saknar {', '.join(names)}, som sidan {at + 1} i ”{planned.part.title}” har.",
        planned.part.key,
    )


def _same_streams(source: pikepdf.Page, page: pikepdf.Page) -> bool:
    """Whether the source's content stands in the page as it was; the packet adds streams before and after."""
    own, ours = _stream_digests(source), _stream_digests(page)
    return any(ours[at : at + len(own)] == own for at in range(len(ours) - len(own) + 1))


def _stream_digests(page: pikepdf.Page) -> list[bytes]:
    contents = page.obj.get("/Contents")
    streams = [contents] if isinstance(contents, pikepdf.Stream) else list(contents or [])
    return [
        hashlib.sha256(one.read_raw_bytes()).digest() for one in streams if isinstance(one, pikepdf.Stream)
    ]


def _compare_text(drawn: Any, planned: PlannedPart, plan: PacketPlan, sample: list[int]) -> Iterator[Problem]:
    try:
        source = pypdfium2.PdfDocument(planned.part.pdf)
    except pypdfium2.PdfiumError:
        return  # what pdfium cannot read in the source cannot be compared by it either
    with source:
        for at in sample:
            number = planned.first_page + at
            expected = _letters(source, at) + Counter(_tight(stamp_text(planned, plan, number)))
            if not _alike(_letters(drawn, number - 1), expected):
                yield Problem(
                    "content_differs",
                    f"Texten på sidan {number} är inte densamma som på sidan {at + 1} i ”{planned.part.title}”.",
                    planned.part.key,
                )


def _alike(found: Counter[str], expected: Counter[str]) -> bool:
    """Whether two texts have the same letters, but for those few that pdfium joins with a neighbour."""
    differing = (found - expected).total() + (expected - found).total()
    return differing <= _FEW_LETTERS + _FEW_PER_CENT * expected.total() / 100


def _letters(document: Any, at: int) -> Counter[str]:
    """How often each letter stands on a page: where a line runs from the right, the stamp stands amid its text."""
    page = document[at]
    reader = page.get_textpage()
    words: str = reader.get_text_range()
    reader.close()
    page.close()
    return Counter(_tight(words))


def _tight(words: str) -> str:
    return "".join(words.split())
