"""A framework's version as people read it, and what differs between two of them, in the words of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.flow.frameworks import KEEPERS, FrameworkVersion, get_framework
from service.flow.read import FRAMEWORK_SLUG
from service.flow.refusals import require
from service.flow.service import Service
from service.intake.json_file import read_json
from service.model.people import Person
from service.records.base import JsonObject
from service.records.blobs import fetch
from service.schema.base import Base
from service.schema.load import find_document_type
from service.schema.nesting import Group, ListOf

_NAMES = ("rubrik", "namn", "titel", "text", "ar")
"""What an entry is called by, the first that it has."""
_NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list of the framework."""

    id: str
    name: str
    valid_from: str
    valid_to: str
    facts: tuple[tuple[str, str], ...]
    """Label and value of the rest."""


@dataclass(frozen=True, slots=True)
class FrameworkList:
    """One list of the framework."""

    key: str
    label: str
    meaning: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that is new, gone or changed."""

    label: str
    """Of the list."""
    entry: str
    kind: str
    """`ny`, `borta` or `andrad`."""
    fields: tuple[tuple[str, str, str], ...] = ()
    """Label, before, after."""


def shown_framework(
    service: Service, person: Person, nr: int
) -> tuple[FrameworkVersion, tuple[FrameworkList, ...]]:
    """A version, list by list. Raises NotAllowed, NotKnown."""
    require(person, KEEPERS, "", "Att sköta ramverket")
    version = get_framework(service, nr)
    raw = framework_raw(service, version)
    return version, tuple(
        FrameworkList(key, label, meaning, tuple(_entry(one, schema) for one in _entries(raw.get(key))))
        for key, label, meaning, schema in list_schemas()
    )


def framework_changes(service: Service, person: Person, before: int, after: int) -> tuple[Difference, ...]:
    """What differs from one version to another. Raises NotAllowed, NotKnown."""
    require(person, KEEPERS, "", "Att sköta ramverket")
    old, new = (framework_raw(service, get_framework(service, nr)) for nr in (before, after))
    return tuple(_differences(old, new))


def framework_raw(service: Service, version: FrameworkVersion) -> JsonObject:
    """What the file of a version holds."""
    with service.open_folder() as folder:
        return read_json(fetch(service.store, version.sha256, folder / "ramverk.json"), service.settings)


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for key, label, _meaning, schema in list_schemas():
        before = {str(one.get("id", "")): one for one in _entries(old.get(key))}
        after = {str(one.get("id", "")): one for one in _entries(new.get(key))}
        for ident in dict.fromkeys((*before, *after)):
            if ident not in before:
                yield Difference(label, _called(ident, after[ident]), "ny")
            elif ident not in after:
                yield Difference(label, _called(ident, before[ident]), "borta")
            else:
                fields = tuple(_fields(before[ident], after[ident], schema))
                if fields:
                    yield Difference(label, _called(ident, after[ident]), "andrad", fields)


def _fields(
    old: Mapping[str, Any], new: Mapping[str, Any], schema: type[Base]
) -> Iterator[tuple[str, str, str]]:
    labels = schema.described_fields()
    for name in dict.fromkeys((*old, *new)):
        before, after = _in_words(old.get(name)), _in_words(new.get(name))
        if before != after:
            yield labels[name].label if name in labels else name, before, after


def list_schemas() -> Iterator[tuple[str, str, str, type[Base]]]:
    """Key, label, meaning and the entries' schema of all that the framework holds; a group is a list of one."""
    for key, field in find_document_type(FRAMEWORK_SLUG).schema.described_fields().items():
        inner = field.inner if isinstance(field, ListOf) else field
        if isinstance(inner, Group):
            yield key, field.label, str(field.metadata["help"]), inner.schema_class


def _entries(value: Any) -> list[JsonObject]:
    rows = value if isinstance(value, list) else [value]
    return [one for one in rows if isinstance(one, dict)]


def _entry(raw: Mapping[str, Any], schema: type[Base]) -> Entry:
    labels = schema.described_fields()
    apart = {"id", "giltig_fran", "giltig_till"}
    facts = tuple(
        (labels[name].label if name in labels else name, _in_words(value))
        for name, value in raw.items()
        if name not in apart and value not in (None, "", [])
    )
    return Entry(
        str(raw.get("id", "")),
        _name(raw),
        _in_words(raw.get("giltig_fran")),
        _in_words(raw.get("giltig_till")),
        facts,
    )


def _called(ident: str, raw: Mapping[str, Any]) -> str:
    return f"{ident} {_name(raw)}".strip()


def _name(raw: Mapping[str, Any]) -> str:
    found = next((str(raw[name]) for name in _NAMES if raw.get(name)), "")
    line = re.sub(r"\s+", " ", found)
    return line if len(line) <= _NAME_LENGTH else f"{line[:_NAME_LENGTH].rstrip()}…"


def _in_words(value: Any) -> str:
    """A value in one line or a few; groups as `label: value`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_in_words(inner)}" for key, inner in value.items() if inner is not None)
    if isinstance(value, list):
        return "; ".join(_in_words(one) for one in value)
    return str(value)
