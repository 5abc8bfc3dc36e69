"""A masked copy that is proven, by the best way there is: cut out of the pages, or else pages that become pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from service.assemble.likeness import LETTERS, PICTURES, Strictness
from service.assemble.mask import MaskOrder, mask_file
from service.assemble.mask_fonts import UnsafeMask
from service.assemble.raster import picture_pages
from service.assemble.repair import Identity
from service.assemble.verify_masks import failures
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
    """Its pages became pictures."""
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
    why = _attempt(pdf, target, order, lambda: mask_file(pdf, target, order, identity, keep), LETTERS)
    if not why:
        return Masked()

    def picture() -> None:
        picture_pages(pdf, target, identity, profile, order)

    failed = _attempt(pdf, target, order, picture, PICTURES)
    return Masked(pictured=True, why=why) if not failed else Masked(why=why, failed=failed)


def _attempt(
    pdf: Path, target: Path, order: MaskOrder, make: Callable[[], None], strictness: Strictness
) -> str:
    """Make and prove; returns why it came to nothing, and leaves no file then."""
    try:
        make()
        found = failures(pdf, target, order, strictness)
    except UnsafeMask as fault:
        found = [fault.why]
    except _CANNOT as fault:
        found = [f"filen är inte byggd som PDF-filer ska vara ({type(fault).__name__})"]
    if found:
        target.unlink(missing_ok=True)
    return "; ".join(found)
