"""Archive packages judged by the independent validator, `eark-validator`, in its own environment (`make eark`)."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from service.archive.eark import CANNOT_BE_KEPT, OF_THE_PROGRAM, judge, validate_package
from service.archive.plan import plan_package
from service.archive.write import write_package
from tests.deliveries import ID, delivery


@pytest.fixture(scope="module")
def python() -> str:
    """The Python that has the validator."""
    path = Path(sys.prefix) / "eark" / "bin" / "python"
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have eark-validator: make eark")
        pytest.skip("make eark")
    return str(path)


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """A package, unpacked by the standard library."""
    leverans, store = delivery()
    path = write_package(plan_package(leverans), tmp_path, store.open, lambda *_: None).path
    with zipfile.ZipFile(path) as file:
        file.extractall(tmp_path)
    return tmp_path / ID


def test_the_validator_has_nothing_against_a_package(python: str, unpacked: Path) -> None:
    """Structure, schema and every rule of CSIP and SIP 2.1.0 that a package can keep."""
    report = validate_package(unpacked, python)
    assert report.problems == ()
    assert (report.structure, report.schema) == ("WellFormed", "VALID")
    assert set(report.excused) == CANNOT_BE_KEPT.keys() | OF_THE_PROGRAM


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        (' TYPE="OTHER" OTHERTYPE="SOFTWARE"', ' TYPE="INDIVIDUAL"', "CSIP12"),
        ('NOTETYPE="SOFTWARE VERSION"', 'NOTETYPE="IDENTIFICATIONCODE"', "CSIP16"),
        ('LABEL="Schemas"', 'LABEL="Scheman"', "CSIP99"),
        ('PROFILE="https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"', 'PROFILE="x"', "SIP2"),
        ('csip:CONTENTINFORMATIONTYPE="citserms_v2_1"', 'csip:CONTENTINFORMATIONTYPE="OTHER"', "CSIP4"),
    ],
)
def test_what_is_wrong_is_not_excused(python: str, unpacked: Path, was: str, becomes: str, rule: str) -> None:
    """The list of rules that cannot be kept lets no fault of ours through, not even the program's own note."""
    mets = unpacked / "METS.xml"
    text = mets.read_text(encoding="utf-8")
    assert was in text
    mets.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    told = [problem.message.partition(":")[0] for problem in validate_package(unpacked, python).problems]
    assert rule in told


def test_a_package_without_representations_is_told(python: str, unpacked: Path) -> None:
    """A fault of structure ends the validator's work; it counts all the same."""
    (unpacked / "METS.xml").unlink()
    report = validate_package(unpacked, python)
    assert report.structure == "NotWellFormed"
    assert report.problems
    assert judge(json.loads(json.dumps(report.raw)), "paket") == judge(report.raw, "paket")
