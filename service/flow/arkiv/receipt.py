"""The e-archive's answer: it has received the package, or it has refused it and says why.

When it has been received, the reports among the delivered documents are archived too, each by the ordinary step, and
a package that lies in the store leaves it: it would keep what is destroyed later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.arkiv.content import REPORT
from service.flow.arkiv.find import shown_delivery
from service.flow.diarium.series import REGISTRARS
from service.flow.refusals import WrongState, not_known, require
from service.flow.release import take_step
from service.flow.service import Service
from service.model.choices import Rapportstatus
from service.model.leverans import Leveransstatus
from service.model.people import Person
from service.records.archive import delivered_sources, find_delivery, take_package
from service.records.audit import Entry, note
from service.records.base import JsonObject
from service.records.reports import find_report

_ARCHIVE_STEP = "arkivera"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the e-archive has said."""

    mottagen: bool
    datum: date
    beteckning: str
    """What the e-archive calls it: number of the receipt, or of the archived package."""
    text: str = ""
    """Why it was refused, or anything else that was said."""
    sha256: str = ""
    """The package's checksum as the e-archive has reckoned it; it must be ours."""


def record_receipt(service: Service, person: Person, delivery: str, receipt: Receipt) -> JsonObject:
    """Note the e-archive's answer; the delivery as it is then.

    Raises:
        NotAllowed: the person is no registrator.
        NotKnown: there is no such delivery.
        WrongState: it is not packed, or has its answer already.
        InvalidInput: the answer is not whole, or is about another package.
    """
    require(person, REGISTRARS, "", "Att kvittera en leverans")
    at = service.now()
    with service.records.change() as db:
        row = find_delivery(db, delivery)
        if row is None:
            raise not_known("Leveransen")
        if row.status != Leveransstatus.PAKETERAD.value:
            raise WrongState(
                Problem(
                    "delivery_not_waiting",
                    f"Leveransen väntar inte på någon kvittens; dess status är ”{row.status}”.",
                    remedy="Bara en leverans som är paketerad och inte kvitterad kan kvitteras.",
                )
            )
        _require_sound(
            receipt,
            row.paket_sha256,
            row.skapad.astimezone(STOCKHOLM).date(),
            at.astimezone(STOCKHOLM).date(),
        )
        before = {"status": row.status}
        row.status = (Leveransstatus.MOTTAGEN if receipt.mottagen else Leveransstatus.AVVISAD).value
        row.kvittens = {
            "datum": receipt.datum.isoformat(),
            "beteckning": receipt.beteckning,
            "text": receipt.text,
            "sha256": receipt.sha256,
            "vem": person.username,
            "nar": at.isoformat(),
        }
        note(
            db,
            Entry(
                person.username,
                f"leverans.{row.status}",
                "leverans",
                row.id,
                before,
                {"status": row.status, "beteckning": receipt.beteckning},
            ),
            at,
        )
        db.flush()
        sources = delivered_sources(db, row.id) if receipt.mottagen else ()
        let_go = take_package(db, row.paket) if receipt.mottagen else frozenset[str]()
        shown = shown_delivery(row)
    for sha256 in let_go:
        service.store.destroy(sha256, at)
    archived = [one for one in sources if _archive_report(service, person, one, shown["id"])]
    return {**shown, "arkiverade_rapporter": archived}


def _archive_report(service: Service, person: Person, source: str, delivery: str) -> bool:
    """Take a report's last step, where it is ready for it."""
    report = source.removeprefix(REPORT)
    if not source.startswith(REPORT):
        return False
    with service.records.look() as db:
        row = find_report(db, report, person)
        if row is None or row.status != Rapportstatus.BEHANDLAD_KF.value:
            return False
        version = row.version
    take_step(
        service, person, report, _ARCHIVE_STEP, {"varfor": f"Levererad till e-arkivet: {delivery}"}, version
    )
    return True


def _require_sound(receipt: Receipt, sha256: str, packed: date, today: date) -> None:
    problems = []
    if receipt.sha256 and receipt.sha256.lower() != sha256:
        problems.append(
            Problem(
                "receipt_of_another",
                "Kvittensens kontrollsumma är inte paketets: e-arkivet har fått något annat.",
                "sha256",
                "Jämför med leveransens kontrollsumma, och skicka paketet igen.",
            )
        )
    if not receipt.beteckning:
        problems.append(
            Problem(
                "missing_value", "Kvittensens beteckning saknas.", "beteckning", "Ange den som e-arkivet gav."
            )
        )
    if not receipt.mottagen and not receipt.text:
        problems.append(
            Problem("missing_value", "Skälet till att leveransen avvisades saknas.", "text", "Ange skälet.")
        )
    if not packed <= receipt.datum <= today:
        problems.append(
            Problem(
                "contradicting_dates",
                f"Kvittensens dag {receipt.datum} ligger före leveransen eller i framtiden.",
                "datum",
                "Ange dagen då e-arkivet svarade.",
            )
        )
    if problems:
        raise InvalidInput(*problems)
