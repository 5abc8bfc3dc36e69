"""Input of a kallelse: the meeting file with meeting, summons, matters and documents (domain 9.4)."""

from __future__ import annotations

from service.model import choices
from service.model import kallelse as model
from service.schema.base import ENVELOPE, Base, document_fields
from service.schema.conditions import ExactlyOne, InOrder, Needed, Unique
from service.schema.fields import (
    Diarienummer,
    EmailAddress,
    EnumField,
    FilePath,
    Flag,
    Identifier,
    Paragraf,
    Pattern,
    Ref,
    RichText,
    Text,
    WebAddress,
)
from service.schema.figures import DateField, IntegerField, MomentField, TimeField
from service.schema.nesting import Group, ListOf, list_of_groups
from service.schema.parts import SekretessSchema

SLUG = "kallelse"
TITLE = "Kallelse"


class Ordning(Pattern):
    """A matter's place: a capital letter for formalia, else a number."""

    PATTERN = r"^([A-Z]|[1-9]\d{0,2})$"
    CODE = "invalid_order"
    EXPECTED = "en bokstav för formalia eller ett nummer"
    REMEDY = "Skriv A, B … för formalia och 1, 2 … för övriga ärenden."


class Sha256(Pattern):
    """A digest as the manifest writes it."""

    PATTERN = r"^[0-9a-f]{64}$"
    CODE = "invalid_sha256"
    EXPECTED = "en kontrollsumma med 64 tecken, 0–9 och a–f"
    REMEDY = "Kopiera hela raden ur manifestet."


class KontaktSchema(Base):
    """Whom to tell when one cannot come."""

    MODEL = model.Kontakt

    namn = Text("Namn", "Den man hör av sig till.", "P", required=True)
    telefon = Text("Telefon", "Telefonnummer.", "P")
    e_post = EmailAddress("E-post", "E-postadress.", "P")


class SammantradeSchema(Base):
    """The meeting."""

    MODEL = model.Sammantrade
    CONDITIONS = (InOrder("tid_start", "tid_slut", same=False),)

    organ = Ref("organ", "Organ", "Det organ som sammanträder.", "KL 5:13", required=True)
    datum = DateField("Datum", "Sammanträdesdagen.", "KL 5:15", required=True)
    tid_start = TimeField("Starttid", "När sammanträdet börjar.", "KL 5:15", required=True)
    tid_slut = TimeField("Sluttid", "När det beräknas sluta.", "P")
    plats = Text("Plats", "Var sammanträdet hålls.", "KL 5:15", required=True)
    distans = Flag("Deltagande på distans", "Om fullmäktige har beslutat det.", "KL 5:16")
    typ = EnumField(choices.Sammantradestyp, "Typ", "Ordinarie eller extra.", "KL 5:12")
    initierat_av = Text("Initierat av", "Vem som begärt ett extra sammanträde.", "KL 5:12")
    ordforande = Text("Ordförande", "Den som kallar.", "KL 5:13", required=True)
    sekreterare = Text("Sekreterare", "Sammanträdets sekreterare.", "P")
    forhinder_kontakt = Group(KontaktSchema, "Kontakt vid förhinder", "Vem man meddelar.", "P")
    status = EnumField(choices.Sammantradesstatus, "Status", "Hur långt sammanträdet har kommit.", "P")
    webb_tv_url = WebAddress("Webb-tv", "Adress till sändningen.", "P")
    allmanhetens_fragestund = Flag("Allmänhetens frågestund", "Om det hålls en.", "P")


class FaststallandeSchema(Base):
    """Who settled the agenda."""

    MODEL = model.Faststallande

    vem = Text("Vem", "Ordförandens namn.", "KL 5:13", required=True)
    tid = MomentField("Tid", "När listan fastställdes.", "KL 5:13", required=True)


class KalladSchema(Base):
    """A ledamot or ersättare."""

    MODEL = model.Kallad

    namn = Text("Namn", "Personens namn.", "KL 5:15", required=True)
    parti = Text("Parti", "Partiets beteckning.", "P")
    roll = EnumField(choices.Ledamotsroll, "Roll", "Personens uppdrag.", "KL 5:11")
    titel = Text("Titel", "Som den ska stå på pappret.", "P")
    valkrets = Text("Valkrets", "Den valkrets personen är vald i.", "P")
    inkallelseordning = IntegerField("Inkallelseordning", "Plats i ordningen.", "KL 5:17", lowest=1)
    e_post = EmailAddress("E-post", "Dit kallelsen skickas.", "KL 5:15")


class OvrigSchema(Base):
    """Somebody else who is called."""

    MODEL = model.Ovrig

    namn = Text("Namn", "Personens namn.", "P", required=True)
    titel = Text("Titel", "Personens titel.", "P")


class UtskickSchema(Base):
    """One dispatch to one person."""

    MODEL = model.Utskick

    person = Text("Person", "Den som kallelsen skickades till.", "KL 5:15", required=True)
    kanal = EnumField(choices.Utskickskanal, "Kanal", "Hur den skickades.", "P", required=True)
    tid = MomentField("Tid", "När den skickades.", "KL 5:15", required=True)
    status = EnumField(choices.Utskicksstatus, "Status", "Vad som blev av utskicket.", "P", required=True)


class TidigareUtskickSchema(Base):
    """A dispatch that has gone out."""

    MODEL = model.TidigareUtskick

    version = IntegerField(
        "Version", "Utskickets nummer, räknat från 1.", "P", required=True, lowest=1, highest=99
    )
    slag = EnumField(choices.Kallelseslag, "Slag", "Vad som skickades ut.", "KL 5:14-15")
    datum = DateField("Datum", "Dagen då det skickades ut.", "KL 5:15", required=True)
    manifest = FilePath("Manifest", "Den interna utgåvans manifest.", "P")
    manifest_publik = FilePath("Publikt manifest", "Den offentliga utgåvans manifest.", "P")
    snapshot_sha256 = Sha256("Kontrollsumma", "Raden snapshot_sha256 i det interna manifestet.", "P")


class KallelseuppgifterSchema(Base):
    """What is said of the summons."""

    MODEL = model.Kallelseuppgifter

    slag = EnumField(choices.Kallelseslag, "Slag", "Vad som skickas ut.", "KL 5:14-15")
    version = IntegerField("Version", "Utskickets nummer, räknat från 1.", "P", lowest=1, highest=99)
    datum = DateField("Datum", "Dagen då det skickas ut.", "KL 5:15")
    diarienummer = Diarienummer("Diarienummer", "Sammanträdets ärende i diariet.", "OSL 5:2")
    faststalld_av_ordforande = Group(
        FaststallandeSchema, "Fastställd av ordföranden", "Ordföranden bestämmer ärendena.", "KL 5:13"
    )
    rendition = EnumField(choices.Rendition, "Utgåva", "För vem utgåvan är.", "P")
    ledamoter = list_of_groups(
        KalladSchema, "Ledamöter", "Utan lista kallas ramverkets ledamöter.", "KL 5:15"
    )
    ersattare = list_of_groups(
        KalladSchema, "Ersättare", "Utan lista kallas ramverkets ersättare.", "KL 5:15"
    )
    ovriga = list_of_groups(OvrigSchema, "Övriga", "Andra som kallas.", "P")
    utskick = list_of_groups(UtskickSchema, "Utskick", "Vem som fått kallelsen, hur och när.", "KL 5:15")
    tidigare_utskick = list_of_groups(
        TidigareUtskickSchema,
        "Tidigare utskick",
        "Vad som redan har skickats ut till sammanträdet.",
        "KL 5:15",
    )


class TidSlotSchema(Base):
    """When a matter is taken up."""

    MODEL = model.TidSlot
    CONDITIONS = (InOrder("fran", "till", same=False),)

    fran = TimeField("Från", "När ärendet tas upp.", "P", required=True)
    till = TimeField("Till", "När det beräknas vara klart.", "P")


class BeslutsForslagSchema(Base):
    """What one body proposes."""

    MODEL = model.BeslutsForslag

    organ = Text("Organ", "Det organ som föreslår.", "KL 5:28", required=True)
    punkter = ListOf(
        Text("Punkter"), "Punkter", "En hel mening per beslutspunkt.", "KL 5:28", required=True, least=1
    )


class BeredningSchema(Base):
    """How a body has prepared the matter."""

    MODEL = model.Beredning

    organ = Text("Organ", "Det organ som berett ärendet.", "KL 5:26-28", required=True)
    datum = DateField("Datum", "Dagen för beslutet.", "KL 5:26-28", required=True)
    paragraf = Paragraf("Paragraf", "Paragrafen i protokollet.", "KL 5:26-28")
    beslut = RichText("Beslut", "Vad organet beslutade.", "KL 5:26-28")
    yrkanden = ListOf(Text("Yrkanden"), "Yrkanden", "Ett yrkande per rad.", "P")
    reservationer = ListOf(Text("Reservationer"), "Reservationer", "En reservation per rad.", "P")


class GranskningSchema(Base):
    """Who has looked for personal data."""

    MODEL = model.Personuppgiftsgranskning

    av = Text("Av", "Den som granskat.", "P", required=True)
    tid = MomentField("Tid", "När det gjordes.", "P", required=True)


class RelationSchema(Base):
    """How one document stands to another."""

    MODEL = model.Relation

    typ = EnumField(choices.Relationstyp, "Typ", "Vad sambandet är.", "P", required=True)
    handling = Identifier("Handling", "Id för en annan handling i samma mötesfil.", "P", required=True)


class HandlingSchema(Base):
    """A document of a matter."""

    MODEL = model.Handling
    CONDITIONS = (
        ExactlyOne(("fil", "indata")),
        Needed(
            "bifogas_kallelsen",
            (False,),
            ("bifogas_inte_orsak",),
            "kallelsen ska tala om varför en handling inte bifogas",
        ),
    )

    id = Identifier("Id", "Behövs bara om en annan handling pekar hit.", "P")
    handlingstyp = EnumField(
        choices.Handlingstyp, "Handlingstyp", "Vad för slags handling.", "P", required=True
    )
    titel = Text("Titel", "Handlingens titel.", "P", required=True)
    titel_publik = Text("Titel för allmänheten", "Om titeln inte kan visas som den är.", "OSL 5:2")
    datum = DateField("Datum", "Handlingens datum.", "P")
    upprattad_av = Text("Upprättad av", "Person, nämnd eller företag.", "P")
    fil = FilePath("Fil", "Den färdiga filen.", "P")
    indata = FilePath("Indata", "Rapportens indatafil, som handlingen byggs av.", "P")
    diarienummer = Diarienummer("Diarienummer", "Om det inte är ärendets.", "OSL 5:2")
    bifogas_kallelsen = Flag("Bifogas kallelsen", "Om handlingen följer med.", "P")
    bifogas_inte_orsak = Text("Orsak", "Varför handlingen inte bifogas.", "P")
    utgar_datum = DateField("Utgår, datum", "Dagen då en utsänd handling drogs tillbaka.", "P")
    publiceras = EnumField(choices.Publicering, "Publiceras", "Om allmänheten får den.", "KL 8:11")
    sekretess = Group(SekretessSchema, "Sekretess", "Sekretessmarkering, om det finns en.", "OSL 5:5")
    personuppgiftsgranskad = Group(
        GranskningSchema, "Personuppgiftsgranskad", "Vem som granskat, och när.", "P"
    )
    pdfa = EnumField(
        choices.Pdfapolicy,
        "PDF/A",
        "Vad som görs med en fil som inte är PDF/A; annars gäller inställningen.",
        "P",
    )
    relationer = list_of_groups(RelationSchema, "Relationer", "Samband med andra handlingar.", "P")
    forsattsblad = Flag("Försättsblad", "Om handlingen får ett försättsblad.", "P")


class ArendeSchema(Base):
    """A matter on the agenda."""

    MODEL = model.Arende

    ordning = Ordning("Ordning", "A, B … för formalia, 1, 2 … för övriga.", "P", required=True)
    rubrik = Text("Rubrik", "Ärendets rubrik.", "KL 5:15", required=True)
    diarienummer = Diarienummer("Diarienummer", "Ärendets nummer i diariet.", "OSL 5:2")
    arendetyp = EnumField(choices.Arendetyp, "Ärendetyp", "Vad för slags ärende.", "P", required=True)
    vackt_av = EnumField(choices.Vackare, "Väckt av", "Vem som väckt ärendet.", "KL 5:22")
    foredragande = ListOf(Text("Föredragande"), "Föredragande", "Namn och titel.", "P")
    tid_slot = Group(TidSlotSchema, "Tid", "När ärendet tas upp.", "P")
    bradskande = Flag("Brådskande", "Om det tillkännagetts som brådskande.", "KL 5:14")
    stangda_dorrar = Flag("Stängda dörrar", "Om det behandlas inom stängda dörrar.", "KL 5:42")
    utgar = Flag("Utgår", "Om ärendet utgår; det behåller sitt nummer.", "P")
    utgar_datum = DateField("Utgår, datum", "Dagen då ärendet drogs tillbaka.", "P")
    utgar_orsak = Text("Utgår, orsak", "Varför ärendet utgår.", "P")
    sammanfattning = RichText("Sammanfattning", "Ärendet i korthet.", "P")
    arendet = RichText("Ärendet", "Bakgrund och beskrivning.", "P")
    forslag_till_beslut = list_of_groups(
        BeslutsForslagSchema, "Förslag till beslut", "Vad som föreslås, per organ.", "KL 5:28"
    )
    beredning = list_of_groups(BeredningSchema, "Beredning", "Hur ärendet har beretts.", "KL 5:26-28")
    beredningsundantag = Text(
        "Undantag från beredning", "Till exempel 5 kap. 29 § kommunallagen.", "KL 5:29-34"
    )
    ekonomiska_konsekvenser = RichText("Ekonomiska konsekvenser", "Vad beslutet kostar.", "P")
    beslutet_skickas_till = ListOf(Text("Mottagare"), "Beslutet skickas till", "En mottagare per rad.", "P")
    publiceringslank = WebAddress("Publiceringslänk", "Där handlingen finns på webbplatsen.", "KL 8:14-16 a")
    handlingar = list_of_groups(HandlingSchema, "Handlingar", "I den ordning de ska ligga.", "P")


class KallelseSchema(Base):
    """En mötesfil: sammanträde, kallelse, ärenden och handlingar."""

    MODEL = model.Kallelse
    NOT_IN_MODEL = ENVELOPE
    CONDITIONS = (Unique("arenden", "ordning"),)

    dokumenttyp, ramverk = document_fields(SLUG)
    sammantrade = Group(
        SammantradeSchema, "Sammanträde", "Tid, plats och personer.", "KL 5:13-15", required=True
    )
    kallelse = Group(KallelseuppgifterSchema, "Kallelse", "Uppgifter om utskicket.", "KL 5:15", required=True)
    arenden = list_of_groups(
        ArendeSchema, "Ärenden", "I den ordning de behandlas.", "KL 5:15", required=True, least=1
    )


SCHEMA = KallelseSchema
