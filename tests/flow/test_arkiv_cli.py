"""The command line of the e-archive, by `main(argv)`."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from service.cli.main import main
from service.model.diarium import Diariearende
from service.records.diarium import lock_case
from tests.archive import AGREEMENT, a_pdf, closed_case
from tests.certificates import issue
from tests.service import open_town


@pytest.fixture(name="case")
def _case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diariearende:
    """A register with a matter that was closed in 2020, and the settings that lead to it."""
    with open_town(tmp_path, **AGREEMENT) as town:
        _, case = closed_case(town, tmp_path)
        with town.service.records.change() as db:
            row = lock_case(db, case.id)
            assert row is not None
            row.avslutat = date(2020, 5, 4)
    for name, value in AGREEMENT.items():
        monkeypatch.setenv(f"SAMLAD_{name.upper()}", value)
    monkeypatch.setenv("SAMLAD_DATA", str(tmp_path / "data"))
    return case


def _asked(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main([*argv, "--json"])
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, answer


def test_from_the_register_to_the_receipt(
    case: Diariearende, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Deliver, verify, list, receipt: each by its command."""
    out = tmp_path / "ut"
    code, made = _asked(
        capsys, "arkivera", case.diarienummer, "--ut", str(out), "--som", "registrator", "--slag", "ny"
    )
    assert code == 0
    package = str(made["fil"])
    code, verified = _asked(capsys, "arkiv", "verifiera", package)
    assert (code, verified["ok"]) == (0, True)
    code, listed = _asked(capsys, "arkiv", "lista")
    assert isinstance(listed["leveranser"], list)
    assert [one["paket_sha256"] for one in listed["leveranser"]] == [made["sha256"]]
    answer = ("--mottagen", "--beteckning", "SYA-1", "--som", "registrator", "--sha256", str(made["sha256"]))
    code, told = _asked(capsys, "arkiv", "kvittens", str(made["leverans"]), *answer)
    assert code == 0
    assert isinstance(told["leverans"], dict)
    assert told["leverans"]["status"] == "mottagen"


def test_a_damaged_package_fails_its_check(
    case: Diariearende, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 6, with what is wrong and where."""
    _, made = _asked(
        capsys, "arkivera", case.diarienummer, "--ut", str(tmp_path / "ut"), "--som", "registrator"
    )
    damaged = tmp_path / "skadat.zip"
    with zipfile.ZipFile(str(made["fil"])) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name) + (b"x" if name.endswith(".pdf") else b""))
    assert main(["arkiv", "verifiera", str(damaged)]) == 6
    assert "METS säger" in capsys.readouterr().out


def test_the_validator_that_is_missing_is_told(
    case: Diariearende, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4, and how it is installed."""
    _, made = _asked(
        capsys, "arkivera", case.diarienummer, "--ut", str(tmp_path / "ut"), "--som", "registrator"
    )
    assert main(["arkiv", "validera", str(made["fil"])]) == 4
    assert "make eark" in capsys.readouterr().err


def test_destruction_asks_first(
    case: Diariearende, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anything but ja leaves everything as it is."""
    number = f"{case.diarienummer}-2"
    _, listed = _asked(capsys, "gallra", "lista", "--som", "registrator")
    assert isinstance(listed["handlingar"], list)
    assert [one["beteckning"] for one in listed["handlingar"]] == [number]
    monkeypatch.setattr("sys.stdin", io.StringIO("nej\n"))
    assert main(["gallra", "forstor", number, "--som", "registrator"]) == 2
    _, listed = _asked(capsys, "gallra", "lista", "--som", "registrator")
    assert listed["handlingar"] != []
    monkeypatch.setattr("sys.stdin", io.StringIO("ja\n"))
    assert main(["gallra", "forstor", number, "--som", "registrator"]) == 0
    _, listed = _asked(capsys, "gallra", "lista", "--som", "registrator")
    assert listed["handlingar"] == []


def test_who_acts_must_be_somebody_who_may(case: Diariearende, tmp_path: Path) -> None:
    """An unknown name, and one without the role."""
    for name in ("ingen", "kansli"):
        argv = ["arkivera", case.diarienummer, "--ut", str(tmp_path / "ut"), "--som", name]
        assert main(argv) == 2
    assert not (tmp_path / "ut").exists()


def test_seals_and_signatures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sealed copy beside the original, and what is known of it."""
    issued = issue(tmp_path)
    monkeypatch.setenv("SAMLAD_SIGILL_NYCKEL", str(issued.key))
    monkeypatch.setenv("SAMLAD_SIGILL_LOSENORD_FIL", str(issued.password_file))
    monkeypatch.setenv("SAMLAD_SIGILL_BETRODDA", str(issued.trusted))
    source = a_pdf(tmp_path, "beslut.pdf")
    code, _ = _asked(capsys, "forsegla", str(source), "--ut", str(tmp_path / "ut"))
    assert code == 0
    assert main(["underskrifter", str(source), str(tmp_path / "ut" / "beslut.forseglad.pdf")]) == 0
    told = capsys.readouterr().out
    assert "beslut.pdf: ingen underskrift" in told
    assert "Kommunens sigill, Ale kommun" in told
    assert "betrott certifikat" in told
