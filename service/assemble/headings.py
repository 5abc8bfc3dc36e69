"""What flow asks of a PDF before the packet is planned."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from service.assemble.outline import read_outline
from service.assemble.source import open_alone


def page_count(pdf: Path) -> int:
    """How many pages a PDF has that is known to be in order."""
    with pikepdf.open(pdf, inherit_page_attributes=False) as opened:
        return len(opened.pages)


def outline_headings(pdf: Path) -> list[tuple[int, str, int]]:
    """The PDF's own headings as (level, title, page), both counted from 1, in reading order."""
    source = open_alone(pdf)
    headings: list[tuple[int, str, int]] = []
    for top in read_outline(source):
        for level, bookmark in top.walk():
            if bookmark.destination is not None:
                headings.append((level, bookmark.title, source.page_index(bookmark.destination[0]) + 1))
    return headings
