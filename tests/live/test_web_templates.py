"""The pages of templates and of the framework in a real browser, in their states."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page

from service.flow.places import TEMPLATES
from tests.live.site import Site, hold_readable, open_site
from tests.service import FRAMEWORK, open_town, write_json

pytestmark = pytest.mark.xdist_group("web")
AT = "/mallar/nulagesbeskrivning"


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("stad")
    with open_town(folder, mallar=str(folder / "mallar")) as town, open_site(town) as site:
        yield site


def _docx(folder: Path, text: str) -> Path:
    document = Document(str(TEMPLATES / "nulagesbeskrivning" / "mall.docx"))
    document.add_paragraph(text)
    path = folder / "ny mall.docx"
    document.save(str(path))
    return path


def test_a_template_is_looked_through_and_taken_into_use(site: Site, tmp_path: Path) -> None:
    """With faults, without, while it is tried, and after it has been taken into use."""
    with site.visit("kansli") as page:
        _look(page, "/mallar")
        page.goto(AT)
        _look(page)
        page.get_by_label("Word-fil").set_input_files(_docx(tmp_path, "{{ finns_inte_alls }}"))
        page.get_by_role("button", name="Granska").click()
        page.get_by_role("heading", name="Granskad: ny mall.docx").wait_for()
        assert page.get_by_text("{{ finns_inte_alls }}", exact=True).count() == 1
        _look(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Hämta filen med kommentarer").click()
        assert download.value.suggested_filename == "ny mall-granskad.docx"
        page.goto(AT)
        page.get_by_label("Word-fil").set_input_files(_docx(tmp_path, "En ny avslutning."))
        page.get_by_role("button", name="Granska").click()
        page.get_by_label("Nummer").fill("7.0")
        page.get_by_label("Giltig från").fill("2027-01-01")
        page.get_by_label("Vad som är ändrat").fill("Ny avslutning.")
        _look(page)
        page.get_by_role("button", name="Ta i bruk").click()
        page.get_by_text("Version 7.0 är tagen i bruk.").wait_for()
        page.get_by_role("link", name="Jämför två versioner").click()
        _look(page)
        page.goto(AT)
        page.get_by_role("button", name="Prova version 7.0").click()
        page.get_by_role("progressbar").wait_for()
        _look(page)


def test_a_framework_is_read_refused_replaced_and_reworded(site: Site, tmp_path: Path) -> None:
    """Every state of its pages."""
    raw = json.loads(FRAMEWORK.read_text(encoding="utf-8"))
    with site.visit("kansli") as page:
        page.goto("/ramverk/1#riktningsmal")
        page.locator("summary").filter(has_text="R1").first.click()
        _look(page)
        page.goto("/ramverk")
        raw["riktningsmal"][1]["nr"] = "två"
        page.get_by_label("Ramverkets fil").set_input_files(write_json(tmp_path, raw))
        page.get_by_role("button", name="Lägg in").click()
        page.get_by_text("riktningsmal[1].nr", exact=True).wait_for()
        assert page.evaluate("document.activeElement.id") == "fault-summary"
        _look(page)
        page.goto("/ramverk/andra/riktningsmal/R1")
        page.get_by_label("Rubrik").fill("Barn & unga <lyckas>")
        _look(page)
        page.get_by_role("button", name="Spara som ny version").click()
        page.get_by_text("Version 2 gäller nu.").wait_for()
        page.goto("/ramverk/ny/uppdrag")
        page.get_by_role("button", name="Spara som ny version").evaluate(
            "one => { one.form.noValidate = true; }"
        )
        page.get_by_label("Id", exact=True).fill("U99")
        page.get_by_label("UN Utbildningsnämnden").check()
        page.get_by_role("button", name="Spara som ny version").press("Enter")
        assert page.evaluate("document.activeElement.id") == "fault-summary"
        assert page.get_by_label("UN Utbildningsnämnden").is_checked()
        _look(page)
        page.goto("/ramverk/andra/riktningsmal/R1")
        page.get_by_label("Sista dagen", exact=True).fill("2029-12-31")
        page.get_by_role("button", name="Avsluta").press("Enter")
        page.get_by_text("Version 3 gäller nu.").wait_for()
        page.goto("/ramverk/jamfor?forr=1&nu=3")
        assert page.get_by_text("Barn & unga <lyckas>").count() >= 1
        _look(page)


def _look(page: Page, path: str = "") -> None:
    """Hold the page readable."""
    if path:
        page.goto(path)
    hold_readable(page)
