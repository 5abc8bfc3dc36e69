"""A ZIP that is written from front to back, stops anywhere and goes on there, and always has the same bytes.

Files are stored, not packed: PDF gains nothing by it, and another zlib would give other bytes. Every entry carries the
64-bit sizes, so that neither a file nor the package has a limit that matters. What has been written whole stands in a
journal beside the file; who goes on cuts the file off after the last whole entry. The standard library writes ZIP too,
but cannot go on with one.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END64 = struct.Struct("<IQHHIIQQQQ")
_LOCATOR = struct.Struct("<IIQI")
_END = struct.Struct("<IHHHHIIH")
_NEEDED = 45
"""Version 4.5: 64-bit sizes."""
_UTF8 = 0x0800
_DAY, _TIME = (1 << 5) | 1, 0  # 1980-01-01 00:00, the first that a ZIP knows: true times stand in METS
_FULL32, _FULL16 = 0xFFFFFFFF, 0xFFFF
_CRC_AT = 14
"""Where the checksum stands in a local header."""


class Differs(ValueError):
    """A file is not what it was said to be."""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that lies whole in the file."""

    name: str
    size: int
    crc: int
    offset: int
    end: int


class ZipWriter:
    """Writes `target`; until `close` it is called `target.delvis`, beside its journal `target.journal`."""

    def __init__(self, target: Path, digest: str) -> None:
        """Go on with what an earlier writer left, when that was the same package by its digest."""
        self.target = target
        self.partial = target.with_name(target.name + ".delvis")
        self._journal_path = target.with_name(target.name + ".journal")
        self.done = self._left(digest)
        end = self.done[-1].end if self.done else 0
        self._file: BinaryIO = self.partial.open("r+b" if self.done else "w+b")
        self._file.truncate(end)
        self._file.seek(end)
        self._journal = self._journal_path.open("w", encoding="utf-8")
        self._note({"digest": digest})
        for one in self.done:
            self._note(asdict(one))

    def _left(self, digest: str) -> list[Written]:
        """What lies whole in the file; nothing when it was another package, or the journal cannot be read."""
        done: list[Written] = []
        with suppress(OSError, ValueError, TypeError, KeyError):
            size = self.partial.stat().st_size
            first, *rest = self._journal_path.read_text(encoding="utf-8").splitlines()
            if json.loads(first)["digest"] != digest:
                return []
            for line in rest:
                one = Written(**json.loads(line))
                if one.end > size:
                    break
                done.append(one)
        return done

    def _note(self, told: object) -> None:
        self._journal.write(json.dumps(told) + "\n")
        self._journal.flush()

    def add(self, name: str, size: int, sha256: str, blocks: Iterator[bytes]) -> None:
        """Write an entry.

        Raises:
            Differs: the bytes are not of that size, or not of that sha256.
        """
        at = self._file.tell()
        self._file.write(_local(name, size))
        count, crc, digest = 0, 0, hashlib.sha256()
        for block in blocks:
            count += len(block)
            crc = zlib.crc32(block, crc)
            digest.update(block)
            self._file.write(block)
        if count != size or digest.hexdigest() != sha256:
            self._file.truncate(at)
            self._file.seek(at)
            raise Differs(name)
        end = self._file.tell()
        self._file.seek(at + _CRC_AT)
        self._file.write(struct.pack("<I", crc))
        self._file.seek(end)
        self._file.flush()
        one = Written(name, size, crc, at, end)
        self.done.append(one)
        self._note(asdict(one))

    def close(self) -> None:
        """Write the list of entries and give the file its name; it is whole from then on."""
        at = self._file.tell()
        for one in self.done:
            self._file.write(_central(one))
        self._file.write(_end(len(self.done), at, self._file.tell() - at))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.abandon()
        self.partial.replace(self.target)
        self._journal_path.unlink()

    def abandon(self) -> None:
        """Let go of the files; they stay, and another writer can go on."""
        self._file.close()
        self._journal.close()


def size_of_zip(entries: Sequence[tuple[str, int]]) -> int:
    """How large a package with these names and sizes becomes."""
    names = sum(len(name.encode()) for name, _ in entries)
    heads = len(entries) * (_LOCAL.size + 20 + _CENTRAL.size + 28) + 2 * names
    return heads + sum(size for _, size in entries) + _END64.size + _LOCATOR.size + _END.size


def _local(name: str, size: int) -> bytes:
    plain = name.encode()
    extra = struct.pack("<HHQQ", 1, 16, size, size)
    head = _LOCAL.pack(
        0x04034B50, _NEEDED, _UTF8, 0, _TIME, _DAY, 0, _FULL32, _FULL32, len(plain), len(extra)
    )
    return head + plain + extra


def _central(one: Written) -> bytes:
    plain = one.name.encode()
    extra = struct.pack("<HHQQQ", 1, 24, one.size, one.size, one.offset)
    made_by, attributes = (3 << 8) | _NEEDED, 0o100644 << 16
    head = _CENTRAL.pack(
        0x02014B50, made_by, _NEEDED, _UTF8, 0, _TIME, _DAY, one.crc, _FULL32, _FULL32,
        len(plain), len(extra), 0, 0, 0, attributes, _FULL32,
    )  # fmt: skip
    return head + plain + extra


def _end(count: int, at: int, size: int) -> bytes:
    return (
        _END64.pack(0x06064B50, 44, (3 << 8) | _NEEDED, _NEEDED, 0, 0, count, count, size, at)
        + _LOCATOR.pack(0x07064B50, 0, at + size, 1)
        + _END.pack(0x06054B50, 0, 0, min(count, _FULL16), min(count, _FULL16), _FULL32, _FULL32, 0)
    )
