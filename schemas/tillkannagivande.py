"""Input of a tillkännagivande: the announcement on the anslagstavla (domain 9.4)."""

from __future__ import annotations

from service.model import tillkannagivande as model
from service.model.choices import Tillkannagivandeslag
from service.schema.base import ENVELOPE, Base, document_fields
from service.schema.conditions import Needed
from service.schema.fields import Diarienummer, EnumField, Ref, Text, WebAddress
from service.schema.figures import DateField, MomentField, TimeField
from service.schema.nesting import Group, list_of_groups

SLUG = "tillkannagivande"
TITLE = "Tillkännagivande"


class TillkannagivetSammantradeSchema(Base):
    """The meeting that is announced."""

    MODEL = model.TillkannagivetSammantrade

    datum = DateField("Datum", "Sammanträdesdagen.", "KL 5:13", required=True)
    tid_start = TimeField("Starttid", "När sammanträdet börjar.", "KL 5:13")
    plats = Text("Plats", "Var sammanträdet hålls.", "KL 5:13")
    webb_tv_url = WebAddress("Webb-tv", "Adress till sändningen.", "P")


class TillkannagivetArendeSchema(Base):
    """A matter."""

    MODEL = model.TillkannagivetArende

    ordning = Text("Ordning", "Ärendets plats på föredragningslistan.", "P", required=True)
    rubrik = Text("Rubrik", "Ärendets rubrik.", "KL 5:13", required=True)
    diarienummer = Diarienummer("Diarienummer", "Ärendets nummer i diariet.", "OSL 5:2")


class IntygandeSchema(Base):
    """Who vouches for it."""

    MODEL = model.Intygande

    namn = Text("Namn", "Den som intygar anslaget.", "P", required=True)
    titel = Text("Titel", "Personens titel.", "P")


class TillkannagivandeSchema(Base):
    """Ett tillkännagivande på kommunens anslagstavla."""

    MODEL = model.Tillkannagivande
    NOT_IN_MODEL = ENVELOPE
    CONDITIONS = (
        Needed(
            "slag",
            (Tillkannagivandeslag.SAMMANTRADE, Tillkannagivandeslag.BRADSKANDE_ARENDE),
            ("arenden",),
            "ett sammanträde tillkännages med uppgift om ärendena (KL 5:13-14)",
        ),
        Needed(
            "slag",
            (Tillkannagivandeslag.JUSTERING,),
            ("forvaringsplats", "publicerat_tid", "nedtas_tidigast"),
            "ett justerat protokoll tillkännages med förvaringsplats och dagar (KL 8:12)",
        ),
    )

    dokumenttyp, ramverk = document_fields(SLUG)
    slag = EnumField(
        Tillkannagivandeslag, "Slag", "Vad som tillkännages.", "KL 5:13-14, 8:11-12", required=True
    )
    organ = Ref("organ", "Organ", "Det organ det gäller.", "KL 5:13", required=True)
    sammantrade = Group(
        TillkannagivetSammantradeSchema,
        "Sammanträde",
        "Det sammanträde det gäller.",
        "KL 5:13",
        required=True,
    )
    arenden = list_of_groups(TillkannagivetArendeSchema, "Ärenden", "Det som ska behandlas.", "KL 5:13")
    paragrafer = Text("Paragrafer", "Det justerade protokollets paragrafer, till exempel §§ 114–149.", "P")
    justerat = DateField("Justerat", "Dagen då protokollet justerades.", "KL 5:69, 8:12")
    publicerat_tid = MomentField("Publicerat", "När det sattes upp på anslagstavlan.", "KL 5:13, 8:12")
    nedtas_tidigast = DateField("Tas ned tidigast", "När det får tas ned.", "KL 8:12, 13:5")
    forvaringsplats = Text("Förvaringsplats", "Var protokollet finns.", "KL 8:12")
    intygar = Group(IntygandeSchema, "Intygar", "Den som intygar anslaget.", "P")
    url = WebAddress("Adress", "Där handlingarna finns.", "KL 8:9")
    ordforande = Text("Ordförande", "Den som tillkännager.", "KL 5:13")


SCHEMA = TillkannagivandeSchema
