"""Output appears whole or not at all: everything is made beside its place and moved there at the end."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from service.errors import InputError, Notice, Problem

_BLOCK = 1 << 20


class OutputRefused(InputError):
    """The folder for the finished files cannot be used."""

    code = "output_refused"


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """A finished file in its place."""

    path: Path
    sha256: str
    pages: int = 0
    """Pages of a PDF; 0 where pages mean nothing."""
    standards: tuple[str, ...] | None = None
    """The standards that a packet is marked with, such as `PDF/UA-1`; None for what is no packet."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a command made."""

    files: tuple[DeliveredFile, ...]
    notices: tuple[Notice, ...]


class Staging:
    """A hidden folder inside the target; what was put there moves out by rename, one file after the other.

    Raises:
        OutputRefused: the target is a file, or cannot be written.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._made: list[tuple[str, int]] = []
        self._standards: dict[str, tuple[str, ...]] = {}
        self._in_place: dict[str, str] = {}
        self._missing = _first_missing(target)
        try:
            target.mkdir(parents=True, exist_ok=True)
            self.folder = Path(tempfile.mkdtemp(prefix=".samlad-", dir=target))
        except OSError as fault:
            raise OutputRefused(
                Problem(
                    "output_refused",
                    f"Det går inte att skriva i ”{target}”: {fault.strerror}.",
                    "--ut",
                    "Välj en mapp som du får skriva i.",
                )
            ) from fault

    def add(self, name: str, *, pages: int = 0) -> Path:
        """The path at which to make the file with that name.

        Raises:
            OutputRefused: another file of this delivery has that name already.
        """
        if any(name == made for made, _ in self._made):
            raise OutputRefused(
                Problem(
                    "file_name_taken",
                    f"Två dokument skulle få samma filnamn, ”{name}”.",
                    remedy="Ge dem olika id eller diarienummer, eller ändra raden ”filnamn” i mallens mall.toml.",
                )
            )
        self._made.append((name, pages))
        return self.folder / name

    def add_copy(self, source: Path, name: str, *, pages: int = 0) -> None:
        """A copy of a finished file under that name; where the same bytes lie already, they are left in peace.

        Raises:
            OutputRefused: as `add`.
        """
        copy, place = self.add(name, pages=pages), self._target / name
        if place.is_file() and not place.is_symlink():
            digest = sha256_of(source)
            if digest == sha256_of(place):
                self._in_place[name] = digest
                return
        shutil.copyfile(source, copy)

    def mark(self, file: Path, standards: Iterable[str]) -> None:
        """Note with which standards a packet is marked."""
        self._standards[file.name] = tuple(standards)

    def publish(self, notices: tuple[Notice, ...] = ()) -> Delivery:
        """Move every file to its place."""
        files: list[DeliveredFile] = []
        fresh = [name for name, _ in self._made if name not in self._in_place]
        for name, pages in self._made:
            digest = self._in_place.get(name) or sha256_of(self.folder / name)
            files.append(DeliveredFile(self._target / name, digest, pages, self._standards.get(name)))
        for name in fresh:
            _sync(self.folder / name)
        for name in fresh:
            (self.folder / name).replace(self._target / name)
        _sync(self._target)
        self._missing = None
        return Delivery(tuple(files), notices)

    def __enter__(self) -> Staging:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind that was not published, not even an empty folder that we made."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._missing is not None and fault is not None:
            shutil.rmtree(self._missing, ignore_errors=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write one file; it appears whole or not at all.

    Raises:
        OutputRefused: its folder cannot be used.
    """
    with Staging(path.parent) as staging:
        staging.add(path.name).write_bytes(content)
        staging.publish()


def sha256_of(path: Path) -> str:
    """The file's sha256, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _first_missing(folder: Path) -> Path | None:
    """The uppermost folder that does not exist yet."""
    missing = None
    for place in (folder, *folder.parents):
        if place.exists():
            break
        missing = place
    return missing


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
