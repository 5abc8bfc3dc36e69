"""The command line: Swedish for people, JSON for programs, exit codes by who can put it right."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.main import build_parser, main
from tests.conftest import ROOT

REPORT = ROOT / "samples" / "nulagesbeskrivning" / "vn-2026.json"
Output = pytest.CaptureFixture[str]


def _broken_report(folder: Path) -> Path:
    """A report with three faults, beside the framework that it names."""
    raw = json.loads(REPORT.read_text(encoding="utf-8"))
    raw["ramverk"] = "ale.json"
    raw["organ"] = "XX"
    raw["datum"] = "2026-13-01"
    raw["okant_falt"] = 1
    (folder / "ale.json").write_bytes((ROOT / "samples" / "ramverk" / "ale.json").read_bytes())
    path = folder / "rapport.json"
    path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_good_report_passes(capsys: Output) -> None:
    """Exit code 0 and one line per file."""
    assert main(["kontrollera", str(REPORT)]) == 0
    assert "vn-2026.json: inga fel" in capsys.readouterr().out


def test_faults_are_the_answer_of_kontrollera(tmp_path: Path, capsys: Output) -> None:
    """Every fault of the schema on stdout with place, message and remedy; exit code 2."""
    assert main(["kontrollera", str(_broken_report(tmp_path))]) == 2
    out = capsys.readouterr().out
    assert "rapport.json · datum" in out
    assert "”2026-13-01”" in out
    assert "rapport.json · okant_falt" in out
    assert "2 fel" in out


def test_faults_as_json(tmp_path: Path, capsys: Output) -> None:
    """A program gets the same faults with their codes, and nothing else on stdout."""
    assert main(["kontrollera", "--json", str(_broken_report(tmp_path)), str(REPORT)]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert [one["ok"] for one in answer["files"]] == [False, True]
    assert {p["path"] for p in answer["files"][0]["problems"]} == {"datum", "okant_falt"}
    assert all(p["code"] and p["message"] and p["remedy"] for p in answer["files"][0]["problems"])


def test_fyll_writes_nothing_when_the_input_is_wrong(tmp_path: Path, capsys: Output) -> None:
    """The faults go to stderr, exit code 2, and no folder appears."""
    target = tmp_path / "ut"
    assert main(["fyll", str(_broken_report(tmp_path)), "--ut", str(target)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Inget har skrivits." in captured.err
    assert not target.exists()


def test_fyll_refuses_a_framework(tmp_path: Path, capsys: Output) -> None:
    """A framework is checked, not filled."""
    framework = ROOT / "samples" / "ramverk" / "ale.json"
    assert main(["fyll", str(framework), "--ut", str(tmp_path / "ut"), "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["problems"][0]["code"] == "nothing_to_fill"


def test_sammanstall_refuses_a_report(tmp_path: Path, capsys: Output) -> None:
    """A packet is made of a meeting."""
    assert main(["sammanstall", str(REPORT), "--ut", str(tmp_path / "ut")]) == 2
    assert "inte ett sammanträde" in capsys.readouterr().err


def test_schema_prints_json_schema(capsys: Output) -> None:
    """The schema of a document type, as a program reads it."""
    assert main(["schema", "nulagesbeskrivning"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"].startswith("https://json-schema.org/draft/2020-12")
    assert "per_riktningsmal" in schema["properties"]


def test_unknown_schema_names_the_nearest(capsys: Output) -> None:
    """A misspelt slug is answered with the one that was meant."""
    assert main(["schema", "nulagesbeskrivnin"]) == 2
    assert "Menade du ”nulagesbeskrivning”?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "detta saknas: KOMMANDO"),
        (["fyll"], "detta saknas: FIL, --ut"),
        (["fyll", "a.json", "--ut", "x", "--format", "odt"], "inte docx, pdf"),
        (["kontrollera", "a.json", "--fel"], "känns inte igen"),
        (["bygg"], "finns inte"),
    ],
)
def test_wrong_use_is_told_in_swedish(argv: list[str], said: str, capsys: Output) -> None:
    """The parser's own faults are Swedish too; exit code 2."""
    with pytest.raises(SystemExit) as caught:
        main(argv)
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    ["kontrollera", "fyll", "formular", "forklara", "sammanstall", "verifiera", "jamfor", "schema", "demo"],
)
def test_every_command_has_help(command: str, capsys: Output) -> None:
    """`--help` explains each command in Swedish."""
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith("användning: samlad")
    assert "show this help" not in out


def test_a_wrong_setting_is_the_operators(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    """Exit code 7, with the name of the variable."""
    monkeypatch.setenv("SAMLAD_KONVERTERARE", "många")
    assert main(["kontrollera", str(REPORT)]) == 7
    assert "SAMLAD_KONVERTERARE" in capsys.readouterr().err


def test_a_missing_libreoffice_is_told_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    """Without LibreOffice: exit code 4 and the command that installs it; nothing is written."""
    monkeypatch.setenv("SAMLAD_SOFFICE", str(tmp_path / "finns-inte"))
    monkeypatch.setenv("SAMLAD_CACHE", str(tmp_path / "cache"))
    assert main(["fyll", str(REPORT), "--ut", str(tmp_path / "ut")]) == 4
    assert "apt-get install" in capsys.readouterr().err
    assert not (tmp_path / "ut").exists()


def test_an_unforeseen_fault_shows_no_stack_trace(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    """A bug ends in one plain sentence, not in a traceback."""

    def break_down(*_: object) -> None:
        raise ZeroDivisionError("oj")

    monkeypatch.setattr("service.flow.check.check_file", break_down)
    assert main(["kontrollera", str(REPORT)]) == 70
    captured = capsys.readouterr()
    assert "oväntat fel" in captured.err
    assert "Traceback" not in captured.err


def _choices(parser: argparse.ArgumentParser) -> set[str]:
    found = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return set(found.choices)


def test_every_command_is_found_by_its_first_word() -> None:
    """A command that stands in a module of its own is loaded by its name alone, and is in the list of all."""
    main_only = _choices(build_parser("sammanstall"))
    every = _choices(build_parser())
    assert main_only < every == _choices(build_parser("finns-inte"))
    for name in every - main_only:
        assert name in _choices(build_parser(name)) < every


def test_a_command_loads_nothing_of_the_others() -> None:
    """Who puts a packet together waits for no calendar, no workbook and no other command."""
    script = (
        "import sys; from service.cli.main import build_parser; build_parser('sammanstall'); "
        "import service.flow.compile_packet; "
        "heavy = {'holidays', 'openpyxl', 'icalendar', 'tqdm', 'service.cli.arkiv', 'service.cli.mall'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr
