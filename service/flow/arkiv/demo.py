"""The demo's last stages: the meeting's papers in the register, and the matter in the e-archive."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.errors import ToolError
from service.flow.accounts import create_account
from service.flow.arkiv.check import ask_validator
from service.flow.arkiv.deliver import Delivered, Wanted, deliver
from service.flow.arkiv.receipt import Receipt, record_receipt
from service.flow.demo import MEETING
from service.flow.diarium.correct import set_case_status
from service.flow.diarium.enter import open_case, register
from service.flow.diarium.entry_file import person_named
from service.flow.diarium.find import get_case
from service.flow.diarium.series import list_series, series_of_framework
from service.flow.published import DeliveredFile, Delivery, sha256_of, write_whole
from service.flow.refusals import NotKnown
from service.flow.service import Service
from service.flow.uploads import add_file
from service.model.diarium import (
    Arendestatus,
    Arendeuppgifter,
    Diariearende,
    Filuppgift,
    Filvariant,
    Handlingsuppgifter,
    Part,
    Partsroll,
    Riktning,
)
from service.model.leverans import Profil
from service.model.people import Held, Person, Role

FOLDER = "arkiv"
_REGISTRATOR, _SERIES = "registrator", "KF"
_AGREEMENT: Mapping[str, Any] = {
    "arkivbildare_kod": "LOKAL:exempel",
    "arkivmottagare": "Exempelarkivet",
    "arkivkontakt": "Registratorn",
    "arkivkontakt_epost": "registrator@example.org",
    "leveransoverenskommelse": "Exempel, ingen verklig överenskommelse",
}


def archive_meeting(service: Service, target: Path) -> tuple[Delivery, str]:
    """Register the meeting's packets, close the matter, deliver it in both profiles, and note the receipt.

    Args:
        service: the demo's own service.
        target: where `samlad demo` has put what it built.

    Returns:
        The packages with what the checks said of them, and one sentence about it.
    """
    ready = replace(service, settings=replace(service.settings, **_AGREEMENT))
    person = _registrator(ready)
    case = _registered(ready, person, target)
    folder = target / FOLDER
    files: list[DeliveredFile] = []
    for profil in Profil:
        made = deliver(ready, person, Wanted((case.id,), profil), folder)
        files += [
            DeliveredFile(made.path, made.sha256),
            _report(folder, f"kontroll-{profil.value}.json", made),
        ]
        if profil is Profil.FGS_2_0:
            files += _validator(ready, folder, made)
            day = ready.now().date()
            record_receipt(ready, person, made.id, Receipt(True, day, "Exempelkvittens", sha256=made.sha256))
    count = len(case.handlingar)
    text = f"Ärendet {case.diarienummer} med {count} handlingar är avslutat och packat till e-arkivet i två profiler."
    return Delivery(tuple(files), ()), text


def _registrator(service: Service) -> Person:
    try:
        return person_named(service, _REGISTRATOR)
    except NotKnown:
        admin = person_named(service, "admin")
        held = [Held(Role.REGISTRATOR)]
        secret = secrets.token_urlsafe(12)
        place = service.settings.data_folder() / "inloggning-registrator.txt"
        write_whole(place, f"{_REGISTRATOR}\n{secret}\n".encode())
        place.chmod(0o600)
        return create_account(service, admin, _REGISTRATOR, "Registratorn", secret, held).person


def _registered(service: Service, person: Person, target: Path) -> Diariearende:
    """A closed matter with each packet as a document: the internal one as it is kept, the public one beside it."""
    if not any(one.kod == _SERIES for one in list_series(service)):
        series_of_framework(service, person)
    subject = "Kommunfullmäktiges sammanträde den 14 december 2026, kallelse och handlingar (exempel)"
    told = Arendeuppgifter(serie=_SERIES, arendemening_offentlig=subject, ansvarig="Kansliet")
    case, _ = open_case(service, person, told)
    for title, wanted in _papers(target):
        files = tuple(
            Filuppgift(fil=add_file(service, person, path, path.name).id, namn=path.name, variant=variant)
            for path, variant in wanted
            if path.is_file()
        )
        document = Handlingsuppgifter(
            riktning=Riktning.UTGAENDE,
            datum=service.now().date(),
            titel=title,
            handlingstyp="kallelse",
            mottagare=(Part(roll=Partsroll.MOTTAGARE, namn="Kommunfullmäktiges ledamöter och ersättare"),),
            expedierad=service.now().date(),
            filer=files,
        )
        register(service, person, case.id, document)
    version = get_case(service, person, case.id).version
    return set_case_status(
        service, person, case.id, Arendestatus.AVSLUTAT, "Sammanträdet är genomfört.", version
    )


def _papers(target: Path) -> Iterator[tuple[str, tuple[tuple[Path, Filvariant], ...]]]:
    """What is registered: each packet with its public edition, and an extract that came as PDF/A."""
    for name, title in (
        ("kf-2026-12-14", "Kallelse och handlingar"),
        ("kf-2026-12-14-utskick-2-tillagg", "Tillägg till kallelse och handlingar"),
    ):
        internal, public = target / f"{name}.pdf", target / f"{name}-publik.pdf"
        yield title, ((internal, Filvariant.BEVARANDE), (public, Filvariant.PUBLIK))
    extract = MEETING.parent / "handlingar" / "protokollsutdrag-ks-286.pdf"
    yield "Protokollsutdrag från kommunstyrelsen", ((extract, Filvariant.BEVARANDE),)


def _report(folder: Path, name: str, made: Delivered) -> DeliveredFile:
    text = json.dumps(
        {"paket": made.path.name, "sha256": made.sha256, **made.checked.report()},
        ensure_ascii=False,
        indent=2,
    )
    return _written(folder / name, text)


def _validator(service: Service, folder: Path, made: Delivered) -> list[DeliveredFile]:
    """The independent validator's own report; nothing where it is not installed."""
    try:
        report = ask_validator(made.path, service.settings)
    except ToolError:
        return []
    return [
        _written(folder / "eark-validator.json", json.dumps(dict(report.raw), ensure_ascii=False, indent=2))
    ]


def _written(path: Path, text: str) -> DeliveredFile:
    write_whole(path, f"{text}\n".encode())
    return DeliveredFile(path, sha256_of(path))
