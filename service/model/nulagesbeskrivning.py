"""The nulägesbeskrivning of one body and year (domain 9.2): its three parts and what they lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from service.model.choices import Forslagsslag, Maluppfyllelse, Rapportstatus, Uppdragsstatus, Uppfoljningstyp
from service.model.marks import DIARIENUMMER, RICH, ref
from service.model.parts import Bilaga, JusteradForutsattning, Punkt, Sekretess


@dataclass(frozen=True, slots=True, kw_only=True)
class Beslut:
    """The body's own decision on the document (KL 6:38); a bolag's is made by its board."""

    organ: str
    datum: date
    paragraf: str
    protokollsutdrag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagstiftning:
    """A law the body's work rests on."""

    lag: str
    sfs: str = ""
    kommentar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verksamhetsomrade:
    """A field of the body's work."""

    namn: str
    beskrivning: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matvarde:
    """A key figure's value in one period."""

    period: str
    varde: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Nyckeltal:
    """A key figure over time."""

    namn: str
    enhet: str = ""
    varden: tuple[Matvarde, ...]
    kommentar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verksamhetsbeskrivning:
    """Part 1: the mission made concrete (S:121, 125-126)."""

    uppdrag_konkretisering: str = field(metadata=RICH)
    grunddokument: tuple[str, ...] = field(metadata=ref("styrdokument"))
    grund_lagstiftning: tuple[Lagstiftning, ...] = ()
    for_vem: str = field(default="", metadata=RICH)
    for_vilka_behov: str = field(default="", metadata=RICH)
    verksamhetsomraden: tuple[Verksamhetsomrade, ...] = ()
    nyckeltal: tuple[Nyckeltal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Omvarldsdel:
    """Part 2: the common omvärldsanalys in a locked version, and the body's comment (S:122, 128-132)."""

    analys: str = field(metadata=ref("omvarldsanalyser"))
    version: str
    organets_kommentar: str = field(default="", metadata=RICH)
    omvarldsdag: str = field(default="", metadata=ref("omvarldsdagar"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resultat:
    """A measured result of a riktningsmål (S:151)."""

    indikator: str
    enhet: str = ""
    utfall: Decimal
    malvarde: Decimal | None = None
    period: str
    kommentar: str = ""
    hogre_ar_battre: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PerRiktningsmal:
    """How the body relates to one riktningsmål (S:147-153)."""

    riktningsmal: str = field(metadata=ref("riktningsmal"))
    hur_man_relaterar: str = field(metadata=RICH)
    uppfoljning_typ: Uppfoljningstyp
    maluppfyllelse: Maluppfyllelse
    resultat: tuple[Resultat, ...] = ()
    framdrift: str = field(default="", metadata=RICH)
    hur_tagit_sig_an: str = field(default="", metadata=RICH)
    forutsattningar: str = field(default="", metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A risk; likelihood and consequence from 1 to 4."""

    rubrik: str
    beskrivning: str = field(metadata=RICH)
    sannolikhet: int | None = None
    konsekvens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerOmvarldsfaktor:
    """How the body stands to one omvärldsfaktor (S:140-145). An empty tuple of risks means: said to be none."""

    omvarldsfaktor: str = field(metadata=ref("omvarldsfaktorer"))
    forhallningssatt: str = field(metadata=RICH)
    risker: tuple[Risk, ...]
    mojligheter: tuple[Punkt, ...]
    hur_man_tar_sig_an: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class EgetMal:
    """The outcome of one of the body's own goals (S:115)."""

    organmal: str = field(metadata=ref("organmal"))
    utfall: str
    maluppfyllelse: Maluppfyllelse
    resonemang: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class UppdragRedovisning:
    """How one of KF's assignments has gone (S:64, 115; KL 6:5)."""

    uppdrag: str = field(metadata=ref("uppdrag"))
    status: Uppdragsstatus
    resonemang: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forflyttning:
    """A possible shift from one position to another (S:118-119)."""

    rubrik: str
    fran_lage: str = field(metadata=RICH)
    till_lage: str = field(metadata=RICH)
    motiv: str = field(metadata=RICH)
    riktningsmal: tuple[str, ...] = field(default=(), metadata=ref("riktningsmal"))
    omvarldsfaktorer: tuple[str, ...] = field(default=(), metadata=ref("omvarldsfaktorer"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForslagNyttMal:
    """A proposed goal for the next period, motivated by the analysis (S:134)."""

    malformulering: str = field(metadata=RICH)
    period: str
    motivering: str = field(metadata=RICH)
    riktningsmal: tuple[str, ...] = field(default=(), metadata=ref("riktningsmal"))
    omvarldsfaktorer: tuple[str, ...] = field(default=(), metadata=ref("omvarldsfaktorer"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForslagUppdrag:
    """A proposed assignment, new or changed (S:180-181)."""

    slag: Forslagsslag
    text: str = field(metadata=RICH)
    motivering: str = field(metadata=RICH)
    uppdrag: str = field(default="", metadata=ref("uppdrag"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Utvecklingsinsats:
    """A planned development (S:156)."""

    rubrik: str
    beskrivning: str = field(metadata=RICH)
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tillitsreflektion:
    """A thought on one of the seven principles (S:29-50)."""

    princip: str = field(metadata=ref("tillitsprinciper"))
    text: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nulagesbeskrivning:
    """The whole document."""

    id: str
    organ: str = field(metadata=ref("organ"))
    ar: int
    mandatperiod: str = field(metadata=ref("mandatperioder"))
    mallversion: str = ""
    status: Rapportstatus
    forfattare: tuple[str, ...] = ()
    handlaggare: str = ""
    datum: date
    diarienummer: str = field(metadata=DIARIENUMMER)
    beslut: Beslut | None = None
    sekretess: Sekretess | None = None
    sammanfattning: str = field(default="", metadata=RICH)
    verksamhetsbeskrivning: Verksamhetsbeskrivning
    omvarldsanalys: Omvarldsdel
    per_riktningsmal: tuple[PerRiktningsmal, ...]
    per_omvarldsfaktor: tuple[PerOmvarldsfaktor, ...]
    egna_mal: tuple[EgetMal, ...] = ()
    uppdrag: tuple[UppdragRedovisning, ...] = ()
    maluppfyllelse: str = field(metadata=RICH)
    utrymme_for_riktningsforandring: str = field(metadata=RICH)
    mojliga_forflyttningar: tuple[Forflyttning, ...]
    forslag_nya_mal: tuple[ForslagNyttMal, ...] = ()
    forslag_uppdrag: tuple[ForslagUppdrag, ...] = ()
    forslag_justerade_forutsattningar: tuple[JusteradForutsattning, ...] = ()
    planerade_utvecklingsinsatser: tuple[Utvecklingsinsats, ...] = ()
    tillitsreflektion: tuple[Tillitsreflektion, ...] = ()
    bilagor: tuple[Bilaga, ...] = ()
