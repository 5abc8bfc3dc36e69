"""The search page and what has been released, in a real browser, in their states."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.flow.releases import release_packet
from tests.live.site import hold_readable, open_site
from tests.meetings import compiled_packet, prepared_meeting
from tests.register import lay_up, open_one
from tests.service import open_town

pytestmark = pytest.mark.xdist_group("web")


def test_searching_by_keyboard_from_any_page(tmp_path: Path) -> None:
    """From the link in the frame to a hit's own page; without hits, narrowed, and what readers have."""
    with open_town(tmp_path, publiceringsgranskning="av") as town, open_site(town) as site:
        meeting = prepared_meeting(town, tmp_path)["id"]
        with site.visit("kansli") as page:
            page.goto("/utgivet")
            hold_readable(page)
        release_packet(town.service, town["kansli"], meeting, compiled_packet(town, meeting, tmp_path))
        open_one(town, lay_up(town), arendemening_offentlig="Presentation av läget")
        with site.visit("kansli") as page:
            page.goto("/")
            page.get_by_role("link", name="Sök", exact=True).focus()
            page.keyboard.press("Enter")
            hold_readable(page)
            page.get_by_role("searchbox").fill("presentation")
            page.keyboard.press("Enter")
            assert page.locator("mark").first.inner_text().casefold() == "presentation"
            expect(page.get_by_role("heading", name="I diariet")).to_be_visible()
            hold_readable(page)
            page.get_by_role("navigation", name="Begränsa sökningen").get_by_role("link", name="Fil").click()
            expect(page.get_by_role("heading", name="En träff")).to_be_visible()
            page.get_by_role("link", name="Presentation.pdf").click()
            page.wait_for_url("**/handlingar/**")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.go_back()
            assert page.get_by_role("searchbox").input_value() == "presentation"
            page.goto("/sok?q=finnsinte")
            hold_readable(page)
        with site.visit("lasare") as page:
            page.goto("/sok?q=presentation&slag=utgivning")
            page.locator(".hits a").click()
            hold_readable(page)
            page.goto("/utgivet")
            hold_readable(page)
