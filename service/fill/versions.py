"""The versions of one document type's template: those that come with the program, and those that the kansli adds.

    templates/<slug>/mall.docx, mall.toml                        the program's own
    templates/<slug>/versioner/<version>/mall.docx, mall.toml    what was the program's own before
    <store>/<slug>/versioner/<version>/mall.docx, mall.toml      each that was added, written once

A version is never changed: the sha256 of its Word file stands in its mall.toml and is compared when it is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from service.errors import TemplateError
from service.fill.faults import template_fault
from service.fill.template import DOCX_NAME, TOML_NAME, Template, load_template

FOLDER = "versioner"
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}")
_TABLES = ("dokument", "stilar", "namn", "falt")


def find_versions(first: Path, store: Path, slug: str) -> tuple[Template, ...]:
    """Every version, the oldest first.

    Args:
        first: the folder of the version that comes with the program; its older ones lie below it.
        store: where added versions lie.
        slug: the document type.

    Raises:
        TemplateError: one of them is missing a file, is broken or was changed after it was added.
    """
    kept = [path for base in dict.fromkeys((first, store / slug)) for path in _inside(base / FOLDER)]
    others = sorted(path for path in kept if _VERSION.fullmatch(path.name))
    found = [load_template(first, slug), *(load_template(path, slug) for path in others)]
    return tuple(sorted(found, key=_age))


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def choose_version(versions: Sequence[Template], on: date, wanted: str = "") -> Template:
    """The wanted version, or else the newest that is valid that day; before the first day, the newest from that day.

    Raises:
        TemplateError: there is no such version.
    """
    if wanted:
        return version_named(versions, wanted)
    day = max(on, versions[0].valid_from)
    return [one for one in versions if one.valid_from <= day][-1]


def version_named(versions: Sequence[Template], wanted: str) -> Template:
    """The version with that number.

    Raises:
        TemplateError: there is none.
    """
    found = next((one for one in versions if one.version == wanted), None)
    if found is None:
        known = ", ".join(one.version for one in versions)
        raise template_fault(
            "template_version_unknown",
            f"Mallen {versions[0].slug} finns inte i version {wanted}, bara i: {known}.",
            "mallversion",
        )
    return found


def add_version(versions: Sequence[Template], store: Path, docx: bytes, toml: bytes, new: Template) -> Path:
    """Write a new version beside the others; it appears whole or not at all, and never over another.

    Raises:
        TemplateError: its number is taken or malformed, or its date comes before that of an older version.
    """
    newest = versions[-1]
    if not _VERSION.fullmatch(new.version):
        raise _taken(f"”{new.version}” är inget versionsnummer; skriv till exempel 2.0.")
    if any(one.version == new.version for one in versions):
        raise _taken(f"Version {new.version} av mallen {new.slug} finns redan, och en version ändras aldrig.")
    if _age(new) <= _age(newest):
        raise _taken(
            f"Version {new.version}, giltig från {new.valid_from}, kommer före version {newest.version}, "
            f"giltig från {newest.valid_from}."
        )
    target = store / new.slug / FOLDER / new.version
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".ny-") as work:
        made = Path(work) / new.version
        made.mkdir()
        for name, content in ((DOCX_NAME, docx), (TOML_NAME, toml)):
            with (made / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            (made / name).chmod(0o444)
        try:
            made.rename(target)  # refuses a folder that holds something: another process was first
        except OSError as error:
            raise _taken(f"Version {new.version} av mallen {new.slug} finns redan.") from error
    return target


def describe_version(
    base: Mapping[str, object], docx: bytes, version: str, valid_from: date, changes: Sequence[str]
) -> bytes:
    """The mall.toml of a new version: what the older one says, with its own number, date and change log."""
    lines = [
        f"titel = {_text(base['titel'])}",
        f"version = {_text(version)}",
        f"agare = {_text(base['agare'])}",
        f"giltig_fran = {valid_from.isoformat()}",
        f"sha256 = {_text(hashlib.sha256(docx).hexdigest())}",
        f"andringslogg = [{', '.join(_text(line) for line in changes)}]",
    ]
    for name in _TABLES:
        table = base.get(name)
        if isinstance(table, Mapping) and table:
            lines += ["", f"[{name}]", *(f"{_text(key)} = {_text(value)}" for key, value in table.items())]
    return ("\n".join(lines) + "\n").encode()


def _text(value: object) -> str:
    """A basic string of TOML, which is written as JSON writes it."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _age(template: Template) -> tuple[date, list[int]]:
    return template.valid_from, [int(step) for step in template.version.split(".") if step.isdigit()]


def _taken(message: str) -> TemplateError:
    return template_fault("template_version_taken", message, "version")
