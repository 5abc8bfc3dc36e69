"""What is known of the document types, for whoever asks."""

from __future__ import annotations

from service.model.dialogsammanfattning import Dialogsammanfattning
from service.schema.load import find_document_type, slug_of
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


def has_kinds(slug: str) -> bool:
    """Whether a report of the type is of one of several kinds: a tillitsdialog is A, B or C."""
    return slug == slug_of(Dialogsammanfattning)
