"""What a form knows before anybody has written in it: from the framework, and from last year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.model.choices import Dialogtyp, Organtyp
from service.model.form import (
    FROM_FRAMEWORK,
    LAST_YEAR,
    Form,
    Group,
    Item,
    Kind,
    Option,
    Question,
    Rows,
    find_option,
)
from service.model.framework import Framework
from service.model.options import GROUNDS
from service.model.ramverk import Organ

REFERENCE_SHOWN = 1_200
"""Longest reference text, in characters."""

_MARKS = re.compile(r"\*+|\\(?=\W)|\[([^\]]*)\]\([^)]*\)")
"""Marks of the Markdown subset; of a link the text stays."""
Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and when a form is about."""

    framework: Framework
    organ: Organ
    ar: int
    on: date
    """The day whose riktningsmål, omvärldsfaktorer and uppdrag are in force."""
    given: Mapping[str, str]
    """Answers settled beforehand, such as `{"typ": "C"}`."""


def prefill(form: Form, subject: Subject) -> Answers:
    """The answers that follow from the framework; every other question is left out."""
    return _answers((item for part in form.parts for item in part.items), subject)


def _answers(items: Iterator[Item] | tuple[Item, ...], subject: Subject) -> Answers:
    found: Answers = {}
    for item in items:
        answer = _answer(item, subject)
        if answer not in (None, "", [], {}):
            found[item.name] = answer
    return found


def _answer(item: Item, subject: Subject) -> Any:
    if isinstance(item, Rows):
        return [_entry(item, option, subject) for option in item.key.options] if item.key else None
    if isinstance(item, Group):
        return _answers(item.items, subject) if item.required or item.name in subject.given else None
    if item.name in subject.given:
        return subject.given[item.name]
    if item.framework_list:
        return _reference(item, subject)
    return _plain(item, subject)


def _entry(rows: Rows, option: Option, subject: Subject) -> Answers:
    assert rows.key is not None  # noqa: S101  # asked for keyed lists only
    entry: Answers = {rows.key.name: option.code}
    entity = subject.framework.lists()[rows.key.framework_list][option.code]
    follow_up = getattr(entity, "foljs_upp_genom", None)
    if follow_up is not None:
        entry |= {q.name: follow_up.value for q in rows.questions if find_option(q.options, follow_up.value)}
    return entry


def _plain(item: Question, subject: Subject) -> Any:
    if item.name == "ar":
        return subject.ar
    if item.name == "id":
        return "-".join([*subject.given.values(), subject.organ.id, str(subject.ar)])
    if item.name == "version":
        return next((one.version for one in _analyses(subject)), None)
    if item.name == "status" and item.options:
        return item.options[0].code
    return None


def _reference(item: Question, subject: Subject) -> Any:
    framework, organ = subject.framework, subject.organ
    if item.framework_list == "organ":
        return _organs(item, subject)
    if item.framework_list == "mandatperioder":
        period = framework.mandatperiod(subject.on)
        return period.id if period else None
    if item.framework_list == "omvarldsanalyser":
        return next((one.id for one in _analyses(subject)), None)
    if item.framework_list == "omvarldsdagar":
        return next((one.id for one in framework.omvarldsdagar if one.datum.year == subject.ar), None)
    if item.framework_list == "styrdokument" and item.many:
        return [one.id for one in framework.styrdokument_of(organ.id, subject.on) if one.typ in GROUNDS]
    return None


def _analyses(subject: Subject) -> Iterator[Any]:
    return (one for one in subject.framework.omvarldsanalyser if one.ar == subject.ar)


def _organs(item: Question, subject: Subject) -> Any:
    if item.many:
        first = _of_kind(subject, Organtyp.KOMMUNSTYRELSE) if subject.given.get("typ") == Dialogtyp.C else []
        return [*first, *({subject.organ.id} - set(first))]
    if item.name == "redovisas_till":
        return next(iter(_of_kind(subject, Organtyp.KOMMUNFULLMAKTIGE)), None)
    return subject.organ.id if item.required else None


def _of_kind(subject: Subject, kind: Organtyp) -> list[str]:
    return [one.id for one in subject.framework.organ if one.typ is kind and one.in_force(subject.on)]


def references(form: Form, subject: Subject, last: Mapping[str, Any] | None) -> dict[str, tuple[str, ...]]:
    """What stands beside the questions to be read: the framework's words, and last year's answers.

    Args:
        form: the form.
        subject: whom it is about.
        last: the raw report of the year before, if there is one.
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in form.parts:
        for item in part.items:
            _add_references(item, "", last or {}, subject, found)
    return found


def _add_references(
    item: Item, path: str, last: Mapping[str, Any], subject: Subject, found: dict[str, tuple[str, ...]]
) -> None:
    here = f"{path}.{item.name}" if path else item.name
    before = last.get(item.name)
    if isinstance(item, Group):
        for one in item.items:
            _add_references(one, here, before if isinstance(before, Mapping) else {}, subject, found)
    elif isinstance(item, Rows) and item.key:
        _add_keyed(item, here, before, subject, found)
    else:
        texts = [*_framework_words(item, subject), *_last_year(item, before, subject)]
        if texts:
            found[here] = tuple(texts)


def _add_keyed(
    rows: Rows, path: str, before: Any, subject: Subject, found: dict[str, tuple[str, ...]]
) -> None:
    assert rows.key is not None  # noqa: S101  # asked for keyed lists only
    entries = {str(entry.get(rows.key.name)): entry for entry in before or () if isinstance(entry, Mapping)}
    for option in rows.key.options:
        place = f"{path}[{option.code}]"
        if option.text:
            found[place] = (_cut(FROM_FRAMEWORK + option.text),)
        for item in rows.items[1:]:
            _add_references(item, place, entries.get(option.code, {}), subject, found)


def _framework_words(item: Item, subject: Subject) -> Iterator[str]:
    """What the body's own reglemente or ägardirektiv says under the same name."""
    for one in subject.framework.styrdokument_of(subject.organ.id, subject.on):
        text = getattr(one, item.name, "") if one.typ in GROUNDS and item.name.startswith("for_") else ""
        if text:
            yield _cut(f"{FROM_FRAMEWORK}{one.titel}: {text}")


def _last_year(item: Item, before: Any, subject: Subject) -> Iterator[str]:
    if before in (None, "", []) or item.name in _NOT_OF_LAST_YEAR:
        return
    yield _cut(f"{LAST_YEAR} ({subject.ar - 1}): {_told(item, before)}")


_NOT_OF_LAST_YEAR = {"organ", "ar", "id", "typ", "mandatperiod", "analys", "version", "omvarldsdag", "status"}
"""What last year's answer says nothing about this year."""


def _told(item: Item, answer: Any) -> str:
    """An answer in words: choices by their labels, entries of a list one after the other."""
    if isinstance(answer, list):
        return "\n".join(f"- {_told(item, one)}" for one in answer)
    if isinstance(answer, Mapping) and not isinstance(item, Question):
        inner = {one.name: one for one in item.items}
        told = (_told(inner[name], value) for name, value in answer.items() if name in inner and value)
        return "; ".join(" ".join(text.split()) for text in told)
    if isinstance(item, Question) and item.kind is Kind.CHOICE:
        option = find_option(item.options, str(answer))
        return option.label if option else str(answer)
    if isinstance(answer, bool):
        return "ja" if answer else "nej"
    return str(answer)


def _cut(text: str) -> str:
    """The text as one reads it, without the marks of its formatting, and not too long."""
    text = _MARKS.sub(lambda match: match[1] or "", text)
    return text if len(text) <= REFERENCE_SHOWN else text[: REFERENCE_SHOWN - 1].rstrip() + "…"
