"""The workshop leaves the cache within its limit, and takes nothing that somebody may be reading."""

from __future__ import annotations

import os
from pathlib import Path

from service.flow.wiring import open_workshop
from service.settings import read_settings


def test_the_cache_is_kept_within_its_limit(tmp_path: Path) -> None:
    """What was used longest ago goes when the workshop closes; what was used today stays, over the limit or not."""
    settings = read_settings({"SAMLAD_CACHE": str(tmp_path), "SAMLAD_CACHE_MB": "1"})
    shelf = tmp_path / "ifyllda"
    shelf.mkdir()
    old, older, fresh = (shelf / f"{name}.pdf" for name in ("gammal", "äldre", "ny"))
    for at, path in enumerate((older, old)):
        path.write_bytes(bytes(700_000))
        os.utime(path, (1000 + at, 1000 + at))
    with open_workshop(settings, lambda *_: None):
        fresh.write_bytes(bytes(400_000))
    assert sorted(shelf.iterdir()) == [fresh]
    with open_workshop(settings, lambda *_: None):
        fresh.write_bytes(bytes(1_400_000))
    assert fresh.exists()


def test_a_fresh_cache_is_for_its_owner(tmp_path: Path) -> None:
    """It holds what was made of secret documents; one that somebody has opened to others stays as it is."""
    for name, before, after in (("ny", None, 0o700), ("delad", 0o750, 0o750)):
        folder = tmp_path / name / "cache"
        if before is not None:
            folder.mkdir(parents=True)
            folder.chmod(before)
        with open_workshop(read_settings({"SAMLAD_CACHE": str(folder)}), lambda *_: None):
            pass
        assert folder.stat().st_mode & 0o777 == after
