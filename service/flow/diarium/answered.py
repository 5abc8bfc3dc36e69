"""What a person does about a document on its way: says its number, sends it again, or sees how far it is."""

from __future__ import annotations

from service.errors import InvalidInput, Problem
from service.flow.diarium.awaiting import SEERS
from service.flow.diarium.series import REGISTRARS
from service.flow.refusals import WrongState, not_known, require
from service.flow.service import Service
from service.model.diarium import Diariehandling, Registerstatus
from service.model.people import Person
from service.model.registrering import Sandning, Sandningsstatus
from service.records import diarium_tables as tables
from service.records.audit import Entry, note
from service.records.database import Conflict, Transaction
from service.records.diarium import find_document, find_number, lock_case
from service.records.diarium_rows import document_of
from service.records.diarium_sending import find_sending, open_sendings
from service.schema.diarium import ConfirmRequest
from service.schema.sections import load_request

_STATUSES = {one.value: one for one in Sandningsstatus}


def list_sendings(service: Service, person: Person) -> tuple[Sandning, ...]:
    """What no diary has answered for, the oldest first. Raises NotAllowed."""
    require(person, SEERS, "", "Att se vad som är på väg till diariet")
    with service.records.look() as db:
        return tuple(_told(db, row) for row in open_sendings(db))


def confirm(service: Service, person: Person, document: str, number: str) -> Diariehandling:
    """Say that the diary has registered a document, with the number of its matter there.

    Raises:
        NotAllowed, NotKnown: as said in their classes.
        InvalidInput: that can be no number.
        WrongState: the document is registered already.
        Conflict: another matter here has the number.
    """
    require(person, REGISTRARS, "", "Att ange numret från diariet")
    given: str = load_request(ConfirmRequest, {"diarienummer": number})["diarienummer"]
    at = service.now()
    with service.records.change() as db:
        row, sending = _sending(db, person, document)
        matter = lock_case(db, row.arende)
        if matter is None:
            raise not_known("Handlingen")
        other = find_number(db, given)
        if other is not None and other.id != matter.id:
            raise Conflict(_other_matter(given))
        if not matter.tillfalligt and matter.diarienummer != given:
            raise InvalidInput(_another_number(matter.diarienummer))
        old = matter.diarienummer
        matter.diarienummer, matter.tillfalligt = given, False
        matter.extern_referens = matter.extern_referens or given
        row.status, row.orsak, row.andrad = Registerstatus.REGISTRERAD.value, "", at
        sending.status, sending.slutad, sending.fel = Sandningsstatus.KVITTERAD.value, at, None
        sending.kvitto = {"nummer": given, "av": person.username, "tid": at.isoformat()}
        entry = Entry(
            person.username, "diarium.bekraftad", "diariehandling", row.id, {"nummer": old}, {"nummer": given}
        )
        note(db, entry, at)
        db.flush()
        return document_of(db, person, row)


def send_again(service: Service, person: Person, document: str) -> Diariehandling:
    """Send a document again that was refused, or of which it is not clear whether it came. Raises as `confirm`."""
    require(person, REGISTRARS, "", "Att skicka om till diariet")
    at = service.now()
    with service.records.change() as db:
        row, sending = _sending(db, person, document)
        doubtful = sending.status == Sandningsstatus.OKLAR.value
        if not doubtful and sending.status != Sandningsstatus.AVVISAD.value:
            raise WrongState(_on_its_way())
        row.status, row.orsak, row.andrad = Registerstatus.SKICKAD.value, "", at
        sending.status, sending.forsok, sending.nasta = Sandningsstatus.VANTAR.value, 0, None
        if doubtful:  # a person has looked: it is not there, and is sent without asking
            sending.lage = {name: value for name, value in sending.lage.items() if name != "paborjat"}
        note(db, Entry(person.username, "diarium.omsand", "diariehandling", row.id), at)
        db.flush()
        return document_of(db, person, row)


def _sending(
    db: Transaction, person: Person, document: str
) -> tuple[tables.Diariehandling, tables.Diariesandning]:
    row = find_document(db, person, document)
    sending = find_sending(db, row.id) if row is not None else None
    if row is None or sending is None:
        raise not_known("Handlingen på väg till diariet")
    if sending.status == Sandningsstatus.KVITTERAD.value:
        raise WrongState(
            Problem(
                "registered_already",
                "Diariet har redan registrerat handlingen.",
                remedy="Inget behöver göras.",
            )
        )
    return row, sending


def _told(db: Transaction, row: tables.Diariesandning) -> Sandning:
    document = db.get_one(tables.Diariehandling, row.handling)
    return Sandning(
        handling=row.handling,
        beteckning=f"{document.matter.diarienummer}-{document.nr}",
        titel=document.titel,
        diarium=row.diarium,
        status=_STATUSES[row.status],
        forsok=row.forsok,
        nasta=row.nasta,
        fel=str((row.fel or {}).get("message", "")),
        kvitto=str((row.kvitto or {}).get("nummer", "")),
    )


def _other_matter(number: str) -> Problem:
    return Problem(
        "number_taken",
        f"Diarienumret ”{number}” är redan ett annat ärende här.",
        "diarienummer",
        "Registrera handlingen i det ärendet i stället, och makulera den här.",
    )


def _another_number(number: str) -> Problem:
    return Problem(
        "invalid_diarienummer",
        f"Ärendet har redan numret {number}.",
        "diarienummer",
        "Ange det numret.",
    )


def _on_its_way() -> Problem:
    return Problem(
        "step_not_possible",
        "Handlingen är på väg till diariet och skickas om av sig själv.",
        remedy="Vänta, eller ange numret om du vet att den är registrerad.",
    )
