"""What a page is: one row says address, who may use it, and which view answers; and what a view gets and gives.

The server, the menu and the test of rights are all made from these rows. A view calls the flow and returns a
`Show`, `Go`, `Give` or `Data`; it knows nothing of HTTP. How to add a page stands in `docs/webb.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.errors import Problem
from service.flow.jobs import OutputFile
from service.flow.login import Login
from service.flow.refusals import NotLoggedIn
from service.flow.service import Service
from service.model.lists import Span
from service.model.people import Person, Role

EVERYBODY = frozenset(Role)
"""Whoever is logged in; what exactly one sees is decided by the flow."""
PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was sent with a form."""

    field: str
    name: str
    """As the sender calls it; shown, never used as a path."""
    path: Path


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page, free from HTTP."""

    service: Service
    ring: Callable[[str], None]
    """Tells the workers that a job waits."""
    login: Login | None
    at: Mapping[str, str]
    """The variables of the address."""
    query: Mapping[str, str]
    form: Mapping[str, Sequence[str]]
    """What was typed, in the order of the page."""
    files: tuple[Received, ...]
    address: str
    session: str
    folder: Path
    """For files of this request; gone when it has been answered."""
    problems: tuple[Problem, ...] = ()
    """The faults with which the form was refused: the page of the form is then shown again, with what was typed."""
    quiet: bool = False
    """A script asks, and wants `Data`."""

    @property
    def person(self) -> Person:
        """Who asks."""
        if self.login is None:
            raise NotLoggedIn
        return self.login.person

    def typed(self, name: str, default: str = "") -> str:
        """What was typed in a field, without blanks around it."""
        values = self.form.get(name)
        return values[0].strip() if values else default

    def ticked(self, name: str) -> tuple[str, ...]:
        """All values of a field that may be given many times."""
        return tuple(self.form.get(name, ()))

    @property
    def version(self) -> int:
        """The version that the person had before the eyes; 0 is never the present one."""
        text = self.typed("version")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    @property
    def span(self) -> Span:
        """Which part of a list is wanted, by `?sida=2`."""
        text = self.query.get("sida", "1")
        page = int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 else 1
        return Span((max(page, 1) - 1) * PAGE_LENGTH, PAGE_LENGTH)


@dataclass(frozen=True, slots=True)
class Show:
    """A page of HTML."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    login: tuple[str, int] | None = None
    """As in `Go`."""


@dataclass(frozen=True, slots=True)
class Go:
    """On to another page (303), with a message that is shown there once."""

    to: str
    told: str = ""
    kind: str = "good"
    """`good`, `info` or `warning`."""
    login: tuple[str, int] | None = None
    """The secret for the cookie and how many seconds it lasts; an empty secret ends the login."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Give:
    """A file from the store."""

    file: OutputFile
    shown: bool = False
    """Shown in the browser instead of being saved; only for what we made ourselves."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that we made ourselves, named by what it shows, so that a browser may keep it."""

    content: bytes
    kind: str
    digest: str


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made for this answer and is kept nowhere; it is saved, not shown."""

    content: bytes
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Many files from the store as one ZIP, and texts of ours beside them."""

    files: tuple[OutputFile, ...]
    name: str
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Data:
    """JSON for a script of our own."""

    body: Any
    status: int = 200


Reply = Show | Go | Give | Bundle | Made | Picture | Data


@dataclass(frozen=True, slots=True)
class Page:
    """One row of the table."""

    method: str
    path: str
    """With its variables in braces: `/rapporter/{rapport}`."""
    name: str
    view: Callable[[Visit], Reply]
    roles: frozenset[Role] | None = EVERYBODY
    """None: also for who is not logged in."""
    menu: str = ""
    """Its word in the main menu; empty for pages that are not there."""
    again: str = ""
    """Name of the page with the form: shown again, with faults and what was typed, when this one is refused."""
    upload: bool = False
    """Takes files."""


def pages_of(total: int, start: int, length: int = PAGE_LENGTH) -> dict[str, int]:
    """What the macro `pager` needs: which page of a list is shown, and how many there are."""
    return {"page": start // length + 1, "pages": max(1, -(-total // length)), "total": total}
