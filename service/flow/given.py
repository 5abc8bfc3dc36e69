"""What a sender gave: JSON is read here, a Word or Excel form in `given_form`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.errors import Notice, Problem, UnreadableInput
from service.intake.content import Kind, sniff
from service.intake.json_file import read_json
from service.model.framework import Framework
from service.settings import Settings

if TYPE_CHECKING:
    from service.intake.form_entries import Answered

FrameworkOf = Callable[[Path, Mapping[str, Any]], Framework]
"""The framework that a file refers to, from its path and what it says itself."""
_FORMS = (Kind.DOCX, Kind.XLSX)
_SAVE_AS = {Kind.ODT: "Word (.docx)", Kind.ODS: "Excel (.xlsx)", Kind.CFB: "Word (.docx) eller Excel (.xlsx)"}
"""Kinds that forms are saved as by mistake, and what to save them as."""
_TAKEN = "Ange en JSON-fil enligt schemat, eller den ifyllda blanketten i Word (.docx) eller Excel (.xlsx)."


@dataclass(frozen=True, slots=True)
class Given:
    """The raw input, and how to speak of it: as it is in JSON, whose writer knows the field names."""

    raw: Mapping[str, Any]
    notices: tuple[Notice, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be understood when it was read."""
        return ()

    @property
    def answers(self) -> tuple[Answered, ...]:
        """Every field that was read, with its place; of JSON every leaf by its path."""
        return tuple(_leaves(self.raw, ""))

    def problem_at_its_place(self, problem: Problem) -> Problem:
        """The problem with the place and the words that its sender knows."""
        return problem

    def notice_at_its_place(self, notice: Notice) -> Notice:
        """The notice with the place that its sender knows."""
        return notice


def read_given(path: Path, settings: Settings, framework_of: FrameworkOf) -> Given:
    """Read a file of any kind that we take.

    Raises:
        InputError: the gate refuses the file, it cannot be read, or it is no form of ours.
    """
    kind = sniff(path) if path.is_file() else Kind.OTHER
    if kind in _SAVE_AS:
        says = f"{kind.label}, som inte läses som blankett"
        remedy = f"Öppna den, välj Spara som {_SAVE_AS[kind]} utan lösenord, och lämna den filen."
        raise UnreadableInput(_not_taken(path, says, remedy))
    if kind is Kind.OTHER:
        return Given(read_json(path, settings))
    if kind not in _FORMS:
        says = f"{kind.label}, och varken JSON eller en blankett"
        raise UnreadableInput(_not_taken(path, says, _TAKEN))
    from service.flow.given_form import read_form  # most input is JSON

    return read_form(path, settings, framework_of)


def _not_taken(path: Path, says: str, remedy: str) -> Problem:
    return Problem("wrong_file_type", f"Filen ”{path.name}” är {says}.", "", remedy, path.name)


def _leaves(value: Any, path: str) -> list[Answered]:
    from service.intake.form_entries import Answered

    if isinstance(value, Mapping):
        return [
            leaf for key, one in value.items() for leaf in _leaves(one, f"{path}.{key}" if path else str(key))
        ]
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        return [leaf for index, one in enumerate(value) for leaf in _leaves(one, f"{path}[{index}]")]
    return [Answered(path, path, value, path)]
