"""The order of a nulägesbild; what is compiled from it stands in `nulagesbild`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from service.model.marks import DIARIENUMMER, ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Nulagesbildsorder:
    """The input: which year, and where the reports and the dialogs' summaries lie."""

    id: str
    ar: int
    organ: str = field(default="KS", metadata=ref("organ"))
    """Who lays the nulägesbild before fullmäktige."""
    datum: date
    diarienummer: str = field(default="", metadata=DIARIENUMMER)
    underlag: tuple[str, ...]
    """Files, or folders with files."""
    med_utkast: bool = False
