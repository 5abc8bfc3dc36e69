"""On the way into the register, and on to a diary outside: what awaits, what is suggested, what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from service.model.choices import Choice
from service.model.diarium import Arendeuppgifter, Handlingsuppgifter, Riktning


@dataclass(frozen=True, slots=True, kw_only=True)
class Vantande:
    """Something of the service's own that has become a public document and is not in the register yet."""

    kalla: str
    myndighet: str
    riktning: Riktning
    datum: date
    titel: str
    senast: date
    """The day by which it should be registered."""
    forsenad: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Registreringsforslag:
    """What the service knows of it; the registrator decides."""

    arende: str
    """The number of a matter that is there; empty: a new one."""
    nytt_arende: Arendeuppgifter
    handling: Handlingsuppgifter


class Undantagsgrund(Choice):
    """Why something need not be registered (OSL 5:1)."""

    RINGA_BETYDELSE = "ringa_betydelse", "Uppenbart av ringa betydelse"
    HALLS_ORDNAD = "halls_ordnad", "Hålls ordnad så att det framgår att den har kommit in"
    REGISTRERAD_ANNORSTADES = "registrerad_annorstades", "Registrerad i ett annat diarium"


class Sandningsstatus(Choice):
    """How far a document has come on its way to an outside diary."""

    VANTAR = "vantar", "Väntar på att skickas"
    PAGAR = "pagar", "Skickas"
    NUMMER_SAKNAS = "nummer_saknas", "Överlämnad; numret anges för hand"
    OKLAR = "oklar", "Oklart om diariet har tagit emot"
    AVVISAD = "avvisad", "Avvisad av diariet"
    KVITTERAD = "kvitterad", "Registrerad i diariet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandning:
    """A document on its way to an outside diary."""

    handling: str
    beteckning: str
    titel: str
    diarium: str
    status: Sandningsstatus
    forsok: int
    nasta: datetime | None
    fel: str = ""
    kvitto: str = ""
