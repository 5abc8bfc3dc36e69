"""Streams that unpack to more than any honest document holds; looked for before anything draws or decodes them."""

from __future__ import annotations

from collections.abc import Iterable

from pypdf.errors import LimitReachedError
from pypdf.generic import StreamObject

from service.assemble.objects import READ_ERRORS, PdfObject, entry, entry_list, number

_INNOCENT_BYTES = 50_000
"""Flate makes at most about a thousand bytes of one; what is smaller cannot reach pypdf's limit of 75 MB."""


def has_bomb(objects: Iterable[PdfObject]) -> bool:
    """Whether a stream other than a picture passes pypdf's limit when it is unpacked."""
    return any(_is_bomb(one) for one in objects if isinstance(one, StreamObject))


def is_unpacking_limit(error: Exception) -> bool:
    """Whether reading stopped at pypdf's limit for unpacked data; it has one class for limits of every kind."""
    return isinstance(error, LimitReachedError) and "decompressing" in str(error)


def most_pixels(objects: Iterable[PdfObject]) -> int:
    """How many pixels the largest picture has."""
    pictures = (
        one for one in objects if isinstance(one, StreamObject) and entry(one, "/Subtype") == "/Image"
    )
    return max(
        (int(number(entry(p, "/Width"), 0) * number(entry(p, "/Height"), 0)) for p in pictures), default=0
    )


def _is_bomb(one: StreamObject) -> bool:
    if entry(one, "/Subtype") == "/Image":
        return False
    twice = len(entry_list(one, "/Filter")) > 1
    if len(one._data) < _INNOCENT_BYTES and not twice:
        return False
    try:
        one.get_data()
    except LimitReachedError:
        return True
    except READ_ERRORS:
        return False
    return False
