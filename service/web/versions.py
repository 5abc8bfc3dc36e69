"""The versions of a report: who saved what, what differs, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask_babel import gettext as _

from service.flow.editing import answers_of, differing, open_editing, restore_version
from service.flow.refusals import not_known
from service.flow.register import WRITERS, inputs_of
from service.model.form import Form, Group, Item, Question, Rows, shown_answer
from service.model.people import Role
from service.web.page import Go, Page, Reply, Show, Visit

READERS = frozenset(Role) - {Role.ADMINISTRATOR}
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_STEP = re.compile(r"(\w+)((?:\[\d+\])*)")
SHORT = 300
LONGEST = 20_000
"""Texts longer than this are shown whole instead of compared word by word."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs."""

    label: str
    pieces: tuple[tuple[str, str], ...]
    """`same`, `gone` or `new`, and the words."""


def _versions(visit: Visit) -> Reply:
    report = visit.at["rapport"]
    editing = open_editing(visit.service, visit.person, report)
    rows = inputs_of(visit.service, visit.person, report)
    return Show("versions.html", {"editing": editing, "report": editing.report, "versions": rows})


def _version(visit: Visit) -> Reply:
    report, nr = visit.at["rapport"], _nr(visit.at["nr"])
    editing = open_editing(visit.service, visit.person, report)
    other = _nr(visit.query["mot"]) if "mot" in visit.query else max(nr - 1, 1)
    first, second = sorted((nr, other))
    before = answers_of(visit.service, visit.person, report, first)
    after = answers_of(visit.service, visit.person, report, second)
    found = [
        Difference(label_of(editing.form, path), _pieces(editing.form, path, old, new))
        for path, old, new in differing(before, after)
    ]
    context = {
        "editing": editing,
        "report": editing.report,
        "nr": nr,
        "first": first,
        "second": second,
        "differences": found,
        "version_choices": [
            (one["nr"], _("Version %(nr)d", nr=one["nr"]))
            for one in inputs_of(visit.service, visit.person, report)
        ],
    }
    return Show("version.html", context)


def _restore(visit: Visit) -> Reply:
    report, nr = visit.at["rapport"], _nr(visit.at["nr"])
    restore_version(visit.service, visit.person, report, nr, visit.version)
    return Go(f"/rapporter/{report}", _("Version %(nr)d gäller igen. De senare finns kvar.", nr=nr))


def _nr(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 8 and int(text)):
        raise not_known("Versionen")
    return int(text)


def label_of(form: Form, path: str) -> str:
    """A path in the words of the form: `risker[1].rubrik` is ”Risker 2 › Rubrik”."""
    items: Sequence[Item] = [item for part in form.parts for item in part.items]
    words = []
    for step, indexes in _STEP.findall(path):
        item = next((one for one in items if one.name == step), None)
        number = "".join(f" {int(index) + 1}" for index in re.findall(r"\d+", indexes))
        words.append(f"{item.label if item is not None else step}{number}")
        items = item.items if isinstance(item, Group | Rows) else ()
    return " › ".join(words)


def _question(form: Form, path: str) -> Question | None:
    items: Sequence[Item] = [item for part in form.parts for item in part.items]
    found: Item | None = None
    for step, _indexes in _STEP.findall(path):
        found = next((one for one in items if one.name == step), None)
        items = found.items if isinstance(found, Group | Rows) else ()
    return found if isinstance(found, Question) else None


def shown_difference(form: Form, path: str, value: Any) -> str:
    """What stands at a path, in short."""
    text = " ".join(_told(_question(form, path), value).split())
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _pieces(form: Form, path: str, before: Any, after: Any) -> tuple[tuple[str, str], ...]:
    question = _question(form, path)
    old, new = _told(question, before), _told(question, after)
    if len(old) + len(new) > LONGEST:
        return tuple((kind, text) for kind, text in (("gone", old), ("new", new)) if text)
    return tuple(compare_texts(old, new))


def _told(question: Question | None, value: Any) -> str:
    if value is None:
        return ""
    if question is not None and not isinstance(value, list | Mapping):
        return shown_answer(question, value)
    if isinstance(value, list):
        return "\n".join(_told(question, one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(_told(None, one) for one in value.values())
    return str(value)


def compare_texts(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Two texts word by word: what is the same, what is gone, what is new."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(old[i:j])
            continue
        if i < j:
            yield "gone", "".join(old[i:j])
        if k < m:
            yield "new", "".join(new[k:m])


_R = "/rapporter/{rapport}/versioner"
PAGES = (
    Page("GET", _R, "rapport_versioner", _versions, READERS),
    Page("GET", _R + "/{nr}", "rapport_version", _version, READERS),
    Page("POST", _R + "/{nr}/aterga", "aterga_version", _restore, WRITERS),
)
