"""The register's pages in a real browser: readable for everybody, and a document registered as a person does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.flow.diarium.correct import correct_document
from tests.live.site import Site, hold_readable, open_site
from tests.register import SECRET, enter_one, lay_up, open_one, sender
from tests.service import open_town

pytestmark = pytest.mark.xdist_group("web")


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_town(tmp_path_factory.mktemp("stad")) as town, open_site(town) as site:
        yield site


def test_the_register_is_readable(site: Site) -> None:
    """With something of each kind in it: a mark of secrecy, a correction, a protected name."""
    town = site.town
    person = lay_up(town)
    case = open_one(town, person, arendemening_skyddad="Skyddat")
    made = enter_one(town, person, case.id, sekretess=SECRET, titel_publik="Yttrande").document
    changes = {"avsandare": (sender("Anna Bergström", organisation=False, skyddad=True),)}
    correct_document(town.service, person, made.id, changes, "Fel avsändare", made.version)
    pages = ["", "/vantar", "/nytt", f"/arenden/{case.id}", f"/handlingar/{made.id}", "/offentligt"]
    with site.visit("registrator") as page:
        for path in pages:
            page.goto(f"/diarium{path}")
            hold_readable(page)


def test_a_person_registers_a_document(site: Site, tmp_path: Path) -> None:
    """The form refused with its faults, mended, and the entry found by searching."""
    lay_up(site.town)
    paper = tmp_path / "yttrande.png"
    paper.write_bytes(b"\x89PNG\r\n\x1a\n")
    with site.visit("registrator") as page:
        page.goto("/diarium/nytt")
        page.get_by_label("Diarieserie").select_option("SN")
        page.get_by_label("Offentlig ärendemening").fill("Riktningsmål för mandatperioden")
        page.get_by_label("Datum", exact=True).fill("2026-11-23")
        page.get_by_label("Titel", exact=True).fill("Yttrande över riktningsmålen")
        page.get_by_label("Handlingstyp").fill("yttrande")
        page.get_by_label("Filer").first.set_input_files(paper)
        page.get_by_role("button", name="Registrera").click()
        assert "avsändare saknas" in page.get_by_role("alert").inner_text()
        page.get_by_label("Avsändare eller mottagare").fill("Vårdnämnden")
        page.get_by_label("Filer").first.set_input_files(paper)
        page.get_by_role("button", name="Registrera").click()
        assert page.get_by_role("heading", level=1).inner_text() == "SN.2026.1-1 Yttrande över riktningsmålen"
        page.goto("/diarium?text=riktningsmålen")
        assert page.get_by_role("link", name="SN.2026.1-1").count() == 1
