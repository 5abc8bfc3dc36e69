"""The database: SQLite in a file or PostgreSQL by address, opened once for a process.

Reading and changing are apart: `look` sees one consistent picture, `change` is one transaction that is kept whole or
not at all. On SQLite a change takes the write lock at its first breath (BEGIN IMMEDIATE), so that two changes
queue up instead of failing half-way (https://www.sqlite.org/lang_transaction.html).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from service.errors import Problem, SamladError

BUSY_SECONDS = 10
Transaction = Session
"""What `look` and `change` give, for who passes it on."""
_MIGRATIONS = Path(__file__).parent / "migrations"


class RecordsUnavailable(SamladError):
    """The database cannot be reached, is locked for too long, or its disk is full."""

    code: ClassVar[str] = "records_unavailable"
    http_status: ClassVar[int] = 503
    exit_code: ClassVar[int] = 4
    retryable: ClassVar[bool] = True
    surroundings: ClassVar[bool] = True


class Conflict(SamladError):
    """Somebody else has changed it meanwhile, or it exists already."""

    code: ClassVar[str] = "conflict"
    http_status: ClassVar[int] = 409
    exit_code: ClassVar[int] = 6


def changed_meanwhile() -> Problem:
    """What is said to who writes over a colleague."""
    return Problem(
        "changed_meanwhile",
        "Någon annan har ändrat det här sedan du hämtade det.",
        remedy="Hämta det på nytt, för in din ändring och spara igen.",
    )


@dataclass(slots=True)
class _Together:
    """A transaction that several changes share; it begins with the first of them."""

    opened: ExitStack
    session: Session | None = None


class Records:
    """The open database.

    Args:
        url: an SQLAlchemy address; `sqlite:///…` or `postgresql+psycopg://…`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        options: dict[str, Any] = {"pool_pre_ping": not self.is_sqlite}
        if self.is_sqlite:
            options["connect_args"] = {"timeout": BUSY_SECONDS}
        else:
            options["connect_args"] = {"connect_timeout": BUSY_SECONDS}
        self.engine = create_engine(url, **options)
        if self.is_sqlite:
            _tune_sqlite(self.engine)
        self._turn = threading.Lock() if self.is_sqlite else None
        self._together: ContextVar[_Together | None] = ContextVar("together", default=None)

    @contextmanager
    def look(self) -> Iterator[Session]:
        """One consistent picture; nothing that is changed in it is kept.

        Raises:
            RecordsUnavailable: the database does not answer.
        """
        together = self._together.get()
        if together is not None and together.session is not None:
            with _told():
                yield together.session  # what was changed just before is seen too
            return
        with _told(), Session(self.engine) as session:
            yield session
            session.rollback()

    @contextmanager
    def change(self) -> Iterator[Session]:
        """One transaction.

        Raises:
            Conflict: somebody else has changed the same thing, or it exists already.
            RecordsUnavailable: the database does not answer.
        """
        together = self._together.get()
        if together is not None:
            if together.session is None:
                together.session = together.opened.enter_context(self._begin())
            with _told(), together.session.begin_nested():
                yield together.session
            return
        with _told(), self._begin() as session:
            yield session

    @contextmanager
    def _begin(self) -> Iterator[Session]:
        writing = self.engine.execution_options(samlad_write=True)
        with self._own_turn(), Session(writing, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        """Only one thread of a process waits at SQLite's lock, where whoever has waited longest has no better chance.

        Raises:
            RecordsUnavailable: the turn did not come in time.
        """
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise RecordsUnavailable(_silent())
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All changes within are one transaction: kept whole when this ends, or not at all.

        The transaction begins with the first change, so whatever can be done before that should be: on SQLite nobody
        else can write meanwhile.

        Raises:
            Conflict, RecordsUnavailable: as for `change`.
        """
        with _told(), ExitStack() as opened:
            token = self._together.set(_Together(opened))
            try:
                yield
            finally:
                self._together.reset(token)

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    def migrate(self) -> None:
        """Bring the tables to the shape this program knows; nothing happens when they have it."""
        with _told():
            command.upgrade(self._alembic(), "head")

    def is_current(self) -> bool:
        """Whether the tables have the shape this program knows."""
        with _told(), self.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
        return present == ScriptDirectory.from_config(self._alembic()).get_current_head()

    def ping(self) -> None:
        """Ask for a sign of life."""
        with self.look() as db:
            db.execute(text("SELECT 1"))

    def _alembic(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["engine"] = self.engine
        return config


def sqlite_url(path: Path) -> str:
    """The address of a database file."""
    return f"sqlite:///{path}"


@contextmanager
def _told() -> Iterator[None]:
    """SQLAlchemy's faults in our own words."""
    try:
        yield
    except StaleDataError as fault:
        raise Conflict(changed_meanwhile()) from fault
    except IntegrityError as fault:
        raise Conflict(
            Problem(
                "already_exists",
                "Det finns redan, eller något annat hänvisar till det.",
                remedy="Hämta listan på nytt och försök igen.",
            )
        ) from fault
    except (OperationalError, DBAPIError) as fault:
        raise RecordsUnavailable(_silent()) from fault
    except SQLAlchemyError as fault:
        if "timeout" in type(fault).__name__.lower():
            raise RecordsUnavailable(_silent()) from fault
        raise


def _silent() -> Problem:
    return Problem(
        "records_unavailable",
        "Databasen svarar inte just nu. Inget har ändrats.",
        remedy="Försök igen om en stund; dröjer det, meddela driften.",
    )


def _tune_sqlite(engine: Engine) -> None:
    """Foreign keys, write-ahead log, patience, and transactions that we open ourselves."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # Python's sqlite3 would open transactions when it pleases
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")  # a commit survives loss of power
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("samlad_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
