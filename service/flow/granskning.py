"""A meeting held against the law: the meeting file with what it records, and the announcements that were put up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from service.errors import ConfigError, InvalidInput, Problem
from service.flow.meeting import call_members
from service.flow.read import Reader, ReadFile
from service.model.choices import Tillkannagivandeslag, Utskickskanal, Utskicksstatus
from service.model.framework import Framework
from service.model.granskning import (
    Anmarkning,
    Anslag,
    AnslagetArende,
    Anslagsslag,
    Arbetsordning,
    Granskning,
    Granskningsunderlag,
    Kallelsebesked,
    Mottagarstatus,
)
from service.model.kallelse import Kallelse
from service.model.tillkannagivande import Tillkannagivande
from service.rules.lag.granska import granska
from service.rules.lag.regel import day_of
from service.settings import Settings

_KINDS = {
    Tillkannagivandeslag.SAMMANTRADE: Anslagsslag.SAMMANTRADE,
    Tillkannagivandeslag.BRADSKANDE_ARENDE: Anslagsslag.BRADSKANDE_ARENDE,
    Tillkannagivandeslag.NAMNDSAMMANTRADE: Anslagsslag.NAMNDSAMMANTRADE,
    Tillkannagivandeslag.JUSTERING: Anslagsslag.JUSTERING,
}
_STATES = {
    Utskicksstatus.SKICKAD: Mottagarstatus.SKICKAD,
    Utskicksstatus.MOTTAGEN: Mottagarstatus.MOTTAGEN,
    Utskicksstatus.STUDSADE: Mottagarstatus.STUDSADE,
}


def examine_meeting(path: Path, announcements: Sequence[Path], reader: Reader, on: date) -> Granskning:
    """Every remark of the law about a meeting file.

    Args:
        path: the meeting file; its `kallelse.utskick` says who has been called, how and when.
        announcements: the input files of the announcements that were put up for the meeting.
        reader: reads input files.
        on: the day on which the meeting is examined.

    Raises:
        InputError: a file cannot be read or has faults, or is something else than it is given as.
        ConfigError: a setting names a way of sending that there is not.
    """
    file = reader.read(path)
    if not isinstance(file.model, Kallelse):
        raise InvalidInput(
            Problem(
                "not_a_meeting",
                f"Filen ”{path.name}” är inte ett sammanträde.",
                "dokumenttyp",
                "Ange mötesfilen, vars dokumenttyp är kallelse.",
                path.name,
            )
        )
    posted = tuple(_announcement(reader.read(one), file.model) for one in announcements)
    return examine(file.model, file.framework, on, posted, recorded_in(file.model), reader.settings)


def examine(
    meeting: Kallelse,
    framework: Framework,
    on: date,
    posted: tuple[Anslag, ...],
    told: tuple[Kallelsebesked, ...],
    settings: Settings,
) -> Granskning:
    """Every remark of the law about a meeting, with what is recorded of it up to that day."""
    own = arbetsordning_of(settings)
    whole = call_members(meeting, framework)
    posted = tuple(one for one in posted if one.publicerat is None or day_of(one.publicerat) <= on)
    told = tuple(one for one in told if one.tid is None or day_of(one.tid) <= on)
    return granska(Granskningsunderlag(whole, framework, on, posted, told, own))


def recorded_in(meeting: Kallelse) -> tuple[Kallelsebesked, ...]:
    """What the meeting file itself records of who was called."""
    return tuple(
        Kallelsebesked(one.person, one.kanal, _STATES[one.status], one.tid)
        for one in meeting.kallelse.utskick
    )


def announced(model: Tillkannagivande) -> Anslag:
    """What an announcement says."""
    held = model.sammantrade
    return Anslag(
        slag=_KINDS[model.slag].value,
        publicerat=model.publicerat_tid,
        nedtas_tidigast=model.nedtas_tidigast,
        datum=held.datum,
        tid=f"{held.tid_start:%H:%M}" if held.tid_start else "",
        plats=held.plats,
        arenden=tuple(AnslagetArende(one.ordning, one.rubrik) for one in model.arenden),
    )


def arbetsordning_of(settings: Settings) -> Arbetsordning:
    """What the municipality has decided for itself.

    Raises:
        ConfigError: a way of sending is unknown.
    """
    known = {one.value: one for one in Utskickskanal}
    named = [word.strip() for word in settings.kallelse_kanaler.split(",") if word.strip()]
    unknown = [word for word in named if word not in known]
    if unknown:
        raise ConfigError(
            Problem(
                "invalid_setting",
                f"Inställningen SAMLAD_KALLELSE_KANALER nämner ”{unknown[0]}”, som inte finns.",
                "SAMLAD_KALLELSE_KANALER",
                f"Välj bland: {', '.join(known)}.",
            )
        )
    return Arbetsordning(
        settings.marginal_dagar,
        settings.kallelse_dagar,
        settings.namnd_dagar,
        frozenset(known[word] for word in named) or frozenset(Utskickskanal),
    )


def as_problem(one: Anmarkning) -> Problem:
    """A remark as a refusal tells it."""
    return Problem("law_hinder", f"{one.regel} ({one.lagrum}): {one.text}", one.plats, one.atgard)


def _announcement(file: ReadFile, meeting: Kallelse) -> Anslag:
    model = file.model
    if not isinstance(model, Tillkannagivande):
        raise InvalidInput(
            Problem(
                "not_an_announcement",
                f"Filen ”{file.name}” är inte ett tillkännagivande.",
                "dokumenttyp",
                "Ange en fil vars dokumenttyp är tillkannagivande.",
                file.name,
            )
        )
    if model.organ != meeting.sammantrade.organ:
        raise InvalidInput(
            Problem(
                "other_organ",
                f"Tillkännagivandet gäller {model.organ}, men mötesfilen {meeting.sammantrade.organ}.",
                "organ",
                "Ange tillkännagivandet för samma organ.",
                file.name,
            )
        )
    return announced(model)
