"""What a diary outside is to us: something that takes a matter, a document and its files, and answers with its numbers.

Every step may be asked again. A diary that may have carried out a step whose answer was lost is asked, before the step
is repeated, whether it knows our own id; only when it certainly does not is the step done again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from service.errors import Problem, SamladError
from service.model.diarium import Diariearende, Diariefil, Diariehandling


@dataclass(frozen=True, slots=True)
class Answer:
    """What a diary calls something; without a number it has taken it in but numbers it later, by hand."""

    reference: str
    number: str = ""


class DiaryUnavailable(SamladError):
    """The diary does not answer, or says that it cannot just now; nothing was done."""

    code: ClassVar[str] = "diary_unavailable"
    http_status: ClassVar[int] = 503
    exit_code: ClassVar[int] = 4
    retryable: ClassVar[bool] = True


class DiaryUnclear(SamladError):
    """The answer was lost: the diary may have done what it was asked."""

    code: ClassVar[str] = "diary_unclear"
    http_status: ClassVar[int] = 503
    exit_code: ClassVar[int] = 4
    retryable: ClassVar[bool] = True


class DiaryDoubtful(SamladError):
    """Something like ours is there, and whether it is ours a person must see."""

    code: ClassVar[str] = "diary_doubtful"
    http_status: ClassVar[int] = 409
    exit_code: ClassVar[int] = 6


class DiaryRefused(SamladError):
    """The diary does not take it as it is, or does not take our key; asking again changes nothing."""

    code: ClassVar[str] = "diary_refused"
    http_status: ClassVar[int] = 409
    exit_code: ClassVar[int] = 6


class Diary(Protocol):
    """A diary outside."""

    def case(self, case: Diariearende, ident: str, *, unsure: bool) -> Answer:
        """Make the matter.

        Args:
            case: the matter; its own number is a temporary one.
            ident: our id of it, which the diary keeps.
            unsure: an earlier answer to this was lost.

        Raises:
            DiaryUnavailable, DiaryUnclear, DiaryDoubtful, DiaryRefused: as said in their classes.
        """
        ...

    def document(
        self, case: Diariearende, at: Answer, document: Diariehandling, ident: str, *, unsure: bool
    ) -> Answer:
        """Make the document in a matter that the diary has. Raises as `case`."""
        ...

    def file(
        self, at: Answer, file: Diariefil, fetch: Callable[[Diariefil], Path], *, unsure: bool
    ) -> Answer:
        """Put a file to a document that the diary has; `fetch` brings it onto the disk. Raises as `case`."""
        ...

    def finish(self, case: Diariearende, document: Diariehandling, at: Answer) -> None:
        """Say that the document is whole; nothing where the diary needs no such word. Raises as `case`."""
        ...


def doubtful(what: str) -> DiaryDoubtful:
    """The diary has something like it, and does not say whose it is."""
    return DiaryDoubtful(
        Problem(
            "diary_doubtful",
            f"Diariet har redan {what} som kan vara vårt, men svaret på vårt anrop gick förlorat.",
            remedy="Se efter i diariet, och ange numret som handlingen fick där, eller skicka om den.",
        )
    )
