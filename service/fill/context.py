"""What a template sees of a document: plain dicts, lists and texts, made from any model by its fields alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import PurePath
from typing import Any, get_args, get_type_hints

from service.errors import InvalidInput, Problem
from service.fill.filters import MONTHS, NBSP, plain
from service.model.gaps import GAP_CODE, is_gap

DEPTH = 2
"""The document's own references, and those of what they point at, are followed; deeper ones stay ids."""


def build_context(
    model: object, lists: Mapping[str, Mapping[str, object]], extra: Mapping[str, object]
) -> dict[str, object]:
    """Return the context for a model; `lists` holds the framework's objects by list name and id.

    Raises:
        InvalidInput: when a reference points at nothing.
    """
    builder = _Builder(lists)
    context = builder.fields_of(model, DEPTH, "")
    for name, value in extra.items():
        context.update(builder.named(name, value, DEPTH, name))
    return context


class _Builder:
    """Remembers what it has made of a framework object: the same dict stands wherever it is referred to."""

    def __init__(self, lists: Mapping[str, Mapping[str, object]]) -> None:
        self._lists = lists
        self._made: dict[tuple[str, str, int], dict[str, object]] = {}

    def fields_of(self, model: object, depth: int, path: str) -> dict[str, object]:
        found: dict[str, object] = {}
        assert is_dataclass(model) and not isinstance(model, type)  # noqa: S101, PT018  # the callers look
        choices = choice_fields(type(model))
        for field in _fields_of(type(model)):
            name, value = field.name, getattr(model, field.name)
            if type(value) is str and "ref" not in field.metadata and name not in choices:
                found[name] = text_of(value)  # as most are
                continue
            place = f"{path}.{name}" if path else name
            if "ref" in field.metadata:
                found[name] = self._referred(field, value, depth, place)
            else:
                found.update(self.named(name, value, depth, place))
                if (not value or is_gap(value)) and name in choices:
                    found[f"{name}_kod"] = GAP_CODE if value else found[name]
        return found

    def named(self, name: str, value: object, depth: int, path: str) -> dict[str, object]:
        """The value under its name, and for an enum its code under a second one."""
        made = {name: self._value(value, depth, path)}
        if isinstance(value, Enum):
            made[f"{name}_kod"] = str(value.value)
        elif isinstance(value, (list, tuple)) and value and all(isinstance(item, Enum) for item in value):
            made[f"{name}_kod"] = [str(item.value) for item in value]
        return made

    def _value(self, value: object, depth: int, path: str) -> object:
        if is_dataclass(value) and not isinstance(value, type):
            return self.fields_of(value, depth, path)
        if isinstance(value, Mapping):
            made: dict[str, object] = {}
            for key, item in value.items():
                made.update(self.named(str(key), item, depth, f"{path}.{key}"))
            return made
        if isinstance(value, (list, tuple, set, frozenset)):
            items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
            return [self._value(item, depth, f"{path}[{number}]") for number, item in enumerate(items)]
        return text_of(value)

    def _referred(self, field: Field[object], value: object, depth: int, path: str) -> object:
        if isinstance(value, (list, tuple)):
            return [
                self._one(field.metadata["ref"], item, depth, f"{path}[{n}]") for n, item in enumerate(value)
            ]
        return self._one(field.metadata["ref"], value, depth, path)

    def _one(self, name: str, identifier: object, depth: int, path: str) -> object:
        if not identifier or depth == 0:
            return text_of(identifier)
        key = (name, str(identifier), depth)
        if key not in self._made:
            target = self._lists.get(name, {}).get(str(identifier))
            if target is None:
                raise InvalidInput(_dangling(name, str(identifier), path))
            made = self._value(target, depth - 1, path)
            assert isinstance(made, dict)  # noqa: S101  # framework objects have fields
            self._made[key] = made
        return self._made[key]


_UNITS = ("kr", "tkr", "mnkr", "mdkr", "kronor", "miljoner", "miljarder", "procent")
_COUNTED = "|".join((*MONTHS.values(), *_UNITS))
_TOGETHER = re.compile(rf" (?:(?<=§ )(?=\d)|(?<=\d )(?=[§%]|(?:{_COUNTED})\b)|(?<=\d kap\. )(?=\d))")
"""The spaces at which no line should end. It begins with the space itself, so that `re` leaps from one to the next."""


def text_of(value: object) -> str:
    """Return the text by which a template knows a single value.

    No line ends between a section of law and its number, a day and its month, an amount and its unit.
    """
    if type(value) is str:  # as most are
        return _TOGETHER.sub(NBSP, value)
    if value is None or value is False:
        return ""
    if value is True:
        return "ja"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (int, float, Decimal)):
        return plain(Decimal(str(value)))
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, str):
        return _TOGETHER.sub(NBSP, str.__str__(value))
    msg = f"a template cannot show a {type(value).__name__}"
    raise TypeError(msg)


@cache
def _fields_of(model: type[Any]) -> tuple[Field[Any], ...]:
    return fields(model)


@cache
def choice_fields(model: type[Any]) -> frozenset[str]:
    """The fields of a model that hold a choice, or a list of choices; each has a code beside its label."""
    hints = get_type_hints(model)
    return frozenset(name for name, hint in hints.items() if any(map(_is_choice, _kinds(hint))))


def _kinds(hint: Any) -> Iterator[Any]:
    """The plain types that a hint is made of."""
    inner = get_args(hint)
    yield from (kind for one in inner for kind in _kinds(one)) if inner else (hint,)


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _dangling(name: str, identifier: str, path: str) -> Problem:
    return Problem(
        "unknown_reference",
        f"Hänvisningen ”{identifier}” finns inte i ramverkets lista ”{name}”.",
        path,
        "Rätta hänvisningen, eller lägg till posten i ramverket.",
    )
