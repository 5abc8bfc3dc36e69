"""Archive packages: what is in them, that they are always the same, and that a broken-off one is finished."""

from __future__ import annotations

import hashlib
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.archive.plan import Package, plan_package
from service.archive.verify import read_package
from service.archive.write import Packed, write_package
from service.archive.zip64 import ZipWriter, size_of_zip
from service.errors import ArchiveError, ToolError
from service.model.leverans import Profil
from tests.deliveries import ID, Store, delivery

PROFILES = list(Profil)


def _write(package: Package, store: Store, folder: Path) -> Packed:
    return write_package(package, folder, store.open, lambda *_: None)


@pytest.mark.parametrize("profil", PROFILES)
def test_the_same_delivery_gives_the_same_bytes(profil: Profil, tmp_path: Path) -> None:
    """Nothing of the clock, the machine or chance is in a package."""
    one = _write(plan_package(delivery(profil)[0]), delivery(profil)[1], tmp_path / "a")
    two = _write(plan_package(delivery(profil)[0]), delivery(profil)[1], tmp_path / "b")
    assert one.sha256 == two.sha256 == hashlib.sha256(one.path.read_bytes()).hexdigest()


@pytest.mark.parametrize("profil", PROFILES)
def test_a_package_is_a_zip_that_others_read(profil: Profil, tmp_path: Path) -> None:
    """The standard library reads it, every checksum in it holds, and its size was known beforehand."""
    leverans, store = delivery(profil)
    package = plan_package(leverans)
    packed = _write(package, store, tmp_path)
    with zipfile.ZipFile(packed.path) as file:
        assert file.testzip() is None
        assert [one.filename for one in file.infolist()] == [f"{ID}/{one.path}" for one in package.entries]
    assert packed.size == size_of_zip([(f"{ID}/{one.path}", one.size) for one in package.entries])


@pytest.mark.parametrize("profil", PROFILES)
def test_what_was_written_reads_back_whole(profil: Profil, tmp_path: Path) -> None:
    """Every file is named by METS, every delivered file by ERMS, and all XML keeps to its schema."""
    leverans, store = delivery(profil)
    read = read_package(_write(plan_package(leverans), store, tmp_path).path)
    assert read.problems == []
    assert read.matters == 2
    assert [name.rpartition("/")[2] for name in read.preservation] == ["0001-2-Nulage_aao.pdf"]


@pytest.mark.parametrize("broken_after", [1, 5, 14])
def test_a_broken_off_package_is_finished(broken_after: int, tmp_path: Path) -> None:
    """The next try goes on after the last whole file, and the result is as if nothing had happened."""
    leverans, store = delivery()
    package = plan_package(leverans)

    def stop(done: int, _: int, __: str) -> None:
        if done == broken_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_package(package, tmp_path / "a", store.open, stop)
    partial = tmp_path / "a" / f"{ID}.zip.delvis"
    with partial.open("ab") as file:
        file.write(b"half a file that was being written")
    resumed = _write(package, store, tmp_path / "a")
    assert resumed.resumed == broken_after
    assert resumed.sha256 == _write(package, store, tmp_path / "b").sha256
    assert [one.name for one in (tmp_path / "a").iterdir()] == [f"{ID}.zip"]


def test_what_is_left_of_another_delivery_is_not_used(tmp_path: Path) -> None:
    """A partial file goes on only when it is of just this package."""
    leverans, store = delivery()
    left = ZipWriter(tmp_path / f"{ID}.zip", "another")
    left.add("x", 1, hashlib.sha256(b"x").hexdigest(), iter((b"x",)))
    left.abandon()
    packed = _write(plan_package(leverans), store, tmp_path)
    assert packed.resumed == 0
    assert read_package(packed.path).problems == []


def test_a_file_that_is_not_what_the_register_says_stops_the_delivery(tmp_path: Path) -> None:
    """The checksum is reckoned anew while the file is packed; nothing is given out."""
    leverans, store = delivery()
    fil = leverans.arenden[0].handlingar[0].filer[1]
    store.blobs[fil.sha256] = b"%PDF Bevarande"
    with pytest.raises(ArchiveError) as told:
        _write(plan_package(leverans), store, tmp_path)
    assert told.value.problems[0].code == "file_changed"
    assert not (tmp_path / f"{ID}.zip").exists()


def test_a_finished_package_is_never_written_over(tmp_path: Path) -> None:
    """What may have been sent stays as it is."""
    leverans, store = delivery()
    _write(plan_package(leverans), store, tmp_path)
    with pytest.raises(ArchiveError) as told:
        _write(plan_package(leverans), store, tmp_path)
    assert told.value.problems[0].code == "package_exists"


def test_a_disk_without_room_is_told_before_anything_is_written(tmp_path: Path) -> None:
    """Ten petabytes do not fit."""
    leverans, store = delivery()
    package = plan_package(leverans)
    large = replace(package.entries[-1], size=10**16)
    with pytest.raises(ToolError) as told:
        _write(replace(package, entries=(*package.entries[:-1], large)), store, tmp_path)
    assert told.value.problems[0].code == "disk_full"
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_files(tmp_path: Path) -> None:
    """A file of 256 MB goes through in blocks, written and read back, in a few megabytes."""
    leverans, store = delivery()
    block = bytes(1 << 20)
    digest = hashlib.sha256()
    for _ in range(256):
        digest.update(block)

    def opener(sha256: str) -> Iterator[bytes]:
        if sha256 != digest.hexdigest():
            return store.open(sha256)
        return (block for _ in range(256))

    arende = leverans.arenden[1]
    handling = arende.handlingar[0]
    large = replace(handling.filer[0], sha256=digest.hexdigest(), storlek=256 << 20)
    arende = replace(arende, handlingar=(replace(handling, filer=(large,)),))
    package = plan_package(replace(leverans, arenden=(leverans.arenden[0], arende)))
    tracemalloc.start()
    packed = write_package(package, tmp_path, opener, lambda *_: None)
    read = read_package(packed.path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read.problems == []
    assert packed.size > 256 << 20
    assert peak < 12 << 20
