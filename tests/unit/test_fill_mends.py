"""Which mends a part can need shows in its source: what cannot go wrong is not looked for."""

from __future__ import annotations

import pytest

from service.fill.mends import mended, mends_for
from service.fill.package import DOCUMENT

CELL = "<w:tc><w:tcPr/>{}</w:tc>"
PLAIN = "<w:p><w:r><w:t>{{ a }}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("source", "filled", "wanted"),
    [
        (CELL.format("{{ a|rik }}"), CELL.format(""), CELL.format("<w:p/>")),
        (CELL.format("{% if a %}<w:p/>{% endif %}"), CELL.format(""), CELL.format("<w:p/>")),
        (
            CELL.format("<w:p/>{% if a %}<w:tbl><w:tr/></w:tbl>{% endif %}"),
            CELL.format("<w:p/><w:tbl><w:tr/></w:tbl>"),
            CELL.format("<w:p/><w:tbl><w:tr/></w:tbl><w:p/>"),
        ),
        (
            CELL.format("{{ a|matris }}"),
            CELL.format("<w:tbl><w:tr/></w:tbl>"),
            CELL.format("<w:tbl><w:tr/></w:tbl><w:p/>"),
        ),
        ("<w:tc>{{ a|rik }}</w:tc>", "<w:tc></w:tc>", "<w:tc><w:p/></w:tc>"),
        (
            "<w:p/><w:tbl><w:tblGrid></w:tblGrid>{%\nfor a in b %}<w:tr/>{%\nendfor %}</w:tbl>",
            "<w:p/><w:tbl><w:tblGrid></w:tblGrid></w:tbl>",
            "<w:p/>",
        ),
        ('<w:hdr x="1">{{ a|rik }}</w:hdr>', '<w:hdr x="1"></w:hdr>', '<w:hdr x="1"><w:p/></w:hdr>'),
    ],
)
def test_what_a_source_can_break_is_mended(source: str, filled: str, wanted: str) -> None:
    """The mends chosen from the source do what all of them together would do."""
    xml = filled.encode()
    for mend in mends_for("word/header1.xml", source, by_tree=False):
        xml = mend(xml)
    assert xml == wanted.encode() == mended(filled.encode())


def test_a_source_that_cannot_break_needs_no_mending() -> None:
    """Tags in paragraphs of their own cell, and rows under a heading row, leave every cell its paragraph."""
    row = f"<w:tr>{CELL.format(PLAIN)}</w:tr>"
    table = f"<w:tbl><w:tblGrid></w:tblGrid>{row}{{% for a in b %}}{row}{{% endfor %}}</w:tbl>"
    assert mends_for(DOCUMENT, f"{table}{{% if a %}}{table}{{% endif %}}", by_tree=False) == ()
    assert len(mends_for(DOCUMENT, table, by_tree=True)) == 7


@pytest.mark.parametrize(
    "source", ['<wp:docPr id="1"/>', '{{p rader|diagram("x") }}', "{{p r|diagram_maluppfyllelse }}"]
)
def test_drawings_are_numbered_where_there_may_be_any(source: str) -> None:
    """Also when only a filter draws; never outside the body, as with docxtpl."""
    assert len(mends_for(DOCUMENT, source, by_tree=False)) == 1
    assert mends_for("word/footer1.xml", source, by_tree=False) == ()
