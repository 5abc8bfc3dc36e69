"""Making a delivery: from the register to a package that is whole, checked and in its place; or to nothing at all.

The delivery's row is made first, with its id and moment. A try that is broken off leaves it, and the next one with the
same matters goes on with the same id, so that what was written already can be used.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from service.archive.plan import plan_package
from service.archive.write import Packed, Progress, digest_of, write_package
from service.errors import ArchiveError, InvalidInput, Notice, Problem
from service.flow.arkiv.check import Checked, check_package
from service.flow.arkiv.content import REPORT, Around, delivered_case, referred, refusals, remarks
from service.flow.arkiv.signed import let_seals_go, with_seals, with_signatures
from service.flow.arkiv.terms import agreement, program
from service.flow.diarium.series import REGISTRARS
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.model.diarium import Diariearende
from service.model.leverans import Leverans, Leveransslag, Leveransstatus, Profil
from service.model.people import Person
from service.records import archive_tables as tables
from service.records.archive import decisions_of, find_begun, find_delivery, numbers_of, organ_names
from service.records.audit import Entry, note
from service.records.base import Transaction
from service.records.diarium import find_case
from service.records.diarium_rows import case_of

WORK = ".under-arbete"
"""The folder inside of the target in which a package is written and checked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be delivered, and how."""

    arenden: tuple[str, ...]
    """Ids or diarienummer."""
    profil: Profil = Profil.FGS_2_0
    slag: Leveransslag = Leveransslag.NY
    pdfa: bool = False
    """Whether every PDF in preservation format must be PDF/A by veraPDF's judgement."""
    sigill: bool = False
    """Whether the PDF files are sealed on their way into the package."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery that is ready to be sent."""

    id: str
    path: Path
    sha256: str
    size: int
    resumed: int
    checked: Checked
    notices: tuple[Notice, ...]


def deliver(
    service: Service, person: Person, wanted: Wanted, folder: Path, progress: Progress = lambda *_: None
) -> Delivered:
    """Pack matters for the e-archive into `folder`.

    Raises:
        NotAllowed: the person is no registrator.
        NotKnown: a matter does not exist.
        ConfigError: the agreement is not whole in the settings.
        InvalidInput: matters that cannot be delivered as they are, with every reason.
        ArchiveError: a file is not what the register says, or the finished package fails its check.
        ToolMissing: it is to be sealed, and the extra is not installed.
        ToolError: no room on the disk, or a tool that the check needs fails.
    """
    leverans, notices = begin(service, person, wanted)
    if wanted.sigill:
        leverans = with_seals(service, leverans)
    leverans, unjudged = with_signatures(service, leverans)
    work = folder / WORK
    packed = write_package(plan_package(leverans), work, service.store.read, progress)
    checked = check_package(packed.path, service.settings, pdfa=wanted.pdfa)
    if checked.problems:
        packed.path.unlink()
        _clear(work)
        raise ArchiveError(*checked.problems)
    place = folder / packed.path.name
    # A try that was broken off after this rename has left just this package here.
    if place.exists() and digest_of(place) != packed.sha256:
        raise ArchiveError(_in_the_way(place))
    packed.path.replace(place)
    _clear(work)
    _finish(service, person, leverans.id, packed, checked)
    let_seals_go(service, leverans.id)
    return Delivered(
        leverans.id,
        place,
        packed.sha256,
        packed.size,
        packed.resumed,
        checked,
        (*notices, *unjudged, *checked.notices),
    )


def begin(service: Service, person: Person, wanted: Wanted) -> tuple[Leverans, tuple[Notice, ...]]:
    """The delivery with all its content, and its row; that of an earlier try, if there is one.

    Raises:
        NotAllowed, NotKnown, ConfigError, InvalidInput: as `deliver`.
    """
    require(person, REGISTRARS, "", "Att leverera till e-arkivet")
    at = service.now()
    with service.records.change() as db:
        cases = _cases(db, person, wanted)
        organs = organ_names(db)
        myndighet = _one_creator(service, cases, organs)
        terms = agreement(service.settings, myndighet)
        around = Around(
            organs,
            numbers_of(db, referred(cases)),
            decisions_of(db, [one.kalla.removeprefix(REPORT) for case in cases for one in case.handlingar]),
        )
        underlag = _digest(wanted, cases)
        begun = find_begun(db, underlag)
        row = begun or _new_row(service, person, wanted, cases)
        row.underlag, row.arkivbildare = underlag, terms.arkivbildare.namn
        row.overenskommelse = asdict(terms)
        if begun is None:
            db.add(row)
            after = {"profil": row.profil, "slag": row.slag, "arenden": [case.diarienummer for case in cases]}
            note(db, Entry(person.username, "leverans.paborjad", "leverans", row.id, None, after), at)
        leverans = Leverans(
            row.id,
            wanted.profil,
            wanted.slag,
            row.skapad,
            terms,
            program(),
            tuple(delivered_case(case, around) for case in cases),
        )
    return leverans, tuple(one for case in cases for one in remarks(case))


def _cases(db: Transaction, person: Person, wanted: Wanted) -> tuple[Diariearende, ...]:
    cases: dict[str, Diariearende] = {}
    for name in wanted.arenden:
        row = find_case(db, person, name)
        if row is None:
            raise not_known(f"Ärendet {name}")
        cases.setdefault(row.id, case_of(db, person, row))
    if not cases:
        raise InvalidInput(
            Problem("empty_list", "Inga ärenden är angivna.", "arenden", "Ange minst ett diarienummer.")
        )
    trial = wanted.slag is Leveransslag.PROV
    problems = [one for case in cases.values() for one in refusals(case, trial=trial)]
    if not any(one.filer for case in cases.values() for one in case.handlingar):
        problems.append(_without_files())
    if problems:
        raise InvalidInput(*problems)
    return tuple(cases.values())


def _without_files() -> Problem:
    return Problem(
        "delivery_without_files",
        "Inget av ärendena har någon fil; ett paket utan filer är inte giltigt.",
        "arenden",
        "Ta med ett ärende som har filer.",
    )


def _one_creator(service: Service, cases: Sequence[Diariearende], organs: dict[str, str]) -> str:
    """What the archive's creator is called; one delivery has one."""
    found = list(dict.fromkeys(case.myndighet for case in cases))
    if len(found) > 1 and not service.settings.arkivbildare:
        names = ", ".join(organs.get(one, one) for one in found)
        raise InvalidInput(
            Problem(
                "several_creators",
                f"Ärendena hör till olika myndigheter: {names}.",
                "arenden",
                "Gör en leverans för varje myndighet, för varje myndighet är en egen arkivbildare.",
            )
        )
    return organs.get(found[0], found[0])


def _digest(wanted: Wanted, cases: Sequence[Diariearende]) -> str:
    """The same for the same matters, packed in the same way."""
    told = [wanted.profil.value, wanted.slag.value, [case.id for case in cases]]
    told += ["sigill"] if wanted.sigill else []
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _new_row(
    service: Service, person: Person, wanted: Wanted, cases: Sequence[Diariearende]
) -> tables.Leverans:
    return tables.Leverans(
        id=str(uuid.UUID(service.new_id(), version=4)),
        profil=wanted.profil.value,
        slag=wanted.slag.value,
        status=Leveransstatus.PABORJAD.value,
        skapad=service.now().replace(microsecond=0),
        skapad_av=person.username,
        arenden=[
            tables.Leveransarende(plats=nr, arende=case.id, diarienummer=case.diarienummer)
            for nr, case in enumerate(cases, start=1)
        ],
    )


def _finish(service: Service, person: Person, delivery: str, packed: Packed, checked: Checked) -> None:
    at = service.now()
    with service.records.change() as db:
        row = find_delivery(db, delivery)
        if row is None:
            raise not_known("Leveransen")
        before = {"status": row.status}
        row.status, row.rapport = Leveransstatus.PAKETERAD.value, checked.report()
        row.paket, row.paket_sha256, row.paket_storlek = packed.path.name, packed.sha256, packed.size
        after = {"status": row.status, "paket": row.paket, "sha256": row.paket_sha256}
        note(db, Entry(person.username, "leverans.paketerad", "leverans", row.id, before, after), at)


def _clear(work: Path) -> None:
    if not any(work.iterdir()):
        work.rmdir()


def _in_the_way(place: Path) -> Problem:
    return Problem(
        "package_exists",
        f"Paketet {place.name} finns redan i mappen.",
        str(place),
        "Flytta det, eller ange en annan mapp. Ett färdigt paket skrivs aldrig över.",
    )
