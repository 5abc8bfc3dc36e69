"""Verifying: numbers without gap or double, the facts that the law wants, and every file as it was registered."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from service.errors import Problem
from service.flow.refusals import require
from service.flow.service import Service
from service.model.diarium import Registerstatus, Riktning
from service.model.people import Person, Role
from service.records import diarium_tables as tables
from service.records.blobs import BlobMissing
from service.records.diarium import every_case
from service.records.diarium_series import as_series, series_of

VERIFIERS = frozenset({Role.REGISTRATOR, Role.KANSLI, Role.ADMINISTRATOR})


def verify_register(service: Service, person: Person) -> Iterator[Problem]:
    """Everything that is not as it should be; nothing in it tells what is secret. Raises NotAllowed."""
    require(person, VERIFIERS, "", "Att kontrollera diariet")
    with service.records.look() as db:
        seen: Counter[tuple[str, int, int]] = Counter()
        series = {row.kod: row for row in series_of(db)}
        for matter in every_case(db):
            if matter.lopnr is not None:
                counted = matter.ar if series[matter.serie].arsvis else 0
                seen[matter.serie, counted, matter.lopnr] += 1
                if as_series(series[matter.serie]).parse(matter.diarienummer) is None:
                    yield _wrong("number_unreadable", f"{matter.diarienummer} är inte skrivet som i serien.")
            yield from _matter(service, matter)
        for row in series.values():
            yield from _counts(row, seen)


def _counts(series: tables.Diarieserie, seen: Counter[tuple[str, int, int]]) -> Iterator[Problem]:
    for counted in series.lopnummer:
        of_year = {key[2] for key in seen if key[:2] == (series.kod, counted.ar)}
        name = f"Serien {series.kod}{f' {counted.ar}' if counted.ar else ''}"
        missing = [str(one) for one in range(counted.forsta, counted.senaste + 1) if one not in of_year]
        if missing:
            yield _wrong("number_gap", f"{name} saknar löpnummer {', '.join(missing[:20])}.")
        beyond = sorted(one for one in of_year if one > counted.senaste)
        if beyond:
            yield _wrong(
                "number_gap", f"{name} har löpnummer {beyond[0]} men har bara räknat till {counted.senaste}."
            )
    for key, times in seen.items():
        if key[0] == series.kod and times > 1:
            yield _wrong("number_double", f"Serien {series.kod} har löpnummer {key[2]} {times} gånger.")


def _matter(service: Service, matter: tables.Diariearende) -> Iterator[Problem]:
    numbers = [one.nr for one in matter.handlingar]
    if numbers != list(range(1, matter.senaste_handling + 1)):
        yield _wrong(
            "number_gap", f"Handlingarna i {matter.diarienummer} är inte numrerade 1 till {len(numbers)}."
        )
    for document in matter.handlingar:
        number = f"{matter.diarienummer}-{document.nr}"
        if document.status != Registerstatus.MAKULERAD.value:
            yield from _facts(document, number)
        for file in document.filer:
            yield from _file(service, file, number)


def _facts(document: tables.Diariehandling, number: str) -> Iterator[Problem]:
    roles = {one.roll for one in document.parter}
    wanted = {Riktning.INKOMMEN.value: "avsandare", Riktning.UTGAENDE.value: "mottagare"}.get(
        document.riktning
    )
    if not document.titel or (wanted is not None and wanted not in roles):
        yield _wrong(
            "facts_missing", f"{number} saknar uppgifter som ska framgå av registret (5 kap. 2 § OSL)."
        )


def _file(service: Service, file: tables.Diariefil, number: str) -> Iterator[Problem]:
    digest, size = hashlib.sha256(), 0
    try:
        for block in service.store.read(file.sha256):
            digest.update(block)
            size += len(block)
    except BlobMissing:
        yield _wrong("file_lost", f"Fil {file.plats} i {number} finns inte i fillagret.")
        return
    if digest.hexdigest() != file.sha256 or size != file.storlek:
        yield _wrong("file_changed", f"Fil {file.plats} i {number} är inte den som registrerades.")


def _wrong(code: str, message: str) -> Problem:
    remedy = (
        "Återställ ur en säkerhetskopia, eller meddela driften."
        if code.startswith("file")
        else "Meddela driften."
    )
    return Problem(code, message, remedy=remedy)
