"""An official template: the Word file, and mall.toml with its title, version, owner and history."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from service.errors import TemplateError
from service.fill.faults import placed, template_fault
from service.fill.package import read_package
from service.fill.stylesheet import DEFAULT_STYLES, read_stylesheet

DOCX_NAME = "mall.docx"
TOML_NAME = "mall.toml"
_REQUIRED: Mapping[str, tuple[type, str]] = {
    "titel": (str, "en text"),
    "version": (str, "en text"),
    "agare": (str, "en text"),
    "giltig_fran": (date, "ett datum"),
    "andringslogg": (list, "en lista"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One template as it was read; equal only to itself, and the same object as long as its files are unchanged."""

    slug: str
    """The document type; for a shared part with its folder, such as `_delar/arende`."""
    title: str
    version: str
    path: Path
    """The Word file."""
    sha256: str
    """Of Word file and mall.toml together: it changes when anything changes that can show in a document."""
    toml: Mapping[str, object]
    styles: Mapping[str, str]
    """Role → style id."""
    docx: bytes = field(repr=False)


def load_template(folder: Path) -> Template:
    """Read the template in a folder.

    Raises:
        TemplateError: when mall.docx or mall.toml is missing or broken.
    """
    docx = _read(folder / DOCX_NAME, "Word-mallen")
    toml = _read(folder / TOML_NAME, "Mallens beskrivning")
    return _parsed(folder, docx, toml)


@lru_cache(maxsize=64)
def _parsed(folder: Path, docx: bytes, toml: bytes) -> Template:
    source = f"{_slug(folder)}/{TOML_NAME}"
    described = _described(toml, source)
    styles = _styles(described, source)
    try:
        read_stylesheet(read_package(docx), styles)
    except TemplateError as error:
        raise placed(error, f"{_slug(folder)}/{DOCX_NAME}", "") from error
    return Template(
        slug=_slug(folder),
        title=str(described["titel"]),
        version=str(described["version"]),
        path=folder / DOCX_NAME,
        sha256=hashlib.sha256(hashlib.sha256(docx).digest() + toml).hexdigest(),
        toml=MappingProxyType(described),
        styles=MappingProxyType({**DEFAULT_STYLES, **styles}),
        docx=docx,
    )


def _slug(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}" if folder.parent.name.startswith("_") else folder.name


def _read(path: Path, what: str) -> bytes:
    source = f"{_slug(path.parent)}/{path.name}"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        error = template_fault("template_missing", f"{what} {source} finns inte.")
    except OSError as fault:
        error = template_fault("template_missing", f"{what} {source} går inte att läsa: {fault.strerror}.")
    raise placed(error, source, "")


def _described(content: bytes, source: str) -> dict[str, object]:
    try:
        described: dict[str, object] = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        fault = template_fault(
            "template_manifest_invalid", f"Filen {source} går inte att läsa som TOML: {error}"
        )
        raise placed(fault, source, "") from error
    problems = [
        problem
        for key, (kind, wanted) in _REQUIRED.items()
        if not isinstance(described.get(key), kind)
        for problem in template_fault(
            "template_manifest_invalid", f"I {source} ska ”{key}” finnas och vara {wanted}.", key
        ).problems
    ]
    if problems:
        raise placed(TemplateError(*problems), source, "")
    return described


def _styles(described: Mapping[str, object], source: str) -> dict[str, str]:
    table = described.get("stilar", {})
    if isinstance(table, dict):
        unknown = [
            role for role, style in table.items() if role not in DEFAULT_STYLES or not isinstance(style, str)
        ]
        if not unknown:
            return table
        message = f"I {source} finns okända roller under [stilar]: {', '.join(unknown)}."
    else:
        message = f'I {source} ska [stilar] vara en tabell: roll = "formatmallens id".'
    raise placed(template_fault("template_manifest_invalid", message, "stilar"), source, "")
