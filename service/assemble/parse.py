"""Regular PDF syntax read into pypdf's objects, token by token; whatever is not regular is left to pypdf.

pypdf reads byte by byte, so that it can make something of the worst. A packet's own documents have thousands of
bookmarks, links and pages that are written as they should be: read here they cost a third.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pypdf.generic import create_string_object, read_object

from service.assemble.objects import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
)

_TOKEN = re.compile(
    rb"""[\ \t\r\n\f]*(?:
    (?:
        (?P<reference>\d+\s+\d+\s+R) | (?P<real>[+-]?(?:\d+\.\d*|\.\d+)) | (?P<integer>[+-]?\d+)
        | (?P<word>true|false|null)
    )(?=[\ \t\r\n\f/<>\[\](]|\Z)
    | (?P<name>/[^\s\x00/<>\[\](){}%\#]*) | (?P<mark><<|>>|\[|\]) | <(?P<digits>(?:[0-9A-Fa-f]{2})*)>
    | \((?P<letters>[^\\()\r]*)\)
    )""",
    re.VERBOSE,
)
_VALUES: dict[str, Callable[[bytes, Any], PdfObject]] = {
    "reference": lambda token, home: _reference(token.split(), home),
    "real": lambda token, _home: FloatObject(token.decode()),
    "integer": lambda token, _home: NumberObject(token),
    "name": lambda token, _home: NameObject(token.decode("latin1")),
    "digits": lambda token, _home: create_string_object(bytes.fromhex(token.decode())),
    "letters": lambda token, _home: create_string_object(token),
    "word": lambda token, _home: NullObject() if token == b"null" else BooleanObject(token == b"true"),
}


def parse(written: bytes, home: Any) -> PdfObject:
    """The object that the bytes stand for; its references point into `home`."""
    held = _parse_regular(written, home)
    return held if held is not None else read_object(io.BytesIO(written + b" "), home)


def _parse_regular(written: bytes, home: Any) -> PdfObject | None:
    """The same, as far as it is one array or dictionary without escapes; else None."""
    levels: list[list[PdfObject]] = [[]]
    end = 0
    for found in _TOKEN.finditer(written):
        kind, token = found.lastgroup or "", found[found.lastgroup or 0]
        if found.start() != end or (len(levels) == 1 and end):
            return None
        end = found.end()
        if kind != "mark":
            levels[-1].append(_VALUES[kind](token, home))
        elif token in (b"<<", b"["):
            levels.append([])
        elif len(levels) == 1 or not _close(levels, token):
            return None
    whole = len(levels) == 1 and len(levels[0]) == 1 and not written[end:].strip()
    return levels[0][0] if whole and isinstance(levels[0][0], DictionaryObject | ArrayObject) else None


def _reference(words: list[bytes], home: Any) -> IndirectObject:
    return IndirectObject(int(words[0]), int(words[1]), home)


def _close(levels: list[list[PdfObject]], mark: bytes) -> bool:
    """Make an array or a dictionary of the innermost level; False where it can be none."""
    items = levels.pop()
    if mark == b"]":
        levels[-1].append(ArrayObject(items))
        return True
    keys = items[::2]
    if len(items) % 2 or not all(isinstance(key, NameObject) for key in keys) or len(set(keys)) < len(keys):
        return False
    made = DictionaryObject()
    dict.update(made, zip(keys, items[1::2], strict=True))
    levels[-1].append(made)
    return True
