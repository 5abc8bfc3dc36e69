"""What the law wants of an entry (OSL 5:2, 5:5), and what a registrator looks at before it is made (domain 2.4).

A `Problem` stops the entry: the register would lack what it must show. A `Notice` is the registrator's to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from service.errors import Notice, Problem
from service.model.diarium import (
    Arendeuppgifter,
    Bevarande,
    Filuppgift,
    Filvariant,
    Handlingsuppgifter,
    Hanteringsregel,
    Part,
    Riktning,
)
from service.model.parts import Sekretess
from service.rules.diarium_titles import check_title, is_email, is_law
from service.rules.finding import Findings

_PACKED = (".zip", ".7z", ".rar", ".tar", ".gz")
_COPY = ("kopia till", "kopia:", "cc:", "cc ")
_SATURDAY = 5


def check_case(told: Arendeuppgifter, today: date) -> Findings:
    """A matter that is to be opened."""
    yield from check_title(told.arendemening_offentlig, "arendemening_offentlig", "Ärendemeningen")
    if told.oppnat is not None and told.oppnat > today:
        yield _future("oppnat", told.oppnat)
    yield from check_secrecy(told.sekretess, today)
    if _is_marked(told.sekretess) and not told.arendemening_skyddad:
        yield Notice(
            "protected_wording_missing",
            "Ärendet är sekretessmarkerat men har bara en offentlig ärendemening. Kontrollera att den inget röjer.",
            "arendemening_skyddad",
        )


def check_document(told: Handlingsuppgifter, today: date, plan: Iterable[Hanteringsregel] = ()) -> Findings:
    """A document that is to be registered."""
    yield from _check_dates(told, today)
    yield from _check_titles(told)
    yield from _check_direction(told)
    for one in (*told.avsandare, *told.mottagare):
        yield from _check_part(one)
    yield from check_secrecy(told.sekretess, today)
    yield from _check_plan(told, {one.handlingstyp: one for one in plan})
    yield from _check_files(told)


def working_day_after(day: date) -> date:
    """The day by which what came in or was made should stand in the register: "så snart" is the next working day."""
    following = day + timedelta(days=1)
    while following.weekday() >= _SATURDAY:
        following += timedelta(days=1)
    return following


def check_secrecy(note: Sekretess | None, today: date) -> Findings:
    """A mark of secrecy names provision, date and authority (OSL 5:5)."""
    if not _is_marked(note) or note is None:
        return
    if not is_law(note.bestammelse):
        yield Problem(
            "secrecy_without_provision",
            "Sekretessmarkeringen anger inte vilken bestämmelse som gäller (5 kap. 5 § OSL).",
            "sekretess.bestammelse",
            "Ange den i formen ”25 kap. 1 § OSL”.",
        )
    for value, name, label in (
        (note.datum, "datum", "vilken dag den gjordes"),
        (note.myndighet, "myndighet", "vilken myndighet som har gjort den"),
    ):
        if not value:
            yield Problem(
                "secrecy_incomplete",
                f"Sekretessmarkeringen anger inte {label} (5 kap. 5 § OSL).",
                f"sekretess.{name}",
                f"Fyll i ”{name}”.",
            )
    if note.omprovas_datum is not None and note.omprovas_datum <= today:
        yield Notice(
            "secrecy_to_be_reviewed",
            f"Sekretessmarkeringen skulle prövas om senast {note.omprovas_datum}. Ta bort den om den inte behövs.",
            "sekretess.omprovas_datum",
        )


def _is_marked(note: Sekretess | None) -> bool:
    return note is not None and note.markerad


def _check_dates(told: Handlingsuppgifter, today: date) -> Findings:
    if told.datum > today:
        yield _future("datum", told.datum)
    if today > working_day_after(told.datum):
        yield Notice(
            "registered_late",
            f"Handlingen är från {told.datum}. Den ska registreras så snart den har kommit in eller upprättats "
            "(5 kap. 1 § OSL).",
            "datum",
        )
    if told.riktning is Riktning.UTGAENDE and told.expedierad is None:
        yield Notice(
            "dispatch_date_missing", "Handlingen är utgående men har inget expedieringsdatum.", "expedierad"
        )
    if told.expedierad is not None and told.expedierad != told.datum and told.riktning is Riktning.UTGAENDE:
        yield Notice(
            "dates_differ",
            f"Handlingen expedierades {told.expedierad} men har datum {told.datum}. En utgående handling är upprättad "
            "den dag den expedieras.",
            "datum",
        )
    if told.beslutsdatum is not None and told.beslutsdatum > told.datum:
        yield Notice(
            "dates_differ",
            f"Beslutsdatum {told.beslutsdatum} är efter handlingens datum {told.datum}.",
            "beslutsdatum",
        )


def _check_titles(told: Handlingsuppgifter) -> Findings:
    secret = _is_marked(told.sekretess)
    if told.titel_publik:
        yield from check_title(told.titel_publik, "titel_publik", "Den offentliga titeln")
    elif not secret:
        yield from check_title(told.titel, "titel", "Titeln")
    else:
        yield Notice(
            "public_title_missing",
            "Handlingen är sekretessmarkerad utan offentlig titel. Det offentliga diariet visar då ingen titel alls.",
            "titel_publik",
        )


def _check_direction(told: Handlingsuppgifter) -> Findings:
    wanted = {
        Riktning.INKOMMEN: (told.avsandare, "avsandare", "inkommen", "avsändare"),
        Riktning.UTGAENDE: (told.mottagare, "mottagare", "utgående", "mottagare"),
    }.get(told.riktning)
    if wanted is not None and not wanted[0]:
        _, name, way, who = wanted
        yield Problem(
            "party_missing",
            f"Handlingen är {way}, men {who} saknas (5 kap. 2 § OSL).",
            name,
            f"Ange {who}. Är den okänd, skriv ”okänd”; ska den inte synas offentligt, markera den som skyddad.",
        )
    if told.avsandare and told.mottagare:
        yield Notice(
            "directions_mixed",
            "Handlingen har både avsändare och mottagare. Registrera det som kom in och det som gick ut var för sig.",
            "riktning",
        )


def _check_part(part: Part) -> Findings:
    place = part.roll.value
    if is_email(part.namn):
        yield Notice(
            "party_is_address",
            f"”{part.namn}” är en e-postadress. Ange organisationen eller personen.",
            place,
        )
    elif part.namn.casefold().startswith(_COPY):
        yield Notice(
            "party_is_copy",
            f"”{part.namn}” är en kopia. Bara den som handlingen är ställd till är mottagare.",
            place,
        )
    elif not part.organisation and not part.skyddad:
        yield Notice(
            "party_is_person",
            f"”{part.namn}” är en enskild person och visas i det offentliga diariet. Markera namnet som skyddat om det "
            "behövs (5 kap. 2 § andra stycket OSL).",
            place,
        )


def _check_plan(told: Handlingsuppgifter, plan: Mapping[str, Hanteringsregel]) -> Findings:
    rule = plan.get(told.handlingstyp)
    if rule is None:
        yield Notice(
            "kind_not_in_plan",
            f"Handlingstypen ”{told.handlingstyp}” står inte i informationshanteringsplanen; handlingen bevaras.",
            "handlingstyp",
        )
    elif told.klassificering and rule.klassificering and told.klassificering != rule.klassificering:
        yield Notice(
            "kind_of_other_process",
            f"”{rule.namn}” hör enligt planen till {rule.klassificering}, inte till {told.klassificering}.",
            "klassificering",
        )
    if told.bevaras_gallras is Bevarande.GALLRAS and not (told.gallringsfrist and told.gallringsbeslut):
        yield Problem(
            "disposal_without_decision",
            "Handlingen ska gallras, men frist eller beslut saknas.",
            "gallringsbeslut",
            "Ange efter hur många år och med vilket beslut, eller låt planen bestämma.",
        )


def _check_files(told: Handlingsuppgifter) -> Findings:
    if not told.filer:
        yield Notice("files_missing", "Handlingen registreras utan fil.", "filer")
        return
    for at, file in enumerate(told.filer):
        if file.namn.lower().endswith(_PACKED):
            yield Notice(
                "file_packed",
                f"”{file.namn}” är ett arkiv. Packa upp det och registrera filerna.",
                f"filer[{at}]",
            )
    originals = _of(told.filer, Filvariant.PRODUKTION)
    if len(originals) > 1:
        yield Notice(
            "several_originals",
            f"Handlingen har {len(originals)} filer i produktionsformat. Registrera missiv och bilagor var för sig.",
            "filer",
        )
    if told.beslutsdatum is not None and not _of(told.filer, Filvariant.SIGNERAD):
        yield Notice("signed_missing", "Handlingen är ett beslut, men ingen signerad fil är med.", "filer")


def _of(files: Sequence[Filuppgift], variant: Filvariant) -> list[Filuppgift]:
    return [one for one in files if one.variant is variant]


def _future(place: str, day: date) -> Problem:
    return Problem(
        "contradicting_dates",
        f"Datumet {day} har inte varit än.",
        place,
        "Ange dagen då det kom in eller upprättades.",
    )
