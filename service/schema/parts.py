"""The groups of fields that several document types share."""

from __future__ import annotations

from service.model import parts
from service.model.choices import Forutsattningstyp, Omfattning
from service.schema.base import Base
from service.schema.conditions import InOrder, Needed
from service.schema.fields import EnumField, FilePath, Flag, LawReference, RichText, Text
from service.schema.figures import DateField, DecimalField


class SekretessSchema(Base):
    """The secrecy note of a document."""

    MODEL = parts.Sekretess
    CONDITIONS = (
        Needed(
            "markerad",
            (True,),
            ("bestammelse",),
            "en sekretessmarkering ska ange tillämplig bestämmelse (OSL 5:5)",
        ),
        InOrder("datum", "omprovas_datum"),
    )

    markerad = Flag("Sekretessmarkerad", "Om handlingen bär en sekretessmarkering.", "OSL 5:5", required=True)
    bestammelse = LawReference("Bestämmelse", "Tillämplig sekretessbestämmelse.", "OSL 5:5")
    datum = DateField("Markeringens datum", "När anteckningen gjordes.", "OSL 5:5")
    myndighet = Text("Myndighet", "Den myndighet som har gjort anteckningen.", "OSL 5:5")
    omfattning = EnumField(Omfattning, "Omfattning", "Om hela handlingen eller delar av den omfattas.", "P")
    motivering_intern = Text("Intern motivering", "Visas aldrig utanför myndigheten.", "P")
    omprovas_datum = DateField("Omprövas", "När markeringen ska omprövas.", "P")
    maskad_version = Text("Maskad version", "Handlingen eller filen med det hemliga borttaget.", "P")


class BilagaSchema(Base):
    """An annex of a report."""

    MODEL = parts.Bilaga

    titel = Text("Titel", "Bilagans titel som den ska stå på pappret.", "P", required=True)
    fil = FilePath("Fil", "Bilagans fil, räknat från den här filen.", "P", required=True)
    datum = DateField("Datum", "Bilagans datum.", "P")


class PunktSchema(Base):
    """A heading with a text: an opportunity, a challenge."""

    MODEL = parts.Punkt

    rubrik = Text("Rubrik", "Några ord.", "H", required=True)
    beskrivning = RichText("Beskrivning", "Ett par meningar.", "H", required=True)


class JusteradForutsattningSchema(Base):
    """A proposal to adjust preconditions."""

    MODEL = parts.JusteradForutsattning

    typ = EnumField(Forutsattningstyp, "Typ", "Vad som behöver justeras.", "S:178-181", required=True)
    text = RichText("Förslag", "Vad som föreslås.", "S:178-181", required=True)
    belopp_tkr = DecimalField("Belopp (tkr)", "Belopp i tusental kronor, om förslaget kostar.", "H")
    motivering = RichText(
        "Motivering", "Varför förutsättningen behöver justeras.", "S:178-181", required=True
    )
