"""The nulägesbild: what all nämnder and bolag say in a year, side by side. All of it is quoted or counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from service.model.choices import Dialogtyp, Maluppfyllelse, Rapportstatus, Uppfoljningstyp
from service.model.dialogsammanfattning import ForslagNyttUppdrag, NastaSteg
from service.model.marks import RICH, ref
from service.model.nulagesbeskrivning import Beslut, Forflyttning, Resultat, Risk
from service.model.parts import JusteradForutsattning, Punkt

SYMBOLS = {
    Maluppfyllelse.UPPNATT: "●●",
    Maluppfyllelse.DELVIS: "●○",
    Maluppfyllelse.EJ: "○○",
    Maluppfyllelse.EJ_BEDOMT: "–",
}
"""A shape beside the word, for who looks over a whole table: full, half, empty. Never a colour alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanvisning:
    """Where something is taken from. Page, number and link are put in when the report's pages are known."""

    dokument: str
    """Id of the report or the dialog's summary."""
    titel: str
    diarienummer: str
    avsnitt: str
    """The heading, as our templates have it."""
    amne: str = ""
    """What such a heading ends with in other templates too: the rubrik of a goal or a factor."""
    text: str = ""
    """What is printed under a heading."""
    kort: str = ""
    """What is printed in a table, where the body stands beside it."""
    lank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Underlagsrad:
    """One body, and what came from it."""

    organ: str = field(metadata=ref("organ"))
    lage: str
    """What became of its report, in words."""
    aterges: bool
    diarienummer: str = ""
    datum: date | None = None
    beslut: Beslut | None = None
    status: Rapportstatus | None = None
    forra_aret: bool = False
    """Whether its report of the year before is there to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bedomning:
    """One body's own assessment of one goal; no assessment where the report does not treat the goal."""

    organ: str = field(metadata=ref("organ"))
    riktningsmal: str = field(metadata=ref("riktningsmal"))
    maluppfyllelse: Maluppfyllelse | None
    text: str
    """Symbol and word, or that the report does not treat the goal."""
    hanvisning: Hanvisning | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrisrad:
    """One body's assessments, one for each goal in the order of the goals."""

    organ: str = field(metadata=ref("organ"))
    bedomningar: tuple[Bedomning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Malsvar:
    """What one body says of one goal."""

    organ: str = field(metadata=ref("organ"))
    uppfoljning_typ: Uppfoljningstyp
    maluppfyllelse: Maluppfyllelse
    tecken: str
    hur_man_relaterar: str = field(metadata=RICH)
    resultat: tuple[Resultat, ...]
    framdrift: str = field(metadata=RICH)
    hur_tagit_sig_an: str = field(metadata=RICH)
    forutsattningar: str = field(metadata=RICH)
    hanvisning: Hanvisning


@dataclass(frozen=True, slots=True, kw_only=True)
class Malkapitel:
    """One goal: how many bodies assess it how, and what each of them says."""

    riktningsmal: str = field(metadata=ref("riktningsmal"))
    rubrik: str
    uppnatt: int
    delvis: int
    ej: int
    ej_bedomt: int
    svar: tuple[Malsvar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Riskrad:
    """A risk and an opportunity of one body, side by side; the shorter list leaves its side empty."""

    organ: str = field(metadata=ref("organ"))
    risk: Risk | None
    mojlighet: Punkt | None
    inga_risker: bool
    inga_mojligheter: bool
    hanvisning: Hanvisning


@dataclass(frozen=True, slots=True, kw_only=True)
class Faktorsvar:
    """What one body says of one factor, beside its risks and opportunities."""

    organ: str = field(metadata=ref("organ"))
    forhallningssatt: str = field(metadata=RICH)
    hur_man_tar_sig_an: str = field(metadata=RICH)
    antal_risker: int
    antal_mojligheter: int
    hanvisning: Hanvisning


@dataclass(frozen=True, slots=True, kw_only=True)
class Faktorkapitel:
    """One omvärldsfaktor."""

    omvarldsfaktor: str = field(metadata=ref("omvarldsfaktorer"))
    antal_risker: int
    antal_mojligheter: int
    rader: tuple[Riskrad, ...]
    svar: tuple[Faktorsvar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Samladsvar:
    """A body's overall reasoning (S:116)."""

    organ: str = field(metadata=ref("organ"))
    maluppfyllelse: str = field(metadata=RICH)
    utrymme_for_riktningsforandring: str = field(metadata=RICH)
    hanvisning: Hanvisning


@dataclass(frozen=True, slots=True, kw_only=True)
class Organforflyttningar:
    """The shifts that one body sees as possible."""

    organ: str = field(metadata=ref("organ"))
    forflyttningar: tuple[Forflyttning, ...]
    hanvisning: Hanvisning


@dataclass(frozen=True, slots=True, kw_only=True)
class Forslagsrad:
    """One proposal, of whatever kind."""

    organ: str = field(metadata=ref("organ"))
    slag: str
    text: str = field(metadata=RICH)
    motivering: str = field(metadata=RICH)
    period: str = ""
    belopp_tkr: Decimal | None = None
    riktningsmal: tuple[str, ...] = field(default=(), metadata=ref("riktningsmal"))
    omvarldsfaktorer: tuple[str, ...] = field(default=(), metadata=ref("omvarldsfaktorer"))
    uppdrag: str = field(default="", metadata=ref("uppdrag"))
    hanvisning: Hanvisning


@dataclass(frozen=True, slots=True, kw_only=True)
class Beloppsrad:
    """One body's proposals, counted; the sum is of those that name an amount."""

    organ: str = field(metadata=ref("organ"))
    namn: str
    nya_mal: int
    uppdrag: int
    forutsattningar: int
    med_belopp: int
    utan_belopp: int
    summa_tkr: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Forslagssumma:
    """All proposals, counted."""

    nya_mal: int
    uppdrag: int
    forutsattningar: int
    antal: int
    med_belopp: int
    utan_belopp: int
    summa_tkr: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Insatsrad:
    """A planned development."""

    organ: str = field(metadata=ref("organ"))
    rubrik: str
    beskrivning: str = field(metadata=RICH)
    period: str
    hanvisning: Hanvisning


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogkapitel:
    """What a tillitsdialog came to, and what it said of the proposals."""

    typ: Dialogtyp
    titel: str
    datum: tuple[date, ...]
    diarienummer: str
    parter: tuple[str, ...] = field(metadata=ref("organ"))
    sammanfattning_resultat: str = field(metadata=RICH)
    slutsatser: tuple[str, ...]
    nasta_steg: tuple[NastaSteg, ...]
    forslag_nya_uppdrag: tuple[ForslagNyttUppdrag, ...]
    forslag_justerade_forutsattningar: tuple[JusteradForutsattning, ...]
    summa_tkr: Decimal
    utan_belopp: int
    ks_bedomning: str = field(metadata=RICH)
    ks_forslag_till_kf: tuple[str, ...]
    hanvisning: Hanvisning


@dataclass(frozen=True, slots=True, kw_only=True)
class Malforandring:
    """One goal as it was assessed the year before and now; None where that year's report does not treat it."""

    riktningsmal: str = field(metadata=ref("riktningsmal"))
    forr: Maluppfyllelse | None
    forr_tecken: str
    nu: Maluppfyllelse | None
    nu_tecken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indikatorforandring:
    """An indicator that both years' reports have, with the same name and unit."""

    indikator: str
    enhet: str
    forr: Decimal
    forr_period: str
    nu: Decimal
    nu_period: str
    skillnad: Decimal
    decimaler: int
    """How many decimals the figures are shown with: as many as the finer one has."""
    okar: bool
    riktning: str
    """Bättre, Sämre or Oförändrat, by what the report itself says of the indicator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organforandring:
    """One body's two years beside one another."""

    organ: str = field(metadata=ref("organ"))
    forr: Beloppsrad
    nu: Beloppsrad
    mal: tuple[Malforandring, ...]
    gemensamma_mal: int
    """How many goals both years' reports treat; 0 when fullmäktige has set new ones in between."""
    indikatorer: tuple[Indikatorforandring, ...]
    hanvisning_forr: Hanvisning
    hanvisning_nu: Hanvisning


@dataclass(frozen=True, slots=True, kw_only=True)
class Nulagesbild:
    """The whole document."""

    id: str
    ar: int
    forra_aret: int
    organ: str = field(metadata=ref("organ"))
    datum: date
    diarienummer: str
    underlag: tuple[Underlagsrad, ...]
    antal_organ: int
    antal_aterges: int
    ej_lamnade: tuple[str, ...] = field(metadata=ref("organ"))
    ej_aterges: tuple[Underlagsrad, ...]
    matris: tuple[Matrisrad, ...]
    riktningsmal: tuple[Malkapitel, ...]
    samlat: tuple[Samladsvar, ...]
    omvarldsfaktorer: tuple[Faktorkapitel, ...]
    forflyttningar: tuple[Organforflyttningar, ...]
    forslag: tuple[Forslagsrad, ...]
    belopp: tuple[Beloppsrad, ...]
    forslagssumma: Forslagssumma
    utvecklingsinsatser: tuple[Insatsrad, ...]
    dialoger: tuple[Dialogkapitel, ...]
    antal_dialoger_ej_aterges: int
    forandringar: tuple[Organforandring, ...]
