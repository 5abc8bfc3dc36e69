"""Deliveries as the shells show them."""

from __future__ import annotations

from service.flow.diarium.series import REGISTRARS
from service.flow.jobs import OutputFile
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.flow.shown_jobs import shown_job
from service.model.leverans import Leveransstatus
from service.model.lists import Page, Span
from service.model.people import Person
from service.records.archive import all_deliveries, find_delivery, list_deliveries, packing_job
from service.records.archive_tables import Leverans
from service.records.base import JsonObject

_LABELS = {one.value: one.label for one in Leveransstatus}


def page_deliveries(service: Service, person: Person, span: Span) -> Page[JsonObject]:
    """A part of the deliveries, the latest first. Raises NotAllowed."""
    require(person, REGISTRARS, "", "Att se leveranser till e-arkivet")
    with service.records.look() as db:
        page = list_deliveries(db, span)
        return Page(tuple(shown_delivery(row) for row in page.rows), page.total, page.start)


def every_delivery(service: Service) -> tuple[JsonObject, ...]:
    """All deliveries, the latest first, for who operates the service."""
    with service.records.look() as db:
        return tuple(shown_delivery(row) for row in all_deliveries(db))


def get_delivery(service: Service, person: Person, delivery: str) -> JsonObject:
    """A delivery. Raises NotAllowed, NotKnown."""
    require(person, REGISTRARS, "", "Att se leveranser till e-arkivet")
    with service.records.look() as db:
        row = find_delivery(db, delivery)
        if row is None:
            raise not_known("Leveransen")
        return shown_delivery(row)


def delivery_job(service: Service, person: Person, delivery: str) -> JsonObject | None:
    """The latest job that packs or has packed it; None when the command line did. Raises NotAllowed."""
    require(person, REGISTRARS, "", "Att se leveranser till e-arkivet")
    with service.records.look() as db:
        row = packing_job(db, delivery)
        return shown_job(row) if row is not None else None


def package_file(service: Service, person: Person, delivery: str) -> OutputFile:
    """The package, where a job has made it and it has not been received yet. Raises NotAllowed, NotKnown."""
    job = delivery_job(service, person, delivery)
    for one in job["filer"] if job is not None else ():
        return OutputFile(one["namn"], one["sha256"], one["storlek"])
    raise not_known("Paketet")


def shown_delivery(row: Leverans) -> JsonObject:
    """A delivery with everything that is known of it."""
    return {
        "id": row.id,
        "profil": row.profil,
        "slag": row.slag,
        "status": row.status,
        "statustext": _LABELS[row.status],
        "arkivbildare": row.arkivbildare,
        "leveransoverenskommelse": row.overenskommelse.get("leveransoverenskommelse", ""),
        "arkivreferenskod": row.overenskommelse.get("arkivreferenskod", ""),
        "arenden": [one.diarienummer for one in row.arenden],
        "skapad": row.skapad.isoformat(),
        "skapad_av": row.skapad_av,
        "paket": row.paket,
        "paket_sha256": row.paket_sha256,
        "paket_storlek": row.paket_storlek,
        "rapport": row.rapport,
        "kvittens": row.kvittens,
        "version": row.version,
    }
