"""docxtpl's own rules for a filled part, at the price of the data alone.

docxtpl reads a template anew for every document, and after filling reads the whole result as a tree to mend tables
and to write it again. What comes out differs from the filled text in a few ways that can be told beforehand, so a
part whose tables cannot change shape is finished as text, and only the others as a tree, by docxtpl's own methods.
Either way the bytes are those of docxtpl; tests hold the two against each other.
"""

from __future__ import annotations

import re

from docxtpl import DocxTemplate
from lxml import etree

from service.fill.package import w

_DOCXTPL = DocxTemplate("")
"""Only its methods on text are used; it keeps nothing between calls."""

patch = _DOCXTPL.patch_xml
"""Word XML with tags → the source of a Jinja template."""

HEAD = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
"""As lxml writes it, and so docxtpl."""
_FIRST_DRAWING = 1001
_DRAWING = b"<wp:docPr"
_DRAWING_ID = re.compile(rb'(\s[^>]*?\bid=")[^"]*')
_PARAGRAPH = re.compile(rb"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_BREAKS = b"\n\t\a\f"
"""What docxtpl turns into breaks; of these our own values hold only the first two."""
_TAG_IN_MARKUP = re.compile(r"<[^<>]*\{[{%]")
_MARKUP = re.compile(r"<[^<>]*>")
_COLUMN_TAG = re.compile(r"\{[{%#]-?\s*tc\b|\{%-?\s*(?:colspan|cellbg|hm|vm)\b")


def needs_tree(source: str) -> bool:
    """Say whether a part with tags (as XML) can only be finished as a tree.

    That is so when a tag stands inside the markup itself, when tags make table cells, or when a table's rows do not
    fill its grid as it is.
    """
    words = _MARKUP.sub("", source)  # Word likes to split a tag over several runs
    if _COLUMN_TAG.search(words) or _TAG_IN_MARKUP.search(source):
        return True
    return not all(_fills_its_grid(table) for table in etree.fromstring(source.encode()).iter(w("tbl")))


def _fills_its_grid(table: etree._Element) -> bool:
    grid = table.find(w("tblGrid"))
    columns = 0 if grid is None else len(grid.findall(w("gridCol")))
    return all(sum(map(_span, row.findall(w("tc")))) == columns for row in table.iter(w("tr")))


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return 1 if span is None else int(span.get(w("val"), "1"))


def finish_text(xml: bytes) -> bytes:
    """Write a filled part as lxml would: empty texts in the short form."""
    return b"/>".join(xml.rsplit(b"></w:t>"))  # `replace` looks twice, and looking from the front is slower


def finish_tree(xml: bytes) -> bytes:
    """Read a filled part as a tree, mend the grids of its tables as docxtpl does, and write it."""
    return bytes(etree.tostring(_DOCXTPL.fix_tables(xml.decode()), encoding="UTF-8", xml_declaration=False))


def break_lines(xml: bytes) -> bytes:
    """Turn line ends and tabs in values into Word's own, as docxtpl does; paragraphs without any are left alone."""
    return _PARAGRAPH.sub(_broken_lines, xml) if _breaks(xml) else xml


def _breaks(xml: bytes) -> bool:
    return any(mark in xml for mark in _BREAKS)  # four looks for one sign are faster than one look for four


def _broken_lines(match: re.Match[bytes]) -> bytes:
    xml = match[0]
    return str(_DOCXTPL.resolve_listing(xml.decode())).encode() if _breaks(xml) else xml


def number_drawings(xml: bytes) -> bytes:
    """Give every drawing of the text an id of its own, numbered as docxtpl does."""
    before, *drawings = xml.rsplit(_DRAWING)
    numbered = (_with_id(drawing, number) for number, drawing in enumerate(drawings, _FIRST_DRAWING))
    return _DRAWING.join((before, *numbered))


def _with_id(drawing: bytes, number: int) -> bytes:
    found = _DRAWING_ID.match(drawing)
    return b"%b%d%b" % (found[1], number, drawing[found.end() :]) if found else drawing
