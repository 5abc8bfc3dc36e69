"""The words that the shapes of the answers are written in: JSON Schema's kinds of values, and what is made of them."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
COUNT: Shape = {"type": "integer", "minimum": 0}
YES: Shape = {"type": "boolean"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
DAY: Shape = {"type": "string", "format": "date"}
MAYBE_DAY: Shape = {"type": ["string", "null"], "format": "date"}
MAYBE_MOMENT: Shape = {"type": ["string", "null"], "format": "date-time"}
DIGEST: Shape = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
ANY: Shape = {"type": "object"}


def record(**fields: Shape) -> Shape:
    """An object with just these fields."""
    return {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False}


def list_of(shape: Shape) -> Shape:
    """A list of such things."""
    return {"type": "array", "items": shape}


def ref(name: str) -> Shape:
    """The shape of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def page_of(name: str) -> Shape:
    """A part of a list of such things."""
    return record(poster=list_of(ref(name)), totalt=COUNT, fran=COUNT)
