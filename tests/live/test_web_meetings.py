"""The kansli's day in a browser: readable pages, moving by keyboard and mouse, files sent, a packet looked through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.flow.conftest import make_pdf
from tests.live.site import Site, hold_readable, open_site
from tests.meetings import compiled_packet, prepared_meeting
from tests.service import open_town

pytestmark = pytest.mark.xdist_group("web")


@dataclass
class Prepared:
    """A site with a meeting and its packet."""

    site: Site
    base: str
    job: str
    arende: str
    handling: str


@pytest.fixture(name="ready", scope="module")
def _ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    folder = tmp_path_factory.mktemp("stad")
    with open_town(folder) as town:
        meeting = prepared_meeting(town, folder)
        (folder / "pdf").mkdir()
        job = compiled_packet(town, meeting["id"], folder / "pdf")
        last = meeting["arenden"][-1]
        with open_site(town) as site:
            yield Prepared(
                site, f"/sammantraden/{meeting['id']}", job, last["id"], last["handlingar"][0]["id"]
            )


def test_every_page_of_a_meeting_is_readable(ready: Prepared) -> None:
    """Filled and empty, light and dark, on a small phone and at a desk."""
    paths = [
        "/sammantraden",
        "/sammantraden/nytt",
        "/aret",
        ready.base,
        f"{ready.base}/uppgifter",
        f"{ready.base}/arenden/{ready.arende}",
        f"{ready.base}/arenden/{ready.arende}/handlingar/{ready.handling}",
        f"{ready.base}/arenden/{ready.arende}/rapporter",
        f"{ready.base}/paket",
        f"{ready.base}/paket/{ready.job}",
        f"{ready.base}/paket/{ready.job}/bladdra?sida=2",
    ]
    with ready.site.visit("kansli") as page:
        for path in paths:
            page.goto(path)
            hold_readable(page)
        page.goto("/sammantraden/nytt")
        page.get_by_label("Datum").fill("2026-12-14")
        page.locator("form.stack").evaluate("form => { form.noValidate = true; }")
        page.get_by_role("button", name="Lägg upp").click()
        expect(page.get_by_role("alert")).to_be_visible()
        hold_readable(page)


def test_a_packet_is_released_and_withdrawn_by_keyboard(ready: Prepared) -> None:
    """Both of the pages in both states."""
    with ready.site.visit("kansli") as page:
        page.goto(f"{ready.base}/paket/{ready.job}")
        with page.expect_download() as got:
            page.get_by_role("link", name="Hämta alla filer (zip)").press("Enter")
        assert got.value.suggested_filename == "paket-KF-2026-12-14.zip"
        page.get_by_role("button", name="Ge ut paketet").press("Enter")
        page.get_by_text("Paketet är utgivet.").wait_for()
        hold_readable(page)
        page.goto(f"{ready.base}/paket/{ready.job}")
        hold_readable(page)
        page.goto(f"{ready.base}/paket")
        page.get_by_label("Varför").fill("Fel bilaga")
        page.get_by_role("button", name="Återkalla").press("Enter")
        page.get_by_text("Utgivningen är återkallad.").wait_for()
        hold_readable(page)


def test_arenden_move_by_keyboard_and_by_dragging(ready: Prepared) -> None:
    """The same order either way; the moved one is where the page is after it."""
    with ready.site.visit("kansli") as page:
        page.goto(ready.base)
        titles = page.locator(".arende h2 a")
        first = titles.nth(0).inner_text()
        page.get_by_role("button", name="Flytta ärende A nedåt").focus()
        page.keyboard.press("Enter")
        expect(titles.nth(1)).to_have_text(first)
        page.goto(ready.base)
        target = page.locator(".arende").nth(0)
        page.locator(".handle").nth(1).drag_to(target, target_position={"x": 40, "y": 4})
        expect(titles.nth(0)).to_have_text(first)


def test_files_are_sent_one_by_one_and_a_bad_one_is_told(ready: Prepared, tmp_path: Path) -> None:
    """The good file is there; the bad one stands with its reason and the page stays until it was read."""
    good = make_pdf(tmp_path / "karta_åäö.pdf", "Kartan")
    bad = tmp_path / "fel.pdf"
    bad.write_bytes(b"inte en pdf")
    with ready.site.visit("kansli") as page:
        page.goto(ready.base)
        card = page.locator(".arende").nth(2)
        card.locator("summary").click()
        card.get_by_label("Filer").set_input_files([good, bad])
        card.get_by_role("button", name="Lägg till filerna").click()
        state = card.locator(".upload-state")
        expect(state).to_contain_text("karta_åäö.pdf ✓", timeout=60_000)
        expect(state.locator(".fault")).to_contain_text("fel.pdf", timeout=60_000)
        expect(state.locator(".fault")).not_to_contain_text("fil-0")
        card.get_by_role("button", name="Visa handlingarna").click()
        row = page.locator(".arende").nth(2).locator(".handlingar > li", has_text="Karta åäö")
        row.scroll_into_view_if_needed()
        picture = row.locator(".thumb img")
        expect(picture).to_be_visible()
        page.wait_for_function("one => one.naturalWidth === 160", arg=picture.element_handle())


def test_pages_of_a_packet_are_turned_by_keys(ready: Prepared) -> None:
    """Both editions beside each other; the arrow keys turn the page, and the bookmarks lead there."""
    with ready.site.visit("kansli") as page:
        page.goto(f"{ready.base}/paket/{ready.job}/bladdra")
        expect(page.locator(".sheet img")).to_have_count(2)
        page.keyboard.press("ArrowRight")
        page.wait_for_url("**sida=2*")
        assert page.locator(".sheet img").first.evaluate(
            "image => image.complete && image.naturalWidth > 500"
        )
        page.locator(".browse-parts").get_by_role("link", name="Innehåll").click()
        expect(page.locator(".browse-parts a[aria-current]")).to_contain_text("Innehåll")
