"""Input of a nulägesbeskrivning: one body's yearly analysis in three parts (domain 9.2)."""

from __future__ import annotations

from service.model import nulagesbeskrivning as model
from service.model.choices import (
    Forslagsslag,
    Maluppfyllelse,
    Rapportstatus,
    Uppdragsstatus,
    Uppfoljningstyp,
)
from service.schema.base import ENVELOPE, Base, document_fields
from service.schema.conditions import Needed, Unique
from service.schema.fields import (
    Diarienummer,
    EnumField,
    FilePath,
    Flag,
    Identifier,
    Paragraf,
    Ref,
    RichText,
    Text,
)
from service.schema.figures import DateField, DecimalField, IntegerField, YearField
from service.schema.nesting import Group, ListOf, ListOrNone, list_of_groups
from service.schema.parts import BilagaSchema, JusteradForutsattningSchema, PunktSchema, SekretessSchema

SLUG = "nulagesbeskrivning"
TITLE = "Nulägesbeskrivning"


class BeslutSchema(Base):
    """The body's own decision on the document."""

    MODEL = model.Beslut

    organ = Text("Beslutande organ", "Nämnden, eller bolagets styrelse.", "KL 6:38", required=True)
    datum = DateField("Beslutsdatum", "Sammanträdets dag.", "KL 6:38", required=True)
    paragraf = Paragraf("Paragraf", "Paragrafen i protokollet.", "KL 6:38", required=True)
    protokollsutdrag = FilePath("Protokollsutdrag", "Filen med utdraget ur protokollet.", "P")


class LagstiftningSchema(Base):
    """A law the work rests on."""

    MODEL = model.Lagstiftning

    lag = Text("Lag", "Lagens namn.", "S:126", required=True)
    sfs = Text("SFS-nummer", "Till exempel 2010:800.", "S:126")
    kommentar = Text("Kommentar", "Vad lagen betyder för uppdraget.", "S:126")


class VerksamhetsomradeSchema(Base):
    """A field of the body's work."""

    MODEL = model.Verksamhetsomrade

    namn = Text("Namn", "Verksamhetsområdets namn.", "H", required=True)
    beskrivning = RichText("Beskrivning", "Vad området omfattar.", "H", required=True)


class MatvardeSchema(Base):
    """A key figure's value in one period."""

    MODEL = model.Matvarde

    period = Text("Period", "Till exempel 2026 eller jan–aug 2026.", "H", required=True)
    varde = DecimalField("Värde", "Värdet för perioden.", "H", required=True)


class NyckeltalSchema(Base):
    """A key figure over time."""

    MODEL = model.Nyckeltal

    namn = Text("Namn", "Nyckeltalets namn.", "H", required=True)
    enhet = Text("Enhet", "Till exempel procent, antal eller tkr.", "H")
    varden = list_of_groups(MatvardeSchema, "Värden", "Ett värde per period.", "H", required=True, least=1)
    kommentar = Text("Kommentar", "Hur talet ska läsas.", "H")


class VerksamhetsbeskrivningSchema(Base):
    """Part 1 of the document."""

    MODEL = model.Verksamhetsbeskrivning

    uppdrag_konkretisering = RichText(
        "Uppdraget konkretiserat", "Verksamhetens uppdrag i klartext.", "S:125", required=True
    )
    grunddokument = ListOf(
        Ref("styrdokument", "Grunddokument"),
        "Grunddokument",
        "Nämnd: reglemente. Bolag: bolagsordning och ägardirektiv.",
        "S:126",
        required=True,
        least=1,
    )
    grund_lagstiftning = list_of_groups(
        LagstiftningSchema, "Lagstiftning", "Lagar som uppdraget vilar på.", "S:126"
    )
    for_vem = RichText("För vem", "För vem nämnden eller bolaget finns till.", "S:70-71")
    for_vilka_behov = RichText("För vilka behov", "Vilka behov verksamheten möter.", "S:70-71")
    verksamhetsomraden = list_of_groups(
        VerksamhetsomradeSchema, "Verksamhetsområden", "Verksamhetens delar.", "H"
    )
    nyckeltal = list_of_groups(NyckeltalSchema, "Nyckeltal", "Några tal som beskriver verksamheten.", "H")


class OmvarldsdelSchema(Base):
    """Part 2 of the document."""

    MODEL = model.Omvarldsdel

    analys = Ref(
        "omvarldsanalyser", "Omvärldsanalys", "Den kommungemensamma analysen.", "S:128-132", required=True
    )
    version = Text(
        "Version", "Den version av analysen som organet har läst; den låses.", "S:128-132", required=True
    )
    organets_kommentar = RichText("Organets kommentar", "Vad analysen betyder här.", "H")
    omvarldsdag = Ref("omvarldsdagar", "Omvärldsdag", "Årets omvärldsdag.", "S:189-192")


class ResultatSchema(Base):
    """A measured result."""

    MODEL = model.Resultat

    indikator = Text("Indikator", "Vad som mäts.", "S:151", required=True)
    enhet = Text("Enhet", "Till exempel procent.", "S:151")
    utfall = DecimalField("Utfall", "Det uppmätta värdet.", "S:151", required=True)
    malvarde = DecimalField("Målvärde", "Det värde som eftersträvas.", "S:151")
    period = Text("Period", "När det mättes.", "S:151", required=True)
    kommentar = Text("Kommentar", "Hur resultatet ska läsas.", "S:151")
    hogre_ar_battre = Flag("Högre är bättre", "Om ett högre värde är ett bättre.", "H")


class PerRiktningsmalSchema(Base):
    """How the body relates to one riktningsmål."""

    MODEL = model.PerRiktningsmal
    CONDITIONS = (
        Needed(
            "uppfoljning_typ",
            (Uppfoljningstyp.RESULTAT,),
            ("resultat",),
            "riktningsmålet följs upp genom resultat och behöver minst en indikator med utfall",
        ),
        Needed(
            "uppfoljning_typ",
            (Uppfoljningstyp.FRAMDRIFT,),
            ("framdrift",),
            "riktningsmålet följs upp genom framdrift",
        ),
        Needed(
            "uppfoljning_typ",
            (Uppfoljningstyp.RESONEMANG,),
            ("hur_tagit_sig_an", "forutsattningar"),
            "riktningsmålet följs upp genom resonemang",
        ),
    )

    riktningsmal = Ref(
        "riktningsmal", "Riktningsmål", "Kommunfullmäktiges riktningsmål.", "S:147-153", required=True
    )
    hur_man_relaterar = RichText(
        "Hur man relaterar",
        "Hur nämnden eller bolaget relaterar till riktningsmålet.",
        "S:150",
        required=True,
    )
    uppfoljning_typ = EnumField(
        Uppfoljningstyp,
        "Uppföljning genom",
        "Resultat eller framdrift där det går, annars resonemang.",
        "S:151-153",
        required=True,
    )
    maluppfyllelse = EnumField(
        Maluppfyllelse, "Måluppfyllelse", "Hur väl målet är uppfyllt.", "S:116", required=True
    )
    resultat = list_of_groups(ResultatSchema, "Resultat", "Indikatorer med utfall.", "S:151")
    framdrift = RichText("Framdrift", "Hur arbetet har gått framåt.", "S:151")
    hur_tagit_sig_an = RichText("Hur man tagit sig an målet", "Vad som har gjorts.", "S:152-153")
    forutsattningar = RichText("Förutsättningar", "Vilka förutsättningar man ser.", "S:153")


class RiskSchema(Base):
    """A risk."""

    MODEL = model.Risk

    rubrik = Text("Rubrik", "Risken i några ord.", "S:144", required=True)
    beskrivning = RichText("Beskrivning", "Vad som kan hända.", "S:144", required=True)
    sannolikhet = IntegerField("Sannolikhet", "Från 1 (osannolik) till 4 (trolig).", "H", lowest=1, highest=4)
    konsekvens = IntegerField("Konsekvens", "Från 1 (lindrig) till 4 (allvarlig).", "H", lowest=1, highest=4)


class PerOmvarldsfaktorSchema(Base):
    """How the body stands to one omvärldsfaktor."""

    MODEL = model.PerOmvarldsfaktor

    omvarldsfaktor = Ref(
        "omvarldsfaktorer", "Omvärldsfaktor", "Fullmäktiges omvärldsfaktor.", "S:140-145", required=True
    )
    forhallningssatt = RichText(
        "Förhållningssätt", "Hur man förhåller sig till faktorn.", "S:143-144", required=True
    )
    risker = ListOrNone(RiskSchema, "Risker", "Risker man ser, eller ordet inga.", "S:144", required=True)
    mojligheter = ListOrNone(
        PunktSchema, "Möjligheter", "Möjligheter man ser, eller ordet inga.", "S:144", required=True
    )
    hur_man_tar_sig_an = RichText(
        "Hur man tar sig an", "Hur risker och möjligheter tas om hand.", "S:144-145", required=True
    )


class EgetMalSchema(Base):
    """The outcome of one of the body's own goals."""

    MODEL = model.EgetMal

    organmal = Ref("organmal", "Eget mål", "Nämndens eller bolagets eget mål.", "S:115", required=True)
    utfall = Text("Utfall", "Vad som har nåtts.", "S:115", required=True)
    maluppfyllelse = EnumField(
        Maluppfyllelse, "Måluppfyllelse", "Hur väl målet är uppfyllt.", "H", required=True
    )
    resonemang = RichText("Resonemang", "Varför det gick som det gick.", "S:115-116", required=True)


class UppdragRedovisningSchema(Base):
    """How one of KF's assignments has gone."""

    MODEL = model.UppdragRedovisning

    uppdrag = Ref("uppdrag", "Uppdrag", "Fullmäktiges uppdrag.", "S:64, 115", required=True)
    status = EnumField(Uppdragsstatus, "Status", "Hur långt uppdraget har kommit.", "S:64", required=True)
    resonemang = RichText("Resonemang", "Vad som är gjort och vad som återstår.", "KL 6:5", required=True)


class ForflyttningSchema(Base):
    """A possible shift."""

    MODEL = model.Forflyttning

    rubrik = Text("Rubrik", "Förflyttningen i några ord.", "S:118-119", required=True)
    fran_lage = RichText("Från läge", "Var verksamheten står.", "S:118-119", required=True)
    till_lage = RichText("Till läge", "Vart den kan komma.", "S:118-119", required=True)
    motiv = RichText("Motiv", "Varför förflyttningen är möjlig och önskvärd.", "S:118-119", required=True)
    riktningsmal = ListOf(Ref("riktningsmal", "Riktningsmål"), "Riktningsmål", "Kopplade riktningsmål.", "H")
    omvarldsfaktorer = ListOf(
        Ref("omvarldsfaktorer", "Omvärldsfaktorer"), "Omvärldsfaktorer", "Kopplade omvärldsfaktorer.", "H"
    )


class ForslagNyttMalSchema(Base):
    """A proposed goal for the next period."""

    MODEL = model.ForslagNyttMal

    malformulering = RichText("Målformulering", "Målet som det föreslås lyda.", "S:134", required=True)
    period = Text("Period", "Den period målet ska gälla.", "S:134", required=True)
    motivering = RichText(
        "Motivering", "Hur nulägesanalysen motiverar det nya målet.", "S:134", required=True
    )
    riktningsmal = ListOf(Ref("riktningsmal", "Riktningsmål"), "Riktningsmål", "Kopplade riktningsmål.", "H")
    omvarldsfaktorer = ListOf(
        Ref("omvarldsfaktorer", "Omvärldsfaktorer"), "Omvärldsfaktorer", "Kopplade omvärldsfaktorer.", "H"
    )


class ForslagUppdragSchema(Base):
    """A proposed assignment."""

    MODEL = model.ForslagUppdrag
    CONDITIONS = (
        Needed(
            "slag",
            (Forslagsslag.ANDRAT,),
            ("uppdrag",),
            "ett ändrat uppdrag behöver peka på det uppdrag som ändras",
        ),
    )

    slag = EnumField(Forslagsslag, "Slag", "Nytt eller ändrat uppdrag.", "S:180-181", required=True)
    text = RichText("Förslag", "Uppdraget som det föreslås lyda.", "S:180-181", required=True)
    motivering = RichText("Motivering", "Varför det föreslås.", "S:180-181", required=True)
    uppdrag = Ref("uppdrag", "Uppdrag som ändras", "Det uppdrag förslaget ändrar.", "S:180-181")


class UtvecklingsinsatsSchema(Base):
    """A planned development."""

    MODEL = model.Utvecklingsinsats

    rubrik = Text("Rubrik", "Insatsen i några ord.", "S:156", required=True)
    beskrivning = RichText("Beskrivning", "Vad som ska göras.", "S:156", required=True)
    period = Text("Period", "När det ska göras.", "H")


class TillitsreflektionSchema(Base):
    """A thought on one of the seven principles."""

    MODEL = model.Tillitsreflektion

    princip = Ref("tillitsprinciper", "Princip", "En av de sju principerna.", "S:29-50", required=True)
    text = RichText("Reflektion", "Hur principen märks i verksamheten.", "H", required=True)


class NulagesbeskrivningSchema(Base):
    """En nämnds eller ett bolags nulägesbeskrivning för ett år."""

    MODEL = model.Nulagesbeskrivning
    NOT_IN_MODEL = ENVELOPE
    CONDITIONS = (
        Unique("tillitsreflektion", "princip"),
        Unique("egna_mal", "organmal"),
        Unique("uppdrag", "uppdrag"),
    )

    PARTS = (
        (
            "Om dokumentet",
            (
                "organ", "ar", "mandatperiod", "id", "diarienummer", "datum", "status", "handlaggare", "forfattare",
                "mallversion",
            ),
        ),
        ("Sammanfattning", ("sammanfattning",)),
        ("Del 1. Verksamhetsbeskrivning", ("verksamhetsbeskrivning",)),
        ("Del 2. Omvärldsanalys", ("omvarldsanalys",)),
        ("Del 3. Nulägesanalys", ("per_riktningsmal", "per_omvarldsfaktor", "egna_mal", "uppdrag")),
        ("Samlad bedömning", ("maluppfyllelse", "utrymme_for_riktningsforandring")),
        (
            "Förflyttningar och förslag",
            (
                "mojliga_forflyttningar", "forslag_nya_mal", "forslag_uppdrag", "forslag_justerade_forutsattningar",
                "planerade_utvecklingsinsatser",
            ),
        ),
        ("Tillitsreflektion", ("tillitsreflektion",)),
        ("Beslut, sekretess och bilagor", ("beslut", "sekretess", "bilagor")),
    )  # fmt: skip

    dokumenttyp, ramverk = document_fields(SLUG)
    id = Identifier("Id", "Dokumentets beteckning, till exempel UN-2026.", "P", required=True)
    organ = Ref("organ", "Organ", "Nämnden eller bolaget.", "S:114", required=True)
    ar = YearField("År", "Det år som beskrivs.", "S:114", required=True)
    mandatperiod = Ref("mandatperioder", "Mandatperiod", "Vars mål som följs upp.", "KL 5:9", required=True)
    mallversion = Text("Mallversion", "Version av mallen som underlaget skrevs för.", "S:137-138")
    status = EnumField(Rapportstatus, "Status", "Hur långt dokumentet har kommit.", "P", required=True)
    forfattare = ListOf(Text("Författare"), "Författare", "Namn och titel.", "P")
    handlaggare = Text("Handläggare", "Namn och titel.", "P")
    datum = DateField("Datum", "Dokumentets dag; målen i kraft den dagen ska vara med.", "P", required=True)
    diarienummer = Diarienummer("Diarienummer", "Ärendets nummer i diariet.", "OSL 5:2", required=True)
    beslut = Group(BeslutSchema, "Beslut", "Nämndens eller styrelsens eget beslut.", "KL 6:38")
    sekretess = Group(SekretessSchema, "Sekretess", "Sekretessmarkering, om det finns en.", "OSL 5:5")
    sammanfattning = RichText("Sammanfattning", "Det viktigaste på en halv sida.", "H")
    verksamhetsbeskrivning = Group(
        VerksamhetsbeskrivningSchema, "Verksamhetsbeskrivning", "Del 1.", "S:121, 125-126", required=True
    )
    omvarldsanalys = Group(OmvarldsdelSchema, "Omvärldsanalys", "Del 2.", "S:122, 128-132", required=True)
    per_riktningsmal = list_of_groups(
        PerRiktningsmalSchema,
        "Per riktningsmål",
        "Varje gällande riktningsmål en gång.",
        "S:115, 147-153",
        required=True,
        least=1,
    )
    per_omvarldsfaktor = list_of_groups(
        PerOmvarldsfaktorSchema,
        "Per omvärldsfaktor",
        "Varje gällande omvärldsfaktor en gång.",
        "S:115, 140-145",
        required=True,
        least=1,
    )
    egna_mal = list_of_groups(EgetMalSchema, "Egna mål", "Utfallet av de egna målen.", "S:115")
    uppdrag = list_of_groups(
        UppdragRedovisningSchema, "Uppdrag", "Fullmäktiges uppdrag och särskilda satsningar.", "S:64, 115"
    )
    maluppfyllelse = RichText(
        "Måluppfyllelse", "Samlat resonemang om måluppfyllelsen.", "S:116", required=True
    )
    utrymme_for_riktningsforandring = RichText(
        "Utrymme för riktningsförändring", "Vilket utrymme man ser.", "S:116", required=True
    )
    mojliga_forflyttningar = list_of_groups(
        ForflyttningSchema,
        "Möjliga förflyttningar",
        "Minst en förflyttning inom ansvarsområdet.",
        "S:118-119",
        required=True,
        least=1,
    )
    forslag_nya_mal = list_of_groups(
        ForslagNyttMalSchema, "Förslag till nya mål", "Mål för nästa period.", "S:134"
    )
    forslag_uppdrag = list_of_groups(
        ForslagUppdragSchema, "Förslag till uppdrag", "Nya eller ändrade uppdrag.", "S:180-181"
    )
    forslag_justerade_forutsattningar = list_of_groups(
        JusteradForutsattningSchema,
        "Förslag till justerade förutsättningar",
        "Det som behöver ändras för att uppdraget ska gå att utföra.",
        "S:178-181",
    )
    planerade_utvecklingsinsatser = list_of_groups(
        UtvecklingsinsatsSchema, "Planerade utvecklingsinsatser", "Underlag för tillitsdialogen.", "S:156"
    )
    tillitsreflektion = list_of_groups(
        TillitsreflektionSchema, "Tillitsreflektion", "Frivillig reflektion per princip.", "S:29-50"
    )
    bilagor = list_of_groups(BilagaSchema, "Bilagor", "Filer som hör till dokumentet.", "P")


SCHEMA = NulagesbeskrivningSchema
