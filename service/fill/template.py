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
from service.fill.fieldmap import Names, check_names
from service.fill.package import read_package
from service.fill.stylesheet import DEFAULT_STYLES, read_stylesheet

DOCX_NAME = "mall.docx"
TOML_NAME = "mall.toml"
WORKBOOK_NAME = "arbetsbok.toml"
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
    names: Names
    """The template's own names of our fields, from [namn]."""
    valid_from: date
    docx_sha256: str
    """Of the Word file alone: what a finished document tells of its template."""
    docx: bytes = field(repr=False)

    @property
    def owner(self) -> str:
        """Who answers for it."""
        return str(self.toml["agare"])

    @property
    def changes(self) -> tuple[str, ...]:
        """The change log."""
        log = self.toml["andringslogg"]
        return tuple(str(line) for line in log) if isinstance(log, list) else ()


def load_template(folder: Path, slug: str = "") -> Template:
    """Read the template in a folder, which is named after its document type unless `slug` says another.

    Raises:
        TemplateError: when mall.docx or mall.toml is missing or broken, or the Word file is not the one that was
            added.
    """
    slug = slug or _slug(folder)
    docx = _read(folder / DOCX_NAME, f"Word-mallen {slug}/{DOCX_NAME}", slug)
    toml = _read(folder / TOML_NAME, f"Mallens beskrivning {slug}/{TOML_NAME}", slug)
    return parse_template(slug, docx, toml, folder / DOCX_NAME)


@lru_cache(maxsize=64)
def parse_template(slug: str, docx: bytes, toml: bytes, path: Path) -> Template:
    """Make a template of its two files.

    Raises:
        TemplateError: one of them is broken.
    """
    source = f"{slug}/{TOML_NAME}"
    described = _described(toml, source)
    styles = _styles(described, source)
    digest = hashlib.sha256(docx).hexdigest()
    if described.get("sha256", digest) != digest:
        message = (
            f"Word-filen {slug}/{path.name} är inte den som lades till som version {described['version']}."
        )
        raise placed(template_fault("template_changed", message), f"{slug}/{path.name}", "")
    try:
        read_stylesheet(read_package(docx), styles)
    except TemplateError as error:
        raise placed(error, f"{slug}/{DOCX_NAME}", "") from error
    valid_from = described["giltig_fran"]
    assert isinstance(valid_from, date)  # noqa: S101  # _described looked
    return Template(
        slug=slug,
        title=str(described["titel"]),
        version=str(described["version"]),
        path=path,
        sha256=hashlib.sha256(hashlib.sha256(docx).digest() + toml).hexdigest(),
        toml=MappingProxyType(described),
        styles=MappingProxyType({**DEFAULT_STYLES, **styles}),
        names=MappingProxyType(_names(described, source)),
        valid_from=valid_from,
        docx_sha256=digest,
        docx=docx,
    )


def _slug(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}" if folder.parent.name.startswith("_") else folder.name


def _read(path: Path, what: str, slug: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        error = template_fault("template_missing", f"{what} finns inte.")
    except OSError as fault:
        error = template_fault("template_missing", f"{what} går inte att läsa: {fault.strerror}.")
    raise placed(error, f"{slug}/{path.name}", "")


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


def _names(described: Mapping[str, object], source: str) -> dict[str, str]:
    table = described.get("namn", {})
    wrong = check_names(table)
    if wrong:
        fault = template_fault("template_manifest_invalid", f"I {source} {wrong}", "namn")
        raise placed(fault, source, "")
    assert isinstance(table, dict)  # noqa: S101  # check_names looked
    return table
