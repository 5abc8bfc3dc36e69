"""What a route is: one row says address, who may use it, what it takes and what it answers.

The server, the OpenAPI document, the readable page and the test of rights are all made from these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.flow.jobs import OutputFile
from service.flow.login import Login
from service.flow.refusals import NotLoggedIn
from service.flow.service import Service
from service.model.lists import Page, Span
from service.model.people import Person, Role
from service.schema.base import Base

EVERYBODY = frozenset(Role)
"""Whoever is logged in; what exactly one sees is decided by the flow."""
READERS = EVERYBODY - {Role.ADMINISTRATOR}
"""Who may know of reports and meetings at all."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of the address."""

    name: str
    help: str
    default: int | str = ""
    lowest: int = 0
    highest: int = 1_000_000
    choices: tuple[str, ...] = ()


PAGING = (
    Param("fran", "Första postens plats i listan, från 0.", 0),
    Param("antal", "Flest poster i svaret.", 50, 1, 200),
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request, free from HTTP."""

    service: Service
    ring: Callable[[str], None]
    login: Login | None
    at: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    path: Path
    """The body as a file, where the route takes a document or an upload."""
    filename: str
    version: int
    """What If-Match said; 0 where the route does not ask for it."""
    address: str
    session: str
    """The secret of the cookie, if there is one."""
    journey: str = ""
    """The secret of a login that has gone to the municipality's provider."""

    @property
    def person(self) -> Person:
        """Who calls."""
        if self.login is None:
            raise NotLoggedIn
        return self.login.person

    @property
    def span(self) -> Span:
        """Which part of a list is wanted."""
        return Span(self.query["fran"], self.query["antal"])


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, free from HTTP."""

    body: Any = None
    version: int = 0
    """Becomes the ETag; 0 means none."""
    location: str = ""
    file: OutputFile | None = None
    events: Iterator[str] | None = None
    stream: tuple[Iterator[str], str] | None = None
    """A file that is written while it is sent, and its name."""
    login: tuple[str, int] | None = None
    """The secret for the cookie and how many seconds it lasts; an empty secret ends the login."""
    journey: tuple[str, int] | None = None
    """The same for a login that goes to the provider."""
    leads_to: str = ""
    """An address elsewhere, to which the browser is sent."""
    kept: int = 0
    """So many seconds anybody may keep the answer; 0: nobody."""
    page: str = ""
    """HTML for who looks at the answer in a browser."""


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table."""

    method: str
    path: str
    """With its variables in braces: `/rapporter/{rapport}`."""
    name: str
    does: str
    """Swedish, one line."""
    run: Callable[[Call], Answer]
    roles: frozenset[Role] | None = EVERYBODY
    """None: also for who is not logged in."""
    answers: str = ""
    """Name of the answer's shape in `shapes.py`; empty when there is none, `fil` for a file, `sida` for HTML."""
    status: int = 200
    takes: type[Base] | None = None
    raw: bool = False
    """The body is an ärende or a handling, as in the meeting file; the flow checks it."""
    optional: bool = False
    """The body may be left out."""
    document: bool = False
    """The body is a whole document, kept as it was sent."""
    upload: bool = False
    query: tuple[Param, ...] = ()
    versioned: bool = False
    """If-Match is needed."""
    foreign: bool = False
    """Somebody else's program writes the address: parameters that we do not know are ignored (RFC 6749, 4.1.2)."""
    creates: bool = field(default=False)
    """Idempotency-Key is heeded."""


def page_answer(page: Page[Any], rows: list[Any]) -> Answer:
    """A part of a list."""
    return Answer({"poster": rows, "totalt": page.total, "fran": page.start})
