"""The template of the Word forms: front page, advice to the officer, and the place where the questions go."""

from __future__ import annotations

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from templates._bygg.paper import Paper
from templates._bygg.styles import ACCENT, MUTED, TINT, Style

STYLES = (
    Style("Blankettfraga", "Blankettfråga", base="Tabelltext", next="Blanketthjalp", after=0, keep_next=True,
          no_hyphens=True, size=21, bold=True, color=ACCENT, priority=20),
    Style("Blanketthjalp", "Blanketthjälp", base="Tabelltext", before=0, after=40, line=240, size=18, color=MUTED,
          keep_next=True, no_hyphens=True, priority=20),
    Style("Blankettreferens", "Blankettreferens", base="Tabelltext", before=20, after=40, line=240, size=18,
          color="404040", priority=20),
    Style("Blankettsvar", "Blankettsvar", base="Tabelltext", size=22, priority=20),
    Style("Blankettval", "Blankettval", base="Tabelltext", before=20, after=20, left=340, hanging=340, size=20,
          priority=20),
    Style("Blankettmellanrum", "Blankettmellanrum", line=120, exact=True, size=8, gallery=False),
    Style("Blankettrad", "Blankettråd", base="Brodtext", before=0, after=60, left=113, right=113, fill=TINT,
          keep_lines=True, priority=20),
)  # fmt: skip
"""The looks that only a form has."""

_CHARACTERS = (
    ("Platshallare", "Placeholder Text", f'<w:color w:val="{MUTED}"/>'),
    ("Blankettkrav", "Blankettkrav", '<w:color w:val="B3261E"/>'),
)


def build_blankett() -> Paper:
    """Write the template; every document type's form is made with it."""
    paper = Paper("Blankett", title_size=34)
    _add_styles(paper)
    paper.frame(
        municipality="kommun.namn",
        name="{{ titel }}",
        second="{{ organ }}",
        number="",
        footer="Blankett, {{ titel }}, {{ organ }}",
    )
    paper.text("{{ titel }}", "Title")
    paper.text("{{ organ }}", "Subtitle")
    paper.facts(
        [
            ("Blankett för", "{{ dokumenttyp }} ({{ slug }})", ""),
            ("Organ", "{{ organ }}", ""),
            ("Verksamhetsår", "{{ ar }}", ""),
            ("Slag", "{{ slag }}", "slag"),
        ]
    )
    paper.text("Så fyller du i blanketten", "Överrubrik").paragraph_format.space_before = 200_000
    for advice in (
        "Skriv i de vita rutorna. Frågor med röd stjärna måste besvaras. Ändra inte rubriker och frågor: "
        "det är på dem som svaren känns igen.",
        "I långa svar kan du använda fet och kursiv stil, länkar, punktlistor och numrerade listor. Bilder, tabeller "
        "och egna rubriker följer inte med; lämna dem som bilagor.",
        "Datum skrivs 2026-12-14 eller 14 december 2026, tal som 80,5 eller 1 234. Text som börjar med ”Ur ramverket” "
        "eller ”Förra året” är till för att läsas.",
        "Lämna blanketten som Word-fil. Den kan sparas i Word eller LibreOffice, och spårade ändringar läses som om de "
        "vore godkända. Kommentarer läses inte.",
    ):
        paper.text(advice, "Blankettråd")
    paper.text("{{p fragor|blankett }}")
    paper.close()
    return paper


def _add_styles(paper: Paper) -> None:
    styles = paper.document.styles.element
    for style in STYLES:
        styles.append(parse_xml(style.xml().replace("<w:style ", f"<w:style {nsdecls('w')} ", 1)))
    for identifier, name, look in _CHARACTERS:
        custom = "" if name == "Placeholder Text" else ' w:customStyle="1"'
        styles.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="character"{custom} w:styleId="{identifier}">'
                f'<w:name w:val="{name}"/>'
                f'<w:basedOn w:val="Standardstycketeckensnitt"/><w:uiPriority w:val="99"/>'
                f"<w:rPr>{look}</w:rPr></w:style>"
            )
        )
