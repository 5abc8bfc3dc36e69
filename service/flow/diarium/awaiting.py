"""What awaits registration: what the service itself has made that is a public document by now (TF 2:10, OSL 5:1).

A report that a body hands over to kommunstyrelsen goes out from the one and comes in to the other: it is registered
by both, each in its own series.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.diarium.enter import Entered, enter, format_of
from service.flow.diarium.series import REGISTRARS
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.intake.json_file import read_json
from service.model.choices import Organtyp
from service.model.diarium import (
    Arendeuppgifter,
    Diarieserie,
    Filuppgift,
    Filvariant,
    Handlingsuppgifter,
    Part,
    Partsroll,
    Riktning,
)
from service.model.parts import Sekretess
from service.model.people import Person, Role
from service.model.registrering import Registreringsforslag, Undantagsgrund, Vantande
from service.records.audit import Entry, note
from service.records.blobs import fetch
from service.records.database import Transaction
from service.records.diarium import find_by_source, find_number, registered_sources
from service.records.diarium_awaiting import excepted, files_of_report, handed_over
from service.records.diarium_series import as_series, series_of
from service.records.diarium_tables import Diarieundantag
from service.records.frameworks import find_organ, organs_of
from service.records.reports import find_file, find_input
from service.records.tables import Organ, Rapport
from service.rules.diarium import working_day_after
from service.schema.sections import load_section, section

SEERS = frozenset({Role.REGISTRATOR, Role.KANSLI})
_VARIANTS = {".docx": Filvariant.PRODUKTION, ".pdf": Filvariant.BEVARANDE}


@dataclass(frozen=True, slots=True)
class _Way:
    """A report on its way between two myndigheter, as one of them registers it."""

    source: str
    series: Diarieserie
    riktning: Riktning
    other: str
    """Who it came from or went to."""


def list_awaiting(service: Service, person: Person) -> tuple[Vantande, ...]:
    """What awaits, the oldest first. Raises NotAllowed."""
    require(person, SEERS, "", "Att se vad som väntar på registrering")
    today = service.now().astimezone(STOCKHOLM).date()
    with service.records.look() as db:
        found = [
            (way, row, left.astimezone(STOCKHOLM).date())
            for row, left in handed_over(db)
            for way in _ways(db, row)
        ]
        sources = [way.source for way, _, _ in found]
        done = registered_sources(db, sources) | excepted(db, sources)
        return tuple(_waiting(way, row, day, today) for way, row, day in found if way.source not in done)


def suggest(service: Service, person: Person, source: str) -> Registreringsforslag:
    """What the service knows of something that awaits. Raises NotAllowed, NotKnown."""
    require(person, SEERS, "", "Att se vad som väntar på registrering")
    with service.records.look() as db:
        for row, left in handed_over(db, _report_of(source)):
            for way in _ways(db, row):
                if way.source == source and find_by_source(db, source) is None:
                    return _suggestion(service, db, way, row, left.astimezone(STOCKHOLM).date())
    raise not_known("Det som väntar på registrering")


def register_awaiting(
    service: Service, person: Person, source: str, case: str = "", changes: Mapping[str, Any] | None = None
) -> Entered:
    """Register what awaits, as it was suggested but for what the registrator changes.

    Args:
        service: the service.
        person: who registers.
        source: what awaits.
        case: the matter's id or number; empty: the suggested one, or a new one.
        changes: fields of the document that are to be other than suggested.

    Raises:
        As `suggest` and `service.flow.diarium.enter.register`.
    """
    require(person, REGISTRARS, "", "Att registrera handlingar")
    told = suggest(service, person, source)
    document = replace(told.handling, **(changes or {}))
    return enter(service, person, case or told.arende or told.nytt_arende, document)


def except_awaiting(service: Service, person: Person, source: str, ground: Undantagsgrund, why: str) -> None:
    """Decide that something need not be registered. Raises NotAllowed, NotKnown, InvalidInput."""
    require(person, REGISTRARS, "", "Att undanta från registrering")
    if source not in {one.kalla for one in list_awaiting(service, person)}:
        raise not_known("Det som väntar på registrering")
    if not why.strip():
        raise InvalidInput(
            Problem("missing_value", "Skälet saknas.", "varfor", "Skriv varför det inte behöver registreras.")
        )
    at = service.now()
    with service.records.change() as db:
        db.add(Diarieundantag(kalla=source, grund=ground.value, varfor=why, vem=person.username, nar=at))
        entry = Entry(
            person.username, "diarium.undantag", "kalla", source[:80], None, {"grund": ground.value}
        )
        note(db, entry, at)


def _report_of(source: str) -> str:
    kind, _, rest = source.partition(":")
    return rest.partition(":")[0] if kind == "rapport" else "-"


def _ways(db: Transaction, row: Rapport) -> Iterator[_Way]:
    """How the report is registered: by its body as sent, by kommunstyrelsen as received."""
    series = [as_series(one) for one in series_of(db)]
    board = next(
        (one for one in organs_of(db) if one.typ == Organtyp.KOMMUNSTYRELSE.value and one.aktiv), None
    )
    body = find_organ(db, row.organ)
    if board is None or body is None:
        return
    own = body.id == board.id
    sides: list[tuple[Organ, Riktning, str]] = [
        (body, Riktning.UPPRATTAD if own else Riktning.UTGAENDE, "" if own else board.namn)
    ]
    if not own:
        sides.append((board, Riktning.INKOMMEN, body.namn))
    for organ, riktning, other in sides:
        kept = next((one for one in series if one.myndighet == organ.id), None)
        if kept is not None:
            yield _Way(f"rapport:{row.id}:{row.inskickad_nr}:{organ.id}", kept, riktning, other)


def _waiting(way: _Way, row: Rapport, day: date, today: date) -> Vantande:
    by = working_day_after(day)
    return Vantande(
        kalla=way.source,
        myndighet=way.series.myndighet,
        riktning=way.riktning,
        datum=day,
        titel=row.titel,
        senast=by,
        forsenad=today > by,
    )


def _suggestion(
    service: Service, db: Transaction, way: _Way, row: Rapport, day: date
) -> Registreringsforslag:
    raw = _input(service, db, row)
    secrecy = _secrecy(row, raw)
    number = str(row.beslut.get("diarienummer") or raw.get("diarienummer") or "")
    there = find_number(db, number) if number else None
    if there is not None and there.myndighet != way.series.myndighet:
        there = None
    role = {Riktning.INKOMMEN: Partsroll.AVSANDARE, Riktning.UTGAENDE: Partsroll.MOTTAGARE}.get(way.riktning)
    parts = (Part(roll=role, namn=way.other),) if role is not None else ()
    decided = row.beslut.get("datum")
    document = Handlingsuppgifter(
        riktning=way.riktning,
        datum=day,
        titel=row.titel,
        handlingstyp=row.slug,
        avsandare=parts if role is Partsroll.AVSANDARE else (),
        mottagare=parts if role is Partsroll.MOTTAGARE else (),
        expedierad=day if way.riktning is Riktning.UTGAENDE else None,
        beslutsdatum=date.fromisoformat(decided) if decided else None,
        sekretess=secrecy,
        filer=_files(db, row),
        kalla=way.source,
    )
    new = Arendeuppgifter(
        serie=way.series.kod,
        arendemening_offentlig=row.titel if secrecy is None else f"Rapport för {row.ar}",
    )
    return Registreringsforslag(
        arende=there.diarienummer if there else "", nytt_arende=new, handling=document
    )


def _input(service: Service, db: Transaction, row: Rapport) -> Mapping[str, Any]:
    version = find_input(db, row.id, row.inskickad_nr)
    if version is None:
        raise not_known("Rapporten")
    with service.open_folder() as folder:
        return read_json(fetch(service.store, version.sha256, folder / "indata.json"), service.settings)


def _secrecy(row: Rapport, raw: Mapping[str, Any]) -> Sekretess | None:
    """The report's own mark; the register takes it over, a person may change it."""
    told = raw.get("sekretess")
    if not row.sekretess or not isinstance(told, Mapping):
        return None
    made: Sekretess = load_section(section(row.slug, "sekretess"), told)
    return made


def _files(db: Transaction, row: Rapport) -> tuple[Filuppgift, ...]:
    """The finished documents of what was handed in, and the extract of the body's minutes."""
    made = [
        Filuppgift(
            namn=one.namn, variant=variant, sha256=one.sha256, storlek=one.storlek, format=format_of(one.namn)
        )
        for one in files_of_report(db, row.id, row.inskickad_nr)
        for suffix, variant in _VARIANTS.items()
        if one.namn.endswith(suffix)
    ]
    extract = find_file(db, str(row.beslut.get("protokollsutdrag") or ""))
    if extract is not None:
        made.append(
            Filuppgift(
                namn=f"protokollsutdrag-{extract.namn}",
                variant=Filvariant.SIGNERAD,
                sha256=extract.sha256,
                storlek=extract.storlek,
                format=format_of(extract.namn),
            )
        )
    return tuple(made)
