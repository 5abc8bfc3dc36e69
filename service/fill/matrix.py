"""A filter that draws a table with a column for every row of another list: one cannot be written into a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import pass_context
from jinja2.runtime import Context

from service.fill.faults import template_fault
from service.fill.richtext import link_runs, session_of
from service.fill.session import Session
from service.fill.text import WordXml, clean

_WIDTH = 9071
"""Width of the text on our paper, in twips (16 cm)."""
_FIRST = 2240
_MOST = 6
"""So many columns beside the first still hold a long word in 9 points; more become a table below."""


@pass_context
def matris(
    context: Context,
    rader: object,
    kolumner: object,
    *,
    hornrubrik: str,
    namn: str,
    rubrik: str,
    celler: str,
    stil: str = "Tabelltext",
    rubrikstil: str = "Tabellrubrik",
) -> WordXml:
    """A table of rows and columns: `{{p matris|matris(riktningsmal, namn="organ.namn", …) }}`.

    Args:
        context: the template's.
        rader: the rows.
        kolumner: what the columns stand for.
        hornrubrik: what stands above the rows' names.
        namn: the field of a row with its name.
        rubrik: the field of a column with its heading.
        celler: the field of a row with its cells, one for each column: `text`, and `hanvisning` with its link.
        stil: the style of names and cells.
        rubrikstil: the style of the headings.
    """
    session = session_of(context)
    columns = [_text(column, rubrik) for column in _rows(kolumner)]
    rows = [(_text(row, namn), _rows(_get(row, celler))) for row in _rows(rader)]
    if not columns or not rows:
        return WordXml("")
    blocks = -(-len(columns) // _MOST)
    size = -(-len(columns) // blocks)
    look = Look(session, session.styles.find(stil).id, session.styles.find(rubrikstil).id)
    tables = [
        _table(look, [hornrubrik, *columns[at : at + size]], [(n, c[at : at + size]) for n, c in rows])
        for at in range(0, len(columns), size)
    ]
    between = _paragraph(session.styles.find("Tabellnot").id, _runs("Tabellen fortsätter.", session))
    return WordXml(between.join(tables))


MATRIX_FILTERS = {"matris": matris}


@dataclass(frozen=True, slots=True)
class Look:
    """The styles of one matrix, by their ids."""

    session: Session
    cell: str
    heading: str


def _table(look: Look, headings: Sequence[str], rows: Sequence[tuple[str, Sequence[object]]]) -> str:
    session = look.session
    share = (_WIDTH - _FIRST) // (len(headings) - 1)
    widths = [_WIDTH - share * (len(headings) - 1), *[share] * (len(headings) - 1)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = [_paragraph(look.heading, _runs(text, session)) for text in headings]
    body = [
        [_paragraph(look.cell, _runs(name, session)), *(_cell(look, cell) for cell in cells)]
        for name, cells in rows
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{session.styles.find("Tabell").id}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_row(head, widths, header=True)}{''.join(_row(cells, widths) for cells in body)}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], *, header: bool = False) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * header}</w:trPr>{made}</w:tr>"


def _cell(look: Look, cell: object) -> str:
    reference = _get(cell, "hanvisning")
    address = _text(reference, "lank") if isinstance(reference, dict) else ""
    return _paragraph(look.cell, _runs(_text(cell, "text"), look.session, address))


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _runs(text: str, session: Session, address: str = "") -> str:
    return link_runs(session, address, " ".join(clean(text).split()))


def _rows(value: object) -> Sequence[object]:
    if isinstance(value, list):
        return value
    raise template_fault("template_filter_value", "Filtret ”matris” behöver listor.")


def _get(row: object, path: str) -> object:
    found = row
    for step in path.split("."):
        if not isinstance(found, Mapping) or step not in found:
            raise template_fault(
                "template_missing_field", f"Fältet ”{path}”, som filtret ”matris” ska läsa, finns inte."
            )
        found = found[step]
    return found


def _text(row: object, path: str) -> str:
    return str(_get(row, path))
