"""The gate for Word templates: what an annex may not hold, a template may not hold either, and some more.

An annex is only shown; a template is opened again and again, and everything in it goes into every document.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from service.errors import Problem
from service.intake.content import Kind
from service.intake.gate import Admitted, admit
from service.settings import Settings

_FOREIGN = re.compile(
    rb"/relationships/(oleObject|package|control|aFChunk|subDocument|frame|vbaProject|attachedToolbars)[\"']",
    re.IGNORECASE,
)
"""Relations that bring something of another kind along, or lead out of the file."""
_MACRO = re.compile(rb"macroEnabled", re.IGNORECASE)


def admit_template(path: Path, settings: Settings) -> Admitted | tuple[Problem, ...]:
    """Let a Word template in, or say everything that is wrong with it."""
    admitted = admit(path, settings)
    if not isinstance(admitted, Admitted):
        return admitted
    if admitted.kind is not Kind.DOCX:
        return (
            Problem(
                "wrong_file_type",
                f"Filen ”{path.name}” är inte ett Word-dokument (docx), utan {admitted.kind.label}.",
                remedy="Spara mallen som Word-dokument (.docx).",
                source=path.name,
            ),
        )
    problems = tuple(dict.fromkeys(_strict(path)))
    return problems or admitted


def _strict(path: Path) -> Iterator[Problem]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name == "[Content_Types].xml" and _MACRO.search(archive.read(name)):
                yield _problem(
                    path,
                    "file_has_macros",
                    "är sparad som makroaktiverad.",
                    "Spara den som vanligt Word-dokument.",
                )
            # a chart's own table of figures is a package too; Word writes it with every chart
            if name.endswith(".rels") and not name.startswith("word/charts/"):
                found = _FOREIGN.search(archive.read(name))
                if found:
                    yield _problem(
                        path,
                        "file_has_embedded_object",
                        f"innehåller ett inbäddat eller infogat dokument ({found[1].decode()}).",
                        "Ersätt det med text, en tabell eller en bild.",
                    )


def _problem(path: Path, code: str, text: str, remedy: str) -> Problem:
    return Problem(code, f"Filen ”{path.name}” {text}", "", remedy, path.name)
