"""Forms that a real program saved: read without loss, with every fault at its place."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from tests.saved_forms import SCENARIOS

FOLDER = ROOT / "tests" / "files" / "formular"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_saved_form_is_read(name: str) -> None:
    """What `README.md` of the folder says of the file holds."""
    SCENARIOS[name](FOLDER / name)


def test_every_saved_form_is_explained() -> None:
    """The folder's README has a row for each file, and each file has its scenario."""
    files = {path.name for path in FOLDER.iterdir() if path.suffix in {".docx", ".xlsx"}}
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert files == set(SCENARIOS)
    assert [name for name in files if f"`{name}`" not in page] == []
