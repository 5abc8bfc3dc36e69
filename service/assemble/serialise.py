"""Write the packet's objects as a PDF 1.7 file with object streams: the same objects give the same bytes.

pypdf's own writer makes a classic file of 16 MB where object streams make one of 7 MB, and rewrites names (see
`objects.py`); apart from that it does nothing that these lines don't.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
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


class PacketFile:
    """The file that is being written, and the table of its objects.

    An object leaves the table when it is written: there is no more use for it, and much memory in it.
    """

    def __init__(self, target: IO[bytes]) -> None:
        self.table = ObjectTable()
        self._target = target
        self._digest = hashlib.sha256()
        self._position = 0
        self._rows: list[bytes] = []
        self._flushed = 0
        self._set_row(0, _FREE, 0, 65535)
        self._put(_HEADER)

    def flush(self) -> None:
        """Write the streams, and the objects that came in as bytes: whoever had to look into them has done so."""
        self._write(self._flushed, everything=False)
        self._flushed = len(self.table.objects)

    def finish(self, root: IndirectObject, info: IndirectObject) -> None:
        """Write all that is left; null objects are left out, which to a reader is the same."""
        self._write(0, everything=True)
        self._write_cross_reference(root, info)

    def _write(self, after: int, *, everything: bool) -> None:
        packed: list[int] = []
        for number, value in enumerate(self.table.objects[after:], start=after + 1):
            if isinstance(value, NullObject):
                continue
            if isinstance(value, Raw):
                if value.data is None:
                    packed.append(number)
                else:
                    self._put_stream(number, value.head, value.data)
                    self.table.take(number)
            elif isinstance(value, StreamObject):
                self._put_object(number, value)
                self.table.take(number)
            elif everything:
                packed.append(number)
        for first in range(0, len(packed), _PER_STREAM):
            self._pack(packed[first : first + _PER_STREAM])

    def _put(self, data: bytes) -> None:
        self._target.write(data)
        self._digest.update(data)
        self._position += len(data)

    def _put_object(self, number: int, value: StreamObject) -> None:
        data: bytes = value._data
        value[name("Length")] = NumberObject(len(data))
        self._put_stream(number, serialise(value), data)

    def _put_stream(self, number: int, head: bytes, data: bytes) -> None:
        self._set_row(number, _PLACED, self._position, 0)
        self._put(b"%d 0 obj\n%s\nstream\n" % (number, head))
        self._put(data)
        self._put(b"\nendstream\nendobj\n")

    def _pack(self, numbers: list[int]) -> None:
        number = self.table.reserve_number()
        held = [self.table.take(own) for own in numbers]
        bodies = [value.head if isinstance(value, Raw) else serialise(value) for value in held]
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
