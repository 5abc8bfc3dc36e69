"""Our engine's steps against docxtpl on docxtpl's own test scripts: the parts of every Word file are byte-equal.

The scripts are not in docxtpl's package and are not copied here (LGPL): they are run from a checkout of its
repository in `build/python-docx-template`, made on the first run. Without it and without the network the test skips.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.conftest import ROOT

CHECKOUT = ROOT / "build" / "python-docx-template"
ADDRESS = "https://github.com/elapouya/python-docx-template.git"


@pytest.fixture(name="scripts", scope="module")
def _scripts() -> Path:
    if not (CHECKOUT / "tests").is_dir():
        CHECKOUT.parent.mkdir(exist_ok=True)
        command = ["git", "clone", "--quiet", "--depth", "1", "--branch", "v0.20.2", ADDRESS, str(CHECKOUT)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            pytest.skip(f"docxtpl's own scripts cannot be had: {done.stderr.strip()[:120]}")
    return CHECKOUT / "tests"


def _run(scripts: Path, folder: Path, who: str, how: str) -> tuple[Path, dict[str, Any]]:
    copy = folder / f"{who}-{how}"
    shutil.copytree(scripts, copy)
    shutil.rmtree(copy / "output", ignore_errors=True)
    result = folder / f"{who}-{how}.json"
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.live.docxtpl_scripts",
        str(copy),
        str(result),
        who,
        how,
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return copy / "output", json.loads(result.read_text(encoding="utf-8"))


@pytest.mark.parametrize("how", ["as-they-are", "escaped"])
def test_parts_equal_those_of_docxtpl(scripts: Path, tmp_path: Path, how: str) -> None:
    """Every member of every Word file that a script writes is the same with our engine as with docxtpl."""
    theirs, stock = _run(scripts, tmp_path, "stock", how)
    ours, told = _run(scripts, tmp_path, "ours", how)
    assert told["failed"].keys() == stock["failed"].keys(), told["failed"]
    assert len(told["ran"]) >= 30
    names = sorted(path.relative_to(theirs) for path in theirs.rglob("*.docx"))
    assert len(names) >= 30  # four scripts more where docxcompose, which we do not use, is installed
    assert names == sorted(path.relative_to(ours) for path in ours.rglob("*.docx"))
    if how == "escaped":
        assert told["as_text"] >= 15
    differing = [f"{name}: {member}" for name in names for member in _differences(theirs / name, ours / name)]
    assert differing == []


def _differences(first: Path, second: Path) -> list[str]:
    with zipfile.ZipFile(first) as a, zipfile.ZipFile(second) as b:
        if sorted(a.namelist()) != sorted(b.namelist()):
            return ["members"]
        return [name for name in a.namelist() if a.read(name) != b.read(name) and not _own_time(a, b, name)]


def _own_time(a: zipfile.ZipFile, b: zipfile.ZipFile, name: str) -> bool:
    """A Word file inside the Word file differs in its ZIP dates from run to run, with docxtpl alone too."""
    if name.endswith(".docx"):
        return True
    return name.endswith(".xml") and _same_tree(a.read(name), b.read(name)) and "footnotes" in name


def _same_tree(first: bytes, second: bytes) -> bool:
    canonical = [etree.tostring(etree.fromstring(one), method="c14n") for one in (first, second)]
    return bool(canonical[0] == canonical[1])
