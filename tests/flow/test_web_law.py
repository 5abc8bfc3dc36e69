"""The law page: a meeting goes its way by forms, a hinder stops it, and what is refused is told at its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.flow.preparation import create_meeting
from tests.dispatches import heads, record_meeting
from tests.service import open_town
from tests.web import Web


@pytest.fixture(name="web")
def _web(tmp_path: Path) -> Iterator[Web]:
    with open_town(tmp_path) as town:
        town.clock.at = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
        yield Web(town)


def test_a_meeting_by_the_page(web: Web) -> None:
    """Examined, announced, called by hand, refused, marked with a reason, and held."""
    place = f"/sammantraden/{record_meeting(web.town)}/lagen"
    web.log_in("kansli")
    assert f'href="{place}"' in web.get(place.removesuffix("/lagen")).text
    page = web.get(place).text
    assert "R-KL01" in page
    assert "Inget anslag är noterat" in page

    wrong = web.post(f"{place}/anslag", {"slag": "sammantrade", "publicerat": "2026-12-24T09:00"})
    assert wrong.status_code == 422
    assert "Tidpunkten ligger i framtiden" in wrong.text
    answer = web.post(f"{place}/anslag", {"slag": "sammantrade", "publicerat": "2026-12-03T08:30"})
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    page = web.get(place).text
    assert "3 december 2026" in page
    assert "A, 1, 2" in page

    own = web.post(f"{place}/utskick", {"slag": "kallelse"}).headers["Location"]
    page = web.get(own).text
    assert page.count('name="mottagare"') == 5
    assert "Ingen är vald" in web.post(f"{own}/mottagare", {"status": "skickad"}).text
    people = [one.split('"')[0] for one in page.split('name="mottagare" value="')[1:]]
    note = {"mottagare": people[:3], "status": "skickad", "kanal": "brev", "besked": "Lämnat i facket"}
    assert web.post(f"{own}/mottagare", note).status_code == 303
    assert web.get(own).text.count("Lämnat i facket") == 3

    refused = web.post(f"{own}/utsand")
    assert refused.status_code == 409
    assert "inte nått 1 av 4 kallade: Måns Järnkil" in refused.text
    assert web.post(f"{own}/brev").status_code == 409
    reason = "Måns är på resa och har fått veta det av gruppledaren."
    assert web.post(f"{own}/utsand", {"skal": reason}).headers["Location"] == place
    assert "trots hinder" in web.get(place).text
    assert reason in web.get(own).text

    web.town.clock.forward(days=12)
    web.log_in("kansli")
    assert web.post(f"{place}/genomfort").status_code == 303
    assert "Markera som genomfört" not in web.get(place).text


def test_who_may_only_look(web: Web) -> None:
    """The registrar sees the findings and the log, and no form that changes them."""
    place = f"/sammantraden/{record_meeting(web.town)}/lagen"
    page = web.log_in("registrator").get(place).text
    assert "Kallelse senast" in page
    assert f'action="{place}' not in page
    assert web.log_in("lasare").get(place).status_code == 403


def test_a_meeting_that_is_not_whole_yet(web: Web) -> None:
    """It cannot be examined, and the page says why instead of failing."""
    made = create_meeting(web.town.service, web.town["kansli"], heads())
    page = web.log_in("kansli").get(f"/sammantraden/{made['id']}/lagen")
    assert page.status_code == 200
    assert "går inte att pröva än" in page.text
