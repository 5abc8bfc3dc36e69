"""One Word template filled and turned into PDF; what was made from the same input before is taken from the cache."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import service.assemble
import service.fill
from service.assemble.remember import Remember
from service.assemble.repair import Identity, repair_own
from service.clock import STOCKHOLM
from service.errors import TemplateError
from service.fill.figures import figure_texts
from service.fill.properties import DocumentProperties
from service.fill.render import render
from service.fill.template import Template
from service.flow.published import sha256_of
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
    """Fill a template, convert the result, and mend what LibreOffice leaves undone in its PDF.

    Raises:
        TemplateError: the template asks for what is not there, or breaks its own syntax.
        ToolError: LibreOffice is missing, hangs or fails.
        AssemblyError: the PDF has not the figures of the Word file.
    """
    shelf = workshop.settings.cache_folder() / "ifyllda"
    told = json.dumps([template.sha256, context, repr(properties)], ensure_ascii=False, sort_keys=True)

    def fill(fresh: Path) -> None:
        render(template, context, properties=properties, target=fresh)

    docx = make_once(shelf / f"{key_for(told.encode(), service.fill)}.docx", fill)
    exported = workshop.converter.convert(docx, created=properties.created)

    def repair(fresh: Path) -> None:
        identity = Identity(properties.title, properties.language, properties.created)
        repair_own(exported, fresh, identity, figure_texts(docx))

    made_of = f"{docx.stem} ".encode() + exported.read_bytes()
    return Made(docx, make_once(shelf / f"{key_for(made_of, service.assemble)}.pdf", repair))


def make_workbook(
    described: Path, context: Mapping[str, Any], properties: DocumentProperties, workshop: Workshop
) -> Path:
    """The tables of a document as an Excel workbook, in the cache: copy it, never change it.

    Raises:
        TemplateError: the description of the workbook asks for what is not there.
    """
    from service.fill.workbook import (  # openpyxl: few documents have a workbook
        read_description,
        write_workbook,
    )

    told = json.dumps([context, repr(properties)], ensure_ascii=False, sort_keys=True).encode()
    key = key_for(described.read_bytes() + told, service.fill)

    def write(fresh: Path) -> None:
        write_workbook(read_description(described), context, properties, fresh)

    return make_once(workshop.settings.cache_folder() / "ifyllda" / f"{key}.xlsx", write)


def make_once(kept: Path, make: Callable[[Path], None]) -> Path:
    """The file, made now unless it was before; it is either whole or not there, also after a power cut."""
    if kept.exists():
        os.utime(kept)
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".ny-") as work:
        fresh = Path(work) / kept.name
        make(fresh)
        with fresh.open("rb") as made:
            os.fsync(made.fileno())
        fresh.replace(kept)
    return kept


def open_memory(workshop: Workshop) -> Remember:
    """What the stage that merges has found in a file before, kept by the file's bytes; for one build."""
    shelf = workshop.settings.cache_folder() / "iakttagelser"
    digests: dict[Path, str] = {}

    def remember(what: str, file: Path, make: Callable[[Path], bytes]) -> bytes:
        if file not in digests:
            digests[file] = sha256_of(file)

        def write(fresh: Path) -> None:
            fresh.write_bytes(make(file))

        key = key_for(f"{what} {digests[file]}".encode(), service.assemble)
        return make_once(shelf / f"{key}.json", write).read_bytes()

    return remember


def key_for(made_of: bytes, stage: ModuleType) -> str:
    """The name of what a stage makes of some bytes: another one for other bytes, and for another program."""
    return hashlib.sha256(_code_of(stage) + made_of).hexdigest()


@cache
def _code_of(stage: ModuleType) -> bytes:
    """A digest of a stage's own source: what an older program made is made anew."""
    digest = hashlib.sha256()
    for module in sorted(Path(stage.__path__[0]).glob("*.py")):
        digest.update(module.read_bytes())
    return digest.digest()


def named_after(fault: TemplateError, source: str) -> TemplateError:
    """The fault with the name of the input that brought it to light, where it names no file itself."""
    return TemplateError(*(p if p.source else replace(p, source=source) for p in fault.problems))
