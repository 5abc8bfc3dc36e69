"""A masked copy that is proven, by the best way there is.

What is masked is cut out. A page where that is no way becomes a picture of itself; where that is no way either, all do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from service.assemble.likeness import LETTERS, PICTURES
from service.assemble.mask import MaskOrder, UnsafePages, mask_file
from service.assemble.raster import picture_pages, pictures_instead
from service.assemble.repair import Identity
from service.assemble.verify_masks import Failure, failures
from service.assemble.xmp import STANDARDS

_CANNOT = (
    pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, TypeError, AttributeError, LookupError,
    ArithmeticError,
)  # fmt: skip
"""What cutting raises in a file that is not built as files are."""


@dataclass(frozen=True, slots=True)
class Masked:
    """How a file was masked."""

    pictured: bool = False
    """Pages became pictures."""
    pages: tuple[int, ...] = ()
    """Which, when not all of them did."""
    why: str = ""
    """Swedish: why they had to."""
    failed: str = ""
    """Swedish: why there is no masked copy at all."""


def make_masked(
    pdf: Path,
    target: Path,
    order: MaskOrder,
    identity: Identity,
    profile: bytes,
    keep: frozenset[str] = frozenset(STANDARDS),
) -> Masked:
    """Write a masked copy that has been proven; none where that cannot be done.

    Args:
        pdf: a file that triage has let in.
        target: the file to write.
        order: what is to be masked.
        identity: title, language and moment of the copy.
        profile: the ICC profile of sRGB.
        keep: the standards that the copy may claim if the file does.
    """
    pages, why = _cut(pdf, target, order, identity, profile, keep)
    if not why:
        told = "; ".join(dict.fromkeys(pages.values()))
        with pypdfium2.PdfDocument(pdf) as document:
            every = len(pages) == len(document)
        return Masked(pictured=bool(pages), pages=() if every else tuple(sorted(pages)), why=told)
    try:
        picture_pages(pdf, target, identity, profile, order)
        found = failures(pdf, target, order, PICTURES)
    except _CANNOT as fault:
        found = [Failure(0, _strange(fault))]
    if found:
        target.unlink(missing_ok=True)
        return Masked(why=why, failed=_told(found))
    return Masked(pictured=True, why=why)


def _cut(
    pdf: Path, target: Path, order: MaskOrder, identity: Identity, profile: bytes, keep: frozenset[str]
) -> tuple[dict[int, str], str]:
    """Cut; a page of which something cannot be cut for certain becomes a picture, and the others stay as they are.

    Returns:
        The pages that became pictures, each with the reason; and why it all came to nothing, empty when it did not.
    """
    masked = frozenset(order.on_pages())
    pages: dict[int, str] = {}
    while True:
        found = _attempt(pdf, target, order, identity, profile, keep, pages)
        if not found:
            return pages, ""
        target.unlink(missing_ok=True)
        unsafe = {one.page: one.text for one in found if one.page in masked and one.page not in pages}
        if not unsafe and pages.keys() < masked:
            unsafe = dict.fromkeys(masked - pages.keys(), _told(found))
        if not unsafe:
            return {}, _told(found)
        pages |= unsafe


def _attempt(
    pdf: Path,
    target: Path,
    order: MaskOrder,
    identity: Identity,
    profile: bytes,
    keep: frozenset[str],
    pages: Mapping[int, str],
) -> list[Failure]:
    """Make and prove."""
    try:
        instead = pictures_instead(pdf, pages.keys(), order, profile) if pages else None
        mask_file(pdf, target, order, identity, keep, instead)
        return failures(pdf, target, order, LETTERS, pages.keys())
    except UnsafePages as fault:
        return [Failure(number, why) for number, why in fault.pages.items()]
    except _CANNOT as fault:
        return [Failure(0, _strange(fault))]


def _told(found: Sequence[Failure]) -> str:
    return "; ".join(dict.fromkeys(one.text for one in found))


def _strange(fault: Exception) -> str:
    return f"filen är inte byggd som PDF-filer ska vara ({type(fault).__name__})"
