"""What is handed over to an e-archive: matters, their documents and files, with the agreement it is done under.

Nothing here knows of METS or ERMS; `service/archive` writes those from it. Times and dates are the register's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from service.model.choices import Choice
from service.model.diarium import Filvariant, Riktning
from service.model.parts import Sekretess


class Profil(Choice):
    """How a delivery is packed."""

    FGS_2_0 = "FGS2.0", "FGS Paketstruktur 2.0 (E-ARK CSIP och SIP 2.1.0)"
    FGS_1_2 = "FGS1.2", "FGS Paketstruktur 1.2"


class Leveransslag(Choice):
    """What a delivery is to what was delivered before; the label is what both profiles of FGS call it."""

    NY = "ny", "NEW"
    KOMPLETTERING = "komplettering", "SUPPLEMENT"
    ERSATTNING = "ersattning", "REPLACEMENT"
    PROV = "prov", "TEST"


class Leveransstatus(Choice):
    """How far a delivery has come."""

    PABORJAD = "paborjad", "Påbörjad"
    PAKETERAD = "paketerad", "Paketerad och kontrollerad"
    MOTTAGEN = "mottagen", "Mottagen av e-arkivet"
    AVVISAD = "avvisad", "Avvisad av e-arkivet"


@dataclass(frozen=True, slots=True)
class Aktor:
    """An organisation or a person that has a part in something."""

    namn: str
    kod: str = ""
    """With its kind, as `ORG:2120001439`."""
    epost: str = ""
    telefon: str = ""


@dataclass(frozen=True, slots=True)
class Gallringsuppgift:
    """That something may be destroyed, when, and who has decided so."""

    beslut: str
    tidigast: date
    frist: str = ""


@dataclass(frozen=True, slots=True)
class Beslut:
    """How a body has dealt with a matter."""

    organ: str
    datum: date
    paragraf: str = ""
    text: str = ""
    slag: str = "beslut"


@dataclass(frozen=True, slots=True)
class Relation:
    """How something is related to another thing in the register; `slag` is the word of CITS ERMS for it."""

    slag: str
    till: str


@dataclass(frozen=True, slots=True)
class Underskrift:
    """An electronic signature in a file, as it was judged at a moment."""

    vem: str
    nar: datetime | None
    giltig: bool
    provad: datetime | None = None
    stamplad: datetime | None = None
    """When it was at the latest, as a trusted timestamp in the file has it."""
    sparr: str = ""
    """Swedish: what is known of whether the certificate was revoked."""


@dataclass(frozen=True, slots=True)
class LevereradFil:
    """A file of a document, by its content."""

    id: str
    namn: str
    variant: Filvariant
    sha256: str
    storlek: int
    mime: str
    skapad: datetime
    pronom: str = ""
    format: str = ""
    """The format's name, as `PDF/A-2b`; empty when nothing more than the kind of file is known."""
    underskrifter: tuple[Underskrift, ...] = ()
    oforseglad: str = ""
    """The register's digest of the file, when what is delivered is that file with a seal after its end."""


@dataclass(frozen=True, slots=True)
class LevereradHandling:
    """A document of a matter."""

    id: str
    lopnummer: int
    beteckning: str
    """As the register calls it: `KS.2026.3-1`."""
    titel: str
    handlingstyp: str
    riktning: Riktning
    datum: date
    """When it came in or was drawn up (OSL 5:2)."""
    registrerad: datetime
    titel_publik: str = ""
    expedierad: date | None = None
    beslutad: date | None = None
    avsandare: tuple[str, ...] = ()
    mottagare: tuple[str, ...] = ()
    handlaggare: str = ""
    klassificering: str = ""
    bilagenummer: str = ""
    makulerad: bool = False
    sekretess: Sekretess | None = None
    gallring: Gallringsuppgift | None = None
    gallrad: date | None = None
    """When its files were destroyed; the entry stays in the register and is delivered without files."""
    relationer: tuple[Relation, ...] = ()
    filer: tuple[LevereradFil, ...] = ()


@dataclass(frozen=True, slots=True)
class LevereratArende:
    """A matter with all that belongs to it."""

    id: str
    diarienummer: str
    arendemening: str
    """Whole; the public wording stands beside it when they differ."""
    myndighet: str
    oppnat: date
    avslutat: date | None = None
    arendemening_offentlig: str = ""
    klassificering: str = ""
    klassificering_namn: str = ""
    handlaggare: str = ""
    enhet: str = ""
    motparter: tuple[str, ...] = ()
    nyckelord: tuple[str, ...] = ()
    sekretess: Sekretess | None = None
    gallring: Gallringsuppgift | None = None
    beslut: tuple[Beslut, ...] = ()
    relationer: tuple[Relation, ...] = ()
    handlingar: tuple[LevereradHandling, ...] = ()


@dataclass(frozen=True, slots=True)
class Overenskommelse:
    """Who delivers what to whom, as agreed; from the settings."""

    arkivbildare: Aktor
    levererande: Aktor
    mottagare: Aktor
    kontakt: Aktor
    leveransoverenskommelse: str
    arkivreferenskod: str = ""
    tidigare_overenskommelse: str = ""
    tidigare_referenskod: str = ""
    arkivnamn: str = ""
    klassificeringsstruktur: str = ""


@dataclass(frozen=True, slots=True)
class Leverans:
    """One delivery: what an archive package is made from, and all it is made from."""

    id: str
    """A UUID; it also names the package."""
    profil: Profil
    slag: Leveransslag
    skapad: datetime
    overenskommelse: Overenskommelse
    system: Aktor
    """The program: name, and its version as `kod`."""
    arenden: tuple[LevereratArende, ...] = field(default=())

    def filer(self) -> Iterator[tuple[LevereratArende, LevereradHandling, LevereradFil]]:
        """Every file with what it belongs to, in the order of the register."""
        for arende in self.arenden:
            for handling in arende.handlingar:
                for fil in handling.filer:
                    yield arende, handling, fil
