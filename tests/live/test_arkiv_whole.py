"""With the real programs: a PDF/A is sealed, registered, delivered, and judged by veraPDF and eark-validator."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from service.convert.validate import validate
from service.errors import ArchiveError
from service.flow.arkiv.check import ask_validator
from service.flow.arkiv.deliver import Wanted, deliver
from service.flow.arkiv.seals import seal_files, signatures
from service.flow.diarium.correct import set_case_status
from service.flow.diarium.find import get_case
from service.flow.published import sha256_of
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


def test_a_delivery_is_sealed_on_its_way(town: Town, tmp_path: Path) -> None:
    """PDF/A under the seal and with it; the package is whole, tells of the seal, and the store keeps no copy of it."""
    issued = issue(tmp_path)
    sealing = {
        "sigill_nyckel": str(issued.key),
        "sigill_losenord_fil": str(issued.password_file),
        "sigill_betrodda": str(issued.trusted),
    }
    settings = replace(town.service.settings, **sealing)  # type: ignore[arg-type]  # names from a mapping
    service = replace(town.service, settings=settings, now=lambda: datetime.now(tz=UTC))
    person, case = _case(town, PDFA)
    before = set(service.store.names())
    made = deliver(service, person, Wanted((case.id,), pdfa=True, sigill=True), tmp_path / "leverans")
    assert made.checked.judged is not None
    (verdict,) = made.checked.judged.values()
    assert {"2b", "ua1"} <= verdict.valid
    assert set(service.store.names()) == before
    with zipfile.ZipFile(made.path) as package:
        (name,) = [one for one in package.namelist() if "/bevarande/data/" in one]
        sealed = Path(package.extract(name, tmp_path))
        premis = package.read(
            name.split("/", 1)[0] + "/representations/bevarande/metadata/preservation/premis.xml"
        )
    original = PDFA.read_bytes()
    assert sealed.read_bytes()[: len(original)] == original
    found = signatures(sealed, settings)
    assert found is not None
    assert [one.holds for one in found] == [True]
    told = etree.fromstring(premis)
    ns = {"p": "http://www.loc.gov/premis/v3"}
    kinds = told.xpath("//p:eventType/text()", namespaces=ns)
    assert sorted(kinds) == [
        "digital signature generation",
        "digital signature validation",
        "information package creation",
    ]
    assert told.xpath("string(//p:messageDigest)", namespaces=ns) == sha256_of(sealed)
    assert sha256_of(PDFA) in premis.decode()
    assert "spärrkontroll ej gjord" in premis.decode()
