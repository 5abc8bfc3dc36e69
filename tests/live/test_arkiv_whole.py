"""With the real programs: a PDF/A is sealed, registered, delivered, and judged by veraPDF and eark-validator."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.convert.validate import validate
from service.errors import ArchiveError
from service.flow.arkiv.check import ask_validator
from service.flow.arkiv.deliver import Wanted, deliver
from service.flow.arkiv.seals import seal_files, signatures
from service.flow.diarium.correct import set_case_status
from service.flow.diarium.find import get_case
from service.model.diarium import Arendestatus, Diariearende, Filvariant
from service.model.people import Person
from tests.archive import AGREEMENT, a_pdf, file_of
from tests.certificates import issue
from tests.conftest import ROOT
from tests.live.conftest import require_verapdf
from tests.register import enter_one, lay_up, open_one
from tests.service import Town, open_town

SAMPLES = ROOT / "samples" / "kallelse" / "kf-2026-12-14" / "handlingar"
PDFA = SAMPLES / "protokollsutdrag-ks-286.pdf"
"""Tagged, PDF/A-2b and PDF/UA-1 by veraPDF."""
EARK = str(Path(sys.prefix) / "eark" / "bin" / "python")


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    if not Path(EARK).exists() and os.environ.get("CI") != "true":
        pytest.skip("make eark")
    with open_town(tmp_path, **{**AGREEMENT, "eark_python": EARK}) as town:
        require_verapdf(town.service.settings)
        yield town


def _case(town: Town, preserved: Path) -> tuple[Person, Diariearende]:
    person = lay_up(town)
    case = open_one(town, person)
    enter_one(town, person, case.id, filer=(file_of(town, person, preserved, Filvariant.BEVARANDE),))
    version = get_case(town.service, person, case.id).version
    done = set_case_status(town.service, person, case.id, Arendestatus.AVSLUTAT, "Klart.", version)
    return person, done


def test_a_sealed_pdf_keeps_its_standards_and_is_delivered(town: Town, tmp_path: Path) -> None:
    """PDF/A-2b and PDF/UA-1 before and after the seal; the package passes every check there is."""
    issued = issue(tmp_path)
    settings = replace(
        town.service.settings,
        sigill_nyckel=str(issued.key),
        sigill_losenord_fil=str(issued.password_file),
        sigill_betrodda=str(issued.trusted),
    )
    sealed = seal_files([PDFA], tmp_path / "ut", "Fastställd handling", settings).files[0].path
    for verdict in validate([PDFA, sealed], settings=settings):
        assert verdict.valid, (verdict.pdf.name, verdict.profile, verdict.failures)
    found = signatures(sealed, settings)
    assert found is not None
    assert [(one.intact, one.whole, one.trusted) for one in found] == [(True, True, True)]
    person, case = _case(town, sealed)
    made = deliver(town.service, person, Wanted((case.id,), pdfa=True), tmp_path / "leverans")
    assert len(made.checked.judged or ()) == 1
    assert made.checked.eark is not None
    assert (made.checked.eark.structure, made.checked.eark.schema) == ("WellFormed", "VALID")
    assert ask_validator(made.path, settings).problems == ()


def test_a_preservation_file_that_is_no_pdfa_stops_the_delivery(town: Town, tmp_path: Path) -> None:
    """Only when it is asked for; and then there is no package."""
    person, case = _case(town, a_pdf(tmp_path, "vanlig.pdf"))
    with pytest.raises(ArchiveError) as told:
        deliver(town.service, person, Wanted((case.id,), pdfa=True), tmp_path / "leverans")
    assert [one.code for one in told.value.problems] == ["preservation_not_pdfa"]
    assert list((tmp_path / "leverans").glob("*.zip")) == []
    assert deliver(town.service, person, Wanted((case.id,)), tmp_path / "leverans").checked.problems == ()
