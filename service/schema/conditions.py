"""Demands that tie fields of one group together, declared once: checked at input and published as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Any, Protocol

from service.model.wording import quoted
from service.schema.faults import Fault

Found = tuple[str, Fault]
"""The name of the field that is at fault, and the fault."""


BLANK: list[Any] = [None, "", []]
"""What stands in a file and says nothing."""


def is_absent(value: object) -> bool:
    """Null and blank text mean that nothing was given."""
    return value is None or (isinstance(value, str) and not value.strip())


@dataclass(frozen=True, slots=True)
class GivenGroup:
    """A group of fields as it came, what could be read of it, and the fields' Swedish names."""

    raw: Mapping[str, Any]
    loaded: Mapping[str, Any]
    labels: Mapping[str, str]

    def says(self, name: str) -> bool:
        """Whether the input says anything in that field.

        An empty list says nothing, unless the field itself has refused it: once told is enough.
        """
        value = self.raw.get(name)
        return name not in self.loaded if value == [] else not is_absent(value)


class Condition(Protocol):
    """A demand on a group of fields."""

    def find(self, group: GivenGroup) -> Iterator[Found]:
        """The faults, by field."""
        ...

    def json(self) -> Mapping[str, Any]:
        """The same demand as JSON Schema; empty when it cannot be said there."""
        ...


@dataclass(frozen=True, slots=True)
class Needed:
    """When a field has one of some values, these other fields must be given."""

    when: str
    values: tuple[object, ...]
    names: tuple[str, ...]
    because: str
    """Swedish, ends the sentence "X saknas; ..."."""

    def find(self, group: GivenGroup) -> Iterator[Found]:
        """Those of the names that are missing."""
        if group.loaded.get(self.when) not in self.values:
            return
        for name in self.names:
            if not group.says(name):
                message = f"{group.labels[name]} saknas; {self.because}."
                yield name, Fault("missing_value", message, f"Fyll i ”{name}” eller ändra ”{self.when}”.")

    def json(self) -> Mapping[str, Any]:
        """If the value, then the names."""
        return {"if": _has_value(self.when, self.values), "then": _all_given(self.names)}


@dataclass(frozen=True, slots=True)
class OnlyWhen:
    """These fields may only be given when another field has one of some values."""

    when: str
    values: tuple[object, ...]
    names: tuple[str, ...]
    because: str
    remedy: str

    def find(self, group: GivenGroup) -> Iterator[Found]:
        """Those of the names that do not belong here."""
        if self.when not in group.loaded or group.loaded[self.when] in self.values:
            return
        for name in self.names:
            if group.says(name):
                yield (
                    name,
                    Fault(
                        "not_used_here",
                        f"{group.labels[name]} används inte här; {self.because}.",
                        self.remedy,
                    ),
                )

    def json(self) -> Mapping[str, Any]:
        """Unless the value, none of the names."""
        return {
            "if": _has_value(self.when, self.values),
            "else": {"properties": {name: {"enum": BLANK} for name in self.names}},
        }


@dataclass(frozen=True, slots=True)
class ExactlyOne:
    """One of the fields must be given, and no more than one."""

    names: tuple[str, ...]

    def find(self, group: GivenGroup) -> Iterator[Found]:
        """None or several given."""
        given = [name for name in self.names if group.says(name)]
        words = " eller ".join(f"”{name}”" for name in self.names)
        if not given:
            message = (
                f"Varken {' eller '.join(group.labels[name].lower() for name in self.names)} är angiven."
            )
            yield self.names[0], Fault("missing_value", message, f"Ange {words}.")
        elif len(given) > 1:
            message = f"Både {' och '.join(group.labels[name].lower() for name in given)} är angivna."
            yield given[-1], Fault("conflicting_values", message, f"Behåll bara den ena: {words}.")

    def json(self) -> Mapping[str, Any]:
        """One of several."""
        return {"oneOf": [_all_given((name,)) for name in self.names]}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """When a field has one of some values, at least one of these fields must be given."""

    when: str
    values: tuple[object, ...]
    names: tuple[str, ...]
    because: str

    def find(self, group: GivenGroup) -> Iterator[Found]:
        """None of them given."""
        if group.loaded.get(self.when) in self.values and not any(group.says(name) for name in self.names):
            words = " och ".join(group.labels[name].lower() for name in self.names)
            message = f"Både {words} saknas; {self.because}."
            remedy = "Fyll i minst ett av fälten: " + ", ".join(self.names) + "."
            yield self.names[0], Fault("missing_value", message, remedy)

    def json(self) -> Mapping[str, Any]:
        """If the value, then any of the names."""
        return {
            "if": _has_value(self.when, self.values),
            "then": {"anyOf": [_all_given((name,)) for name in self.names]},
        }


@dataclass(frozen=True, slots=True)
class InOrder:
    """The first point in time comes before the second; `same` allows both to be equal."""

    first: str
    second: str
    same: bool = True

    def find(self, group: GivenGroup) -> Iterator[Found]:
        """The second one comes too early."""
        first, second = group.loaded.get(self.first), group.loaded.get(self.second)
        if first is None or second is None:
            return
        if second < first or (second == first and not self.same):
            message = (
                f"{group.labels[self.second]} ({_shown(second)}) ligger "
                f"{'inte efter' if second == first else 'före'} {group.labels[self.first].lower()} ({_shown(first)})."
            )
            remedy = f"Rätta ”{self.first}” eller ”{self.second}”."
            yield self.second, Fault("contradicting_dates", message, remedy)

    def json(self) -> Mapping[str, Any]:
        """JSON Schema cannot compare two values."""
        return {}


@dataclass(frozen=True, slots=True)
class Unique:
    """No two entries of a list have the same id (or other field)."""

    name: str
    key: str = "id"

    def find(self, group: GivenGroup) -> Iterator[Found]:
        """Every id that stands more than once."""
        entries = group.raw.get(self.name)
        if not isinstance(entries, list | tuple):
            return
        ids = [entry.get(self.key) for entry in entries if isinstance(entry, Mapping)]
        doubles = {str(one) for one in ids if not is_absent(one) and ids.count(one) > 1}
        for double in sorted(doubles):
            message = f"{group.labels[self.name]} har flera poster med {self.key} {quoted(double)}."
            yield self.name, Fault("duplicate_id", message, f"Ge varje post ett eget ”{self.key}”.")

    def json(self) -> Mapping[str, Any]:
        """JSON Schema cannot say that one key is unique."""
        return {}


def _has_value(name: str, values: tuple[object, ...]) -> Mapping[str, Any]:
    allowed = [value.value if isinstance(value, Enum) else value for value in values]
    return {"properties": {name: {"enum": allowed}}, "required": [name]}


def _all_given(names: tuple[str, ...]) -> Mapping[str, Any]:
    return {"required": list(names), "properties": {name: {"not": {"enum": BLANK}} for name in names}}


def _shown(value: date | time) -> str:
    return value.strftime("%H:%M") if isinstance(value, time) else value.isoformat()
