"""The e-archive's pages in a real browser: readable in every state, from an empty list to a received package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.flow.arkiv.deliver import Wanted, deliver
from tests.archive import AGREEMENT, closed_case
from tests.live.site import Site, hold_readable, open_site
from tests.service import open_town

pytestmark = pytest.mark.xdist_group("web")


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_town(tmp_path_factory.mktemp("stad"), **AGREEMENT) as town, open_site(town) as site:
        yield site


def test_the_archive_pages_in_their_states(site: Site, tmp_path: Path) -> None:
    """Nothing yet; ordered; packed and answered for; nothing to destroy, something to destroy."""
    town = site.town
    person, case = closed_case(town, tmp_path)
    with site.visit("registrator") as page:
        page.goto("/arkiv")
        hold_readable(page)
        page.get_by_label("Ärenden").fill(case.diarienummer)
        page.get_by_role("button", name="Packa").click()
        page.get_by_text("Leveransen packas.").first.wait_for()
        page.get_by_role("table").get_by_role("link").first.click()
        page.get_by_text("Väntar på att packas").first.wait_for()
        hold_readable(page)
        made = deliver(town.service, person, Wanted((case.id,)), tmp_path / "ut")
        page.goto(f"/arkiv/leveranser/{made.id}")
        page.get_by_role("button", name="Notera svaret").click()
        hold_readable(page)
        page.get_by_label("E-arkivet har tagit emot paketet").check()
        page.get_by_label("Dagen det svarade").fill("2026-11-23")
        page.get_by_label("Kvittensens beteckning").fill("SYA-2026-17")
        page.get_by_role("button", name="Notera svaret").click()
        page.get_by_text("Mottagen av e-arkivet").first.wait_for()
        hold_readable(page)
        page.goto("/arkiv/gallring")
        hold_readable(page)
    town.clock.forward(days=800)
    with site.visit("registrator") as page:
        page.goto("/arkiv/gallring")
        page.get_by_role("button", name="Gallra de valda").click()
        page.get_by_role("alert").wait_for()
        hold_readable(page)
        page.get_by_role("button", name="English").click()
        page.wait_for_load_state()
        assert page.get_by_role("heading", level=1).inner_text() == "Destruction"
