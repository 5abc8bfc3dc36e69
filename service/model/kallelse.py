"""The meeting file: meeting, summons, matters and their documents (domain 9.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from service.model.choices import (
    Arendetyp,
    Handlingstyp,
    Kallelseslag,
    Ledamotsroll,
    Pdfapolicy,
    Publicering,
    Relationstyp,
    Rendition,
    Sammantradesstatus,
    Sammantradestyp,
    Utskickskanal,
    Utskicksstatus,
    Vackare,
)
from service.model.marks import DIARIENUMMER, RICH, ref
from service.model.parts import Sekretess


@dataclass(frozen=True, slots=True, kw_only=True)
class Kontakt:
    """Whom to tell when one cannot come."""

    namn: str
    telefon: str = ""
    e_post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sammantrade:
    """A meeting."""

    organ: str = field(metadata=ref("organ"))
    datum: date
    tid_start: time
    tid_slut: time | None = None
    plats: str
    distans: bool = False
    typ: Sammantradestyp = Sammantradestyp.ORDINARIE
    initierat_av: str = ""
    ordforande: str
    sekreterare: str = ""
    forhinder_kontakt: Kontakt | None = None
    status: Sammantradesstatus = Sammantradesstatus.PLANERAT
    webb_tv_url: str = ""
    allmanhetens_fragestund: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Faststallande:
    """Who settled the agenda, and when."""

    vem: str
    tid: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kallad:
    """A ledamot or ersättare, named in the meeting file itself."""

    namn: str
    parti: str = ""
    roll: Ledamotsroll | None = None
    titel: str = ""
    valkrets: str = ""
    inkallelseordning: int | None = None
    e_post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ovrig:
    """Somebody else who is called."""

    namn: str
    titel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utskick:
    """One dispatch to one person (KL 5:15)."""

    person: str
    kanal: Utskickskanal
    tid: datetime
    status: Utskicksstatus


@dataclass(frozen=True, slots=True, kw_only=True)
class TidigareUtskick:
    """A dispatch of this meeting that has gone out; its manifests are its record (domain 9.4)."""

    version: int
    slag: Kallelseslag = Kallelseslag.KALLELSE
    datum: date
    manifest: str = ""
    """Path of the internal edition's manifest."""
    manifest_publik: str = ""
    snapshot_sha256: str = ""
    """What the internal edition's manifest says of itself; locks which one it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kallelseuppgifter:
    """What is said of the summons itself. Without lists here the framework's members of the body are called."""

    slag: Kallelseslag = Kallelseslag.KALLELSE
    version: int = 1
    datum: date | None = None
    """The day on which it is sent out."""
    diarienummer: str = field(default="", metadata=DIARIENUMMER)
    faststalld_av_ordforande: Faststallande | None = None
    rendition: Rendition = Rendition.INTERN
    ledamoter: tuple[Kallad, ...] = ()
    ersattare: tuple[Kallad, ...] = ()
    ovriga: tuple[Ovrig, ...] = ()
    utskick: tuple[Utskick, ...] = ()
    tidigare_utskick: tuple[TidigareUtskick, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TidSlot:
    """When a matter is taken up."""

    fran: time
    till: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeslutsForslag:
    """What one body proposes; each point a full sentence."""

    organ: str
    punkter: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beredning:
    """A body's handling of the matter before the meeting (KL 5:26-28)."""

    organ: str
    datum: date
    paragraf: str = ""
    beslut: str = field(default="", metadata=RICH)
    yrkanden: tuple[str, ...] = ()
    reservationer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Personuppgiftsgranskning:
    """Who has looked for personal data, and when."""

    av: str
    tid: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How this document stands to another one of the same meeting."""

    typ: Relationstyp
    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """A document of a matter: a ready file, or a report's data from which it is built."""

    id: str = ""
    handlingstyp: Handlingstyp
    titel: str
    titel_publik: str = ""
    datum: date | None = None
    upprattad_av: str = ""
    fil: str = ""
    indata: str = ""
    diarienummer: str = field(default="", metadata=DIARIENUMMER)
    bifogas_kallelsen: bool = True
    bifogas_inte_orsak: str = ""
    utgar_datum: date | None = None
    """The day on which a document that was sent out was withdrawn; it is no longer attached then."""
    publiceras: Publicering = Publicering.JA
    sekretess: Sekretess | None = None
    personuppgiftsgranskad: Personuppgiftsgranskning | None = None
    pdfa: Pdfapolicy | None = None
    relationer: tuple[Relation, ...] = ()
    forsattsblad: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Arende:
    """A matter on the agenda."""

    ordning: str
    rubrik: str
    diarienummer: str = field(default="", metadata=DIARIENUMMER)
    arendetyp: Arendetyp
    vackt_av: Vackare | None = None
    foredragande: tuple[str, ...] = ()
    tid_slot: TidSlot | None = None
    bradskande: bool = False
    stangda_dorrar: bool = False
    utgar: bool = False
    utgar_datum: date | None = None
    utgar_orsak: str = ""
    sammanfattning: str = field(default="", metadata=RICH)
    arendet: str = field(default="", metadata=RICH)
    forslag_till_beslut: tuple[BeslutsForslag, ...] = ()
    beredning: tuple[Beredning, ...] = ()
    beredningsundantag: str = ""
    ekonomiska_konsekvenser: str = field(default="", metadata=RICH)
    beslutet_skickas_till: tuple[str, ...] = ()
    publiceringslank: str = ""
    handlingar: tuple[Handling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kallelse:
    """The whole meeting file."""

    sammantrade: Sammantrade
    kallelse: Kallelseuppgifter
    arenden: tuple[Arende, ...]
