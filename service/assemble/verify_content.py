"""The pages came into the packet unchanged: every byte of every page, of all that it draws with and of what lies on it.

What cannot be shown to be the same byte for byte is compared as text; so is one page of every document, and of every
kind of our own sheets, with a third library, as a look from the outside.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from service.assemble.page_facts import PageFacts, appearances, content_streams, facts_of
from service.assemble.remember import Remember, remembered_json
from service.assemble.stamps import stamp_text
from service.assemble.verify_copies import Copies
from service.assemble.verify_sheets import inherited, is_same_sheet
from service.errors import Problem
from service.model.packet import PacketPlan, PartKind, PlannedPart

_FEW_LETTERS, _FEW_PER_CENT = 4, 2
_FIRST_PAGE = f"första sidans text {pypdfium2.version.PYPDFIUM_INFO} {pypdfium2.version.PDFIUM_INFO}"
_DOCUMENTS = frozenset({PartKind.RAPPORT, PartKind.BILAGA})


def check_pages(
    facts: Sequence[PageFacts], pages: Sequence[pikepdf.Object], planned: PlannedPart, unlike: list[int]
) -> Iterator[Problem]:
    """Compare the packet's pages of a part with their source; those not plainly the same go into `unlike`, from 0."""
    found = facts_of(pages)
    differing = [at for at, (own, ours) in enumerate(zip(facts, found, strict=True)) if not own.hold_in(ours)]
    if not differing:
        return
    with pikepdf.open(planned.part.pdf, inherit_page_attributes=False) as source:
        own_pages = [page.obj for page in source.pages]
        yield from _compare_pages(own_pages, pages, differing, planned, unlike)


def _compare_pages(
    own_pages: Sequence[pikepdf.Object],
    pages: Sequence[pikepdf.Object],
    differing: Sequence[int],
    planned: PlannedPart,
    unlike: list[int],
) -> Iterator[Problem]:
    copies = Copies()
    compared: dict[tuple[Any, Any], tuple[list[str], bool]] = {}
    for at in differing:
        own, ours = own_pages[at], pages[at]
        own_held, our_held = inherited(own, "/Resources"), ours.get("/Resources")
        pair = (_number(own_held, at), _number(our_held, at))
        if pair not in compared:
            compared[pair] = _compare_resources(own_held, our_held, copies)
        lost, same = compared[pair]
        if lost:
            yield _differs(planned, at, f"saknar {', '.join(lost)}, som", "har")
        if not is_same_sheet(own, ours):
            yield _differs(planned, at, "är inte stor och vriden som", "är")
        shown, kept = appearances(own), appearances(ours)
        if len(kept) != len(shown) or not all(map(copies.is_copy, shown, kept)):
            yield _differs(planned, at, "saknar en anteckning eller ett fält som", "visar")
        if not same or not _same_streams(own, ours):
            unlike.append(at)


def _number(held: Any, at: int) -> tuple[int, int]:
    """What tells resources apart: their object number; those that stand in the page itself are the page's."""
    indirect = isinstance(held, pikepdf.Object) and held.is_indirect
    return held.objgen if indirect else (-1 - at, 0)


def _compare_resources(own: Any, ours: Any, copies: Copies) -> tuple[list[str], bool]:
    """The names (such as `/Font/F1`) that are lost, and whether all others stand for the same."""
    lost: list[str] = []
    same = True
    for category, names in own.items() if isinstance(own, pikepdf.Dictionary) else ():
        if not isinstance(names, pikepdf.Dictionary) or category == "/ProcSet":
            continue
        held = ours.get(category) if isinstance(ours, pikepdf.Dictionary) else None
        found_names = dict(held.items()) if isinstance(held, pikepdf.Dictionary) else {}
        for key, value in names.items():
            found = found_names.get(key)
            if value is not None and found is None:
                lost.append(category + key)
            elif same:
                same = copies.is_copy(value, found)
    return sorted(lost), same


def _differs(planned: PlannedPart, at: int, lacks: str, has: str) -> Problem:
    said = f"Sidan {planned.first_page + at} {lacks} sidan {at + 1} i ”{planned.part.title}” {has}."
    return Problem("content_differs", said, planned.part.key)


def _same_streams(source: pikepdf.Object, page: pikepdf.Object) -> bool:
    """Whether the source's content stands in the page as it was; the packet adds streams before and after."""
    own, ours = content_streams(source), content_streams(page)
    return any(ours[at : at + len(own)] == own for at in range(len(ours) - len(own) + 1))


def compare_text(
    pdf: Path, plan: PacketPlan, unlike: Mapping[str, Sequence[int]], remember: Remember
) -> Iterator[Problem]:
    """Read the first page of every document and those that are unlike, by the part's key, in the packet and its source.

    Of our own sheets, which are made by the hundred of one template, the first of each kind is read.
    """
    seen: set[PartKind] = set()
    with pypdfium2.PdfDocument(pdf) as drawn:
        for planned in plan.parts:
            kind = planned.part.kind
            first = {0} if kind in _DOCUMENTS or kind not in seen else set()
            seen.add(kind)
            sample = sorted(first | {*unlike.get(planned.part.key, ())})
            if sample:
                yield from _compare_part(drawn, planned, plan, sample, remember)


def _compare_part(
    drawn: Any, planned: PlannedPart, plan: PacketPlan, sample: list[int], remember: Remember
) -> Iterator[Problem]:
    try:
        own = _own_letters(planned.part.pdf, sample, remember)
    except pypdfium2.PdfiumError:
        return  # what pdfium cannot read in the source cannot be compared by it either
    for at, letters in own.items():
        number = planned.first_page + at
        expected = letters + Counter(_tight(stamp_text(planned, plan, number)))
        if not _alike(_letters(drawn, number - 1), expected):
            yield Problem(
                "content_differs",
                f"Texten på sidan {number} är inte densamma som på sidan {at + 1} i ”{planned.part.title}”.",
                planned.part.key,
            )


def _own_letters(pdf: Path, sample: Sequence[int], remember: Remember) -> dict[int, Counter[str]]:
    """The letters of some pages of a part's own file; those of the first page may be remembered."""
    if list(sample) != [0]:
        return _read_letters(pdf, sample)
    return {0: Counter(remembered_json(_FIRST_PAGE, pdf, _first_letters, remember))}


def _first_letters(pdf: Path) -> bytes:
    return json.dumps(_read_letters(pdf, [0])[0]).encode()


def _read_letters(pdf: Path, sample: Sequence[int]) -> dict[int, Counter[str]]:
    with pypdfium2.PdfDocument(pdf) as source:
        return {at: _letters(source, at) for at in sample}


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
