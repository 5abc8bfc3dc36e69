"""What a correction must say, and may not take away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.errors import InvalidInput, Problem
from service.model.diarium import Partsroll, Riktning
from service.records import diarium_tables as tables
from service.rules.diarium import check_secrecy

NEEDED = (
    "titel",
    "arendemening_offentlig",
    "handlingstyp",
    "datum",
    "riktning",
    "oppnat",
    "bevaras_gallras",
)
"""What cannot be emptied."""


def require_said(changes: Mapping[str, Any], known: frozenset[str], why: str) -> None:
    """A reason, and only fields that can be corrected. Raises InvalidInput."""
    require_why(why)
    problems = [
        Problem(
            "not_correctable",
            f"Fältet ”{name}” kan inte rättas.",
            name,
            f"Det här kan rättas: {', '.join(sorted(known))}.",
        )
        for name in sorted(changes)
        if name not in known
    ]
    if problems:
        raise InvalidInput(*problems)


def require_sound(changes: Mapping[str, Any], today: date) -> None:
    """A correction may not take away what the law wants."""
    problems = [
        Problem("missing_value", f"”{name}” kan inte lämnas tomt.", name, "Ange ett värde.")
        for name in NEEDED
        if name in changes and not changes[name]
    ]
    for name in ("datum", "oppnat"):
        day = changes.get(name)
        if isinstance(day, date) and day > today:
            problems.append(
                Problem("contradicting_dates", f"Datumet {day} har inte varit än.", name, "Ange rätt dag.")
            )
    problems += [one for one in check_secrecy(changes.get("sekretess"), today) if isinstance(one, Problem)]
    if problems:
        raise InvalidInput(*problems)


def require_parties(row: tables.Diariehandling) -> None:
    """What came in keeps a sender, what went out a receiver."""
    wanted = {Riktning.INKOMMEN.value: Partsroll.AVSANDARE, Riktning.UTGAENDE.value: Partsroll.MOTTAGARE}
    role = wanted.get(row.riktning)
    if role is not None and not any(one.roll == role.value for one in row.parter):
        message = f"Handlingen skulle sakna {role.label.lower()} (5 kap. 2 § OSL)."
        raise InvalidInput(Problem("party_missing", message, role.value, f"Ange {role.label.lower()} också."))


def require_why(why: str) -> None:
    """A reason, which stands beside the old value. Raises InvalidInput."""
    if not why.strip():
        raise InvalidInput(
            Problem(
                "missing_value", "Skälet saknas.", "varfor", "Skriv varför; det står kvar bredvid rättelsen."
            )
        )
