"""The sources of a nulägesbild: found, read, sorted by year and body; every fault of every file at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.errors import InputError, InvalidInput, Notice, Problem
from service.flow.folders import shown_files
from service.intake.form_marks import is_marked_form
from service.intake.json_file import read_json
from service.model.choices import Rapportstatus
from service.model.crossreading import Gathered, answering_organ, compile_nulagesbild
from service.model.dialogsammanfattning import Dialogsammanfattning
from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.model.nulagesbildsorder import Nulagesbildsorder
from service.schema.load import slug_of

if TYPE_CHECKING:
    from service.flow.read import Reader, ReadFile

Source = Nulagesbeskrivning | Dialogsammanfattning
SECRET, DRAFT = "Har lämnat; sekretessmarkerad, återges inte", "Har lämnat ett utkast, som inte återges"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that may be a source."""

    path: Path
    place: str
    """Its place in the order, such as `underlag[0]`."""
    named: bool
    """It is named itself, not found in a folder: then it must be a source of the right year."""


@dataclass(slots=True)
class _Sorted:
    """The sources so far, and what was found on the way."""

    reports: dict[str, ReadFile] = field(default_factory=dict)
    last_year: dict[str, ReadFile] = field(default_factory=dict)
    dialogs: dict[str, ReadFile] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    dialogs_left_out: int = 0
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def read_year(
    year: int, folder: Path, reader: Reader, *, day: date, diarienummer: str = "", drafts: bool = False
) -> ReadFile:
    """The nulägesbild of a year from all that lies in a folder: as an order in that folder would have it.

    Args:
        year: the year that the reports describe.
        folder: where reports and dialogs' summaries lie; those of the year before too, if there are any.
        reader: reads them.
        day: the nulägesbild's date.
        diarienummer: its case number, if it has one.
        drafts: whether reports that are drafts are quoted too.

    Raises:
        InputError: with every fault of each file.
    """
    if not folder.is_dir():
        raise InvalidInput(
            Problem(
                "not_a_folder",
                f"Mappen ”{folder}” finns inte.",
                "--rapporter",
                "Ange mappen där rapporterna ligger.",
            )
        )
    slug = slug_of(Nulagesbildsorder)
    order: dict[str, Any] = {
        "dokumenttyp": slug,
        "id": f"NBILD-{year}",
        "ar": year,
        "datum": day.isoformat(),
        "diarienummer": diarienummer,
        "underlag": ["."],
        "med_utkast": drafts,
    }
    framework = _framework_of_sources(folder, reader)
    if framework:
        order["ramverk"] = framework
    return reader.read_raw(folder / f"{slug}-{year}.json", order)


def _framework_of_sources(folder: Path, reader: Reader) -> str:
    """The framework that the first report in the folder names, as a path from the folder; empty when it names none.

    Raises:
        InvalidInput: there is no report, and why no file can be one.
    """
    faults: list[Problem] = []
    for path in _files_below(folder):
        try:
            raw: Mapping[str, Any] = read_json(path, reader.settings) if _is_json(path) else reader.raw(path)
        except InputError as fault:
            faults += fault.problems
            continue
        named = raw.get("ramverk")
        if _is_source(raw):
            known = isinstance(named, str) and named
            return Path(os.path.relpath(path.parent / str(named), folder)).as_posix() if known else ""
    missing = f"Mappen ”{folder}” har ingen nulägesbeskrivning."
    raise InvalidInput(
        *(faults or [Problem("no_reports", missing, "--rapporter", "Ange mappen där rapporterna ligger.")])
    )


def gather(file: ReadFile, reader: Reader) -> ReadFile:
    """Read what an order names, and compile it.

    Args:
        file: the order.
        reader: reads the sources.

    Returns:
        The same file with the nulägesbild as its model, and its sources.

    Raises:
        InvalidInput: with every fault of the order and of each source.
    """
    order: Nulagesbildsorder = file.model
    found = _Sorted()
    for one in _candidates(order, file.path.parent, reader):
        _take(one, order, file, reader, found)
    _look_back(order, file, found)
    if found.problems:
        raise InvalidInput(*found.problems)
    gathered = Gathered(
        reports=tuple(one.model for one in found.reports.values()),
        last_year=tuple(one.model for one in found.last_year.values()),
        dialogs=tuple(one.model for one in found.dialogs.values()),
        left_out=found.left_out,
        dialogs_left_out=found.dialogs_left_out,
    )
    quoted = (*found.reports.values(), *found.last_year.values(), *found.dialogs.values())
    return replace(
        file,
        model=compile_nulagesbild(order, gathered, file.framework),
        notices=(*file.notices, *found.notices),
        sources=quoted,
    )


def _candidates(order: Nulagesbildsorder, folder: Path, reader: Reader) -> Iterator[_Candidate]:
    """Every file that is named, and every source in a folder that is named; each file once."""
    seen: set[Path] = set()
    for index, named in enumerate(order.underlag):
        path, place = folder / named, f"underlag[{index}]"
        inside = path.is_dir()
        for one in _files_below(path) if inside else [path]:
            if one.resolve() in seen or (inside and not _worth_reading(one, reader)):
                continue
            seen.add(one.resolve())
            yield _Candidate(one, place, named=not inside)


def _files_below(folder: Path) -> list[Path]:
    """JSON files and filled forms; a form beside a JSON file of the same name is what that was made from, or into."""
    files = set(shown_files(folder))
    found = {path for path in files if _is_json(path)}
    return sorted(
        found | {path for path in files if path.with_suffix(".json") not in found and is_marked_form(path)}
    )


def _is_json(path: Path) -> bool:
    return path.suffix == ".json"


def _worth_reading(path: Path, reader: Reader) -> bool:
    """A folder may hold other things too; a file that cannot be read at all is no such thing, but a fault."""
    if not _is_json(path):
        return True
    try:
        return _is_source(read_json(path, reader.settings))
    except InputError:
        return True


def _is_source(raw: Mapping[str, Any]) -> bool:
    return raw.get("dokumenttyp") in {slug_of(Nulagesbeskrivning), slug_of(Dialogsammanfattning)}


def _take(one: _Candidate, order: Nulagesbildsorder, file: ReadFile, reader: Reader, found: _Sorted) -> None:
    try:
        source = reader.read(one.path)
    except InputError as fault:
        found.problems += [p if p.path else replace(p, path=one.place) for p in fault.problems]
        return
    if not isinstance(source.model, Source):
        found.problems.append(
            Problem(
                "not_a_source",
                f"Filen ”{source.name}” är varken en nulägesbeskrivning eller en sammanfattning av en tillitsdialog.",
                one.place,
                "Ta bort den ur underlaget, eller ange mappen där rapporterna ligger.",
                file.name,
            )
        )
    elif source.framework != file.framework:
        found.problems.append(
            Problem(
                "other_framework",
                f"Filen ”{source.name}” bygger på ett annat ramverk än nulägesbilden.",
                "ramverk",
                "Låt alla rapporter peka på samma ramverk, eller ange det med --ramverk.",
                source.name,
            )
        )
    elif _right_year(source, one, order, file, found):
        _sort_in(source, order, found)


def _right_year(
    source: ReadFile, one: _Candidate, order: Nulagesbildsorder, file: ReadFile, found: _Sorted
) -> bool:
    year = source.model.ar
    wanted = (order.ar, order.ar - 1) if isinstance(source.model, Nulagesbeskrivning) else (order.ar,)
    if year in wanted:
        return True
    message = f"Filen ”{source.name}” gäller {year} och används inte i nulägesbilden för {order.ar}."
    if one.named:
        remedy = f"Ta bort den ur underlaget, eller ange rapporten för {order.ar}."
        found.problems.append(Problem("source_of_other_year", message, one.place, remedy, file.name))
    else:
        found.notices.append(Notice("source_of_other_year", message, one.place, file.name))
    return False


def _sort_in(source: ReadFile, order: Nulagesbildsorder, found: _Sorted) -> None:
    model: Source = source.model
    if isinstance(model, Dialogsammanfattning):
        key, shelf = model.id, found.dialogs
    else:
        key, shelf = model.organ, found.reports if model.ar == order.ar else found.last_year
    if key in shelf:
        found.problems.append(_twice(source, shelf[key]))
        return
    shelf[key] = source


def _twice(source: ReadFile, first: ReadFile) -> Problem:
    model: Source = source.model
    if isinstance(model, Dialogsammanfattning):
        message = f"Dialogen ”{model.id}” finns två gånger, i ”{first.name}” och ”{source.name}”."
        return Problem("source_twice", message, "id", "Behåll en av filerna.", source.name)
    organ = source.framework.find_organ(model.organ)
    name = organ.namn if organ else model.organ
    message = f"{name} har två nulägesbeskrivningar för {model.ar}, ”{first.name}” och ”{source.name}”."
    return Problem("source_twice", message, "organ", "Behåll den som gäller.", source.name)


def _look_back(order: Nulagesbildsorder, file: ReadFile, found: _Sorted) -> None:
    """What can only be said of all sources together."""
    for shelf in (found.reports, found.last_year, found.dialogs):
        for key, source in list(shelf.items()):
            reason = _not_for_others(source.model, order)
            if reason:
                del shelf[key]
                _leave_out(source, reason, order, found)
            else:
                _refuse_later(source, order, file, found)
    if not found.reports and not found.problems:
        found.problems.append(
            Problem(
                "no_reports",
                f"Ingen nulägesbeskrivning för {order.ar} kan återges.",
                "underlag",
                "Kontrollera året och mappen. Ett utkast återges bara när det begärs.",
                file.name,
            )
        )
    for organ in answering_organ(order, file.framework):
        if organ.id not in found.reports and organ.id not in found.left_out:
            message = f"{organ.namn} har inte lämnat någon nulägesbeskrivning för {order.ar}."
            found.notices.append(Notice("report_missing", message, "underlag", file.name))


def _not_for_others(model: Source, order: Nulagesbildsorder) -> str:
    """Why a source must not be read by others; empty when it may."""
    if model.sekretess and model.sekretess.markerad:
        return SECRET
    draft = isinstance(model, Nulagesbeskrivning) and model.status is Rapportstatus.UTKAST
    return DRAFT if draft and not order.med_utkast else ""


def _leave_out(source: ReadFile, reason: str, order: Nulagesbildsorder, found: _Sorted) -> None:
    model: Source = source.model
    code = "secret_left_out" if reason == SECRET else "draft_left_out"
    what = "är sekretessmarkerad" if reason == SECRET else "är ett utkast"
    found.notices.append(
        Notice(code, f"Filen ”{source.name}” {what} och återges inte.", "underlag", source.name)
    )
    if isinstance(model, Dialogsammanfattning):
        found.dialogs_left_out += 1
    elif model.ar == order.ar:
        found.left_out[model.organ] = reason


def _refuse_later(source: ReadFile, order: Nulagesbildsorder, file: ReadFile, found: _Sorted) -> None:
    model: Source = source.model
    day = max(model.datum) if isinstance(model, Dialogsammanfattning) else model.datum
    if day > order.datum:
        found.problems.append(
            Problem(
                "contradicting_dates",
                f"Nulägesbilden är daterad {order.datum}, men ”{source.name}” är daterad senare ({day}).",
                "datum",
                "Rätta datumet; nulägesbilden kan inte återge det som ännu inte är skrivet.",
                file.name,
            )
        )
