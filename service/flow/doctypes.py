"""What is known of the document types, for whoever asks."""

from __future__ import annotations

from service.schema.load import find_document_type
from service.schema.publish import JsonObject, json_schema


def title_of(slug: str) -> str:
    """The Swedish name of a document type. Raises UnknownDoctype."""
    return find_document_type(slug).title


def schema_of(slug: str) -> JsonObject:
    """The JSON Schema of a document type.

    Raises:
        UnknownDoctype: with the known slugs and the nearest one.
    """
    return json_schema(find_document_type(slug))
