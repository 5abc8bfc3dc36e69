"""The registrator's pages: registering, history, corrections, what awaits, and the public register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from service.flow.diarium.correct import correct_document
from service.flow.diarium.find import get_case, get_document
from tests.register import SECRET, enter_one, lay_up, open_one, sender
from tests.service import Town, open_town
from tests.web import Web, hidden

PNG = b"\x89PNG\r\n\x1a\n"
FORM = {
    "serie": "KS",
    "arendemening_offentlig": "Riktningsmål för mandatperioden 2026–2030",
    "riktning": "inkommen",
    "datum": "2026-11-23",
    "titel": "Yttrande över förslag till riktningsmål",
    "handlingstyp": "yttrande",
    "part": "Vårdnämnden",
    "variant": "produktion",
}


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


def _entered(site: Web, **changed: Any) -> str:
    answer = site.post("/diarium/nytt", {**FORM, **changed})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_document_is_registered_corrected_and_cancelled(town: Town) -> None:
    """From the form to its whole history."""
    lay_up(town)
    site = Web(town).log_in("registrator")
    assert "Diarieserie" in site.get("/diarium/nytt").text
    place = _entered(site, filer=(BytesIO(PNG), "yttrande.png"))
    page = site.get(place)
    assert "KS.2026.1-1" in page.text
    assert "Vårdnämnden" in page.text
    file = re.search(r'href="(/diarium/handlingar/[^"]+/filer/[^"]+)"', page.text)
    assert file is not None
    assert site.get(file[1]).data == PNG
    document = place.rpartition("/")[2]
    seen = get_document(town.service, town["registrator"], document)
    form = {
        "version": hidden(page, "version"),
        "titel": "Yttrande över riktningsmålen",
        "varfor": "Fel titel",
    }
    assert site.post(f"{place}/rattelser", form).status_code == 303
    told = site.get(place).text
    assert seen.titel in told
    assert "Fel titel" in told
    assert site.post(f"{place}/rattelser", form).status_code == 412
    version = hidden(site.get(place), "version")
    assert site.post(f"{place}/makulera", {"version": version, "varfor": "Dubbel"}).status_code == 303
    assert "Makulerad" in site.get(place).text


def test_faults_come_back_with_what_was_typed(town: Town) -> None:
    """Every fault at its field, and nothing is registered."""
    lay_up(town)
    site = Web(town).log_in("registrator")
    answer = site.post("/diarium/nytt", {**FORM, "datum": "", "part": ""})
    assert answer.status_code == 422
    assert 'id="fault-summary"' in answer.text
    assert FORM["titel"] in answer.text
    assert "Inga handlingar" in site.get("/diarium").text


def test_the_matter_is_corrected_closed_and_opened(town: Town) -> None:
    """Its status and its wording, with the reasons beside."""
    person = lay_up(town)
    case = open_one(town, person)
    site = Web(town).log_in("registrator")
    place = f"/diarium/arenden/{case.id}"
    form = {
        "version": "1",
        "arendemening_offentlig": "Mål för perioden",
        "ansvarig": "",
        "varfor": "Tydligare",
    }
    assert site.post(f"{place}/rattelser", form).status_code == 303
    seen = get_case(town.service, person, case.id)
    assert (seen.arendemening_offentlig, seen.ansvarig) == ("Mål för perioden", "")
    answer = site.post(
        f"{place}/status", {"version": str(seen.version), "status": "avslutat", "varfor": "Beslutat"}
    )
    assert answer.status_code == 303
    told = site.get(place).text
    assert "Avslutat" in told
    assert "Tydligare" in told
    added = site.post(f"{place}/ny-handling", FORM)
    assert added.status_code == 409


def test_what_is_secret_is_on_no_page_of_others(town: Town) -> None:
    """Neither in the search, nor in its matter, nor by its address; the public register says that it is left out."""
    person = lay_up(town)
    case = open_one(town, person, arendemening_offentlig="Skolskjuts")
    secret = enter_one(town, person, case.id, titel="Utredning om Gullregnet", sekretess=SECRET).document
    hidden_name = sender("Anna Bergström", organisation=False, skyddad=True)
    enter_one(town, person, case.id, titel="Klagomål", avsandare=(hidden_name,))
    site = Web(town).log_in("lasare")
    for path in (
        "/diarium",
        "/diarium?text=Gullregnet",
        f"/diarium/arenden/{case.id}",
        "/diarium/offentligt",
    ):
        told = site.get(path).text
        assert "Utredning" not in told
        assert "Bergström" not in told
    assert "(utelämnad)" in site.get("/diarium/offentligt").text
    assert site.get(f"/diarium/handlingar/{secret.id}").status_code == 404
    mine = Web(town).log_in("kansli")
    assert "Utredning om Gullregnet" in mine.get(f"/diarium/arenden/{case.id}").text
    assert "Rätta" not in mine.get(f"/diarium/handlingar/{secret.id}").text


def test_a_mark_is_set_and_taken_away(town: Town) -> None:
    """With its provision, day and authority; both ways stand in the history, beside a sender that was wrong."""
    person = lay_up(town)
    first = enter_one(town, person, open_one(town, person).id).document
    changes = {"avsandare": (sender("Socialnämnden"),)}
    made = correct_document(town.service, person, first.id, changes, "Fel nämnd", first.version)
    site = Web(town).log_in("registrator")
    place = f"/diarium/handlingar/{made.id}"
    form = {"version": str(made.version), "bestammelse": "25 kap. 1 § OSL", "sekretess_datum": "2026-11-23",
            "sekretess_myndighet": "Kommunstyrelsen", "varfor": "Prövad"}  # fmt: skip
    assert site.post(f"{place}/rattelser", form).status_code == 303
    page = site.get(place)
    assert "Sekretess: 25 kap. 1 § OSL" in page.text
    assert "Vårdnämnden" in page.text
    form = {"version": hidden(page, "version"), "sekretess": "tas_bort", "varfor": "Gäller inte längre"}
    assert site.post(f"{place}/rattelser", form).status_code == 303
    assert get_document(town.service, town["lasare"], made.id).secret is False
