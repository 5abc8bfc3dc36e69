"""Whether a file is there, is a file, and has a size that can be taken; asked before a byte of it is read."""

from __future__ import annotations

from pathlib import Path

from service.errors import Problem

MEGABYTE = 1_000_000


def check_size(path: Path, limit: int, place: str = "") -> Problem | None:
    """The reason why a file cannot be read, or None.

    Args:
        path: the file.
        limit: largest size, in bytes.
        place: where in the input the file was named.
    """
    try:
        size = path.stat().st_size
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return Problem(
            "file_missing",
            f"Filen ”{path.name}” finns inte.",
            place,
            f"Kontrollera namnet och att filen ligger i mappen ”{path.parent.name or '.'}”.",
            path.name,
        )
    if not path.is_file():
        return Problem(
            "not_a_file", f"”{path.name}” är en mapp, inte en fil.", place, "Ange en fil.", path.name
        )
    if size == 0:
        return Problem(
            "file_empty",
            f"Filen ”{path.name}” är tom.",
            place,
            "Spara filen på nytt och försök igen.",
            path.name,
        )
    if size > limit:
        return Problem(
            "file_too_large",
            f"Filen ”{path.name}” är {_megabytes(size)} MB; gränsen är {_megabytes(limit)} MB.",
            place,
            "Minska filen, dela den, eller be driften höja gränsen.",
            path.name,
        )
    return None


def _megabytes(size: int) -> str:
    tenths = max(1, round(size / MEGABYTE * 10))
    whole, tenth = divmod(tenths, 10)
    grouped = f"{whole:,}".replace(",", "\u00a0")
    return grouped if tenth == 0 else f"{grouped},{tenth}"
