"""The pages of what is looked through before publication: by forms, one finding after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.flow.jobs import run_job
from service.flow.wiring import Workshop
from tests.api import Api
from tests.files.pdf import masks
from tests.flow.plain_converter import PlainConverter
from tests.publication import meeting_with_number
from tests.service import open_town
from tests.web import Web

SECRET = masks.SECRET


@pytest.fixture(name="web")
def _web(tmp_path: Path) -> Iterator[Web]:
    with open_town(tmp_path) as town:
        yield Web(town)


def test_findings_are_decided_on_the_page(web: Web, tmp_path: Path) -> None:
    """Ordered, looked at with its picture, decided one by one and by kind, and an own mask; who and when is shown."""
    place = f"/sammantraden/{meeting_with_number(Api(web.town), tmp_path)}/publicering"
    web.log_in("kansli")
    assert f'href="{place}"' in web.get("/publicering").text
    assert "Inget är granskat än" in web.get(place).text
    assert web.post(place).status_code == 303
    assert "Handlingarna granskas" in web.get(place).text
    (tmp_path / "konverterat").mkdir()
    bench = Workshop(
        web.town.service.settings, PlainConverter(tmp_path / "konverterat"), lambda *_: None, tmp_path
    )
    run_job(web.town.service, bench, web.rung[-1], "a")

    assert f'href="{place}/1.1"' in web.get(place).text
    assert "0 av 1 handlingar är märkta som granskade" in web.get(place).text
    page = web.get(f"{place}/1.1").text
    assert SECRET in page
    assert f'src="{place}/1.1/sidor/1"' in page
    assert web.get(f"{place}/1.1/sidor/1").data.startswith(b"\x89PNG")
    assert web.get(f"{place}/1.1/sidor/7").status_code == 404
    assert web.get(f"{place}/9.9").status_code == 404

    first = page.split('id="fynd-')[1].split('"')[0]
    answer = web.post(f"{place}/1.1/beslut", {"fynd": first, "beslut": "maskera"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{place}/1.1#fynd-")
    assert "Kansli, " in web.get(f"{place}/1.1").text
    assert web.post(f"{place}/1.1/beslut", {"fynd": first, "beslut": "kasta"}).status_code == 422
    done = web.post(f"{place}/1.1/beslut", {"slag": "metadata", "beslut": "maskera", "grund": "Eget skäl"})
    assert done.headers["Location"] == f"{place}/1.1"
    assert "gäller alla av slaget" in web.get(f"{place}/1.1").text
    assert "klar" in web.get(place).text

    sides = {"sida": "1", "vanster": "70", "nederkant": "690", "hoger": "120,5", "overkant": "712"}
    assert web.post(f"{place}/1.1/masker", {**sides, "hoger": "x"}).status_code == 422
    assert web.post(f"{place}/1.1/masker", sides).status_code == 303
    page = web.get(f"{place}/1.1").text
    mask = page.split("/1.1/masker/")[1].split('"')[0]
    assert web.post(f"{place}/1.1/masker/{mask}").status_code == 303
    assert "/1.1/masker/" not in web.get(f"{place}/1.1").text

    web.log_in("granskare")
    page = web.get(f"{place}/1.1").text
    assert SECRET in page
    assert 'name="beslut"' not in page
    web.log_in("lasare")
    assert web.get(f"{place}/1.1").status_code == 403
    assert SECRET not in web.get(f"{place}/1.1").text
