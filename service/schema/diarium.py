"""What the register takes: matters, documents, corrections, series, the informationshanteringsplan."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from service.model import diarium as model
from service.model.registrering import Undantagsgrund
from service.schema.base import Base
from service.schema.fields import Diarienummer, EnumField, Flag, Identifier, RegularExpression, Text
from service.schema.figures import DateField, IntegerField
from service.schema.nesting import Group, ListOf, list_of_groups
from service.schema.parts import SekretessSchema
from service.schema.requests import Request

_LAW = "OSL 5:2"


class _PartSchema(Base):
    """Somebody outside the myndighet."""

    MODEL = model.Part

    namn = Text("Namn", "Organisationen eller personen, inte en e-postadress.", _LAW, required=True)
    organisation = Flag("Organisation", "Nej för en enskild person.", "P")
    skyddad = Flag("Skyddad", "Ja håller namnet utanför det offentliga diariet.", "OSL 5:2 st. 2")


class AvsandareSchema(_PartSchema):
    """En avsändare."""

    @post_load
    def make_model(self, data: Any, **_kwargs: Any) -> Any:
        """A sender."""
        return model.Part(roll=model.Partsroll.AVSANDARE, **data)


class MottagareSchema(_PartSchema):
    """En mottagare."""

    @post_load
    def make_model(self, data: Any, **_kwargs: Any) -> Any:
        """A receiver."""
        return model.Part(roll=model.Partsroll.MOTTAGARE, **data)


class FiluppgiftSchema(Base):
    """En fil som har skickats."""

    MODEL = model.Filuppgift

    fil = Identifier("Fil", "Id för en fil som du har skickat.", "P", required=True)
    namn = Text("Namn", "Vad filen ska heta i diariet; annars som den skickades.", "P")
    variant = EnumField(model.Filvariant, "Variant", "Vad filen är av handlingen.", "P")


class DiarierelationSchema(Base):
    """Hur handlingen står till en annan."""

    MODEL = model.Diarierelation

    typ = EnumField(model.Diarierelationstyp, "Typ", "Slag av samband.", "P", required=True)
    till = Identifier("Till", "Den andra handlingens id eller beteckning.", "P", required=True)


class _Places(Request):
    """Where something belongs, and who answers for it."""

    klassificering = Text("Klassificering", "Kod i klassificeringsstrukturen.", "P")
    process = Text("Process", "Processen i ord.", "P")
    ansvarig = Text("Ansvarig", "Ansvarig handläggare eller funktion.", "P")
    enhet = Text("Enhet", "Ansvarig enhet.", "P")
    sekretess = Group(SekretessSchema, "Sekretess", "Sekretessmarkering.", "OSL 5:5")


class ArendeandringRequest(_Places):
    """Nya värden för ett ärende."""

    arendemening_offentlig = Text(
        "Offentlig ärendemening", "I korthet vad ärendet rör; visas för alla.", _LAW
    )
    arendemening_skyddad = Text("Skyddad ärendemening", "Det som inte får visas för alla.", "OSL 5:2 st. 2")
    oppnat = DateField("Öppnat", "Dagen då ärendet öppnades; annars i dag.", "P")


class NyttArendeRequest(ArendeandringRequest):
    """Ett nytt ärende."""

    serie = Identifier("Serie", "Diarieserien, som KS.", "P", required=True)
    diarienummer = Diarienummer("Diarienummer", "Bara ett som ett tidigare diarium gav ut.", _LAW)
    arendemening_offentlig = Text(
        "Offentlig ärendemening", "I korthet vad ärendet rör; visas för alla.", _LAW, required=True
    )


class HandlingsandringRequest(_Places):
    """Nya värden för en handling."""

    riktning = EnumField(model.Riktning, "Riktning", "Inkommen, utgående eller upprättad.", "P")
    datum = DateField("Datum", "Dagen då den kom in eller upprättades.", _LAW)
    titel = Text("Titel", "I korthet vad handlingen rör.", _LAW)
    titel_publik = Text("Offentlig titel", "Visas i stället för titeln.", "OSL 5:2 st. 2")
    handlingstyp = Identifier("Handlingstyp", "Slag av handling, som i planen.", "P")
    avsandare = list_of_groups(AvsandareSchema, "Avsändare", "Vem den kom från.", _LAW)
    mottagare = list_of_groups(MottagareSchema, "Mottagare", "Vem den gick till.", _LAW)
    expedierad = DateField("Expedierad", "Dagen då den skickades.", "P")
    beslutsdatum = DateField("Beslutsdatum", "Dagen för beslutet i den.", "P")
    bevaras_gallras = EnumField(model.Bevarande, "Bevaras eller gallras", "Annars som planen säger.", "P")
    gallringsfrist = IntegerField("Gallringsfrist", "År efter ärendets år.", "P", lowest=0, highest=500)
    gallringsbeslut = Text("Gallringsbeslut", "Beslutet som gallringen stöder sig på.", "P")


class NyHandlingRequest(HandlingsandringRequest):
    """En handling som ska registreras."""

    riktning = EnumField(
        model.Riktning, "Riktning", "Inkommen, utgående eller upprättad.", "P", required=True
    )
    datum = DateField("Datum", "Dagen då den kom in eller upprättades.", _LAW, required=True)
    titel = Text("Titel", "I korthet vad handlingen rör.", _LAW, required=True)
    handlingstyp = Identifier("Handlingstyp", "Slag av handling, som i planen.", "P", required=True)
    filer = list_of_groups(FiluppgiftSchema, "Filer", "Handlingens filer, i alla sina varianter.", "P")
    relationer = list_of_groups(
        DiarierelationSchema, "Relationer", "Hur den står till andra handlingar.", "P"
    )


_EMPTY = "Fält som ska tömmas."


class ArenderattelseRequest(Request):
    """En rättelse av ett ärende."""

    varfor = Text("Skäl", "Står kvar bredvid det gamla värdet.", "OSL 4:1", required=True)
    andringar = Group(ArendeandringRequest, "Ändringar", "De nya värdena.", "P")
    tom = ListOf(Identifier("Fält"), "Tömda fält", _EMPTY, "P")


class HandlingsrattelseRequest(Request):
    """En rättelse av en handling."""

    varfor = Text("Skäl", "Står kvar bredvid det gamla värdet.", "OSL 4:1", required=True)
    andringar = Group(HandlingsandringRequest, "Ändringar", "De nya värdena.", "P")
    tom = ListOf(Identifier("Fält"), "Tömda fält", _EMPTY, "P")


class MakuleringRequest(Request):
    """En makulering."""

    varfor = Text("Skäl", "Varför handlingen inte skulle ha registrerats.", "P", required=True)


class ArendestatusRequest(Request):
    """Avsluta, öppna eller makulera ett ärende."""

    status = EnumField(model.Arendestatus, "Status", "Den nya statusen.", "P", required=True)
    varfor = Text("Skäl", "Varför.", "P", required=True)


class DiarieserieRequest(Request):
    """En diarieserie."""

    myndighet = Identifier("Myndighet", "Organets beteckning i ramverket.", "OSL 5:1", required=True)
    namn = Text("Namn", "Vad serien kallas.", "P", required=True)
    monster = Text("Mönster", "Hur numren skrivs, av {kod}, {ar} och {lopnr}; annars som i Ale.", "P")
    regex = RegularExpression("Reguljärt uttryck", "Hur numren läses; annars som i Ale.", "P")
    arsvis = Flag("Årsvis", "Om räkningen börjar om varje år.", "P")
    forsta = IntegerField(
        "Första nummer",
        "För en ny serie: det första i år som är den här seriens.",
        "P",
        lowest=1,
        highest=9_999_999,
    )


class HanteringsregelSchema(Base):
    """En rad i informationshanteringsplanen."""

    MODEL = model.Hanteringsregel

    handlingstyp = Identifier("Handlingstyp", "Beteckning.", "P", required=True)
    namn = Text("Namn", "Handlingstypen i ord.", "P", required=True)
    klassificering = Text("Klassificering", "Kod i klassificeringsstrukturen.", "P")
    process = Text("Process", "Processen i ord.", "P")
    bevaras_gallras = EnumField(model.Bevarande, "Bevaras eller gallras", "Annars bevaras.", "P")
    gallringsfrist = IntegerField("Gallringsfrist", "År efter ärendets år.", "P", lowest=0, highest=500)
    gallringsbeslut = Text("Gallringsbeslut", "Beslutet som gallringen stöder sig på.", "P")


class HanteringsplanRequest(Request):
    """Hela informationshanteringsplanen."""

    rader = list_of_groups(HanteringsregelSchema, "Rader", "En för varje handlingstyp.", "P", required=True)


class VantandeRequest(Request):
    """Registrering av det som väntar; det som inte sägs tas ur förslaget."""

    arende = Identifier("Ärende", "Ärendets id eller diarienummer; annars som föreslaget.", "P")
    andringar = Group(HandlingsandringRequest, "Ändringar", "Det som ska vara annorlunda än föreslaget.", "P")


class UndantagRequest(Request):
    """Ett beslut att något inte registreras."""

    grund = EnumField(Undantagsgrund, "Grund", "Undantaget i lagen.", "OSL 5:1", required=True)
    varfor = Text("Skäl", "Varför.", "P", required=True)


class ConfirmRequest(Request):
    """Numret som ett diarium utanför har gett."""

    diarienummer = Diarienummer("Diarienummer", "Ärendets nummer i diariet.", _LAW, required=True)
