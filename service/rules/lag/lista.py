"""R-KL04, R-KL05: the agenda is the one that was announced, and the announcement says what it must."""

from __future__ import annotations

from service.model.choices import Arendetyp, Kallelseslag
from service.model.granskning import Anslag, AnslagetArende, Granskningsunderlag
from service.model.kallelse import Arende
from service.rules.lag.kallelse import announcements
from service.rules.lag.regel import Anmarkningar, Ruling, is_fullmaktige, named, told

_KEPT = Ruling("R-KL04", "5 kap. 13–14, 52 §§ KL")
_SAYS = Ruling("R-KL05", "5 kap. 13, 15 §§ KL")
UNDECIDED = frozenset({Arendetyp.FRAGA, Arendetyp.INFORMATION, Arendetyp.MEDDELANDE})
"""Nothing is decided of these: they may come late without being urgent (KL 5:52, 5:64)."""


def check_kept(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL04: what was announced stays with its number; what came later is urgent, and is sent out as that."""
    held = announcements(underlag)
    if not held or not is_fullmaktige(underlag):
        return
    announced = {one.ordning: one for one in held[-1].arenden}
    listed = {one.ordning: one for one in underlag.meeting.arenden}
    by_title = {one.rubrik: one for one in underlag.meeting.arenden}
    for told_of in announced.values():
        yield from _check_announced_matter(told_of, listed.get(told_of.ordning), by_title.get(told_of.rubrik))
    moved = {one.rubrik for one in announced.values()}
    added = [
        (at, one)
        for at, one in enumerate(underlag.meeting.arenden)
        if one.ordning not in announced and one.rubrik not in moved and not one.utgar
    ]
    late = [(at, one) for at, one in added if one.arendetyp is not Arendetyp.FORMALIA]
    for at, one in late:
        if one.arendetyp in UNDECIDED and not one.bradskande:
            yield _KEPT.upplysning(
                f"{named(one.ordning, one.rubrik)} tillkom efter tillkännagivandet; det kan tas upp men inte beslutas.",
                plats=f"arenden[{at}]",
            )
        elif not one.bradskande:
            yield _KEPT.hinder(
                f"{named(one.ordning, one.rubrik)} lades till efter tillkännagivandet och är inte brådskande.",
                "Skriv bradskande: true och sätt upp ett eget tillkännagivande, eller vänta till nästa sammanträde.",
                f"arenden[{at}]",
            )
    if late and underlag.meeting.kallelse.slag is Kallelseslag.KALLELSE:
        yield _KEPT.varning(
            f"{_count(len(late))} har tillkommit efter tillkännagivandet, men det som skickas kallas kallelse.",
            "Skicka en tilläggskallelse och en uppdaterad föredragningslista.",
            "kallelse.slag",
        )


def _check_announced_matter(
    announced: AnslagetArende, now: Arende | None, same_title: Arende | None
) -> Anmarkningar:
    name = named(announced.ordning, announced.rubrik)
    if now is not None and now.rubrik == announced.rubrik:
        return
    if same_title is not None:
        yield _KEPT.hinder(
            f"{name} har tillkännagetts, men har nu nummer {same_title.ordning}.",
            "Återställ numret; det nya läggs sist.",
            "arenden",
        )
    elif now is None:
        yield _KEPT.hinder(
            f"{name} har tillkännagetts, men finns inte kvar på listan.",
            "Lägg tillbaka det på sin plats och skriv utgar: true; numret används inte till något annat.",
            "arenden",
        )
    else:
        yield _KEPT.varning(
            f"{name} har tillkännagetts, men har nu rubriken ”{now.rubrik}”.",
            "Kontrollera att det är samma ärende. Är det ett annat, låt det första utgå och lägg det nya sist.",
            "arenden",
        )


def check_says(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL05: the announcement gives time, place and every matter."""
    if not is_fullmaktige(underlag):
        return
    if not any(one.arendetyp is not Arendetyp.FORMALIA for one in underlag.arenden):
        yield _SAYS.hinder("Föredragningslistan har inga ärenden.", "Lägg in ärendena.", "arenden")
    for one in announcements(underlag)[-1:]:
        yield from _check_announcement(one, underlag)


def _check_announcement(one: Anslag, underlag: Granskningsunderlag) -> Anmarkningar:
    meeting = underlag.meeting.sammantrade
    start = f"{meeting.tid_start:%H:%M}"
    for what, said, true, plats in (
        ("dagen", told(one.datum) if one.datum else "", told(meeting.datum), "sammantrade.datum"),
        ("klockslaget", one.tid, start, "sammantrade.tid_start"),
        ("platsen", one.plats, meeting.plats, "sammantrade.plats"),
    ):
        if said == true:
            continue
        why = (
            f"är {said} i tillkännagivandet men {true} i kallelsen" if said else "saknas i tillkännagivandet"
        )
        yield _SAYS.hinder(
            f"{what.capitalize()} {why}.", "Rätta och tillkännage på nytt, inom fristen.", plats
        )
    if not one.arenden:
        yield _SAYS.hinder(
            "Tillkännagivandet nämner inga ärenden.", "Tillkännage på nytt med alla ärenden, inom fristen."
        )


def _count(number: int) -> str:
    return "Ett ärende" if number == 1 else f"{number} ärenden"
