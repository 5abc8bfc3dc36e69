"""One group of fields of a document type, checked by itself: an ärende, before there is a whole meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from service.errors import InvalidInput
from service.schema.base import Base
from service.schema.cleaning import clean
from service.schema.load import find_document_type
from service.schema.nesting import Group, ListOf
from service.schema.problems import to_problems


def section(slug: str, *names: str) -> type[Base]:
    """The schema of a group inside a document type: `section("kallelse", "arenden", "handlingar")`."""
    schema = find_document_type(slug).schema
    for name in names:
        field = schema.described_fields()[name]
        inner = field.inner if isinstance(field, ListOf) else field
        if not isinstance(inner, Group):
            msg = f"{name} of {schema.__name__} is no group"
            raise TypeError(msg)
        schema = inner.schema_class
    return schema


def load_section(schema: type[Base], raw: Mapping[str, Any]) -> Any:
    """The model of a group.

    Raises:
        InvalidInput: with every fault.
    """
    cleaned, _ = clean(raw, "")
    try:
        return schema().load(cleaned)
    except ValidationError as error:
        raise InvalidInput(*to_problems(error.messages, "")) from error


def load_request(schema: type[Base], raw: Mapping[str, Any]) -> dict[str, Any]:
    """A request's body, checked.

    Raises:
        InvalidInput: with every fault.
    """
    loaded: dict[str, Any] = load_section(schema, raw)
    return loaded
