"""How the assembly handles PDF objects: read them without surprises, make new ones without noise.

pypdf guesses the character set of a name and writes it back as UTF-8, so that a picture called `/Bild#E5` in the
page's resources is no longer the one its content draws. A name is bytes: read as latin-1 and written as latin-1
(`serialise.py`) it survives whatever it holds. That is set once, here, for the whole process.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, DeprecationError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

NameObject.CHARSETS = ("latin1",)  # type: ignore[assignment]  # pypdf declares a tuple of three
logging.getLogger("pypdf").addHandler(
    logging.NullHandler()
)  # what a file's owner must know, triage says in Swedish

READ_ERRORS = (
    PyPdfError,
    DependencyError,
    DeprecationError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    OSError,
    zlib.error,
    struct.error,
)
"""What pypdf raises on a broken file; it has no single class for that."""

_HOPS = 20
_TREE_LIMIT = 1_000_000


def open_reader(pdf: Path) -> PdfReader:
    """Open a PDF for reading, forgiving what can be forgiven."""
    return PdfReader(pdf, strict=False)


def resolve(value: Any) -> Any:
    """Follow references to the object itself; None where there is none."""
    for _ in range(_HOPS):
        if not isinstance(value, IndirectObject):
            return None if isinstance(value, NullObject) else value
        value = value.get_object()
    return None


def entry(mapping: Any, key: str) -> Any:
    """The resolved value of a dictionary's key; None when there is none, or no dictionary."""
    return resolve(dict.get(mapping, key)) if isinstance(mapping, dict) else None


def entry_dict(mapping: Any, key: str) -> DictionaryObject:
    """The dictionary under a key; an empty one when there is none."""
    value = entry(mapping, key)
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def entry_list(mapping: Any, key: str) -> list[Any]:
    """The unresolved items of the array under a key."""
    value = entry(mapping, key)
    return list(list.__iter__(value)) if isinstance(value, list) else []


def number(value: Any, default: float) -> float:
    """The number that a value stands for, else the default."""
    value = resolve(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default


def name(text: str) -> NameObject:
    """A PDF name, given without its slash."""
    return NameObject("/" + text)


def make(**entries: PdfObject) -> DictionaryObject:
    """A dictionary with these entries."""
    return DictionaryObject({name(key): value for key, value in entries.items()})


def text(value: str) -> TextStringObject:
    """A text string."""
    return TextStringObject(value)


def stream(data: bytes, **entries: PdfObject) -> EncodedStreamObject:
    """A compressed stream; `_data` holds the bytes as they stand in the file."""
    made = EncodedStreamObject()
    made.update(make(**entries, Filter=name("FlateDecode")))
    made._data = zlib.compress(data, 6)
    return made


def set_entry(mapping: DictionaryObject, key: str, value: PdfObject) -> None:
    """Set a dictionary's key, given without its slash."""
    dict.__setitem__(mapping, name(key), value)


def drop(mapping: DictionaryObject, *keys: str) -> None:
    """Remove keys, whether they are there or not."""
    for key in keys:
        mapping.pop(key, None)


def string_bytes(value: Any) -> bytes:
    """The bytes of a string or name: the form in which names of destinations and elements are compared."""
    if isinstance(value, NameObject):
        return value[1:].encode("latin1", "replace")
    if isinstance(value, TextStringObject):
        return value.original_bytes
    return bytes(value) if isinstance(value, bytes) else str(value).encode()


def tree_items(tree: Any, leaf: str) -> Iterator[tuple[Any, Any]]:
    """The (key, unresolved value) pairs of a name tree (`/Names`) or number tree (`/Nums`), safe against cycles."""
    seen: set[int] = set()
    stack = [tree]
    count = 0
    while stack:
        node = resolve(stack.pop())
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        stack.extend(reversed(entry_list(node, "/Kids")))
        items = entry_list(node, leaf)
        for at in range(0, len(items) - 1, 2):
            count += 1
            if count > _TREE_LIMIT:
                return
            yield resolve(items[at]), items[at + 1]


__all__ = [
    "READ_ERRORS",
    "ArrayObject",
    "BooleanObject",
    "ByteStringObject",
    "DictionaryObject",
    "FloatObject",
    "IndirectObject",
    "NameObject",
    "NullObject",
    "NumberObject",
    "PdfObject",
    "TextStringObject",
    "drop",
    "entry",
    "entry_dict",
    "entry_list",
    "make",
    "name",
    "number",
    "open_reader",
    "resolve",
    "set_entry",
    "stream",
    "string_bytes",
    "text",
    "tree_items",
]
