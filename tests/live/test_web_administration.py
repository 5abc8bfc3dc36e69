"""The administrator's pages in a real browser, in their states."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from service.flow.orders import order_build
from service.flow.register import create_report
from tests.live.site import Site, hold_readable, open_site
from tests.service import REPORT, open_town

pytestmark = pytest.mark.xdist_group("web")
PEOPLE = "/administration/personer"


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_town(tmp_path_factory.mktemp("stad")) as town, open_site(town) as site:
        yield site


def test_the_administrators_pages_are_readable(site: Site) -> None:
    """Empty, full, with faults and after the checks; a person is put up on the way."""
    town = site.town
    with site.visit("admin") as page:
        _look(page, "/administration/jobb")
        saved = create_report(town.service, town["vn.handlaggare"], REPORT)
        order_build(town.service, town["vn.handlaggare"], saved.report.id)
        for path in (
            "",
            "/jobb",
            "/organ",
            "/logg?vad=konto",
            "/logg?fran=fel",
            "/installningar",
            "/personer",
        ):
            _look(page, f"/administration{path}")
        page.goto(PEOPLE + "/ny")
        page.get_by_label("Namn", exact=True).fill("Åsa <Öberg>")
        page.get_by_label("Användarnamn").fill("Åsa Öberg!")
        page.get_by_label("Första lösenordet").fill("fyra ord i en lång rad")
        page.get_by_label("Registrator").check()
        page.get_by_role("button", name="Lägg upp").click()
        assert page.evaluate("document.activeElement.id") == "fault-summary"
        _look(page)
        page.get_by_label("Användarnamn").fill("asa.oberg")
        page.get_by_label("Första lösenordet").fill("fyra ord i en lång rad")
        page.get_by_role("button", name="Lägg upp").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Åsa <Öberg>"
        assert page.get_by_label("Registrator").is_checked()
        _look(page)
        page.goto("/administration/logg")
        page.get_by_role("button", name="Kontrollera loggen").click()
        expect(page.get_by_text("Loggen är hel")).to_be_visible()
        _look(page)


def test_settings_are_changed_and_put_back_by_keyboard(site: Site) -> None:
    """With faults, with choices of one's own, with a logo."""
    with site.visit("admin") as page:
        page.goto("/administration/installningar")
        page.get_by_label("Kommunens färg").fill("#ffcc00")
        with page.expect_navigation():
            page.get_by_label("Kommunens färg").press("Enter")
        assert page.evaluate("document.activeElement.id") == "fault-summary"
        _look(page)
        page.get_by_label("Kommunens färg").fill("#7a1f3d")
        page.get_by_label("Text i sidfoten").fill("Så behandlar vi personuppgifter")
        page.get_by_label("Brev", exact=True).check()
        with page.expect_navigation():
            page.get_by_role("button", name="Spara inställningarna").click()
        expect(page.locator("footer").get_by_text("Så behandlar vi")).to_be_visible()
        page.emulate_media(color_scheme="light")
        head = page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor")
        assert head == "rgb(122, 31, 61)"
        picture = FilePayload(name="vapen.png", mimeType="image/png", buffer=page.screenshot())
        page.get_by_label("Ny logotyp").set_input_files(picture)
        with page.expect_navigation():
            page.get_by_role("button", name="Byt logotyp").click()
        assert page.locator(".logo").evaluate("one => one.complete && one.naturalHeight > 0")
        _look(page)
        for name in ("Logotyp", "Text i sidfoten", "Kommunens färg", "Sätt att kalla"):
            with page.expect_navigation():
                page.get_by_role("button", name=f"Återställ {name}").press("Enter")
            expect(page.get_by_text("Inställningen är återställd.")).to_be_visible()
        expect(page.get_by_role("heading", name="Egna val")).not_to_be_visible()


def test_ones_own_account_is_readable_and_a_key_is_made(site: Site) -> None:
    """Without keys, with one, and while its secret is shown."""
    with site.visit("vn.handlaggare") as page:
        page.goto("/konto")
        page.get_by_label("Namn", exact=True).fill("Utläsning till e-arkivet")
        page.get_by_role("button", name="Skapa nyckeln").click()
        assert page.locator("#nyckel").inner_text().startswith("samlad_")
        _look(page)
        _look(page, "/konto")
        page.locator("summary", has_text="Återkalla").click()
        page.get_by_role("button", name="Återkalla nyckeln Utläsning till e-arkivet").click()
        assert page.get_by_text("Återkallad", exact=True).count() == 0
        page.get_by_label("Ja, program som använder nyckeln ska stängas ute").check()
        page.get_by_role("button", name="Återkalla nyckeln Utläsning till e-arkivet").click()
        expect(page.get_by_text("Återkallad", exact=True)).to_be_visible()


def _look(page: Page, path: str = "") -> None:
    """Hold the page readable."""
    if path:
        page.goto(path)
    hold_readable(page)
