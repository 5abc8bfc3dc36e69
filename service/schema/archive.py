"""What deliveries to the e-archive take: which matters, the e-archive's answer, what is to be destroyed."""

from __future__ import annotations

from service.model.leverans import Leveransslag, Profil
from service.schema.fields import EnumField, Flag, Text
from service.schema.figures import DateField
from service.schema.nesting import ListOf
from service.schema.requests import Request


class LeveransRequest(Request):
    """En leverans till e-arkivet."""

    arenden = ListOf(
        Text("Ärende", "Diarienummer eller id.", "P"), "Ärenden", "Avslutade ärenden.", "P", required=True
    )
    profil = EnumField(Profil, "Profil", "Hur det packas; annars FGS2.0.", "FGS Paketstruktur")
    slag = EnumField(Leveransslag, "Slag", "Vad leveransen är; annars ny.", "FGS Paketstruktur")
    pdfa = Flag("PDF/A krävs", "Ja: veraPDF ska godkänna varje bevarandefil.", "P")
    sigill = Flag("Förseglas", "Ja: PDF-filerna får kommunens sigill; alltid med SAMLAD_SIGILL=ja.", "P")


class KvittensRequest(Request):
    """E-arkivets svar på en leverans."""

    mottagen = Flag(
        "Mottagen",
        "Ja när e-arkivet har tagit emot paketet, nej när det har avvisat det.",
        "P",
        required=True,
    )
    datum = DateField("Datum", "Dagen e-arkivet svarade.", "P", required=True)
    beteckning = Text("Beteckning", "Kvittensens beteckning hos e-arkivet.", "P", required=True)
    text = Text("Text", "Skälet, när paketet har avvisats.", "P")
    sha256 = Text("Kontrollsumma", "Paketets kontrollsumma, som e-arkivet har räknat den.", "P")


class GallringRequest(Request):
    """Handlingar som ska gallras."""

    handlingar = ListOf(
        Text("Handling", "Handlingens nummer, som KS.2026.3-2.", "P"),
        "Handlingar",
        "De som ska gallras.",
        required=True,
        least=1,
    )
