"""Releasing a packet: from then on readers may have its public edition, and the body's own members the internal one.

What a reader sees of the meeting is what the public edition tells, not what the kansli is working on: the agenda comes
from the released manifest, so that nothing added or withheld later, and no title that is not public, is seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from service.errors import Problem
from service.flow.arkiv.seals import seal_stored
from service.flow.jobs import OutputFile
from service.flow.orders import COMPILE, MEETING_NAME
from service.flow.preparation import EDITORS, get_meeting, page_meetings
from service.flow.publicering_beslut import DECISIONS_NAME
from service.flow.publicering_beslutat import decisions_sha256
from service.flow.refusals import WrongState, not_known, require
from service.flow.search import forget_release, index_release, texts_in, words_of_file
from service.flow.service import Service
from service.flow.shown_jobs import shown_file
from service.model.choices import Rendition
from service.model.lists import Page, Span
from service.model.people import CENTRAL, Person, Role
from service.records.audit import Entry, note
from service.records.base import JsonObject, Transaction
from service.records.blobs import fetch
from service.records.jobs import DONE, find_job
from service.records.meetings import find_meeting
from service.records.releases import Utgivning, page_released, releases_of
from service.records.tables import Jobb

_TOLD = ("organ", "datum", "tid_start", "tid_slut", "plats", "distans", "typ", "ordforande", "webb_tv_url")
"""Of a meeting: what stands on the public notice."""
_CALLED = ("slag", "version", "diarienummer", "datum")
_MANIFEST = ".manifest.json"
_INSIDERS = frozenset({Role.NAMNDSEKRETERARE})


def release_packet(service: Service, person: Person, meeting: str, job: str) -> JsonObject:
    """Release a finished packet.

    Raises:
        NotKnown: no such meeting, or no such job of it.
        NotAllowed: the person does not release packets.
        WrongState: the job is not finished, has no public edition, or is released already.
        ToolMissing, ConfigError, ToolError: it is to be sealed, and cannot be.
    """
    at = service.now()
    with service.records.look() as db:
        row, work = find_meeting(db, meeting), find_job(db, job)
        if row is None or not person.roles & CENTRAL:
            raise not_known("Sammanträdet")
        require(person, EDITORS, "", "Att ge ut ett paket")
        if work is None or work.sammantrade != meeting or work.slag != COMPILE:
            raise not_known("Jobbet")
        if work.status != DONE:
            raise WrongState(_not_finished())
        files = {one.namn: one.sha256 for one in work.utdata}
        underlag, organ = dict(work.underlag), row.organ
    told = [_read(service, sha256) for name, sha256 in files.items() if name.endswith(_MANIFEST)]
    public = [one for one in told if one["utgava"] == Rendition.PUBLIK.value]
    if not public:
        raise WrongState(_no_public_edition())
    if underlag["filer"].get(DECISIONS_NAME, "") != decisions_sha256(service, meeting):
        raise WrongState(_decided_since())
    whole = next((one for one in public if one["utskick"]["omfattning"] == "hela"), public[0])
    shown = _as_public(_read(service, underlag["filer"][MEETING_NAME]), whole)
    shown_title = str(whole["paket"]["titel"])
    names = sorted(name for one in public for name in _files_of(one, files))
    words = _words(service, shown, [files[name] for name in names if name.endswith(".pdf")])
    sealed = _sealed(service, told, files)
    with service.records.change() as db:
        earlier = releases_of(db, meeting)
        if any(one.jobb == job and one.aterkallad is None for one in earlier):
            raise WrongState(_released_already())
        release = Utgivning(
            id=service.new_id(),
            sammantrade=meeting,
            jobb=job,
            nr=1 + max((one.nr for one in earlier), default=0),
            visas=shown,
            publika=names,
            forseglade=sealed,
            vem=person.username,
            nar=at,
            aterkallad=None,
            varfor="",
        )
        db.add(release)
        index_release(db, release.id, meeting, organ, shown_title, words)
        note(
            db,
            Entry(
                person.username, "utgivning.ny", "sammantrade", meeting, None, {"jobb": job, "filer": names}
            ),
            at,
        )
        return _shown(db, release, organ, person)


def withdraw_release(service: Service, person: Person, meeting: str, release: str, why: str) -> JsonObject:
    """Take a release back: nobody but those who prepare can fetch it after that.

    Raises:
        NotKnown: no such release.
        NotAllowed: the person does not release packets.
    """
    at = service.now()
    with service.records.change() as db:
        row = find_meeting(db, meeting)
        found = next((one for one in _visible(db, meeting, person) if one.id == release), None)
        if row is None or found is None or not person.roles & CENTRAL:
            raise not_known("Utgivningen")
        require(person, EDITORS, "", "Att återkalla ett paket")
        if found.aterkallad is None:
            found.aterkallad, found.varfor = at, why[:300]
            forget_release(db, found.id)
            before, after = {"nr": found.nr}, {"varfor": why}
            note(
                db,
                Entry(person.username, "utgivning.aterkallad", "sammantrade", meeting, before, after),
                at,
            )
        return _shown(db, found, row.organ, person)


def list_releases(service: Service, person: Person, meeting: str) -> tuple[JsonObject, ...]:
    """The releases of a meeting that the person may have, the newest first. Raises NotKnown."""
    with service.records.look() as db:
        row = find_meeting(db, meeting)
        found = _visible(db, meeting, person)
        if row is None or (not found and not person.roles & CENTRAL):
            raise not_known("Sammanträdet")
        return tuple(_shown(db, one, row.organ, person) for one in found)


def release_file(service: Service, person: Person, meeting: str, release: str, name: str) -> OutputFile:
    """A file of a release. Raises NotKnown."""
    with service.records.look() as db:
        row = find_meeting(db, meeting)
        found = next((one for one in _visible(db, meeting, person) if one.id == release), None)
        job = find_job(db, found.jobb) if found is not None else None
        if row is not None and found is not None and job is not None:
            for one in _files_for(found, job, row.organ, person):
                if one["namn"] == name:
                    return OutputFile(name, one["sha256"], one["storlek"])
    raise not_known("Filen")


def seen_meeting(service: Service, person: Person, meeting: str) -> JsonObject:
    """A meeting: as it is worked on, for who prepares it; else as it is released. Raises NotKnown."""
    if person.roles & CENTRAL:
        return get_meeting(service, person, meeting)
    return released_meeting(service, person, meeting)


def page_seen_meetings(service: Service, person: Person, organ: str, span: Span) -> Page[JsonObject]:
    """A part of the meetings: all, for who prepares them; else those that are released."""
    if person.roles & CENTRAL:
        return page_meetings(service, person, organ, span)
    return page_released_meetings(service, person, organ, span)


def released_meeting(service: Service, person: Person, meeting: str) -> JsonObject:
    """A meeting as its newest standing release tells it. Raises NotKnown."""
    with service.records.look() as db:
        found = _standing(db, meeting, person)
        if not found:
            raise not_known("Sammanträdet")
        return _meeting(found[0])


def page_released_meetings(service: Service, person: Person, organ: str, span: Span) -> Page[JsonObject]:
    """A part of the meetings that have a release which stands, as it tells them."""
    if not person.roles - {Role.ADMINISTRATOR}:
        return Page((), 0, span.start)
    with service.records.look() as db:
        page = page_released(db, organ, span)
        rows = [_meeting(_standing(db, row.id, person)[0]) for row in page.rows]
        heads = ({key: value for key, value in row.items() if key != "arenden"} for row in rows)
        return Page(tuple(heads), page.total, page.start)


def index_again(service: Service, release: str) -> None:
    """Make a release findable anew, unless it was withdrawn."""
    with service.records.look() as db:
        row = db.get(Utgivning, release)
        job = find_job(db, row.jobb) if row is not None and row.aterkallad is None else None
        meeting = find_meeting(db, row.sammantrade) if row is not None else None
        if row is None or job is None or meeting is None:
            return
        shown, home, organ = dict(row.visas), row.sammantrade, meeting.organ
        titel = f"{organ} {meeting.datum.isoformat()}"
        papers = [one.sha256 for one in job.utdata if one.namn in row.publika and one.namn.endswith(".pdf")]
    words = _words(service, shown, papers)
    with service.records.change() as db:
        index_release(db, release, home, organ, titel, words)


def _words(service: Service, shown: Mapping[str, Any], papers: Sequence[str]) -> str:
    """What the public edition tells: its agenda, and the words of its pages."""
    pieces = list(texts_in(shown["arenden"]))
    with service.open_folder() as folder:
        for sha256 in papers:
            path = fetch(service.store, sha256, folder / f"{sha256}.pdf")
            pieces.append(words_of_file(service.triage, path, pages=service.settings.max_sidor_paket))
    return " ".join(pieces)


def _meeting(release: Utgivning) -> JsonObject:
    return {
        "id": release.sammantrade,
        "version": release.nr,
        "andrad": release.nar.isoformat(),
        **release.visas,
    }


def _visible(db: Transaction, meeting: str, person: Person) -> list[Utgivning]:
    """Those who prepare see also what was withdrawn; the administrator, as such, nothing."""
    if not person.roles - {Role.ADMINISTRATOR}:
        return []
    all_of = releases_of(db, meeting)
    return [one for one in all_of if one.aterkallad is None or person.roles & CENTRAL]


def _standing(db: Transaction, meeting: str, person: Person) -> list[Utgivning]:
    return [one for one in _visible(db, meeting, person) if one.aterkallad is None]


def _reads_internal(person: Person, organ: str) -> bool:
    """Who prepares; the body's secretary; its members and deputies."""
    return bool(person.roles & CENTRAL or person.has(_INSIDERS, organ) or organ in person.member_of)


def _files_for(release: Utgivning, job: Jobb, organ: str, person: Person) -> list[JsonObject]:
    """The files of a release, each as it was sealed where it was."""
    inside = _reads_internal(person, organ)
    return [
        {**shown_file(one), **release.forseglade.get(one.namn, {}), "publik": one.namn in release.publika}
        for one in job.utdata
        if inside or one.namn in release.publika
    ]


def _sealed(
    service: Service, manifests: Sequence[Mapping[str, Any]], files: Mapping[str, str]
) -> dict[str, JsonObject]:
    """Every packet and piece, sealed, where the settings want it; the signed originals have their own signatures."""
    if service.settings.sigill != "ja":
        return {}
    names = [name for one in manifests for name in _files_of(one, files) if name.endswith(".pdf")]
    made = seal_stored(service, [files[name] for name in names], "Utgiven handling")
    return {name: made[files[name]] for name in names}


def _shown(db: Transaction, release: Utgivning, organ: str, person: Person) -> JsonObject:
    job = find_job(db, release.jobb)
    files = _files_for(release, job, organ, person) if job is not None else []
    central = bool(person.roles & CENTRAL)
    return {
        "id": release.id,
        "nr": release.nr,
        "jobb": release.jobb if central else None,
        "vem": release.vem if central else "",
        "nar": release.nar.isoformat(),
        "aterkallad": release.aterkallad.isoformat() if release.aterkallad else None,
        "varfor": release.varfor,
        "forseglad": bool(release.forseglade),
        "filer": files,
    }


def _read(service: Service, sha256: str) -> dict[str, Any]:
    with service.open_folder() as folder:
        read: dict[str, Any] = json.loads(
            fetch(service.store, sha256, folder / "fil.json").read_text(encoding="utf-8")
        )
        return read


def _files_of(manifest: Mapping[str, Any], files: Mapping[str, str]) -> list[str]:
    """The files of one edition: packet, pieces and the manifest itself."""
    packet = str(manifest["paket"]["fil"])
    wanted = [packet, packet.removesuffix(".pdf") + _MANIFEST, *(one["fil"] for one in manifest["delfiler"])]
    return [name for name in wanted if name in files]


def _as_public(meeting: Mapping[str, Any], manifest: Mapping[str, Any]) -> JsonObject:
    held, called = meeting["sammantrade"], meeting["kallelse"]
    return {
        "sammantrade": {key: held[key] for key in _TOLD if key in held},
        "kallelse": {key: called[key] for key in _CALLED if key in called},
        "arenden": list(manifest["foredragningslista"]),
    }


def _not_finished() -> Problem:
    return Problem(
        "not_built",
        "Paketet är inte färdigt.",
        "jobb",
        "Vänta tills jobbet är klart, eller beställ ett nytt.",
    )


def _no_public_edition() -> Problem:
    return Problem(
        "no_public_edition",
        "Jobbet har ingen offentlig utgåva, så det finns inget att ge ut.",
        "jobb",
        "Sammanställ paketet med utgåvan ”publik”, ensam eller tillsammans med den interna.",
    )


def _decided_since() -> Problem:
    return Problem(
        "publication_changed",
        "Det har beslutats om vad som publiceras sedan paketet byggdes.",
        remedy="Sammanställ paketet på nytt, och ge ut det.",
    )


def _released_already() -> Problem:
    return Problem("already_exists", "Paketet är redan utgivet.", "jobb", "Det finns inget mer att göra.")
