"""One bookmark of a source: read from the file's bytes where they are regular, as an object where they are not."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pypdf.generic import create_string_object

from service.assemble.actions import clean_action
from service.assemble.objects import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NumberObject,
    PdfObject,
    entry,
    name,
    resolve,
    string_bytes,
)
from service.assemble.plainfile import PlainFile
from service.assemble.source import Source

_TEXT = rb"\([^\\()\r\x00]*\)|<(?:[0-9A-Fa-f]{2})*>"
_NUMBER = rb"-?\d+(?:\.\d+)?"
_PLACE = rb"\[\s*\d+\s+0\s+R\s*/XYZ(?:\s+%s){3}\s*\]" % _NUMBER
_KEY = rb"/(?:Title|Parent|Prev|Next|First|Last|Count|Dest)"
_VALUE = rb"%s|%s|-?\d+(?:\s+0\s+R\b)?" % (_TEXT, _PLACE)
_REGULAR = re.compile(rb"<<\s*(?:%s\s*(?:%s)\s*)+>>" % (_KEY, _VALUE))
_ENTRIES = re.compile(rb"(%s)\s*(%s)" % (_KEY, _VALUE))


class Item(NamedTuple):
    """One bookmark, and where the next ones stand."""

    title: str
    destination: ArrayObject | None
    address: str | None
    first: Any
    """The reference to the first below it."""
    following: Any
    """The reference to the next beside it."""


def read_item(source: Source, reference: Any) -> Item | None:
    """The bookmark that a reference leads to; None where there is none."""
    return _read_regular(source, reference) or _read_any(source, reference)


def _read_regular(source: Source, reference: Any) -> Item | None:
    reader = source.reader
    if not isinstance(reader, PlainFile) or not isinstance(reference, IndirectObject) or reference.generation:
        return None
    body = reader.body(reference.idnum)
    if body is None or not _REGULAR.fullmatch(body):
        return None
    found = _ENTRIES.findall(body)
    held: dict[bytes, bytes] = dict(found)
    links = [held.get(key, b"") for key in (b"/First", b"/Next")]
    if len(held) < len(found) or not all(link == b"" or link.endswith(b"R") for link in links):
        return None
    first, following = (
        IndirectObject(int(link.split()[0]), 0, reference.pdf) if link else None for link in links
    )
    written = held.get(b"/Title", b"")
    text = bytes.fromhex(written[1:-1].decode()) if written.startswith(b"<") else written[1:-1]
    place = held.get(b"/Dest")
    return Item(
        _words(create_string_object(text)),
        None if place is None else _place(source, place),
        None,
        first,
        following,
    )


def _place(source: Source, written: bytes) -> ArrayObject | None:
    page, _, _, kind, *edges = written[1:-1].replace(b"/", b" /").split()
    known = source.known.get(int(page))
    if known is None:
        return None
    numbers: list[PdfObject] = [
        FloatObject(edge.decode()) if b"." in edge else NumberObject(edge) for edge in edges
    ]
    return ArrayObject([known, name(kind[1:].decode()), *numbers])


def _read_any(source: Source, reference: Any) -> Item | None:
    item = resolve(reference)
    if not isinstance(item, DictionaryObject):
        return None
    destination, address = _target(source, item)
    return Item(
        _words(entry(item, "/Title")), destination, address, dict.get(item, "/First"), dict.get(item, "/Next")
    )


def _target(source: Source, item: DictionaryObject) -> tuple[ArrayObject | None, str | None]:
    if "/Dest" in item:
        return source.destination(dict.get(item, "/Dest")), None
    action = clean_action(source, entry(item, "/A"))
    if action is None:
        return None, None
    address = entry(action, "/URI")
    return (None, str(address)) if address is not None else (entry(action, "/D"), None)


def _words(title: Any) -> str:
    words = (
        title if isinstance(title, str) else string_bytes(title).decode("latin1") if title is not None else ""
    )
    return " ".join(words.replace("\x00", "").split())
