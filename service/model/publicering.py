"""What is looked for before something is published, what was found, and what a person has decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from service.model.choices import Choice


class Fyndslag(Choice):
    """Kinds of what is found."""

    PERSONNUMMER = "personnummer", "Personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer", "Samordningsnummer"
    TELEFON = "telefon", "Telefonnummer"
    E_POST = "e_post", "E-postadress"
    ADRESS = "adress", "Gatuadress"
    NAMN = "namn", "Namn"
    METADATA = "metadata", "Uppgift vid sidan av texten"
    OLAST = "olast", "Sida utan läsbar text"


class Publiceringsbeslut(Choice):
    """What a person can decide about a finding."""

    PUBLICERA = "publicera", "Publicera"
    MASKERA = "maskera", "Maskera"
    LYFT_UT = "lyft_ut", "Lyft ut"


Ruta = tuple[float, float, float, float]
"""Left, bottom, right and top in points, in the page's own unturned coordinates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fynd:
    """Something that may not be for everybody."""

    id: str
    """Made of the file's content, the page and the text: another file has other ids."""
    handling: str
    """Number of the handling on paper, such as `12.1`."""
    slag: Fyndslag
    sida: int
    """Page of the handling, from 1; 0 where it belongs to no page."""
    rutor: tuple[Ruta, ...] = ()
    text: str = ""
    vad: str = ""
    """What it is, where the kind does not say: `anteckning`, `bokmärke`."""
    foljer_med: bool = True
    """False: it is in the file that was sent but never in the packet; there is nothing to decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beslut:
    """What a named person has decided: about one finding, or about a kind in a file."""

    sha256: str
    """Content of the file it holds for; it does not hold for a changed one."""
    beslut: Publiceringsbeslut
    av: str
    tid: datetime
    fynd: str = ""
    """Id of the finding; empty where it is about a kind."""
    slag: Fyndslag | None = None
    handling: str = ""
    """Number of the handling when it was decided, for the reader."""
    grund: str = ""
    """Why, such as a provision of law; it is told where something is masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EgenMask:
    """A place that a person has chosen to mask, where nothing was found."""

    sha256: str
    sida: int
    ruta: tuple[Decimal, ...]
    """As a `Ruta`."""
    av: str
    tid: datetime
    handling: str = ""
    grund: str = ""


@dataclass(frozen=True, slots=True)
class Beslutslista:
    """All decisions that are known of."""

    beslut: tuple[Beslut, ...] = ()
    masker: tuple[EgenMask, ...] = ()

    def of(self, fynd: Fynd, sha256: str) -> Beslut | None:
        """The decision about a finding: one about itself goes before one about its kind, a later before an earlier."""
        own = [one for one in self.about(sha256) if one.fynd == fynd.id]
        kind = [one for one in self.about(sha256) if not one.fynd and one.slag is fynd.slag]
        in_order = sorted(own or kind, key=lambda one: one.tid)
        return in_order[-1] if in_order else None

    def about(self, sha256: str) -> list[Beslut]:
        """The decisions about a file."""
        return [one for one in self.beslut if one.sha256 == sha256]

    def masks(self, sha256: str) -> list[EgenMask]:
        """The places of a file that a person has chosen to mask."""
        return [one for one in self.masker if one.sha256 == sha256]

    def in_force(self, sha256: str) -> set[Publiceringsbeslut]:
        """What is decided about anything in a file, without what was decided otherwise later."""
        latest = {(one.fynd, one.slag): one for one in sorted(self.about(sha256), key=lambda one: one.tid)}
        return {one.beslut for one in latest.values()}

    def masked(self, sha256: str) -> bool:
        """Whether something in a file is to be masked."""
        return Publiceringsbeslut.MASKERA in self.in_force(sha256) or bool(self.masks(sha256))
