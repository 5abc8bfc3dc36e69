"""The public agenda in a real browser: nothing is fetched, axe finds no fault, and it fits a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from service.flow.publicera import publish_agenda
from service.flow.read import Reader
from service.settings import read_settings
from tests.conftest import ROOT
from tests.flow.conftest import TODAY
from tests.live.site import AXE, CHROMIUM, PHONE, TAGS, require_chromium

MEETING = ROOT / "samples" / "kallelse" / "kf-2026-12-14" / "mote-utskick-2.json"


@pytest.fixture(name="pages", scope="module")
def _pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lista")
    publish_agenda(MEETING, folder, Reader(read_settings({}), TODAY))
    return folder


@pytest.fixture(name="browser", scope="module")
def _browser() -> Iterator[Browser]:
    require_chromium()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.mark.parametrize(
    "name", ["index", "arende-a", "arende-3", "arende-13", "arende-15", "arende-17", "arende-32"]
)
def test_a_page_of_the_agenda(pages: Path, browser: Browser, name: str) -> None:
    """No fault for axe, no script, nothing from elsewhere, no sideways scrolling on a phone."""
    context = browser.new_context(viewport=PHONE, locale="sv-SE")  # type: ignore[arg-type]  # it is a size
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((pages / f"{name}.html").as_uri())
    assert [url for url in asked if not url.startswith("file:")] == []
    assert page.locator("script").count() == 0
    width: int = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    told = [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found["violations"]]
    assert told == []
    context.close()


def test_links_of_the_agenda_lead_to_each_other(pages: Path) -> None:
    """Every link within the set exists; the list leads to every ärende and each of them back."""
    ids = {path.name for path in pages.iterdir()}
    index = (pages / "index.html").read_text(encoding="utf-8")
    assert len(re.findall(r'href="arende-', index)) == 35
    for path in pages.glob("*.html"):
        links = re.findall(r'href="([^"#:]+)"', path.read_text(encoding="utf-8"))
        assert set(links) <= ids, path.name
