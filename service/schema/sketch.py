"""Unfinished input → a model all the same: every question that is not answered holds a mark that says so.

Such a model is for looking at alone. It keeps no promise of its types: a mark stands where a date should.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from marshmallow import ValidationError

from service.model.gaps import gap
from service.schema.base import Base
from service.schema.conditions import is_absent
from service.schema.fields import Described, Flag, RichText
from service.schema.load import find_document_type
from service.schema.nesting import NONE_WORD, Group, ListOf

_NOTHING = object()


def sketch(slug: str, raw: Mapping[str, Any], lacking: Collection[str]) -> Any:
    """The model of unfinished input.

    Args:
        slug: the document type.
        raw: the input, cleaned.
        lacking: paths of what is missing though its field alone does not demand it.
    """
    return _Sketch(frozenset(lacking)).group(find_document_type(slug).schema.shared(), raw, "")


class _Sketch:
    def __init__(self, lacking: frozenset[str]) -> None:
        self._lacking = lacking

    def group(self, schema: Base, raw: Mapping[str, Any], path: str) -> Any:
        read = {
            name: self._field(field, raw.get(name), f"{path}.{name}" if path else name)
            for name, field in schema.described_fields().items()
            if name not in schema.NOT_IN_MODEL
        }
        return schema.MODEL(**{name: value for name, value in read.items() if value is not _NOTHING})

    def _field(self, field: Described, value: Any, path: str) -> Any:
        empty = is_absent(value) or value == [] or value == {}
        if empty:
            return self._missing(field, path) if field.required or path in self._lacking else _NOTHING
        if isinstance(field, Group):
            inner = value if isinstance(value, Mapping) else {}
            return self.group(field.schema_class.shared(), inner, path)
        if isinstance(field, ListOf):
            return self._list(field, value, path)
        return _leaf(field, value)

    def _list(self, field: ListOf, value: Any, path: str) -> Any:
        if isinstance(value, str) and value.strip().casefold() == NONE_WORD:
            return ()
        if not isinstance(value, list | tuple):
            return self._missing(field, path)
        return tuple(self._entry(field, one, f"{path}[{at}]") for at, one in enumerate(value))

    def _entry(self, field: ListOf, value: Any, path: str) -> Any:
        inner = field.inner
        if isinstance(inner, Group):
            return self.group(inner.schema_class.shared(), value if isinstance(value, Mapping) else {}, path)
        if is_absent(value) or not isinstance(inner, Described):
            return gap(field.label)
        return _leaf(inner, value)

    def _missing(self, field: Described, path: str) -> Any:
        if isinstance(field, Group):
            return self.group(field.schema_class.shared(), {}, path)
        if isinstance(field, ListOf):
            return (self._entry(field, None, f"{path}[0]"),)
        return False if isinstance(field, Flag) else gap(field.label)


def _leaf(field: Described, value: Any) -> Any:
    try:
        return field.deserialize(value)
    except ValidationError:
        if isinstance(field, Flag):
            return False
        mark = gap(field.label, wrong=True)
        # A long text stays to be read; what cannot be set in it is set as it was typed.
        return (
            f"{mark}\n\n{_plain(value)}" if isinstance(field, RichText) and isinstance(value, str) else mark
        )


def _plain(text: str) -> str:
    """Running text without the signs that the small Markdown subset cannot follow."""
    lines = (line.strip().lstrip("#>|*-=_`~ ").replace("|", " ") for line in text.split("\n"))
    return "\n".join(line.replace("*", "").replace("<", "\\<").replace("`", "") for line in lines)
