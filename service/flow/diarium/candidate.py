"""Something of the service's own that may have to be registered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from service.model.diarium import Diarieserie, Riktning
from service.model.registrering import Registreringsforslag
from service.records.database import Transaction
from service.records.diarium_series import as_series, series_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """What it is; what is known of it is read when somebody asks."""

    source: str
    series: Diarieserie
    riktning: Riktning
    day: date
    title: str
    suggest: Callable[[], Registreringsforslag]


def every_series(db: Transaction) -> tuple[Diarieserie, ...]:
    """All series; a myndighet that has none keeps its diary elsewhere."""
    return tuple(as_series(one) for one in series_of(db))


def series_for(series: Sequence[Diarieserie], myndighet: str) -> Diarieserie | None:
    """The first series of a myndighet."""
    return next((one for one in series if one.myndighet == myndighet), None)
