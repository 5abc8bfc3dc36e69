"""An input file, read to a checked model beside the framework that it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from service.errors import InvalidInput, Notice, Problem
from service.flow.given import Given, read_given
from service.flow.published import sha256_of
from service.intake.json_file import read_json
from service.model.framework import Framework
from service.model.nulagesbildsorder import Nulagesbildsorder
from service.rules.check import check
from service.schema.load import load, slugs
from service.settings import Settings

FRAMEWORK_SLUG = "ramverk"


@dataclass(frozen=True, slots=True)
class ReadFile:
    """An input file that passed schema and rules."""

    path: Path
    slug: str
    model: Any
    framework: Framework
    notices: tuple[Notice, ...]
    sources: tuple[ReadFile, ...] = ()
    """The files that it quotes."""
    framework_sha256: str = ""
    """Of the framework's own file."""

    @property
    def name(self) -> str:
        """The file's name, as people know it."""
        return self.path.name


class Reader:
    """Reads input files; a framework that many of them share is read once."""

    def __init__(self, settings: Settings, today: date, framework: Path | None = None) -> None:
        self.settings = settings
        self._framework = framework
        self.today = today
        self._frameworks: dict[Path, ReadFile] = {}

    def read(self, path: Path) -> ReadFile:
        """Read and check one file.

        Raises:
            InputError: with every fault of the file, or of the framework it names.
        """
        given = self.given(path)
        try:
            file = self.read_raw(path, given.raw)
        except InvalidInput as fault:
            told = (given.problem_at_its_place(problem) for problem in fault.problems)
            raise _with_notices(InvalidInput(*given.problems, *told), given.notices) from fault
        if given.problems:
            raise _with_notices(InvalidInput(*given.problems), given.notices)
        notices = (*given.notices, *(given.notice_at_its_place(notice) for notice in file.notices))
        return replace(file, notices=notices)

    def given(self, path: Path) -> Given:
        """What a file holds, be it JSON or a filled form; nothing is checked yet.

        Raises:
            InputError: it cannot be read.
        """
        return read_given(path, self.settings, lambda place, raw: self._framework_of(place, raw).framework)

    def raw(self, path: Path) -> Mapping[str, Any]:
        """The raw answers of a file, for whoever compares or copies them.

        Raises:
            InputError: it cannot be read, or part of a form cannot be understood.
        """
        given = self.given(path)
        if given.problems:
            raise _with_notices(InvalidInput(*given.problems), given.notices)
        return given.raw

    def framework(self) -> tuple[Path, Framework]:
        """The framework that is given or set, and where it lies.

        Raises:
            InputError: there is none, or it is at fault.
        """
        file = self._framework_of(Path("blanketten"), {})
        return file.path, file.framework

    def read_raw(self, path: Path, raw: Mapping[str, Any]) -> ReadFile:
        """Check what stands in a file, or would; a nulägesbild is compiled from the files that it names.

        Raises:
            InputError: with every fault.
        """
        slug = _slug(raw, path.name)
        if slug == FRAMEWORK_SLUG:
            return self._read_framework(path, raw)
        known = self._framework_of(path, raw)
        loaded = load(slug, raw, path.name)
        problems, notices = check(loaded.model, known.framework, self.today)
        if problems:
            raise InvalidInput(*_from(path.name, problems))
        found = (*loaded.notices, *_noted(path.name, notices))
        digest = known.framework_sha256
        file = ReadFile(path, slug, loaded.model, known.framework, found, framework_sha256=digest)
        if not isinstance(loaded.model, Nulagesbildsorder):
            return file
        from service.flow.nulagesbild import gather  # one document a year

        return gather(file, self)

    def _framework_of(self, path: Path, raw: Mapping[str, Any]) -> ReadFile:
        named = raw.get("ramverk")
        if self._framework is not None:
            place = self._framework
        elif isinstance(named, str) and named and not self._has_moved(path, named):
            place = path.parent / named
        elif self.settings.ramverk:
            place = Path(self.settings.ramverk)
        else:
            raise InvalidInput(
                Problem(
                    "framework_missing",
                    "Filen anger inget ramverk, och inget är inställt.",
                    "ramverk",
                    "Ange sökvägen till ramverket i fältet ”ramverk”, med --ramverk eller i SAMLAD_RAMVERK.",
                    path.name,
                )
            )
        known = place.resolve()
        if known not in self._frameworks:
            raw_framework = read_json(place, self.settings)
            if _slug(raw_framework, place.name) != FRAMEWORK_SLUG:
                raise InvalidInput(
                    Problem(
                        "not_a_framework",
                        f"Filen ”{place.name}” är inte ett ramverk.",
                        "ramverk",
                        "Ange en fil vars dokumenttyp är ”ramverk”.",
                        path.name,
                    )
                )
            self._frameworks[known] = self._read_framework(place, raw_framework)
        return self._frameworks[known]

    def _has_moved(self, path: Path, named: str) -> bool:
        """Whether a form lies elsewhere than where it was made, so that the set framework takes the place of its own.

        Raises:
            InvalidInput: it does, and none is set.
        """
        if path.suffix.lower() == ".json" or (path.parent / named).is_file():
            return False
        if self.settings.ramverk:
            return True
        raise InvalidInput(
            Problem(
                "framework_missing",
                f"Blanketten anger ramverket ”{named}”, som inte finns där.",
                "ramverk",
                "Ange ramverkets fil med --ramverk eller i SAMLAD_RAMVERK.",
                path.name,
            )
        )

    def _read_framework(self, path: Path, raw: Mapping[str, Any]) -> ReadFile:
        loaded = load(FRAMEWORK_SLUG, raw, path.name)
        problems, notices = check(loaded.model, loaded.model, self.today)
        if problems:
            raise InvalidInput(*_from(path.name, problems))
        found = (*loaded.notices, *_noted(path.name, notices))
        digest = sha256_of(path) if path.is_file() else ""
        return ReadFile(path, FRAMEWORK_SLUG, loaded.model, loaded.model, found, framework_sha256=digest)


def _slug(raw: Mapping[str, Any], name: str) -> str:
    slug = raw.get("dokumenttyp")
    if isinstance(slug, str) and slug:
        return slug
    raise InvalidInput(
        Problem(
            "doctype_missing",
            f"Filen ”{name}” säger inte vilken dokumenttyp den är.",
            "dokumenttyp",
            f"Ange ett av: {', '.join(slugs())}.",
            name,
        )
    )


def _from(name: str, problems: list[Problem]) -> list[Problem]:
    return [p if p.source else Problem(p.code, p.message, p.path, p.remedy, name) for p in problems]


def _noted(name: str, notices: list[Notice]) -> list[Notice]:
    return [n if n.source else Notice(n.code, n.message, n.path, name) for n in notices]


def _with_notices(fault: InvalidInput, notices: tuple[Notice, ...]) -> InvalidInput:
    """The fault, which does not keep quiet about what else was noticed."""
    fault.notices = notices
    return fault
