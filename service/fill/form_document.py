"""The filter that writes a form into its Word template: `{{p fragor|blankett }}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from service.fill.faults import template_fault
from service.fill.form_xml import (
    LABEL,
    QUIET,
    TINT,
    WIDTH,
    Controls,
    cell,
    paragraph,
    row,
    run,
    table,
    text_lines,
)
from service.fill.richtext import rik
from service.fill.text import WordXml
from service.model.form import (
    Draft,
    Item,
    Kind,
    Question,
    Rows,
    Section,
    key_text,
    sections,
    shown_answer,
)

INNER = WIDTH - 230
"""Width of a table that stands in a cell."""
_WEIGHTS = {Kind.LONG: 5.5, Kind.TEXT: 2.7, Kind.CODE: 2.7, Kind.CHOICE: 2.6, Kind.DATE: 2.5}
_FEW_COLUMNS = 4
_MORE_ROWS = (
    "Fler rader: ställ markören i sista cellen och tryck på Tabb, eller på plustecknet i radens kant."
)
_MORE_BLOCKS = (
    "Fler block: tryck på plustecknet vid blockets nedre hörn, eller kopiera hela tabellen och klistra in den "
    "under."
)
_SAY_NONE = "Finns inga: skriv ordet inga i första rutan där det går att skriva."


@pass_context
def blankett(context: Context, value: object) -> WordXml:
    """The questions of a form with what is already answered, as Word paragraphs and tables."""
    if not isinstance(value, Draft):
        raise template_fault("template_filter_value", "Filtret ”blankett” behöver en blanketts frågor.")
    return WordXml(_FormWriter(value, context).write())


FORM_FILTERS = {"blankett": blankett}


class _FormWriter:
    """Writes one form, section by section."""

    def __init__(self, draft: Draft, context: Context) -> None:
        self._draft, self._context, self._controls = draft, context, Controls()

    def write(self) -> str:
        part, pieces = "", []
        for section in sections(self._draft.form):
            if section.part != part:
                part = section.part
                pieces.append(paragraph(run(part), "Rubrik1"))
            pieces.append(self._section(section))
        return "".join(pieces)

    def _section(self, section: Section) -> str:
        head = "" if section.heads_part else paragraph(run(section.label), "Rubrik2")
        if section.help and not section.heads_part:
            head += paragraph(run(section.help), "Blanketthjalp")
        answers = self._answers(section.path)
        if section.rows is None:
            body = self._card(section.questions, answers if isinstance(answers, Mapping) else {}, section)
            return head + body + paragraph("", "Blankettmellanrum")
        head += self._references(section.path)
        entries = answers if isinstance(answers, Sequence) and not isinstance(answers, str) else ()
        if section.rows.is_grid:
            grid = self._grid(section.rows, answers, section.path, WIDTH, mark=section.mark)
            return head + self._hints(section.rows, _MORE_ROWS) + grid + paragraph("", "Blankettmellanrum")
        if isinstance(answers, str) and answers:
            entries = ({_free_question(section.rows).name: answers},)
        return head + self._cards(section, section.rows, entries)

    def _answers(self, path: str) -> Any:
        found: Any = self._draft.answers
        for name in path.split(".") if path else ():
            found = found.get(name, {}) if isinstance(found, Mapping) else {}
        return found

    def _cards(self, section: Section, rows: Rows, entries: Sequence[Mapping[str, Any]]) -> str:
        blocks = []
        for number, entry in enumerate(entries or ({},), start=1):
            title = key_text(entry, rows) or f"{rows.label}, nr {number}"
            block = paragraph("", "Blankettmellanrum") + paragraph(run(title), "Rubrik3")
            blocks.append(block + self._card(rows.items, entry, section) + paragraph("", "Blankettmellanrum"))
        if rows.key:
            return "".join(blocks)
        hint = self._hints(rows, _MORE_BLOCKS)
        return hint + self._controls.repeating(blocks, section.path, section.label)

    def _card(self, items: Sequence[Item], answers: Mapping[str, Any], section: Section) -> str:
        key = section.rows.key if section.rows else None
        place = f"{section.path}[{answers.get(key.name, '')}]" if key else section.path
        lines: list[str] = []
        for item in items:
            mark = "" if lines else self._controls.bookmark(section.mark)
            path = f"{section.path}.{item.name}" if section.path else item.name
            beside = f"{place}.{item.name}" if place else item.name
            locked = item is key and bool(answers.get(item.name))
            lines += self._lines(item, answers.get(item.name), (path, beside), mark, locked=locked)
            if item is key and self._draft.references.get(place):
                lines.append(row([cell(self._references(place), WIDTH, span=2, fill=QUIET)], whole=True))
        return table(lines, (LABEL, WIDTH - LABEL))

    def _lines(
        self, item: Item, answer: Any, paths: tuple[str, str], mark: str, *, locked: bool
    ) -> Iterator[str]:
        path, beside = paths
        label = self._label(item, mark) + self._references(beside)
        if isinstance(item, Rows):
            label += self._hints(item, _MORE_ROWS)
            yield row([cell(label, WIDTH, span=2, fill=TINT)], whole=True)
            yield row([cell(self._grid(item, answer, path, INNER), WIDTH, span=2)])
        elif isinstance(item, Question) and item.is_long:
            yield row([cell(label, WIDTH, span=2, fill=TINT)], whole=True)
            yield row([cell(self._long(item, answer, path), WIDTH, span=2)], height=700)
        elif isinstance(item, Question):
            control = self._controls.answer(item, path, shown_answer(item, answer), locked=locked)
            answered = cell(paragraph(control, "Blankettsvar"), WIDTH - LABEL)
            yield row([cell(label, LABEL, fill=TINT), answered], whole=True)

    def _label(self, item: Item, mark: str) -> str:
        required = run(" *", "Blankettkrav") if item.required else ""
        label = paragraph(mark + run(item.label) + required, "Blankettfraga")
        return label + (paragraph(run(item.help), "Blanketthjalp") if item.help else "")

    def _references(self, path: str) -> str:
        return "".join(text_lines(text, "Blankettreferens") for text in self._draft.references.get(path, ()))

    def _hints(self, rows: Rows, more: str) -> str:
        hint = f"{more} {_SAY_NONE}" if rows.may_be_none else more
        return paragraph(run(hint), "Blanketthjalp")

    def _long(self, question: Question, answer: Any, path: str) -> str:
        if not question.many:
            text = str(answer or "")
            return self._rich(text, "Brodtext") if text.strip() else paragraph("", "Brodtext")
        given = [str(one) for one in answer or ()]
        if not question.options:
            return "".join(paragraph(run(line), "Blankettsvar") for line in given) or paragraph(
                "", "Blankettsvar"
            )
        by_code = {option.code: option for option in question.options}
        chosen = [by_code[code] for code in given if code in by_code]  # their order means something
        others = [option for option in question.options if option not in chosen]
        ticks = [self._controls.tick(option, path, ticked=option in chosen) for option in (*chosen, *others)]
        ticks += [paragraph(run(f"☒ {code}"), "Blankettval") for code in given if code not in by_code]
        return "".join(ticks) or paragraph("", "Blankettsvar")

    def _rich(self, text: str, style: str) -> str:
        return str(rik(self._context, text, style))

    def _grid(self, rows: Rows, answer: Any, path: str, width: int, mark: str = "") -> str:
        questions = rows.questions
        widths = _widths(questions, width)
        few = len(questions) <= _FEW_COLUMNS
        head: list[str] = []
        for question, column in zip(questions, widths, strict=True):
            name = self._controls.bookmark(mark) if mark and not head else ""
            required = run(" *", "Blankettkrav") if question.required else ""
            label = paragraph(name + run(question.label) + required, "Blankettfraga")
            help_ = paragraph(run(question.help), "Blanketthjalp") if few and question.help else ""
            head.append(cell(label + help_, column, fill=TINT))
        given = [one for one in answer if isinstance(one, Mapping)] if isinstance(answer, list) else []
        entries = [*given, *([{}] if given else [{}, {}, {}])]
        body = [self._grid_row(questions, entry, path, widths) for entry in entries]
        if rows.may_be_none and isinstance(answer, str) and answer:
            body[0] = self._grid_row(questions, {}, path, widths, first=answer)
        repeated = self._controls.repeating(body, path, rows.label)
        return table([row(head, header=True), repeated], widths)

    def _grid_row(
        self,
        questions: Sequence[Question],
        entry: Mapping[str, Any],
        path: str,
        widths: Sequence[int],
        first: str = "",
    ) -> str:
        cells = []
        for number, (question, width) in enumerate(zip(questions, widths, strict=True)):
            answer = first if first and not number else entry.get(question.name)
            if question.kind is Kind.LONG and str(answer or "").strip():
                content = self._rich(str(answer), "Tabelltext")
            elif question.options or question.kind is Kind.DATE:
                control = self._controls.answer(
                    question, f"{path}.{question.name}", shown_answer(question, answer)
                )
                content = paragraph(control, "Tabelltext")
            else:
                shown = shown_answer(question, answer)
                content = paragraph(run(shown) if shown else "", "Tabelltext")
            cells.append(cell(content, width))
        return row(cells, height=340)


def _free_question(rows: Rows) -> Question:
    """The first question that takes any text: there stands the word that says there are none."""
    return next((one for one in rows.questions if not one.options), rows.questions[0])


def _widths(questions: Sequence[Question], width: int) -> list[int]:
    weights = [_WEIGHTS.get(question.kind, 2.3) for question in questions]
    widths = [int(width * weight / sum(weights)) for weight in weights]
    widths[0] += width - sum(widths)
    return widths
