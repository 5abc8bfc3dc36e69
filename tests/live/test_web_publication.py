"""The pages before publication in a real browser: readable in every state, and decided by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.flow.jobs import run_job
from service.flow.publicering_tjanst import get_review, order_review
from service.flow.wiring import Workshop
from tests.api import Api
from tests.flow.plain_converter import PlainConverter
from tests.live.site import Site, hold_readable, open_site
from tests.publication import meeting_with_number
from tests.service import open_town

pytestmark = pytest.mark.xdist_group("web")


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_town(tmp_path_factory.mktemp("stad")) as town, open_site(town) as site:
        yield site


def test_findings_are_decided_by_keyboard(site: Site, tmp_path: Path) -> None:
    """Before the look, while it is at work, with its findings, and when one is decided."""
    town = site.town
    ident = meeting_with_number(Api(town), tmp_path)
    (tmp_path / "konverterat").mkdir()
    bench = Workshop(
        town.service.settings, PlainConverter(tmp_path / "konverterat"), lambda *_: None, tmp_path
    )
    place = f"/sammantraden/{ident}/publicering"
    with site.visit("kansli") as page:
        page.goto("/publicering")
        hold_readable(page)
        page.goto(place)
        hold_readable(page)
        job = order_review(town.service, town["kansli"], ident)
        page.goto(place)
        hold_readable(page)
        run_job(town.service, bench, job, "a")
        page.goto(place)
        hold_readable(page)
        page.goto(f"{place}/1.1")
        hold_readable(page)
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("m")
        page.get_by_text("Beslutet är sparat.").first.wait_for()
        hold_readable(page)
    (handling,) = get_review(town.service, town["kansli"], ident)["handlingar"]
    assert [one["beslut"]["beslut"] for one in handling["fynd"] if one["beslut"]] == ["maskera"]
    assert handling["fynd"][0]["beslut"]["av"] == "Kansli"
