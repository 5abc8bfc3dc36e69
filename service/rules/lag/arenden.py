"""R-KL06 to R-KL10 and R-KL13: who has raised a matter, how it was prepared, and what comes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from service.model.choices import Arendetyp, Handlingstyp, Organtyp, Vackare
from service.model.granskning import Anmarkning, Granskningsunderlag
from service.model.kallelse import Arende
from service.rules.lag.kallelse import announcements
from service.rules.lag.regel import Anmarkningar, Ruling, is_fullmaktige, named, told

_RAISED = Ruling("R-KL06", "5 kap. 22 § KL")
_PREPARED = Ruling("R-KL07", "5 kap. 26–34 §§ KL")
_DECIDED = Ruling("R-KL08", "6 kap. 38 § KL")
_SHOWN = Ruling("R-KL09", "8 kap. 14–16 a §§ KL")
_ORDERED = Ruling("R-KL10", "11 kap. 21 §, 5 kap. 24 § KL")
_YEAR = Ruling("R-KL13", "5 kap. 35 § KL")

RAISERS: dict[Arendetyp, frozenset[Vackare]] = {
    Arendetyp.MOTION: frozenset({Vackare.LEDAMOT}),
    Arendetyp.INTERPELLATION: frozenset({Vackare.LEDAMOT}),
    Arendetyp.FRAGA: frozenset({Vackare.LEDAMOT}),
    Arendetyp.MEDBORGARFORSLAG: frozenset({Vackare.MEDBORGARFORSLAG}),
}
NEEDS_PREPARATION = frozenset({Arendetyp.BESLUT, Arendetyp.MOTION, Arendetyp.MEDBORGARFORSLAG})
_EXCEPTION = re.compile(r"5\s*kap\.?\s*(29|30|31|32|33|34)\s*§")
_BUDGET = re.compile(r"\bbudget\b", re.IGNORECASE)
_ACCOUNTS = re.compile(r"årsredovisning", re.IGNORECASE)
_AUDIT = re.compile(r"revisionsberättelse", re.IGNORECASE)
_DISCHARGE = re.compile(r"ansvarsfrihet", re.IGNORECASE)
LAST_OF_JUNE = (6, 30)

Placed = Iterator[tuple[str, Arende]]


def _matters(underlag: Granskningsunderlag) -> Placed:
    """The matters that will be dealt with, with their places; none where the rules for fullmäktige do not bind."""
    if is_fullmaktige(underlag):
        for at, one in enumerate(underlag.meeting.arenden):
            if not one.utgar:
                yield f"arenden[{at}]", one


def check_raised(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL06: only who the law names may raise a matter."""
    of_fullmaktige = _names_of(underlag, Organtyp.KOMMUNFULLMAKTIGE)
    for plats, one in _matters(underlag):
        name = named(one.ordning, one.rubrik)
        allowed = RAISERS.get(one.arendetyp)
        if one.vackt_av is Vackare.BOLAGSSTYRELSE:
            decided = any(step.organ in of_fullmaktige and step.paragraf for step in one.beredning)
            if not decided:
                yield _RAISED.hinder(
                    f"{name} är väckt av en bolagsstyrelse, men fullmäktiges beslut om det saknas.",
                    "Ange fullmäktiges beslut (dag och paragraf) i beredning, eller låt ärendet gå genom styrelsen.",
                    f"{plats}.vackt_av",
                )
        elif allowed and one.vackt_av not in (None, *allowed):
            yield _RAISED.varning(
                f"{name} är en {one.arendetyp.label.lower()}, men väckt av {_raiser(one)}.",
                "Rätta ärendetypen, eller vem som har väckt ärendet.",
                f"{plats}.vackt_av",
            )
        elif one.vackt_av is None and one.arendetyp in NEEDS_PREPARATION:
            yield _RAISED.varning(
                f"Det framgår inte vem som har väckt {name[0].lower()}{name[1:]}.",
                "Fyll i vackt_av.",
                f"{plats}.vackt_av",
            )


def _raiser(arende: Arende) -> str:
    return arende.vackt_av.label.lower() if arende.vackt_av else ""


def check_prepared(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL07: a decision has been prepared, and styrelsen has had its say; or a named exception holds."""
    styrelsen = _names_of(underlag, Organtyp.KOMMUNSTYRELSE)
    for plats, one in _matters(underlag):
        if one.arendetyp not in NEEDS_PREPARATION | {Arendetyp.REDOVISNING}:
            continue
        if one.beredningsundantag:
            yield from _check_exception(one, plats)
        elif not one.beredning:
            yield _unprepared(one, plats)
        elif not _heard(one, styrelsen):
            yield _PREPARED.varning(
                f"{named(one.ordning, one.rubrik)} har inget förslag eller yttrande från styrelsen, som alltid ska "
                "ges tillfälle att yttra sig.",
                "Ange styrelsens beredning eller förslag till beslut.",
                f"{plats}.beredning",
            )


def _unprepared(one: Arende, plats: str) -> Anmarkning:
    text = f"{named(one.ordning, one.rubrik)} har inte beretts, och inget undantag är angivet."
    remedy = "Fyll i beredning, eller skriv undantaget, till exempel ”5 kap. 33 § kommunallagen”."
    if one.arendetyp in NEEDS_PREPARATION:
        return _PREPARED.hinder(text, remedy, f"{plats}.beredning")
    return _PREPARED.varning(text, remedy, f"{plats}.beredning")


def _check_exception(one: Arende, plats: str) -> Anmarkningar:
    found = _EXCEPTION.search(one.beredningsundantag)
    if found is None:
        yield _PREPARED.hinder(
            f"{named(one.ordning, one.rubrik)} anger undantaget ”{one.beredningsundantag}”, som inte är något av dem "
            "i 29–34 §§.",
            "Ange ett undantag i 5 kap. 29–34 §§ kommunallagen, eller hur ärendet har beretts.",
            f"{plats}.beredningsundantag",
        )
    elif found[1] == "33":
        yield _PREPARED.upplysning(
            f"{named(one.ordning, one.rubrik)} får avgöras utan beredning bara om alla närvarande ledamöter är ense "
            "om beslutet.",
            "Ha en plan för att ärendet bordläggs eller återremitteras.",
            f"{plats}.beredningsundantag",
        )


def _heard(one: Arende, styrelsen: frozenset[str]) -> bool:
    return any(step.organ in styrelsen for step in one.beredning) or any(
        proposal.organ in styrelsen for proposal in one.forslag_till_beslut
    )


def check_decided(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL08: what a nämnd submits it has decided itself; its protokollsutdrag is there."""
    for plats, one in _matters(underlag):
        kinds = [document.handlingstyp for document in one.handlingar]
        reports, extracts = (
            kinds.count(Handlingstyp.NULAGESBESKRIVNING),
            kinds.count(Handlingstyp.PROTOKOLLSUTDRAG),
        )
        name = named(one.ordning, one.rubrik)
        if reports and not extracts:
            yield _DECIDED.hinder(
                f"{name} har en nulägesbeskrivning men inget protokollsutdrag; nämndens framställning till "
                "fullmäktige kan inte delegeras.",
                "Bifoga protokollsutdraget med nämndens beslut (organ, dag och paragraf).",
                f"{plats}.handlingar",
            )
        elif reports > extracts:
            yield _DECIDED.varning(
                f"{name} har {reports} nulägesbeskrivningar men bara {extracts} protokollsutdrag.",
                "Bifoga ett protokollsutdrag för varje nämnd.",
                f"{plats}.handlingar",
            )
        elif one.vackt_av is Vackare.NAMND and not extracts and not any(s.paragraf for s in one.beredning):
            yield _DECIDED.varning(
                f"{name} är väckt av en nämnd, men nämndens beslut framgår inte.",
                "Fyll i beredning med organ, dag och paragraf, eller bifoga protokollsutdraget.",
                f"{plats}.beredning",
            )


def check_shown(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL09: budget, årsredovisning and revisionsberättelse are on the web from the announcement on."""
    announced = bool(announcements(underlag))
    for plats, one in _matters(underlag):
        what = _kept_open(one)
        if not what or one.publiceringslank:
            continue
        text = f"{named(one.ordning, one.rubrik)} gäller {what}, men det framgår inte var den finns på webbplatsen."
        remedy = "Publicera den senast när sammanträdet tillkännages, och skriv adressen i publiceringslank."
        certain = is_budget(one, certain=True)
        if announced and certain:
            yield _SHOWN.hinder(text, remedy, f"{plats}.publiceringslank")
        else:
            yield _SHOWN.varning(text, remedy, f"{plats}.publiceringslank")


def _kept_open(one: Arende) -> str:
    if is_budget(one):
        return "budgeten"
    if _ACCOUNTS.search(one.rubrik):
        return "årsredovisningen"
    return "revisionsberättelsen" if _AUDIT.search(one.rubrik) else ""


def is_budget(one: Arende, *, certain: bool = False) -> bool:
    """Whether a matter is the budget: its documents say so, or, less certainly, its title."""
    by_document = any(document.handlingstyp is Handlingstyp.BUDGET for document in one.handlingar)
    return by_document or (not certain and bool(_BUDGET.search(one.rubrik)))


def check_ordered(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL10: the årsredovisning is approved before ansvarsfrihet is decided on, and that before July."""
    matters = list(_matters(underlag))
    discharge = [at for at, (_, one) in enumerate(matters) if _DISCHARGE.search(one.rubrik)]
    accounts = [at for at, (_, one) in enumerate(matters) if _ACCOUNTS.search(one.rubrik)]
    if not discharge:
        return
    plats, first = matters[discharge[0]]
    name = named(first.ordning, first.rubrik)
    if accounts and min(accounts) > discharge[0]:
        yield _ORDERED.hinder(
            f"{name} står före årsredovisningen, som ska godkännas först.",
            "Lägg årsredovisningen före ansvarsfriheten.",
            plats,
        )
    elif not accounts:
        yield _ORDERED.upplysning(
            f"{name}: årsredovisningen står inte på listan; den ska ha godkänts tidigare.", plats=plats
        )
    day = underlag.meeting.sammantrade.datum
    if (day.month, day.day) > LAST_OF_JUNE:
        yield _ORDERED.varning(
            f"{name} behandlas {told(day)}; beslut om ansvarsfrihet ska fattas före juni månads utgång.",
            "Bestäm en tidigare dag, eller se till att skälet framgår av handlingarna.",
            plats,
        )


def check_year(underlag: Granskningsunderlag) -> Anmarkningar:
    """R-KL13: a motion or medborgarförslag older than a year has been reported to fullmäktige."""
    day = underlag.meeting.sammantrade.datum
    for plats, one in _matters(underlag):
        raised = _raised_on(one)
        if raised is not None and day > _a_year_after(raised):
            yield _YEAR.varning(
                f"{named(one.ordning, one.rubrik)} väcktes {told(raised)}, för mer än ett år sedan.",
                "Se till att förseningen har anmälts till fullmäktige inom året; fullmäktige får då avskriva ärendet.",
                plats,
            )


def _raised_on(one: Arende) -> date | None:
    kinds = {
        Arendetyp.MOTION: Handlingstyp.MOTION,
        Arendetyp.MEDBORGARFORSLAG: Handlingstyp.MEDBORGARFORSLAG,
    }
    wanted = kinds.get(one.arendetyp)
    days = [
        document.datum for document in one.handlingar if document.handlingstyp is wanted and document.datum
    ]
    return min(days, default=None)


def _a_year_after(day: date) -> date:
    """The same day next year; a 29 February ends its year on 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def _names_of(underlag: Granskningsunderlag, kind: Organtyp) -> frozenset[str]:
    """What bodies of a kind are called: by id, code and name."""
    found = [one for one in underlag.framework.organ if one.typ is kind]
    return frozenset(name for one in found for name in (one.id, one.kod, one.namn))
