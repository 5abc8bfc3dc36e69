"""A service of its own for a test: an empty database, a clock that the test moves, people of every role."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from service.assemble.isolation import Triage
from service.flow.accounts import create_account, first_account
from service.flow.frameworks import add_framework
from service.flow.openid_setup import open_openid
from service.flow.read import Reader
from service.flow.service import Service, blob_folder, new_id
from service.flow.triage import open_triage
from service.model.lists import Span
from service.model.people import Held, Person, Role
from service.records.blobs import FolderStore
from service.records.database import Records, sqlite_url
from service.records.people import as_person, list_accounts
from service.settings import read_settings
from tests.conftest import ROOT

FRAMEWORK = ROOT / "samples" / "ramverk" / "ale.json"
REPORT = ROOT / "samples" / "nulagesbeskrivning" / "vn-2026.json"
PASSWORD = "fyra ord i en lång rad"  # noqa: S105 - a test's own


@dataclass
class Clock:
    """A clock that stands still until the test moves it."""

    at: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The moment."""
        return self.at

    def forward(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


@dataclass
class Town:
    """A service with a framework and people."""

    service: Service
    clock: Clock
    people: dict[str, Person]

    def __getitem__(self, username: str) -> Person:
        """The person with that username."""
        return self.people[username]


_READERS: dict[tuple[str, date], Reader] = {}
"""The sample framework is read once for all tests of a process."""

PEOPLE: dict[str, list[Held]] = {
    "vn.handlaggare": [Held(Role.HANDLAGGARE, "VN")],
    "vn.sekreterare": [Held(Role.NAMNDSEKRETERARE, "VN")],
    "sn.handlaggare": [Held(Role.HANDLAGGARE, "SN")],
    "kansli": [Held(Role.KANSLI)],
    "registrator": [Held(Role.REGISTRATOR)],
    "granskare": [Held(Role.GRANSKARE)],
    "lasare": [Held(Role.LASARE)],
}


def report_text(**changed: Any) -> dict[str, Any]:
    """The sample report, with some fields changed; a field set to None is taken out."""
    raw: dict[str, Any] = json.loads(REPORT.read_text(encoding="utf-8"))
    raw.update(changed)
    return {key: value for key, value in raw.items() if value is not None}


def write_json(folder: Path, raw: Any, name: str = "in.json") -> Path:
    """A file with that content."""
    path = folder / name
    path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    return path


@contextmanager
def open_town(folder: Path, url: str = "", **settings: str) -> Iterator[Town]:
    """A service with the sample framework and one person of each role."""
    (folder / "data").mkdir(exist_ok=True)
    if not url:
        shutil.copytree(_founded(), folder / "data", dirs_exist_ok=True)
    with open_bare(folder, url, **settings) as town:
        town.people.update(people_of(town.service) if not url else found(town.service))
        yield town


@contextmanager
def open_bare(folder: Path, url: str = "", **settings: str) -> Iterator[Town]:
    """A service as its folder has it, without anybody yet."""
    variables = {
        "SAMLAD_DATA": str(folder / "data"),
        "SAMLAD_CACHE": str(folder / "cache"),
        "SAMLAD_PROVA_BILAGOR": "nej",
        "SAMLAD_SAKRA_KAKOR": "nej",
        **{f"SAMLAD_{name.upper()}": value for name, value in settings.items()},
    }
    ready = read_settings(variables)
    (folder / "data").mkdir(exist_ok=True)
    records = Records(url or sqlite_url(folder / "data" / "samlad.db"))
    clock, openid = Clock(), open_openid(ready)
    store = FolderStore(blob_folder(ready))
    service = Service(ready, records, store, folder, clock, new_id, _READERS, triage=_triage(), openid=openid)
    try:
        yield Town(service, clock, {})
    finally:
        records.close()


def move_in(town: Town, people: dict[str, list[Held]]) -> None:
    """More people, with these roles."""
    for username, held in people.items():
        made = create_account(town.service, town["admin"], username, username.title(), PASSWORD, held)
        town.people[username] = made.person


def found(service: Service) -> dict[str, Person]:
    """Put a framework and people into an empty service."""
    service.records.migrate()
    admin = first_account(service, "admin", "Administratören", PASSWORD).person
    add_framework(service, admin, FRAMEWORK, "Exempel")
    for username, held in PEOPLE.items():
        create_account(service, admin, username, username.title(), PASSWORD, held)
    return people_of(service)


def people_of(service: Service) -> dict[str, Person]:
    """Everybody who has an account, by username."""
    with service.records.look() as db:
        return {row.anvandarnamn: as_person(row) for row in list_accounts(db, Span(0, 100)).rows}


def found_registrator(service: Service) -> Person:
    """The registrator of a service that was founded elsewhere."""
    return people_of(service)["registrator"]


@cache
def _triage() -> Triage:
    """One for all tests of a process, with its processes warm."""
    return open_triage(read_settings({}))


def end_triage() -> None:
    """Its processes are gone after the last test."""
    if _triage.cache_info().currsize:
        _triage().close()


@cache
def _founded() -> Path:
    """The data of a founded service: hashing eight passwords with Argon2 takes its time, so it is done once."""
    folder = Path(tempfile.mkdtemp(prefix="samlad-prov-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    records = Records(sqlite_url(folder / "samlad.db"))
    found(Service(read_settings({}), records, FolderStore(folder / "filer"), folder, Clock(), new_id))
    records.close()
    return folder
