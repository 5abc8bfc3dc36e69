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


def test_every_page_is_shown_and_masked(web: Web, tmp_path: Path) -> None:
    """A handling without findings has its pages, too: a picture of each, where a mask is kept by the form alone."""
    own = f"/sammantraden/{meeting_with_number(Api(web.town), tmp_path, masks.nameless)}/publicering"
    place, pages = f"{own}/1.1", f"{own}/1.1/sidor"
    web.log_in("kansli")
    assert web.get(pages).status_code == 404
    assert web.get(f"{pages}/2/bild").status_code == 404
    web.post(own)
    (tmp_path / "konverterat").mkdir()
    bench = Workshop(
        web.town.service.settings, PlainConverter(tmp_path / "konverterat"), lambda *_: None, tmp_path
    )
    run_job(web.town.service, bench, web.rung[-1], "a")

    assert f'href="{pages}"' in web.get(place).text
    page = web.get(f"{pages}?sida=2").text
    assert "Sida 2 av 3" in page
    assert f'src="{pages}/2/bild?bredd=1400"' in page
    assert 'viewBox="0 0 740.0 520.0"' in page
    assert 'transform="matrix(0 1 1 0 -60.0 -40.0)"' in page
    assert "Sida 3 av 3" in web.get(f"{pages}?sida=99").text
    assert "Sida 1 av 3" in web.get(f"{pages}?sida=x").text
    picture = web.get(f"{pages}/2/bild?bredd=1400")
    assert picture.data.startswith(b"\x89PNG")
    assert picture.headers["Cache-Control"].startswith("private")
    for wrong in ("0", "4", "x"):
        assert web.get(f"{pages}/{wrong}/bild").status_code == 404
    assert web.get(f"{own}/9.9/sidor").status_code == 404
    assert web.get(f"{own}/9.9/sidor/1/bild").status_code == 404

    sides = {"sida": "2", "vanster": "115", "nederkant": "595", "hoger": "265,5", "overkant": "612"}
    for wrong in ("", "x", "nan", "inf", "1e999"):
        refused = web.post(pages, {**sides, "hoger": wrong})
        assert (refused.status_code, "Sida 2 av 3" in refused.text) == (422, True)
        assert 'value="115"' in refused.text
    for other in ({"hoger": "20"}, {"sida": "0"}, {"sida": "4"}):
        assert web.post(pages, {**sides, **other}).status_code == 422
    assert web.post(pages, sides).headers["Location"] == f"{pages}?sida=2"
    page = web.get(f"{pages}?sida=2").text
    assert '<rect class="place-masked" x="115.0" y="595.0" width="150.5" height="17.0"/>' in page
    assert "place-masked" not in web.get(f"{pages}?sida=1").text

    web.log_in("granskare")
    page = web.get(f"{pages}?sida=2").text
    assert "place-masked" in page
    assert "mask.js" not in page
    assert f'action="{pages}"' not in page
    assert web.post(pages, sides).status_code == 403
    web.log_in("lasare")
    assert web.get(pages).status_code == 403
    assert web.get(f"{pages}/2/bild").status_code == 403
