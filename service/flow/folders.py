"""What lies in a folder that somebody named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def shown_files(folder: Path) -> Iterator[Path]:
    """The files in and below a folder, in no order; what is hidden is nobody's."""
    for path in folder.rglob("*"):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts) and path.is_file():
            yield path
