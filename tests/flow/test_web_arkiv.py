"""The e-archive's pages: ordered, shown, received; and destruction that asks first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.archive.verify import read_package
from service.flow.jobs import run_job
from service.flow.wiring import Workshop
from service.model.diarium import Diariearende
from tests.archive import AGREEMENT, age_files, closed_case
from tests.flow.plain_converter import PlainConverter
from tests.service import Town, open_town
from tests.web import Web


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path, **AGREEMENT) as town:
        yield town


@pytest.fixture(name="case")
def _case(town: Town, tmp_path: Path) -> Diariearende:
    return closed_case(town, tmp_path)[1]


def test_a_delivery_on_the_page(
    town: Town, case: Diariearende, converter: PlainConverter, tmp_path: Path
) -> None:
    """Ordered in a form, packed by a worker, downloaded, and answered for."""
    web = Web(town).log_in("registrator")
    assert "Inget är levererat än" in web.get("/arkiv").text
    order = {"arenden": f" {case.diarienummer},\n", "profil": "FGS2.0", "slag": "ny"}
    ordered = web.post("/arkiv", order)
    assert (ordered.status_code, ordered.headers["Location"]) == (303, "/arkiv")
    place = "/arkiv/leveranser/" + web.get("/arkiv").text.split('href="/arkiv/leveranser/')[1].split('"')[0]
    assert "Väntar på att packas" in web.get(place).text
    bench = Workshop(town.service.settings, converter, lambda *_: None, tmp_path)
    run_job(town.service, bench, web.rung[0], "arbetare")
    shown = web.get(place).text
    assert "Paketerad och kontrollerad" in shown
    package = tmp_path / "paket.zip"
    package.write_bytes(web.get(f"{place}/paket").get_data())
    assert read_package(package).problems == []
    wrong = web.post(f"{place}/kvittens", {"mottagen": "nej", "datum": "2026-11-23", "beteckning": "S-1"})
    assert wrong.status_code == 422
    assert "Skälet till att leveransen avvisades saknas" in wrong.text
    assert 'value="S-1"' in wrong.text
    age_files(town)
    done = web.post(f"{place}/kvittens", {"mottagen": "ja", "datum": "2026-11-23", "beteckning": "S-1"})
    assert done.status_code == 303
    shown = web.get(place).text
    assert "Mottagen av e-arkivet" in shown
    assert "Paketet finns inte kvar här" in shown
    assert web.get(f"{place}/paket").status_code == 404


def test_what_hinders_a_delivery_stands_in_the_form(town: Town, case: Diariearende) -> None:
    """The faults, and what was typed."""
    web = Web(town).log_in("registrator")
    for numbers, status in (("", 422), (f"{case.diarienummer} KS.2026.999", 404)):
        told = {"arenden": numbers, "profil": "FGS2.0", "slag": "ny"}
        assert web.post("/arkiv", told).status_code == status
    assert web.rung == []


def test_destruction_on_the_page_asks_first(town: Town, case: Diariearende) -> None:
    """Without the tick nothing is destroyed; with it the document leaves the list."""
    town.clock.forward(days=800)
    age_files(town)
    web = Web(town).log_in("registrator")
    number = f"{case.diarienummer}-2"
    assert number in web.get("/arkiv/gallring").text
    refused = web.post("/arkiv/gallring", {"handlingar": number})
    assert refused.status_code == 422
    assert "Bekräfta att filerna ska förstöras" in refused.text
    assert web.post("/arkiv/gallring", {"saker": "ja"}).status_code == 422
    assert web.post("/arkiv/gallring", {"handlingar": number, "saker": "ja"}).status_code == 303
    assert "Inget får gallras i dag" in web.get("/arkiv/gallring").text
