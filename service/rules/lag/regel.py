"""What a rule is: its number, its paragraph, what it asks; and how its remarks are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from service.clock import STOCKHOLM
from service.model.choices import Organtyp
from service.model.granskning import Allvar, Anmarkning, Granskningsunderlag

Anmarkningar = Iterator[Anmarkning]
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Regel:
    """One rule."""

    nr: str
    lagrum: str
    fraga: str
    """Swedish: what it asks, in one line of docs/lagen.md."""
    allvar: str
    """Swedish: which severities it gives, and when."""
    atgard: str
    """Swedish: what to do."""
    check: Callable[[Granskningsunderlag], Anmarkningar]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Makes the remarks of one rule."""

    nr: str
    lagrum: str

    def hinder(self, text: str, atgard: str, plats: str = "") -> Anmarkning:
        """What stops the dispatch."""
        return Anmarkning(self.nr, self.lagrum, Allvar.HINDER, text, atgard, plats)

    def varning(self, text: str, atgard: str, plats: str = "") -> Anmarkning:
        """What somebody should look at."""
        return Anmarkning(self.nr, self.lagrum, Allvar.VARNING, text, atgard, plats)

    def upplysning(self, text: str, atgard: str = "", plats: str = "") -> Anmarkning:
        """What is good to know."""
        return Anmarkning(self.nr, self.lagrum, Allvar.UPPLYSNING, text, atgard, plats)


def is_fullmaktige(underlag: Granskningsunderlag) -> bool:
    """Whether the meeting is fullmäktige's: only there do 5 kap. 13-15 §§ bind."""
    return underlag.meeting.sammantrade.organ in {
        one.id for one in underlag.framework.organ if one.typ is Organtyp.KOMMUNFULLMAKTIGE
    }


def day_of(moment: datetime) -> date:
    """The day of a moment, where the municipality is: also in the night when the clocks change."""
    return moment.astimezone(STOCKHOLM).date()


def told(day: date) -> str:
    """A day as it is said: måndag 7 december 2026."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def named(ordning: str, rubrik: str) -> str:
    """How a remark calls a matter."""
    short = rubrik if len(rubrik) <= 70 else rubrik[:69].rstrip() + "…"
    return f"Ärende {ordning} ”{short}”"
