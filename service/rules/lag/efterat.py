"""R-KL11, R-KL12, R-KL14: the protokoll's days, what may hang on the anslagstavla, and the election year."""

from __future__ import annotations

from datetime import date, timedelta

from service.model.choices import Handlingstyp
from service.model.granskning import Anslag, Anslagsslag, Granskningsunderlag
from service.rules.dates import APPEAL
from service.rules.lag.arenden import is_budget
from service.rules.lag.frister import frister
from service.rules.lag.regel import Anmarkningar, Ruling, day_of, is_fullmaktige, named, told

_MINUTES = Ruling("R-KL11", "5 kap. 69 §, 8 kap. 12 § KL")
_BOARD = Ruling("R-KL12", "8 kap. 10–11 §§ KL")
_TERM = Ruling("R-KL14", "5 kap. 9 §, 11 kap. 10–11 §§ KL")
TO_ANNOUNCE = timedelta(days=2)
"""The adjustment is announced at the latest on the second day after it."""
FIRST_ELECTION, TERM_YEARS = 2022, 4
TERM_BEGINS = (10, 15)
END_OF_NOVEMBER = (11, 30)


def check_minutes(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL11: adjusted within 14 days, announced within 2, and up for the three weeks of appeal."""
    meeting = underlag.meeting.sammantrade.datum
    last = frister(underlag).justering
    told_of = [one for one in underlag.anslag if one.slag == Anslagsslag.JUSTERING]
    for one in told_of:
        yield from _check_adjustment(one, last)
    if told_of or underlag.dag <= meeting:
        return
    if underlag.dag > last + TO_ANNOUNCE:
        yield _MINUTES.varning(
            f"Inget tillkännagivande av justerat protokoll är antecknat; det skulle justeras senast {told(last)}.",
            "Justera och tillkännage genast, och anteckna dagarna.",
        )
    else:
        yield _MINUTES.upplysning(
            f"Protokollet ska justeras senast {told(last)}, och det tillkännages senast andra dagen därefter."
        )


def _check_adjustment(one: Anslag, last: date) -> Anmarkningar:
    if one.justerat is not None and one.justerat > last:
        yield _MINUTES.varning(
            f"Protokollet justerades {told(one.justerat)}; sista dagen var {told(last)}.",
            "Notera skälet; beslutet kan inte göras ogjort, men överklagandetiden räknas från anslaget.",
        )
    if one.publicerat is None:
        return
    published = day_of(one.publicerat)
    if one.justerat is not None and published > one.justerat + TO_ANNOUNCE:
        yield _MINUTES.varning(
            f"Justeringen tillkännagavs {told(published)}, men skulle ha tillkännagetts senast "
            f"{told(one.justerat + TO_ANNOUNCE)}.",
            "Låt anslaget sitta uppe i tre veckor från den dag det sattes upp.",
        )
    earliest = published + APPEAL
    if one.nedtas_tidigast is not None and one.nedtas_tidigast < earliest:
        yield _MINUTES.hinder(
            f"Anslaget om justerat protokoll får tas ned {told(one.nedtas_tidigast)}, men ska sitta uppe till och med "
            f"{told(earliest)} (13 kap. 5 § KL).",
            f"Ändra dagen till tidigast {told(earliest)}.",
        )


def check_board(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL12: nothing hangs on the anslagstavla but what the law lists, and of the papers only the public edition."""
    allowed = {one.value: one.label for one in Anslagsslag}
    for one in underlag.anslag:
        if one.slag not in allowed:
            yield _BOARD.hinder(
                f"”{one.slag}” får inte sättas upp på anslagstavlan.",
                "Ta ned det. Tavlan får bara ha det som räknas upp i 8 kap. 10–11 §§; se listan i docs/lagen.md.",
            )
        elif not one.offentlig:
            yield _BOARD.hinder(
                f"{allowed[one.slag]} är inte den offentliga utgåvan.",
                "Ta genast ned det, och sätt upp den offentliga utgåvan.",
            )
        elif _too_early(one, underlag):
            yield _BOARD.varning(
                f"{allowed[one.slag]} får tas ned {told(one.nedtas_tidigast or date.min)}, "
                "före sammanträdesdagen.",
                f"Låt det sitta uppe till och med {told(underlag.meeting.sammantrade.datum)}.",
            )


def _too_early(one: Anslag, underlag: Granskningsunderlag) -> bool:
    of_meeting = one.slag in {Anslagsslag.SAMMANTRADE, Anslagsslag.BRADSKANDE_ARENDE}
    down = one.nedtas_tidigast
    return of_meeting and down is not None and down < underlag.meeting.sammantrade.datum


def check_term(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL14: the term that holds on the meeting's day, its goals and factors; the budget of an election year."""
    day, framework = underlag.meeting.sammantrade.datum, underlag.framework
    term = framework.mandatperiod(day)
    if term is None:
        yield _TERM.hinder(
            f"Ramverket har ingen mandatperiod för {told(day)}; en ny börjar den 15 oktober valåret.",
            "Lägg in mandatperioden och dess ledamöter i ramverket, så att rätt personer kallas.",
        )
    elif _has_reports(underlag):
        for noun, periods in (
            ("Riktningsmålen", {one.mandatperiod for one in framework.active_riktningsmal(day)}),
            ("Omvärldsfaktorerna", {one.mandatperiod for one in framework.active_omvarldsfaktorer(day)}),
        ):
            if periods and term.id not in periods:
                yield _TERM.varning(
                    f"{noun} som nulägesbeskrivningarna hänvisar till är från en tidigare mandatperiod.",
                    "Fråga om de ska omprövas efter valet innan nästa års rapporter skrivs.",
                )
    yield from _check_budget(underlag)


def _has_reports(underlag: Granskningsunderlag) -> bool:
    return any(
        document.handlingstyp is Handlingstyp.NULAGESBESKRIVNING
        for one in underlag.arenden
        for document in one.handlingar
    )


def is_election_year(year: int) -> bool:
    """Whether elections to fullmäktige are held in the whole country that year."""
    return (year - FIRST_ELECTION) % TERM_YEARS == 0


def _check_budget(underlag: Granskningsunderlag) -> Anmarkningar:
    if not is_fullmaktige(underlag):
        return
    day = underlag.meeting.sammantrade.datum
    for one in underlag.arenden:
        if not is_budget(one):
            continue
        name = named(one.ordning, one.rubrik)
        if is_election_year(day.year) and (day.month, day.day) < TERM_BEGINS:
            make = _TERM.hinder if is_budget(one, certain=True) else _TERM.varning
            yield make(
                f"{name} ser ut att gälla budgeten, som ett valår ska fastställas av nyvalda fullmäktige.",
                "Ta upp budgeten tidigast den 15 oktober.",
            )
        elif (day.month, day.day) > END_OF_NOVEMBER and is_budget(one, certain=True):
            yield _TERM.upplysning(
                f"{name} behandlas efter november månads utgång. Det kräver särskilda skäl, och att skattesatsen har "
                "fastställts i november.",
                "Se till att skälen framgår av handlingarna.",
            )
