"""The officer's day in a real browser: nothing typed is lost, whatever happens; the real pages beside the form."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from service.convert.port import Converter
from service.flow.desk import start_report
from service.flow.editing import answers_of
from service.flow.jobs import run_job
from service.flow.register import create_report, get_report
from service.flow.wiring import Workshop
from tests.live.site import PHONE, Site, hold_readable, open_site
from tests.service import Town, open_town, report_text, write_json

pytestmark = pytest.mark.xdist_group("web")
WHO = "vn.handlaggare"
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
SHOWN = "Sidorna visar det som är sparat."
ODD = "Åsa ”sa” <nej> & 'ja' \\ 100 %"


@pytest.fixture(name="town", scope="module")
def _town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with open_town(tmp_path_factory.mktemp("stad")) as town:
        yield town


@pytest.fixture(name="site", scope="module")
def _site(town: Town, converter: Converter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """With a worker that does what is ordered."""
    workshop = Workshop(town.service.settings, converter, lambda *_: None, tmp_path_factory.mktemp("arbete"))
    jobs: queue.Queue[str] = queue.Queue()

    def work() -> None:
        while job := jobs.get():
            run_job(town.service, workshop, job, f"prov-{job[:8]}")

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    with open_site(town, jobs.put) as site:
        yield site
    jobs.put("")
    worker.join(60)


@pytest.fixture(name="report")
def _report(town: Town, tmp_path: Path) -> str:
    return create_report(town.service, town[WHO], write_json(tmp_path, report_text())).report.id


@pytest.fixture(name="begun", scope="module")
def _begun(town: Town) -> str:
    return start_report(town.service, town[WHO], "nulagesbeskrivning", "VN", 2027).report.id


def summary(town: Town, report: str) -> str:
    """What is saved of the summary."""
    return str(answers_of(town.service, town[WHO], report).get("sammanfattning", ""))


def _slowly(route: Route) -> None:
    time.sleep(0.8)
    route.continue_()


def saved(page: Page) -> None:
    """Wait until the page says that it has saved."""
    expect(page.locator("[data-state]")).to_contain_text("Sparad")


def test_written_and_seen_and_handed_in(site: Site, town: Town, report: str) -> None:
    """Typed, saved by itself, drawn as the real pages beside the form, handed in."""
    with site.visit(WHO, viewport={"width": 1600, "height": 1000}) as page:
        page.goto("/")
        page.get_by_role("link", name="Nulägesbeskrivning VN 2026").first.click()
        page.goto(f"/rapporter/{report}/delar/2")
        first = page.locator("[data-sheets] img").first
        expect(first).to_be_visible(timeout=90_000)
        expect(page.locator("[data-sketch-state]")).to_have_text(SHOWN)
        before = first.get_attribute("src")
        page.locator("#falt-sammanfattning").fill(f"{ODD} i VN.".replace("<nej>", "nej"))
        saved(page)
        expect(page.locator("[data-sketch-state]")).to_have_text(SHOWN, timeout=90_000)
        fresh = page.locator("[data-sheets] img").first
        expect(fresh).not_to_have_attribute("src", str(before), timeout=30_000)
        assert page.evaluate("document.querySelector('[data-sheets] img').naturalWidth") == 600
        hold_readable(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"/rapporter/{report}")
        page.get_by_role("button", name="Gör sidorna").first.click()
        expect(page.get_by_role("img", name="Sida 1", exact=True)).to_be_visible(timeout=90_000)
        page.goto(f"/rapporter/{report}")
        page.get_by_role("button", name="Skicka in").click()
        expect(page.get_by_role("status").first).to_have_text("Klart: skicka in.")
        page.goto(f"/rapporter/{report}/sidor")
        expect(page.get_by_role("img", name="Sida 1", exact=True)).to_be_visible()
        hold_readable(page)
    assert get_report(town.service, town[WHO], report).status == "inskickad"
    with site.visit("kansli") as page:
        page.goto("/aret?ar=2026")
        expect(page.get_by_role("img", name="Måluppfyllelse, enligt en inlämnad")).to_be_visible()
        hold_readable(page)
    assert summary(town, report).startswith("Åsa ”sa” nej & 'ja'")


def test_the_pages_of_what_is_not_finished(site: Site, town: Town, begun: str) -> None:
    """A report that has only just been begun is shown as it stands, with what it lacks marked."""
    with site.visit(WHO, viewport={"width": 1600, "height": 1000}) as page:
        page.goto(f"/rapporter/{begun}/delar/2")
        state = page.locator("[data-sketch-state]")
        expect(state).to_contain_text("Det som saknas eller ska rättas är markerat", timeout=90_000)
        before = page.locator("[data-sheets] img").first.get_attribute("src")
        page.locator("#falt-sammanfattning").fill("En mening till.")
        expect(page.locator("[data-sheets] img").first).not_to_have_attribute(
            "src", str(before), timeout=90_000
        )
        expect(page.get_by_role("img", name="Förhandsvisning, sida 1", exact=True)).to_be_visible()
        hold_readable(page)
        page.goto(f"/rapporter/{begun}/sidor")
        expect(page.get_by_role("img", name="Förhandsvisning, sida 1", exact=True)).to_be_visible(
            timeout=90_000
        )
        hold_readable(page)
    assert summary(town, begun) == "En mening till."


def test_a_lost_connection_loses_nothing(site: Site, town: Town, report: str) -> None:
    """The page says so and saves when it is back; a page that was closed meanwhile finds its words again."""
    with site.context(WHO) as context:
        page = context.new_page()
        page.goto(f"/rapporter/{report}/delar/2")
        context.set_offline(True)
        page.locator("#falt-sammanfattning").fill("Skrivet på tåget.")
        expect(page.locator("[data-state]")).to_contain_text("Ingen kontakt")
        context.set_offline(False)
        saved(page)
        assert summary(town, report) == "Skrivet på tåget."
        context.set_offline(True)
        page.locator("#falt-sammanfattning").fill("Skrivet i tunneln.")
        expect(page.locator("[data-state]")).to_contain_text("Ingen kontakt")
        page.close()
        context.set_offline(False)
        page = context.new_page()
        page.goto(f"/rapporter/{report}/delar/2")
        expect(page.locator("#falt-sammanfattning")).to_have_value("Skrivet i tunneln.")
        saved(page)
    assert summary(town, report) == "Skrivet i tunneln."


def test_an_ended_login_loses_nothing(site: Site, town: Town, report: str) -> None:
    """One logs in again and is back, with what was typed."""
    with site.context(WHO) as context:
        page = context.new_page()
        page.goto(f"/rapporter/{report}/delar/2")
        context.clear_cookies()
        page.locator("#falt-sammanfattning").fill("Skrivet efter lunchen.")
        page.get_by_role("link", name="Logga in igen").click()
        page.get_by_label("Användarnamn").fill(WHO)
        page.get_by_label("Lösenord").fill("fyra ord i en lång rad")
        page.get_by_role("button", name="Logga in").click()
        expect(page.locator("#falt-sammanfattning")).to_have_value("Skrivet efter lunchen.")
        saved(page)
    assert summary(town, report) == "Skrivet efter lunchen."


def test_the_back_button_and_a_slow_server(site: Site, town: Town, report: str) -> None:
    """What is typed while the page still saves is saved too; going back shows what was saved."""
    with site.visit(WHO) as page:
        page.goto(f"/rapporter/{report}/delar/2")
        page.route("**/delar/2", _slowly)
        page.locator("#falt-sammanfattning").fill("Ett")
        expect(page.locator("[data-state]")).to_contain_text("Sparar")
        page.locator("#falt-sammanfattning").fill("Ett och två")
        page.wait_for_timeout(100)
        expect(page.locator("[data-state]")).to_contain_text("Sparad")
        page.wait_for_timeout(4000)
        page.unroute("**/delar/2")
        assert summary(town, report) == "Ett och två"
        page.get_by_role("button", name="Spara och gå vidare").click()
        page.wait_for_url("**/delar/3")
        page.go_back()
        expect(page.locator("#falt-sammanfattning")).to_have_value("Ett och två")


def test_two_people_in_one_report(site: Site, town: Town, report: str) -> None:
    """They see each other; the later one compares and decides."""
    with site.visit(WHO) as mine, site.context("vn.sekreterare") as context:
        theirs = context.new_page()
        theirs.goto(f"/rapporter/{report}/delar/2")
        mine.goto(f"/rapporter/{report}/delar/2")
        expect(mine.locator("[data-others]")).to_contain_text("Vn.Sekreterare")
        theirs.locator("#falt-sammanfattning").fill("Deras ord.")
        saved(theirs)
        mine.locator("#falt-sammanfattning").fill("Mina ord.")
        mine.get_by_role("button", name="Jämför").click()
        expect(mine.get_by_text("Någon annan har ändrat samma del", exact=True)).to_be_visible()
        expect(mine.get_by_text("Deras ord.")).to_be_visible()
        expect(mine.locator("#falt-sammanfattning")).to_have_value("Mina ord.")
        hold_readable(mine)
        mine.get_by_role("button", name="Spara", exact=True).click()
        expect(mine.get_by_role("status").first).to_have_text("Sparat.")
    assert summary(town, report) == "Mina ord."


def test_rows_tables_and_texts(site: Site, town: Town, report: str) -> None:
    """Rows added, filled from a spreadsheet, removed and brought back; bold and lists in a text, and undo."""
    with site.visit(WHO) as page:
        page.goto(f"/rapporter/{report}/delar/3")
        rows = page.locator(
            '[data-list="verksamhetsbeskrivning.grund_lagstiftning"] > [data-grid] > [data-rows] > *'
        )
        count = rows.count()
        page.get_by_role("button", name="Lägg till: Lagstiftning").click()
        expect(rows).to_have_count(count + 1)
        page.evaluate(PASTE, "Lag A\t2001:1\nLag Å\t2002:2\n")
        expect(rows).to_have_count(count + 2)
        saved(page)
        laws = answers_of(town.service, town[WHO], report)["verksamhetsbeskrivning"]["grund_lagstiftning"]
        assert laws[-2:] == [{"lag": "Lag A", "sfs": "2001:1"}, {"lag": "Lag Å", "sfs": "2002:2"}]
        rows.last.get_by_role("button", name="Ta bort").click()
        expect(rows).to_have_count(count + 1)
        page.get_by_role("button", name="Ångra").click()
        expect(rows).to_have_count(count + 2)
        page.goto(f"/rapporter/{report}/delar/2")
        area = page.locator("#falt-sammanfattning")
        area.fill("ord")
        area.select_text()
        page.get_by_role("button", name="Fet", exact=True).click()
        expect(area).to_have_value("**ord**")
        page.keyboard.press("Control+z")
        expect(area).to_have_value("ord")
        area.fill("ett\ntvå")
        area.select_text()
        page.get_by_role("button", name="Punktlista").click()
        expect(area).to_have_value("- ett\n- två")
        saved(page)
        _link(page)
    assert summary(town, report) == "- ett\n- två"


def _link(page: Page) -> None:
    """A link is asked for in a dialog that a keyboard is enough for; Escape leaves the text as it was."""
    area = page.locator("#falt-sammanfattning")
    before = area.input_value()
    button = page.get_by_role("button", name="Länk", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Infoga länk")
    expect(dialog.get_by_label("Adress")).to_be_focused()
    hold_readable(page)
    page.keyboard.press("Escape")
    expect(area).to_be_focused()
    expect(area).to_have_value(before)
    area.fill("Se webben.")
    area.evaluate("one => one.setSelectionRange(3, 9)")
    button.focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Text att visa")).to_have_value("webben")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()  # an address is needed
    page.keyboard.type("www.ale.se/a(1)")
    page.keyboard.press("Enter")
    expect(area).to_have_value("Se [webben](https://www.ale.se/a%281%29).")
    area.fill(before)
    saved(page)


def test_faults_are_told_at_the_field(site: Site, report: str) -> None:
    """When one has left it, in words, and gone when it is mended."""
    with site.visit(WHO) as page:
        page.goto(f"/rapporter/{report}/delar/2")
        area = page.locator("#falt-sammanfattning")
        area.fill("<b>så</b>")
        saved(page)
        page.locator("h1").click()
        area.fill("<b>så</b> ")
        page.locator("h1").click()
        expect(page.locator("#falt-sammanfattning-fel")).to_contain_text(
            "HTML kan inte användas", timeout=15_000
        )
        expect(area).to_have_attribute("aria-invalid", "true")
        hold_readable(page)
        area.fill("så")
        page.locator("h1").click()
        expect(page.locator("#falt-sammanfattning-fel")).to_be_empty()


@pytest.mark.parametrize(
    "path",
    ["/", "/rapporter", "/rapporter?text=finns-inte", "/rapporter/ny", "/rapporter/{}", "/rapporter/{}/versioner",
     "/rapporter/{}/versioner/1", "/rapporter/{}/delar/1", "/rapporter/{}/delar/5", "/rapporter/{}/sidor"],
)  # fmt: skip
def test_every_page_is_readable(site: Site, begun: str, path: str) -> None:
    """Of a report that has just been begun: long, and with everything still missing."""
    with site.visit(WHO, viewport=PHONE) as page:
        page.goto(path.format(begun))
        hold_readable(page)
