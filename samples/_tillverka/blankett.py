"""A form that can be filled in: a resignation, with fields whose values the sender has written."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

from grund import INK, MUTED, OUT, TEAL
from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas

FIELDS = (
    ("namn", "Namn", "Hedvig Zetterlid"),
    ("parti", "Parti", "Liberalerna"),
    ("uppdrag", "Uppdrag som avsägelsen gäller", "Ersättare i kommunfullmäktige"),
    ("organ", "Nämnd, styrelse eller bolag", "Kommunfullmäktige"),
    ("datum", "Avgår från och med", "2027-01-01"),
    ("ort", "Ort och datum", "Älvängen 2026-11-26"),
)


def make() -> None:
    """Make the form."""
    canvas = Canvas(
        str(OUT / "avsagelse-blankett.pdf"), pagesize=A4, invariant=1, lang="sv-SE", initialFontName="Carlito"
    )
    canvas.setTitle("Avsägelse av förtroendeuppdrag")
    canvas.setAuthor("Ale kommun, kansliet")
    width, height = A4
    canvas.setFillColor(TEAL)
    canvas.setFont("Caladea-Bold", 13)
    canvas.drawString(2.5 * cm, height - 1.9 * cm, "Ale kommun")
    canvas.setFont("Caladea-Bold", 21)
    canvas.drawString(2.5 * cm, height - 3.6 * cm, "Avsägelse av förtroendeuppdrag")
    canvas.setFillColor(INK)
    canvas.setFont("Carlito", 11)
    canvas.drawString(
        2.5 * cm,
        height - 4.5 * cm,
        "Skicka blanketten till kansli@ale.se eller Ale kommun, kansliet, 449 80 Alafors.",
    )
    canvas.drawString(
        2.5 * cm,
        height - 5.05 * cm,
        "Fullmäktige beslutar om att befria dig från uppdraget vid nästa sammanträde.",
    )
    y = height - 6.8 * cm
    for name, label, value in FIELDS:
        _field(canvas, y, name, label, value)
        y -= 1.75 * cm
    canvas.setFillColor(INK)
    canvas.setFont("Carlito-Bold", 11)
    canvas.drawString(2.5 * cm, y + 0.4 * cm, "Avsägelsen gäller")
    for n, (name, label, chosen) in enumerate(
        (("alla", "samtliga mina uppdrag", False), ("ett", "endast uppdraget ovan", True))
    ):
        canvas.acroForm.checkbox(name=name, tooltip=label, x=2.5 * cm + n * 7 * cm, y=y - 0.6 * cm, size=14, checked=chosen,
                                 buttonStyle="check", borderColor=TEAL, fillColor=white, textColor=INK)  # fmt: skip
        canvas.setFont("Carlito", 11)
        canvas.drawString(3.3 * cm + n * 7 * cm, y - 0.5 * cm, label)
    y -= 2.4 * cm
    canvas.line(2.5 * cm, y, 11 * cm, y)
    canvas.setFont("Carlito", 9)
    canvas.drawString(
        2.5 * cm,
        y - 0.45 * cm,
        "Underskrift (behövs inte om blanketten skickas från din e-postadress i kommunen)",
    )
    canvas.setFillColor(MUTED)
    for n, text in enumerate((
        "Personuppgifterna behandlas för att hantera avsägelsen. Ansvarig är kommunfullmäktige. Handlingen är allmän och registreras.",
        "Den som avgår från kommunfullmäktige ersätts genom ny sammanräkning hos länsstyrelsen.",
    )):  # fmt: skip
        canvas.drawString(2.5 * cm, 2.2 * cm - n * 12, text)
    canvas.drawRightString(width - 2.5 * cm, 1.1 * cm, "Blankett KF 7, 2026-10")
    canvas.showPage()
    canvas.save()


def _field(canvas: Canvas, y: float, name: str, label: str, value: str) -> None:
    canvas.setFillColor(INK)
    canvas.setFont("Carlito-Bold", 11)
    canvas.drawString(2.5 * cm, y + 0.75 * cm, label)
    canvas.acroForm.textfield(name=name, tooltip=label, value=value, x=2.5 * cm, y=y - 0.15 * cm, width=16 * cm, height=0.75 * cm,
                              fontName="Helvetica", fontSize=11, borderColor=TEAL, fillColor=white, textColor=INK, forceBorder=True)  # fmt: skip
