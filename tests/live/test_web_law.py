"""The law page in a real browser: readable in every state, and the way through it without a script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.dispatches import record_meeting
from tests.live.site import Site, hold_readable, open_site
from tests.service import open_town

pytestmark = pytest.mark.xdist_group("web")


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_town(tmp_path_factory.mktemp("stad")) as town, open_site(town) as site:
        town.clock.at = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
        yield site


def test_the_law_page_in_its_states(site: Site) -> None:
    """Not announced, announced, called, stopped by a hinder, marked with a reason."""
    place = f"/sammantraden/{record_meeting(site.town)}/lagen"
    with site.visit("kansli") as page:
        page.goto(place)
        hold_readable(page)
        page.get_by_text("Notera ett anslag").click()
        page.get_by_role("button", name="Notera anslaget").click()
        page.get_by_role("button", name="Påbörja utskick").click()
        page.get_by_role("heading", level=1, name="Utskick 1: Kallelse").wait_for()
        for name in ("Vendela Wirdheim", "Torvald Ekmyr"):
            page.get_by_role("checkbox", name=name).check()
        page.get_by_role("button", name="Anteckna").click()
        page.get_by_text("Anteckningen är sparad.").first.wait_for()
        page.get_by_label("Ja, utskicket har gått ut.").check()
        page.get_by_role("button", name="Markera som utsänt").click()
        assert "inte nått 2 av 4" in page.get_by_role("alert").inner_text()
        hold_readable(page)
        page.get_by_label("Skäl för att markera det ändå").fill("Båda är på resa och har fått veta det.")
        page.get_by_label("Ja, utskicket har gått ut.").check()
        page.get_by_role("button", name="Markera som utsänt").click()
        page.get_by_text("trots hinder").wait_for()
        hold_readable(page)


def test_the_law_page_for_who_may_only_look(site: Site) -> None:
    """The same facts, no forms; also in English."""
    place = f"/sammantraden/{record_meeting(site.town)}/lagen"
    with site.visit("registrator") as page:
        page.goto(place)
        page.get_by_role("button", name="English").click()
        page.wait_for_load_state()
        assert page.get_by_role("heading", level=1).inner_text() == "KF 14 December 2026"
        assert page.get_by_role("button", name="Record the notice").count() == 0
        hold_readable(page)
