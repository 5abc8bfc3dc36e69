"""Temporary files of processes: each in its own folder, and those of the killed are taken away by the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from service.work.folder import own_folder, own_temporary_files
from tests.conftest import ROOT

HOLDER = (
    "import sys, tempfile, time\n"
    "from pathlib import Path\n"
    "from service.work.folder import own_temporary_files\n"
    "with own_temporary_files():\n"
    "    Path(tempfile.mkdtemp(), 'hemligt').write_text('x')\n"
    "    print(tempfile.gettempdir(), flush=True)\n"
    "    sys.stdin.read()\n"
)


def _holder(folder: Path) -> tuple[subprocess.Popen[bytes], Path]:
    """Another process, with its folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        env={**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().decode().strip())


def test_the_next_clears_up_after_the_killed(tmp_path: Path) -> None:
    """But takes nothing from the living."""
    dead, left = _holder(tmp_path)
    living, kept = _holder(tmp_path)
    with dead, living:
        dead.send_signal(signal.SIGKILL)
        dead.wait(20)
        assert list(left.rglob("hemligt"))
        with own_folder(tmp_path) as mine:
            assert {path.name for path in tmp_path.iterdir()} == {mine.name, kept.name}
            assert list(kept.rglob("hemligt"))
        living.communicate(b"")
    assert living.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_what_was_half_removed_is_removed(tmp_path: Path) -> None:
    """Who is killed while clearing up leaves a folder without its lock."""
    (tmp_path / "samlad-process-x" / "djupt").mkdir(parents=True)
    with own_folder(tmp_path) as mine:
        assert list(tmp_path.iterdir()) == [mine]


def test_everything_temporary_lies_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what programs make that are started within; afterwards all is as before."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with own_temporary_files():
        inner = Path(tempfile.mkdtemp())
        assert inner.parent.parent == tmp_path
        assert os.environ["TMPDIR"] == str(inner.parent)
    assert (os.environ["TMPDIR"], tempfile.gettempdir()) == (str(tmp_path), str(tmp_path))
    assert list(tmp_path.iterdir()) == []
