"""Forms by the service: an empty one out, a filled one in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from service.clock import STOCKHOLM
from service.errors import InputError, InvalidInput, Notice, Problem
from service.flow.drafts import reader_of, refuse_others
from service.flow.form import SUFFIXES, FormOrder, make_form
from service.flow.frameworks import current_framework
from service.flow.jobs import OutputFile
from service.flow.read import Reader
from service.flow.register import get_report, input_of
from service.flow.service import Service
from service.model.people import Person
from service.records.blobs import fetch


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Which form is wanted."""

    slug: str
    organ: str
    ar: int
    suffix: str
    typ: str = ""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What was read from a filled form: a document that can be saved as a report, and what is wrong with it."""

    raw: Mapping[str, Any]
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]


def blank_form(service: Service, wanted: FormRequest) -> OutputFile:
    """A form with what is known already filled in.

    Raises:
        InputError: the document type has no form, or the body is unknown.
    """
    suffix = f".{_known_suffix(wanted.suffix)}"
    with service.open_folder() as folder:
        order = FormOrder(wanted.slug, wanted.organ, wanted.ar, folder / f"blankett{suffix}", typ=wanted.typ)
        return _made(service, order, folder)


def report_form(service: Service, person: Person, report: str, suffix: str) -> OutputFile:
    """A report as a form, with the answers of the latest version that the person may see: to go on with elsewhere.

    Raises:
        NotKnown: no such report.
        InputError: the document type has no form, or no such format.
    """
    seen = get_report(service, person, report)
    _, sha256 = input_of(service, person, report)
    ending = f".{_known_suffix(suffix)}"
    with service.open_folder() as folder:
        answers = fetch(service.store, sha256, folder / "in.json")
        order = FormOrder(
            seen.slug,
            seen.organ,
            seen.ar or service.now().astimezone(STOCKHOLM).year,
            folder / f"blankett{ending}",
            answers=answers,
            complete=True,
        )
        return _made(service, order, folder)


def _made(service: Service, order: FormOrder, folder: Path) -> OutputFile:
    # The framework lies beside the form, so that what the form says of its place tells nothing of ours.
    framework = fetch(service.store, current_framework(service).sha256, folder / "ramverk.json")
    reader = Reader(service.settings, service.now().astimezone(STOCKHOLM).date(), framework)
    make_form(order, reader)
    name = "-".join(filter(None, [order.slug, order.typ, order.organ, str(order.ar)])).lower()
    target = order.target
    return OutputFile(f"{name}{target.suffix}", service.store.put(target), target.stat().st_size)


def _known_suffix(suffix: str) -> str:
    if f".{suffix}" not in SUFFIXES:
        kinds = ", ".join(one.removeprefix(".") for one in SUFFIXES)
        raise InvalidInput(
            Problem(
                "unknown_choice", "Blanketten finns inte i det formatet.", "format", f"Välj bland: {kinds}."
            )
        )
    return suffix


def read_form(service: Service, path: Path) -> FilledForm:
    """Read a filled form; nothing is kept.

    Raises:
        InputError: it cannot be read, or is no form.
    """
    reader = reader_of(service)
    raw = plain(reader.raw(path))
    refuse_others(raw.get("dokumenttyp"))
    try:
        return FilledForm(raw, (), reader.read(path).notices)
    except InputError as fault:
        return FilledForm(raw, fault.problems, ())


def plain(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The same as plain JSON."""
    made: dict[str, Any] = json.loads(json.dumps(raw, default=_plain))
    return made


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    msg = f"no JSON for {type(value).__name__}"
    raise TypeError(msg)
