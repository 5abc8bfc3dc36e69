"""Whether all is in place: database, files, LibreOffice, fonts, room on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.convert.soffice import find_tools, probe
from service.errors import SamladError
from service.flow.accounts import ADMIN
from service.flow.openid_setup import OpenId
from service.flow.refusals import require
from service.flow.service import Service
from service.model.people import Person
from service.records.audit import verify
from service.records.frameworks import find_organ, framework_in_force
from service.records.inventory import referred_blobs
from service.records.jobs import count_by_state

FONTS = ("Carlito", "Caladea", "LiberationSans")
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
LEAST_FREE = 1 << 30
_NOBODY = "0" * 64


@dataclass(frozen=True, slots=True)
class Inspected:
    """One thing that was looked at."""

    what: str
    ok: bool
    told: str


def readiness(service: Service) -> Mapping[str, bool]:
    """Whether requests can be answered right now."""
    return {"databas": _works(service.records.ping), "fillager": _works(lambda: service.store.has(_NOBODY))}


def job_counts(service: Service) -> Mapping[str, int]:
    """How many jobs there are in each state."""
    with service.records.look() as db:
        return count_by_state(db)


def inspect_as(service: Service, person: Person) -> tuple[Inspected, ...]:
    """Look at everything, for a person. Raises NotAllowed."""
    require(person, ADMIN, "", "Att kontrollera tjänsten")
    return tuple(inspect(service))


def inspect(service: Service) -> Iterator[Inspected]:
    """Look at everything; a fault in one place does not hide the others."""
    yield from _database(service)
    yield from _files(service)
    if service.openid is not None:
        yield from _openid(service, service.openid)
    yield _soffice(service)
    missing = [font for font in FONTS if not _has_font(font)]
    told = f"saknas: {', '.join(missing)}" if missing else "Carlito, Caladea och Liberation finns"
    yield Inspected("typsnitt", not missing, told)
    folder = service.settings.data_folder()
    free = shutil.disk_usage(folder if folder.exists() else Path.home()).free
    yield Inspected("disk", free >= LEAST_FREE, f"{free / (1 << 30):.1f} GB ledigt")


def _database(service: Service) -> Iterator[Inspected]:
    try:
        service.records.ping()
        current = service.records.is_current()
        told = "svarar" if current else "har en annan form än programmet; kör ”samlad migrera”"
        yield Inspected("databas", current, told)
        if not current:
            return
        with service.records.look() as db:
            chain = verify(db)
            framework = framework_in_force(db)
            nr = framework.nr if framework else 0
        whole = chain.broken_at is None
        yield Inspected(
            "logg", whole, f"{chain.nr} rader, hel" if whole else f"bruten vid rad {chain.broken_at}"
        )
        told = f"version {nr}" if nr else "saknas; lägg in ett med POST /api/v1/ramverk"
        yield Inspected("ramverk", bool(nr), told)
    except SamladError as fault:
        yield Inspected("databas", False, fault.problems[0].message)


def _files(service: Service) -> Iterator[Inspected]:
    try:
        with service.records.look() as db:
            wanted = referred_blobs(db)
        missing = sorted(sha256 for sha256 in wanted if not service.store.has(sha256))
        told = f"{len(wanted)} filer" + (
            f", {len(missing)} saknas: {missing[0][:12]}…" if missing else ", alla finns"
        )
        yield Inspected("fillager", not missing, told)
    except SamladError as fault:
        yield Inspected("fillager", False, fault.problems[0].message)


def _openid(service: Service, openid: OpenId) -> Iterator[Inspected]:
    try:
        openid.provider.begin(service.now())
        yield Inspected("inloggningstjänst", True, "svarar")
    except SamladError as fault:
        yield Inspected("inloggningstjänst", False, fault.problems[0].message)
    try:
        with service.records.look() as db:
            organs = {rule.held.organ for rule in openid.rules if rule.held.organ}
            gone = sorted(organ for organ in organs if find_organ(db, organ) is None)
    except SamladError:
        return  # told above
    told = f"organ som inte finns i ramverket: {', '.join(gone)}" if gone else f"{len(openid.rules)} regler"
    yield Inspected("roller", not gone, told)


def _soffice(service: Service) -> Inspected:
    try:
        find_tools(service.settings)
        return Inspected("libreoffice", True, probe(service.settings).text)
    except SamladError as fault:
        return Inspected("libreoffice", False, fault.problems[0].message)


def _has_font(name: str) -> bool:
    return any(next(folder.rglob(f"{name}*"), None) for folder in FONT_FOLDERS if folder.is_dir())


def _works(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except SamladError:
        return False
    return True
