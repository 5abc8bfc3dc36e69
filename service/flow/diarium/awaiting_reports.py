"""Reports that a body has handed over: they go out from the body and come in to kommunstyrelsen, and both register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from service.clock import STOCKHOLM
from service.flow.diarium.candidate import Candidate, every_series, series_for
from service.flow.diarium.enter import format_of
from service.flow.refusals import not_known
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
from service.model.registrering import Registreringsforslag
from service.records.blobs import fetch
from service.records.database import Transaction
from service.records.diarium import find_number
from service.records.diarium_awaiting import files_of_report, handed_over
from service.records.frameworks import find_organ, organs_of
from service.records.reports import find_file, find_input
from service.records.tables import Organ, Rapport
from service.schema.sections import load_section, section

_VARIANTS = {".docx": Filvariant.PRODUKTION, ".pdf": Filvariant.BEVARANDE}
_ROLES = {Riktning.INKOMMEN: Partsroll.AVSANDARE, Riktning.UTGAENDE: Partsroll.MOTTAGARE}


def reports_awaiting(service: Service, db: Transaction) -> Iterator[Candidate]:
    """Each report at each end of its way."""
    series = every_series(db)
    board = next(
        (one for one in organs_of(db) if one.typ == Organtyp.KOMMUNSTYRELSE.value and one.aktiv), None
    )
    for row, left in handed_over(db) if board is not None and series else ():
        body = find_organ(db, row.organ)
        day = left.astimezone(STOCKHOLM).date()
        for organ, riktning, other in _ends(body, board) if body is not None and board is not None else ():
            kept = series_for(series, organ.id)
            if kept is not None:
                source = f"rapport:{row.id}:{row.inskickad_nr}:{organ.id}"
                told = partial(_suggestion, service, db, row, (source, kept, riktning, other, day))
                yield Candidate(source, kept, riktning, day, row.titel, told)


def _ends(body: Organ, board: Organ) -> tuple[tuple[Organ, Riktning, str], ...]:
    """Who registers it, as what, and who is at the other end."""
    if body.id == board.id:
        return ((body, Riktning.UPPRATTAD, ""),)
    return ((body, Riktning.UTGAENDE, board.namn), (board, Riktning.INKOMMEN, body.namn))


def _suggestion(
    service: Service, db: Transaction, row: Rapport, way: tuple[str, Diarieserie, Riktning, str, date]
) -> Registreringsforslag:
    source, series, riktning, other, day = way
    raw = _input(service, db, row)
    secrecy = _secrecy(row, raw)
    number = str(row.beslut.get("diarienummer") or raw.get("diarienummer") or "")
    there = find_number(db, number) if number else None
    if there is not None and there.myndighet != series.myndighet:
        there = None
    role = _ROLES.get(riktning)
    parts = (Part(roll=role, namn=other),) if role is not None else ()
    decided = row.beslut.get("datum")
    document = Handlingsuppgifter(
        riktning=riktning,
        datum=day,
        titel=row.titel,
        handlingstyp=row.slug,
        avsandare=parts if role is Partsroll.AVSANDARE else (),
        mottagare=parts if role is Partsroll.MOTTAGARE else (),
        expedierad=day if riktning is Riktning.UTGAENDE else None,
        beslutsdatum=date.fromisoformat(decided) if decided else None,
        sekretess=secrecy,
        filer=_files(db, row),
        kalla=source,
    )
    new = Arendeuppgifter(
        serie=series.kod, arendemening_offentlig=row.titel if secrecy is None else f"Rapport för {row.ar}"
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
