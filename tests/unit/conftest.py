"""The unit tier defends itself: no program is started, no temporary file made."""

from __future__ import annotations

import subprocess
import tempfile

import pytest


@pytest.fixture(autouse=True)
def _no_programs_and_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("a unit test starts no program and writes no file; move it to tests/stage")

    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)


@pytest.fixture(name="tmp_path")
def _no_folder() -> None:
    raise RuntimeError("a unit test has no folder; move it to tests/stage")
