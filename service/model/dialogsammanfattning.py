"""The summary of a tillitsdialog of kind A, B or C (domain 9.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from service.model.choices import Dialogtyp
from service.model.marks import DIARIENUMMER, RICH, ref
from service.model.parts import Bilaga, JusteradForutsattning, Punkt, Sekretess


@dataclass(frozen=True, slots=True, kw_only=True)
class Deltagare:
    """Somebody who took part."""

    namn: str
    roll: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Underlag:
    """What the dialog built on."""

    titel: str
    datum: date | None = None
    referens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NastaSteg:
    """What happens next; `nar` is free text, such as `mars 2027`."""

    vad: str
    vem: str = ""
    nar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Godkannande:
    """Who approved the summary, and when."""

    namn: str
    datum: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EgetAvsnitt:
    """A section the body defines itself (S:158, 168)."""

    rubrik: str
    text: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapporthanvisning:
    """Which nulägesbeskrivning kommunstyrelsen's dialog is about."""

    organ: str = field(metadata=ref("organ"))
    ar: int
    diarienummer: str = field(default="", metadata=DIARIENUMMER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForslagNyttUppdrag:
    """A new assignment proposed in kommunstyrelsen's dialog (S:180)."""

    text: str = field(metadata=RICH)
    motivering: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogsammanfattning:
    """The whole document; which of the later fields are filled depends on `typ`."""

    id: str
    typ: Dialogtyp
    ar: int
    titel: str
    datum: tuple[date, ...]
    plats: str = ""
    parter: tuple[str, ...] = field(metadata=ref("organ"))
    deltagare: tuple[Deltagare, ...] = ()
    form: str = field(default="", metadata=RICH)
    innehall_teman: tuple[str, ...] = ()
    underlag: tuple[Underlag, ...] = ()
    sammanfattning_resultat: str = field(metadata=RICH)
    slutsatser: tuple[str, ...] = ()
    nasta_steg: tuple[NastaSteg, ...] = ()
    godkand_av: Godkannande | None = None
    redovisas_till: str = field(default="KF", metadata=ref("organ"))
    diarienummer: str = field(metadata=DIARIENUMMER)
    sekretess: Sekretess | None = None
    bilagor: tuple[Bilaga, ...] = ()
    uppdrag: str = field(default="", metadata=RICH)
    resultat: str = field(default="", metadata=RICH)
    planerade_utvecklingsinsatser: str = field(default="", metadata=RICH)
    egna_avsnitt: tuple[EgetAvsnitt, ...] = ()
    utmaningar: tuple[Punkt, ...] = ()
    mojligheter: tuple[Punkt, ...] = ()
    nulagesbeskrivning: Rapporthanvisning | None = None
    motivering_av_analys: str = field(default="", metadata=RICH)
    forslag_nya_uppdrag: tuple[ForslagNyttUppdrag, ...] = ()
    forslag_justerade_forutsattningar: tuple[JusteradForutsattning, ...] = ()
    ks_bedomning: str = field(default="", metadata=RICH)
    ks_forslag_till_kf: tuple[str, ...] = ()
    uppsikt_notering: str = field(default="", metadata=RICH)
