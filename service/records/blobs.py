"""Files by content: written once under their sha256, never changed, read in pieces.

In a folder the file is made beside its place, made safe on disk (fsync) and moved there by a rename, so that it is
there whole or not at all. In an object store the upload asks for a name that nobody has yet.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar, Protocol

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import from_url

from service.errors import Problem, SamladError

BLOCK = 1 << 20
_UNFINISHED = ".ny-"
_ENDPOINTS = ("AWS_ENDPOINT_URL", "AZURE_STORAGE_ENDPOINT")
"""Where the store's own server stands; only there may an address without https be meant."""
_NAME = re.compile(r"[0-9a-f]{64}")


class StoreUnavailable(SamladError):
    """The store of files does not answer, or has no room."""

    code: ClassVar[str] = "store_unavailable"
    http_status: ClassVar[int] = 503
    exit_code: ClassVar[int] = 4
    retryable: ClassVar[bool] = True
    surroundings: ClassVar[bool] = True


class BlobMissing(SamladError):
    """A file that the records name is not in the store, or is not what it was."""

    code: ClassVar[str] = "blob_missing"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 4


class BlobStore(Protocol):
    """Where the files are."""

    def put(self, path: Path) -> str:
        """Keep a copy of the file; its sha256. Nothing happens when the store has it."""
        ...

    def read(self, sha256: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from start up to end, in blocks. Raises BlobMissing."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether the store has it."""
        ...

    def size(self, sha256: str) -> int:
        """How many bytes it has. Raises BlobMissing."""
        ...

    def names(self) -> Iterator[str]:
        """Every sha256 in the store."""
        ...

    def destroy(self, sha256: str, before: datetime) -> bool:
        """Destroy a file for good; False when somebody has put it there after that moment."""
        ...

    def clear_up(self, before: float) -> None:
        """Remove what was begun before that moment (seconds since 1970) and never finished."""
        ...


class FolderStore:
    """A folder; `ab/abcd…`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: Path) -> str:
        """Keep a copy of the file; its sha256."""
        try:
            sha256 = _digest(path)
            target = self._place(sha256)
            if not target.exists():
                self._write(path, target)
            else:
                os.utime(target)  # who would destroy it sees that it is wanted again
        except OSError as fault:
            raise _unavailable(fault.strerror or "") from fault
        return sha256

    def _write(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=target.parent)
        fresh = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as out, source.open("rb") as file:
                digest = hashlib.sha256()
                while block := file.read(BLOCK):
                    digest.update(block)
                    out.write(block)
                out.flush()
                os.fsync(out.fileno())
            if digest.hexdigest() != target.name:
                raise OSError(0, "filen ändrades medan den lästes")
            fresh.chmod(0o444)
            fresh.replace(target)
            for folder in (target.parent, self.root):
                _sync(folder)
        finally:
            with suppress(FileNotFoundError):
                fresh.unlink()

    def read(self, sha256: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from start up to end, in blocks."""
        self.size(sha256)  # what is missing is said now, not when the first block is asked for
        return _blocks_of(self._place(sha256), start, end)

    def has(self, sha256: str) -> bool:
        """Whether the store has it."""
        return self._place(sha256).exists()

    def size(self, sha256: str) -> int:
        """How many bytes it has."""
        try:
            return self._place(sha256).stat().st_size
        except FileNotFoundError as fault:
            raise _missing(sha256) from fault

    def names(self) -> Iterator[str]:
        """Every sha256 in the store, sorted."""
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            if _NAME.fullmatch(path.name):
                yield path.name

    def destroy(self, sha256: str, before: datetime) -> bool:
        """Destroy a file for good; False when somebody has put it there after that moment."""
        place = self._place(sha256)
        try:
            if place.stat().st_mtime > before.timestamp():
                return False
            place.unlink()
            _sync(place.parent)
        except FileNotFoundError:
            pass
        except OSError as fault:
            raise _unavailable(fault.strerror or "") from fault
        return True

    def clear_up(self, before: float) -> None:
        """Remove what was begun before that moment and never finished, because its writer was killed."""
        for path in self.root.glob(f"[0-9a-f][0-9a-f]/{_UNFINISHED}*"):
            with suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / checked(sha256)


_SINGLE = 1 << 30
"""S3 takes 5 GB in one piece."""
_PART = 64 << 20
"""S3 takes 10 000 pieces: 640 GB."""


class ObjectStore:
    """An object store by its address: `s3://bucket/prefix`, `az://container/prefix`.

    Address and keys of the server are taken from the environment in the store's own way (AWS_ENDPOINT_URL,
    AWS_ACCESS_KEY_ID … or AZURE_STORAGE_ACCOUNT_NAME …).
    """

    def __init__(
        self, url: str, retries: int = 3, single_bytes: int = _SINGLE, part_bytes: int = _PART
    ) -> None:
        """Open a store.

        Args:
            url: its address.
            retries: how often a call that failed is tried again.
            single_bytes: the largest file that is sent in one piece.
            part_bytes: the size of the pieces of a larger one.
        """
        self._single, self._part = single_bytes, part_bytes
        plain = any(os.environ.get(name, "").startswith("http://") for name in _ENDPOINTS)
        self._store = from_url(
            url,
            client_options={"allow_http": plain, "timeout": timedelta(seconds=60)},
            retry_config={"max_retries": retries, "retry_timeout": timedelta(seconds=20)},
        )

    def put(self, path: Path) -> str:
        """Keep a copy of the file; its sha256."""
        sha256 = _digest(path)
        try:
            if path.stat().st_size > self._single:
                self._put_in_parts(path, sha256)
                return sha256
            with suppress(AlreadyExistsError):
                # Conditional puts cannot be multipart.
                obstore.put(self._store, _key(sha256), path, mode="create", use_multipart=False)
        except (BaseError, OSError) as fault:
            raise _unavailable(type(fault).__name__) from fault
        return sha256

    def _put_in_parts(self, path: Path, sha256: str) -> None:
        """Send a large file in pieces: it is there when all of them are, or not at all.

        Two who send it at once send the same bytes, as its name says what they are.
        """
        if not self.has(sha256):
            obstore.put(self._store, _key(sha256), path, use_multipart=True, chunk_size=self._part)

    def read(self, sha256: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from start up to end, in blocks."""
        try:
            meta = obstore.head(self._store, _key(sha256))
            last = meta["size"] if end is None else min(end, meta["size"])
            if start == 0 and last == meta["size"]:
                whole = obstore.get(self._store, _key(sha256)).stream(min_chunk_size=BLOCK)
                return _heard(bytes(block) for block in whole)
            return _heard(self._pieces(sha256, start, last))
        except (NotFoundError, FileNotFoundError) as fault:
            raise _missing(sha256) from fault
        except (BaseError, OSError) as fault:
            raise _unavailable(type(fault).__name__) from fault

    def _pieces(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        for at in range(start, end, BLOCK):
            yield bytes(obstore.get_range(self._store, _key(sha256), start=at, end=min(end, at + BLOCK)))

    def has(self, sha256: str) -> bool:
        """Whether the store has it."""
        try:
            obstore.head(self._store, _key(sha256))
        except (NotFoundError, FileNotFoundError):
            return False
        except (BaseError, OSError) as fault:
            raise _unavailable(type(fault).__name__) from fault
        return True

    def size(self, sha256: str) -> int:
        """How many bytes it has."""
        try:
            return obstore.head(self._store, _key(sha256))["size"]
        except (NotFoundError, FileNotFoundError) as fault:
            raise _missing(sha256) from fault
        except (BaseError, OSError) as fault:
            raise _unavailable(type(fault).__name__) from fault

    def names(self) -> Iterator[str]:
        """Every sha256 in the store."""
        try:
            for batch in obstore.list(self._store):
                for meta in batch:
                    name = meta["path"].rsplit("/", 1)[-1]
                    if _NAME.fullmatch(name):
                        yield name
        except (BaseError, OSError) as fault:
            raise _unavailable(type(fault).__name__) from fault

    def destroy(self, sha256: str, before: datetime) -> bool:
        """Destroy a file for good; False when somebody has put it there after that moment."""
        try:
            if obstore.head(self._store, _key(sha256))["last_modified"] > before:
                return False
            obstore.delete(self._store, _key(sha256))
        except (NotFoundError, FileNotFoundError):
            pass
        except (BaseError, OSError) as fault:
            raise _unavailable(type(fault).__name__) from fault
        return True

    def clear_up(self, before: float) -> None:
        """Nothing: an upload that was never finished has no name, and is the store's own affair."""


def _heard(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks; a store that falls silent between two of them is told as one that does not answer."""
    try:
        yield from blocks
    except (BaseError, OSError) as fault:
        raise _unavailable(type(fault).__name__) from fault


def open_store(url: str, folder: Path) -> BlobStore:
    """The store that the settings name: an address, or else the folder."""
    return ObjectStore(url) if url else FolderStore(folder)


def fetch(store: BlobStore, sha256: str, target: Path) -> Path:
    """Write a file out of the store, and make sure that it is what it was.

    Raises:
        BlobMissing: it is not there, or has changed.
    """
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for block in store.read(sha256):
            digest.update(block)
            file.write(block)
    if digest.hexdigest() != sha256:
        raise BlobMissing(
            Problem("blob_changed", f"Filen {sha256[:12]}… i fillagret är inte den som lades dit.", sha256)
        )
    return target


def checked(sha256: str) -> str:
    """The digest, if it is one: it becomes part of a path."""
    if not _NAME.fullmatch(sha256):
        raise _missing(sha256)
    return sha256


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{checked(sha256)}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _blocks_of(path: Path, start: int, end: int | None) -> Iterator[bytes]:
    with path.open("rb") as opened:
        opened.seek(start)
        left = None if end is None else end - start
        while left is None or left > 0:
            block = opened.read(BLOCK if left is None else min(BLOCK, left))
            if not block:
                return
            if left is not None:
                left -= len(block)
            yield block


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _missing(sha256: str) -> BlobMissing:
    return BlobMissing(
        Problem(
            "blob_missing",
            f"Filen {sha256[:12]}… finns inte i fillagret.",
            sha256[:64],
            "Återställ den från en säkerhetskopia; ”samlad kontroll” visar allt som saknas.",
        )
    )


def _unavailable(why: str) -> StoreUnavailable:
    return StoreUnavailable(
        Problem(
            "store_unavailable",
            f"Fillagret svarar inte eller är fullt{f' ({why})' if why else ''}. Inget har ändrats.",
            remedy="Försök igen om en stund; dröjer det, meddela driften.",
        )
    )
