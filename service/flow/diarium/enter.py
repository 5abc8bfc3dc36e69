"""Entering: a matter gets its number, a document its number in the matter, each in one transaction with its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Notice, Problem
from service.flow.diarium.series import REGISTRARS
from service.flow.refusals import WrongState, not_known, require
from service.flow.service import Service
from service.model.diarium import (
    Arendestatus,
    Arendeuppgifter,
    Bevarande,
    Diariearende,
    Diariehandling,
    Diarieserie,
    Filuppgift,
    Handlingsuppgifter,
    Part,
    Registerstatus,
)
from service.model.people import Person
from service.records import diarium_tables as tables
from service.records.audit import Entry, note
from service.records.base import Table
from service.records.database import Conflict, Transaction
from service.records.diarium import find_by_source, find_document, find_number, lock_case
from service.records.diarium_rows import case_of, document_of, kept_secrecy, overlong
from service.records.diarium_series import (
    as_series,
    count_of,
    draw,
    find_rule,
    known_count,
    lock_series,
    plan_of,
)
from service.records.reports import find_file
from service.rules.diarium import check_case, check_document
from service.rules.finding import sorted_out

INSIDE = "inbyggt"
"""The setting that makes this register the diary itself; with any other, a diary outside gives the numbers."""
WAITING = "vantar"
FORMATS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".json": "application/json",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Entered:
    """A registered document, and what the registrator should look at."""

    matter: Diariearende
    document: Diariehandling
    notices: tuple[Notice, ...]


def open_case(
    service: Service, person: Person, told: Arendeuppgifter
) -> tuple[Diariearende, tuple[Notice, ...]]:
    """Open a matter; it gets the next number of its series.

    Raises:
        NotAllowed: the person is no registrator.
        NotKnown: there is no such series.
        InvalidInput: something is missing, or the number that was typed in cannot be one.
        Conflict: the number is taken.
    """
    require(person, REGISTRARS, "", "Att öppna ärenden i diariet")
    at = service.now()
    today = at.astimezone(STOCKHOLM).date()
    problems, notices = sorted_out(check_case(told, today))
    if problems:
        raise InvalidInput(*problems)
    with service.records.change() as db:
        row = _open(service, db, person, told, at)
        return case_of(db, person, row), tuple(notices)


def register(service: Service, person: Person, case: str, told: Handlingsuppgifter) -> Entered:
    """Register a document in a matter.

    Args:
        service: the service.
        person: who registers it.
        case: the matter's id or diarienummer.
        told: what is said of it; files are uploads of the person's own.

    Raises:
        NotAllowed: the person is no registrator.
        NotKnown: no such matter, file or related document.
        WrongState: the matter is closed.
        InvalidInput: something that the law wants is missing.
        Conflict: the same thing is registered already.
    """
    require(person, REGISTRARS, "", "Att registrera handlingar")
    return enter(service, person, case, replace(told, filer=own_files(service, person, told.filer)))


def register_new(
    service: Service, person: Person, matter: Arendeuppgifter, told: Handlingsuppgifter
) -> Entered:
    """Open a matter and register its first document, both or neither. Raises as `open_case` and `register`."""
    require(person, REGISTRARS, "", "Att registrera handlingar")
    return enter(service, person, matter, replace(told, filer=own_files(service, person, told.filer)))


def enter(service: Service, person: Person, case: str | Arendeuppgifter, told: Handlingsuppgifter) -> Entered:
    """Register a document whose files are in the store: in a matter that is there, or in a new one."""
    at = service.now()
    today = at.astimezone(STOCKHOLM).date()
    with service.records.look() as db:
        plan = plan_of(db)
    found = [*check_document(told, today, plan)]
    if isinstance(case, Arendeuppgifter):
        found += check_case(case, today)
    problems, notices = sorted_out(found)
    if problems:
        raise InvalidInput(*problems)
    with service.records.change() as db:
        if told.kalla and (known := find_by_source(db, told.kalla)) is not None:
            raise Conflict(_registered_already(known))
        row = _open(service, db, person, case, at) if isinstance(case, Arendeuppgifter) else _locked(db, case)
        document = _enter(service, db, person, row, told, at)
        return Entered(case_of(db, person, row), document_of(db, person, document), tuple(notices))


def own_files(service: Service, person: Person, told: Sequence[Filuppgift]) -> tuple[Filuppgift, ...]:
    """The uploads that are named, with what the store knows of them. Raises NotKnown."""
    found = []
    with service.records.look() as db:
        for one in told:
            file = find_file(db, one.fil)
            if file is None or file.skapad_av != person.username:
                raise not_known("Filen")
            name = one.namn or file.namn
            found.append(
                Filuppgift(
                    fil=one.fil,
                    namn=name,
                    variant=one.variant,
                    sha256=file.sha256,
                    storlek=file.storlek,
                    format=format_of(file.namn),
                )
            )
    return tuple(found)


def format_of(name: str) -> str:
    """The media type that a file's name says; the gate has seen to it that the file is what it says."""
    return FORMATS.get(PurePath(name).suffix.lower(), "application/octet-stream")


def _open(
    service: Service, db: Transaction, person: Person, told: Arendeuppgifter, at: datetime
) -> tables.Diariearende:
    series = lock_series(db, told.serie)
    if series is None:
        raise not_known("Diarieserien")
    opened = told.oppnat or at.astimezone(STOCKHOLM).date()
    case_id = service.new_id()
    year, count, number = _number(service, db, series, told, opened, case_id)
    row = tables.Diariearende(
        id=case_id,
        diarienummer=number,
        tillfalligt=count is None,
        serie=series.kod,
        myndighet=series.myndighet,
        ar=year,
        lopnr=count,
        arendemening_offentlig=told.arendemening_offentlig,
        arendemening_skyddad=told.arendemening_skyddad,
        klassificering=told.klassificering,
        process=told.process,
        ansvarig=told.ansvarig,
        enhet=told.enhet,
        status=Arendestatus.PAGAENDE.value,
        oppnat=opened,
        skyddat=told.sekretess is not None and told.sekretess.markerad,
        sekretess=kept_secrecy(told.sekretess),
        registrerat=at,
        registrerat_av=person.username,
        andrat=at,
        senaste_handling=0,
    )
    require_room(row)
    db.add(row)
    db.flush()
    entry = Entry(
        person.username, "diarium.oppnat", "diariearende", row.id, None, {"diarienummer": row.diarienummer}
    )
    note(db, entry, at)
    return row


def _number(
    service: Service, db: Transaction, row: tables.Diarieserie, told: Arendeuppgifter, opened: date, case: str
) -> tuple[int, int | None, str]:
    """Year, count and written number of a new matter."""
    if told.diarienummer:
        return (*_given(db, row, as_series(row), told.diarienummer, opened), told.diarienummer)
    if service.settings.diarium != INSIDE:
        return opened.year, None, f"T-{case[:12]}"
    count = draw(db, row, opened.year)
    return opened.year, count, as_series(row).number(opened.year, count)


def _given(
    db: Transaction, row: tables.Diarieserie, series: Diarieserie, number: str, opened: date
) -> tuple[int, int]:
    """Year and count of a number that was typed in: one that an earlier diary gave out, and nobody has taken."""
    read = series.parse(number)
    if read is None:
        raise InvalidInput(_foreign_number(number, series, opened.year))
    year, count = read[0] or opened.year, read[1]
    if find_number(db, number) is not None:
        raise Conflict(_taken(number))
    counted = count_of(db, row, year) if year >= opened.year else known_count(db, row, year)
    if counted is not None and count >= counted.forsta:
        raise InvalidInput(_not_yet_given(number, series.number(year, counted.forsta)))
    return year, count


def _locked(db: Transaction, case: str) -> tables.Diariearende:
    row = lock_case(db, case)
    if row is None:
        raise not_known("Ärendet")
    if row.status != Arendestatus.PAGAENDE.value:
        raise WrongState(_closed(row))
    return row


def _enter(
    service: Service,
    db: Transaction,
    person: Person,
    matter: tables.Diariearende,
    told: Handlingsuppgifter,
    at: datetime,
) -> tables.Diariehandling:
    rule = find_rule(db, told.handlingstyp)
    outside = service.settings.diarium != INSIDE
    matter.senaste_handling += 1
    matter.andrat = at
    stays = told.bevaras_gallras or (rule.bevaras_gallras if rule else Bevarande.BEVARAS)
    follows_rule = told.bevaras_gallras is None and rule is not None
    row = tables.Diariehandling(
        id=service.new_id(),
        nr=matter.senaste_handling,
        riktning=told.riktning.value,
        datum=told.datum,
        titel=told.titel,
        titel_publik=told.titel_publik,
        handlingstyp=told.handlingstyp,
        klassificering=told.klassificering or (rule.klassificering if rule else "") or matter.klassificering,
        process=told.process or (rule.process if rule else "") or matter.process,
        ansvarig=told.ansvarig or matter.ansvarig,
        enhet=told.enhet or matter.enhet,
        expedierad=told.expedierad,
        beslutsdatum=told.beslutsdatum,
        bevaras_gallras=stays.value,
        gallringsfrist=rule.gallringsfrist if follows_rule and rule else told.gallringsfrist,
        gallringsbeslut=rule.gallringsbeslut if follows_rule and rule else told.gallringsbeslut,
        skyddad=told.sekretess is not None and told.sekretess.markerad,
        sekretess=kept_secrecy(told.sekretess),
        status=(Registerstatus.SKICKAD if outside else Registerstatus.REGISTRERAD).value,
        kalla=told.kalla or None,
        registrerad=at,
        registrerad_av=person.username,
        andrad=at,
        parter=part_rows((*told.avsandare, *told.mottagare)),
        filer=_file_rows(service, told.filer),
        relationer=_relation_rows(db, person, told),
        matter=matter,
    )
    require_room(row, *row.parter, *row.filer)
    db.add(row)
    db.flush()
    if outside:
        db.add(
            tables.Diariesandning(
                handling=row.id, diarium=service.settings.diarium, status=WAITING, lage={}, skapad=at
            )
        )
    after = {"diarienummer": f"{matter.diarienummer}-{row.nr}", "filer": [one.sha256 for one in row.filer]}
    note(db, Entry(person.username, "diarium.registrerad", "diariehandling", row.id, None, after), at)
    return row


def require_room(*rows: Table) -> None:
    """Refuse texts that the register has no room for. Raises InvalidInput."""
    problems = [
        Problem("text_too_long", f"”{name}” är längre än {limit} tecken.", name, "Skriv kortare.")
        for row in rows
        for name, limit in overlong(row)
    ]
    if problems:
        raise InvalidInput(*problems)


def part_rows(parts: Sequence[Part]) -> list[tables.Diariepart]:
    """Senders and receivers, in the order they were said."""
    return [
        tables.Diariepart(
            plats=at, roll=one.roll.value, namn=one.namn, organisation=one.organisation, skyddad=one.skyddad
        )
        for at, one in enumerate(parts, start=1)
    ]


def _file_rows(service: Service, files: Sequence[Filuppgift]) -> list[tables.Diariefil]:
    return [
        tables.Diariefil(
            id=service.new_id(),
            plats=at,
            namn=one.namn[:300],
            variant=one.variant.value,
            sha256=one.sha256,
            storlek=one.storlek,
            format=one.format,
        )
        for at, one in enumerate(files, start=1)
    ]


def _relation_rows(db: Transaction, person: Person, told: Handlingsuppgifter) -> list[tables.Diarierelation]:
    rows = []
    for at, one in enumerate(told.relationer, start=1):
        other = find_document(db, person, one.till)
        if other is None:
            raise not_known("Handlingen som det hänvisas till")
        rows.append(tables.Diarierelation(plats=at, typ=one.typ.value, till=other.id))
    return rows


def _foreign_number(number: str, series: Diarieserie, year: int) -> Problem:
    return Problem(
        "invalid_diarienummer",
        f"Diarienumret ”{number}” hör inte till serien {series.kod}.",
        "diarienummer",
        f"Serien skriver sina nummer så här: {series.number(year, 1)}.",
    )


def _not_yet_given(number: str, first: str) -> Problem:
    return Problem(
        "number_not_given_out",
        f"Diarienumret ”{number}” är seriens eget: det ges ut i tur och ordning.",
        "diarienummer",
        f"Lämna fältet tomt. Bara nummer före {first}, som ett tidigare diarium gav ut, kan anges.",
    )


def _taken(number: str) -> Problem:
    return Problem(
        "number_taken",
        f"Diarienumret ”{number}” är redan ett ärende.",
        "diarienummer",
        "Registrera handlingen i det ärendet.",
    )


def _closed(row: tables.Diariearende) -> Problem:
    status = "avslutat" if row.status == Arendestatus.AVSLUTAT.value else "makulerat"
    return Problem(
        "case_closed",
        f"Ärendet {row.diarienummer} är {status} och tar inte emot handlingar.",
        remedy="Öppna det igen, eller registrera handlingen i ett annat ärende.",
    )


def _registered_already(row: tables.Diariehandling) -> Problem:
    return Problem(
        "registered_already",
        f"Det är redan registrerat, som handling {row.nr} i ett ärende.",
        remedy="Sök fram handlingen. Är den fel, rätta den; är den dubbel, makulera den.",
    )
