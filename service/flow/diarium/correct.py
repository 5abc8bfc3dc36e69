"""Correcting: the new value stands in the register, the old one beside it with who, when and why (OSL 4:1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.diarium.correction_checks import require_parties, require_said, require_sound, require_why
from service.flow.diarium.enter import part_rows, require_room
from service.flow.diarium.series import REGISTRARS
from service.flow.diarium.shown import plain
from service.flow.refusals import WrongState, not_known, require, require_version
from service.flow.service import Service
from service.model.diarium import (
    Arendestatus,
    Diariearende,
    Diariehandling,
    Part,
    Partsroll,
    Registerstatus,
)
from service.model.parts import Sekretess
from service.model.people import Person
from service.records import diarium_tables as tables
from service.records.audit import Entry, note
from service.records.database import Transaction
from service.records.diarium import find_document, lock_case
from service.records.diarium_rows import case_of, count_corrections, document_of, kept_secrecy

OF_CASE = frozenset(
    {
        "arendemening_offentlig",
        "arendemening_skyddad",
        "klassificering",
        "process",
        "ansvarig",
        "enhet",
        "oppnat",
        "sekretess",
    }
)
OF_DOCUMENT = frozenset(
    {
        "riktning",
        "datum",
        "titel",
        "titel_publik",
        "handlingstyp",
        "klassificering",
        "process",
        "ansvarig",
        "enhet",
        "avsandare",
        "mottagare",
        "expedierad",
        "beslutsdatum",
        "bevaras_gallras",
        "gallringsfrist",
        "gallringsbeslut",
        "sekretess",
    }
)
"""What can be corrected. Numbers, files and where a document came from cannot."""
EMPTY: Mapping[str, Any] = {
    "avsandare": (),
    "mottagare": (),
    "expedierad": None,
    "beslutsdatum": None,
    "sekretess": None,
    "gallringsfrist": 0,
}
"""What a field is when it is emptied; a text becomes an empty text."""
_ALWAYS_PROTECTED = frozenset({"arendemening_skyddad"})


def correct_case(
    service: Service, person: Person, case: str, changes: Mapping[str, Any], why: str, version: int
) -> Diariearende:
    """Correct what is said of a matter.

    Args:
        service: the service.
        person: who corrects.
        case: its id or number.
        changes: the new values, as in `Arendeuppgifter`.
        why: the reason, which stands beside the old value.
        version: the version that the person has seen.

    Raises:
        NotAllowed, NotKnown, OldVersion: as said in their classes.
        InvalidInput: no reason is given, or a field cannot be corrected.
    """
    require(person, REGISTRARS, "", "Att rätta i diariet")
    require_said(changes, OF_CASE, why)
    at = service.now()
    require_sound(changes, at.astimezone(STOCKHOLM).date())
    with service.records.change() as db:
        row = lock_case(db, case)
        if row is None:
            raise not_known("Ärendet")
        require_version(version, row.version)
        secret = row.skyddat or _marks(changes)
        done = _correct(db, row, changes, _Said(person.username, at, why, secret))
        row.skyddat, row.andrat = _is_marked(row.sekretess), at
        _noted(db, "diariearende", row.id, done, person, at)
        db.flush()
        return case_of(db, person, row)


def correct_document(
    service: Service, person: Person, document: str, changes: Mapping[str, Any], why: str, version: int
) -> Diariehandling:
    """Correct what is said of a document; arguments and refusals as for a matter."""
    require(person, REGISTRARS, "", "Att rätta i diariet")
    require_said(changes, OF_DOCUMENT, why)
    at = service.now()
    require_sound(changes, at.astimezone(STOCKHOLM).date())
    with service.records.change() as db:
        row = _known(db, person, document)
        require_version(version, row.version)
        if row.status == Registerstatus.MAKULERAD.value:
            raise WrongState(_cancelled(row.nr))
        secret = row.skyddad or _marks(changes)
        done = _correct(db, row, changes, _Said(person.username, at, why, secret))
        require_parties(row)
        row.skyddad, row.andrad = _is_marked(row.sekretess), at
        row.version = row.version + 1  # parties stand in another table: the row must still count as changed
        _noted(db, "diariehandling", row.id, done, person, at)
        db.flush()
        return document_of(db, person, row)


def cancel_document(
    service: Service, person: Person, document: str, why: str, version: int
) -> Diariehandling:
    """Cancel a document that should not have been registered: its number, its entry and its files stay.

    Raises: as `correct_document`.
    """
    require(person, REGISTRARS, "", "Att makulera handlingar")
    require_why(why)
    at = service.now()
    with service.records.change() as db:
        row = _known(db, person, document)
        require_version(version, row.version)
        if row.status == Registerstatus.MAKULERAD.value:
            raise WrongState(_cancelled(row.nr))
        before = row.status
        row.status, row.orsak, row.andrad = Registerstatus.MAKULERAD.value, why, at
        _keep(db, row.id, "status", before, row.status, _Said(person.username, at, why, row.skyddad))
        note(
            db,
            Entry(
                person.username,
                "diarium.makulerad",
                "diariehandling",
                row.id,
                {"status": before},
                {"status": row.status},
            ),
            at,
        )
        db.flush()
        return document_of(db, person, row)


def set_case_status(
    service: Service, person: Person, case: str, status: Arendestatus, why: str, version: int
) -> Diariearende:
    """Close a matter, open it again, or cancel it; a cancelled one keeps its number and stays so.

    Raises:
        WrongState: it is cancelled, or has that status already; or it is to be cancelled and has documents.
        NotAllowed, NotKnown, OldVersion, InvalidInput: as said in their classes.
    """
    require(person, REGISTRARS, "", "Att avsluta ärenden")
    require_why(why)
    at = service.now()
    with service.records.change() as db:
        row = lock_case(db, case)
        if row is None:
            raise not_known("Ärendet")
        require_version(version, row.version)
        _require_way(row, status)
        before = row.status
        row.status, row.andrat = status.value, at
        row.orsak = why if status is Arendestatus.MAKULERAT else ""
        row.avslutat = at.astimezone(STOCKHOLM).date() if status is not Arendestatus.PAGAENDE else None
        _keep(db, row.id, "status", before, row.status, _Said(person.username, at, why))
        entry = Entry(
            person.username,
            f"diarium.{status.value}",
            "diariearende",
            row.id,
            {"status": before},
            {"status": row.status},
        )
        note(db, entry, at)
        db.flush()
        return case_of(db, person, row)


@dataclass(frozen=True, slots=True)
class _Said:
    """Who corrects, when and why, and whether what was said must be kept from the public."""

    by: str
    at: datetime
    why: str
    secret: bool = False


def _known(db: Transaction, person: Person, document: str) -> tables.Diariehandling:
    """The document, its matter kept for this transaction alone."""
    row = find_document(db, person, document)
    if row is None or lock_case(db, row.arende) is None:
        raise not_known("Handlingen")
    return row


def _correct(
    db: Transaction, row: tables.Diariearende | tables.Diariehandling, changes: Mapping[str, Any], said: _Said
) -> list[str]:
    """Set the new values and keep the old ones; the fields that changed."""
    done = []
    for name in sorted(changes):
        old = _value(row, name)
        new = kept_secrecy(changes[name]) if name == "sekretess" else plain(changes[name])
        if old == new:
            continue
        _set(row, name, changes[name])
        secret = said.secret or name in _ALWAYS_PROTECTED or _names_protected(old, new)
        require_room(row)
        _keep(db, row.id, name, old, new, _Said(said.by, said.at, said.why, secret))
        done.append(name)
    if not done:
        raise InvalidInput(
            Problem(
                "nothing_changed", "Rättelsen ändrar inget.", "", "Ange minst ett fält med ett nytt värde."
            )
        )
    return done


def _value(row: Any, name: str) -> Any:
    if name in ("avsandare", "mottagare"):
        return [
            {"roll": one.roll, "namn": one.namn, "organisation": one.organisation, "skyddad": one.skyddad}
            for one in row.parter
            if one.roll == name
        ]
    return row.sekretess if name == "sekretess" else plain(getattr(row, name))


def _set(row: Any, name: str, value: Any) -> None:
    if name in ("avsandare", "mottagare"):
        kept = [_as_part(one) for one in row.parter if one.roll != name]
        row.parter = part_rows(sorted((*kept, *value), key=lambda one: one.roll.value))
    elif name == "sekretess":
        row.sekretess = kept_secrecy(value)
    else:
        setattr(row, name, value.value if isinstance(value, Enum) else value)


def _as_part(row: tables.Diariepart) -> Part:
    role = Partsroll.AVSANDARE if row.roll == Partsroll.AVSANDARE.value else Partsroll.MOTTAGARE
    return Part(roll=role, namn=row.namn, organisation=row.organisation, skyddad=row.skyddad)


def _names_protected(*values: Any) -> bool:
    """Whether a protected sender or receiver stands in the old or the new value."""
    return any(
        isinstance(one, dict) and one.get("skyddad")
        for value in values
        if isinstance(value, list)
        for one in value
    )


def _keep(db: Transaction, thing: str, field: str, old: Any, new: Any, said: _Said) -> None:
    db.flush()
    db.add(
        tables.Diarierattelse(
            objekt=thing,
            nr=count_corrections(db, thing) + 1,
            falt=field,
            varden={"fran": old, "till": new},
            skyddad=said.secret,
            vem=said.by,
            nar=said.at,
            varfor=said.why,
        )
    )
    db.flush()


def _noted(db: Transaction, kind: str, thing: str, fields: list[str], person: Person, at: datetime) -> None:
    """The log says which fields were corrected; the values stand in the register, where they can be protected."""
    note(db, Entry(person.username, "diarium.rattad", kind, thing, None, {"falt": fields}), at)


def _marks(changes: Mapping[str, Any]) -> bool:
    """Whether the correction itself marks it as secret."""
    note_ = changes.get("sekretess")
    return isinstance(note_, Sekretess) and note_.markerad


def _is_marked(kept: Any) -> bool:
    return bool(kept and kept.get("markerad"))


def _require_way(row: tables.Diariearende, status: Arendestatus) -> None:
    if row.status == Arendestatus.MAKULERAT.value or row.status == status.value:
        raise WrongState(
            Problem(
                "step_not_possible",
                f"Ärendet {row.diarienummer} är redan {row.status}.",
                remedy="Ett makulerat ärende står kvar som det är.",
            )
        )
    if status is Arendestatus.MAKULERAT and any(
        one.status != Registerstatus.MAKULERAD.value for one in row.handlingar
    ):
        raise WrongState(
            Problem(
                "case_has_documents",
                f"Ärendet {row.diarienummer} har handlingar och kan inte makuleras.",
                remedy="Makulera handlingarna först, eller avsluta ärendet i stället.",
            )
        )


def _cancelled(nr: int) -> Problem:
    return Problem(
        "step_not_possible", f"Handling {nr} är redan makulerad.", remedy="Registrera handlingen på nytt."
    )
