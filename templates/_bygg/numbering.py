"""The numbering definitions: bullets, numbered lists and numbered headings.

Each list belongs to its paragraph style, so an officer only chooses the style.
"""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BULLETS, NUMBERS, CELL_BULLETS, HEADINGS = 1, 2, 3, 4
"""Ids of the lists (w:numId, and w:abstractNumId less one)."""


def _level(
    level: int, form: str, text: str, style: str, left: int, hanging: int, *, font: bool = False
) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = (
        '<w:rPr><w:rFonts w:ascii="Carlito" w:hAnsi="Carlito" w:cs="Carlito" w:hint="default"/></w:rPr>'
        if font
        else ""
    )
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{run}</w:lvl>'
    )


def _bullets() -> str:
    return _level(0, "bullet", "•", "Punktlista", 397, 284, font=True) + _level(
        1, "bullet", "–", "Punktlista2", 737, 284, font=True
    )


def _numbers() -> str:
    return _level(0, "decimal", "%1.", "Numreradlista", 454, 397) + _level(
        1, "lowerLetter", "%2)", "Numreradlista2", 851, 397
    )


def _cell_bullets() -> str:
    return _level(0, "bullet", "•", "Tabellpunkt", 227, 227, font=True)


def _headings() -> str:
    return "".join(
        _level(n, "decimal", ".".join(f"%{i + 1}" for i in range(n + 1)), f"Rubrik{n + 1}", indent, indent)
        for n, indent in enumerate((567, 709, 851))
    )


def numbering_xml(*, numbered_headings: bool) -> str:
    """The part word/numbering.xml."""
    lists = {BULLETS: _bullets(), NUMBERS: _numbers(), CELL_BULLETS: _cell_bullets()}
    if numbered_headings:
        lists[HEADINGS] = _headings()
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{key - 1}"><w:nsid w:val="5A1{key:05d}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="5A2{key:05d}"/>{levels}</w:abstractNum>'
        for key, levels in lists.items()
    )
    numbers = "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key - 1}"/></w:num>' for key in lists)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:numbering xmlns:w="{W}">{abstract}{numbers}</w:numbering>'
