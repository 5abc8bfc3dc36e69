"""The nulägesbild of a year, ordered by the API: its sources are chosen from the records; and the time that is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from service.flow.jobs import run_job
from service.flow.wiring import Workshop
from service.records.jobs import take
from service.records.tables import Jobb, Rapport
from tests.api import Api
from tests.conftest import ROOT
from tests.flow.plain_converter import PlainConverter
from tests.service import open_town

SAMPLES = ROOT / "samples" / "nulagesbeskrivning"


@pytest.fixture(name="api")
def _api(tmp_path: Path) -> Iterator[Api]:
    with open_town(tmp_path) as town:
        yield Api(town)


@pytest.fixture(name="bench")
def _bench(api: Api, converter: PlainConverter, tmp_path: Path) -> Workshop:
    return Workshop(api.town.service.settings, converter, lambda *_: None, tmp_path)


def _report(api: Api, name: str, who: str, **state: object) -> str:
    raw = json.loads((SAMPLES / name).read_text(encoding="utf-8"))
    made = api.post("/rapporter", who, raw)
    assert made.status_code == 201, made.text
    ident: str = made.get_json()["rapport"]["id"]
    with api.town.service.records.change() as db:
        row = db.get(Rapport, ident)
        assert row is not None
        for field, value in state.items():
            setattr(row, field, value)
    return ident


def test_the_sources_are_what_was_handed_in(api: Api, bench: Workshop) -> None:
    """Two bodies' reports of the year; a draft of a third is neither quoted nor told of."""
    _report(api, "vn-2026.json", "vn.handlaggare", status="inskickad", inskickad_nr=1)
    _report(api, "sn-2026.json", "sn.handlaggare", status="overlamnad_ks", inskickad_nr=1)
    _report(api, "vn-2026.json", "vn.handlaggare")
    for who in ("lasare", "vn.handlaggare", "admin"):
        assert api.post("/nulagesbilder", who, {"verksamhetsar": 2026}).status_code == 403
    ordered = api.post("/nulagesbilder", "granskare", {"verksamhetsar": 2026, "diarienummer": "KS.2026.4"})
    assert ordered.status_code == 202, ordered.text
    job = ordered.get_json()["id"]
    assert api.rung[-1] == job
    run_job(api.town.service, bench, job, "a")
    done = api.get(f"/jobb/{job}", "kansli").get_json()
    assert done["status"] == "klar", done["fel"]
    names = [one["namn"] for one in done["filer"]]
    assert {name.rpartition(".")[2] for name in names} == {"docx", "pdf", "xlsx"}
    for who in ("lasare", "vn.handlaggare", "admin"):
        assert api.get(f"/jobb/{job}", who).status_code == 404
        assert api.get(f"/jobb/{job}/filer/{names[0]}", who).status_code == 404
    with api.town.service.records.look() as db:
        row = db.get(Jobb, job)
        assert row is not None
        assert len(row.underlag["filer"]) == 1 + 2  # the order and its sources


def test_a_year_without_reports(api: Api) -> None:
    """Told as what it is."""
    answer = api.post("/nulagesbilder", "kansli", {"verksamhetsar": 2031})
    assert (answer.status_code, answer.get_json()["problems"][0]["code"]) == (422, "no_sources")


def test_the_time_that_is_left(api: Api, bench: Workshop) -> None:
    """Nobody can say at the first job; later it is what such jobs took, less what this one has taken."""
    service, clock = api.town.service, api.town.clock
    report = _report(api, "vn-2026.json", "vn.handlaggare")
    first = api.post(f"/rapporter/{report}/bygg", "vn.handlaggare", {"format": ["docx"]}).get_json()
    assert first["kvar_sekunder"] is None

    run_job(service, bench, first["id"], "a")
    with service.records.change() as db:
        row = db.get(Jobb, first["id"])
        assert row is not None
        assert row.startad is not None
        row.slutad = row.startad + timedelta(seconds=100)
    assert api.get(f"/jobb/{first['id']}", "vn.handlaggare").get_json()["kvar_sekunder"] == 0
    second = api.post(f"/rapporter/{report}/bygg", "vn.handlaggare").get_json()["id"]
    with service.records.change() as db:
        assert take(db, second, "b", clock.at, timedelta())
    for passed, left in ((0, 100), (60, 40), (100, 0)):
        clock.forward(seconds=passed)
        assert api.get(f"/jobb/{second}", "vn.handlaggare").get_json()["kvar_sekunder"] == left
