"""A packet's pages as they were before the packet: without the stamp, and in their own boxes.

It is made to be drawn beside the originals, and thrown away: what is left in it is no packet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pikepdf

from service.assemble.likeness import inherited

_STAMP = re.compile(rb"/Artifact <<[^>]*/Pagination[^>]*>> BDC\n(?!.*/Artifact <<).*\Z", re.DOTALL)
"""The last thing that a page of a packet draws."""


def bare_pages(packet: Path, originals: Mapping[int, Path], target: Path) -> None:
    """Write the packet with some of its parts bare.

    Args:
        packet: a finished packet.
        originals: the original of each part, by the part's first page in the file, counted from 1.
        target: the file to write.

    Raises:
        pikepdf.PdfError: one of the files cannot be read.
    """
    with pikepdf.open(packet) as document:
        for first, original in originals.items():
            try:
                source = pikepdf.open(original)
            except pikepdf.PdfError:
                continue  # such as one behind a password: then it cannot be drawn either
            with source:
                for at, page in enumerate(source.pages, start=first - 1):
                    if at < len(document.pages):
                        _bare(document, document.pages[at], page)
        document.save(target)


def _bare(document: pikepdf.Pdf, page: pikepdf.Page, original: pikepdf.Page) -> None:
    held = page.obj.get("/Contents")
    if isinstance(held, pikepdf.Array) and len(held):
        last = held[len(held) - 1]
        held[len(held) - 1] = document.make_stream(_STAMP.sub(b"", last.read_bytes()))
    # A page that grew by a strip is drawn without it; what else may differ in its boxes shows in the drawing.
    if page.obj.get("/UserUnit", 1) == original.obj.get("/UserUnit", 1):
        for key in ("/MediaBox", "/CropBox"):
            box = inherited(original.obj, key)
            if isinstance(box, pikepdf.Array):
                page.obj[key] = pikepdf.Array([Decimal(str(side)) for side in box])
            elif key in page.obj:
                del page.obj[key]
