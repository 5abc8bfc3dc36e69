"""The answers of a filled form put together: the raw mapping of the schema, and every field with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.errors import Notice, Problem
from service.intake.form_blocks import Cell
from service.model.form import Form, Group, Item, Question, Rows, Section, folded, key_text

NONE_WORD = "inga"
"""What is written to say that a list has no entries."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One field as it was read."""

    path: str
    label: str
    value: Any
    """None when it was left empty."""
    place: str
    is_heading: bool = False
    """It is a list or an entry, and the fields follow."""


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A filled form, read."""

    raw: dict[str, Any]
    answers: tuple[Answered, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]


@dataclass(slots=True)
class Entry:
    """The answers of one group or list entry, by field name."""

    place: str = ""
    values: dict[str, tuple[Any, Cell]] = field(default_factory=dict)
    lists: dict[str, list[Entry] | str] = field(default_factory=dict)

    def is_empty(self, but: str = "") -> bool:
        """Whether nothing is answered, the named field aside."""
        told = any(value is not None for name, (value, _) in self.values.items() if name != but)
        return not told and not any(
            isinstance(entries, str) or any(not one.is_empty() for one in entries)
            for entries in self.lists.values()
        )


def says_none(entry: Entry, rows: Rows) -> bool:
    """Whether an entry holds nothing but the word that there are none."""
    given = [value for value, _ in entry.values.values() if value is not None]
    return rows.may_be_none and len(given) == 1 and folded(str(given[0])) == NONE_WORD


@dataclass(slots=True)
class Found:
    """What was found, before empty entries are left out."""

    groups: dict[str, Entry] = field(default_factory=dict)
    """By the mark of the section."""
    lists: dict[str, list[Entry] | str] = field(default_factory=dict)
    """By path; the word instead of a list says that there are none."""
    places: dict[str, str] = field(default_factory=dict)
    """Of lists, by path."""


def title_of(entry: Entry, section: Section, found: Found) -> str:
    """Which entry of a list it is: its key, or else its number among those that say something."""
    if section.rows is None:
        return ""
    told = {name: value for name, (value, _) in entry.values.items()}
    entries = found.lists.get(section.path, [])
    others = [one for one in entries if one is not entry] if isinstance(entries, list) else []
    before = sum(not one.is_empty() for one in others)
    return key_text(told, section.rows) or f"{section.label}, nr {before + 1}"


def put_together(
    form: Form, sections: Sequence[Section], found: Found
) -> tuple[dict[str, Any], list[Answered]]:
    """The raw mapping in the form's order, and every field that the form had."""
    builder = _Builder(found)
    raw: dict[str, Any] = {}
    for part in form.parts:
        mark = next(one.mark for one in sections if one.part == part.title)
        own = found.groups.get(mark, Entry()) if mark.startswith("del_") else Entry()
        for item in part.items:
            builder.add(item, own, "", part.title, raw)
    return raw, builder.answers


def repetitions(raw: Mapping[str, Any], answers: Sequence[Answered], source: str) -> Iterator[Notice]:
    """A notice for each list in which entries say the very same."""
    places = {one.path: one.place for one in answers}
    for path, count in _repeated(raw):
        told = (
            "En post är likadan som en tidigare i samma lista; båda är med."
            if count == 1
            else f"{count} poster är likadana som tidigare i samma lista; alla är med."
        )
        yield Notice("form_rows_repeated", told, places.get(path, ""), source)


def _repeated(raw: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, int]]:
    """Each list in which entries say the very same: the path of the first that does, and how many do.

    A sheet or block that was copied and left as it was is the usual reason, and would double every amount in it.
    """
    for name, value in raw.items():
        here = f"{path}.{name}" if path else name
        if isinstance(value, Mapping):
            yield from _repeated(value, here)
        elif isinstance(value, list):
            entries = {n: one for n, one in enumerate(value) if isinstance(one, Mapping)}
            again = [n for n, one in entries.items() if one in list(entries.values())[:n]]
            if again:
                yield f"{here}[{again[0]}]", len(again)
            for n, one in entries.items():
                yield from _repeated(one, f"{here}[{n}]")


class _Builder:
    """Gathers the answers while the raw mapping grows."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self.answers: list[Answered] = []

    def add(self, item: Item, entry: Entry, path: str, where: str, raw: dict[str, Any]) -> None:
        """Add one item of a part or group."""
        here = f"{path}.{item.name}" if path else item.name
        if isinstance(item, Question):
            self._add_question(item, entry, here, where, raw)
        elif isinstance(item, Group):
            self._add_group(item, here, where, raw)
        else:
            entries, place = self._found.lists.get(here), self._found.places.get(here, "")
            self._add_rows(item, here, f"{where} › {item.label}", (entries, place), raw)

    def _add_question(self, item: Question, entry: Entry, path: str, where: str, raw: dict[str, Any]) -> None:
        if item.name not in entry.values:
            return
        value, cell = entry.values[item.name]
        place = f"{cell.place} ({item.label})" if cell.place else f"{where} › {item.label}"
        self.answers.append(Answered(path, item.label, value, place))
        if value is not None:
            raw[item.name] = value

    def _add_group(self, group: Group, path: str, where: str, raw: dict[str, Any]) -> None:
        entry = self._found.groups.get(path, Entry())
        inside: dict[str, Any] = {}
        label = where if where.endswith(group.label) else f"{where} › {group.label}"
        for item in group.items:
            self.add(item, entry, path, label if isinstance(item, Question) else where, inside)
        if inside:
            raw[group.name] = inside

    def _add_rows(
        self,
        rows: Rows,
        path: str,
        where: str,
        given: tuple[list[Entry] | str | None, str],
        raw: dict[str, Any],
    ) -> None:
        entries, place = given
        none = entries if isinstance(entries, str) else None
        self.answers.append(Answered(path, rows.label, none, place or where, is_heading=none is None))
        if isinstance(entries, str):
            raw[rows.name] = entries
            return
        # Of an optional list, an entry that only repeats the framework says nothing.
        key = rows.key.name if rows.key and not rows.required else ""
        kept = [one for one in entries or () if not one.is_empty(key)]
        listed = [self._entry(rows, one, n, path, where) for n, one in enumerate(kept)]
        if listed:
            raw[rows.name] = listed

    def _entry(self, rows: Rows, entry: Entry, number: int, path: str, where: str) -> dict[str, Any]:
        inside: dict[str, Any] = {}
        here = f"{path}[{number}]"
        told = {name: value for name, (value, _) in entry.values.items()}
        title = key_text(told, rows) or f"{rows.label}, nr {number + 1}"
        beside = f"{where} › {title}"
        self.answers.append(Answered(here, title, None, entry.place or beside, is_heading=True))
        for item in rows.items:
            if isinstance(item, Question):
                self._add_question(item, entry, f"{here}.{item.name}", beside, inside)
            elif isinstance(item, Rows):
                sheet = self._found.places.get(f"{path}.{item.name}", "")
                inner = entry.lists.get(item.name), f"{sheet} ({title})" if sheet else ""
                self._add_rows(item, f"{here}.{item.name}", f"{beside} › {item.label}", inner, inside)
        return inside
