"""The documents of a meeting: numbered, and each one let in, or every fault of all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from service.errors import InputError, InvalidInput, Notice, Problem
from service.flow.read import Reader, ReadFile
from service.intake.gate import Admitted, admit
from service.model.kallelse import Arende, Handling, Kallelse


@dataclass(frozen=True, slots=True)
class NumberedHandling:
    """A document with its place."""

    arende: Arende
    handling: Handling
    at: int
    """Its place among the documents of its ärende, from 0."""
    path: str
    """Its place in the meeting file."""

    @property
    def number(self) -> str:
        """Its number on paper: `12.1`."""
        return f"{self.arende.ordning}.{self.at + 1}"

    @property
    def key(self) -> str:
        """The key of its part in the packet."""
        return f"a{self.number}"

    @property
    def cover_key(self) -> str:
        """The key of its cover sheet."""
        return f"{self.key}.blad"

    @property
    def first_key(self) -> str:
        """Where a link to it goes: its cover sheet, or itself when it has none."""
        return self.cover_key if self.handling.forsattsblad else self.key

    @property
    def label(self) -> str:
        """How lists and stamps call it."""
        return f"Bilaga {self.number}"

    @property
    def title(self) -> str:
        """What bookmark, contents and file properties call it."""
        return f"{self.label} – {self.handling.titel}"

    @property
    def diarienummer(self) -> str:
        """Its own case number, or else that of its ärende."""
        return self.handling.diarienummer or self.arende.diarienummer


@dataclass(frozen=True, slots=True)
class AdmittedHandling:
    """A document that goes into the packet: a file that was let in, or a report that is to be built."""

    numbered: NumberedHandling
    content: Admitted | ReadFile

    @property
    def source(self) -> Path:
        """The original: the file, or the report's input file."""
        return self.content.path


def number_handlingar(meeting: Kallelse) -> Iterator[NumberedHandling]:
    """Every document in the order of the agenda; one that is not attached keeps its number."""
    for at, arende in enumerate(meeting.arenden):
        yield from number_arende(arende, at)


def number_arende(arende: Arende, at: int) -> Iterator[NumberedHandling]:
    """Every document of one ärende, which stands at a place of the agenda, from 0."""
    for j, handling in enumerate(arende.handlingar):
        yield NumberedHandling(arende, handling, j, f"arenden[{at}].handlingar[{j}]")


def is_attached(numbered: NumberedHandling) -> bool:
    """Whether the document goes into the packet: an ärende that is withdrawn takes its documents with it."""
    return numbered.handling.bifogas_kallelsen and not numbered.arende.utgar


def admit_handlingar(
    meeting: ReadFile, reader: Reader, also: Collection[str] = ()
) -> tuple[tuple[AdmittedHandling, ...], tuple[Problem, ...], tuple[Notice, ...]]:
    """Let in every attached document of a meeting, or say everything that is wrong with any of them.

    Args:
        meeting: the meeting.
        reader: reads the reports.
        also: ids of documents that are needed though they are not attached.
    """
    admitted: list[AdmittedHandling] = []
    problems: list[Problem] = []
    notices: list[Notice] = []
    for numbered in number_handlingar(meeting.model):
        if not is_attached(numbered) and numbered.handling.id not in also:
            continue
        one = _admit(numbered, meeting.path.parent, reader)
        if isinstance(one, AdmittedHandling):
            admitted.append(one)
            notices += one.content.notices
        else:
            problems += one
    return tuple(admitted), tuple(problems), tuple(notices)


def _admit(
    numbered: NumberedHandling, folder: Path, reader: Reader
) -> AdmittedHandling | tuple[Problem, ...]:
    handling = numbered.handling
    if handling.indata:
        try:
            return AdmittedHandling(numbered, reader.read(folder / handling.indata))
        except InputError as fault:
            return tuple(_with_place(p, f"{numbered.path}.indata", handling.indata) for p in fault.problems)
    result = admit(folder / handling.fil, reader.settings, f"{numbered.path}.fil")
    return AdmittedHandling(numbered, result) if isinstance(result, Admitted) else result


def _with_place(problem: Problem, place: str, named: str) -> Problem:
    """A fault inside a report keeps its own place; one about the file itself gets the meeting's."""
    if problem.path:
        return problem
    return Problem(problem.code, problem.message, place, problem.remedy, problem.source or Path(named).name)


def require_handlingar(
    meeting: ReadFile, reader: Reader, also: Collection[str] = ()
) -> tuple[tuple[AdmittedHandling, ...], tuple[Notice, ...]]:
    """Let in every attached document, and those whose id is in `also`.

    Raises:
        InvalidInput: with every fault of every document.
    """
    admitted, problems, notices = admit_handlingar(meeting, reader, also)
    if problems:
        raise InvalidInput(*problems)
    return admitted, notices
