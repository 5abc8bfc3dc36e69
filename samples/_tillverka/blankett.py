"""A form that can be filled in: a resignation, with fields whose values the sender has written."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

import pikepdf
from grund import INK, MUTED, OUT, TEAL
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from taggar import Tag, TaggedCanvas

FIELDS = (
    ("namn", "Namn", "Hedvig Zetterlid"),
    ("parti", "Parti", "Liberalerna"),
    ("uppdrag", "Uppdrag som avsägelsen gäller", "Ersättare i kommunfullmäktige"),
    ("organ", "Nämnd, styrelse eller bolag", "Kommunfullmäktige"),
    ("datum", "Avgår från och med", "2027-01-01"),
    ("ort", "Ort och datum", "Älvängen 2026-11-26"),
)
BOXES = (("alla", "samtliga mina uppdrag", False), ("ett", "endast uppdraget ovan", True))
_WIDE, _TALL, _BOX = 16 * cm, 0.75 * cm, 14.0


class _Form(TaggedCanvas):
    """A canvas with fields, whose looks are drawn with fonts that the file carries."""

    def begin(self) -> None:
        """Draw the looks of all fields before the page is begun."""
        for name, _, value in FIELDS:
            self._look(f"falt-{name}", _WIDE, _TALL, value)
        self._look("ruta-Yes", _BOX, _BOX, "×")
        self._look("ruta-Off", _BOX, _BOX, "")
        # Among the page's drawings, from where `complete` takes them.
        self._formsinuse += [*(f"falt-{name}" for name, _, _ in FIELDS), "ruta-Yes", "ruta-Off"]
        self.widgets: list[pikepdf.Dictionary] = []

    def _look(self, name: str, width: float, height: float, text: str) -> None:
        self.beginForm(name, 0, 0, width, height)
        self.setFillColor(white)
        self.setStrokeColor(TEAL)
        self.rect(0.5, 0.5, width - 1, height - 1, stroke=1, fill=1)
        self.setFillColor(INK)
        self.setFont("Carlito", 11)
        self.drawString(4, height / 2 - 3.7, text)
        self.endForm()

    def field(self, name: str, label: str, value: str, box: tuple[float, float, float, float]) -> None:
        """A field for text."""
        self._widget(
            label,
            box,
            FT=Name.Tx,
            T=String(name),
            V=String(value),
            DA=String("/Carlito 11 Tf 0 g"),
            look=f"falt-{name}",
        )

    def checkbox(self, name: str, label: str, chosen: bool, box: tuple[float, float, float, float]) -> None:
        """A box to mark."""
        state = Name.Yes if chosen else Name.Off
        self._widget(label, box, FT=Name.Btn, T=String(name), V=state, AS=state, look="ruta")

    def _widget(
        self, label: str, box: tuple[float, float, float, float], *, look: str, **entries: object
    ) -> None:
        x, y, width, height = box
        rectangle = Array([x, y, x + width, y + height])
        self.hold_annotation(Tag("Form"), len(self.widgets))
        self.widgets.append(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                Rect=rectangle,
                TU=String(label),
                look=String(look),
                **entries,
            )
        )

    def complete(self, pdf: pikepdf.Pdf) -> None:
        """Put the fields on the page."""
        page = pdf.pages[0]
        looks = page.Resources.XObject
        fields = Array()
        for widget in self.widgets:
            look = str(widget["/look"])
            del widget["/look"]
            states = (
                Dictionary({f"/{state}": looks[f"/FormXob.{look}-{state}"] for state in ("Yes", "Off")})
                if look == "ruta"
                else looks[f"/FormXob.{look}"]
            )
            widget.AP = Dictionary(N=states)
            widget.P = page.obj
            fields.append(pdf.make_indirect(widget))
        page.Annots = fields
        font = looks[f"/FormXob.falt-{FIELDS[0][0]}"].Resources.Font
        fonts = Dictionary(
            Carlito=next(held for _, held in sorted(font.items()) if "Carlito" in str(held.BaseFont))
        )
        pdf.Root.AcroForm = pdf.make_indirect(
            Dictionary(Fields=Array(list(fields)), DR=Dictionary(Font=fonts), DA=String("/Carlito 11 Tf 0 g"))
        )
        del page.Resources.XObject


def make() -> None:
    """Make the form."""
    canvas = _Form(str(OUT / "avsagelse-blankett.pdf"), pagesize=A4)
    canvas.begin()
    canvas.setTitle("Avsägelse av förtroendeuppdrag")
    canvas.setAuthor("Ale kommun, kansliet")
    width, height = A4
    with canvas.artifact():
        canvas.setFillColor(TEAL)
        canvas.setFont("Caladea-Bold", 13)
        canvas.drawString(2.5 * cm, height - 1.9 * cm, "Ale kommun")
    canvas.setFont("Caladea-Bold", 21)
    canvas.words("H1", 2.5 * cm, height - 3.6 * cm, "Avsägelse av förtroendeuppdrag")
    canvas.setFillColor(INK)
    canvas.setFont("Carlito", 11)
    canvas.words(
        "P",
        2.5 * cm,
        height - 4.5 * cm,
        "Skicka blanketten till kansli@ale.se eller Ale kommun, kansliet, 449 80 Alafors.",
    )
    canvas.words(
        "P",
        2.5 * cm,
        height - 5.05 * cm,
        "Fullmäktige beslutar om att befria dig från uppdraget vid nästa sammanträde.",
    )
    y = height - 6.8 * cm
    for name, label, value in FIELDS:
        canvas.setFillColor(INK)
        canvas.setFont("Carlito-Bold", 11)
        canvas.words("P", 2.5 * cm, y + 0.75 * cm, label)
        canvas.field(name, label, value, (2.5 * cm, y - 0.15 * cm, _WIDE, _TALL))
        y -= 1.75 * cm
    canvas.setFillColor(INK)
    canvas.setFont("Carlito-Bold", 11)
    canvas.words("P", 2.5 * cm, y + 0.4 * cm, "Avsägelsen gäller")
    canvas.setFont("Carlito", 11)
    for n, (name, label, chosen) in enumerate(BOXES):
        canvas.checkbox(name, label, chosen, (2.5 * cm + n * 7 * cm, y - 0.6 * cm, _BOX, _BOX))
        canvas.words("P", 3.3 * cm + n * 7 * cm, y - 0.5 * cm, label)
    y -= 2.4 * cm
    canvas.line(2.5 * cm, y, 11 * cm, y)
    canvas.setFont("Carlito", 9)
    canvas.words(
        "P",
        2.5 * cm,
        y - 0.45 * cm,
        "Underskrift (behövs inte om blanketten skickas från din e-postadress i kommunen)",
    )
    canvas.setFillColor(MUTED)
    for n, text in enumerate((
        "Personuppgifterna behandlas för att hantera avsägelsen. Ansvarig är kommunfullmäktige. Handlingen är allmän och registreras.",
        "Den som avgår från kommunfullmäktige ersätts genom ny sammanräkning hos länsstyrelsen.",
    )):  # fmt: skip
        canvas.words("P", 2.5 * cm, 2.2 * cm - n * 12, text)
    with canvas.artifact():
        canvas.drawRightString(width - 2.5 * cm, 1.1 * cm, "Blankett KF 7, 2026-10")
    canvas.showPage()
    canvas.save()
