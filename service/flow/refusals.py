"""What the service refuses to a person, whatever shell the person came by."""

from __future__ import annotations

from typing import ClassVar

from service.errors import Problem, SamladError
from service.model.people import Person, Role


class NotLoggedIn(SamladError):
    """Nobody is logged in, or the login is wrong."""

    code: ClassVar[str] = "not_logged_in"
    http_status: ClassVar[int] = 401
    exit_code: ClassVar[int] = 2


class NotAllowed(SamladError):
    """The person has not the role that this takes."""

    code: ClassVar[str] = "not_allowed"
    http_status: ClassVar[int] = 403
    exit_code: ClassVar[int] = 2


class NotKnown(SamladError):
    """There is no such thing, or none that the person may know of; the answer is the same."""

    code: ClassVar[str] = "not_known"
    http_status: ClassVar[int] = 404
    exit_code: ClassVar[int] = 2


class OldVersion(SamladError):
    """The change rests on a version that is no longer the latest."""

    code: ClassVar[str] = "old_version"
    http_status: ClassVar[int] = 412
    exit_code: ClassVar[int] = 6


class TooMany(SamladError):
    """Too many tries; wait."""

    code: ClassVar[str] = "too_many"
    http_status: ClassVar[int] = 429
    exit_code: ClassVar[int] = 2
    retryable: ClassVar[bool] = True


class WrongState(SamladError):
    """It cannot be done in the state that the thing is in."""

    code: ClassVar[str] = "wrong_state"
    http_status: ClassVar[int] = 409
    exit_code: ClassVar[int] = 6


def not_known(what: str) -> NotKnown:
    """The same words whether it is missing or hidden."""
    return NotKnown(
        Problem(
            "not_known",
            f"{what} finns inte, eller hör inte till dig.",
            remedy="Kontrollera adressen, eller fråga den som gav dig den.",
        )
    )


def require(person: Person, roles: frozenset[Role], organ: str, what: str) -> None:
    """Refuse who has none of the roles for that body.

    Raises:
        NotAllowed: the person has not the role.
    """
    if not person.has(roles, organ):
        needed = " eller ".join(sorted(role.label.lower() for role in roles))
        raise NotAllowed(
            Problem(
                "role_missing",
                f"{what} kräver rollen {needed}.",
                remedy="Be någon med den rollen, eller be administratören om den.",
            )
        )


def require_version(expected: int, present: int) -> None:
    """Refuse a change that rests on an older version.

    Raises:
        OldVersion: somebody has changed it meanwhile.
    """
    if expected != present:
        raise OldVersion(
            Problem(
                "changed_meanwhile",
                "Någon annan har ändrat det här sedan du hämtade det.",
                remedy="Hämta det på nytt, för in din ändring och spara igen.",
            )
        )
