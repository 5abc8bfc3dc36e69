"""Sending to a diary outside: step by step, each answer kept, so that what broke off goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from service.diary.calls import Caller
from service.diary.folder import FolderDiary
from service.diary.port import Answer, Diary, DiaryDoubtful, DiaryRefused, DiaryUnavailable, DiaryUnclear
from service.diary.rest import RestDiary
from service.diary.sif import SifDiary
from service.errors import ConfigError, Problem, SamladError
from service.flow.diarium.described import described
from service.flow.diarium.enter import INSIDE
from service.flow.service import Service
from service.model.diarium import Diariearende, Diariefil, Diariehandling, Registerstatus
from service.model.registrering import Sandningsstatus
from service.records import diarium_tables as tables
from service.records.audit import Entry, note
from service.records.base import JsonObject
from service.records.blobs import fetch
from service.records.database import Transaction
from service.records.diarium import find_number, lock_case
from service.records.diarium_rows import whole_case
from service.records.diarium_sending import owned_sending, take_sending

STALE = timedelta(minutes=10)
"""A sender that has been silent for so long is gone."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class _Sending:
    """What one sender has taken."""

    service: Service
    diary: Diary
    owner: str
    case: Diariearende
    document: Diariehandling
    state: JsonObject
    folder: Path


def open_diary(service: Service) -> Diary | None:
    """The diary that the settings name; None when this register is the diary itself.

    Raises:
        ConfigError: an address, a key or a folder is missing.
    """
    settings = service.settings
    if settings.diarium == INSIDE:
        return None
    needed = ("diarium_mapp",) if settings.diarium == "fil" else ("diarium_adress", "diarium_nyckel")
    missing = [name for name in needed if not getattr(settings, name)]
    if missing:
        raise ConfigError(*(_missing(name) for name in missing))
    if settings.diarium == "fil":
        return FolderDiary(Path(settings.diarium_mapp), partial(described, service))
    if not settings.diarium_adress.startswith(("https://", "http://")):
        raise ConfigError(_missing("diarium_adress"))
    if settings.diarium == "sif":
        caller = Caller(settings.diarium_adress, settings.diarium_sekunder, {})
        return SifDiary(caller, settings.diarium_nyckel)
    headers = {"Authorization": f"Bearer {settings.diarium_nyckel}"}
    return RestDiary(Caller(settings.diarium_adress, settings.diarium_sekunder, headers), "samlad")


def send_waiting(service: Service) -> int:
    """Send all that is due; how many were tried. Raises ConfigError."""
    diary = open_diary(service)
    tried = 0
    while diary is not None and send_next(service, diary, service.new_id()):
        tried += 1
    return tried


def send_next(service: Service, diary: Diary, owner: str) -> bool:
    """Send what is next in turn; False when nothing is due. A fault is noted with it, and never raised."""
    at = service.now()
    with service.records.change() as db:
        row = take_sending(db, at, at - STALE, owner)
        if row is None:
            return False
        case, document = _taken(db, row)
        state = dict(row.lage)
    with service.open_folder() as folder:
        sending = _Sending(service, diary, owner, case, document, state, folder)
        try:
            answer = _send(sending)
        except DiaryRefused as fault:
            _note_fault(sending, fault, Sandningsstatus.AVVISAD)
        except DiaryDoubtful as fault:
            _note_fault(sending, fault, Sandningsstatus.OKLAR)
        except SamladError as fault:
            _note_fault(sending, fault, Sandningsstatus.VANTAR)
        else:
            _note_done(sending, answer)
    return True


def _send(sending: _Sending) -> Answer:
    """Every step that is not done yet; the document's answer."""
    case, document, diary = sending.case, sending.document, sending.diary
    matter = _step(sending, "arende", lambda unsure: diary.case(case, f"Samlad {case.id}", unsure=unsure))
    ident = f"Samlad {document.id}"
    made = _step(
        sending, "handling", lambda unsure: diary.document(case, matter, document, ident, unsure=unsure)
    )
    for file in document.filer:
        _step(sending, f"fil:{file.id}", _file_step(sending, made, file))
    diary.finish(case, document, made)
    return made


def _file_step(sending: _Sending, made: Answer, file: Diariefil) -> Callable[[bool], Answer]:
    def bring(one: Diariefil) -> Path:
        return fetch(sending.service.store, one.sha256, sending.folder / one.sha256)

    return lambda unsure: sending.diary.file(made, file, bring, unsure=unsure)


def _step(sending: _Sending, name: str, run: Callable[[bool], Answer]) -> Answer:
    """One step, unless it is done.

    That it was begun is kept before, its answer after: neither a lost answer nor a killed sender makes us do it twice
    without asking first.
    """
    state = sending.state
    known = state.get(name)
    if known is not None:
        return Answer(known["referens"], known["nummer"])
    unsure = state.get("paborjat") == name
    state["paborjat"] = name
    _keep(sending)
    try:
        answer = run(unsure)
    except (DiaryUnavailable, DiaryRefused):
        if not unsure:
            del state["paborjat"]
        raise
    state[name] = {"referens": answer.reference, "nummer": answer.number}
    del state["paborjat"]
    _keep(sending)
    return answer


def _taken(db: Transaction, row: tables.Diariesandning) -> tuple[Diariearende, Diariehandling]:
    document = db.get_one(tables.Diariehandling, row.handling)
    matter = document.matter
    if matter.extern_referens and "arende" not in row.lage:  # an earlier document has made it
        row.lage = {**row.lage, "arende": {"referens": matter.extern_referens, "nummer": matter.diarienummer}}
    case = whole_case(db, matter)
    return case, next(one for one in case.handlingar if one.id == document.id)


def _keep(sending: _Sending) -> None:
    """Keep how far it has come; the matter's answer also for its other documents."""
    at = sending.service.now()
    with sending.service.records.change() as db:
        row = _owned(db, sending)
        row.lage, row.hjartslag = dict(sending.state), at
        known = sending.state.get("arende")
        matter = lock_case(db, sending.case.id)
        if known is None or matter is None or matter.extern_referens:
            return
        matter.extern_referens = known["referens"]
        if known["nummer"] and matter.tillfalligt and find_number(db, known["nummer"]) is None:
            note(db, _entry("diarium.nummer", matter.id, matter.diarienummer, known["nummer"]), at)
            matter.diarienummer, matter.tillfalligt = known["nummer"], False


def _owned(db: Transaction, sending: _Sending) -> tables.Diariesandning:
    row = owned_sending(db, sending.document.id, sending.owner)
    if row is None:
        raise DiaryUnclear(
            Problem("diary_unclear", "En annan sändare har tagit över.", remedy="Inget behöver göras.")
        )
    return row


def _note_done(sending: _Sending, answer: Answer) -> None:
    at = sending.service.now()
    with sending.service.records.change() as db:
        row = _owned(db, sending)
        document = db.get_one(tables.Diariehandling, row.handling)
        document.extern_referens = answer.number or answer.reference
        row.fel, row.nasta = None, None
        if not answer.number:
            row.status = Sandningsstatus.NUMMER_SAKNAS.value
            return
        document.status, document.andrad = Registerstatus.REGISTRERAD.value, at
        row.status, row.slutad = Sandningsstatus.KVITTERAD.value, at
        row.kvitto = {"nummer": answer.number, "referens": answer.reference, "tid": at.isoformat()}
        note(db, _entry("diarium.kvitterad", document.id, "", answer.number), at)


def _note_fault(sending: _Sending, fault: SamladError, status: Sandningsstatus) -> None:
    at = sending.service.now()
    with sending.service.records.change() as db:
        row = owned_sending(db, sending.document.id, sending.owner)
        if row is None:
            return
        told = fault.problems[0].message if fault.problems else fault.code
        row.status, row.fel = status.value, {"code": fault.code, "message": told}
        row.lage = dict(sending.state)
        row.nasta = at + wait_after(row.forsok) if status is Sandningsstatus.VANTAR else None
        if status is Sandningsstatus.AVVISAD:
            document = db.get_one(tables.Diariehandling, row.handling)
            document.status, document.orsak = Registerstatus.AVVISAD.value, told[:2000]
        note(db, _entry(f"diarium.{status.value}", sending.document.id, "", fault.code), at)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, and at most six hours."""
    return min(FIRST_WAIT * (1 << min(tries - 1, 16)), LONGEST_WAIT)


def _entry(what: str, thing: str, old: str, new: str) -> Entry:
    return Entry("-", what, "diarium", thing, {"nummer": old} if old else None, {"svar": new[:200]})


def _missing(name: str) -> Problem:
    variable = f"SAMLAD_{name.upper()}"
    return Problem(
        "invalid_setting",
        f"Inställningen {variable} behövs för det diarium som är valt.",
        variable,
        "Ange den, eller ställ SAMLAD_DIARIUM på inbyggt.",
    )
