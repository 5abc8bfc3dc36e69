"""Whether a file in a folder says that it is a form of ours; told from a small part, before it is really read."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from service.model.form import FORM_MARK, META_SHEET

_SAYS = {".docx": ("docProps/core.xml", FORM_MARK), ".xlsx": ("xl/workbook.xml", META_SHEET)}
_ENOUGH = 1_000_000
"""So many bytes of the part are looked through, whatever size the file claims to be."""


def is_marked_form(path: Path) -> bool:
    """Whether the file bears the mark of a form; a file that cannot be opened bears none."""
    if path.suffix.lower() not in _SAYS:
        return False
    part, mark = _SAYS[path.suffix.lower()]
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as file:
            return mark.encode() in file.read(_ENOUGH)
    except (OSError, KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return False
