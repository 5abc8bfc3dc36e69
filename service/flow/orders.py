"""Ordering work: a job is a set of files by content, and choices. Nothing else goes into its result.

So the job of today and a job of next year with the same underlag make the same bytes, a worker needs nothing but the
job's row and the store, and the same work is not ordered twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Notice, Problem
from service.flow.check import check_file
from service.flow.compile_packet import compile_packet
from service.flow.drafts import reader_of, write_document
from service.flow.follow_up import FollowUp, Scope
from service.flow.frameworks import current_framework
from service.flow.places import TEMPLATES
from service.flow.preparation import EDITORS
from service.flow.publicering_beslut import DECISIONS_NAME
from service.flow.publicering_beslutat import decisions_text
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.refusals import not_known, require
from service.flow.register import Report, check_report, input_of
from service.flow.service import Service
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from service.model.people import CENTRAL, Person
from service.records.audit import Entry, note
from service.records.base import JsonObject
from service.records.blobs import fetch
from service.records.database import Conflict
from service.records.jobs import DONE, WAITING, find_job, find_same
from service.records.meetings import find_meeting
from service.records.reports import find_file, find_report
from service.records.tables import Jobb, Sammantrade

BUILD, COMPILE = "bygg", "sammanstall"
OVERVIEW = "nulagesbild"
TRIAL = "prova"
FORMATS = ("docx", "pdf")
FRAMEWORK_NAME = "ramverk.json"
MEETING_NAME = "mote.json"


def order_build(service: Service, person: Person, report: str, formats: Sequence[str] = FORMATS) -> str:
    """Order the documents of the latest version that the person may see; the job's id.

    Raises:
        NotKnown: no such report.
        InvalidInput: it has faults; a report with faults is not built.
    """
    saved = check_report(service, person, report)
    if saved.problems:
        raise InvalidInput(*saved.problems)
    nr, sha256 = input_of(service, person, report)
    with service.open_folder() as folder:
        document = _document(service, saved.report, sha256, folder)
        files = {document.name: service.store.put(document)}
    underlag = underlag_of(service, BUILD, document.name, files) | {"format": sorted(formats)}
    return place_order(service, person, Jobb(slag=BUILD, rapport=report, indata=nr, underlag=underlag))


def order_packet(
    service: Service,
    person: Person,
    meeting: str,
    renditions: Collection[str],
    piece_mb: float = 0,
    after: str = "",
) -> str:
    """Order a meeting's packet; the job's id.

    Args:
        service: the service.
        person: who orders it.
        meeting: the meeting's id.
        renditions: the editions that are wanted.
        piece_mb: how large the pieces may be into which it is also split; 0 when it is not split.
        after: the packet of the dispatch before, by its job: what was sent keeps its numbers and pages.

    Raises:
        NotKnown: no such meeting.
        NotAllowed: the person does not compile packets.
        InvalidInput: with every fault of the meeting and its documents.
    """
    with service.open_folder() as folder:
        files = lay_out_meeting(service, person, meeting, folder)
        require(person, EDITORS, "", "Att sammanställa ett sammanträde")
        files |= _decisions(service, meeting, folder)
        underlag = underlag_of(service, COMPILE, MEETING_NAME, files)
    underlag |= {"utgavor": sorted(renditions), "del_mb": piece_mb}
    if after:
        manifests = _manifests_of(service, meeting, after)
        underlag |= {
            "efter": sorted(manifests),
            "filer": dict(sorted({**underlag["filer"], **manifests}.items())),
        }
    return place_order(service, person, Jobb(slag=COMPILE, sammantrade=meeting, underlag=underlag))


def make_packet(
    underlag: JsonObject, path: Path, target: Path, reader: Reader, workshop: Workshop
) -> Delivery:
    """The packet that was ordered, from its files in the folder of the meeting file."""
    wanted = [one for one in Rendition if one.value in underlag["utgavor"]]
    before = tuple(path.parent / name for name in underlag.get("efter", ()))
    follow = FollowUp(before, Scope.BADA, asked=bool(before))
    return compile_packet(path, target, reader, workshop, wanted, underlag["del_mb"], follow)


def _manifests_of(service: Service, meeting: str, job: str) -> dict[str, str]:
    """The manifests of a finished packet, one for each edition, by name."""
    with service.records.look() as db:
        row = find_job(db, job)
        if row is None or row.sammantrade != meeting or row.slag != COMPILE or row.status != DONE:
            raise InvalidInput(
                Problem(
                    "not_built",
                    "Paketet som ska följas upp är inte ett färdigt paket av det här sammanträdet.",
                    "efter",
                    "Ange id för jobbet som gjorde det utsända paketet; se /sammantraden/{mote}/paket.",
                )
            )
        return {
            one.namn: one.sha256
            for one in row.utdata
            if one.namn.endswith(".manifest.json") and "-tillagg" not in one.namn
        }


def _decisions(service: Service, meeting: str, folder: Path) -> dict[str, str]:
    """The file of decisions about publication, where there are some."""
    text = decisions_text(service, meeting)
    if not text:
        return {}
    place = folder / DECISIONS_NAME
    place.write_text(text, encoding="utf-8")
    return {DECISIONS_NAME: service.store.put(place)}


def check_meeting(
    service: Service, person: Person, meeting: str
) -> tuple[tuple[Problem, ...], tuple[Notice, ...]]:
    """Every fault and notice of a meeting, its reports and its files. Raises NotKnown."""
    with service.open_folder() as folder:
        lay_out_meeting(service, person, meeting, folder)
        found = check_file(folder / MEETING_NAME, reader_of(service))
        return found.problems, found.notices


def lay_out_meeting(service: Service, person: Person, meeting: str, folder: Path) -> dict[str, str]:
    """Write the meeting file with everything it names into a folder; what was written, by content.

    Raises:
        NotKnown: no such meeting, or a report in it that the person may not know of.
    """
    files: dict[str, str] = {}
    with service.records.look() as db:
        row = find_meeting(db, meeting)
        if row is None or not person.roles & CENTRAL:
            raise not_known("Sammanträdet")
        raw = meeting_file(row)
        # A name of our own for each: what the sender called the file is never a path.
        wanted = [(one, one.id) for arende in row.arenden for one in arende.handlingar]
        sources: list[tuple[str, str]] = []
        reports: list[tuple[str, str]] = []
        for one, name in wanted:
            if one.fil is not None:
                file = find_file(db, one.fil)
                if file is None:
                    raise not_known("Filen")
                sources.append((name + Path(file.namn).suffix.lower(), file.sha256))
                _point(raw, one.id, "fil", sources[-1][0])
            elif one.rapport is not None:
                if find_report(db, one.rapport, person) is None:
                    raise not_known("Rapporten")
                reports.append((name, one.rapport))
    for name, sha256 in sources:
        fetch(service.store, sha256, folder / name)
        files[name] = sha256
    for name, report in reports:
        saved = check_report(service, person, report)
        _, sha256 = input_of(service, person, report)
        document = _document(service, saved.report, sha256, folder, name)
        files[document.name] = service.store.put(document)
        _point(raw, name, "indata", document.name)
    place = folder / MEETING_NAME
    place.write_text(json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    files[MEETING_NAME] = service.store.put(place)
    return files


def meeting_file(row: Sammantrade) -> JsonObject:
    """The meeting as its file would hold it, without the places of its documents."""
    arenden = []
    for arende in row.arenden:
        handlingar = [{**one.uppgifter, "id": one.id} for one in arende.handlingar]
        arenden.append({**arende.uppgifter, **({"handlingar": handlingar} if handlingar else {})})
    return {
        "dokumenttyp": "kallelse",
        "sammantrade": dict(row.sammantrade),
        "kallelse": dict(row.kallelse),
        "arenden": arenden,
    }


def _point(raw: JsonObject, handling: str, field: str, name: str) -> None:
    for arende in raw["arenden"]:
        for one in arende.get("handlingar", []):
            if one["id"] == handling:
                one[field] = name


def _document(service: Service, report: Report, sha256: str, folder: Path, name: str = "") -> Path:
    raw = fetch(service.store, sha256, folder / f"{service.new_id()}.in")
    try:
        return write_document(raw, report.slug, report.status, report.decision, folder, name)
    finally:
        raw.unlink()


def underlag_of(service: Service, kind: str, start: str, files: Mapping[str, str]) -> JsonObject:
    """All that the work is made from: files by content, framework, templates, day."""
    reader_of(service)  # the framework is there
    return {
        "slag": kind,
        "start": start,
        "filer": dict(sorted(files.items())),
        "ramverk": current_framework(service).sha256,
        "mallar": templates_digest(service.settings.mallar),
        "dag": service.now().astimezone(STOCKHOLM).date().isoformat(),
    }


def templates_digest(own: str) -> str:
    """One digest of every template: with another template it is another work."""
    digest = hashlib.sha256()
    for root in (TEMPLATES, *([Path(own)] if own else [])):
        for path in sorted(root.rglob("mall.*")):
            digest.update(str(path.relative_to(root)).encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def place_order(service: Service, person: Person, job: Jobb, *, noted: bool = True) -> str:
    """Keep the job, unless the same work has been ordered already; then that job's id.

    Args:
        service: the service.
        person: who orders it.
        job: the work.
        noted: whether the log tells of it; not of what the page orders by itself while somebody types.
    """
    told = json.dumps(job.underlag, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(f"{job.rapport}\n{job.indata}\n{job.sammantrade}\n{told}".encode()).hexdigest()
    at = service.now()
    job.id, job.enda, job.status = service.new_id(), digest, WAITING
    job.bestalld_av, job.skapad = person.username, at
    ident = job.id
    try:
        with service.records.change() as db:
            same = find_same(db, digest)
            if same is not None:
                return same.id
            db.add(job)
            if noted:
                entry = Entry(person.username, f"jobb.{job.slag}", "jobb", ident, None, {"underlag": digest})
                note(db, entry, at)
    except Conflict:
        with service.records.look() as db:
            same = find_same(db, digest)
            if same is None:
                raise
            return same.id
    return ident
