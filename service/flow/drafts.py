"""Input that somebody is still writing: what it is and whose, its faults, and how it looks in its present state."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.clock import STOCKHOLM
from service.errors import InputError, InvalidInput, Problem, SamladError
from service.flow.frameworks import current_framework
from service.flow.read import FRAMEWORK_SLUG, Reader
from service.flow.service import Checked, Service
from service.intake.json_file import read_json
from service.model.choices import Rapportstatus
from service.model.nulagesbildsorder import Nulagesbildsorder
from service.model.steps import ATERLAMNAD
from service.records.blobs import fetch
from service.schema.cleaning import clean
from service.schema.load import find_document_type, slug_of, slugs
from service.settings import Settings

MEETING_SLUG = "kallelse"
NOT_REPORTS = frozenset({FRAMEWORK_SLUG, MEETING_SLUG, slug_of(Nulagesbildsorder)})
"""A nulägesbild names other files by their paths; from a sender outside that is never followed."""
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Draft:
    """What can be told of input that may yet have faults."""

    slug: str
    organ: str
    ar: int
    title: str
    secret: bool


def read_draft(path: Path, settings: Settings, organ: str = "") -> Draft:
    """Read what the input says of itself.

    Args:
        path: the input.
        settings: the limits.
        organ: the body it belongs to when it does not say one itself.

    Raises:
        InputError: it cannot be read, or does not say what it is and whose.
    """
    raw, _ = clean(read_json(path, settings), path.name)
    slug = raw.get("dokumenttyp")
    if not isinstance(slug, str) or not slug:
        raise InvalidInput(
            Problem(
                "doctype_missing",
                "Underlaget säger inte vilken dokumenttyp det är.",
                "dokumenttyp",
                f"Ange ett av: {', '.join(sorted(set(slugs()) - NOT_REPORTS))}.",
            )
        )
    doctype = find_document_type(slug)
    refuse_others(slug)
    said = raw.get("organ")
    whose = said.strip() if isinstance(said, str) and said.strip() else organ
    if not whose:
        raise InvalidInput(
            Problem(
                "organ_missing",
                "Underlaget säger inte vilket organ det hör till.",
                "organ",
                "Ange organets beteckning i fältet ”organ”, eller i anropet.",
            )
        )
    return Draft(slug, whose[:80], _year(raw), _title(raw, doctype.title, whose), _is_secret(raw))


def refuse_others(slug: object) -> None:
    """Refuse what is no report. Raises InvalidInput."""
    if isinstance(slug, str) and slug in NOT_REPORTS:
        raise InvalidInput(
            Problem(
                "not_a_report",
                f"Dokumenttypen ”{slug}” är ingen rapport.",
                "dokumenttyp",
                "Ett ramverk läggs in under /ramverk, ett sammanträde under /sammantraden.",
            )
        )


def _year(raw: Mapping[str, Any]) -> int:
    year = raw.get("ar")
    if isinstance(year, str) and len(year) == 4 and year.isascii() and year.isdecimal():
        year = int(year)  # a Word form holds its number as text
    return year if isinstance(year, int) and year in _YEARS else 0


def _title(raw: Mapping[str, Any], doctype: str, organ: str) -> str:
    said = raw.get("titel")
    year = _year(raw)
    title = (
        said if isinstance(said, str) and said.strip() else f"{doctype} {organ}{f' {year}' if year else ''}"
    )
    return " ".join(title.split())[:300]


def _is_secret(raw: Mapping[str, Any]) -> bool:
    """Anything said about secrecy counts, even if it is not well said: better too careful."""
    secret = raw.get("sekretess")
    if isinstance(secret, Mapping):
        return secret.get("markerad") not in (False, None, "nej", "false")
    return bool(secret)


def write_document(
    path: Path, slug: str, status: str, decision: Mapping[str, Any], folder: Path, name: str = ""
) -> Path:
    """Write the input as it stands in its present state: the service, not the sender, knows status and decision.

    Args:
        path: the input as it was sent.
        slug: its document type.
        status: the report's state.
        decision: what the steps have said.
        folder: where to write.
        name: the file's name; the slug when empty.
    """
    raw, _ = clean(json.loads(path.read_text(encoding="utf-8-sig")), path.name)
    fields = find_document_type(slug).schema.described_fields()
    if "status" in fields:
        raw["status"] = Rapportstatus.UTKAST.value if status == ATERLAMNAD else status
    if "beslut" in fields and decision.get("datum"):
        raw["beslut"] = {key: decision[key] for key in ("organ", "datum", "paragraf") if decision.get(key)}
    if "diarienummer" in fields and decision.get("diarienummer"):
        raw["diarienummer"] = decision["diarienummer"]
    target = folder / f"{name or slug}.document.json"
    target.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    return target


CHECKED = 1_000
"""Documents whose faults are remembered."""


def check_draft(service: Service, path: Path) -> Checked:
    """The faults and notices of a document, held against the framework in force."""
    try:
        refuse_others(read_json(path, service.settings).get("dokumenttyp"))
        return (), reader_of(service).read(path).notices
    except InputError as fault:
        return fault.problems, ()


def remembered(service: Service, key: tuple[str, ...], find: Callable[[], Checked]) -> Checked:
    """What is found in a document, while the framework in force and the day are the same.

    A page asks for it at every turn, so it is found once.

    Args:
        service: the service.
        key: all that the finding depends on beside them: what the document holds, and what was said of it.
        find: finds it, when it is not known.
    """
    day = service.now().astimezone(STOCKHOLM).date()
    whole = (*key, current_framework(service).sha256, day.isoformat())
    known = service.checked.get(whole)
    if known is None:
        known = find()
        if len(service.checked) >= CHECKED:
            service.checked.clear()
        service.checked[whole] = known
    return known


def reader_of(service: Service) -> Reader:
    """A reader that holds documents against the framework in force; it reads the framework once a day."""
    framework = current_framework(service)
    day = service.now().astimezone(STOCKHOLM).date()
    known = service.readers.get((framework.sha256, day))
    if known is not None:
        return known
    place = service.folder / f"{framework.sha256}.json"
    if not place.exists():
        fetch(service.store, framework.sha256, service.folder / service.new_id()).replace(place)
    service.readers.clear()
    return service.readers.setdefault((framework.sha256, day), Reader(service.settings, day, place))


def warm_up(service: Service) -> None:
    """Make ready what the first request would otherwise wait for, and many first ones at once make many times over."""
    for slug in slugs():
        find_document_type(slug).schema()
    with suppress(
        SamladError
    ):  # no framework yet, or the database is away: then the first request sees to it
        reader_of(service).framework()
