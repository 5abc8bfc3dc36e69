"""A Word or Excel form as it was given, and its faults in the words and at the places of the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from service.errors import InvalidInput, Notice, Problem
from service.flow.given import FrameworkOf, Given
from service.intake.content import Kind
from service.intake.form_answers import read_answers
from service.intake.form_blocks import Line, Paper
from service.intake.form_entries import Answered, ReadForm
from service.intake.form_labels import item_at, label_of
from service.intake.gate import admit
from service.intake.word_form import read_word_form
from service.model.form import Form, Group, Question, Rows, folded
from service.model.options import options_of
from service.model.wording import nearest
from service.schema.form import form_of, has_form
from service.schema.load import find_document_type, slugs
from service.settings import Settings


def _read_sheet_form(path: Path) -> Paper:
    from service.intake.sheet_form import (
        read_sheet_form,  # openpyxl takes a tenth of a second; most input is JSON
    )

    return read_sheet_form(path)


_FORMS = {Kind.DOCX: read_word_form, Kind.XLSX: _read_sheet_form}
_QUOTED_NAME = re.compile(r"”([a-z][a-z0-9_]*)”")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenForm(Given):
    """The raw input, and the form that it was read from."""

    form: Form
    read: ReadForm

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be understood when the form was read."""
        return self.read.problems

    @property
    def answers(self) -> tuple[Answered, ...]:
        """Every field that was read, with its place."""
        return self.read.answers

    def problem_at_its_place(self, problem: Problem) -> Problem:
        """The problem with the place and the words of the form."""
        item = item_at(self.form, problem.path)
        remedy = _labelled(problem.remedy, self.form, problem.path)
        message = problem.message
        if problem.code in ("unknown_choice", "invalid_id") and isinstance(item, Question) and item.options:
            message = message.replace("en beteckning utan mellanslag", "ett av valen i listan")
            labels = [option.label for option in item.options]
            guess = nearest(self._found(problem.path), labels)
            hint = f"Menade du ”{guess}”? " if guess else ""
            remedy = f"{hint}Välj ett av: {', '.join(labels)}."
        return replace(problem, message=message, path=self._place(problem.path), remedy=remedy)

    def notice_at_its_place(self, notice: Notice) -> Notice:
        """The notice with the place of the form."""
        return replace(notice, path=self._place(notice.path))

    def _found(self, path: str) -> str:
        """The answer that was read for a field, as text."""
        return next((str(one.value) for one in self.read.answers if one.path == path), "")

    def _place(self, path: str) -> str:
        """Where a path of the input stands in the form; for what is not there, where it ought to be."""
        if not path:
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


def read_form(path: Path, settings: Settings, framework_of: FrameworkOf) -> GivenForm:
    """Read a filled form.

    Raises:
        InputError: the gate refuses the file, it cannot be read, or it is no form of ours.
    """
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
    raw: Mapping[str, Any] = {**head, **read.raw}
    return GivenForm(raw, (*admitted.notices, *read.notices), form=form, read=read)


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


def _labelled(text: str, form: Form, path: str) -> str:
    """A remedy with the form's labels instead of the names of fields."""
    owner = item_at(form, path.rpartition(".")[0])
    beside = {one.name: one.label for one in owner.items} if isinstance(owner, Group | Rows) else {}
    top = {item.name: item.label for part in form.parts for item in part.items}
    names = {**top, **beside}
    return _QUOTED_NAME.sub(lambda match: f"”{names.get(match[1], match[1])}”", text)
