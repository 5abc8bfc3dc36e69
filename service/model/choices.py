"""The fixed choices of the municipality's work: an ASCII code in the files, a Swedish label on the paper."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """A choice; its value is the code, `label` is what people read."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Make the member from its code and its label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Organtyp(Choice):
    """Kinds of body (S:52, 69, 104, 167)."""

    KOMMUNFULLMAKTIGE = "kommunfullmaktige", "Kommunfullmäktige"
    KOMMUNSTYRELSE = "kommunstyrelse", "Kommunstyrelse"
    NAMND = "namnd", "Nämnd"
    BOLAG = "bolag", "Bolag"
    SEKTOR = "sektor", "Sektor"

    def in_text(self, name: str) -> str:
        """A body's name within a sentence: a company's is a proper name, any other is written with small letters."""
        return name if self is Organtyp.BOLAG else name[:1].lower() + name[1:]


class Ledamotsroll(Choice):
    """What a person is in a body."""

    ORDFORANDE = "ordforande", "Ordförande"
    FORSTE_VICE_ORDFORANDE = "forste_vice_ordforande", "Förste vice ordförande"
    ANDRE_VICE_ORDFORANDE = "andre_vice_ordforande", "Andre vice ordförande"
    LEDAMOT = "ledamot", "Ledamot"
    ERSATTARE = "ersattare", "Ersättare"
    REVISOR = "revisor", "Revisor"
    TJANSTEPERSON = "tjansteperson", "Tjänsteperson"


class Uppfoljningstyp(Choice):
    """How a riktningsmål can be followed up (S:151-153)."""

    RESULTAT = "resultat", "Resultat"
    FRAMDRIFT = "framdrift", "Framdrift"
    RESONEMANG = "resonemang", "Resonemang"


class Faktortyp(Choice):
    """What KF has adopted: a factor or a trend (S:95)."""

    OMVARLDSFAKTOR = "omvarldsfaktor", "Omvärldsfaktor"
    TREND = "trend", "Trend"


class Styrdokumenttyp(Choice):
    """Kinds of governing document."""

    REGLEMENTE = "reglemente", "Reglemente"
    BOLAGSORDNING = "bolagsordning", "Bolagsordning"
    AGARDIREKTIV = "agardirektiv", "Ägardirektiv"
    POLICY = "policy", "Policy"
    PLAN = "plan", "Plan"
    RIKTLINJE = "riktlinje", "Riktlinje"


class Uppdragsstatus(Choice):
    """How far an assignment has come."""

    EJ_PABORJAT = "ej_paborjat", "Ej påbörjat"
    PAGAR = "pagar", "Pågår"
    KLART = "klart", "Klart"
    AVSLUTAT = "avslutat", "Avslutat"


class Boksluttyp(Choice):
    """Interim or annual accounts (S:63-64)."""

    DELAR = "delar", "Delårsbokslut"
    AR = "ar", "Årsbokslut"


class Niva(Choice):
    """The level at which a change of the world is seen (S:128-132)."""

    LOKAL = "lokal", "Lokal"
    REGIONAL = "regional", "Regional"
    NATIONELL = "nationell", "Nationell"
    GLOBAL = "global", "Global"


class Omrade(Choice):
    """The area of an omvärldsanalys section (S:186)."""

    EKONOMI = "ekonomi", "Ekonomi"
    JURIDIK = "juridik", "Juridik"
    ORGANISATION = "organisation", "Organisation"
    OVRIGT = "ovrigt", "Övrigt"


class Rapportstatus(Choice):
    """How far a nulägesbeskrivning has come on its way to KF."""

    UTKAST = "utkast", "Utkast"
    INSKICKAD = "inskickad", "Inskickad"
    GRANSKAD = "granskad", "Granskad"
    BESLUTAD_I_NAMND = "beslutad_i_namnd", "Beslutad i nämnd"
    OVERLAMNAD_KS = "overlamnad_ks", "Överlämnad till kommunstyrelsen"
    BEHANDLAD_KF = "behandlad_kf", "Behandlad av kommunfullmäktige"
    ARKIVERAD = "arkiverad", "Arkiverad"


class Maluppfyllelse(Choice):
    """How well a goal is met."""

    UPPNATT = "uppnatt", "Uppnått"
    DELVIS = "delvis", "Delvis uppnått"
    EJ = "ej", "Ej uppnått"
    EJ_BEDOMT = "ej_bedomt", "Ej bedömt"


class Forslagsslag(Choice):
    """Whether a proposed assignment is new or changes an old one (S:180-181)."""

    NYTT = "nytt", "Nytt uppdrag"
    ANDRAT = "andrat", "Ändrat uppdrag"


class Forutsattningstyp(Choice):
    """What kind of preconditions a body asks to have adjusted."""

    EKONOMI = "ekonomi", "Ekonomi"
    MANDAT = "mandat", "Mandat"
    ORGANISATION = "organisation", "Organisation"
    KOMPETENS = "kompetens", "Kompetens"
    OVRIGT = "ovrigt", "Övrigt"


class Dialogtyp(Choice):
    """The three kinds of tillitsdialog (S:155-181)."""

    A = "A", "Tillitsdialog inom eller mellan nämnd och bolag"
    B = "B", "Tillitsdialog mellan sektorer"
    C = "C", "Kommunstyrelsens tillitsdialog"


class Omfattning(Choice):
    """How much of a document that secrecy covers."""

    HELA = "hela", "Hela handlingen"
    DELAR = "delar", "Delar av handlingen"


class Sammantradestyp(Choice):
    """Ordinary or extra meeting (KL 5:12)."""

    ORDINARIE = "ordinarie", "Ordinarie sammanträde"
    EXTRA = "extra", "Extra sammanträde"


class Sammantradesstatus(Choice):
    """How far a meeting has come."""

    PLANERAT = "planerat", "Planerat"
    KALLAT = "kallat", "Kallat"
    GENOMFORT = "genomfort", "Genomfört"
    INSTALLT = "installt", "Inställt"


class Kallelseslag(Choice):
    """What is sent out: the summons or one of its follow-ups (KL 5:14-15)."""

    KALLELSE = "kallelse", "Kallelse"
    TILLAGGSKALLELSE = "tillaggskallelse", "Tilläggskallelse"
    UPPDATERAD_FOREDRAGNINGSLISTA = "uppdaterad_foredragningslista", "Uppdaterad föredragningslista"
    KOMPLETTERANDE_HANDLINGAR = "kompletterande_handlingar", "Kompletterande handlingar"


class Rendition(Choice):
    """For whom an edition is made."""

    INTERN = "intern", "Intern"
    PUBLIK = "publik", "Publik"


class Arendetyp(Choice):
    """Kinds of matter on an agenda."""

    FORMALIA = "formalia", "Formalia"
    INFORMATION = "information", "Information"
    BESLUT = "beslut", "Beslut"
    VAL = "val", "Val"
    MOTION = "motion", "Motion"
    INTERPELLATION = "interpellation", "Interpellation"
    FRAGA = "fraga", "Fråga"
    MEDBORGARFORSLAG = "medborgarforslag", "Medborgarförslag"
    REDOVISNING = "redovisning", "Redovisning"
    MEDDELANDE = "meddelande", "Meddelande"


class Vackare(Choice):
    """Who raised a matter (KL 5:22)."""

    NAMND = "namnd", "Nämnd"
    LEDAMOT = "ledamot", "Ledamot"
    REVISOR = "revisor", "Revisor"
    FULLMAKTIGEBEREDNING = "fullmaktigeberedning", "Fullmäktigeberedning"
    BOLAGSSTYRELSE = "bolagsstyrelse", "Bolagsstyrelse"
    MEDBORGARFORSLAG = "medborgarforslag", "Medborgarförslag"
    FOLKINITIATIV = "folkinitiativ", "Folkinitiativ"
    PRESIDIET = "presidiet", "Presidiet"
    KOMMUNSTYRELSEN = "kommunstyrelsen", "Kommunstyrelsen"


class Handlingstyp(Choice):
    """Kinds of document in the meeting's bundle."""

    TJANSTESKRIVELSE = "tjansteskrivelse", "Tjänsteskrivelse"
    PROTOKOLLSUTDRAG = "protokollsutdrag", "Protokollsutdrag"
    NULAGESBESKRIVNING = "nulagesbeskrivning", "Nulägesbeskrivning"
    DIALOGSAMMANFATTNING = "dialogsammanfattning", "Dialogsammanfattning"
    BILAGA = "bilaga", "Bilaga"
    YTTRANDE = "yttrande", "Yttrande"
    MOTION = "motion", "Motion"
    MEDBORGARFORSLAG = "medborgarforslag", "Medborgarförslag"
    INTERPELLATION = "interpellation", "Interpellation"
    PRESENTATION = "presentation", "Presentation"
    RITNING = "ritning", "Ritning"
    BUDGET = "budget", "Budget"
    RAPPORT = "rapport", "Rapport"
    OVRIGT = "ovrigt", "Övrigt"


class Publicering(Choice):
    """Whether a document goes to the public edition."""

    JA = "ja", "Publiceras"
    MASKAD = "maskad", "Publiceras maskad"
    NEJ = "nej", "Publiceras inte"


class Pdfapolicy(Choice):
    """What is done with an annex that is not PDF/A."""

    KONVERTERA = "konvertera", "Görs om till PDF/A om innehållet består"
    BEHALL = "behall", "Behålls som den är"
    RASTER = "raster", "Avbildas om inget annat hjälper"


class Relationstyp(Choice):
    """How one document stands to another."""

    HAR_MASKAD_VERSION = "har_maskad_version", "Har maskad version"
    ERSATTER = "ersatter", "Ersätter"
    RENDITION_AV = "rendition_av", "Rendition av"


class Utskickskanal(Choice):
    """By which way a summons was sent to a person."""

    E_POST = "e_post", "E-post"
    BREV = "brev", "Brev"
    SYSTEM = "system", "Mötessystem"
    BUD = "bud", "Bud"


class Utskicksstatus(Choice):
    """What became of a dispatch."""

    SKICKAD = "skickad", "Skickad"
    MOTTAGEN = "mottagen", "Mottagen"
    STUDSADE = "studsade", "Kom inte fram"


class Tillkannagivandeslag(Choice):
    """What is announced on the anslagstavla (KL 5:13, 5:14, 8:11, 8:12)."""

    SAMMANTRADE = "sammantrade", "Tillkännagivande av sammanträde"
    BRADSKANDE_ARENDE = "bradskande_arende", "Tillkännagivande av brådskande ärende"
    NAMNDSAMMANTRADE = "namndsammantrade", "Tillkännagivande av nämndsammanträde"
    JUSTERING = "justering", "Tillkännagivande av justerat protokoll"
