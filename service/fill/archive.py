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

_LEVEL, _LEVEL_ONCE = 2, 9
"""Of deflate. What is packed anew for each document takes less than half the time of level 6, a fifth larger."""
_TINY = 1 << 10
"""So small a member is stored: to make ready for packing it costs more than to write its few hundred bytes more."""
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
    facts: tuple[int, ...]
    """What its head and its row in the directory both tell."""
    local: bytes
    """Its head and its data, as they stand in the file."""

    def central(self, offset: int) -> bytes:
        """Its row in the directory."""
        return _CENTRAL.pack(b"PK\x01\x02", _MADE_ON_UNIX, *self.facts, 0, 0, 0, 0, _MODE, offset) + self.name


def pack(name: str, content: bytes, *, once: bool = False) -> PackedMember:
    """Pack one member; pictures, which are packed by nature, are stored.

    Args:
        name: what it is called in the file.
        content: what it holds.
        once: it is written many times as it is packed now, so that time is no matter.
    """
    if PurePosixPath(name).suffix.lower() in _STORED_KINDS or (len(content) < _TINY and not once):
        return _member(name, content, content, _STORED)
    small = len(content) <= _SMALL
    window, memory = (_SMALL_WINDOW, _SMALL_MEMORY) if small else (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    packer = zlib.compressobj(_LEVEL_ONCE if once else _LEVEL, zlib.DEFLATED, -window, memory)
    return _member(name, content, packer.compress(content) + packer.flush(), _DEFLATED)


def _member(name: str, content: bytes, packed: bytes, method: int) -> PackedMember:
    called = name.encode()
    flags = 0 if called.isascii() else _UTF8
    sizes = (len(packed), len(content), len(called))
    facts = (_VERSION, flags, method, _TIME, _DATE, zlib.crc32(content), *sizes)
    return PackedMember(called, facts, _LOCAL.pack(b"PK\x03\x04", *facts, 0) + called + packed)


def archive(members: Iterable[PackedMember]) -> bytes:
    """Write the members one after the other, and the directory."""
    pieces: list[bytes] = []
    rows: list[bytes] = []
    offset = 0
    for member in members:
        pieces.append(member.local)
        rows.append(member.central(offset))
        offset += len(member.local)
    directory = b"".join(rows)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(rows), len(rows), len(directory), offset, 0)
    return b"".join((*pieces, directory, end))
