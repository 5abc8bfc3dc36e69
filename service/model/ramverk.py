"""The entities of the governance model's framework (domain 9.1): what KF has decided and everybody refers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from service.model.choices import (
    Boksluttyp,
    Faktortyp,
    Ledamotsroll,
    Niva,
    Omrade,
    Organtyp,
    Styrdokumenttyp,
    Uppdragsstatus,
    Uppfoljningstyp,
)
from service.model.marks import DIARIENUMMER, RICH, ref

OWN_TEXT = "Exempeldata, inte antagen text"
"""The `kalla` of everything that the municipality has not adopted."""

ALE_DIARIENUMMER = r"^(?P<kod>[A-ZÅÄÖ]{2,5}(?:-[A-ZÅÄÖ]{2,5})?)\.(?P<ar>\d{4})\.(?P<lopnr>\d+)$"
"""How a diarienummer looks where the organ says nothing else: `KS.2026.3`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versioned:
    """Everything in the framework has an id, a time of validity, a version and a source."""

    id: str
    giltig_fran: date
    giltig_till: date | None = None
    """The last day of validity; None: until further notice."""
    version: str = "1.0"
    kalla: str

    def in_force(self, on: date) -> bool:
        """Whether it is valid on that day; both ends count."""
        return self.giltig_fran <= on and (self.giltig_till is None or on <= self.giltig_till)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kommun:
    """The municipality itself."""

    namn: str
    kommunkod: str
    webbplats: str = ""
    e_post: str = ""
    telefon: str = ""
    postadress: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandatperiod(Versioned):
    """The four years KF is elected for, from 15 October of the election year (KL 5:9)."""

    start_datum: date
    slut_datum: date
    valar: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ(Versioned):
    """A body of the municipality; `kod` is its designation in the diarium (ÖFN), `id` the same in ASCII (OFN)."""

    typ: Organtyp
    namn: str
    kod: str
    ar_myndighet: bool = False
    organisationsnummer: str = ""
    under_uppsikt_av_ks: bool = False
    sektorer: tuple[str, ...] = field(default=(), metadata=ref("organ"))
    ordforande: str = ""
    sekreterare: str = ""
    diarienummer_monster: str = ALE_DIARIENUMMER


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledamot(Versioned):
    """A person with a seat or a task in a body."""

    namn: str
    parti: str = ""
    organ: str = field(metadata=ref("organ"))
    roll: Ledamotsroll
    titel: str = ""
    valkrets: str = ""
    inkallelseordning: int | None = None
    e_post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Styrmodell(Versioned):
    """The governance model as adopted (S:1-18)."""

    titel: str
    antagen: date
    beslutsparagraf: str = ""
    revideras_senast: date | None = None
    diarienummer: str = field(default="", metadata=DIARIENUMMER)
    text: str = field(default="", metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vision(Versioned):
    """The picture of the future; eight years (S:73-77)."""

    rubrik: str
    malbild: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Varde:
    """One value of the värdegrund."""

    namn: str
    beskrivning: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vardegrund(Versioned):
    """The values all employees keep to; eight years (S:79-84)."""

    inledning: str = field(metadata=RICH)
    varden: tuple[Varde, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indikator:
    """A measure of a goal."""

    id: str
    namn: str
    enhet: str = ""
    malvarde: Decimal | None = None
    hogre_ar_battre: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Riktningsmal(Versioned):
    """A goal for the whole organisation; four years (S:86-93)."""

    mandatperiod: str = field(metadata=ref("mandatperioder"))
    nr: int
    rubrik: str
    text: str = field(metadata=RICH)
    foljs_upp_genom: Uppfoljningstyp
    indikatorer: tuple[Indikator, ...] = ()
    bidrar_till_vision: str = field(default="", metadata=RICH)
    bidrar_till_vardegrund: str = field(default="", metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Omvarldsfaktor(Versioned):
    """A factor or trend that every body takes a stand on; four years (S:95-102)."""

    mandatperiod: str = field(metadata=ref("mandatperioder"))
    nr: int
    rubrik: str
    beskrivning: str = field(metadata=RICH)
    typ: Faktortyp


@dataclass(frozen=True, slots=True, kw_only=True)
class Styrdokument(Versioned):
    """A governing document: reglemente, bolagsordning, ägardirektiv and the like (S:67-71)."""

    typ: Styrdokumenttyp
    organ: str = field(default="", metadata=ref("organ"))
    titel: str
    text: str = field(default="", metadata=RICH)
    for_vem: str = field(default="", metadata=RICH)
    for_vilka_behov: str = field(default="", metadata=RICH)
    beslutad_av: str = ""
    beslutsdatum: date | None = None
    beslutsparagraf: str = ""
    diarienummer: str = field(default="", metadata=DIARIENUMMER)
    ersatter: str = field(default="", metadata=ref("styrdokument"))
    fil: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ram:
    """A body's budget frame."""

    organ: str = field(metadata=ref("organ"))
    belopp_tkr: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Versioned):
    """The yearly budget (S:60-65)."""

    ar: int
    inriktning: str = field(default="", metadata=RICH)
    mal: tuple[str, ...] = ()
    ramar: tuple[Ram, ...] = ()
    sarskilda_satsningar: tuple[str, ...] = field(default=(), metadata=ref("uppdrag"))
    beslutad_av: str = ""
    beslutsdatum: date | None = None
    beslutsparagraf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uppdrag(Versioned):
    """An assignment from KF, also a särskild satsning (S:64-65, KL 6:5)."""

    nr: str
    text: str = field(metadata=RICH)
    till_organ: tuple[str, ...] = field(metadata=ref("organ"))
    sarskild_satsning: bool = False
    beslutad_i: str = ""
    period: str = ""
    medel_tkr: Decimal | None = None
    status: Uppdragsstatus
    aterrapportering: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bokslut(Versioned):
    """Interim or annual accounts (S:63-64, KL 11:16, 11:20)."""

    ar: int
    typ: Boksluttyp
    period_slut: date
    resultat_tkr: Decimal | None = None
    ekonomi: str = field(default="", metadata=RICH)
    fil: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organmal(Versioned):
    """A body's own goal (S:115, 134)."""

    organ: str = field(metadata=ref("organ"))
    period: str
    text: str = field(metadata=RICH)
    indikatorer: tuple[Indikator, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Avsnitt:
    """A section of the omvärldsanalys."""

    niva: Niva
    omrade: Omrade
    text: str = field(metadata=RICH)
    paverkan_pa_ale: str = field(default="", metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Megatrend:
    """A global trend the omvärldsanalys builds on."""

    rubrik: str
    text: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kalla:
    """A source of the omvärldsanalys."""

    utgivare: str
    titel: str
    datum: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Omvarldsanalys(Versioned):
    """The municipality's common analysis of the world around it (S:128-132, 183-189)."""

    ar: int
    agare: str = field(default="KS", metadata=ref("organ"))
    avsnitt: tuple[Avsnitt, ...]
    megatrender: tuple[Megatrend, ...] = ()
    kallor: tuple[Kalla, ...] = ()
    lokala_trender: str = field(default="", metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programpunkt:
    """A line of the omvärldsdag's programme."""

    tid: str
    punkt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Omvarldsdag(Versioned):
    """The yearly day of looking outwards that KS is responsible for (S:189-192)."""

    datum: date
    plats: str = ""
    ansvarig: str = field(default="KS", metadata=ref("organ"))
    program: tuple[Programpunkt, ...] = ()
    deltagande_organ: tuple[str, ...] = field(default=(), metadata=ref("organ"))
    riktningsmal: tuple[str, ...] = field(default=(), metadata=ref("riktningsmal"))
    omvarldsfaktorer: tuple[str, ...] = field(default=(), metadata=ref("omvarldsfaktorer"))
    material: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tillitsprincip(Versioned):
    """One of the seven principles of the Tillitsdelegation (S:29-50)."""

    kod: str
    rubrik: str
    text: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milstolpe:
    """A step of the year's cycle."""

    typ: str
    ansvarig: str = field(metadata=ref("organ"))
    for_vem: str = ""
    sista_dag: date
    paminnelse: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Processar(Versioned):
    """A year of the governance model's cycle."""

    ar: int
    milstolpar: tuple[Milstolpe, ...]
