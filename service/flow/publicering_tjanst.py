"""Looking through a meeting before publication in the service: order it, see what was found, decide.

What was found lies in the files of the job that looked; who decided what, and when, in a table and in the log. The
log holds ids of findings and never their words.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from service.errors import InvalidInput, Problem
from service.flow.granska_publicering import findings_as_json, review_publication
from service.flow.orders import MEETING_NAME, lay_out_meeting, place_order, underlag_of
from service.flow.preparation import EDITORS
from service.flow.publicering_beslutat import recorded_decisions
from service.flow.publicering_fynd import Looked
from service.flow.published import DeliveredFile, Delivery, sha256_of
from service.flow.read import Reader
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.flow.wiring import Workshop
from service.model.people import CENTRAL, Person
from service.model.publicering import Beslut, Beslutslista, Fynd, Fyndslag, Publiceringsbeslut
from service.records import publicering as records
from service.records.audit import Entry, note
from service.records.base import JsonObject
from service.records.blobs import fetch
from service.records.jobs import DONE, ENDED, jobs_of
from service.records.meetings import find_meeting
from service.records.publicering import decisions_of, find_decision
from service.records.tables import Jobb

REVIEW = "granska_publicering"
FOUND_NAME = "fynd.json"
_NOTHING = Beslutslista()


@dataclass(frozen=True, slots=True)
class _Found:
    """What the latest look found."""

    job: str
    current: bool
    """Whether the meeting is as it was then."""
    handlingar: Sequence[Mapping[str, Any]]


def order_review(service: Service, person: Person, meeting: str) -> str:
    """Order a look through all that the public edition would show; the job's id.

    Raises:
        NotKnown, NotAllowed, InvalidInput: as for a packet.
    """
    with service.open_folder() as folder:
        files = lay_out_meeting(service, person, meeting, folder)
        require(person, EDITORS, "", "Att granska ett sammanträde inför publicering")
        underlag = underlag_of(service, REVIEW, MEETING_NAME, files)
    underlag |= {"ocr": service.settings.ocr}
    return place_order(service, person, Jobb(slag=REVIEW, sammantrade=meeting, underlag=underlag))


def deliver_review(path: Path, target: Path, reader: Reader, workshop: Workshop) -> Delivery:
    """What the job makes: the findings, a picture of every page that has some, and the PDF that was looked through.

    Masks are drawn on just that file's pages, whatever becomes of the original.
    """
    review = review_publication(path, reader, workshop, target)
    found = target / FOUND_NAME
    told = [findings_as_json(one, _NOTHING) for one in review.looked]
    found.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    looked = [_kept(one, target) for one in review.looked]
    files = (found, *review.pictures, *looked)
    return Delivery(tuple(DeliveredFile(one, sha256_of(one)) for one in files), review.notices)


def _kept(looked: Looked, target: Path) -> Path:
    return Path(shutil.copyfile(looked.one.pdf, target / pdf_name(looked.one.numbered.number)))


def pdf_name(number: str) -> str:
    """The name of the PDF of a handling that was looked through."""
    return f"{number}.pdf"


def get_review(service: Service, person: Person, meeting: str) -> JsonObject:
    """What was found, what is decided, and what is left. Raises NotKnown."""
    _require_meeting(service, person, meeting)
    found, pending = _latest(service, meeting)
    decisions = recorded_decisions(service, meeting)
    shown = [_shown(one, decisions, service, meeting) for one in found.handlingar] if found else []
    return {
        "jobb": found.job if found else None,
        "pagar": pending,
        "aktuell": found is not None and found.current,
        "utan_beslut": sum(one["utan_beslut"] for one in shown),
        "granskade": sum(one["granskad"] is not None for one in shown),
        "handlingar": shown,
    }


def decide_findings(service: Service, person: Person, meeting: str, choice: Mapping[str, Any]) -> JsonObject:
    """Decide about findings, or about kinds of them in handlingar.

    Args:
        service: the service.
        person: who decides.
        meeting: the meeting.
        choice: `beslut`, and either ids in `fynd`, or `handling` and `slag`; `grund`.

    Raises:
        NotKnown, NotAllowed: as usual.
        InvalidInput: it is about nothing that was found.
    """
    found = _require_found(service, person, meeting)
    wanted = frozenset(choice.get("fynd", ()))
    rows = [
        _row(service, person, meeting, one, choice, slag=slag, fynd=fynd)
        for one in found.handlingar
        for slag, fynd in _chosen(one, wanted, choice)
    ]
    if not rows:
        raise InvalidInput(
            Problem(
                "publication_nothing_chosen",
                "Inget fynd stämmer med det som beslutet ska gälla.",
                "fynd",
                "Hämta granskningen på nytt, och välj bland de fynd som står där.",
            )
        )
    _keep(service, person, meeting, rows, "publicering.beslutad")
    return get_review(service, person, meeting)


def _chosen(
    handling: Mapping[str, Any], wanted: frozenset[str], choice: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """The kinds and findings of a handling that a choice is about."""
    to_decide = [one for one in handling["fynd"] if one["foljer_med"]]
    if wanted:
        return [(one["slag"], one["id"]) for one in to_decide if one["id"] in wanted]
    if choice.get("handling") not in (None, handling["handling"]):
        return []
    slag = choice.get("slag")
    kinds = dict.fromkeys(one["slag"] for one in to_decide)
    return [(kind, "") for kind in kinds if slag is None or kind == slag.value]


def mask_place(service: Service, person: Person, meeting: str, place: Mapping[str, Any]) -> JsonObject:
    """Mask a place where nothing was found: `handling`, `sida`, `ruta`, `grund`.

    Raises:
        NotKnown, NotAllowed: as usual.
        InvalidInput: there is no such page, or it is no rectangle.
    """
    found = _require_found(service, person, meeting)
    sides: Sequence[Decimal] = place["ruta"]
    for one in found.handlingar:
        if one["handling"] == place["handling"] and 1 <= place["sida"] <= one["sidor"]:
            if len(sides) != 4 or sides[0] >= sides[2] or sides[1] >= sides[3]:
                break
            row = _row(service, person, meeting, one, {**place, "beslut": Publiceringsbeslut.MASKERA})
            row.ruta = {"sida": place["sida"], "ruta": [float(side) for side in sides]}
            _keep(service, person, meeting, [row], "publicering.maskad")
            return get_review(service, person, meeting)
    raise InvalidInput(
        Problem(
            "publication_no_such_page",
            f"Handling {place['handling']} har ingen sådan ruta på sidan {place['sida']}.",
            "ruta",
            "Ange handlingens nummer, sidan och rutans vänstra, nedre, högra och övre kant i punkter.",
        )
    )


def take_back_mask(service: Service, person: Person, meeting: str, mask: str) -> JsonObject:
    """Take back an own mask. Raises NotKnown, NotAllowed."""
    _require_found(service, person, meeting)
    at = service.now()
    with service.records.change() as db:
        row = find_decision(db, meeting, mask)
        if row is None or row.ruta is None or row.aterkallat is not None:
            raise not_known("Masken")
        row.aterkallat = at
        note(
            db,
            Entry(person.username, "publicering.mask_aterkallad", "sammantrade", meeting, {"id": mask}),
            at,
        )
    return get_review(service, person, meeting)


def _row(
    service: Service,
    person: Person,
    meeting: str,
    handling: Mapping[str, Any],
    choice: Mapping[str, Any],
    *,
    slag: str = "",
    fynd: str = "",
) -> records.Publiceringsbeslut:
    return records.Publiceringsbeslut(
        id=service.new_id(),
        sammantrade=meeting,
        sha256=handling["sha256"],
        handling=handling["handling"],
        fynd=fynd,
        slag=slag,
        beslut=choice["beslut"].value,
        ruta=None,
        grund=choice.get("grund", ""),
        vem=person.username,
        namn=person.name,
        nar=service.now(),
        aterkallat=None,
    )


def _keep(
    service: Service, person: Person, meeting: str, rows: Sequence[records.Publiceringsbeslut], what: str
) -> None:
    told = [
        {"id": one.id, "handling": one.handling, "fynd": one.fynd, "slag": one.slag, "beslut": one.beslut}
        for one in rows
    ]
    at = service.now()
    with service.records.change() as db:
        db.add_all(rows)
        db.flush()
        note(db, Entry(person.username, what, "sammantrade", meeting, None, {"beslut": told}), at)


def _require_meeting(service: Service, person: Person, meeting: str) -> None:
    with service.records.look() as db:
        if not person.roles & CENTRAL or find_meeting(db, meeting) is None:
            raise not_known("Sammanträdet")


def _require_found(service: Service, person: Person, meeting: str) -> _Found:
    _require_meeting(service, person, meeting)
    require(person, EDITORS, "", "Att besluta om publicering")
    found, _ = _latest(service, meeting)
    if found is None:
        raise InvalidInput(
            Problem(
                "publication_not_reviewed",
                "Sammanträdets handlingar har inte granskats inför publicering än.",
                remedy="Beställ granskningen först.",
            )
        )
    return found


def _latest(service: Service, meeting: str) -> tuple[_Found | None, str | None]:
    """The latest look that is done, and the id of one that is at work."""
    with service.records.look() as db:
        looks = [job for job in jobs_of(db, meeting=meeting) if job.slag == REVIEW]
        pending = next((job.id for job in looks if job.status not in ENDED), None)
        done = next((job for job in looks if job.status == DONE), None)
        file = next((one.sha256 for one in done.utdata if one.namn == FOUND_NAME), "") if done else ""
        ident = done.id if done else ""
        row = find_meeting(db, meeting)
        current = bool(done and row and row.andrad <= done.skapad)
    if not file:
        return None, pending
    with service.open_folder() as folder:
        raw = fetch(service.store, file, folder / FOUND_NAME).read_text(encoding="utf-8")
    return _Found(ident, current, json.loads(raw)), pending


def _shown(
    handling: Mapping[str, Any], decisions: Beslutslista, service: Service, meeting: str
) -> JsonObject:
    """A handling's findings, each with what is decided about it."""
    fynd = [{**one, "beslut": _decided(one, handling, decisions)} for one in handling["fynd"]]
    with service.records.look() as db:
        masker = [
            {"id": row.id, **row.ruta, "av": row.namn, "tid": row.nar.isoformat(), "grund": row.grund}
            for row in decisions_of(db, meeting)
            if row.ruta is not None and row.sha256 == handling["sha256"]
        ]
    left = sum(one["foljer_med"] and one["beslut"] is None for one in fynd)
    read = handling.get("granskad")  # a look that an earlier version made says nothing of it
    return {**handling, "granskad": read, "fynd": fynd, "masker": masker, "utan_beslut": left}


def _decided(
    one: Mapping[str, Any], handling: Mapping[str, Any], decisions: Beslutslista
) -> JsonObject | None:
    slag = next(kind for kind in Fyndslag if kind.value == one["slag"])
    fynd = Fynd(id=one["id"], handling=handling["handling"], slag=slag, sida=one["sida"])
    decided: Beslut | None = decisions.of(fynd, handling["sha256"])
    if decided is None:
        return None
    return {
        "beslut": decided.beslut.value,
        "av": decided.av,
        "tid": decided.tid.isoformat(),
        "grund": decided.grund,
        "galler": "fynd" if decided.fynd else "slag",
    }
