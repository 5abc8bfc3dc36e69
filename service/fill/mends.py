"""What docxtpl's rules can leave broken in a filled part, and which of it a template can come to at all.

Word asks to repair a file with a cell, a header or a footer without a paragraph, or a table without rows. Whether a
part can come to that shows in its source, so a filled part is only looked through for what its template may do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from service.fill.engine import number_drawings
from service.fill.form_document import FORM_FILTERS
from service.fill.matrix import MATRIX_FILTERS
from service.fill.package import DOCUMENT

Mend = Callable[[bytes], bytes]

_ROWLESS_TABLE = re.compile(rb"<w:tbl>(?:(?!<w:tbl>|<w:tr[ >]|</w:tbl>).)*</w:tbl>", re.DOTALL)
_EMPTY_PART = re.compile(rb"(<w:(hdr|ftr)[^>]*>)(?=</w:\2>)")

_DRAWS = re.compile(r"<wp:docPr|\bdiagram")
"""A drawing of the template's own, or one of the filters that draw."""
_TABLE_FILTERS = "|".join((*MATRIX_FILTERS, *FORM_FILTERS))
_CELLS_BY_TAGS = {
    b"<w:tc></w:tc>": re.compile(r"<w:tc>\s*(?:\{|</w:tc>)"),
    b"<w:tc/>": re.compile("<w:tc/>"),
    b"<w:tcPr/></w:tc>": re.compile(r"<w:tcPr/>\s*(?:\{|</w:tc>)"),
    b"</w:tcPr></w:tc>": re.compile(r"</w:tcPr>\s*(?:\{|</w:tc>)"),
    b"</w:tbl></w:tc>": re.compile(rf"<w:tc>(?:(?!</w:tc>).)*<w:tbl>|\b(?:{_TABLE_FILTERS})\b", re.DOTALL),
}
"""How a cell without a paragraph at its end looks, and the sources that can come to it: a cell that begins with a tag
of its own may lose all its paragraphs, one that holds a table, or a tag that writes one, may end in it."""
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
        *((risk, partial(_fill_empty_cells, end)) for end, risk in _CELLS_BY_TAGS.items()),
        (_PART_BY_TAGS, _fill_empty_part),
    )
    mends = tuple(mend for risk, mend in risks if by_tree or risk.search(source))
    return (number_drawings, *mends) if name == DOCUMENT and _DRAWS.search(source) else mends


def mended(xml: bytes) -> bytes:
    """Mend a filled part whose template is not known: whatever there may be."""
    xml = _drop_rowless_tables(xml)
    for end in _CELLS_BY_TAGS:
        xml = _fill_empty_cells(end, xml)
    return _fill_empty_part(xml)


def _drop_rowless_tables(xml: bytes) -> bytes:
    return _ROWLESS_TABLE.sub(b"", xml) if _holds(xml, b"</w:tblGrid></w:tbl>") else xml


def _fill_empty_cells(end: bytes, xml: bytes) -> bytes:
    """Put an empty paragraph into every cell that ends so."""
    begun = b"<w:tc>" if end == b"<w:tc/>" else end.removesuffix(b"</w:tc>")
    return xml.replace(end, begun + b"<w:p/></w:tc>") if _holds(xml, end) else xml


def _holds(xml: bytes, what: bytes) -> bool:
    return xml.rfind(what) >= 0  # from the end Python looks for a long text in less than half the time


def _fill_empty_part(xml: bytes) -> bytes:
    return _EMPTY_PART.sub(rb"\1<w:p/>", xml) if xml.endswith((b"></w:hdr>", b"></w:ftr>")) else xml
