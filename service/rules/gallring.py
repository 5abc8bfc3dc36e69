"""When a document may be destroyed."""

from __future__ import annotations

from datetime import date


def earliest(closed: date, years: int) -> date:
    """The first day on which a document may be destroyed: the years are counted from the end of the matter's year."""
    return date(closed.year + years + 1, 1, 1)
