"""The service, opened: settings, database, files, and where time and new names come from."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from service.assemble.isolation import Triage
from service.clock import now
from service.errors import Notice, Problem
from service.flow.openid_setup import OpenId, open_openid
from service.flow.read import Reader
from service.flow.triage import open_triage
from service.flow.wiring import IN_USE, trim_cache
from service.records.blobs import BlobStore, open_store
from service.records.database import Records, sqlite_url
from service.settings import Settings

Checked = tuple[tuple[Problem, ...], tuple[Notice, ...]]


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Service:
    """What the use cases of the service need beside their own input."""

    settings: Settings
    records: Records
    store: BlobStore
    folder: Path
    """For copies that live as long as the opened service."""
    now: Callable[[], datetime] = now
    new_id: Callable[[], str] = new_id
    readers: dict[tuple[str, date], Reader] = field(default_factory=dict)
    """The reader for the framework in force, kept while framework and day stay the same (`flow/drafts.py`)."""
    triage: Triage | None = None
    """Looks at files that people send, in processes of its own."""
    openid: OpenId | None = None
    """The municipality's own provider of logins, if it has one."""
    ground: Settings | None = None
    """The operator's settings, where `settings` has what an administrator has chosen over them (`flow/chosen.py`)."""
    checked: dict[tuple[str, ...], Checked] = field(default_factory=dict)
    """What was found in documents, kept while document, framework and day stay the same (`flow/drafts.py`)."""

    @contextmanager
    def open_folder(self) -> Iterator[Path]:
        """A folder for files that are gone when this ends."""
        with tempfile.TemporaryDirectory(prefix="samlad-") as folder:
            yield Path(folder)


def clear_up(service: Service) -> None:
    """Throw away what a service that runs for months would gather: files never finished, conversions too many."""
    service.store.clear_up((service.now() - IN_USE).timestamp())
    trim_cache(service.settings)


def database_file(settings: Settings) -> Path:
    """The database file of the embedded default."""
    return settings.data_folder() / "samlad.db"


def blob_folder(settings: Settings) -> Path:
    """The folder of files of the embedded default."""
    return settings.data_folder() / "filer"


@contextmanager
def open_service(settings: Settings, *, migrate: bool = True) -> Iterator[Service]:
    """Open the database and the store; on the embedded default they are made when they are missing.

    Raises:
        RecordsUnavailable: the database does not answer.
        ConfigError: what is set of logins elsewhere cannot be used.
    """
    openid = open_openid(settings)
    folder = settings.data_folder()
    if not settings.databas or not settings.fillager:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    records = Records(settings.databas or sqlite_url(database_file(settings)))
    try:
        if migrate:
            records.migrate()
        store = open_store(settings.fillager, blob_folder(settings))
        with tempfile.TemporaryDirectory(prefix="samlad-") as copies, open_triage(settings) as triage:
            yield Service(settings, records, store, Path(copies), triage=triage, openid=openid)
    finally:
        records.close()
