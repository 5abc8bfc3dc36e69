"""What docxtpl's rules can leave broken in a filled part, and which of it a template can come to at all.

Word asks to repair a file with a cell, a header or a footer without a paragraph, or a table without rows. Whether a
part can come to that shows in its source, so a filled part is only looked through for what its template may do.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from service.fill.engine import number_drawings
from service.fill.package import DOCUMENT

Mend = Callable[[str], str]

_EMPTY_CELL = re.compile(r"(<w:tc>|</w:tcPr>|<w:tc><w:tcPr/>|</w:tbl>)(?=</w:tc>)")
_EMPTY_ENDS = ("</w:tcPr></w:tc>", "</w:tbl></w:tc>", "<w:tc></w:tc>", "<w:tcPr/></w:tc>", "<w:tc/>")
_ROWLESS_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tbl>|<w:tr[ >]|</w:tbl>).)*</w:tbl>", re.DOTALL)
_EMPTY_PART = re.compile(r"(<w:(hdr|ftr)[^>]*>)(?=</w:\2>)")

_DRAWS = re.compile(r"<wp:docPr|\bdiagram")
"""A drawing of the template's own, or one of the filters that draw."""
_CELL_BY_TAGS = re.compile(r"(?:<w:tc>|</w:tcPr>|<w:tcPr/>)\s*\{|\}\s*</w:tc>|</w:tbl>\s*</w:tc>|<w:tc/>")
"""A cell that begins or ends with a tag of its own may lose all its paragraphs, or end in a table."""
_TABLE_BY_TAGS = re.compile(r"</w:tblGrid>\s*(?:\{|</w:tbl>)")
_PART_BY_TAGS = re.compile(r"<w:(?:hdr|ftr)[^>]*>\s*(?:\{|</)")


def mends_for(name: str, source: str, *, by_tree: bool) -> tuple[Mend, ...]:
    """What a part may need after it was filled.

    Args:
        name: the part's member of the package.
        source: the part as a Jinja template.
        by_tree: it is finished as a tree, and the shape of its tables is not known beforehand.
    """
    risks: tuple[tuple[re.Pattern[str], Mend], ...] = (
        (_TABLE_BY_TAGS, _drop_rowless_tables),
        (_CELL_BY_TAGS, _fill_empty_cells),
        (_PART_BY_TAGS, _fill_empty_part),
    )
    mends = tuple(mend for risk, mend in risks if by_tree or risk.search(source))
    return (number_drawings, *mends) if name == DOCUMENT and _DRAWS.search(source) else mends


def mended(xml: str) -> str:
    """Mend a filled part whose template is not known: whatever there may be."""
    return _fill_empty_part(_fill_empty_cells(_drop_rowless_tables(xml)))


def _drop_rowless_tables(xml: str) -> str:
    return _ROWLESS_TABLE.sub("", xml) if "</w:tblGrid></w:tbl>" in xml else xml


def _fill_empty_cells(xml: str) -> str:
    if any(end in xml for end in _EMPTY_ENDS):
        xml = _EMPTY_CELL.sub(r"\1<w:p/>", xml.replace("<w:tc/>", "<w:tc></w:tc>"))
    return xml


def _fill_empty_part(xml: str) -> str:
    return _EMPTY_PART.sub(r"\1<w:p/>", xml) if xml.endswith(("></w:hdr>", "></w:ftr>")) else xml
