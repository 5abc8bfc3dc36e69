"""The pages in a real browser: an embedded service in a thread, Debian's Chromium without a screen, and axe-core."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from service.app import create_app
from tests.conftest import ROOT
from tests.service import PASSWORD, Town

CHROMIUM = "/usr/bin/chromium"
AXE = (ROOT / "tests" / "files" / "axe" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@dataclass
class Site:
    """A service that a browser can visit."""

    town: Town
    address: str
    browser: Browser

    @contextmanager
    def visit(self, who: str = "", **options: Any) -> Iterator[Page]:
        """A page of a browser of one's own, logged in as somebody; whatever its console complains of is a fault."""
        with self.context(who, **options) as context:
            page = context.new_page()
            heard: list[str] = []
            page.on(
                "console", lambda message: heard.append(message.text) if message.type == "error" else None
            )
            page.on("pageerror", lambda error: heard.append(str(error)))
            yield page
            left = [text for text in heard if "status of 4" not in text and "ERR_" not in text]
            assert left == [], left

    @contextmanager
    def context(self, who: str = "", **options: Any) -> Iterator[BrowserContext]:
        """A browser of one's own."""
        context = self.browser.new_context(
            base_url=self.address, **{"viewport": DESKTOP, "locale": "sv-SE", **options}
        )
        context.set_default_timeout(15_000)
        try:
            if who:
                page = context.new_page()
                page.goto("/logga-in")
                page.get_by_label("Användarnamn").fill(who)
                page.get_by_label("Lösenord").fill(PASSWORD)
                page.get_by_role("button", name="Logga in").click()
                page.wait_for_url(f"{self.address}/")
                page.close()
            yield context
        finally:
            context.close()


@contextmanager
def open_site(town: Town, ring: Callable[[str], None] = lambda _job: None) -> Iterator[Site]:
    """Serve the town's pages at a free port, and start the browser; `ring` tells a worker of a job."""
    require_chromium()
    with serve(town, ring) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield Site(town, address, browser)
        finally:
            browser.close()


@contextmanager
def serve(town: Town, ring: Callable[[str], None] = lambda _job: None) -> Iterator[str]:
    """The town's pages at a free port; its address."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, create_app(town.service, ring), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def require_chromium() -> None:
    """Go on only where Chromium is."""
    if shutil.which(CHROMIUM) is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have Chromium")
        pytest.skip("Chromium is not installed")


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands; the policy of the page does not hold for the test's own script."""
    page.evaluate(f"() => {{ {AXE}; window.axe = axe; }}")
    # What keeps its place while the page scrolls covers whatever happens to be under it at this moment.
    page.evaluate("document.querySelectorAll('.save-bar').forEach(one => { one.style.position = 'static'; })")
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def hold_readable(page: Page) -> None:
    """Light on a small phone and dark at a desk: axe finds nothing and nothing sticks out.

    What axe finds depends on width or on scheme, hardly on both; the two others would cost as much again.
    """
    faults: list[str] = []
    for width, scheme in ((PHONE, "light"), (DESKTOP, "dark")):
        page.set_viewport_size(width)  # type: ignore[arg-type]  # a plain mapping is what the browser takes
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words it knows
        faults += [f"{width['width']} {scheme} {one}" for one in accessibility_faults(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            faults.append(f"{width['width']}: sticks out by {wide} px")
    assert not faults, "\n".join([page.url, *faults])
