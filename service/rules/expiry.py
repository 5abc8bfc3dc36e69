"""What of the framework has run out, or soon will: vision and värdegrund after 8 years, goals and factors after 4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from service.errors import Notice
from service.model.framework import Framework
from service.model.ramverk import Versioned
from service.rules.finding import Findings

AHEAD = timedelta(days=180)
"""So long before the last day it is told: a new decision of KF takes half a year to prepare."""


def check_expiry(framework: Framework, on: date) -> Findings:
    """A notice for each kind of thing that KF must decide anew."""
    yield from _check_list("visioner", "Visionen", framework.visioner, 8, on)
    yield from _check_list("vardegrunder", "Värdegrunden", framework.vardegrunder, 8, on)
    yield from _check_list("riktningsmal", "Riktningsmålen", framework.riktningsmal, 4, on)
    yield from _check_list("omvarldsfaktorer", "Omvärldsfaktorerna", framework.omvarldsfaktorer, 4, on)
    model = framework.styrmodell
    if model.revideras_senast is not None and model.revideras_senast < on:
        yield Notice(
            "styrmodell_overdue",
            f"Styrmodellen skulle ha reviderats senast {model.revideras_senast}.",
            "styrmodell.revideras_senast",
        )
    if framework.mandatperiod(on) is None:
        yield Notice(
            "no_mandatperiod",
            f"Ramverket har ingen mandatperiod för {on}; en ny börjar den 15 oktober valåret (KL 5:9).",
            "mandatperioder",
        )


def last_day(entity: Versioned, years: int) -> date:
    """The last day of validity: the one given, else the day before the years are over."""
    if entity.giltig_till is not None:
        return entity.giltig_till
    return anniversary(entity.giltig_fran, years) - timedelta(days=1)


def anniversary(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _check_list(name: str, noun: str, entities: Sequence[Versioned], years: int, on: date) -> Findings:
    if not entities:
        yield Notice("nothing_in_force", f"{noun} saknas i ramverket.", name)
        return
    end = max(last_day(entity, years) for entity in entities)
    if end < on:
        yield Notice(
            "expired",
            f"{noun} gällde till och med {end}; kommunfullmäktige fastställer nya vart {years}:e år.",
            name,
        )
    elif not any(entity.giltig_fran <= on <= last_day(entity, years) for entity in entities):
        first = min(entity.giltig_fran for entity in entities if entity.giltig_fran > on)
        yield Notice("nothing_in_force", f"{noun} i ramverket gäller först från {first}.", name)
    elif end - on <= AHEAD:
        yield Notice(
            "expires_soon",
            f"{noun} gäller till och med {end}; därefter behövs ett nytt beslut av fullmäktige.",
            name,
        )
