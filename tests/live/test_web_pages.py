"""The pages in a real browser: readable for everybody, in every state, without a script and without another host."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.site import Site, hold_readable, open_site
from tests.service import open_town

ELSEWHERE = '<a href="#">vidare</a>'
pytestmark = pytest.mark.xdist_group("web")


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_town(tmp_path_factory.mktemp("stad")) as town, open_site(town) as site:
        yield site


def test_the_login_is_readable_also_when_it_fails(site: Site) -> None:
    """Empty, refused, and in English."""
    with site.visit() as page:
        page.goto("/")
        hold_readable(page)
        page.get_by_label("Användarnamn").fill("kansli")
        page.get_by_label("Lösenord").fill("fel")
        page.get_by_role("button", name="Logga in").click()
        summary = page.get_by_role("alert")
        assert "fel" in summary.inner_text()
        assert page.evaluate("document.activeElement.id") == "fault-summary"
        hold_readable(page)
        page.get_by_role("button", name="English").click()
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("path", ["/", "/konto", "/finns-inte"])
def test_ordinary_pages_are_readable(site: Site, path: str) -> None:
    """Light and dark, on a small phone and at a desk."""
    with site.visit("vn.handlaggare") as page:
        page.goto(path)
        hold_readable(page)


def test_the_way_in_works_without_a_script(site: Site) -> None:
    """Login, the page and logout are forms and links."""
    with site.visit("kansli", java_script_enabled=False) as page:
        page.goto("/konto")
        assert page.get_by_role("heading", level=1).inner_text() == "Mitt konto"
        page.get_by_role("button", name="Logga ut").click()
        assert page.get_by_role("status").first.inner_text() == "Du är utloggad."


def test_a_link_from_elsewhere_leads_on(site: Site) -> None:
    """A strict cookie does not come along from another site; the page of the login asks once more and goes on."""
    with site.context("kansli") as context:
        page = context.new_page()
        page.route(
            "http://annan.example/", lambda route: route.fulfill(content_type="text/html", body=ELSEWHERE)
        )
        page.goto("http://annan.example/")
        page.evaluate("address => { document.querySelector('a').href = address; }", f"{site.address}/konto")
        page.get_by_role("link").click()
        page.wait_for_url(f"{site.address}/konto")
        assert page.get_by_role("heading", level=1).inner_text() == "Mitt konto"


def test_no_other_host_is_asked(site: Site) -> None:
    """Every request goes to the service itself."""
    with site.context("kansli") as context:
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        context.new_page().goto("/konto")
        assert asked
        assert [url for url in asked if not url.startswith((site.address, "data:"))] == []


def test_the_keyboard_reaches_everything(site: Site) -> None:
    """The first key leads past the menu; the focus is seen."""
    with site.visit("kansli") as page:
        page.goto("/konto")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid"
