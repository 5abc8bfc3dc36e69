"""The register by HTTP and on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.cli.main import main
from tests.api import Api
from tests.register import lay_up
from tests.service import Town, open_town, write_json

MATTER = {"serie": "KS", "arendemening_offentlig": "Riktningsmål för mandatperioden 2026–2030"}
DOCUMENT = {
    "riktning": "inkommen",
    "datum": "2026-11-23",
    "titel": "Yttrande över förslag till riktningsmål",
    "handlingstyp": "yttrande",
    "avsandare": [{"namn": "Vårdnämnden"}],
}


@pytest.fixture(name="api")
def _api(tmp_path: Path) -> Iterator[Api]:
    with open_town(tmp_path) as town:
        yield Api(town)


def _opened(api: Api) -> str:
    assert api.post("/diarium/serier", "registrator").status_code == 201
    made = api.post("/diarium/arenden", "registrator", MATTER)
    assert made.status_code == 201, made.get_json()
    ident: str = made.get_json()["arende"]["id"]
    return ident


def test_a_matter_from_its_opening_to_its_end(api: Api) -> None:
    """Opened, filled, corrected, closed; each answer holds to the OpenAPI document."""
    case = _opened(api)
    made = api.post(f"/diarium/arenden/{case}/handlingar", "registrator", DOCUMENT)
    assert made.status_code == 201
    assert made.get_json()["handling"]["beteckning"] == "KS.2026.1-1"
    assert [one["code"] for one in made.get_json()["notices"]] == ["kind_not_in_plan", "files_missing"]
    document = made.get_json()["handling"]["id"]
    changes = {
        "varfor": "Fel namn",
        "andringar": {"avsandare": [{"namn": "Socialnämnden"}]},
        "tom": ["enhet"],
    }
    headers = {"If_Match": '"v1"'}
    assert api.post(f"/diarium/handlingar/{document}/rattelser", "registrator", changes).status_code == 428
    corrected = api.post(f"/diarium/handlingar/{document}/rattelser", "registrator", changes, **headers)
    assert corrected.status_code == 200
    assert [one["falt"] for one in corrected.get_json()["rattelser"]] == ["avsandare"]
    gone = api.post(
        f"/diarium/handlingar/{document}/rattelser",
        "registrator",
        {"varfor": "Fel", "tom": ["avsandare"]},
        If_Match='"v2"',
    )
    assert (gone.status_code, gone.get_json()["problems"][0]["code"]) == (422, "party_missing")
    cancelled = api.post(
        f"/diarium/handlingar/{document}/makulera", "registrator", {"varfor": "Dubbel"}, If_Match='"v2"'
    )
    assert cancelled.get_json()["status"] == "makulerad"
    version = api.get(f"/diarium/arenden/{case}", "registrator").headers["ETag"]
    closed = api.post(
        f"/diarium/arenden/{case}/status",
        "registrator",
        {"status": "avslutat", "varfor": "Beslutat"},
        If_Match=version,
    )
    assert closed.get_json()["status"] == "avslutat"


def test_the_lists(api: Api) -> None:
    """Searching, the public register, export and control."""
    case = _opened(api)
    api.post(f"/diarium/arenden/{case}/handlingar", "registrator", DOCUMENT)
    assert api.get("/diarium/handlingar?text=yttrande", "lasare").get_json()["totalt"] == 1
    assert api.get("/diarium/arenden?text=finns-inte", "lasare").get_json()["totalt"] == 0
    assert api.get("/diarium/handlingar?fran_dag=2026-13-01", "lasare").status_code == 422
    assert api.get("/diarium/offentligt", "admin").get_json()["poster"][0]["beteckning"] == "KS.2026.1-1"
    told = api.get("/diarium/offentligt/fil?format=csv", "lasare")
    assert told.mimetype == "text/csv"
    assert "Vårdnämnden" in told.get_data(as_text=True)
    assert json.loads(api.get("/diarium/export", "lasare").data)[0]["diarienummer"] == "KS.2026.1"
    assert api.get("/diarium/kontroll", "admin").get_json() == {"ok": True, "problems": [], "notices": []}
    assert api.get("/diarium/vantar", "kansli").get_json() == {"poster": []}


def test_series_and_plan(api: Api) -> None:
    """Laid up by its name, changed by its version, and the plan taken whole."""
    body = {
        "myndighet": "KS",
        "namn": "Personal",
        "monster": "HR {ar}/{lopnr}",
        "regex": r"HR (?P<ar>\d{4})/(?P<lopnr>\d+)",
    }
    made = api.call("PUT", "/diarium/serier/HR", "registrator", body, {"If-Match": '"v0"'})
    assert made.status_code == 200, made.get_json()
    again = api.call("PUT", "/diarium/serier/HR", "registrator", body, {"If-Match": '"v0"'})
    assert again.status_code == 412
    rule: dict[str, Any] = {"handlingstyp": "kallelse", "namn": "Kallelse", "bevaras_gallras": "gallras"}
    refused = api.put("/diarium/plan", "registrator", {"rader": [rule]})
    assert refused.get_json()["problems"][0]["code"] == "disposal_without_decision"
    rule |= {"gallringsfrist": 2, "gallringsbeslut": "KS 2026-01-01 § 1"}
    assert api.put("/diarium/plan", "registrator", {"rader": [rule]}).status_code == 200
    assert api.get("/diarium/plan", "lasare").get_json()["rader"][0]["gallringsfrist"] == 2


def test_a_text_that_has_no_room(api: Api) -> None:
    """It is the sender's fault, whatever the database would make of it."""
    case = _opened(api)
    for name, length in (("titel", 2001), ("enhet", 301), ("handlingstyp", 81)):
        answer = api.post(
            f"/diarium/arenden/{case}/handlingar", "registrator", {**DOCUMENT, name: "x" * length}
        )
        assert answer.status_code == 422, name
    long = {**DOCUMENT, "avsandare": [{"namn": "x" * 301}]}
    answer = api.post(f"/diarium/arenden/{case}/handlingar", "registrator", long)
    assert answer.get_json()["problems"][0]["code"] == "text_too_long"


@pytest.fixture(name="shell")
def _shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        monkeypatch.setenv("SAMLAD_DATA", str(tmp_path / "data"))
        yield town


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["diarium", *arguments])
    return code, capsys.readouterr().out


def test_the_command_line(shell: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Registered from a file, found, shown, exported and verified."""
    lay_up(shell)
    (tmp_path / "yttrande.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    raw: dict[str, Any] = {"arende": MATTER, "handling": {**DOCUMENT, "filer": [{"fil": "yttrande.png"}]}}
    who = ("--som", "registrator")
    code, out = _run(capsys, "registrera", str(write_json(tmp_path, raw)), *who)
    assert (code, out) == (0, "Registrerad som KS.2026.1-1: Yttrande över förslag till riktningsmål\n")
    raw["arende"] = "KS.2026.1"
    raw["handling"]["sekretess"] = {
        "markerad": True, "bestammelse": "25 kap. 1 § OSL", "datum": "2026-11-23", "myndighet": "KS",
    }  # fmt: skip
    code, out = _run(capsys, "registrera", str(write_json(tmp_path, raw)), *who, "--json")
    assert json.loads(out)["handling"]["beteckning"] == "KS.2026.1-2"
    code, out = _run(capsys, "sok", "yttrande", *who)
    assert out.endswith("2 handlingar.\n")
    code, out = _run(capsys, "sok", "yttrande", "--som", "lasare")
    assert out.endswith("1 handling.\n")
    code, out = _run(capsys, "visa", "KS.2026.1", *who)
    assert "Sekretess: 25 kap. 1 § OSL" in out
    code, out = _run(capsys, "visa", "KS.2026.1-1", "--som", "lasare")
    assert "produktion: yttrande.png" in out
    assert main(["diarium", "visa", "KS.2026.1-2", "--som", "lasare"]) == 2
    target = tmp_path / "ut" / "diarium.csv"
    assert _run(capsys, "exportera", "--ut", str(target), "--offentligt", "--som", "lasare")[0] == 0
    assert "KS.2026.1-2" in target.read_text(encoding="utf-8-sig")
    assert main(["diarium", "exportera", "--ut", str(tmp_path / "d.txt"), *who]) == 2
    code, out = _run(capsys, "verifiera", *who)
    assert (code, out) == (0, "Diariet är helt: nummer, uppgifter och filer är som de registrerades.\n")
    assert _run(capsys, "vantar", *who)[1] == "Inget väntar på registrering.\n"
    assert main(["diarium", "registrera", *who]) == 2


def test_a_file_that_is_at_fault(shell: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every fault is told, and nothing is registered."""
    lay_up(shell)
    faults: tuple[tuple[dict[str, Any], str], ...] = (
        ({"arende": MATTER}, "missing_value"),
        ({"arende": MATTER, "handling": DOCUMENT, "extra": 1}, "unknown_key"),
        ({"arende": 7, "handling": DOCUMENT}, "not_a_group"),
        ({"arende": MATTER, "handling": {**DOCUMENT, "datum": "i går"}}, "not_a_date"),
        ({"arende": MATTER, "handling": {**DOCUMENT, "filer": [{"fil": "finns-inte.pdf"}]}}, "file_missing"),
    )
    for raw, code in faults:
        assert main(["diarium", "registrera", str(write_json(tmp_path, raw)), "--som", "registrator"]) == 2
        assert f"({code})" in capsys.readouterr().err
    assert main(["diarium", "sok", "--som", "registrator"]) == 0
    assert capsys.readouterr().out == "0 handlingar.\n"
