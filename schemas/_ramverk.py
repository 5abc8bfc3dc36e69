"""The entities of the framework's lists (domain 9.1); `schemas/ramverk.py` puts them together."""

from __future__ import annotations

from typing import ClassVar

from service.model import choices
from service.model import ramverk as model
from service.schema.base import Base
from service.schema.conditions import Condition, InOrder, Unique
from service.schema.fields import (
    Diarienummer,
    EmailAddress,
    EnumField,
    FilePath,
    Flag,
    Identifier,
    Paragraf,
    Ref,
    RegularExpression,
    RichText,
    Text,
    WebAddress,
)
from service.schema.figures import DateField, DecimalField, IntegerField, YearField
from service.schema.nesting import ListOf, list_of_groups


class VersionedSchema(Base):
    """What everything in the framework has."""

    CONDITIONS: ClassVar[tuple[Condition, ...]] = (InOrder("giltig_fran", "giltig_till"),)

    id = Identifier("Id", "Unik inom sin lista.", "P", required=True)
    giltig_fran = DateField("Giltig från", "Första dagen det gäller.", "P", required=True)
    giltig_till = DateField("Giltig till", "Sista dagen det gäller; tomt betyder tills vidare.", "P")
    version = Text("Version", "Till exempel 1.0.", "P")
    kalla = Text(
        "Källa", "Var texten är hämtad; egen text märks ”Exempeldata, inte antagen text”.", "P", required=True
    )


class KommunSchema(Base):
    """The municipality itself."""

    MODEL = model.Kommun

    namn = Text("Namn", "Kommunens namn.", "P", required=True)
    kommunkod = Text("Kommunkod", "Fyra siffror.", "P", required=True)
    webbplats = WebAddress("Webbplats", "Kommunens webbplats.", "KL 8:9")
    e_post = EmailAddress("E-post", "Kommunens e-postadress.", "P")
    telefon = Text("Telefon", "Kommunens växel.", "P")
    postadress = Text("Postadress", "Kommunens postadress.", "P")


class MandatperiodSchema(VersionedSchema):
    """The four years KF is elected for."""

    MODEL = model.Mandatperiod
    CONDITIONS = (*VersionedSchema.CONDITIONS, InOrder("start_datum", "slut_datum", same=False))

    start_datum = DateField("Första dag", "Den 15 oktober valåret.", "KL 5:9", required=True)
    slut_datum = DateField("Sista dag", "Den 14 oktober fyra år senare.", "KL 5:9", required=True)
    valar = YearField("Valår", "Det år valet hölls.", "KL 5:9", required=True)


class OrganSchema(VersionedSchema):
    """A body."""

    MODEL = model.Organ

    typ = EnumField(choices.Organtyp, "Typ", "Vad för slags organ.", "S:52, 69, 104, 167", required=True)
    namn = Text("Namn", "Organets namn.", "P", required=True)
    kod = Text("Kod", "Organets beteckning i diariet.", "P", required=True)
    ar_myndighet = Flag("Är myndighet", "Om organet är en egen myndighet.", "OSL 2:2-3")
    organisationsnummer = Text("Organisationsnummer", "För bolag.", "P")
    under_uppsikt_av_ks = Flag("Under uppsikt", "Om kommunstyrelsen har uppsikt över organet.", "KL 6:1")
    sektorer = ListOf(Ref("organ", "Sektorer"), "Sektorer", "Sektorer som arbetar åt organet.", "S:167")
    ordforande = Text("Ordförande", "Namn.", "P")
    sekreterare = Text("Sekreterare", "Namn.", "P")
    diarienummer_monster = RegularExpression(
        "Diarienumrens mönster", "Reguljärt uttryck; utan det gäller Ales form, till exempel KS.2026.3.", "P"
    )


class LedamotSchema(VersionedSchema):
    """A person in a body."""

    MODEL = model.Ledamot

    namn = Text("Namn", "Personens namn.", "KL 5:15", required=True)
    parti = Text("Parti", "Partiets beteckning.", "P")
    organ = Ref("organ", "Organ", "Organet personen hör till.", "KL 5:15", required=True)
    roll = EnumField(choices.Ledamotsroll, "Roll", "Personens uppdrag i organet.", "KL 5:11", required=True)
    titel = Text("Titel", "Som den ska stå på pappret.", "P")
    valkrets = Text("Valkrets", "Den valkrets personen är vald i.", "P")
    inkallelseordning = IntegerField(
        "Inkallelseordning", "Ersättarens plats i ordningen.", "KL 5:17", lowest=1
    )
    e_post = EmailAddress("E-post", "Dit kallelsen skickas.", "KL 5:15")


class StyrmodellSchema(VersionedSchema):
    """The governance model as adopted."""

    MODEL = model.Styrmodell
    CONDITIONS = (*VersionedSchema.CONDITIONS, InOrder("antagen", "revideras_senast"))

    titel = Text("Titel", "Styrmodellens titel.", "S:1", required=True)
    antagen = DateField("Antagen", "När fullmäktige antog den.", "S:1-18", required=True)
    beslutsparagraf = Paragraf("Beslutsparagraf", "Paragrafen i protokollet.", "S:1-18")
    revideras_senast = DateField("Revideras senast", "Senast fyra år efter ikraftträdandet.", "S:1-18")
    diarienummer = Diarienummer("Diarienummer", "Ärendets nummer.", "S:1-18")
    text = RichText("Text", "Inledning och syfte.", "S:3-19")


class VisionSchema(VersionedSchema):
    """The vision."""

    MODEL = model.Vision

    rubrik = Text("Rubrik", "Visionens namn.", "S:73", required=True)
    malbild = RichText("Målbild", "Bilden av framtiden.", "S:75-77", required=True)


class VardeSchema(Base):
    """One value."""

    MODEL = model.Varde

    namn = Text("Namn", "Värdets namn.", "S:81", required=True)
    beskrivning = RichText("Beskrivning", "Vad värdet innebär.", "S:81", required=True)


class VardegrundSchema(VersionedSchema):
    """The values of the municipality."""

    MODEL = model.Vardegrund

    inledning = RichText("Inledning", "Vad värdegrunden är till för.", "S:81-84", required=True)
    varden = list_of_groups(VardeSchema, "Värden", "Minst ett värde.", "S:81", required=True, least=1)


class IndikatorSchema(Base):
    """A measure of a goal."""

    MODEL = model.Indikator

    id = Identifier("Id", "Indikatorns beteckning.", "P", required=True)
    namn = Text("Namn", "Vad som mäts.", "S:151", required=True)
    enhet = Text("Enhet", "Till exempel procent.", "S:151")
    malvarde = DecimalField("Målvärde", "Det värde som eftersträvas.", "S:151")
    hogre_ar_battre = Flag("Högre är bättre", "Om ett högre värde är ett bättre.", "H")


class RiktningsmalSchema(VersionedSchema):
    """A goal for the whole organisation."""

    MODEL = model.Riktningsmal
    CONDITIONS = (*VersionedSchema.CONDITIONS, Unique("indikatorer"))

    mandatperiod = Ref("mandatperioder", "Mandatperiod", "Perioden målet hör till.", "S:88", required=True)
    nr = IntegerField("Nummer", "Målets nummer.", "S:88", required=True, lowest=1)
    rubrik = Text("Rubrik", "Målet i en mening.", "S:88", required=True)
    text = RichText("Text", "Vad målet betyder.", "S:88-93", required=True)
    foljs_upp_genom = EnumField(
        choices.Uppfoljningstyp, "Följs upp genom", "Hur målet kan följas upp.", "S:151-153", required=True
    )
    indikatorer = list_of_groups(IndikatorSchema, "Indikatorer", "Mått på målet.", "S:151")
    bidrar_till_vision = RichText("Bidrar till visionen", "På vilket sätt.", "S:92")
    bidrar_till_vardegrund = RichText("Bidrar till värdegrunden", "På vilket sätt.", "S:93")


class OmvarldsfaktorSchema(VersionedSchema):
    """A factor or trend."""

    MODEL = model.Omvarldsfaktor

    mandatperiod = Ref("mandatperioder", "Mandatperiod", "Perioden den hör till.", "S:97-100", required=True)
    nr = IntegerField("Nummer", "Faktorns nummer.", "S:97", required=True, lowest=1)
    rubrik = Text("Rubrik", "Faktorn i några ord.", "S:97", required=True)
    beskrivning = RichText("Beskrivning", "Vad faktorn innebär.", "S:97-102", required=True)
    typ = EnumField(choices.Faktortyp, "Typ", "Omvärldsfaktor eller trend.", "S:95", required=True)


class StyrdokumentSchema(VersionedSchema):
    """A governing document."""

    MODEL = model.Styrdokument

    typ = EnumField(choices.Styrdokumenttyp, "Typ", "Vad för slags dokument.", "S:69-71", required=True)
    organ = Ref("organ", "Organ", "Organet dokumentet styr; tomt om det gäller alla.", "S:69-71")
    titel = Text("Titel", "Dokumentets titel.", "P", required=True)
    text = RichText("Text", "Det viktigaste i dokumentet.", "P")
    for_vem = RichText("För vem", "För vem organet finns till.", "S:70")
    for_vilka_behov = RichText("För vilka behov", "Vilka behov det möter.", "S:71")
    beslutad_av = Text("Beslutad av", "Det organ som beslutade.", "KL 6:44, 10:3")
    beslutsdatum = DateField("Beslutsdatum", "När det beslutades.", "P")
    beslutsparagraf = Paragraf("Beslutsparagraf", "Paragrafen i protokollet.", "P")
    diarienummer = Diarienummer("Diarienummer", "Ärendets nummer.", "OSL 5:2")
    ersatter = Ref("styrdokument", "Ersätter", "Det dokument som detta ersätter.", "P")
    fil = FilePath("Fil", "Dokumentet i sin helhet.", "P")


class RamSchema(Base):
    """A budget frame."""

    MODEL = model.Ram

    organ = Ref("organ", "Organ", "Det organ ramen gäller.", "S:62", required=True)
    belopp_tkr = DecimalField("Belopp (tkr)", "Ramen i tusental kronor.", "S:62", required=True)


class BudgetSchema(VersionedSchema):
    """The yearly budget."""

    MODEL = model.Budget
    CONDITIONS = (*VersionedSchema.CONDITIONS, Unique("ramar", "organ"))

    ar = YearField("År", "Budgetåret.", "S:62", required=True)
    inriktning = RichText("Inriktning", "Budgetens inriktning.", "S:62")
    mal = ListOf(Text("Mål"), "Mål", "Mål för ekonomin, en mening var.", "S:62")
    ramar = list_of_groups(RamSchema, "Ramar", "Ramen för varje organ.", "S:62")
    sarskilda_satsningar = ListOf(
        Ref("uppdrag", "Särskilda satsningar"), "Särskilda satsningar", "Id i listan uppdrag.", "S:64-65"
    )
    beslutad_av = Text("Beslutad av", "Det organ som beslutade.", "KL 11:10")
    beslutsdatum = DateField("Beslutsdatum", "När budgeten beslutades.", "KL 11:10")
    beslutsparagraf = Paragraf("Beslutsparagraf", "Paragrafen i protokollet.", "P")


class UppdragSchema(VersionedSchema):
    """An assignment from KF."""

    MODEL = model.Uppdrag

    nr = Text("Nummer", "Uppdragets nummer.", "S:64", required=True)
    text = RichText("Text", "Uppdragets lydelse.", "S:64", required=True)
    till_organ = ListOf(
        Ref("organ", "Till organ"), "Till organ", "De som har fått uppdraget.", "S:64", required=True, least=1
    )
    sarskild_satsning = Flag("Särskild satsning", "Om uppdraget är en särskild satsning.", "S:64-65")
    beslutad_i = Text("Beslutad i", "Budget eller protokoll med paragraf.", "KL 6:5")
    period = Text("Period", "När det ska genomföras.", "P")
    medel_tkr = DecimalField("Medel (tkr)", "Avsatta medel i tusental kronor.", "S:64")
    status = EnumField(
        choices.Uppdragsstatus, "Status", "Hur långt uppdraget har kommit.", "P", required=True
    )
    aterrapportering = Text("Återrapportering", "Hur och när det redovisas.", "KL 6:5")


class BokslutSchema(VersionedSchema):
    """Interim or annual accounts."""

    MODEL = model.Bokslut

    ar = YearField("År", "Räkenskapsåret.", "KL 11:16, 11:20", required=True)
    typ = EnumField(choices.Boksluttyp, "Typ", "Del- eller helår.", "S:63-64", required=True)
    period_slut = DateField("Periodens slut", "Sista dagen i perioden.", "KL 11:16", required=True)
    resultat_tkr = DecimalField("Resultat (tkr)", "Resultatet i tusental kronor.", "S:63")
    ekonomi = RichText("Ekonomi", "Det viktigaste om ekonomin.", "S:63")
    fil = FilePath("Fil", "Bokslutet i sin helhet.", "P")


class OrganmalSchema(VersionedSchema):
    """A body's own goal."""

    MODEL = model.Organmal
    CONDITIONS = (*VersionedSchema.CONDITIONS, Unique("indikatorer"))

    organ = Ref("organ", "Organ", "Organet vars mål det är.", "S:115", required=True)
    period = Text("Period", "Den period målet gäller.", "S:134", required=True)
    text = RichText("Text", "Målets lydelse.", "S:115", required=True)
    indikatorer = list_of_groups(IndikatorSchema, "Indikatorer", "Mått på målet.", "H")


class AvsnittSchema(Base):
    """A section of the omvärldsanalys."""

    MODEL = model.Avsnitt

    niva = EnumField(choices.Niva, "Nivå", "Lokal, regional, nationell eller global.", "S:185", required=True)
    omrade = EnumField(
        choices.Omrade, "Område", "Ekonomi, juridik, organisation eller övrigt.", "S:186", required=True
    )
    text = RichText("Text", "Vad som förändras.", "S:185-188", required=True)
    paverkan_pa_ale = RichText("Påverkan på Ale", "Vad det betyder för kommunen.", "H")


class MegatrendSchema(Base):
    """A global trend."""

    MODEL = model.Megatrend

    rubrik = Text("Rubrik", "Trenden i några ord.", "S:185", required=True)
    text = RichText("Text", "Vad trenden innebär.", "S:185", required=True)


class KallaSchema(Base):
    """A source."""

    MODEL = model.Kalla

    utgivare = Text("Utgivare", "Till exempel SKR.", "S:187", required=True)
    titel = Text("Titel", "Källans titel.", "S:187", required=True)
    datum = DateField("Datum", "När den gavs ut.", "P")


class OmvarldsanalysSchema(VersionedSchema):
    """The common omvärldsanalys."""

    MODEL = model.Omvarldsanalys

    ar = YearField("År", "Det år analysen gäller.", "S:128", required=True)
    agare = Ref("organ", "Ägare", "Normalt kommunstyrelsen.", "H")
    avsnitt = list_of_groups(
        AvsnittSchema, "Avsnitt", "Ett per nivå och område.", "S:128-132", required=True, least=1
    )
    megatrender = list_of_groups(MegatrendSchema, "Megatrender", "De globala megatrenderna.", "S:185")
    kallor = list_of_groups(KallaSchema, "Källor", "Vad analysen bygger på.", "S:187")
    lokala_trender = RichText("Lokala trender", "Lokala trender och förutsättningar.", "S:188")


class ProgrampunktSchema(Base):
    """A line of a programme."""

    MODEL = model.Programpunkt

    tid = Text("Tid", "Till exempel 08:30.", "P", required=True)
    punkt = Text("Punkt", "Vad som händer.", "P", required=True)


class OmvarldsdagSchema(VersionedSchema):
    """The yearly omvärldsdag."""

    MODEL = model.Omvarldsdag

    datum = DateField("Datum", "Dagen.", "S:190", required=True)
    plats = Text("Plats", "Var den hålls.", "P")
    ansvarig = Ref("organ", "Ansvarig", "Kommunstyrelsen.", "S:190")
    program = list_of_groups(ProgrampunktSchema, "Program", "Dagens punkter.", "P")
    deltagande_organ = ListOf(
        Ref("organ", "Deltagande organ"), "Deltagande organ", "De som var med.", "S:190"
    )
    riktningsmal = ListOf(
        Ref("riktningsmal", "Riktningsmål"), "Riktningsmål", "De mål dagen utgick från.", "S:191"
    )
    omvarldsfaktorer = ListOf(
        Ref("omvarldsfaktorer", "Omvärldsfaktorer"),
        "Omvärldsfaktorer",
        "De faktorer dagen utgick från.",
        "S:192",
    )
    material = ListOf(Text("Material"), "Material", "Material från dagen.", "P")


class TillitsprincipSchema(VersionedSchema):
    """One of the seven principles."""

    MODEL = model.Tillitsprincip

    kod = Text("Kod", "Till exempel TILLIT.", "S:32-50", required=True)
    rubrik = Text("Rubrik", "Principens namn.", "S:32-50", required=True)
    text = RichText("Text", "Principens lydelse.", "S:32-50", required=True)


class MilstolpeSchema(Base):
    """A step of the year."""

    MODEL = model.Milstolpe
    CONDITIONS = (InOrder("paminnelse", "sista_dag"),)

    typ = Text("Typ", "Vad som ska vara klart.", "P", required=True)
    ansvarig = Ref("organ", "Ansvarig", "Det organ som ansvarar.", "P", required=True)
    for_vem = Text("För vem", "Vem som tar emot.", "P")
    sista_dag = DateField("Sista dag", "När det ska vara klart.", "P", required=True)
    paminnelse = DateField("Påminnelse", "När den ansvariga påminns.", "P")


class ProcessarSchema(VersionedSchema):
    """A year of the cycle."""

    MODEL = model.Processar

    ar = YearField("År", "Processåret.", "P", required=True)
    milstolpar = list_of_groups(
        MilstolpeSchema, "Milstolpar", "Årets steg i ordning.", "P", required=True, least=1
    )
