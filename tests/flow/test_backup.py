"""A copy of the whole service, put back into an empty one, is the same service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from service.cli.main import main
from service.flow.backup import BackupRefused, back_up, restore
from service.flow.inspection import inspect
from service.flow.log import verify_log
from service.flow.login import create_token, find_bearer, log_in
from service.flow.register import create_report, get_report, input_of
from service.flow.service import Service, open_service
from service.records.blobs import fetch
from service.records.inventory import referred_blobs, rows_of, tables
from service.settings import read_settings
from tests.service import PASSWORD, Town, open_town, report_text, write_json


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


def _rows(service: Service) -> dict[str, list[str]]:
    with service.records.look() as db:
        return {name: list(rows_of(db, name)) for name in tables()}


def _empty(folder: Path) -> dict[str, str]:
    return {"SAMLAD_DATA": str(folder / "ny")}


def test_what_is_put_back_is_the_same(town: Town, tmp_path: Path) -> None:
    """Every row and every file; people log in with their old passwords and tokens; the log is whole."""
    report = create_report(town.service, town["vn.handlaggare"], write_json(tmp_path, report_text())).report
    _, token = create_token(town.service, town["kansli"], "Diariet", "lasa", 300)
    log_in(town.service, "kansli", PASSWORD, "192.0.2.1")
    copied = back_up(town.service, tmp_path / "kopia")
    with open_service(read_settings(_empty(tmp_path))) as fresh:
        assert restore(fresh, tmp_path / "kopia") == copied
        assert _rows(fresh) == _rows(town.service)
        assert get_report(fresh, town["vn.handlaggare"], report.id) == report
        _, sha256 = input_of(fresh, town["vn.handlaggare"], report.id)
        assert json.loads(fetch(fresh.store, sha256, tmp_path / "ut").read_text("utf-8")) == report_text()
        assert verify_log(fresh).hash == copied.head
        assert find_bearer(fresh, token).person.username == "kansli"
        with fresh.records.look() as db:
            assert all(fresh.store.has(one) for one in referred_blobs(db))


def test_a_used_service_is_not_written_over(town: Town, tmp_path: Path) -> None:
    """And a copy is not mixed with another."""
    back_up(town.service, tmp_path / "kopia")
    with pytest.raises(BackupRefused) as refused:
        restore(town.service, tmp_path / "kopia")
    assert refused.value.problems[0].code == "service_not_empty"
    with pytest.raises(BackupRefused) as refused:
        back_up(town.service, tmp_path / "kopia")
    assert refused.value.problems[0].code == "backup_not_empty"


@pytest.mark.parametrize("what", ["innehall.json", "logg.jsonl", "rapport.jsonl", "filer"])
def test_a_copy_that_is_not_whole_is_refused(town: Town, tmp_path: Path, what: str) -> None:
    """Something is missing or changed: nothing is put into the database."""
    copy = tmp_path / "kopia"
    back_up(town.service, copy)
    if what == "filer":
        for path in (copy / "filer").rglob("*"):
            if path.is_file():
                path.unlink()
    else:
        path = copy / what
        path.write_text(path.read_text("utf-8")[:-2] + " \n", encoding="utf-8")
    with open_service(read_settings(_empty(tmp_path))) as fresh:
        with pytest.raises(BackupRefused):
            restore(fresh, copy)
        with fresh.records.look() as db:
            assert db.execute(text("SELECT count(*) FROM logg")).scalar() == 0
            assert db.execute(text("SELECT count(*) FROM anvandare")).scalar() == 0


def test_the_commands(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`samlad sakerhetskopia`, `aterstall` and `logg verifiera` from the command line."""
    monkeypatch.setenv("SAMLAD_DATA", str(town.service.settings.data_folder()))
    assert main(["sakerhetskopia", "--json", "--ut", str(tmp_path / "kopia")]) == 0
    told = json.loads(capsys.readouterr().out)
    monkeypatch.setenv("SAMLAD_DATA", str(tmp_path / "ny"))
    assert main(["aterstall", "--json", str(tmp_path / "kopia")]) == 0
    assert json.loads(capsys.readouterr().out) == told
    assert main(["logg", "verifiera"]) == 0
    assert told["logghuvud"] in capsys.readouterr().out
    with open_service(read_settings(_empty(tmp_path))) as fresh, fresh.records.change() as db:
        db.execute(text("DROP TRIGGER logg_update"))
        db.execute(text("UPDATE logg SET vem = 'annan' WHERE nr = 3"))
    assert main(["logg", "verifiera"]) == 2
    assert "bruten vid rad 3" in capsys.readouterr().out


def test_what_is_missing_is_found(town: Town, tmp_path: Path) -> None:
    """A lost file, and a framework that is there: `samlad kontroll` says both."""
    found = {one.what: one for one in inspect(town.service)}
    assert found["databas"].ok
    assert found["ramverk"].ok
    assert found["fillager"].ok
    for path in (tmp_path / "data" / "filer").rglob("*"):
        if path.is_file():
            path.unlink()
    found = {one.what: one for one in inspect(town.service)}
    assert not found["fillager"].ok
    assert "1 saknas" in found["fillager"].told
