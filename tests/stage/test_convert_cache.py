"""Finished conversions on the disk."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from service.convert.cache import ConversionCache, trim
from service.convert.digest import conversion_key, font_fingerprint
from service.errors import ToolError

pytestmark = pytest.mark.stage

KEY = "ab" * 32
PDF = b"%PDF-1.6 innehall"
CREATED = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_kept_is_found_and_cannot_be_written(tmp_path: Path) -> None:
    """What was kept is found again, alone in its folder, and read-only."""
    cache = ConversionCache(tmp_path / "ny" / "mapp")
    assert cache.find(KEY) is None
    path = cache.keep(KEY, PDF)
    assert cache.find(KEY) == path
    assert path.read_bytes() == PDF
    assert path.stat().st_mode & 0o777 == 0o444
    assert _files(tmp_path) == [path]


@pytest.mark.parametrize("damage", [b"", PDF[:-1], PDF.replace(b"i", b"j"), PDF + b"x"])
def test_damaged_entry_is_thrown_away(tmp_path: Path, damage: bytes) -> None:
    """Bytes that no longer agree with the name are never handed out, and can be made again."""
    cache = ConversionCache(tmp_path)
    path = cache.keep(KEY, PDF)
    path.chmod(0o644)
    path.write_bytes(damage)
    assert cache.find(KEY) is None
    assert not path.exists()
    assert cache.find(KEY) is None
    assert cache.keep(KEY, PDF).read_bytes() == PDF


def test_many_writers_do_no_harm(tmp_path: Path) -> None:
    """Twenty threads keep the same result; a reader meanwhile sees nothing or the whole."""
    cache = ConversionCache(tmp_path)
    content = os.urandom(200_000)
    seen: set[bytes] = set()

    def work(number: int) -> None:
        if number % 2:
            cache.keep(KEY, content)
        elif path := cache.find(KEY):
            seen.add(path.read_bytes())

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(40)))
    assert seen <= {content}
    assert len(_files(tmp_path)) == 1


def test_half_written_file_is_not_found(tmp_path: Path) -> None:
    """What a crash left in the middle of writing is not taken for a result."""
    cache = ConversionCache(tmp_path)
    path = cache.keep(KEY, PDF)
    path.rename(path.with_name(".partial-abc"))
    assert cache.find(KEY) is None


def test_unwritable_folder_is_told(tmp_path: Path) -> None:
    """The operator is told which folder, and how to go on."""
    (tmp_path / "fil").touch()
    with pytest.raises(ToolError) as caught:
        ConversionCache(tmp_path / "fil").keep(KEY, PDF)
    (problem,) = caught.value.problems
    assert problem.code == "cache_not_writable"
    assert str(tmp_path / "fil") in problem.message


def test_trim_takes_the_oldest_first(tmp_path: Path) -> None:
    """Over the limit, what was used longest ago goes, whatever its shelf; what is in use now stays."""
    cache = ConversionCache(tmp_path / "konverteringar")
    paths = [cache.keep(f"{number}" * 64, bytes(100)) for number in range(3)]
    filled = tmp_path / "ifyllda" / "ett.docx"
    filled.parent.mkdir()
    filled.write_bytes(bytes(100))
    unfinished = tmp_path / "ifyllda" / ".ny-1" / "två.docx"
    unfinished.parent.mkdir()
    unfinished.write_bytes(bytes(100))
    for age, path in zip((400, 300, 200, 100, 500), (filled, *paths, unfinished), strict=True):
        os.utime(path, (1000 - age, 1000 - age))
    assert trim(tmp_path, 250, unused_since=2000) == 200
    assert _files(tmp_path) == sorted([*paths[1:], unfinished])
    assert trim(tmp_path, 0, unused_since=850) == 100
    assert _files(tmp_path) == sorted([paths[2], unfinished])
    assert trim(tmp_path, 100, unused_since=2000) == 0
    assert trim(tmp_path / "finns inte", 0, unused_since=2000) == 0


def test_use_makes_young(tmp_path: Path) -> None:
    """A result that is asked for is not the oldest any more."""
    cache = ConversionCache(tmp_path / "konverteringar")
    first, second = cache.keep("1" * 64, PDF), cache.keep("2" * 64, PDF)
    os.utime(first, (100, 100))
    os.utime(second, (200, 200))
    cache.find("1" * 64)
    trim(tmp_path, len(PDF), unused_since=300)
    assert _files(tmp_path) == [first]


def test_everything_that_has_a_say_is_in_the_key(tmp_path: Path) -> None:
    """Content, name, moment and circumstances each change the key; the folder and the zone's name do not."""
    one = tmp_path / "a.docx"
    one.write_bytes(b"1")
    other = tmp_path / "mapp" / "a.docx"
    other.parent.mkdir()
    other.write_bytes(b"1")
    renamed = tmp_path / "b.docx"
    renamed.write_bytes(b"1")
    changed = tmp_path / "mapp" / "ny" / "a.docx"
    changed.parent.mkdir()
    changed.write_bytes(b"2")
    key = conversion_key(one, created=CREATED, circumstances=("LibreOffice 7.4",))
    stockholm = CREATED.astimezone(timezone(timedelta(hours=1)))
    assert conversion_key(other, created=stockholm, circumstances=("LibreOffice 7.4",)) == key
    others = {
        conversion_key(renamed, created=CREATED, circumstances=("LibreOffice 7.4",)),
        conversion_key(changed, created=CREATED, circumstances=("LibreOffice 7.4",)),
        conversion_key(one, created=CREATED + timedelta(seconds=1), circumstances=("LibreOffice 7.4",)),
        conversion_key(one, created=CREATED, circumstances=("LibreOffice 7.5",)),
        conversion_key(one, created=CREATED, circumstances=("LibreOffice", " 7.4")),
    }
    assert len(others - {key}) == 5


def test_fonts_have_a_fingerprint() -> None:
    """It is the same each time."""
    assert font_fingerprint() == font_fingerprint()
    assert font_fingerprint()
