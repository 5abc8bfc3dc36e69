"""What a model's fields say about themselves: reference, rich text, diarienummer.

The marks are plain field metadata, so that the rules, the template context and the forms can walk any model
without knowing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any

RICH: Mapping[str, bool] = {"rich": True}
"""The field holds rich text: the small Markdown subset."""

DIARIENUMMER: Mapping[str, bool] = {"diarienummer": True}
"""The field holds a case number of some organ's diarium."""


def ref(framework_list: str) -> Mapping[str, str]:
    """The field holds ids of the framework's list with that name."""
    return {"ref": framework_list}


def walk_fields(model: object, path: str = "") -> Iterator[tuple[str, Field[Any], Any]]:
    """Every leaf of a model as (path, field, value); entries of a tuple of texts come one by one.

    Paths look as they do in the input: `per_riktningsmal[2].riktningsmal`.
    """
    for field in _fields_of(type(model)) or ():
        value = getattr(model, field.name)
        yield from _walk_value(field, value, f"{path}.{field.name}" if path else field.name)


def _walk_value(field: Field[Any], value: Any, path: str) -> Iterator[tuple[str, Field[Any], Any]]:
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk_value(field, item, f"{path}[{index}]")
    elif _fields_of(type(value)) is not None:
        yield from walk_fields(value, path)
    else:
        yield path, field, value


_known: dict[type, tuple[Field[Any], ...] | None] = {}


def _fields_of(kind: type) -> tuple[Field[Any], ...] | None:
    """The fields of a model's class; None of any other."""
    if kind not in _known:
        _known[kind] = fields(kind) if is_dataclass(kind) else None
    return _known[kind]
