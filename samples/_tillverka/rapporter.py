"""The long reports: VA plan, consultation report, budget, tariffs and others that are mostly text."""

from __future__ import annotations

import re
from pathlib import Path

import diagram
import pikepdf
from grund import OUT, TEAL, TEXT
from pdfdokument import Figure, Painter, Sheet, build
from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import cm
from taggar import TaggedCanvas, save

_YEARS = ["2021", "2022", "2023", "2024", "2025"]
VA_FIGURES: dict[str, Figure] = {
    "vattenbalans": lambda width: diagram.bars(
        width,
        _YEARS,
        [("Levererad", [2391, 2402, 2418, 2437, 2462]), ("Odebiterad", [358, 349, 341, 322, 309])],
        "tusen m³",
    ),
    "vaatgarder": lambda width: diagram.bars(
        width,
        ["Förnyelse", "Överföring", "Utbyggnad", "Bräddning", "Skyfall", "Övrigt"],
        [("Kostnad 2027–2038", [208.0, 85.5, 79.8, 32.6, 46.0, 34.1])],
        "mnkr",
        decimals=1,
    ),
    "vaavgift": lambda width: diagram.bars(
        width,
        ["2026", "2027", "2028", "2029", "2030", "2031"],
        [("Brukningsavgift, typhus A", [9870, 10363, 10860, 11371, 11883, 12358])],
        "kronor",
    ),
}


def plain_cover(title: str, under: str, lines: tuple[str, ...]) -> Painter:
    """A cover with a coloured field, title and facts about the document."""

    def paint(canvas: TaggedCanvas, page: tuple[float, float]) -> None:
        width, height = page
        canvas.setFillColor(TEAL)
        canvas.rect(0, height * 0.52, width, height * 0.48, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#C98A2B"))
        canvas.rect(0, height * 0.52 - 5, width, 5, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.setFont("Caladea-Bold", 34)
        canvas.words("P", 2.5 * cm, height * 0.60, title)
        canvas.setFont("Carlito", 16)
        canvas.words("P", 2.5 * cm, height * 0.56, under)
        canvas.setFillColor(TEAL)
        canvas.setFont("Carlito-Bold", 13)
        canvas.words("P", 2.5 * cm, height * 0.46, "Ale kommun")
        canvas.setFont("Carlito", 11)
        for n, line in enumerate(lines):
            canvas.words("P", 2.5 * cm, height * 0.43 - n * 16, line)

    return paint


def va_plan() -> None:
    """The VA plan, with nested bookmarks and its own page numbers."""
    sheet = Sheet(
        "VA-plan 2027–2038",
        "Ale kommun, samhällsbyggnadsnämnden",
        "Ale kommun · VA-plan 2027–2038 · SBN.2025.204",
        cover=plain_cover(
            "VA-plan 2027–2038",
            "Dricksvatten, avlopp, dagvatten och skydd mot skyfall",
            (
                "Förslag till kommunfullmäktige 2026-12-14",
                "Samhällsbyggnadsnämnden 2026-10-22 § 118",
                "Diarienummer SBN.2025.204",
            ),
        ),
        contents=True,
        figures=VA_FIGURES,
        front=3,
        body_size=12,
        room=5 * cm,
    )
    path = OUT / "va-plan-2027-2038.pdf"
    build(path, sheet, (TEXT / "va-plan.md").read_text("utf-8"))
    number_pages(path, sheet.front)


def number_pages(path: Path, roman: int) -> None:
    """Give the first pages roman labels and the rest arabic ones from 1, as the document itself counts."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        tree = pikepdf.Array(
            [0, pikepdf.Dictionary(S=pikepdf.Name.r), roman, pikepdf.Dictionary(S=pikepdf.Name.D)]
        )
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=tree)
        save(pdf, path)


def consultation() -> None:
    """The consultation report: every statement with its facts, the view and the answer."""
    facts = dict(_facts((TEXT / "samrad-yttranden.txt").read_text("utf-8")))
    text = re.sub(
        r"^## (\d\.\d+) (.+)$",
        lambda hit: _statement(hit, facts),
        (TEXT / "samrad.md").read_text("utf-8"),
        flags=re.M,
    )
    text = text.replace("**Synpunkt.** ", "### Synpunkt\n").replace("**Kommentar.** ", "### Kommentar\n")
    sheet = Sheet(
        "Samrådsredogörelse, detaljplan för Nödinge centrum östra",
        "Ale kommun, plan- och exploateringsavdelningen",
        "Samrådsredogörelse · Nödinge centrum östra · SBN.2025.118",
        cover=plain_cover(
            "Samrådsredogörelse",
            "Detaljplan för Nödinge centrum östra, Nödinge 38:14 med flera",
            ("Upprättad 2026-06-04", "Sektor samhällsbyggnad", "Diarienummer SBN.2025.118"),
        ),
        contents=True,
        body_size=12,
        room=8 * cm,
    )
    build(OUT / "detaljplan-samradsredogorelse.pdf", sheet, text)


def _facts(text: str) -> list[tuple[str, list[str]]]:
    rows = [line.split("|") for line in text.splitlines() if line]
    return [(row[0].strip(), [cell.strip() for cell in row[1:]]) for row in rows]


def _statement(hit: re.Match[str], facts: dict[str, list[str]]) -> str:
    number = hit[1]
    if number not in facts:
        return hit[0]
    came, sheet_number, concerns, change, demand = facts[number]
    return (
        f"## {number} {hit[2]}\n!bredd 1 0.9 1.9 1.2\n| Inkom | Handling nummer | Berör | Ändring nummer |\n"
        f"| {came} | {sheet_number} | {concerns} | {change or 'ingen'} |\n> **Yrkande:** {demand}\n"
    )


def make() -> None:
    """Make all reports of this file."""
    va_plan()
    consultation()
