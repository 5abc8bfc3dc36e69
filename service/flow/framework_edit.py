"""The framework changed entry by entry, without touching the file by hand: each change is a new version of it.

What can be changed of an entry follows from its schema. Nothing is taken away: what no longer holds is given a last
day, so that documents of its time can still be read against it. Earlier versions stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from service.errors import InvalidInput, Problem
from service.flow.framework_views import framework_raw, list_schemas
from service.flow.frameworks import KEEPERS, FrameworkVersion, add_framework, current_framework
from service.flow.refusals import not_known, require, require_version
from service.flow.service import Service
from service.model.people import Person
from service.records.base import JsonObject
from service.schema.fields import Described, EnumField, Flag, Ref, RichText, Text
from service.schema.figures import DateField, DecimalField, IntegerField
from service.schema.nesting import ListOf

EDITABLE = ("riktningsmal", "omvarldsfaktorer", "organ", "uppdrag", "ledamoter")
"""The lists that are kept here; the rest is changed in the file."""
Answers = Mapping[str, str | Sequence[str]]
"""What was answered: a text, or texts for what may be many."""
_OWN = "version"
"""The entry's own; a form's `version` is that of the whole framework."""


@dataclass(frozen=True, slots=True)
class EntryField:
    """A field of an entry, as it is asked for."""

    name: str
    label: str
    help: str
    kind: str
    """`text`, `lang`, `dag`, `tal`, `val`, `ja_nej` or `flera`."""
    required: bool
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """An entry to be written or changed."""

    nr: int
    """The version that it is a part of."""
    list_label: str
    entry: JsonObject
    """Empty for a new one."""
    fields: tuple[EntryField, ...]

    def value(self, name: str) -> str | list[str]:
        """What stands in a field now."""
        value = self.entry.get(name)
        if isinstance(value, bool):
            return "ja" if value else "nej"
        if isinstance(value, list):
            return [str(one) for one in value]
        return "" if value is None else str(value)


def asked_entry(service: Service, person: Person, kind: str, ident: str = "") -> AskedEntry:
    """An entry of the version in force, or a new one. Raises NotAllowed, NotKnown, WrongState."""
    require(person, KEEPERS, "", "Att ändra ramverket")
    version = current_framework(service)
    raw = framework_raw(service, version)
    label, schema = _list(kind)
    entry = _find(raw, kind, ident) if ident else {}
    fields = tuple(
        _asked(name, one, raw)
        for name, one in schema.items()
        if _is_plain(one) and name != _OWN and not (ident and name == "id")
    )
    return AskedEntry(version.nr, label, entry, fields)


def change_entry(
    service: Service, person: Person, kind: str, ident: str, answers: Answers, version: int, why: str
) -> FrameworkVersion:
    """Make a new version in which an entry says something else; an empty answer takes its field away.

    Raises:
        NotAllowed, NotKnown, WrongState: as `asked_entry`.
        OldVersion: there is a newer version than the one that was looked at.
        InvalidInput: with every fault, each at the field's own name where it is one of the entry.
    """

    def change(raw: JsonObject) -> JsonObject:
        entry = _find(raw, kind, ident)
        _write(entry, kind, {name: one for name, one in answers.items() if name != "id"})
        return entry

    return _keep(service, person, kind, change, version, why)


def new_entry(
    service: Service, person: Person, kind: str, answers: Answers, version: int, why: str
) -> FrameworkVersion:
    """Make a new version with an entry more. Raises as `change_entry`."""

    def change(raw: JsonObject) -> JsonObject:
        entry: JsonObject = {_OWN: "1.0"}
        _write(entry, kind, answers)
        raw.setdefault(kind, []).append(entry)
        return entry

    return _keep(service, person, kind, change, version, why)


def _keep(
    service: Service,
    person: Person,
    kind: str,
    change: Callable[[JsonObject], JsonObject],
    version: int,
    why: str,
) -> FrameworkVersion:
    require(person, KEEPERS, "", "Att ändra ramverket")
    _list(kind)
    present = current_framework(service)
    raw = framework_raw(service, present)
    entry = change(raw)
    require_version(version, present.nr)
    place = f"{kind}[{raw[kind].index(entry)}]."
    called = entry.get("rubrik") or entry.get("namn") or entry.get("id") or ""
    with service.open_folder() as folder:
        path = folder / "ramverk.json"
        path.write_text(json.dumps(raw, ensure_ascii=False, indent=1, default=_number), encoding="utf-8")
        try:
            return add_framework(service, person, path, why or f"{called}: ändrad"[:300])
        except InvalidInput as fault:
            raise InvalidInput(*(_at_field(one, place) for one in fault.problems)) from fault


def _list(kind: str) -> tuple[str, Mapping[str, Described]]:
    """Label and fields of a list that is kept here."""
    found = {key: (label, schema) for key, label, _meaning, schema in list_schemas() if key in EDITABLE}
    if kind not in found:
        raise not_known("Listan")
    label, schema = found[kind]
    return label, schema.described_fields()


def _find(raw: JsonObject, kind: str, ident: str) -> JsonObject:
    rows = raw.get(kind, []) if kind in EDITABLE else []
    for one in rows:
        if isinstance(one, dict) and one.get("id") == ident:
            return one
    raise not_known("Posten")


def _is_plain(one: Described) -> bool:
    """Whether it is asked for here: rows of groups, such as a goal's measures, are kept as they are."""
    plain = (Text, DateField, DecimalField, IntegerField, EnumField, Flag)
    return isinstance(one.inner, Ref) if isinstance(one, ListOf) else isinstance(one, plain)


def _asked(name: str, one: Described, raw: JsonObject) -> EntryField:
    kind, options = _kind(one, raw)
    return EntryField(name, one.label, str(one.metadata["help"]), kind, one.required, tuple(options))


def _kind(one: Described, raw: JsonObject) -> tuple[str, Iterator[tuple[str, str]]]:
    if isinstance(one, ListOf):
        return "flera", _entries(raw, one.inner)
    if isinstance(one, Ref):
        return "val", _entries(raw, one)
    if isinstance(one, EnumField):
        return "val", ((choice.value, choice.label) for choice in one.choices)
    kinds = (
        (RichText, "lang"),
        (DateField, "dag"),
        (Flag, "ja_nej"),
        (IntegerField, "tal"),
        (DecimalField, "tal"),
    )
    return next((kind for sort, kind in kinds if isinstance(one, sort)), "text"), iter(())


def _entries(raw: JsonObject, ref: Any) -> Iterator[tuple[str, str]]:
    """What can be pointed at in another list."""
    for one in raw.get(ref.framework_list, []):
        called = one.get("namn") or one.get("rubrik") or one.get("titel") or ""
        yield str(one["id"]), f"{one['id']} {called}".strip()


def _write(entry: JsonObject, kind: str, answers: Answers) -> None:
    """Put the answers into an entry; a field that was not asked for stays."""
    for name, field in _list(kind)[1].items():
        if name not in answers or name == _OWN or not _is_plain(field):
            continue
        value = _value(field, answers[name])
        if value in ("", []):
            entry.pop(name, None)
        else:
            entry[name] = value


def _value(field: Described, answer: str | Sequence[str]) -> Any:
    """An answer as the file holds it; what is no number stays a text, and the schema says so."""
    if isinstance(field, ListOf):
        return [one for one in ([answer] if isinstance(answer, str) else answer) if one]
    text = answer if isinstance(answer, str) else next(iter(answer), "")
    if isinstance(field, Flag) and text in ("ja", "nej"):
        return text == "ja"
    if isinstance(field, DecimalField | IntegerField) and text:
        try:
            return Decimal(text.replace(",", ".").replace(" ", "").replace("\u00a0", ""))
        except InvalidOperation:
            return text
    return text


def _at_field(problem: Problem, place: str) -> Problem:
    path = problem.path.removeprefix(place)
    return Problem(problem.code, problem.message, path, problem.remedy)


def _number(value: Any) -> float | int:
    """A number as it stood in the file."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)
