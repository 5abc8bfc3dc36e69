"""A form: what is asked, in which order and in whose words; and what its Word and Excel files share.

The writer (fill) and the readers (intake) must agree on every mark they leave in a file, so the marks stand here.
A form is derived from a document type's schema; nobody writes one by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

BLANKS = ("[Skriv här]", "[Välj]", "[Välj datum]")
"""What stands in an empty control: text, choice, date."""
FROM_FRAMEWORK = "Ur ramverket: "
LAST_YEAR = "Förra året"
SHEET_HEADS = ("Fråga", "Svar", "Förklaring", "Att läsa")
START_HEADS = ("Blad", "Hör till")
"""The headings of the first sheet's list of sheets."""
"""The column headings of a sheet of questions."""
CHOOSE_AMONG = "Välj bland: "
"""How the reference texts begin; with these words they are known also where every style is lost."""
NONE_WORD = "inga"
"""What is answered instead of a list to say that there is none."""
BOOKMARK = "samlad_"
"""The beginning of a bookmark's or a named cell's name; the rest is the path, its dots as `__`."""
FORM_MARK = "samlad-blankett"
"""The first word of the file's keywords, followed by `key=value` words."""
META_SHEET = "_samlad"
LIST_SHEET = "_val"
CHOICE_SHOWN = 90
"""Longest label of a choice, in characters; what comes after is cut."""


class Kind(Enum):
    """What an answer is."""

    TEXT = "text"
    CODE = "beteckning"
    """A text of a fixed shape: an id, a diarienummer, a file name."""
    LONG = "lång text"
    NUMBER = "tal"
    INTEGER = "heltal"
    DATE = "datum"
    CHOICE = "val"
    YES_NO = "ja eller nej"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what the file holds, what people read, and what the framework says of it."""

    code: str
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One answer, or with `many` one answer per line."""

    name: str
    label: str
    help: str = ""
    required: bool = False
    kind: Kind = Kind.TEXT
    many: bool = False
    options: tuple[Option, ...] = ()
    framework_list: str = ""
    """The list of the framework that the options come from."""

    @property
    def is_long(self) -> bool:
        """Whether the answer needs the whole width."""
        return self.kind is Kind.LONG or self.many


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that belong together."""

    name: str
    label: str
    help: str = ""
    required: bool = False
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The same questions any number of times."""

    name: str
    label: str
    help: str = ""
    required: bool = False
    items: tuple[Item, ...] = ()
    may_be_none: bool = False
    """The word `inga` says that there are none."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of one entry."""
        return tuple(item for item in self.items if isinstance(item, Question))

    @property
    def lists(self) -> tuple[Rows, ...]:
        """The lists within one entry."""
        return tuple(item for item in self.items if isinstance(item, Rows))

    @property
    def key(self) -> Question | None:
        """The question that says what of the framework the entry is about, if the first one does."""
        first = self.items[0]
        is_key = isinstance(first, Question) and first.framework_list and first.required and not first.many
        return first if is_key and isinstance(first, Question) else None

    @property
    def is_grid(self) -> bool:
        """Whether an entry fits on one line of a table; otherwise it gets a table of its own."""
        long = sum(question.is_long for question in self.questions)
        return not self.key and not self.lists and long <= 1 and not any(q.many for q in self.questions)


Item = Question | Group | Rows


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of the form."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one document type."""

    slug: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A form with what is already known: ready to be written as a file."""

    form: Form
    answers: Mapping[str, Any]
    """As in the JSON file, without `dokumenttyp` and `ramverk`."""
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the officer may want to look at while answering, by path; entries of keyed lists by their key."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What the file must carry so that it can be read again: slug, framework."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the form under one heading: single questions, or one list."""

    path: str
    """Path of the group or list in the file, without indexes; empty for the part's own questions."""
    part: str
    label: str
    help: str
    questions: tuple[Question, ...] = ()
    rows: Rows | None = None
    parent: Rows | None = None
    """The list that this list stands within."""

    @property
    def mark(self) -> str:
        """What tells it from all other sections: its path, or the part's title in ASCII."""
        plain = unicodedata.normalize("NFKD", self.part.casefold()).encode("ascii", "ignore").decode()
        return self.path or "del_" + re.sub(r"\W+", "_", plain).strip("_")

    @property
    def heads_part(self) -> bool:
        """Whether the part's own heading is enough."""
        return self.label == self.part


def sections(form: Form) -> Iterator[Section]:
    """The form as headings and what stands under them, in order; lists within entries are not among them."""
    for part in form.parts:
        own = tuple(item for item in part.items if isinstance(item, Question))
        if own:
            yield Section("", part.title, part.title, "", own)
        for item in part.items:
            yield from _sections_of(item, part.title, "", alone=len(part.items) == 1)


def _sections_of(item: Item, part: str, path: str, *, alone: bool) -> Iterator[Section]:
    if isinstance(item, Question):
        return
    here = f"{path}.{item.name}" if path else item.name
    label = part if alone else item.label
    if isinstance(item, Rows):
        yield Section(here, part, label, item.help, rows=item)
        return
    own = tuple(one for one in item.items if isinstance(one, Question))
    if own:
        yield Section(here, part, label, item.help, own)
    for one in item.items:
        yield from _sections_of(one, part, here, alone=False)


def inner_sections(form: Form) -> Iterator[Section]:
    """The lists that stand within the entries of another list."""
    for section in sections(form):
        if section.rows:
            for inner in section.rows.lists:
                path = f"{section.path}.{inner.name}"
                yield Section(path, section.part, inner.label, inner.help, rows=inner, parent=section.rows)


_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "\u00ad": None}
)


def folded(text: str) -> str:
    """A label as it is compared: blanks, quotation marks, dashes, case and the mark of required fields set aside."""
    plain = " ".join(text.translate(_QUOTES).split())
    return plain.rstrip(" *:.").casefold()


def find_option(options: tuple[Option, ...], text: str) -> Option | None:
    """The choice that a person meant by a text: its label, its code, or the code before its dash."""
    wanted = folded(text.strip(" \"'”“’[]"))
    if not wanted:
        return None
    for option in options:
        if wanted in (folded(option.label), folded(option.code)):
            return option
    beginning = re.split(r"\s-\s|\s", wanted, maxsplit=1)[0]
    by_code = [option for option in options if folded(option.code) == beginning and " - " in wanted]
    if by_code:
        return by_code[0]
    tails = [option for option in options if folded(option.label).partition(" - ")[2] == wanted]
    return tails[0] if len(tails) == 1 else None


def bookmark_of(path: str) -> str:
    """The name of a section's bookmark; Word allows 40 characters."""
    return name_of(path)[:40]


def name_of(path: str) -> str:
    """The name of a named cell or table."""
    return BOOKMARK + path.replace(".", "__")


_WORDS_OWN_BLANKS = (
    "Klicka eller tryck här för att ange text",
    "Klicka här för att ange text",
    "Klicka eller tryck här för att ange ett datum",
    "Klicka eller tryck om du vill ange ett datum",
    "Klicka här för att ange datum",
    "Välj ett objekt",
    "Click or tap here to enter text",
    "Click here to enter text",
    "Click or tap to enter a date",
    "Click here to enter a date",
    "Choose an item",
)
"""What Word itself shows in a control that was emptied."""


def is_blank(text: str) -> bool:
    """Whether a control still shows what it showed when it was empty, in our words or in Word's own."""
    plain = folded(text)
    return not plain or plain in _BLANK_WORDS


def key_text(answers: Mapping[str, Any], rows: Rows) -> str:
    """How an entry's key is shown; empty for lists without key."""
    if rows.key is None:
        return ""
    code = str(answers.get(rows.key.name, ""))
    found = find_option(rows.key.options, code)
    return found.label if found else code


def shown_answer(question: Question, answer: Any) -> str:
    """A short answer as the form shows it: the label of a choice, a number with comma."""
    if answer in (None, "") or isinstance(answer, list | Mapping):
        return ""
    if isinstance(answer, bool):
        return "Ja" if answer else "Nej"
    text = str(answer)
    if question.options:
        found = find_option(question.options, text)
        return found.label if found else text
    if question.kind is Kind.NUMBER and not isinstance(answer, str):
        return text.replace(".", ",")
    return text


_BLANK_WORDS = {folded(text) for text in (*BLANKS, *_WORDS_OWN_BLANKS)}
