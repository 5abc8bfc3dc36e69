"""Write the packet's objects as a PDF 1.7 file with object streams: the same objects give the same bytes.

pypdf's own writer makes a classic file of 16 MB where object streams make one of 7 MB, and rewrites names (see
`objects.py`); apart from that it does nothing that these lines don't.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import accumulate
from struct import Struct
from typing import IO, Any

from pypdf.generic import StreamObject

from service.assemble.objects import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
    make,
    name,
    set_entry,
)
from service.assemble.raw import Raw
from service.assemble.table import ObjectTable

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_NO_ROW = bytes(11)
_PER_STREAM = 200
_TAGS = (b"/StructElem", b"/OBJR", b"/O /Layout", b"/O/Layout")
"""What tags, their references to annotations and their attributes have in them."""
_PLAIN = frozenset(range(33, 127)) - set(b"#()<>[]{}/%")
_ESCAPED = re.compile(rb"[()\\\r]")
_FREE, _PLACED, _PACKED = 0, 1, 2
_ROW = Struct(">BQH")
_WIDTHS = (1, 8, 2)
_LEVEL = 4
"""How hard object streams are compressed: harder takes three times as long, for a packet a hundredth smaller."""


def serialise(value: Any) -> bytes:
    """One object as it stands in a file."""
    pieces: list[bytes] = []
    _append(value, pieces)
    return b"".join(pieces).lstrip()


def stream_as_written(value: StreamObject | Raw) -> tuple[bytes, bytes]:
    """A stream's dictionary as it stands in a file, and what the stream holds."""
    data: bytes = value.data or b"" if isinstance(value, Raw) else value._data
    if isinstance(value, Raw):
        return value.head, data
    value[name("Length")] = NumberObject(len(data))
    return serialise(value), data


def is_mere_tag(value: Any) -> bool:
    """Whether an object is a tag that nobody had to look into."""
    return isinstance(value, Raw) and value.data is None and any(mark in value.head for mark in _TAGS)


def with_entries(head: bytes, entries: DictionaryObject) -> bytes:
    """A dictionary as it stands in a file, with more entries at its end."""
    return head[:-2] + serialise(entries)[2:]


class PacketFile:
    """The file that is being written, and the table of its objects.

    An object leaves the table when it is written: there is no more use for it, and much memory in it. Tags that
    nobody looks into, most of a packet's objects, are packed apart: to show a page, or check one, none of them is read.
    """

    def __init__(self, target: IO[bytes]) -> None:
        self.table = ObjectTable()
        self._target = target
        self._digest = hashlib.sha256()
        self._position = 0
        self._rows: list[bytes] = []
        self._flushed = 0
        self._tags: list[tuple[int, bytes]] = []
        self._others: list[tuple[int, bytes]] = []
        """What waits until there is enough of it for an object stream, by number."""
        self._set_row(0, _FREE, 0, 65535)
        self._put(_HEADER)

    def flush(self, places: Iterable[int] = (), kept: Container[int] = ()) -> None:
        """Write what has come in since the last time: whoever had to look into it has done so.

        Args:
            places: numbers that were reserved before and are filled now.
            kept: numbers of objects that are not finished.
        """
        count = len(self.table.objects)
        self._write(
            number for number in (*places, *range(self._flushed + 1, count + 1)) if number not in kept
        )

    def take_in(
        self,
        streams: Iterable[tuple[int, bytes, bytes]],
        tags: Iterable[tuple[int, bytes]],
        others: Iterable[tuple[int, bytes]],
    ) -> None:
        """Write objects as they stand in a file, by their numbers; streams with what they hold."""
        for number, head, data in streams:
            self._put_stream(number, head, data)
        for waiting, more in ((self._tags, tags), (self._others, others)):
            waiting.extend(more)
            while len(waiting) >= _PER_STREAM:
                self._pack(waiting[:_PER_STREAM])
                del waiting[:_PER_STREAM]
        self._flushed = len(self.table.objects)

    def finish(self, root: IndirectObject, info: IndirectObject) -> None:
        """Write all that is left; null objects are left out, which to a reader is the same."""
        self._write(range(1, len(self.table.objects) + 1))
        for waiting in filter(None, (self._tags, self._others)):
            self._pack(waiting)
        self._write_cross_reference(root, info)

    def _write(self, numbers: Iterable[int]) -> None:
        streams: list[tuple[int, bytes, bytes]] = []
        tags: list[tuple[int, bytes]] = []
        others: list[tuple[int, bytes]] = []
        for number in numbers:
            value = self.table.objects[number - 1]
            if isinstance(value, NullObject):
                continue
            self.table.take(number)
            if isinstance(value, StreamObject) or (isinstance(value, Raw) and value.data is not None):
                streams.append((number, *stream_as_written(value)))
            elif isinstance(value, Raw):
                (tags if is_mere_tag(value) else others).append((number, value.head))
            else:
                others.append((number, serialise(value)))
        self.take_in(streams, tags, others)

    def _put(self, data: bytes) -> None:
        self._target.write(data)
        self._digest.update(data)
        self._position += len(data)

    def _put_stream(self, number: int, head: bytes, data: bytes) -> None:
        self._set_row(number, _PLACED, self._position, 0)
        self._put(b"%d 0 obj\n%s\nstream\n" % (number, head))
        self._put(data)
        self._put(b"\nendstream\nendobj\n")

    def _pack(self, waiting: Sequence[tuple[int, bytes]]) -> None:
        number = self.table.reserve_number()
        numbers, bodies = zip(*waiting, strict=True)
        self._set_row(max(numbers), _PACKED, number, 0)  # there is room for all of them now
        for at, own in enumerate(numbers):
            self._rows[own] = _ROW.pack(_PACKED, number, at)
        starts = accumulate((len(body) + 1 for body in bodies), initial=0)
        head = b" ".join(map(b"%d %d".__mod__, zip(numbers, starts, strict=False))) + b"\n"
        packed = make(
            Type=name("ObjStm"),
            N=NumberObject(len(numbers)),
            First=NumberObject(len(head)),
            Filter=name("FlateDecode"),
        )
        self._put_packed(number, packed, head + b"\n".join(bodies))

    def _put_packed(self, number: int, head: DictionaryObject, data: bytes) -> None:
        packed = zlib.compress(data, _LEVEL)
        set_entry(head, "Length", NumberObject(len(packed)))
        self._put_stream(number, serialise(head), packed)

    def _set_row(self, number: int, kind: int, place: int, within: int) -> None:
        self._rows += [_NO_ROW] * (number + 1 - len(self._rows))
        self._rows[number] = _ROW.pack(kind, place, within)

    def _write_cross_reference(self, root: IndirectObject, info: IndirectObject) -> None:
        number, start = self.table.reserve_number(), self._position
        self._set_row(number, _PLACED, start, 0)
        identity = ByteStringObject(self._digest.digest()[:16])
        cross_reference = make(
            Filter=name("FlateDecode"),
            Type=name("XRef"),
            Size=NumberObject(number + 1),
            W=ArrayObject(NumberObject(width) for width in _WIDTHS),
            Root=root,
            Info=info,
            ID=ArrayObject([identity, identity]),
        )
        self._put_packed(number, cross_reference, b"".join(self._rows))
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)


def _append(value: Any, out: list[bytes]) -> None:
    write = _WRITERS.get(type(value)) or next(
        (found for kind, found in _WRITERS.items() if isinstance(value, kind)), None
    )
    if write is None:
        raise TypeError(f"no PDF object: {type(value).__name__}")
    write(value, out)


def _append_dictionary(value: DictionaryObject, out: list[bytes]) -> None:
    out.append(b"<<")
    for key, held in value.items():
        if held is not None and not isinstance(held, NullObject):
            out.append(name_bytes(key))
            _append(held, out)
    out.append(b">>")


def _append_array(value: ArrayObject, out: list[bytes]) -> None:
    out.append(b"[")
    for held in list.__iter__(value):
        _append(held, out)
    out.append(b"]")


_names: dict[str, bytes] = {}


def name_bytes(value: str) -> bytes:
    """A name with its slash; one character is one byte."""
    written = _names.get(value)
    if written is None:
        raw = value[1:].encode("latin1")
        written = b"/" + b"".join(bytes([byte]) if byte in _PLAIN else b"#%02X" % byte for byte in raw)
        if len(_names) < 100_000:
            _names[value] = written
    return written


def _append_name(value: NameObject, out: list[bytes]) -> None:
    out.append(name_bytes(value))


def _append_text(value: TextStringObject, out: list[bytes]) -> None:
    escaped = _ESCAPED.sub(
        lambda found: b"\\r" if found[0] == b"\r" else b"\\" + found[0], value.get_encoded_bytes()
    )
    out.append(b"(%s)" % escaped)


def _append_bytes(value: ByteStringObject, out: list[bytes]) -> None:
    out.append(b"<%s>" % value.hex().encode())


def _append_reference(value: IndirectObject, out: list[bytes]) -> None:
    out.append(b" %d 0 R" % value.idnum)


def _append_integer(value: NumberObject, out: list[bytes]) -> None:
    out.append(b" %d" % value)


def _append_real(value: FloatObject, out: list[bytes]) -> None:
    out.append(b" " + value.myrepr().encode())


def _append_boolean(value: BooleanObject, out: list[bytes]) -> None:
    out.append(b" true" if value.value else b" false")


def _append_raw(value: Raw, out: list[bytes]) -> None:
    out.append(value.head if value.head[:1] in b"<[" else b" " + value.head)


def _append_null(_value: NullObject, out: list[bytes]) -> None:
    out.append(b" null")


_WRITERS: dict[type, Callable[[Any, list[bytes]], None]] = {
    IndirectObject: _append_reference,
    Raw: _append_raw,
    NameObject: _append_name,
    NumberObject: _append_integer,
    FloatObject: _append_real,
    ArrayObject: _append_array,
    DictionaryObject: _append_dictionary,
    TextStringObject: _append_text,
    ByteStringObject: _append_bytes,
    BooleanObject: _append_boolean,
    NullObject: _append_null,
}
