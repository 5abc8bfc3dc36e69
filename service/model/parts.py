"""What several documents share: decision, secrecy, annex, proposals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from service.model.choices import Forutsattningstyp, Omfattning
from service.model.marks import RICH


@dataclass(frozen=True, slots=True, kw_only=True)
class Sekretess:
    """The secrecy note of a document (domain 9.6, OSL 5:5)."""

    markerad: bool
    bestammelse: str = ""
    datum: date | None = None
    myndighet: str = ""
    omfattning: Omfattning | None = None
    motivering_intern: str = ""
    omprovas_datum: date | None = None
    maskad_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilaga:
    """An annex of a report."""

    titel: str
    fil: str
    datum: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Punkt:
    """A headed paragraph: an opportunity, a challenge."""

    rubrik: str
    beskrivning: str = field(metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class JusteradForutsattning:
    """A proposal to adjust a body's preconditions (S:178-181)."""

    typ: Forutsattningstyp
    text: str = field(metadata=RICH)
    belopp_tkr: Decimal | None = None
    motivering: str = field(metadata=RICH)
