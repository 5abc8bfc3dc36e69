"""Meetings: what was put up on the anslagstavla, what was sent out, and the files that came with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from service.clock import STOCKHOLM
from service.flow.diarium.candidate import Candidate, every_series, series_for
from service.flow.diarium.enter import format_of
from service.model.choices import Kallelseslag, Omfattning, Organtyp
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
from service.model.granskning import Anslagsslag
from service.model.parts import Sekretess
from service.model.registrering import Registreringsforslag
from service.records.database import Transaction
from service.records.diarium import find_by_source, find_number
from service.records.diarium_awaiting import files_of_job, meetings_made_known
from service.records.diarium_series import as_series, series_of
from service.records.frameworks import find_organ
from service.records.moten import Anslagsrad, Utskicksrad
from service.records.reports import find_file
from service.records.tables import Arende, Handling, Sammantrade
from service.schema.sections import load_section, section

_New = Callable[[], tuple[str, Arendeuppgifter]]
_SENT = {one.value: one for one in Kallelseslag}
_PUT_UP = {one.value: one for one in Anslagsslag}
_TYPES = {one.value: one for one in Organtyp}


def meetings_awaiting(db: Transaction) -> Iterator[Candidate]:
    """What of each meeting has become known outside: announcements, dispatches, and the files of its matters."""
    series = every_series(db)
    for meeting, notices, dispatches in meetings_made_known(db) if series else ():
        kept = series_for(series, meeting.organ)
        if kept is None:
            continue
        about = f"sammanträde med {_body(db, meeting)} den {meeting.datum}"
        sources = (*(f"anslag:{one.id}" for one in notices), *(f"utskick:{one.id}" for one in dispatches))
        new = partial(
            _matter, db, meeting, kept, f"Sammanträde {about.removeprefix('sammanträde ')}", sources
        )
        for notice in notices:
            yield _announcement(notice, kept, about, new)
        for dispatch in dispatches:
            yield _dispatch(db, meeting, dispatch, kept, about, new)
        if dispatches:
            for matter in meeting.arenden:
                yield from _documents(db, matter, kept, dispatches)


def _day(moment: datetime) -> date:
    return moment.astimezone(STOCKHOLM).date()


def _matter(
    db: Transaction, meeting: Sammantrade, series: Diarieserie, subject: str, sources: tuple[str, ...]
) -> tuple[str, Arendeuppgifter]:
    """The meeting's own matter: that its summons names, or in which something of it is registered; else a new one."""
    new = Arendeuppgifter(serie=series.kod, arendemening_offentlig=subject)
    for source in sources:
        known = find_by_source(db, source)
        if known is not None:
            return known.matter.diarienummer, new
    return _known_number(db, meeting.kallelse), new


def _known_number(db: Transaction, *told: Mapping[str, Any]) -> str:
    """The first number said that is a matter of the register."""
    for one in told:
        number = str(one.get("diarienummer") or "")
        if number and find_number(db, number) is not None:
            return number
    return ""


def _earlier_number(db: Transaction, series: Diarieserie, *told: Mapping[str, Any]) -> tuple[str, str]:
    """The series and number of a matter that an earlier diary gave out; else the meeting's own series alone."""
    for number in (str(one.get("diarienummer") or "") for one in told):
        for row in series_of(db) if number else ():
            year, count = as_series(row).parse(number) or (0, 0)
            counts = {one.ar: one.forsta for one in row.lopnummer}
            counted = year if row.arsvis else 0
            first = counts.get(counted, count + 1 if counts and counted < min(counts) else 0)
            if 0 < count < first:
                return row.kod, number
    return series.kod, ""


def _announcement(row: Anslagsrad, series: Diarieserie, about: str, new: _New) -> Candidate:
    day = _day(row.publicerat)
    title = f"{_PUT_UP[row.slag].label}, {about}" if row.slag in _PUT_UP else f"Anslag, {about}"
    document = Handlingsuppgifter(
        riktning=Riktning.UPPRATTAD,
        datum=day,
        titel=title,
        handlingstyp="tillkannagivande",
        kalla=f"anslag:{row.id}",
    )
    return Candidate(document.kalla, series, document.riktning, day, title, partial(_told, new, document))


def _body(db: Transaction, meeting: Sammantrade) -> str:
    organ = find_organ(db, meeting.organ)
    return _TYPES[organ.typ].in_text(organ.namn) if organ else meeting.organ


def _dispatch(
    db: Transaction, meeting: Sammantrade, row: Utskicksrad, series: Diarieserie, about: str, new: Any
) -> Candidate:
    day = _day(row.utsant or row.skapat)
    slag = _SENT.get(row.slag, Kallelseslag.KALLELSE)
    title = f"{slag.label} med handlingar till {about}"
    whom = f"Ledamöter och ersättare i {_body(db, meeting)}"
    secrecy = _secrecy_of(meeting)
    document = Handlingsuppgifter(
        riktning=Riktning.UTGAENDE,
        datum=day,
        titel=title,
        titel_publik=title if secrecy else "",
        handlingstyp="kallelse",
        mottagare=(Part(roll=Partsroll.MOTTAGARE, namn=whom),),
        expedierad=day,
        sekretess=secrecy,
        filer=_packet(db, row),
        kalla=f"utskick:{row.id}",
    )
    return Candidate(document.kalla, series, document.riktning, day, title, partial(_told, new, document))


def _packet(db: Transaction, row: Utskicksrad) -> tuple[Filuppgift, ...]:
    """The packet's editions: the whole one to keep, the public one for everybody."""
    return tuple(
        Filuppgift(
            namn=one.namn,
            variant=Filvariant.PUBLIK if "-publik" in one.namn else Filvariant.BEVARANDE,
            sha256=one.sha256,
            storlek=one.storlek,
            format=format_of(one.namn),
        )
        for one in (files_of_job(db, row.paket) if row.paket else ())
        if one.namn.endswith(".pdf")
    )


def _secrecy_of(meeting: Sammantrade) -> Sekretess | None:
    """A packet that holds something secret is secret in part, by the first provision that is named."""
    for matter in meeting.arenden:
        for one in matter.handlingar:
            note = _note(one.uppgifter)
            if note is not None:
                return Sekretess(
                    markerad=True,
                    bestammelse=note.bestammelse,
                    datum=note.datum,
                    myndighet=note.myndighet,
                    omfattning=Omfattning.DELAR,
                )
    return None


def _note(told: Mapping[str, Any]) -> Sekretess | None:
    raw = told.get("sekretess")
    if not isinstance(raw, Mapping):
        return None
    note: Sekretess = load_section(section("kallelse", "arenden", "handlingar", "sekretess"), raw)
    return note if note.markerad else None


def _documents(
    db: Transaction, matter: Arende, series: Diarieserie, dispatches: Sequence[Utskicksrad]
) -> Iterator[Candidate]:
    """The files of a matter that were there when something was sent out; what has come since is a draft.

    A report is registered when its body hands it over.
    """
    for one in matter.handlingar:
        file = find_file(db, one.fil or "")
        sent = [each.utsant for each in dispatches if file and each.utsant and each.utsant >= file.skapad]
        if file is None or not sent:
            continue
        day = _day(min(sent))
        title = str(one.uppgifter.get("titel") or "Handling")
        told = partial(_document, db, matter, one, series, day)
        yield Candidate(f"handling:{one.id}", series, Riktning.UPPRATTAD, day, title, told)


def _document(
    db: Transaction, matter: Arende, row: Handling, series: Diarieserie, day: date
) -> Registreringsforslag:
    told = row.uppgifter
    made = str(told.get("datum") or "")
    document = Handlingsuppgifter(
        riktning=Riktning.UPPRATTAD,
        datum=min(date.fromisoformat(made), day) if made else day,
        titel=str(told.get("titel") or "Handling"),
        titel_publik=str(told.get("titel_publik") or ""),
        handlingstyp=str(told.get("handlingstyp") or "ovrigt"),
        sekretess=_note(told),
        filer=_original(db, row),
        kalla=f"handling:{row.id}",
    )
    number = _known_number(db, told, matter.uppgifter)
    kod, earlier = _earlier_number(db, series, told, matter.uppgifter)
    subject = str(matter.uppgifter.get("rubrik") or document.titel)
    new = Arendeuppgifter(serie=kod, diarienummer=earlier, arendemening_offentlig=subject)
    return Registreringsforslag(arende=number, nytt_arende=new, handling=document)


def _original(db: Transaction, row: Handling) -> tuple[Filuppgift, ...]:
    file = find_file(db, row.fil or "")
    if file is None:
        return ()
    kept = Filvariant.BEVARANDE if PurePath(file.namn).suffix.lower() == ".pdf" else Filvariant.PRODUKTION
    made = Filuppgift(
        namn=file.namn, variant=kept, sha256=file.sha256, storlek=file.storlek, format=format_of(file.namn)
    )
    return (made,)


def _told(new: Any, document: Handlingsuppgifter) -> Registreringsforslag:
    number, matter = new()
    return Registreringsforslag(arende=number, nytt_arende=matter, handling=document)
