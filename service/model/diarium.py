"""The register of public documents: series, ärenden, handlingar, files, corrections (domain 9.5, OSL 5:1-5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from service.model.choices import Choice
from service.model.parts import Sekretess

ALE_NUMBER = "{kod}.{ar}.{lopnr}"
"""How a number is written where the series says nothing else: `KS.2026.123`."""
NUMBER_PART = re.compile(r"\{(kod|ar|lopnr)(?::0?(\d))?\}")
"""`{kod}`, `{ar}` or `{ar:2}` (two digits), `{lopnr}` or `{lopnr:4}` (at least four digits)."""
_CENTURY = 100


class Riktning(Choice):
    """Which way a document went."""

    INKOMMEN = "inkommen", "Inkommen"
    UTGAENDE = "utgaende", "Utgående"
    UPPRATTAD = "upprattad", "Upprättad"


class Arendestatus(Choice):
    """How far a registered matter has come."""

    PAGAENDE = "pagaende", "Pågående"
    AVSLUTAT = "avslutat", "Avslutat"
    MAKULERAT = "makulerat", "Makulerat"


class Registerstatus(Choice):
    """How far a document has come into the register."""

    SKICKAD = "skickad", "Skickad till diariet"
    REGISTRERAD = "registrerad", "Registrerad"
    MAKULERAD = "makulerad", "Makulerad"
    AVVISAD = "avvisad", "Avvisad av diariet"


class Filvariant(Choice):
    """What a file is of its document."""

    PRODUKTION = "produktion", "Produktionsformat"
    BEVARANDE = "bevarande", "Bevarandeformat"
    PUBLIK = "publik", "Publik version"
    SIGNERAD = "signerad", "Signerad"
    VISNING = "visning", "Visningsformat"


class Bevarande(Choice):
    """What becomes of a document in the end."""

    BEVARAS = "bevaras", "Bevaras"
    GALLRAS = "gallras", "Gallras"


class Partsroll(Choice):
    """What somebody outside is to a document."""

    AVSANDARE = "avsandare", "Avsändare"
    MOTTAGARE = "mottagare", "Mottagare"


class Diarierelationstyp(Choice):
    """How one registered document stands to another."""

    HAR_MASKAD_VERSION = "har_maskad_version", "Har maskad version"
    ERSATTER = "ersatter", "Ersätter"
    RENDITION_AV = "rendition_av", "Rendition av"
    BESVARAR = "besvarar", "Besvarar"
    BILAGA_TILL = "bilaga_till", "Bilaga till"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diarieserie:
    """A series of numbers of one myndighet."""

    kod: str
    """What it is called, and the `{kod}` of its numbers: `KS`, `KS-HR`."""
    myndighet: str
    """The organ that is the myndighet."""
    namn: str
    monster: str = ALE_NUMBER
    """How a number is written, from the parts that `NUMBER_PART` knows."""
    regex: str
    """What its numbers look like; a number that is typed in must match."""
    arsvis: bool = True
    """Whether the count begins anew each year."""
    version: int = 0

    def number(self, ar: int, lopnr: int) -> str:
        """The written number."""

        def part(found: re.Match[str]) -> str:
            name, width = found[1], int(found[2] or 0)
            if name == "kod":
                return self.kod
            if name == "ar":
                return f"{ar % 10**width if width else ar:0{width}}"
            return f"{lopnr:0{width}}"

        return NUMBER_PART.sub(part, self.monster)

    def parse(self, number: str) -> tuple[int, int] | None:
        """Year and count of a written number of this series; None when it is none."""
        found = re.fullmatch(self.regex, number)
        if found is None:
            return None
        groups = found.groupdict()
        if "lopnr" not in groups or (groups.get("kod") or self.kod) != self.kod:
            return None
        year = int(groups.get("ar") or 0)
        return year + 2000 if 0 < year < _CENTURY else year, int(groups["lopnr"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanteringsregel:
    """A row of the informationshanteringsplan: what is done with documents of a kind, by which decision."""

    handlingstyp: str
    namn: str
    klassificering: str = ""
    process: str = ""
    bevaras_gallras: Bevarande = Bevarande.BEVARAS
    gallringsfrist: int = 0
    """Years after the end of the ärende's year."""
    gallringsbeslut: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A sender or receiver; `skyddad` keeps the name out of the public register (OSL 5:2 st. 2)."""

    roll: Partsroll
    namn: str
    organisation: bool = True
    skyddad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diariefil:
    """A file of a document, by content."""

    id: str
    namn: str
    variant: Filvariant
    sha256: str
    storlek: int
    format: str = ""
    """Media type, as the gate found it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diarierelation:
    """How this document stands to another one of the register."""

    typ: Diarierelationstyp
    till: str
    """The other document's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rattelse:
    """A correction: the old value stays readable (OSL 4:1 st. 3 p. 2)."""

    falt: str
    fran: object
    till: object
    vem: str
    nar: datetime
    varfor: str
    skyddad: bool = False
    """The old or the new value must not be shown to everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diariehandling:
    """A registered document."""

    id: str
    arende: str
    nr: int
    """Unique in its ärende: `KS.2026.123-4` is document 4."""
    riktning: Riktning
    datum: date
    """The day it came in or was made (OSL 5:2 p. 1)."""
    titel: str
    """In short what it is about (OSL 5:2 p. 4)."""
    titel_publik: str = ""
    """What the public register says instead."""
    handlingstyp: str
    klassificering: str = ""
    process: str = ""
    ansvarig: str = ""
    enhet: str = ""
    expedierad: date | None = None
    beslutsdatum: date | None = None
    bevaras_gallras: Bevarande = Bevarande.BEVARAS
    gallringsfrist: int = 0
    gallringsbeslut: str = ""
    gallrad: date | None = None
    """The day its files were destroyed; the entry stays."""
    sekretess: Sekretess | None = None
    status: Registerstatus = Registerstatus.REGISTRERAD
    orsak: str = ""
    """Why it was makulerad or avvisad."""
    extern_referens: str = ""
    """What an outside diary calls it."""
    kalla: str = ""
    """What it came from in the service: `rapport:…`, `paket:…`; empty for what was registered by hand."""
    registrerad: datetime
    registrerad_av: str
    parter: tuple[Part, ...] = ()
    filer: tuple[Diariefil, ...] = ()
    relationer: tuple[Diarierelation, ...] = ()
    rattelser: tuple[Rattelse, ...] = ()
    version: int = 0

    @property
    def secret(self) -> bool:
        """Whether it is marked as secret."""
        return self.sekretess is not None and self.sekretess.markerad

    @property
    def avsandare(self) -> tuple[Part, ...]:
        """From whom it came."""
        return tuple(one for one in self.parter if one.roll is Partsroll.AVSANDARE)

    @property
    def mottagare(self) -> tuple[Part, ...]:
        """To whom it went."""
        return tuple(one for one in self.parter if one.roll is Partsroll.MOTTAGARE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diariearende:
    """A registered matter with its documents."""

    id: str
    diarienummer: str
    """The number, or a temporary one while an outside diary has not answered."""
    tillfalligt: bool = False
    serie: str
    myndighet: str
    ar: int
    lopnr: int
    arendemening_offentlig: str
    arendemening_skyddad: str = ""
    klassificering: str = ""
    process: str = ""
    ansvarig: str = ""
    enhet: str = ""
    status: Arendestatus = Arendestatus.PAGAENDE
    orsak: str = ""
    oppnat: date
    avslutat: date | None = None
    sekretess: Sekretess | None = None
    extern_referens: str = ""
    registrerat: datetime
    registrerat_av: str
    handlingar: tuple[Diariehandling, ...] = ()
    rattelser: tuple[Rattelse, ...] = ()
    version: int = 0

    @property
    def secret(self) -> bool:
        """Whether the matter itself is marked as secret."""
        return self.sekretess is not None and self.sekretess.markerad

    def number_of(self, handling: Diariehandling) -> str:
        """The whole number of one of its documents: `KS.2026.123-4`."""
        return f"{self.diarienummer}-{handling.nr}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arendeuppgifter:
    """What is said when a matter is opened."""

    serie: str
    arendemening_offentlig: str
    arendemening_skyddad: str = ""
    diarienummer: str = ""
    """A number that an earlier diary gave out; empty: the next one of the series."""
    klassificering: str = ""
    process: str = ""
    ansvarig: str = ""
    enhet: str = ""
    oppnat: date | None = None
    """Today when nothing is said."""
    sekretess: Sekretess | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filuppgift:
    """A file that is put to a document: an upload, or bytes that the store has."""

    fil: str = ""
    """The upload's id."""
    namn: str = ""
    variant: Filvariant = Filvariant.PRODUKTION
    sha256: str = ""
    """Set by the flow, never by who sends it."""
    storlek: int = 0
    format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handlingsuppgifter:
    """What is said when a document is registered."""

    riktning: Riktning
    datum: date
    titel: str
    titel_publik: str = ""
    handlingstyp: str
    klassificering: str = ""
    process: str = ""
    ansvarig: str = ""
    enhet: str = ""
    avsandare: tuple[Part, ...] = ()
    mottagare: tuple[Part, ...] = ()
    expedierad: date | None = None
    beslutsdatum: date | None = None
    bevaras_gallras: Bevarande | None = None
    """What the informationshanteringsplan says when nothing is said here; without a row there: bevaras."""
    gallringsfrist: int = 0
    gallringsbeslut: str = ""
    sekretess: Sekretess | None = None
    filer: tuple[Filuppgift, ...] = ()
    relationer: tuple[Diarierelation, ...] = ()
    kalla: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sokning:
    """What the register is searched for; empty means all."""

    text: str = ""
    """In diarienummer, titles and names of senders and receivers."""
    myndighet: str = ""
    handlingstyp: str = ""
    riktning: str = ""
    part: str = ""
    fran: date | None = None
    till: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offentligrad:
    """A document as everybody may see it in the register; `utelamnat` says what is kept apart (OSL 5:2 st. 2)."""

    beteckning: str
    diarienummer: str
    datum: date
    riktning: Riktning
    arendemening: str
    titel: str
    avsandare: tuple[str, ...] = ()
    mottagare: tuple[str, ...] = ()
    makulerad: bool = False
    utelamnat: tuple[str, ...] = ()
