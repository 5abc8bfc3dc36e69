"""The kansli's corpus saved anew by the LibreOffice of this machine: the same faults at the same places, no alarm."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.convert.soffice import SofficeVersion
from tests.files.fill.kansli import FAULTS, RIGHTS
from tests.files.fill.kansli.case import Fault, Right
from tests.files.fill.kansli.tillverka import main
from tests.flow.test_template_kansli import at, changed, looked_through, loud, sown, tells

pytestmark = pytest.mark.xdist_group("kansli")  # one worker: the files are saved once


@pytest.fixture(name="saved", scope="module")
def _saved(soffice: SofficeVersion, tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert soffice.text
    folder = tmp_path_factory.mktemp("sparade")
    main(folder)
    return folder


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.find], ids=lambda fault: fault.name)
def test_a_fault_is_found_in_what_libreoffice_saved(fault: Fault, saved: Path, tmp_path: Path) -> None:
    """At its place in the file that LibreOffice has written just now."""
    docx, place = sown(fault, saved)
    assert [
        one for one in looked_through(fault.template, docx, tmp_path) if tells(fault, one) and at(place, one)
    ]


@pytest.mark.parametrize("right", [one for one in RIGHTS if one.saved], ids=lambda right: right.name)
def test_no_alarm_on_what_libreoffice_saved(right: Right, saved: Path, tmp_path: Path) -> None:
    """A template that was opened and saved in LibreOffice can be filled as before."""
    assert loud(looked_through(right.template, changed(right, saved), tmp_path)) == []
