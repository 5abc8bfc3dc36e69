"""Every page of the table in a real browser: readable in every state, and worked with nothing but a keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page

from service.web.language import COOKIE
from service.web.page import Page as Row
from service.web.table import BY_NAME, PAGES
from tests.live.keyboard import START, dialog_faults, keyboard_faults
from tests.live.site import DESKTOP, Site, accessibility_faults, open_site, serve
from tests.live.tour import Stop, Tour, open_tour
from tests.service import PASSWORD, open_town

pytestmark = pytest.mark.xdist_group("tour")
EMPTY_HANDED = ("vn.handlaggare", "kansli", "registrator", "admin")
"""Who there is in an empty service."""
TAKES_AWAY = {"ta_bort_arendet", "ta_bort_handlingen", "ta_bort_mask_sida"}
"""Sent with an old version, which is refused: the thing is still wanted by the next test."""
UNLINKED = {"blankett", "rapport_utkast", "utkast_sida", "leveranspaket"}
"""Files and pictures that a form or a script asks for; those that a link leads to are known by what they are."""
_SEND_EMPTY = """([path, current]) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", enctype: "multipart/form-data", action: path });
  for (const name of current ? ["csrf", "version"] : ["csrf"]) {
    const known = document.querySelector(`main input[name=${name}]`) ?? document.querySelector(`input[name=${name}]`);
    if (known) form.append(known.cloneNode());
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}"""
_SUMMARY = """() => {
  const summary = document.getElementById("fault-summary");
  if (!summary) return [];
  const away = document.activeElement === summary ? [] : ["the faults are not in the focus"];
  const there = (one) => document.getElementById(decodeURIComponent(one.hash.slice(1)));
  const lost = [...summary.querySelectorAll("a")].filter((one) => !there(one));
  return [...away, ...lost.map((one) => `${one.hash} is not in the page`)];
}"""
ZOOMED = {"width": 320, "height": 256}
"""A window of 1280 × 1024 at 400 %."""


@dataclass
class Browsers:
    """One page for each person, in Swedish and in English."""

    tour: Tour
    site: Site
    pages: dict[tuple[str, str], Page]
    contexts: list[BrowserContext]

    def go(self, stop: Stop, language: str = "sv") -> Page:
        """The page at that stop."""
        page = self.pages.get((stop.who, language)) or self._open(stop.who, language)
        page.goto(stop.path)
        return page

    def _open(self, who: str, language: str) -> Page:
        context = self.site.browser.new_context(base_url=self.site.address, locale="sv-SE")
        context.set_default_timeout(15_000)
        kept = {"samlad": self.tour.secrets.get(who, ""), COOKIE: language}
        context.add_cookies(
            [
                {"name": name, "value": value, "url": self.site.address}
                for name, value in kept.items()
                if value
            ]
        )
        self.contexts.append(context)
        self.pages[who, language] = context.new_page()
        return self.pages[who, language]


@pytest.fixture(name="everywhere", scope="module")
def _everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    with open_tour(tmp_path_factory.mktemp("stad")) as tour, open_site(tour.town) as site:
        yield Browsers(tour, site, {}, [])


def test_every_page_is_reached_by_links(everywhere: Browsers) -> None:
    """Whoever follows links from the start comes to every page of the table, and none of them leads to nothing."""
    wanted = {page.name for page in PAGES if page.method == "GET"} - UNLINKED
    assert wanted - set(everywhere.tour.stops) - everywhere.tour.files == set()
    assert everywhere.tour.dead == []


def test_every_page_by_keyboard(everywhere: Browsers) -> None:
    """Everything is reached, in order, and is seen, at a desk, where parts of the page keep their places."""
    faults = []
    for stop in everywhere.tour.stops.values():
        page = everywhere.go(stop)
        _resize(page, DESKTOP)
        found = [*keyboard_faults(page), *_skip_faults(everywhere.go(stop)), *dialog_faults(page)]
        faults += [f"{stop.name}: {one}" for one in found]
    assert not faults, "\n".join(faults)


def test_every_page_is_readable(everywhere: Browsers) -> None:
    """In Swedish at 400 % in the light, in English at a desk in the dark, and with each of its dialogs open."""
    faults = []
    for stop in everywhere.tour.stops.values():
        for language, size, scheme in (("sv", ZOOMED, "light"), ("en", DESKTOP, "dark")):
            page = everywhere.go(stop, language)
            _resize(page, size)
            page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            assert page.locator("html").get_attribute("lang") == language
            found = [*_faults(page), *_unasked(page)]
            for opener in page.locator("[data-opens]").all():
                opener.click()
                found += [f"{opener.get_attribute('data-opens')}: {one}" for one in _faults(page)]
                page.keyboard.press("Escape")
            faults += [f"{stop.name} {language} {size['width']} {scheme}: {one}" for one in found]
    assert not faults, "\n".join(faults)


def test_every_refused_form_is_readable(everywhere: Browsers) -> None:
    """Sent empty, it comes back with its faults: told, in the focus, and each a link to its place."""
    faults = []
    for row in (page for page in PAGES if page.again):
        again = BY_NAME[row.again]
        if again.name in everywhere.tour.files:
            continue
        stop = everywhere.tour.stops[again.name]
        page = everywhere.go(stop)
        _resize(page, ZOOMED)
        with page.expect_navigation():
            page.evaluate(_SEND_EMPTY, [_address(row, again, stop), row.name not in TAKES_AWAY])
        faults += [f"{row.name}: {one}" for one in [*_faults(page), *page.evaluate(_SUMMARY)]]
    assert not faults, "\n".join(faults)


def _address(row: Row, again: Row, stop: Stop) -> str:
    """Where the form goes, for the same things as the page shows."""
    found = re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", again.path), stop.path.split("?")[0])
    known = found.groupdict() if found else {}
    return re.sub(r"{(\w+)}", lambda one: known.get(one[1], "finns-inte"), row.path)


def _unasked(page: Page) -> list[str]:
    """Forms whose button says that it takes something away, and that do it without asking."""
    forms = page.locator(
        "form:has(button.danger):not(:has(:is(input, textarea):is([required], [name=saker])))"
    )
    return [f"does not ask: {one}" for one in forms.evaluate_all("all => all.map((one) => one.action)")]


def _resize(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain mapping is what the browser takes


def _faults(page: Page) -> list[str]:
    """What axe-core finds, and whether the page has to be scrolled sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*accessibility_faults(page), *([f"sticks out by {wide} px"] if wide > 0 else [])]


def _skip_faults(page: Page) -> list[str]:
    """The first key of a page leads past its menu."""
    page.evaluate(START)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at = page.evaluate("document.activeElement.id")
    return [] if at == "content" else [f"the skip link leads to {at!r}"]


def test_every_page_is_readable_where_nothing_is_yet(
    everywhere: Browsers, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A service that has only its people and its framework."""
    faults = []
    with open_town(tmp_path_factory.mktemp("tom")) as town:
        empty = Tour(town, dict.fromkeys(EMPTY_HANDED, PASSWORD), roles=EMPTY_HANDED)
        with serve(town) as address:
            for stop in empty.stops.values():
                context = everywhere.site.browser.new_context(base_url=address)
                context.add_cookies(
                    [{"name": "samlad", "value": empty.secrets.get(stop.who, "-"), "url": address}]
                )
                page = context.new_page()
                _resize(page, ZOOMED)
                page.goto(stop.path)
                faults += [f"{stop.path}: {one}" for one in [*_faults(page), *_unasked(page)]]
                context.close()
    assert not faults, "\n".join(faults)
