"""R-KL01, R-KL02, R-KL03: announced in time, everybody called in time, and what is urgent told in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from service.model.choices import Kallelseslag
from service.model.granskning import (
    REACHED,
    Anslag,
    Anslagsslag,
    Granskningsunderlag,
    Kallelsebesked,
    Mottagarstatus,
)
from service.model.kallelse import Arende
from service.rules.helgdagar import arbetsfri
from service.rules.lag.frister import WEEK, closed, frister
from service.rules.lag.regel import Anmarkningar, Ruling, day_of, is_fullmaktige, named, told

SHOWN = 5
"""So many names stand in a remark."""
_ANNOUNCED = Ruling("R-KL01", "5 kap. 13 § KL")
_CALLED = Ruling("R-KL02", "5 kap. 15 § KL")
_URGENT = Ruling("R-KL03", "5 kap. 14–15 §§ KL")


def check_announced(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL01: fullmäktige's meeting is announced at least a week before its day."""
    last = frister(underlag).tillkannagivande
    if last is None:
        return
    published = [day_of(one.publicerat) for one in announcements(underlag) if one.publicerat]
    if not published:
        yield from _not_yet(_ANNOUNCED, underlag, last, "tillkännages på anslagstavlan", "tillkännagetts")
        return
    yield from _in_time(_ANNOUNCED, underlag, min(published), last, "Sammanträdet tillkännagavs")


def check_called(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL02: every ledamot and every ersättare is called by the same limit."""
    last = frister(underlag).kallelse
    if last is None:
        yield _CALLED.upplysning(
            "Lagens frist för kallelse gäller fullmäktige. För styrelsen och nämnderna gäller deras reglementen.",
            "Ställ in SAMLAD_NAMND_DAGAR om reglementet anger en frist.",
        )
    yield from _check_list_of_called(underlag)
    told_of = [one for one in underlag.besked if one.slag is Kallelseslag.KALLELSE]
    if not told_of:
        if last is not None:
            yield from _not_yet(_CALLED, underlag, last, "kallas", "kallats")
        return
    yield from _check_reached(underlag, told_of, last)
    for way in sorted({one.kanal for one in told_of} - underlag.arbetsordning.kanaler):
        yield _CALLED.varning(
            f"Kallelsen har skickats med {way.label.lower()}, som arbetsordningen inte nämner.",
            "Skicka på ett sätt som arbetsordningen anger, eller ändra SAMLAD_KALLELSE_KANALER.",
        )


def check_urgent(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL03: an urgent matter is announced, and told to everybody, at the latest the vardag next before."""
    last = frister(underlag).bradskande
    urgent = [
        (at, one) for at, one in enumerate(underlag.meeting.arenden) if one.bradskande and not one.utgar
    ]
    if last is None or not urgent:
        return
    for at, arende in urgent:
        yield from _check_urgent_matter(underlag, arende, f"arenden[{at}].bradskande", last)
    if why := arbetsfri(last):
        yield _URGENT.varning(
            f"Sista dagen för brådskande ärenden, {told(last)}, är {why}.{closed(last)}",
            "Räkna med att kansliet är stängt, och att kallade inte läser sin post.",
        )
    yield from _check_informed(underlag, last)


def announcements(underlag: Granskningsunderlag) -> list[Anslag]:
    """The announcements of the meeting itself, the first one first."""
    found = [one for one in underlag.anslag if one.slag == Anslagsslag.SAMMANTRADE and one.publicerat]
    return sorted(found, key=lambda one: one.publicerat.timestamp() if one.publicerat else 0)


def _not_yet(make: Ruling, underlag: Granskningsunderlag, last: date, must: str, has: str) -> Anmarkningar:
    today, day = underlag.dag, underlag.meeting.sammantrade.datum
    if today > last:
        earliest = today + (day - last)
        yield make.hinder(
            f"Sammanträdet har inte {has}. Sista dagen var {told(last)}."
            if make is _ANNOUNCED
            else f"Ledamöter och ersättare har inte {has}. Sista dagen var {told(last)}.",
            f"Bestäm en ny sammanträdesdag, tidigast {told(earliest)}. Beslut på ett sammanträde som inte "
            "tillkännagetts och kallats till i tid kan upphävas (13 kap. 8 § KL).",
        )
        return
    who = "Sammanträdet" if make is _ANNOUNCED else "Varje ledamot och ersättare"
    text = f"{who} ska {must} senast {told(last)}.{closed(last)}"
    if today == last:
        yield make.varning(text, "Gör det i dag.")
    else:
        yield make.upplysning(text)


def _in_time(make: Ruling, underlag: Granskningsunderlag, day: date, last: date, what: str) -> Anmarkningar:
    meeting = underlag.meeting.sammantrade.datum
    if day > last:
        yield make.hinder(
            f"{what} {told(day)}, men sista dagen var {told(last)}.",
            f"Bestäm en ny sammanträdesdag, tidigast {told(day + (meeting - last))}.",
        )
    elif day == meeting - timedelta(days=WEEK) and is_fullmaktige(underlag):
        yield make.varning(
            f"{what} exakt en vecka före, {told(day)}. Lagen säger inte om det räcker att samma veckodag har kommit.",
            "Gör det hellre dagen innan; SAMLAD_MARGINAL_DAGAR=1 gör det till ett krav.",
        )


def _check_list_of_called(underlag: Granskningsunderlag) -> Anmarkningar:
    called = underlag.meeting.kallelse
    if not called.ledamoter:
        yield _CALLED.hinder(
            "Ingen ledamot finns att kalla.",
            "Lägg in organets ledamöter i ramverket, eller i mötesfilens kallelse.ledamoter.",
            "kallelse.ledamoter",
        )
    elif not called.ersattare:
        yield _CALLED.varning(
            "Ingen ersättare finns att kalla; varje ersättare ska kallas, inte bara den som ska tjänstgöra.",
            "Lägg in ersättarna i ramverket, eller i mötesfilens kallelse.ersattare.",
            "kallelse.ersattare",
        )


def _check_reached(
    underlag: Granskningsunderlag, besked: Sequence[Kallelsebesked], last: date | None
) -> Anmarkningar:
    everybody = [one.namn for one in underlag.called]
    reached = [one for one in besked if one.status in REACHED and one.tid is not None]
    unsure = [one.namn for one in besked if one.status is Mottagarstatus.OVISS]
    in_time = [one.namn for one in reached if last is None or _day(one) <= last]
    late = _absent((one.namn for one in reached), in_time)
    if missing := _absent(_absent(everybody, [one.namn for one in reached]), unsure):
        yield _CALLED.hinder(
            f"Kallelsen har inte nått {len(missing)} av {len(everybody)} kallade: {_names(missing)}.",
            "Skicka till dem på annat sätt, och anteckna hur och när.",
        )
    if unsure := _absent(unsure, [one.namn for one in reached]):
        yield _CALLED.hinder(
            f"Det är ovisst om kallelsen gick iväg till {_names(unsure)}.",
            "Fråga dem, eller se efter i e-postserverns logg; anteckna sedan vad som gäller.",
        )
    if late:
        yield _CALLED.hinder(
            f"Kallelsen skickades till {_names(late)} först efter {told(last) if last else ''}.",
            "Hör om de ändå godtar kallelsen, eller bestäm en ny sammanträdesdag.",
        )
    elif reached and last is not None and not missing:
        final = max(_day(one) for one in reached)
        yield from _in_time(_CALLED, underlag, final, last, "Den sista kallelsen skickades")


def _check_urgent_matter(
    underlag: Granskningsunderlag, arende: Arende, plats: str, last: date
) -> Anmarkningar:
    name = named(arende.ordning, arende.rubrik)
    days = [
        day_of(one.publicerat)
        for one in underlag.anslag
        if one.publicerat and any(told_of.ordning == arende.ordning for told_of in one.arenden)
    ]
    if days and min(days) <= last:
        return
    if days or underlag.dag > last:
        when = f"tillkännagavs {told(min(days))}" if days else "har inte tillkännagetts"
        yield _URGENT.hinder(
            f"{name} är brådskande och {when}; sista dagen var {told(last)}.",
            "Ta upp ärendet på ett senare sammanträde.",
            plats,
        )
        return
    yield _URGENT.varning(
        f"{name} är brådskande och ska tillkännages senast {told(last)}.{closed(last)}",
        "Sätt upp ett tillkännagivande av brådskande ärende och skicka en tilläggskallelse.",
        plats,
    )


def _check_informed(underlag: Granskningsunderlag, last: date) -> Anmarkningar:
    """Information on urgent matters must be expected to reach everybody by the same day."""
    if not underlag.besked:
        return
    later = [one for one in underlag.besked if one.slag is not Kallelseslag.KALLELSE]
    if not later:
        yield _URGENT.varning(
            "Ingen tilläggskallelse eller uppdaterad föredragningslista är antecknad, fast ett ärende är brådskande.",
            f"Skicka information som kan antas nå alla senast {told(last)}, om den inte stod i kallelsen.",
        )
        return
    everybody = [one.namn for one in underlag.called]
    informed = [
        one.namn for one in later if one.status in REACHED and one.tid is not None and _day(one) <= last
    ]
    if missing := _absent(everybody, informed):
        yield _URGENT.hinder(
            f"Informationen om brådskande ärenden har inte nått {len(missing)} av {len(everybody)} kallade senast "
            f"{told(last)}: {_names(missing)}.",
            "Nå dem på annat sätt i tid, eller ta upp ärendet på ett senare sammanträde.",
        )


def _day(one: Kallelsebesked) -> date:
    return day_of(one.tid) if one.tid is not None else date.max


def _absent(wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    """Who is wanted and not found; two persons with the same name are two."""
    left = Counter(wanted)
    left.subtract(Counter(found))
    return [name for name in dict.fromkeys(left) for _ in range(max(0, left[name]))]


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return f"{shown} och {len(names) - SHOWN} till" if len(names) > SHOWN else shown
