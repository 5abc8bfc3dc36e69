"""How the nulägesbild says where a text is taken from: styles and tags that both halves of its template use."""

from __future__ import annotations

from templates._bygg.paper import Paper, side_by_side
from templates._bygg.styles import ACCENT, Style

SOURCE = "Källhänvisning"
SOURCE_TIGHT = "Källhänvisning i tabell"
NOTE_RIGHT = "Tabellnot tal"
SMALL, SMALL_HEAD = "Tabelltext liten", "Tabellrubrik liten"
ORGAN_WIDTH = 3.95
"""Centimetres: the longest name of a body is one word, in the small size."""


def add_styles(paper: Paper) -> None:
    """The styles; a link in them looks like the text around it, so that the pages are the same with and without."""
    paper.add_style(
        Style("Kallhanvisning", SOURCE, base="Brodtext", next="Brodtext", after=80, line=240, keep_next=True,
              keep_lines=True, size=18, color=ACCENT, priority=31)
    )  # fmt: skip
    paper.add_style(
        Style("Kallhanvisningtabell", SOURCE_TIGHT, base="Tabelltext", before=0, after=40, line=240, size=18,
              no_hyphens=True, color=ACCENT, priority=31)
    )  # fmt: skip
    paper.add_style(Style("Tabelltextliten", SMALL, base="Tabelltext", size=18, no_hyphens=True, priority=31))
    paper.add_style(Style("Tabellrubrikliten", SMALL_HEAD, base="Tabellrubrik", size=18, priority=31))
    paper.add_style(
        Style("Tabellnottal", NOTE_RIGHT, base="Tabellnot", align="right", no_hyphens=True, priority=31)
    )


def source(paper: Paper, owner: str) -> None:
    """Where the texts below are taken from."""
    paper.text(f"Källa: {{{{r {owner}.hanvisning.lank|lank({owner}.hanvisning.text) }}}}", SOURCE)


def organ_cell(owner: str) -> list[tuple[str, str]]:
    """A body within a table, with the source of what stands beside it."""
    return [(SMALL, f"{{{{ {owner}.organ.namn }}}}"), source_line(owner)]


def source_line(owner: str) -> tuple[str, str]:
    """The same within a table, where the body stands beside it."""
    return (SOURCE_TIGHT, f"{{{{r {owner}.hanvisning.lank|lank({owner}.hanvisning.kort) }}}}")


def links(paper: Paper, owner: str) -> None:
    """The goals and factors something rests on."""
    for field, name in (("riktningsmal", "Riktningsmål"), ("omvarldsfaktorer", "Omvärldsfaktorer")):
        with paper.block(f"if {owner}.{field}"):
            shown = paper.text(f"**{name}:** {side_by_side(f'{owner}.{field}', '.rubrik')}")
            shown.paragraph_format.keep_with_next = field == "riktningsmal"
