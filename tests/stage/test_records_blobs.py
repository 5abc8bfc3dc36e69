"""Files by content: written once, whole or not at all, and found out when they have changed."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from service.records.blobs import (
    BLOCK,
    BlobMissing,
    BlobStore,
    FolderStore,
    ObjectStore,
    StoreUnavailable,
    fetch,
    open_store,
)

CONTENT = b"handling " * 300_000  # more than two blocks
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(name="s3", scope="module")
def _s3() -> Iterator[str]:
    """An S3 server of the test's own, on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(name="store", params=["folder", "s3"])
def _store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "folder":
        return open_store("", tmp_path / "filer")
    return open_store(request.getfixturevalue("bucket"), tmp_path)


@pytest.fixture(name="bucket")
def _bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty store on that server."""
    endpoint = s3
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "prov",
        "AWS_SECRET_ACCESS_KEY": "prov",
        "AWS_REGION": "eu-north-1",
    }.items():
        monkeypatch.setenv(name, value)
    bucket = f"samlad-{os.urandom(6).hex()}"
    _make_bucket(endpoint, bucket)
    return f"s3://{bucket}/filer"


def _make_bucket(endpoint: str, bucket: str) -> None:
    import urllib.request

    request = urllib.request.Request(f"{endpoint}/{bucket}", method="PUT")  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        assert answer.status == 200


def _file(folder: Path, content: bytes = CONTENT) -> Path:
    path = folder / "in"
    path.write_bytes(content)
    return path


def test_a_file_comes_back_as_it_was(store: BlobStore, tmp_path: Path) -> None:
    """The same bytes, under their digest."""
    assert store.put(_file(tmp_path)) == DIGEST
    assert store.has(DIGEST)
    assert store.size(DIGEST) == len(CONTENT)
    assert list(store.names()) == [DIGEST]
    assert fetch(store, DIGEST, tmp_path / "ut").read_bytes() == CONTENT


def test_a_part_of_a_file(store: BlobStore, tmp_path: Path) -> None:
    """A range is read without the rest."""
    store.put(_file(tmp_path))
    for start, end in ((0, 1), (10, 19), (BLOCK - 3, BLOCK + 3), (5, len(CONTENT)), (len(CONTENT) - 1, None)):
        assert b"".join(store.read(DIGEST, start, end)) == CONTENT[start:end]


def test_the_same_file_twice(store: BlobStore, tmp_path: Path) -> None:
    """It is kept once, and writing it again is no fault."""
    assert store.put(_file(tmp_path)) == store.put(_file(tmp_path))
    assert len(list(store.names())) == 1


def test_an_empty_file(store: BlobStore, tmp_path: Path) -> None:
    """Nothing is content too."""
    digest = store.put(_file(tmp_path, b""))
    assert b"".join(store.read(digest)) == b""


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64, DIGEST + "/x"])
def test_a_file_that_is_not_there(store: BlobStore, name: str) -> None:
    """Also a name that is no digest is just missing, and never a path."""
    with pytest.raises(BlobMissing):
        b"".join(store.read(name))


def test_many_write_the_same_file_at_once(store: BlobStore, tmp_path: Path) -> None:
    """All succeed, and the file is whole."""
    source = _file(tmp_path)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(store.put(source))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [DIGEST] * 6
    assert fetch(store, DIGEST, tmp_path / "ut").read_bytes() == CONTENT


def test_a_changed_file_is_found_out(tmp_path: Path) -> None:
    """A file in the folder that somebody has changed is refused when it is fetched."""
    store = FolderStore(tmp_path / "filer")
    store.put(_file(tmp_path))
    place = tmp_path / "filer" / DIGEST[:2] / DIGEST
    place.chmod(0o644)
    place.write_bytes(b"annat")
    with pytest.raises(BlobMissing) as refused:
        fetch(store, DIGEST, tmp_path / "ut")
    assert refused.value.problems[0].code == "blob_changed"


def test_a_write_that_is_cut_off_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk in the middle of a file: nothing under its name, nothing beside it."""
    store = FolderStore(tmp_path / "filer")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreUnavailable) as refused:
        store.put(_file(tmp_path))
    assert refused.value.http_status == 503
    assert [path for path in (tmp_path / "filer").rglob("*") if path.is_file()] == []


def test_a_stored_file_cannot_be_written_over(
    s3: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The object store itself refuses a second upload of the name, so that two workers cannot disagree."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "prov")
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    _make_bucket(s3, "samlad-en-gang")
    store = ObjectStore("s3://samlad-en-gang")
    digest = store.put(_file(tmp_path))
    raw = S3Store("samlad-en-gang", endpoint=s3, client_options={"allow_http": True})
    with pytest.raises(obstore.exceptions.AlreadyExistsError):
        obstore.put(raw, f"{digest[:2]}/{digest}", b"annat", mode="create", use_multipart=False)


def test_an_object_store_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody listens: a fault that may pass, not a crash."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "prov")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(StoreUnavailable):
        ObjectStore("s3://ingen", retries=0).put(_file(tmp_path))


def test_what_was_never_finished_is_cleared_away(tmp_path: Path) -> None:
    """A writer that was killed leaves its piece; whole files and what somebody writes right now stay."""
    store = FolderStore(tmp_path / "filer")
    store.put(_file(tmp_path))
    shelf = tmp_path / "filer" / DIGEST[:2]
    for name, age in ((".ny-old", 7200), (".ny-now", 0)):
        (shelf / name).write_bytes(b"half")
        os.utime(shelf / name, (time.time() - age,) * 2)
    os.utime(shelf / DIGEST, (0, 0))
    store.clear_up(time.time() - 3600)
    assert sorted(path.name for path in shelf.iterdir()) == sorted([".ny-now", DIGEST])


def test_a_store_that_falls_silent_between_two_blocks(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader is told that the store does not answer, as when it never did."""
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "prov")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "prov")
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    _make_bucket(s3, bucket := f"samlad-{os.urandom(6).hex()}")
    store = ObjectStore(f"s3://{bucket}/filer", retries=0)
    store.put(_file(tmp_path))
    blocks = store.read(DIGEST, 1)
    next(blocks)
    bare = S3Store(bucket, prefix="filer", endpoint=s3, client_options={"allow_http": True})
    obstore.delete(bare, f"{DIGEST[:2]}/{DIGEST}")
    with pytest.raises(StoreUnavailable):
        list(blocks)


def test_a_large_file_is_sent_in_parts(bucket: str, tmp_path: Path) -> None:
    """What one call cannot take goes in pieces, and comes back whole; a second time nothing is sent."""
    megabyte = 1 << 20
    store = ObjectStore(bucket, single_bytes=6 * megabyte, part_bytes=5 * megabyte)
    content = os.urandom(12 * megabyte)
    large, small = tmp_path / "stor", tmp_path / "liten"
    large.write_bytes(content)
    small.write_bytes(content[: 6 * megabyte])
    sha256 = store.put(large)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(store.read(sha256)) == content
    assert store.size(sha256) == len(content)
    plain = S3Store.from_url(bucket, client_options={"allow_http": True})
    tags = {
        name: str(obstore.head(plain, f"{name[:2]}/{name}")["e_tag"]).strip('"')
        for name in (sha256, store.put(small))
    }
    assert [tag.rpartition("-")[2] if "-" in tag else "" for tag in tags.values()] == ["3", ""]
    before = obstore.head(plain, f"{sha256[:2]}/{sha256}")["last_modified"]
    assert store.put(large) == sha256
    assert obstore.head(plain, f"{sha256[:2]}/{sha256}")["last_modified"] == before
