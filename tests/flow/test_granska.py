"""`samlad granska`: the sample meeting held against the law, on the days before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from service.cli.main import main
from tests.conftest import ROOT

MEETING = ROOT / "samples" / "kallelse" / "kf-2026-12-14" / "mote.json"
ANNOUNCED = ROOT / "samples" / "tillkannagivande" / "kf-2026-12-14.json"
URGENT = ROOT / "samples" / "tillkannagivande" / "kf-2026-12-14-bradskande.json"


def granska(capsys: pytest.CaptureFixture[str], day: str, *announcements: Path) -> tuple[int, dict[str, Any]]:
    """Exit code and answer."""
    posted = [word for one in announcements for word in ("--tillkannagivande", str(one))]
    code = main(["granska", str(MEETING), "--dag", day, "--json", *posted])
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, answer


def told(answer: dict[str, Any], allvar: str) -> list[str]:
    """The rules that say something of a severity."""
    return [one["regel"] for one in answer["anmarkningar"] if one["allvar"] == allvar]


def test_ten_days_before(capsys: pytest.CaptureFixture[str]) -> None:
    """Announced in time, not called yet: no hinder; the last days are told."""
    code, answer = granska(capsys, "2026-12-04", ANNOUNCED, URGENT)
    assert (code, answer["ok"], told(answer, "hinder")) == (0, True, [])
    assert answer["frister"] == {
        "tillkannagivande": "2026-12-07",
        "kallelse": "2026-12-07",
        "bradskande": "2026-12-11",
        "justering": "2026-12-28",
    }
    assert "R-KL03" in told(answer, "varning")  # the urgent matter was announced six days later


def test_after_the_last_day_nothing_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither announced nor called, and the urgent matter is not announced either."""
    code, answer = granska(capsys, "2026-12-12")
    assert code == 2
    assert told(answer, "hinder") == ["R-KL01", "R-KL02", "R-KL03"]


def test_everybody_is_told_in_the_meeting_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What the file records of each person counts; whoever is missing is named."""
    raw = json.loads(MEETING.read_text(encoding="utf-8"))
    framework = json.loads((ROOT / "samples" / "ramverk" / "ale.json").read_text(encoding="utf-8"))
    seats = {"ordforande", "forste_vice_ordforande", "andre_vice_ordforande", "ledamot", "ersattare"}
    names = [one["namn"] for one in framework["ledamoter"] if one["organ"] == "KF" and one["roll"] in seats]
    del raw["ramverk"]
    raw["kallelse"]["utskick"] = [
        {"person": name, "kanal": "e_post", "tid": "2026-12-04T15:00:00+01:00", "status": "skickad"}
        for name in names[:-1]
    ]
    path = tmp_path / "mote.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    place = str(ROOT / "samples" / "ramverk" / "ale.json")
    assert main(["granska", str(path), "--ramverk", place, "--dag", "2026-12-08"]) == 2
    out = " ".join(capsys.readouterr().out.split())
    assert names[-1] in out
    assert f"1 av {len(names)} kallade" in out


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    """For people: days, rule, severity, paragraph, what to do, and how many of each."""
    assert main(["granska", str(MEETING), "--dag", "2026-12-12"]) == 2
    out = capsys.readouterr().out
    assert "Kallelse senast            2026-12-07" in out
    assert "✗ R-KL02  Hinder" in out
    assert "(5 kap. 15 § KL)" in " ".join(out.split())
    assert "→ Bestäm en ny sammanträdesdag, tidigast lördag 19 december 2026." in " ".join(out.split())
    assert "3 hinder, 0 varningar och " in out
    assert all(len(line) <= 106 for line in out.splitlines())


def test_what_is_no_meeting_or_no_announcement(capsys: pytest.CaptureFixture[str]) -> None:
    """Said with a code; nothing is examined."""
    for arguments, code in (
        ([str(ANNOUNCED)], "not_a_meeting"),
        ([str(MEETING), "--tillkannagivande", str(MEETING)], "not_an_announcement"),
    ):
        assert main(["granska", *arguments, "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == code


def test_settings_are_the_arbetsordning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A margin moves the last days; a way of sending that there is not is the operator's fault."""
    monkeypatch.setenv("SAMLAD_MARGINAL_DAGAR", "1")
    _, answer = granska(capsys, "2026-12-04", ANNOUNCED)
    assert answer["frister"]["kallelse"] == "2026-12-06"
    monkeypatch.setenv("SAMLAD_KALLELSE_KANALER", "e_post, duva")
    code, answer = granska(capsys, "2026-12-04", ANNOUNCED)
    assert (code, answer["code"]) == (7, "config_error")
    assert "duva" in answer["problems"][0]["message"]
