"""The framework on the page: versions, comparison in words, a new file with its faults, an entry reworded."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.flow.orders import order_build
from service.flow.register import create_report
from service.records.tables import Rapport
from tests.service import FRAMEWORK, REPORT, open_town
from tests.web import Web, hidden


@pytest.fixture(name="web")
def _web(tmp_path: Path) -> Iterator[Web]:
    with open_town(tmp_path) as town:
        yield Web(town).log_in("kansli")


def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(FRAMEWORK.read_text(encoding="utf-8"))
    return raw


def _send(web: Web, raw: Any, why: str = "") -> Any:
    file = io.BytesIO(json.dumps(raw, ensure_ascii=False).encode())
    return web.post("/ramverk", {"ramverk_fil": (file, "nytt.json"), "kommentar": why})


def test_a_version_is_read_list_by_list(web: Web) -> None:
    """With the labels of the schema; its file is the one that was taken in."""
    assert "Version 1" in web.get("/ramverk").text
    page = web.get("/ramverk/1").text
    assert "Ett Ale där barn och unga lyckas" in page
    assert "<dt>Följs upp genom</dt>" in page or "<dt>Mandatperiod</dt>" in page
    assert web.get("/ramverk/1/fil").data == FRAMEWORK.read_bytes()
    for nr in ("2", "x", "99999999999"):
        assert web.get(f"/ramverk/{nr}").status_code == 404


def test_a_new_version_is_compared_in_words(web: Web) -> None:
    """New, gone and changed, with the label and both values; the same file is no new version."""
    raw = _raw()
    raw["riktningsmal"][0]["rubrik"] = "Ett Ale där <alla> lyckas"
    gone = raw["ledamoter"].pop()
    raw["ledamoter"].append({**gone, "id": "LNY", "namn": "Ny Ledamot"})
    sent = _send(web, raw, "Prov")
    assert sent.status_code == 303, sent.text
    page = web.get(sent.headers["Location"]).text
    assert "<del>Ett Ale där barn och unga lyckas</del> → <ins>Ett Ale där &lt;alla&gt; lyckas</ins>" in page
    assert gone["namn"] in page
    assert "LNY Ny Ledamot" in page
    assert "3 saker skiljer" in page
    assert "ingenting är ändrat" in web.get(_send(web, raw).headers["Location"]).text
    assert "Version 3" not in web.get("/ramverk").text


def test_faults_of_a_file_are_shown_at_their_places(web: Web) -> None:
    """And the version in force stays."""
    raw = _raw()
    raw["riktningsmal"][1]["nr"] = "två"
    del raw["organ"][0]["namn"]
    refused = _send(web, raw)
    assert refused.status_code == 422
    assert "<code>riktningsmal[1].nr</code>" in refused.text
    assert "<code>organ[0].namn</code>" in refused.text
    assert "Version 2" not in web.get("/ramverk").text
    assert _send(web, {"dokumenttyp": "kallelse"}).status_code == 422
    assert web.post("/ramverk", {}).status_code == 422


def test_an_entry_is_reworded_into_a_new_version(web: Web) -> None:
    """Its other fields stay; a fault stands at its field; who is late is told."""
    at = "/ramverk/andra/riktningsmal/R1"
    page = web.get(at)
    version = hidden(page, "version")
    typed = {
        "version": version, "rubrik": "Barn & unga <lyckas>", "text": "Ny text.", "giltig_fran": "2026-10-15",
        "giltig_till": "2030-10-14", "kalla": "KF § 1", "kommentar": "Ändrat av KF",
        "bidrar_till_vision": "",
    }  # fmt: skip
    refused = web.post(at, {**typed, "giltig_till": "2020-01-01", "rubrik": ""})
    assert refused.status_code == 422
    assert 'id="falt-rubrik-fel"' in refused.text
    assert "Ny text." in refused.text
    done = web.post(at, typed)
    assert done.headers["Location"] == "/ramverk/2#riktningsmal"
    kept = json.loads(web.get("/ramverk/2/fil").data)["riktningsmal"][0]
    before = _raw()["riktningsmal"][0]
    assert (kept["rubrik"], kept["indikatorer"]) == ("Barn & unga <lyckas>", before["indikatorer"])
    assert "bidrar_till_vision" not in kept
    assert web.post(at, typed).status_code == 412
    for path in ("/ramverk/andra/visioner/V1", "/ramverk/andra/riktningsmal/R99", "/ramverk/ny/visioner"):
        assert web.get(path).status_code == 404


def test_entries_are_added_and_ended_and_lists_are_kept(web: Web) -> None:
    """A body, an assignment to it, a goal; each is a version, and its faults stand at their fields."""
    nr = hidden(web.get("/ramverk/ny/organ"), "version")
    body = {
        "version": nr, "id": "MBN", "typ": "namnd", "namn": "Miljö- & <byggnämnden>", "kod": "MBN",
        "ar_myndighet": "ja", "visade": "sektorer", "giltig_fran": "2027-01-01", "kalla": "KF § 2",
        "kommentar": "Ny nämnd",
    }  # fmt: skip
    refused = web.post("/ramverk/ny/organ", {**body, "typ": "", "id": "UN"})
    assert refused.status_code == 422
    assert 'id="falt-typ-fel"' in refused.text
    assert 'value="Miljö- &amp; &lt;byggnämnden&gt;"' in refused.text
    assert web.post("/ramverk/ny/organ", {**body, "id": "UN"}).status_code == 422, "an id is there once"
    assert web.post("/ramverk/ny/organ", body).headers["Location"] == "/ramverk/2#organ"
    page = web.get("/ramverk/ny/uppdrag")
    assert 'value="MBN"' in page.text
    task = {
        "version": "2", "id": "U99", "nr": "99", "text": "Gör det.", "visade": "till_organ",
        "till_organ": ["MBN", "UN"], "medel_tkr": "1 200,5", "status": "pagar", "giltig_fran": "2027-01-01",
        "kalla": "KF § 3",
    }  # fmt: skip
    wrong = web.post("/ramverk/ny/uppdrag", {**task, "till_organ": [], "medel_tkr": "mycket"})
    assert wrong.status_code == 422
    assert 'href="#falt-till-organ"' in wrong.text
    assert 'value="mycket"' in wrong.text
    assert web.post("/ramverk/ny/uppdrag", task).status_code == 303
    kept = json.loads(web.get("/ramverk/3/fil").data)
    assert kept["uppdrag"][-1] == {
        "id": "U99", "nr": "99", "text": "Gör det.", "till_organ": ["MBN", "UN"], "medel_tkr": 1200.5,
        "status": "pagar", "giltig_fran": "2027-01-01", "kalla": "KF § 3", "version": "1.0",
    }  # fmt: skip
    assert kept["organ"][-1]["ar_myndighet"] is True
    end = "/ramverk/andra/riktningsmal/R1/avsluta"
    assert web.post(end, {"version": "3", "giltig_till": ""}).status_code == 422
    assert web.post(end, {"version": "3", "giltig_till": "2026-01-01"}).status_code == 422
    assert web.post(end, {"version": "2", "giltig_till": "2027-12-31"}).status_code == 412
    assert web.post(end, {"version": "3", "giltig_till": "2027-12-31"}).status_code == 303
    before, after = (json.loads(web.get(f"/ramverk/{nr}/fil").data)["riktningsmal"][0] for nr in (3, 4))
    assert after == {**before, "giltig_till": "2027-12-31"}
    assert "2027-12-31" in web.get("/ramverk/jamfor?forr=3&nu=4").text


def test_a_version_tells_what_was_made_with_it(web: Web) -> None:
    """Counts for all; titles only of what one may know of."""
    town = web.town
    saved = create_report(town.service, town["vn.handlaggare"], REPORT)
    order_build(town.service, town["vn.handlaggare"], saved.report.id)
    assert "En rapport" in web.get("/ramverk/1").text
    assert f"/rapporter/{saved.report.id}" not in web.get("/ramverk/1").text
    with town.service.records.change() as db:
        row = db.get(Rapport, saved.report.id)
        assert row is not None
        row.inskickad_nr = 1
    assert f"/rapporter/{saved.report.id}" in web.get("/ramverk/1").text
    nr = hidden(web.get("/ramverk/andra/riktningsmal/R1"), "version")
    end = {"version": nr, "giltig_till": "2027-12-31"}
    assert web.post("/ramverk/andra/riktningsmal/R1/avsluta", end).status_code == 303
    assert "Inget ännu." in web.get("/ramverk/2").text
    assert "En rapport" in web.get("/ramverk/1").text
