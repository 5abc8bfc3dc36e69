"""The finished pages of a report being written: built in the background, and shown as pictures beside the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.flow.drawing import picture_of_page
from service.flow.jobs import get_job, job_file
from service.flow.orders import BUILD, order_build
from service.flow.refusals import not_known
from service.flow.register import get_report
from service.flow.service import Service
from service.flow.shown_jobs import shown_job
from service.model.people import Person
from service.records.jobs import DONE, jobs_of

WIDTHS = (480, 900, 1400)
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
    wide = min(WIDTHS, key=lambda one: abs(one - width))
    picture = picture_of_page(service, file.sha256, number, wide)
    return picture, f"{file.sha256}-{number}-{wide}"


def _pdf(job: Mapping[str, Any] | None) -> Mapping[str, Any]:
    files = job["filer"] if job is not None else ()
    return next((one for one in files if Path(one["namn"]).suffix == ".pdf"), {})
