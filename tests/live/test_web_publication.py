"""The pages before publication in a real browser: readable in every state, and decided by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from service.assemble.page_text import on_picture, page_texts, places
from service.flow.jobs import get_job, job_file, run_job
from service.flow.orders import order_packet
from service.flow.publicering_tjanst import get_review, order_review
from service.flow.wiring import Workshop
from service.records.blobs import fetch
from tests.api import Api
from tests.files.pdf import masks
from tests.flow.plain_converter import PlainConverter
from tests.flow.secrets import find_told
from tests.live.site import PHONE, Site, hold_readable, open_site
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
    ident, bench = meeting_with_number(Api(town), tmp_path), _bench(site, tmp_path)
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


def _bench(site: Site, folder: Path) -> Workshop:
    (folder / "konverterat").mkdir()
    converter = PlainConverter(folder / "konverterat")
    return Workshop(site.town.service.settings, converter, lambda *_: None, folder)


def _reviewed(site: Site, folder: Path) -> tuple[str, Workshop]:
    """A meeting that was looked through, in which nothing was found."""
    town = site.town
    ident, bench = meeting_with_number(Api(town), folder, masks.nameless), _bench(site, folder)
    run_job(town.service, bench, order_review(town.service, town["kansli"], ident), "a")
    return ident, bench


def test_a_mask_is_drawn_by_mouse(site: Site, tmp_path: Path) -> None:
    """On a page that is turned and cut: drawn, cancelled, moved by its numbers, sent; and what was under it is gone."""
    town = site.town
    kansli = town["kansli"]
    ident, bench = _reviewed(site, tmp_path)
    with site.visit("kansli") as page:
        for number in (1, 2, 3):
            page.goto(f"/sammantraden/{ident}/publicering/1.1/sidor?sida={number}")
            left, top, right, bottom = _seen(page, tmp_path / "klagan.pdf", number)
            page.mouse.move(left, top)
            page.mouse.down()
            page.mouse.move((left + right) / 2, bottom, steps=3)
            page.keyboard.press("Escape")
            page.mouse.up()
            assert _typed(page) == ["", "", "", ""]
            _drag(page, (left, top), ((left + right) / 2, (top + bottom) / 2))
            half = _typed(page)
            page.keyboard.press("Escape")
            assert _typed(page) == ["", "", "", ""]
            _drag(page, (left, top), ((left + right) / 2, (top + bottom) / 2))
            assert _typed(page) == half
            _drag(page, ((left + right) / 2, (top + bottom) / 2), (right, bottom))
            assert _typed(page) != half
            if number == 1:
                hold_readable(page)
            page.get_by_label("Grund").fill("21 kap. 1 § OSL")
            page.get_by_role("button", name="Maskera", exact=True).click()
            page.get_by_text("Masken är sparad.").first.wait_for()
        hold_readable(page)
    (handling,) = get_review(town.service, kansli, ident)["handlingar"]
    assert sorted((one["sida"], one["av"]) for one in handling["masker"]) == [
        (1, "Kansli"),
        (2, "Kansli"),
        (3, "Kansli"),
    ]
    packet = order_packet(town.service, kansli, ident, ["publik"])
    run_job(town.service, bench, packet, "a")
    done = get_job(town.service, kansli, packet)
    assert done["status"] == "klar", done["fel"]
    (name,) = (one["namn"] for one in done["filer"] if one["namn"].endswith(".pdf"))
    made = fetch(town.service.store, job_file(town.service, kansli, packet, name).sha256, tmp_path / name)
    assert find_told(made, (masks.NAMELESS, "det gula", "huset vid", "kvarnen")) == set()
    assert sum(masks.BESIDE in said.text for said in page_texts(made)) == 3


def test_a_mask_is_drawn_by_finger(site: Site, tmp_path: Path) -> None:
    """A finger scrolls, until one says that it draws; then two taps are two corners. A typed number moves the box."""
    ident, _ = _reviewed(site, tmp_path)
    with site.visit("kansli", viewport=PHONE, has_touch=True) as page:
        page.goto(f"/sammantraden/{ident}/publicering/1.1/sidor?sida=2")
        page.get_by_role("button", name="Rita med finger eller penna").scroll_into_view_if_needed()
        left, top, right, bottom = _seen(page, tmp_path / "klagan.pdf", 2)
        page.touchscreen.tap(left, top)
        page.touchscreen.tap(right, bottom)
        assert _typed(page) == ["", "", "", ""]
        page.get_by_role("button", name="Rita med finger eller penna").click()
        left, top, right, bottom = _seen(page, tmp_path / "klagan.pdf", 2)
        page.touchscreen.tap(left, top)
        page.get_by_text("Första hörnet är satt.").wait_for()
        page.touchscreen.tap(right, bottom)
        first, low, last, high = (float(one.replace(",", ".")) for one in _typed(page))
        assert 110 < first < 120 < 240 < last < 260
        assert 585 < low < 600 < 607 < high < 620
        assert page.locator("[data-new]").get_attribute("x") != "100"
        page.get_by_label("Vänster").fill("100")
        assert page.locator("[data-new]").get_attribute("x") == "100"
        page.get_by_role("button", name="Ta bort rutan").click()
        assert _typed(page) == ["", "", "", ""]
        expect(page.locator("[data-new]")).not_to_be_visible()


def _typed(page: Page) -> list[str]:
    return [page.get_by_label(name).input_value() for name in ("Vänster", "Nederkant", "Höger", "Överkant")]


def _drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=3)
    page.mouse.up()


def _seen(page: Page, pdf: Path, number: int) -> tuple[float, float, float, float]:
    """Where on the screen the words are that are to go, as the renderer places them; a little around them."""
    said = list(page_texts(pdf))[number - 1].text
    first = said.index(masks.NAMELESS)
    (words,) = places(pdf, [(number, first, first + len(masks.NAMELESS))])[0]
    picture = page.locator(".mask-picture img")
    picture.evaluate("one => one.decode()")
    layer: Any = page.locator(".mask-layer")
    with pypdfium2.PdfDocument(pdf) as document:
        corners = [on_picture(document[number - 1], one, (10_000, 10_000)) for one in words.grown(2).corners]
    middle = (corners[0][1] + corners[2][1]) / 20_000
    layer.evaluate(
        "(one, at) => scrollBy(0, one.getBoundingClientRect().top + one.clientHeight * at - innerHeight / 2)",
        middle,
    )
    box = layer.bounding_box()
    across = [box["x"] + x / 10_000 * box["width"] for x, _ in corners]
    down = [box["y"] + y / 10_000 * box["height"] for _, y in corners]
    return min(across), min(down), max(across), max(down)
