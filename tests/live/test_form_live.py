"""Forms through the LibreOffice of this machine: saved anew, edited by hand and read back."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from service.convert.soffice import SofficeVersion
from tests.conftest import ROOT
from tests.saved_forms import SCENARIOS

pytestmark = pytest.mark.xdist_group("formular")  # one worker: the files are saved once
MAKER = ROOT / "tests" / "files" / "formular" / "tillverka.py"


@pytest.fixture(name="saved", scope="module")
def _saved(soffice: SofficeVersion, tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert soffice.text
    folder = tmp_path_factory.mktemp("formular")
    runpy.run_path(str(MAKER))["main"](folder)
    return folder


@pytest.mark.parametrize("name", SCENARIOS)
def test_libreoffice_saves_what_is_read(name: str, saved: Path) -> None:
    """Each scenario holds for the file that LibreOffice has saved just now."""
    SCENARIOS[name](saved / name)
