"""A ZIP file of members of which most are packed already: what does not change is packed once per template.

The standard library's writer cannot take packed data. The format is APPNOTE.TXT 6.3.9, sections 4.3.7, 4.3.12 and
4.3.16; dates and order are fixed, so equal members give equal bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

LEVEL = 2
"""Of deflate: less than half the time of level 6, and files a sixth larger."""
_SMALL, _SMALL_WINDOW, _SMALL_MEMORY = 1 << 13, 13, 5
"""For a member of at most 8 KiB deflate needs no larger window; making ready for the largest costs ten times the
packing itself."""
_STORED_KINDS = frozenset({".png", ".jpg", ".jpeg", ".gif"})
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _DEFLATED, _STORED, _UTF8 = 20, 8, 0, 0x800
_MADE_ON_UNIX = (3 << 8) | _VERSION
_TIME, _DATE = 0, (1 << 5) | 1
"""Midnight of 1 January 1980, the earliest there is."""
_MODE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class PackedMember:
    """One member, ready to be written any number of times."""

    name: bytes
    packed: bytes
    method: int
    crc: int
    size: int

    @property
    def _facts(self) -> tuple[int, ...]:
        flags = 0 if self.name.isascii() else _UTF8
        return flags, self.method, _TIME, _DATE, self.crc, len(self.packed), self.size, len(self.name)

    def local(self) -> bytes:
        """The head that stands before the data."""
        return _LOCAL.pack(b"PK\x03\x04", _VERSION, *self._facts, 0) + self.name

    def central(self, offset: int) -> bytes:
        """Its row in the directory."""
        return (
            _CENTRAL.pack(b"PK\x01\x02", _MADE_ON_UNIX, _VERSION, *self._facts, 0, 0, 0, 0, _MODE, offset)
            + self.name
        )


def pack(name: str, content: bytes) -> PackedMember:
    """Pack one member; pictures, which are packed by nature, are stored."""
    if PurePosixPath(name).suffix.lower() in _STORED_KINDS:
        return PackedMember(name.encode(), content, _STORED, zlib.crc32(content), len(content))
    small = len(content) <= _SMALL
    window, memory = (_SMALL_WINDOW, _SMALL_MEMORY) if small else (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -window, memory)
    packed = packer.compress(content) + packer.flush()
    return PackedMember(name.encode(), packed, _DEFLATED, zlib.crc32(content), len(content))


def archive(members: Iterable[PackedMember]) -> bytes:
    """Write the members one after the other, and the directory."""
    pieces: list[bytes] = []
    rows: list[bytes] = []
    offset = 0
    for member in members:
        rows.append(member.central(offset))
        head = member.local()
        pieces += (head, member.packed)
        offset += len(head) + len(member.packed)
    directory = b"".join(rows)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(rows), len(rows), len(directory), offset, 0)
    return b"".join((*pieces, directory, end))
