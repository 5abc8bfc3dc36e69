"""Fields that hold other fields: a group, a list of groups, a list of values, a list that may be "inga"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from service.model.wording import quoted
from service.schema.base import Base
from service.schema.faults import Fault, refusal
from service.schema.fields import Described, JsonType

NONE_WORD = "inga"
"""What is written instead of a list to say that there is none."""


class Group(Described):
    """A group of fields with a schema of its own."""

    def __init__(
        self,
        schema: type[Base],
        label: str,
        meaning: str = "",
        source: str = "",
        *,
        required: bool = False,
    ) -> None:
        super().__init__(label, meaning, source, required=required)
        self.schema_class = schema

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        if not isinstance(value, Mapping):
            raise self.refuse("not_a_group", "en grupp av fält", value, "Skriv fälten inom klamrar: { … }.")
        return self.schema_class.shared().load(value)


class ListOf(Described):
    """A list; it becomes a tuple. `least` is the smallest number of entries."""

    def __init__(
        self,
        inner: fields.Field[Any],
        label: str,
        meaning: str = "",
        source: str = "",
        *,
        required: bool = False,
        least: int = 0,
    ) -> None:
        super().__init__(label, meaning, source, required=required)
        self.inner = inner
        self.least = least

    def _bind_to_schema(self, field_name: str, parent: Any) -> None:
        super()._bind_to_schema(field_name, parent)
        self.inner.name = field_name

    def json_type(self) -> JsonType:
        """The smallest length; `publish.py` adds the entries."""
        return {"type": "array", "minItems": self.least} if self.least else {"type": "array"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        if not isinstance(value, list | tuple):
            raise self.refuse("not_a_list", "en lista", value, "Skriv värdena inom hakparenteser: [ … ].")
        if len(value) < self.least:
            raise refusal(
                Fault(
                    "empty_list",
                    f"Listan ”{self.label}” är tom; minst {self.least} behövs.",
                    f"Lägg till det som saknas. {self.metadata['help']}".strip(),
                )
            )
        return self._entries(value)

    def _entries(self, value: list[Any] | tuple[Any, ...]) -> tuple[Any, ...]:
        entries: list[Any] = []
        errors: dict[int, Any] = {}
        for index, entry in enumerate(value):
            try:
                entries.append(self._entry(entry))
            except ValidationError as error:
                errors[index] = error.messages
        if errors:
            # marshmallow takes dicts by index as well as by name, though its signature says names
            raise ValidationError(errors)
        return tuple(entries)

    def _entry(self, entry: Any) -> Any:
        if entry is None or (isinstance(entry, str) and not entry.strip()):
            raise refusal(
                Fault(
                    "missing_value",
                    f"Listan ”{self.label}” har en tom rad.",
                    "Fyll i raden eller ta bort den.",
                )
            )
        return self.inner.deserialize(entry)


def list_of_groups(
    schema: type[Base],
    label: str,
    meaning: str = "",
    source: str = "",
    *,
    required: bool = False,
    least: int = 0,
) -> ListOf:
    """A list whose entries are groups of fields."""
    return ListOf(Group(schema, _row_of(label)), label, meaning, source, required=required, least=least)


class ListOrNone(ListOf):
    """A list of at least one group, or the word `inga`; the latter becomes an empty tuple.

    An empty list is refused: that there are none shall be said, not forgotten.
    """

    def __init__(
        self, schema: type[Base], label: str, meaning: str = "", source: str = "", *, required: bool = False
    ) -> None:
        super().__init__(Group(schema, _row_of(label)), label, meaning, source, required=required, least=1)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, str):
            if value.strip().casefold() == NONE_WORD:
                return ()
            raise self.refuse(
                "not_a_list",
                "en lista eller ordet ”inga”",
                value,
                "Skriv raderna inom hakparenteser, eller ordet inga.",
            )
        if isinstance(value, list | tuple) and not value:
            raise refusal(
                Fault(
                    "empty_list",
                    f"Listan ”{self.label}” är tom.",
                    f"Lägg till minst en rad, eller skriv ordet {quoted(NONE_WORD)} om det inte finns några.",
                )
            )
        return super()._deserialize(value, attr, data, **kwargs)


def _row_of(label: str) -> str:
    return f"Varje rad i listan ”{label}”"
