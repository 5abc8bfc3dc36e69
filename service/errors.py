"""What can go wrong, sorted by who can put it right.

Every error class carries its code, HTTP status and exit code, so that the shells translate and never decide.
A fault in the input is a `Problem`: many of them travel in one `InputError`. `Notice` stands for
"built, but …". The codes of problems and notices are listed once, in `service/codes.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, told so that its reader can mend it."""

    code: str
    """English, snake_case; listed in `service/codes.py` and `docs/fel.md`."""
    message: str
    """Swedish: what is wrong, and where, in the reader's own words."""
    path: str = ""
    """Place in the input, such as `per_riktningsmal[2].framdrift`; empty when the whole file is meant."""
    remedy: str = ""
    """Swedish: how to go on."""
    source: str = ""
    """Name of the file in which it was found."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Built, but the reader should know this."""

    code: str
    message: str
    path: str = ""
    source: str = ""


class SamladError(Exception):
    """The base of everything the service raises on purpose."""

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 5
    retryable: ClassVar[bool] = False
    surroundings: ClassVar[bool] = False
    """What the service stands on is away: no job is to blame, and all of them wait until it is back."""
    notices: tuple[Notice, ...] = ()
    """What else its reader should know."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(p.message for p in problems))


class InputError(SamladError):
    """The sender can put it right."""

    code = "invalid_input"
    http_status = 422
    exit_code = 2


class UnreadableInput(InputError):
    """The input cannot be read at all: not JSON, empty, too large, missing."""

    code = "unreadable_input"
    http_status = 400


class InvalidInput(InputError):
    """The input was read and breaks the schema or a rule."""


class UnknownDoctype(InputError):
    """There is no document type with that name."""

    code = "unknown_doctype"
    http_status = 404


class BilagaRejected(InputError):
    """An annex cannot be taken into a packet as it is."""

    code = "bilaga_rejected"


class TemplateError(SamladError):
    """The owner of the Word template can put it right."""

    code = "template_error"
    exit_code = 3


class ToolError(SamladError):
    """The operator can put it right: a program is missing, hangs or fails."""

    code = "tool_failed"
    http_status = 503
    exit_code = 4
    retryable = True


class ToolMissing(ToolError):
    """A program is not installed."""

    code = "tool_missing"
    retryable = False


class ToolDown(ToolError):
    """A program is installed but does not start at all, whatever it is given."""

    code = "tool_down"
    surroundings = True


class ToolTimeout(ToolError):
    """A program did not answer in time."""

    code = "tool_timeout"


class AssemblyError(SamladError):
    """The plan and the finished file disagree; the developer can put it right."""

    code = "assembly_error"


class ArchiveError(SamladError):
    """The registrar can put it right: what is asked for contradicts the register, or a package fails its check."""

    code = "archive_error"
    http_status = 409
    exit_code = 6


class ConfigError(SamladError):
    """A setting is wrong; found at start, by the operator."""

    code = "config_error"
    exit_code = 7
