"""The demo's last stage: the matters of the meeting are closed and delivered, with what every check said of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.errors import ToolMissing
from service.flow.arkiv.check import verdicts_shown
from service.flow.arkiv.deliver import Delivered, Wanted, deliver
from service.flow.arkiv.receipt import Receipt, record_receipt
from service.flow.diarium.correct import set_case_status
from service.flow.diarium.find import all_cases
from service.flow.published import DeliveredFile, Delivery, sha256_of, write_whole
from service.flow.service import Service
from service.model.diarium import Arendestatus, Diariearende
from service.model.leverans import Profil
from service.model.people import Person

FOLDER = "arkiv"
COUNCIL = "KF"
_AGREEMENT: Mapping[str, Any] = {
    "arkivbildare_kod": "LOKAL:exempel",
    "arkivmottagare": "Exempelarkivet",
    "arkivkontakt": "Registratorn",
    "arkivkontakt_epost": "registrator@example.org",
    "leveransoverenskommelse": "Exempel, ingen verklig överenskommelse",
}


def archive_meeting(service: Service, person: Person, target: Path) -> tuple[Delivery, str]:
    """Close the matters that the meeting has decided, deliver them by myndighet, and note the receipts.

    The council's own are packed by both profiles. PDF/A is asked of veraPDF where it is installed.

    Args:
        service: the demo's own service, whose register holds nothing but the meeting's matters.
        person: the registrator.
        target: where the packages go, in a folder of their own.

    Returns:
        The packages with what the checks said of them, and one sentence about it.
    """
    ready = replace(service, settings=replace(service.settings, **_AGREEMENT))
    folder = target / FOLDER
    files: list[DeliveredFile] = []
    count, documents, judged = 0, 0, True
    for myndighet, cases in _closed(ready, person).items():
        for profil in Profil if myndighet == COUNCIL else (Profil.FGS_2_0,):
            wanted = Wanted(tuple(one.id for one in cases), profil, pdfa=_judges(ready))
            made = _delivered(ready, person, wanted, folder)
            judged = judged and made.checked.judged is not None
            files += _with_reports(folder, f"{profil.value}-{myndighet}", made)
            if profil is Profil.FGS_2_0:
                answer = Receipt(True, ready.now().date(), f"Exempelkvittens {myndighet}", sha256=made.sha256)
                record_receipt(ready, person, made.id, answer)
        count += len(cases)
        documents += sum(len(one.handlingar) for one in cases)
    pdfa = (
        "Bevarandefilerna är PDF/A-2b enligt veraPDF." if judged else "PDF/A är inte prövat: veraPDF saknas."
    )
    text = f"{count} ärenden med {documents} handlingar är avslutade och packade till e-arkivet. {pdfa}"
    return Delivery(tuple(files), ()), text


def _closed(service: Service, person: Person) -> dict[str, list[Diariearende]]:
    """The matters that have documents, closed, by myndighet."""
    found: dict[str, list[Diariearende]] = {}
    for one in [case for case in all_cases(service, person) if case.handlingar]:
        place = (service, person, one.id)
        done = set_case_status(*place, Arendestatus.AVSLUTAT, "Behandlat av kommunfullmäktige.", one.version)
        found.setdefault(one.myndighet, []).append(done)
    return found


def _judges(service: Service) -> bool:
    return service.settings.prova_bilagor == "ja"


def _delivered(service: Service, person: Person, wanted: Wanted, folder: Path) -> Delivered:
    """The delivery; without veraPDF's judgement where it is not installed."""
    try:
        return deliver(service, person, wanted, folder)
    except ToolMissing:
        return deliver(service, person, replace(wanted, pdfa=False), folder)


def _with_reports(folder: Path, name: str, made: Delivered) -> Iterator[DeliveredFile]:
    """The package; our own check's report, veraPDF's verdicts, and the independent validator's whole answer."""
    yield DeliveredFile(made.path, made.sha256)
    told = {"paket": made.path.name, "sha256": made.sha256, **made.checked.report()}
    yield _written(folder / f"kontroll-{name}.json", told)
    if made.checked.judged is not None:
        yield _written(folder / f"verapdf-{name}.json", verdicts_shown(made.checked.judged))
    if made.checked.eark is not None:
        yield _written(folder / f"eark-validator-{name}.json", made.checked.eark.raw)


def _written(path: Path, told: Mapping[str, Any]) -> DeliveredFile:
    write_whole(path, f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode())
    return DeliveredFile(path, sha256_of(path))
