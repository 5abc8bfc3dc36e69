"""The finished pages of a report being written: built in the background, and shown as pictures beside the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.flow.drawing import nearest_width, picture_of_page
from service.flow.jobs import get_job, job_file
from service.flow.orders import BUILD, order_build, place_order, underlag_of
from service.flow.refusals import not_known
from service.flow.register import get_report, input_of
from service.flow.service import Service
from service.flow.shown_jobs import shown_job
from service.model.people import Person
from service.records.base import JsonObject
from service.records.jobs import (
    DONE,
    ENDED,
    SKETCH,
    WAITING,
    cancel,
    find_job,
    forget_sketch,
    jobs_of,
    sketches_of,
)
from service.records.tables import Jobb

WIDTHS = (480, 600, 900, 1400)
"""How wide a page's picture may be, in pixels."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What is being built of a report, and what is there to look at meanwhile."""

    latest: Mapping[str, Any] | None
    """The job that was ordered last."""
    shown: Mapping[str, Any] | None
    """The newest job that has pages."""

    @property
    def pages(self) -> int:
        """How many pages there are to look at."""
        return _pdf(self.shown)["sidor"] if self.shown is not None else 0


def order_preview(service: Service, person: Person, report: str) -> str:
    """Order the pages of the latest version; the job's id. Raises as `order_build`."""
    return order_build(service, person, report)


def preview_of(service: Service, person: Person, report: str) -> Preview:
    """What there is to look at. Raises NotKnown."""
    seen = get_report(service, person, report)
    with service.records.look() as db:
        jobs = [
            shown_job(row)
            for row in jobs_of(db, report=report)
            if row.slag == BUILD and 0 < row.indata <= seen.nr
        ]
    jobs.sort(key=lambda job: (job["skapad"], job["indata"]), reverse=True)
    done = (job for job in jobs if job["status"] == DONE and _pdf(job))
    return Preview(jobs[0] if jobs else None, next(done, None))


def page_picture(
    service: Service, person: Person, report: str, job: str, number: int, width: int
) -> tuple[bytes, str]:
    """A page of what a job has built, as PNG, and a name for just that picture. Raises NotKnown."""
    found = get_job(service, person, job)
    pdf = _pdf(found)
    if found["rapport"] != report or not pdf:
        raise not_known("Sidan")
    file = job_file(service, person, job, pdf["namn"])
    wide = nearest_width(WIDTHS, width)
    picture = picture_of_page(service, file.sha256, number, wide)
    return picture, f"{file.sha256}-{number}-{wide}"


def order_sketch(service: Service, person: Person, report: str) -> str:
    """Order the pages of the latest version as it stands, faults and all; the job's id. Raises NotKnown."""
    seen = get_report(service, person, report)
    nr, sha256 = input_of(service, person, report)
    start = f"{seen.slug}.json"
    underlag = underlag_of(service, SKETCH, start, {start: sha256})
    underlag |= {"status": seen.status, "beslut": dict(seen.decision)}
    wanted = Jobb(slag=SKETCH, rapport=report, indata=nr, underlag=underlag)
    job = place_order(service, person, wanted, noted=False)
    _clear_sketches(service, report, job)
    return job


KEPT_SKETCHES = 3
"""Of each report: somebody may still be looking at the ones before."""


def _clear_sketches(service: Service, report: str, wanted: str) -> None:
    """What is typed on makes the sketches before it worthless; nothing that waits is still wanted."""
    at = service.now()
    gone: list[str] = []
    with service.records.change() as db:
        others = [row for row in sketches_of(db, report) if row.id != wanted]
        for row in others:
            if row.status == WAITING:
                cancel(db, row.id, at)
        ended = [row for row in others if row.status in ENDED]
        for row in ended[KEPT_SKETCHES - 1 :]:
            gone += forget_sketch(db, row)
    for sha256 in gone:
        service.store.destroy(sha256, at)


def sketch_state(service: Service, person: Person, report: str, job: str) -> JsonObject:
    """How far a sketch has come, and how many pages it has. Raises NotKnown."""
    row = _sketch(service, person, report, job)
    shown = shown_job(row)
    told = {key: shown[key] for key in ("id", "status", "avslutat", "gjort", "antal")}
    return {**told, "pages": sum(one.sidor for one in row.utdata)}


def sketch_picture(
    service: Service, person: Person, report: str, job: str, number: int, width: int
) -> tuple[bytes, str]:
    """A page of a sketch as PNG, and a name for just that picture. Raises NotKnown."""
    row = _sketch(service, person, report, job)
    for one in row.utdata:
        wide = nearest_width(WIDTHS, width)
        picture = picture_of_page(service, one.sha256, number, wide, draft=True)
        return picture, f"utkast-{one.sha256}-{number}-{wide}"
    raise not_known("Sidan")


def _sketch(service: Service, person: Person, report: str, job: str) -> Jobb:
    """A sketch of what the person may see now: others than the body's own see only what was handed in."""
    seen = get_report(service, person, report)
    _, latest = input_of(service, person, report)
    with service.records.look() as db:
        row = find_job(db, job)
        db.expunge_all()
    if row is None or row.slag != SKETCH or row.rapport != report:
        raise not_known("Sidan")
    if seen.organ not in person.organs and latest not in row.underlag["filer"].values():
        raise not_known("Sidan")
    return row


def _pdf(job: Mapping[str, Any] | None) -> Mapping[str, Any]:
    files = job["filer"] if job is not None else ()
    return next((one for one in files if Path(one["namn"]).suffix == ".pdf"), {})
