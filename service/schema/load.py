"""From a raw mapping to a model: the one way in for `flow`. Document types are found as `schemas/<slug>.py`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from marshmallow import ValidationError

import schemas
from service.errors import InvalidInput, Notice, Problem, UnknownDoctype
from service.model.wording import nearest, quoted
from service.schema.base import Base
from service.schema.cleaning import clean
from service.schema.problems import to_problems


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One file of `schemas/`."""

    slug: str
    title: str
    schema: type[Base]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model and what its reader should know."""

    model: Any
    notices: tuple[Notice, ...]


@cache
def slugs() -> tuple[str, ...]:
    """The known document types, sorted."""
    names = (module.name for module in pkgutil.iter_modules(schemas.__path__))
    return tuple(sorted(name for name in names if not name.startswith("_")))


def find_document_type(slug: str, source: str = "") -> DocumentType:
    """The document type with that slug.

    Raises:
        UnknownDoctype: with the known slugs and the nearest one.
    """
    known = slugs()
    if slug not in known:
        guess = nearest(slug, known)
        hint = f"Menade du ”{guess}”? " if guess else ""
        raise UnknownDoctype(
            Problem(
                "unknown_doctype",
                f"Dokumenttypen {quoted(slug)} finns inte.",
                "dokumenttyp",
                f"{hint}De kända dokumenttyperna är: {', '.join(known)}.",
                source,
            )
        )
    module = importlib.import_module(f"schemas.{slug}")
    return DocumentType(slug=module.SLUG, title=module.TITLE, schema=module.SCHEMA)


def slug_of(model: type) -> str:
    """The document type whose input becomes such a model.

    Raises:
        LookupError: no document type has it.
    """
    found = {find_document_type(slug).schema.MODEL: slug for slug in slugs()}
    return found[model]


def load(slug: str, raw: Mapping[str, Any], source: str = "") -> Loaded:
    """Check the input and make its model.

    Raises:
        UnknownDoctype: when there is no such document type.
        InvalidInput: with every fault of the input, each with its path.
    """
    doctype = find_document_type(slug, source)
    if not isinstance(raw, Mapping):
        raise InvalidInput(
            Problem(
                "not_a_group",
                f"Filen ska innehålla en grupp av fält, men innehåller {quoted(raw)}.",
                "",
                "Börja filen med { och avsluta den med }.",
                source,
            )
        )
    cleaned, notices = clean(raw, source)
    try:
        model = doctype.schema.shared().load(cleaned)
    except ValidationError as error:
        raise InvalidInput(*to_problems(error.messages, source)) from error
    return Loaded(model, notices)
