"""One Word template filled and turned into PDF; what was made from the same input before is taken from the cache."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import service.fill
from service.clock import STOCKHOLM
from service.errors import TemplateError
from service.fill.properties import DocumentProperties
from service.fill.render import render
from service.fill.template import Template
from service.flow.wiring import Workshop


@dataclass(frozen=True, slots=True)
class Made:
    """A document as Word and as PDF, both in the cache: copy them, never change them."""

    docx: Path
    pdf: Path


def noon(day: date) -> datetime:
    """The moment that stands for a day in a file's properties."""
    return datetime.combine(day, time(12), tzinfo=STOCKHOLM)


def make_document(
    template: Template, context: Mapping[str, Any], properties: DocumentProperties, workshop: Workshop
) -> Made:
    """Fill a template and convert the result.

    Raises:
        TemplateError: the template asks for what is not there, or breaks its own syntax.
        ToolError: LibreOffice is missing, hangs or fails.
    """
    docx = _fill_once(template, context, properties, workshop.settings.cache_folder() / "ifyllda")
    return Made(docx, workshop.converter.convert(docx, created=properties.created))


def _fill_once(
    template: Template, context: Mapping[str, Any], properties: DocumentProperties, folder: Path
) -> Path:
    kept = folder / f"{_digest(template, context, properties)}.docx"
    if kept.exists():
        os.utime(kept)
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".ny-") as work:
        fresh = Path(work) / kept.name
        render(template, context, properties=properties, target=fresh)
        fresh.replace(kept)
    return kept


def _digest(template: Template, context: Mapping[str, Any], properties: DocumentProperties) -> str:
    told = json.dumps(
        [template.sha256, context, repr(properties), _code_of_fill()], ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def _code_of_fill() -> str:
    """A digest of the stage's own source: a document that an older program filled is filled anew."""
    digest = hashlib.sha256()
    for module in sorted(Path(service.fill.__path__[0]).glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def named_after(fault: TemplateError, source: str) -> TemplateError:
    """The fault with the name of the input that brought it to light, where it names no file itself."""
    return TemplateError(*(p if p.source else replace(p, source=source) for p in fault.problems))
