"""Input of a dialogsammanfattning: the summary of a tillitsdialog of kind A, B or C (domain 9.3)."""

from __future__ import annotations

from service.model import dialogsammanfattning as model
from service.model.choices import Dialogtyp
from service.schema.base import ENVELOPE, Base, document_fields
from service.schema.conditions import AnyOf, Needed, OnlyWhen
from service.schema.fields import Diarienummer, EnumField, Identifier, Ref, RichText, Text
from service.schema.figures import DateField, YearField
from service.schema.nesting import Group, ListOf, ListOrNone, list_of_groups
from service.schema.parts import BilagaSchema, JusteradForutsattningSchema, PunktSchema, SekretessSchema

SLUG = "dialogsammanfattning"
TITLE = "Dialogsammanfattning"

OF_A = ("uppdrag", "resultat", "planerade_utvecklingsinsatser")
OF_C = (
    "nulagesbeskrivning",
    "motivering_av_analys",
    "forslag_nya_uppdrag",
    "forslag_justerade_forutsattningar",
)
OPTIONAL_OF_C = ("ks_bedomning", "ks_forslag_till_kf", "uppsikt_notering")


class DeltagareSchema(Base):
    """Somebody who took part."""

    MODEL = model.Deltagare

    namn = Text("Namn", "Deltagarens namn.", "P", required=True)
    roll = Text("Roll", "Till exempel nämndens ordförande.", "P")
    organisation = Text("Organisation", "Den nämnd, sektor eller det bolag deltagaren kom från.", "P")


class UnderlagSchema(Base):
    """What the dialog built on."""

    MODEL = model.Underlag

    titel = Text("Titel", "Underlagets titel.", "P", required=True)
    datum = DateField("Datum", "Underlagets datum.", "P")
    referens = Text("Referens", "Till exempel diarienummer.", "P")


class NastaStegSchema(Base):
    """What happens next."""

    MODEL = model.NastaSteg

    vad = Text("Vad", "Vad som ska göras.", "H", required=True)
    vem = Text("Vem", "Vem som gör det.", "H")
    nar = Text("När", "Till exempel mars 2027.", "H")


class GodkannandeSchema(Base):
    """Who approved the summary."""

    MODEL = model.Godkannande

    namn = Text("Namn", "Den som godkänt sammanfattningen.", "P", required=True)
    datum = DateField("Datum", "När den godkändes.", "P", required=True)


class EgetAvsnittSchema(Base):
    """A section the body defines itself."""

    MODEL = model.EgetAvsnitt

    rubrik = Text("Rubrik", "Avsnittets rubrik.", "S:158, 168", required=True)
    text = RichText("Text", "Avsnittets text.", "S:158, 168", required=True)


class RapporthanvisningSchema(Base):
    """Which nulägesbeskrivning the dialog is about."""

    MODEL = model.Rapporthanvisning

    organ = Ref("organ", "Organ", "Den nämnd eller det bolag som skrivit den.", "S:176", required=True)
    ar = YearField("År", "Det år den beskriver.", "S:176", required=True)
    diarienummer = Diarienummer("Diarienummer", "Dess diarienummer.", "P")


class ForslagNyttUppdragSchema(Base):
    """A proposed assignment."""

    MODEL = model.ForslagNyttUppdrag

    text = RichText("Förslag", "Uppdraget som det föreslås lyda.", "S:180", required=True)
    motivering = RichText("Motivering", "Varför det föreslås.", "S:179-181", required=True)


class DialogsammanfattningSchema(Base):
    """Sammanfattning av en tillitsdialog av slag A, B eller C."""

    MODEL = model.Dialogsammanfattning
    NOT_IN_MODEL = ENVELOPE
    CONDITIONS = (
        Needed(
            "typ",
            (Dialogtyp.A,),
            OF_A,
            "en dialog av typ A utgår från uppdrag, resultat och planerade utvecklingsinsatser (S:157)",
        ),
        AnyOf(
            "typ",
            (Dialogtyp.B,),
            ("utmaningar", "mojligheter"),
            "en dialog av typ B ska fånga minst en utmaning eller möjlighet (S:168)",
        ),
        Needed(
            "typ",
            (Dialogtyp.C,),
            OF_C,
            "kommunstyrelsens dialog motiverar analysen och tar ställning till förslagen (S:176-181)",
        ),
        AnyOf(
            "typ",
            (Dialogtyp.C,),
            ("utmaningar", "mojligheter"),
            "kommunstyrelsens dialog ska ta upp utmaningar och möjligheter (S:176-181)",
        ),
        OnlyWhen(
            "typ",
            (Dialogtyp.A,),
            OF_A,
            "fältet hör till en dialog av typ A",
            "Flytta texten till egna_avsnitt eller sammanfattning_resultat, eller ta bort fältet.",
        ),
        OnlyWhen(
            "typ",
            (Dialogtyp.A, Dialogtyp.B),
            ("egna_avsnitt",),
            "fältet hör till en dialog av typ A eller B",
            "Flytta texten till ks_bedomning eller sammanfattning_resultat, eller ta bort fältet.",
        ),
        OnlyWhen(
            "typ",
            (Dialogtyp.B, Dialogtyp.C),
            ("utmaningar", "mojligheter"),
            "fältet hör till en dialog av typ B eller C",
            "Flytta texten till egna_avsnitt, eller ta bort fältet.",
        ),
        OnlyWhen(
            "typ",
            (Dialogtyp.C,),
            (*OF_C, *OPTIONAL_OF_C),
            "fältet hör till kommunstyrelsens dialog (typ C)",
            "Flytta texten till egna_avsnitt, eller ta bort fältet.",
        ),
    )

    PARTS = (
        (
            "Om dialogen",
            ("typ", "titel", "ar", "datum", "plats", "parter", "id", "diarienummer", "redovisas_till"),
        ),
        ("Nulägesbeskrivningen som dialogen gällde", ("nulagesbeskrivning",)),
        ("Hur dialogen gick till", ("form", "innehall_teman", "deltagare", "underlag")),
        (
            "Vad dialogen gav",
            (
                "sammanfattning_resultat", "uppdrag", "resultat", "planerade_utvecklingsinsatser", "slutsatser",
                "utmaningar", "mojligheter", "egna_avsnitt", "nasta_steg",
            ),
        ),
        (
            "Bedömning och förslag",
            (
                "motivering_av_analys", "ks_bedomning", "ks_forslag_till_kf", "uppsikt_notering",
                "forslag_nya_uppdrag", "forslag_justerade_forutsattningar",
            ),
        ),
        ("Godkännande, sekretess och bilagor", ("godkand_av", "sekretess", "bilagor")),
    )  # fmt: skip

    dokumenttyp, ramverk = document_fields(SLUG)
    id = Identifier("Id", "Dokumentets beteckning.", "P", required=True)
    typ = EnumField(
        Dialogtyp,
        "Typ",
        "A inom eller mellan nämnd och bolag, B mellan sektorer, C kommunstyrelsens.",
        "S:155-181",
        required=True,
    )
    ar = YearField("År", "Det år dialogen hör till.", "S:157", required=True)
    titel = Text("Titel", "Dokumentets titel.", "P", required=True)
    datum = ListOf(
        DateField("Datum"), "Datum", "Dagen eller dagarna för dialogen.", "P", required=True, least=1
    )
    plats = Text("Plats", "Var dialogen hölls.", "P")
    parter = ListOf(
        Ref("organ", "Parter"),
        "Parter",
        "Organen som möttes; i typ C kommunstyrelsen och exakt ett organ.",
        "S:155-181",
        required=True,
        least=1,
    )
    deltagare = list_of_groups(DeltagareSchema, "Deltagare", "De som var med.", "P")
    form = RichText("Form", "Hur dialogen gick till; organet bestämmer själv.", "S:158, 168")
    innehall_teman = ListOf(Text("Teman"), "Teman", "Vad dialogen handlade om.", "S:158, 168")
    underlag = list_of_groups(UnderlagSchema, "Underlag", "Vad dialogen byggde på.", "P")
    sammanfattning_resultat = RichText(
        "Sammanfattning av resultatet",
        "Det som redovisas för kommunfullmäktige.",
        "S:161, 169",
        required=True,
    )
    slutsatser = ListOf(Text("Slutsatser"), "Slutsatser", "En mening per slutsats.", "H")
    nasta_steg = list_of_groups(NastaStegSchema, "Nästa steg", "Vad som ska göras, av vem och när.", "H")
    godkand_av = Group(GodkannandeSchema, "Godkänd av", "Den som godkänt sammanfattningen.", "P")
    redovisas_till = Ref("organ", "Redovisas till", "Alltid kommunfullmäktige (KF).", "S:161, 169")
    diarienummer = Diarienummer("Diarienummer", "Ärendets nummer i diariet.", "OSL 5:2", required=True)
    sekretess = Group(SekretessSchema, "Sekretess", "Sekretessmarkering, om det finns en.", "OSL 5:5")
    bilagor = list_of_groups(BilagaSchema, "Bilagor", "Filer som hör till dokumentet.", "P")
    uppdrag = RichText("Uppdrag", "Typ A: nämndens eller bolagets uppdrag.", "S:157")
    resultat = RichText("Resultat", "Typ A: verksamhetens resultat.", "S:157")
    planerade_utvecklingsinsatser = RichText(
        "Planerade utvecklingsinsatser", "Typ A: vad som planeras framåt.", "S:157"
    )
    egna_avsnitt = list_of_groups(
        EgetAvsnittSchema, "Egna avsnitt", "Typ A och B: avsnitt som organet själv bestämmer.", "S:158, 168"
    )
    utmaningar = list_of_groups(PunktSchema, "Utmaningar", "Typ B och C: utmaningar som kom fram.", "S:168")
    mojligheter = list_of_groups(
        PunktSchema, "Möjligheter", "Typ B och C: möjligheter som kom fram.", "S:168"
    )
    nulagesbeskrivning = Group(
        RapporthanvisningSchema, "Nulägesbeskrivning", "Typ C: den rapport dialogen gällde.", "S:176"
    )
    motivering_av_analys = RichText(
        "Motivering av analysen", "Typ C: hur organet motiverade sin analys.", "S:179"
    )
    forslag_nya_uppdrag = ListOrNone(
        ForslagNyttUppdragSchema,
        "Förslag till nya uppdrag",
        "Typ C: förslagen, eller ordet inga.",
        "S:180",
    )
    forslag_justerade_forutsattningar = ListOrNone(
        JusteradForutsattningSchema,
        "Förslag till justerade förutsättningar",
        "Typ C: förslagen, eller ordet inga.",
        "S:178-181",
    )
    ks_bedomning = RichText("Kommunstyrelsens bedömning", "Typ C: vad kommunstyrelsen anser.", "KL 6:1")
    ks_forslag_till_kf = ListOf(
        Text("Kommunstyrelsens förslag till fullmäktige"),
        "Kommunstyrelsens förslag till fullmäktige",
        "Typ C: förslag till beslut, en hel mening var.",
        "S:178",
    )
    uppsikt_notering = RichText("Notering om uppsikt", "Typ C: vad uppsikten gav.", "KL 6:1")


SCHEMA = DialogsammanfattningSchema
