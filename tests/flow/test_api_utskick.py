"""The routes of a meeting on its way, each answer held against the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.api import Api
from tests.dispatches import record_meeting
from tests.service import open_town


@pytest.fixture(name="api")
def _api(tmp_path: Path) -> Iterator[Api]:
    with open_town(tmp_path) as town:
        town.clock.at = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
        yield Api(town)


def told(answer: TestResponse) -> Any:
    """What it holds."""
    return answer.json


def test_a_meeting_by_the_api(api: Api) -> None:
    """Examined, announced, called by hand, refused for who is missing, marked with a reason, held."""
    place = f"/sammantraden/{record_meeting(api.town)}"
    found = told(api.get(f"{place}/granska", "granskare"))
    assert found["frister"]["kallelse"] == "2026-12-07"
    assert [one["regel"] for one in found["anmarkningar"]] == ["R-KL01", "R-KL02"]
    assert told(api.get(f"{place}/granska?dag=2026-12-08", "kansli"))["ok"] is False
    assert told(api.get(f"{place}/granska?dag=igår", "kansli"))["problems"][0]["code"] == "not_a_date"

    anslag = api.post(f"{place}/anslag", "kansli", {"slag": "sammantrade", "url": "https://ale.se/anslag"})
    assert (anslag.status_code, told(anslag)["nedtas_tidigast"]) == (201, "2026-12-15")
    assert told(api.get(f"{place}/anslag", "registrator"))["poster"] == [told(anslag)]
    assert api.post(f"{place}/anslag", "kansli", {"slag": "nyhet"}).status_code == 422
    printed = api.post(f"{place}/anslag/{told(anslag)['id']}/bygg", "kansli")
    assert (printed.status_code, told(printed)["id"] in api.rung) == (202, True)

    utskick = api.post(f"{place}/utskick", "kansli", {})
    assert utskick.status_code == 201
    own = f"{place}/utskick/{told(utskick)['id']}"
    assert told(api.get(own, "granskare")) == told(utskick)
    assert told(api.post(f"{own}/skicka", "kansli"))["problems"][0]["code"] == "post_not_set"
    called = [one["id"] for one in told(utskick)["mottagare"]]
    noted = {"mottagare": called[:3], "status": "skickad", "kanal": "brev"}
    assert told(api.post(f"{own}/mottagare", "kansli", noted))["antal"] == {"skickad": 3, "vantar": 2}
    refused = api.post(f"{own}/utsand", "kansli")
    assert (refused.status_code, told(refused)["problems"][0]["code"]) == (409, "law_hinder")
    reason = {"skal": "Måns är på resa och har fått veta det av gruppledaren."}
    assert api.post(f"{own}/utsand", "registrator", reason).status_code == 403
    assert told(api.post(f"{own}/utsand", "kansli", reason))["skal"] == reason["skal"]
    assert told(api.get(f"{place}/utskick", "kansli"))["poster"][0]["utsant_av"] == "kansli"

    assert told(api.post(f"{place}/genomfort", "kansli"))["code"] == "wrong_state"
    api.town.clock.forward(days=12)
    api.tokens.clear()
    assert told(api.post(f"{place}/genomfort", "kansli")) == {"tillstand": "genomford"}
    course = told(api.get(f"{place}/gang", "kansli"))
    assert [one["till"] for one in course["steg"]] == ["tillkannagiven", "utsand", "genomford"]


def test_who_prepares_no_meetings_knows_of_none(api: Api) -> None:
    """The answer is that of a meeting that is not there."""
    place = f"/sammantraden/{record_meeting(api.town)}"
    for path in ("granska", "gang", "anslag", "utskick"):
        assert api.get(f"{place}/{path}", "lasare").status_code == 403
        assert api.get(f"/sammantraden/finns-inte/{path}", "kansli").status_code == 404
