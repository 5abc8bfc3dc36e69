"""The schemas as JSON Schema 2020-12, for other programs and for people who write input by hand.

What is published is the canonical form; the loader also understands `80,5`, `ja` and a choice's label.
`python -m service.schema.publish` rewrites `schemas/json/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import schemas
from service.schema.base import Base
from service.schema.fields import Described
from service.schema.load import DocumentType, find_document_type, slugs
from service.schema.nesting import NONE_WORD, Group, ListOf, ListOrNone

JsonObject = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(next(iter(schemas.__path__))) / "json"


def json_schema(doctype: DocumentType) -> JsonObject:
    """The document type's schema; groups stand once each, under `$defs`."""
    definitions: dict[str, JsonObject] = {}
    body = _group(doctype.schema, definitions)
    return {
        "$schema": DIALECT,
        "$id": f"{doctype.slug}.schema.json",
        **body,
        "title": doctype.title,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def components(schema: type[Base]) -> dict[str, JsonObject]:
    """A group and all groups in it by name, as the components of an OpenAPI document."""
    definitions: dict[str, JsonObject] = {}
    definitions[_name(schema)] = _group(schema, definitions)
    moved = json.dumps(definitions).replace("#/$defs/", "#/components/schemas/")
    named: dict[str, JsonObject] = json.loads(moved)
    return named


def json_text(doctype: DocumentType) -> str:
    """The schema as it stands in the file."""
    return json.dumps(json_schema(doctype), ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Write one file per document type; what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for slug in slugs():
        path = folder / f"{slug}.schema.json"
        path.write_text(json_text(find_document_type(slug)), encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


def _group(schema: type[Base], definitions: dict[str, JsonObject]) -> JsonObject:
    fields = schema.described_fields()
    group: JsonObject = {
        "title": _name(schema),
        "type": "object",
        "properties": {name: _property(field, definitions) for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.required],
        "additionalProperties": False,
    }
    demands = [demand for condition in schema.CONDITIONS if (demand := condition.json())]
    if demands:
        group["allOf"] = demands
    return group


def _property(field: Described, definitions: dict[str, JsonObject]) -> JsonObject:
    kind = _kind(field, definitions)
    if not field.required:
        kind = _or_blank(kind)
    texts = {"title": field.label, "description": field.metadata["help"], "x-kalla": field.metadata["source"]}
    return {**{key: text for key, text in texts.items() if text}, **kind}


def _kind(field: Described, definitions: dict[str, JsonObject]) -> JsonObject:
    if isinstance(field, Group):
        return _reference(field.schema_class, definitions)
    if isinstance(field, ListOf):
        inner = field.inner
        items = _kind(inner, definitions) if isinstance(inner, Described) else {}
        array = {**field.json_type(), "items": items}
        return {"anyOf": [array, {"const": NONE_WORD}]} if isinstance(field, ListOrNone) else array
    return dict(field.json_type())


def _reference(schema: type[Base], definitions: dict[str, JsonObject]) -> JsonObject:
    name = _name(schema)
    if name not in definitions:
        definitions[name] = {}  # keeps the place, should a group ever hold itself
        definitions[name] = _group(schema, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _or_blank(kind: Mapping[str, Any]) -> JsonObject:
    """Null and an empty text say the same as leaving the field out."""
    if set(kind) <= {"type", "minLength", "contentMediaType"} and kind["type"] == "string":
        plain = {key: value for key, value in kind.items() if key != "minLength"}
        return {**plain, "type": ["string", "null"]}
    return {"anyOf": [kind, {"enum": [None, ""]}]}


def _name(schema: type[Base]) -> str:
    return schema.__name__.removesuffix("Schema")


if __name__ == "__main__":
    write_schemas()
