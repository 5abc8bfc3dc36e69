"""The e-archive by the API: ordered, packed by a worker, fetched, received; and destruction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.archive.verify import read_package
from service.flow.jobs import run_job
from service.flow.wiring import Workshop
from service.model.diarium import Diariearende
from tests.api import Api
from tests.archive import AGREEMENT, age_files, closed_case
from tests.flow.plain_converter import PlainConverter
from tests.service import Town, open_town


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path, **AGREEMENT) as town:
        yield town


@pytest.fixture(name="case")
def _case(town: Town, tmp_path: Path) -> Diariearende:
    return closed_case(town, tmp_path)[1]


@pytest.fixture(name="bench")
def _bench(town: Town, converter: PlainConverter, tmp_path: Path) -> Workshop:
    return Workshop(town.service.settings, converter, lambda *_: None, tmp_path)


def test_a_delivery_from_order_to_receipt(
    town: Town, case: Diariearende, bench: Workshop, tmp_path: Path
) -> None:
    """The package that is fetched is the one the delivery names; when it is received it leaves the store."""
    api = Api(town)
    ordered = api.post("/arkiv/leveranser", "registrator", {"arenden": [case.diarienummer]})
    assert ordered.status_code == 202
    job = ordered.get_json()["id"]
    assert api.rung == [job]
    assert run_job(town.service, bench, job, "arbetare") is None
    done = api.get(f"/jobb/{job}", "registrator").get_json()
    assert (done["status"], done["fel"]) == ("klar", None)
    delivery = api.get("/arkiv/leveranser", "registrator").get_json()["poster"][0]
    name = done["filer"][0]["namn"]
    file = api.get(f"/jobb/{job}/filer/{name}", "registrator")
    package = tmp_path / name
    package.write_bytes(file.get_data())
    assert hashlib.sha256(package.read_bytes()).hexdigest() == delivery["paket_sha256"]
    assert read_package(package).problems == []
    for other in ("kansli", "vn.handlaggare", "lasare"):
        assert api.get(f"/jobb/{job}", other).status_code == 404
    age_files(town)
    answer = {
        "mottagen": True,
        "datum": "2026-11-23",
        "beteckning": "SYA-1",
        "sha256": delivery["paket_sha256"],
    }
    received = api.post(f"/arkiv/leveranser/{delivery['id']}/kvittens", "registrator", answer)
    assert received.get_json()["status"] == "mottagen"
    assert not town.service.store.has(delivery["paket_sha256"])
    assert api.get(f"/jobb/{job}", "registrator").get_json()["filer"] == []
    again = api.post(f"/arkiv/leveranser/{delivery['id']}/kvittens", "registrator", answer)
    assert again.status_code == 409


def test_what_hinders_a_delivery_is_said_when_it_is_ordered(town: Town, case: Diariearende) -> None:
    """No job is made for what cannot be done."""
    api = Api(town)
    for body, status in (
        ({"arenden": []}, 422),
        ({"arenden": ["KS.2026.999"]}, 404),
        ({"arenden": [case.diarienummer], "profil": "FGS3"}, 422),
    ):
        assert api.post("/arkiv/leveranser", "registrator", body).status_code == status
    assert api.rung == []
    assert api.get("/arkiv/leveranser/finns-inte", "registrator").status_code == 404


def test_destruction_by_the_api(town: Town, case: Diariearende) -> None:
    """Listed on the day, destroyed once, and then shown as destroyed in the register."""
    api = Api(town)
    number = f"{case.diarienummer}-2"
    assert api.get("/arkiv/gallring", "registrator").get_json() == {"poster": []}
    assert api.get("/arkiv/gallring?till=i-morgon", "registrator").status_code == 422
    found = api.get("/arkiv/gallring?till=2029-01-01", "registrator").get_json()["poster"]
    assert [one["beteckning"] for one in found] == [number]
    assert api.post("/arkiv/gallring", "registrator", {"handlingar": [number]}).status_code == 422
    town.clock.forward(days=800)
    age_files(town)
    api.tokens.clear()
    done = api.post("/arkiv/gallring", "registrator", {"handlingar": [number]})
    assert done.get_json() == {"handlingar": [number], "filer": 1, "kvar": 0}
    shown = api.get(f"/diarium/handlingar/{number}", "registrator").get_json()
    assert (shown["gallrad"], shown["filer"]) == ("2029-01-31", [])
