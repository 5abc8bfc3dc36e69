"""The versions of a template, and which of them makes a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from service.errors import Problem, UnknownDoctype
from service.fill.context import build_context
from service.fill.naming import name_document
from service.fill.template import DOCX_NAME, Template
from service.fill.versions import choose_version, find_versions, version_named
from service.flow.places import TEMPLATES, template_folder
from service.flow.read import ReadFile
from service.schema.load import find_document_type
from service.settings import Settings


def template_versions(slug: str, settings: Settings) -> tuple[Template, ...]:
    """Every version of a document type's template, the oldest first.

    Raises:
        UnknownDoctype: there is no such document type, or none that is filled.
        TemplateError: a version is broken.
    """
    find_document_type(slug)
    if not (template_folder(slug) / DOCX_NAME).is_file():
        raise UnknownDoctype(
            Problem(
                "nothing_to_fill",
                f"Dokumenttypen ”{slug}” har ingen Word-mall.",
                "dokumenttyp",
                "Välj en dokumenttyp som fylls i en mall.",
            )
        )
    return find_versions(template_folder(slug), template_store(settings), slug)


def template_named(slug: str, version: str, settings: Settings) -> Template:
    """One version by its number, or the newest.

    Raises:
        UnknownDoctype: there is no such document type.
        TemplateError: there is no such version.
    """
    versions = template_versions(slug, settings)
    return version_named(versions, version) if version else versions[-1]


def template_of(file: ReadFile, settings: Settings) -> Template:
    """The template that makes a document: the version that it names, or the one valid on its day.

    Raises:
        TemplateError: there is no such version, or it is broken.
    """
    versions = find_versions(template_folder(file.slug), template_store(settings), file.slug)
    wanted = str(getattr(file.model, "mallversion", ""))
    if len(versions) == 1 and not wanted:
        return versions[0]
    context = build_context(file.model, file.framework.lists(), {})
    day = date.fromisoformat(name_document(versions[-1], "datum", context))
    return choose_version(versions, day, wanted)


def template_store(settings: Settings) -> Path:
    """Where the versions lie that were added: the municipality's own folder, or else beside the program's."""
    return Path(settings.mallar) if settings.mallar else TEMPLATES
