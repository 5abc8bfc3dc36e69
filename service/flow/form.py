"""A form made for one body and year: prefilled from the framework, written as Word, Excel or JSON."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from service.errors import InvalidInput, Problem
from service.fill.context import build_context
from service.fill.properties import DocumentProperties
from service.fill.render import render
from service.fill.template import load_template
from service.flow.document import noon
from service.flow.last_year import find_last_year
from service.flow.places import FORM_TEMPLATE
from service.flow.prefill import Subject, prefill, references
from service.flow.published import Delivery, OutputRefused, Staging
from service.flow.read import Reader
from service.model.form import FORM_MARK, Draft, Form, Group, Item, Kind, Question, Rows
from service.model.framework import Framework
from service.model.options import options_for
from service.model.ramverk import Organ
from service.model.wording import nearest, quoted
from service.schema.form import form_of

SUFFIXES = (".docx", ".xlsx", ".json")


@dataclass(frozen=True, slots=True)
class FormOrder:
    """What somebody asks for."""

    slug: str
    organ: str
    ar: int
    target: Path
    on: date | None = None
    """The document's day; None: today, or the year's last or first day when today is of another year."""
    typ: str = ""
    """The kind of document where there are several, such as a dialog's A, B or C."""
    last_year: Path | None = None
    """The report of the year before, or a folder to look for it."""
    answers: Path | None = None
    """A report whose answers are to stand in the form."""
    complete: bool = False
    """Those answers are all there is: what was cleared in them is not filled in again."""


def make_form(order: FormOrder, reader: Reader) -> Delivery:
    """Make a form and write it.

    Raises:
        InputError: the document type has no form, the body is unknown, or a named report cannot be read.
        OutputRefused: the file is there already, or its folder cannot be written.
    """
    if order.target.exists():
        raise OutputRefused(_taken(order.target))
    place, framework = reader.framework()
    draft, subject = drafted(order, framework, reader)
    marks = {"slug": order.slug, "ramverk": _relative(place, order.target)}
    draft = Draft(draft.form, draft.answers, draft.references, marks)
    with Staging(order.target.parent) as staging:
        fresh = staging.add(order.target.name)
        _write(draft, subject, fresh)
        return staging.publish()


def _taken(target: Path) -> Problem:
    return Problem(
        "output_exists",
        f"Filen ”{target.name}” finns redan, och kan vara en ifylld blankett.",
        "--ut",
        "Välj ett annat filnamn, eller flytta undan filen.",
    )


def drafted(order: FormOrder, framework: Framework, reader: Reader) -> tuple[Draft, Subject]:
    """The form with what is known already, and whom it is about. Raises InputError."""
    organ = _organ(order, framework)
    day = order.on or _day_in(order.ar, reader.today)
    given = {"typ": order.typ} if order.typ else {}
    answered: Mapping[str, Any] = reader.raw(order.answers) if order.answers else {}
    if "typ" in answered:
        given["typ"] = str(answered["typ"])
    form = form_of(order.slug, options_for(framework, organ, day), given)
    _check_kind(form, given)
    subject = Subject(framework, organ, order.ar, day, given)
    answers = {} if order.complete else prefill(form, subject)
    if order.on:
        answers |= {q.name: order.on.isoformat() for q in _own_questions(form) if _is_day(q)}
    answers |= {key: value for key, value in answered.items() if key not in ("dokumenttyp", "ramverk")}
    last = find_last_year(order.last_year, order.slug, organ.id, order.ar, given, reader)
    return Draft(form, answers, references(form, subject, last)), subject


def _own_questions(form: Form) -> list[Question]:
    return [item for part in form.parts for item in part.items if isinstance(item, Question)]


def _is_day(question: Question) -> bool:
    return question.name == "datum" and question.kind is Kind.DATE and not question.many


def _day_in(year: int, today: date) -> date:
    if today.year == year:
        return today
    return date(year, 12, 31) if today.year > year else date(year, 1, 1)


def _organ(order: FormOrder, framework: Framework) -> Organ:
    wanted = order.organ.casefold()
    for organ in framework.organ:
        if wanted in (organ.id.casefold(), organ.kod.casefold(), organ.namn.casefold()):
            return organ
    guess = nearest(order.organ, [organ.id for organ in framework.organ])
    known = ", ".join(organ.id for organ in framework.organ)
    hint = f"Menade du ”{guess}”? " if guess else ""
    raise InvalidInput(
        Problem(
            "unknown_organ",
            f"Organet {quoted(order.organ)} finns inte i ramverket.",
            "--organ",
            f"{hint}Ange en av koderna: {known}.",
        )
    )


def _check_kind(form: Form, given: Mapping[str, str]) -> None:
    kind = next((q for q in _own_questions(form) if q.name == "typ"), None)
    codes = [option.code for option in kind.options] if kind else []
    if given.get("typ", "") in (codes or [""]):
        return
    found = quoted(given["typ"]) if "typ" in given else "ingen typ"
    wanted = f"Ange --typ {', '.join(codes[:-1])} eller {codes[-1]}." if codes else "Ta bort --typ."
    raise InvalidInput(Problem("unknown_choice", f"{form.title}: {found} är angiven.", "--typ", wanted))


def _relative(framework: Path, target: Path) -> str:
    return Path(os.path.relpath(framework.resolve(), target.resolve().parent)).as_posix()


def _write(draft: Draft, subject: Subject, target: Path) -> None:
    if target.suffix.lower() == ".json":
        text = json.dumps(_as_json(draft), ensure_ascii=False, indent=2, default=_plain_number)
        target.write_text(text + "\n", encoding="utf-8", newline="\n")
        return
    template = load_template(FORM_TEMPLATE)
    words = [f"{key}={quote(value, safe='/')}" for key, value in draft.marks.items()]
    title = f"{draft.form.title} {subject.ar}"
    properties = DocumentProperties(
        title=f"Blankett: {title}, {subject.organ.namn}",
        subject=template.title,
        author=subject.framework.kommun.namn,
        keywords=" ".join([FORM_MARK, *words]),
        created=noon(subject.on),
    )
    if target.suffix.lower() == ".xlsx":
        from service.fill.form_workbook import (
            write_workbook,  # openpyxl: a tenth of a second that most can spare
        )

        write_workbook(draft, title, subject.organ.namn, properties, target)
        return
    context: dict[str, Any] = {
        "kommun": build_context(subject.framework.kommun, {}, {}),
        "titel": title,
        "dokumenttyp": draft.form.title,
        "slug": draft.form.slug,
        "organ": subject.organ.namn,
        "ar": str(subject.ar),
        "slag": _kind_label(draft.form, subject.given),
        "fragor": draft,
    }
    render(template, context, properties=properties, target=target)


def _kind_label(form: Form, given: Mapping[str, str]) -> str:
    kind = next((q for q in _own_questions(form) if q.name == "typ"), None)
    return next((o.label for o in kind.options if o.code == given.get("typ")), "") if kind else ""


def _as_json(draft: Draft) -> dict[str, Any]:
    """Every field of the form, in its order; what nobody has answered yet stands there empty."""
    items = [item for part in draft.form.parts for item in part.items]
    return {
        "dokumenttyp": draft.form.slug,
        "ramverk": draft.marks["ramverk"],
        **_blank_group(items, draft.answers),
    }


def _blank_group(items: list[Item], answers: Mapping[str, Any]) -> dict[str, Any]:
    return {item.name: _blank(item, answers.get(item.name)) for item in items}


def _blank(item: Item, answer: Any) -> Any:
    if isinstance(item, Question):
        empty: Any = [] if item.many else None if item.kind in (Kind.NUMBER, Kind.INTEGER) else ""
        return empty if answer is None else _typed(item, answer)
    if isinstance(item, Group):
        known = answer if isinstance(answer, Mapping) else {}
        return _blank_group(list(item.items), known) if known or item.required else None
    return _blank_rows(item, answer)


def _typed(question: Question, answer: Any) -> Any:
    """An answer read off paper in the type that the published schema asks for; what has none stays for its check."""
    if not isinstance(answer, str):
        return answer
    if question.kind is Kind.YES_NO:
        return {"ja": True, "nej": False}.get(answer.casefold(), answer)
    digits = re.sub(r"\s", "", answer)
    return int(digits) if question.kind is Kind.INTEGER and digits.isdecimal() else answer


def _blank_rows(item: Rows, answer: Any) -> Any:
    if isinstance(answer, str):
        return answer
    entries = answer or ([{}] if item.required and not item.may_be_none else [])
    return [_blank_group(list(item.items), entry) for entry in entries]


def _plain_number(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(str(type(value)))
