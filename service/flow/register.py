"""Reports in the service: created, saved as often as one likes, checked, and sent on step by step.

A draft may have faults: it is saved all the same, and its faults are told. It must only be readable, of a known
document type, and of the body to which it belongs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from service.errors import InvalidInput, Notice, Problem
from service.flow.drafts import Draft, check_draft, read_draft, remembered, write_document
from service.flow.refusals import WrongState, not_known, require, require_version
from service.flow.search import index_report
from service.flow.service import Checked, Service
from service.model.lists import Page, Span, Wanted
from service.model.people import Person, Role
from service.model.steps import OPEN, UTKAST
from service.records.audit import Entry, note
from service.records.base import Transaction
from service.records.blobs import fetch
from service.records.frameworks import find_organ
from service.records.jobs import jobs_of
from service.records.reports import find_input, find_report, list_reports
from service.records.tables import Indata, Rapport, Steg

Thing = TypeVar("Thing")
WRITERS = frozenset({Role.HANDLAGGARE, Role.NAMNDSEKRETERARE})


@dataclass(frozen=True, slots=True)
class Report:
    """A report as somebody may see it."""

    id: str
    slug: str
    organ: str
    ar: int
    title: str
    status: str
    nr: int
    """The latest version of its input that this person may see."""
    version: int
    """Raised by every change; the ETag."""
    decision: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]
    changed: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A report, with what is wrong with its input."""

    report: Report
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]


def create_report(service: Service, person: Person, path: Path, organ: str = "") -> Saved:
    """Begin a report with a first version of its input.

    Args:
        service: the service.
        person: who creates it.
        path: the input, in the same form as for `samlad fyll`.
        organ: the body it belongs to, where the input itself does not say.

    Raises:
        InputError: the input cannot be read, or says no known type or body.
        NotAllowed: the person does not write for that body.
    """
    draft = read_draft(path, service.settings, organ or _only_organ(person))
    require(person, WRITERS, draft.organ, "Att skapa en rapport")
    at = service.now()
    sha256 = service.store.put(path)
    # Before the change, during which others may have to wait.
    problems, notices = _faults(service, sha256, draft.slug, UTKAST, {}, path)
    with service.records.change() as db:
        if find_organ(db, draft.organ) is None:
            raise InvalidInput(_unknown_organ(draft.organ))
        row = Rapport(
            id=service.new_id(),
            slug=draft.slug,
            organ=draft.organ,
            ar=draft.ar,
            titel=draft.title,
            status=UTKAST,
            sekretess=draft.secret,
            nr=1,
            inskickad_nr=0,
            beslut={},
            skapad=at,
            andrad=at,
        )
        row.indata.append(Indata(nr=1, sha256=sha256, skapad=at, skapad_av=person.username))
        db.add(row)
        db.flush()
        note(
            db,
            Entry(person.username, "rapport.skapad", "rapport", row.id, None, {"nr": 1, "sha256": sha256}),
            at,
        )
        index_report(db, row, path)
        report = as_seen(row, person)
    return Saved(report, problems, notices)


def save_report(
    service: Service, person: Person, report: str, path: Path, version: int, *, typing: bool = False
) -> Saved:
    """Keep a new version of the input.

    Args:
        service: the service.
        person: who saves.
        report: which report.
        path: the input.
        version: the version of the report that the person has seen.
        typing: it is saved by itself while the person types: it takes the place of what was saved so a moment ago,
            unless that has been built or handed in.

    Raises:
        NotKnown: there is no such report, or the person may not know of it.
        NotAllowed: it belongs to another body.
        OldVersion: somebody has saved since the person fetched it.
        WrongState: it has been handed in.
        InputError: the input cannot be read, or is another type's or body's.
    """
    at = service.now()
    with service.records.look() as db:
        row = _known(find_report(db, report, person))
        require(person, WRITERS, row.organ, "Att ändra rapporten")
        slug, organ = row.slug, row.organ
    draft = read_draft(path, service.settings, organ)
    _require_same(draft, slug, organ)
    sha256 = service.store.put(path)
    with service.records.change() as db:
        row = _known(find_report(db, report, person))
        require_version(version, row.version)
        if row.status not in OPEN:
            raise WrongState(_closed(row.status))
        before = _known(find_input(db, row.id, row.nr))
        if before.sha256 != sha256:
            row.ar, row.titel, row.sekretess, row.andrad = draft.ar, draft.title, draft.secret, at
            if typing and _is_same_sitting(before, person, at) and not _is_used(db, row):
                before.sha256 = sha256  # noted in the log when the sitting began
            else:
                _add_input(db, row, before, Indata(sha256=sha256, skapad=at, pagar=typing), person)
            index_report(db, row, path)
        elif before.pagar and not typing:
            before.pagar = False
        db.flush()
        seen = as_seen(row, person)
    return _checked(service, seen, sha256, path)


SITTING = timedelta(minutes=10)
"""So long what is typed without a break of thought makes one version."""


def _is_same_sitting(before: Indata, person: Person, at: datetime) -> bool:
    return before.pagar and before.skapad_av == person.username and at - before.skapad < SITTING


def _is_used(db: Transaction, row: Rapport) -> bool:
    """Whether somebody relies on the latest version: it was built or handed in."""
    return row.inskickad_nr == row.nr or any(job.indata == row.nr for job in jobs_of(db, report=row.id))


def _add_input(db: Transaction, row: Rapport, before: Indata, fresh: Indata, person: Person) -> None:
    row.nr += 1
    fresh.rapport, fresh.nr, fresh.skapad_av = row.id, row.nr, person.username
    db.add(fresh)
    old, new = {"sha256": before.sha256}, {"nr": row.nr, "sha256": fresh.sha256}
    note(db, Entry(person.username, "rapport.sparad", "rapport", row.id, old, new), fresh.skapad)


def get_report(service: Service, person: Person, report: str) -> Report:
    """A report. Raises NotKnown."""
    with service.records.look() as db:
        return as_seen(_known(find_report(db, report, person)), person)


def page_reports(service: Service, person: Person, wanted: Wanted, span: Span) -> Page[Report]:
    """A part of the reports that the person may know of."""
    with service.records.look() as db:
        page = list_reports(db, person, wanted, span)
        return Page(tuple(as_seen(row, person, steps=False) for row in page.rows), page.total, page.start)


def input_of(service: Service, person: Person, report: str, nr: int = 0) -> tuple[int, str]:
    """A version of the input, or the latest: its number and its digest. Raises NotKnown."""
    return _input(service, get_report(service, person, report), nr)


def _input(service: Service, seen: Report, nr: int = 0) -> tuple[int, str]:
    wanted = nr or seen.nr
    if not 0 < wanted <= seen.nr:
        raise not_known("Versionen")
    with service.records.look() as db:
        row = find_input(db, seen.id, wanted)
        if row is None:
            raise not_known("Versionen")
        return row.nr, row.sha256


def inputs_of(service: Service, person: Person, report: str) -> tuple[Mapping[str, Any], ...]:
    """The versions of the input that the person may see, the newest first. Raises NotKnown."""
    with service.records.look() as db:
        row = _known(find_report(db, report, person))
        last = visible_nr(row, person)
        return tuple(
            {"nr": one.nr, "sha256": one.sha256, "skapad": one.skapad.isoformat(), "skapad_av": one.skapad_av}
            for one in reversed(row.indata)
            if one.nr <= last
        )


def check_report(service: Service, person: Person, report: str) -> Saved:
    """The faults of the latest version that the person may see. Raises NotKnown."""
    seen = get_report(service, person, report)
    _, sha256 = _input(service, seen)
    return _checked(service, seen, sha256)


def visible_nr(row: Rapport, person: Person) -> int:
    """The latest version of the input that the person may see: others see what was handed in."""
    return row.nr if row.organ in person.organs else row.inskickad_nr


def as_seen(row: Rapport, person: Person, *, steps: bool = True) -> Report:
    """The report, as far as the person may see it."""
    return Report(
        row.id,
        row.slug,
        row.organ,
        row.ar,
        row.titel,
        row.status,
        visible_nr(row, person),
        row.version,
        dict(row.beslut),
        tuple(_step(one) for one in row.steg) if steps else (),
        row.andrad.isoformat(),
    )


def _step(one: Steg) -> Mapping[str, Any]:
    return {
        "nr": one.nr,
        "fran": one.fran,
        "till": one.till,
        "indata": one.indata,
        "vem": one.vem,
        "nar": one.nar.isoformat(),
        "varfor": one.varfor,
        "uppgifter": dict(one.uppgifter),
    }


def _checked(service: Service, report: Report, sha256: str, path: Path | None = None) -> Saved:
    return Saved(report, *_faults(service, sha256, report.slug, report.status, report.decision, path))


def _faults(
    service: Service, sha256: str, slug: str, status: str, decision: Mapping[str, Any], path: Path | None
) -> Checked:
    """The faults of an input in its state; it is fetched by its digest where it is not at hand."""

    def find() -> Checked:
        with service.open_folder() as folder:
            source = path or fetch(service.store, sha256, folder / f"{slug}.json")
            return check_draft(service, write_document(source, slug, status, decision, folder))

    return remembered(service, (sha256, slug, status, json.dumps(dict(decision), sort_keys=True)), find)


def _known(row: Thing | None) -> Thing:
    if row is None:
        raise not_known("Rapporten")
    return row


def _only_organ(person: Person) -> str:
    """The body of who writes for one body only."""
    organs = person.organs
    return next(iter(organs)) if len(organs) == 1 else ""


def _require_same(draft: Draft, slug: str, organ: str) -> None:
    if draft.slug != slug:
        raise InvalidInput(
            Problem(
                "wrong_doctype",
                f"Rapporten är av typen ”{slug}”, men det nya underlaget av typen ”{draft.slug}”.",
                "dokumenttyp",
                "Skapa en ny rapport för en annan dokumenttyp.",
            )
        )
    if draft.organ != organ:
        raise InvalidInput(
            Problem(
                "other_organ",
                f"Rapporten hör till {organ}, men det nya underlaget till {draft.organ}.",
                "organ",
                f"Ange ”{organ}”, eller skapa en ny rapport för det andra organet.",
            )
        )


def _unknown_organ(organ: str) -> Problem:
    return Problem(
        "unknown_organ",
        f"Organet ”{organ}” finns inte i ramverket.",
        "organ",
        "Ange ett organ som finns i ramverket.",
    )


def _closed(status: str) -> Problem:
    return Problem(
        "report_closed",
        f"Rapporten kan inte ändras när dess status är ”{status}”.",
        remedy="Be kansliet att återlämna den.",
    )
