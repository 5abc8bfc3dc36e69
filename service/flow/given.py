"""What a sender gave, be it JSON, a Word form or an Excel form; and its faults in the sender's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from service.errors import InvalidInput, Notice, Problem, UnreadableInput
from service.intake.content import Kind, sniff
from service.intake.form_answers import read_answers
from service.intake.form_blocks import Line, Paper
from service.intake.form_entries import Answered, ReadForm
from service.intake.form_labels import item_at, label_of
from service.intake.gate import admit
from service.intake.json_file import read_json
from service.intake.word_form import read_word_form
from service.model.form import Form, Group, Question, Rows, folded
from service.model.framework import Framework
from service.model.options import options_of
from service.schema.form import form_of, has_form
from service.schema.load import find_document_type, slugs
from service.settings import Settings

FrameworkOf = Callable[[Path, Mapping[str, Any]], Framework]
"""The framework that a file refers to, from its path and what it says itself."""


def _read_sheet_form(path: Path) -> Paper:
    from service.intake.sheet_form import (
        read_sheet_form,  # openpyxl takes a tenth of a second; most input is JSON
    )

    return read_sheet_form(path)


_FORMS = {Kind.DOCX: read_word_form, Kind.XLSX: _read_sheet_form}
_SAVE_AS = {Kind.ODT: "Word (.docx)", Kind.ODS: "Excel (.xlsx)", Kind.CFB: "Word (.docx) eller Excel (.xlsx)"}
"""Kinds that forms are saved as by mistake, and what to save them as."""
_QUOTED_NAME = re.compile(r"”([a-z][a-z0-9_]*)”")


@dataclass(frozen=True, slots=True)
class Given:
    """The raw input, and how to speak of it."""

    raw: Mapping[str, Any]
    form: Form | None = None
    """None for JSON, whose writer knows the field names."""
    read: ReadForm | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be understood when the form was read."""
        return self.read.problems if self.read else ()

    @property
    def answers(self) -> tuple[Answered, ...]:
        """Every field that was read, with its place; of JSON every leaf by its path."""
        return self.read.answers if self.read else tuple(_leaves(self.raw, ""))

    def problem_at_its_place(self, problem: Problem) -> Problem:
        """The problem with the place and the words of the form."""
        if self.form is None or self.read is None:
            return problem
        item = item_at(self.form, problem.path)
        remedy = _labelled(problem.remedy, self.form, problem.path)
        message = problem.message
        if problem.code in ("unknown_choice", "invalid_id") and isinstance(item, Question) and item.options:
            message = message.replace("en beteckning utan mellanslag", "ett av valen i listan")
            remedy = f"Välj ett av: {', '.join(option.label for option in item.options)}."
        return replace(problem, message=message, path=self._place(problem.path), remedy=remedy)

    def notice_at_its_place(self, notice: Notice) -> Notice:
        """The notice with the place of the form."""
        return notice if self.form is None else replace(notice, path=self._place(notice.path))

    def _place(self, path: str) -> str:
        """Where a path of the input stands in the form; for what is not there, where it ought to be."""
        if self.form is None or self.read is None or not path:
            return path
        places = {one.path: one.place for one in self.read.answers}
        if path in places:
            return places[path]
        above = path
        while above:
            above = above[: max(above.rfind("."), above.rfind("["), 0)]
            if above in places:
                rest = label_of(self.form, path).removeprefix(label_of(self.form, above)).strip(" ›")
                return f"{places[above]} › {rest}" if rest else places[above]
        return label_of(self.form, path) or path


def read_given(path: Path, settings: Settings, framework_of: FrameworkOf) -> Given:
    """Read a file of any kind that we take.

    Raises:
        InputError: the gate refuses the file, it cannot be read, or it is no form of ours.
    """
    kind = sniff(path) if path.is_file() else Kind.OTHER
    if kind in _SAVE_AS:
        raise UnreadableInput(_other_kind(path, kind))
    if kind not in _FORMS:
        return Given(read_json(path, settings))
    admitted = admit(path, settings)
    if isinstance(admitted, tuple):
        raise InvalidInput(*admitted)
    paper = _FORMS[admitted.kind](path)
    slug = paper.marks.get("slug") or _slug_shown(paper)
    if slug not in slugs() or not has_form(slug):
        raise InvalidInput(_not_a_form(path))
    head = {
        "dokumenttyp": slug,
        **({"ramverk": paper.marks["ramverk"]} if paper.marks.get("ramverk") else {}),
    }
    form = form_of(slug, options_of(framework_of(path, head)))
    read = read_answers(paper, form, path.name)
    return Given({**head, **read.raw}, form, read, (*admitted.notices, *read.notices))


def _slug_shown(paper: Paper) -> str:
    """The document type as the front page names it, where the file's own marks are gone."""
    known = {folded(find_document_type(slug).title): slug for slug in slugs() if has_form(slug)}
    for block in paper.blocks:
        cells = [] if isinstance(block, Line) else [cell.text for row in block.rows for cell in row]
        for text in [block.text] if isinstance(block, Line) else cells:
            words = re.sub(r"\s*\(?\b(\d{4}|[a-z]+)\)?$", "", text.strip())
            if folded(words) in known:
                return known[folded(words)]
    return ""


def _not_a_form(path: Path) -> Problem:
    return Problem(
        "form_not_recognised",
        f"Filen ”{path.name}” är inte en blankett från Samlad, eller så har framsidan ändrats.",
        "",
        "Hämta en ny blankett med ”samlad formular” och flytta över svaren.",
        path.name,
    )


def _other_kind(path: Path, kind: Kind) -> Problem:
    return Problem(
        "wrong_file_type",
        f"Filen ”{path.name}” är {kind.label}, som inte läses som blankett.",
        "",
        f"Öppna den, välj Spara som {_SAVE_AS[kind]} utan lösenord, och lämna den filen.",
        path.name,
    )


def _labelled(text: str, form: Form, path: str) -> str:
    """A remedy with the form's labels instead of the names of fields."""
    owner = item_at(form, path.rpartition(".")[0])
    beside = {one.name: one.label for one in owner.items} if isinstance(owner, Group | Rows) else {}
    top = {item.name: item.label for part in form.parts for item in part.items}
    names = {**top, **beside}
    return _QUOTED_NAME.sub(lambda match: f"”{names.get(match[1], match[1])}”", text)


def _leaves(value: Any, path: str) -> list[Answered]:
    if isinstance(value, Mapping):
        return [
            leaf for key, one in value.items() for leaf in _leaves(one, f"{path}.{key}" if path else str(key))
        ]
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        return [leaf for index, one in enumerate(value) for leaf in _leaves(one, f"{path}[{index}]")]
    return [Answered(path, path, value, path)]
