"""Searching: everybody finds what they may know of, by its words, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.flow.search_again import index_everything
from service.model.steps import UTKAST
from service.records.search import terms_of
from service.records.tables import Rapport
from tests.api import Api
from tests.flow.conftest import make_pdf
from tests.flow.test_api import HEADS
from tests.service import open_town, report_text


@pytest.fixture(name="api")
def _api(tmp_path: Path) -> Iterator[Api]:
    with open_town(tmp_path) as town:
        yield Api(town)


def _found(api: Api, who: str, asked: str, **more: Any) -> list[tuple[str, str]]:
    address = f"/sok?q={asked}" + "".join(f"&{name}={value}" for name, value in more.items())
    answer = api.get(address, who)
    assert answer.status_code == 200, answer.text
    return [(one["slag"], one["id"]) for one in answer.get_json()["poster"]]


def _state(api: Api, report: str, **changed: Any) -> None:
    """Put a report into a state, as its steps would."""
    with api.town.service.records.change() as db:
        row = db.get(Rapport, report)
        assert row is not None
        for name, value in changed.items():
            setattr(row, name, value)


def test_a_draft_is_found_by_its_body_alone(api: Api) -> None:
    """And by the others first when it is handed in, in the version that was handed in."""
    raw = report_text(handlaggare="Kvastskaftet Åkerlöf")
    made = api.post("/rapporter", "vn.handlaggare", raw).get_json()["rapport"]["id"]
    hit = [("rapport", made)]
    everybody = ("sn.handlaggare", "kansli", "registrator", "granskare", "lasare")
    assert _found(api, "vn.handlaggare", "kvastskaftet") == _found(api, "vn.sekreterare", "kvast") == hit
    assert all(_found(api, who, "kvastskaftet") == [] for who in everybody)
    from service.flow.search import index_handed_in

    with api.town.service.records.change() as db:
        index_handed_in(db, made)
    assert all(_found(api, who, "kvastskaftet") == [] for who in everybody), "the state rules, not the index"
    _state(api, made, status="inskickad", inskickad_nr=1)
    assert _found(api, "kansli", "kvastskaftet") == hit
    assert _found(api, "sn.handlaggare", "kvastskaftet") == _found(api, "lasare", "kvastskaftet") == []

    _state(api, made, status="aterlamnad")
    version = api.get(f"/rapporter/{made}", "vn.handlaggare").get_json()["version"]
    later = report_text(handlaggare="Hemlig ändring")
    saved = api.put(f"/rapporter/{made}/indata", "vn.handlaggare", later, version)
    assert saved.status_code == 200, saved.text
    assert _found(api, "vn.handlaggare", "hemlig+ändring") == hit
    assert _found(api, "vn.handlaggare", "kvastskaftet") == []
    assert (_found(api, "kansli", "kvastskaftet"), _found(api, "kansli", "ändring+hemlig")) == (hit, [])

    _state(api, made, status="overlamnad_ks")
    assert _found(api, "lasare", "kvastskaftet") == _found(api, "sn.handlaggare", "kvastskaftet") == hit
    _state(api, made, sekretess=True)
    assert _found(api, "lasare", "kvastskaftet") == _found(api, "sn.handlaggare", "kvastskaftet") == []
    assert _found(api, "kansli", "kvastskaftet") == hit
    _state(api, made, status=UTKAST, inskickad_nr=0)
    assert _found(api, "kansli", "kvastskaftet") == []
    assert api.get("/sok?q=kvastskaftet", "admin").status_code == 403


def test_the_words_of_files_and_meetings(api: Api, tmp_path: Path) -> None:
    """A file by who sent it, and by those who prepare once a meeting names it; a meeting by those who prepare."""
    paper = make_pdf(tmp_path / "k.pdf", "Granskogens gränser", "Vid Surte").read_bytes()
    file = api.send("registrator", "karta.pdf", paper).get_json()["id"]
    assert _found(api, "registrator", "granskogens") == [("fil", file)]
    assert _found(api, "kansli", "granskogens") == []
    meeting = api.post("/sammantraden", "registrator", HEADS).get_json()["id"]
    facts = {
        "rubrik": "Detaljplan",
        "arendetyp": "redovisning",
        "diarienummer": "KS.2026.9",
        "vackt_av": "namnd",
    }
    path = f"/sammantraden/{meeting}/arenden"
    answer = api.call("POST", path, "registrator", facts, {"If-Match": '"v1"'})
    arende = answer.get_json()["arenden"][0]["id"]
    body = {"handlingstyp": "bilaga", "titel": "Kartbilden", "fil": file}
    api.call("POST", f"{path}/{arende}/handlingar", "registrator", body, {"If-Match": '"v2"'})
    assert _found(api, "kansli", "granskogens+surte") == [("fil", file)]
    for asked in ("detaljplan", "kartbilden", "KS.2026.9", '"ks 2026 9"', "detalj+a-salen"):
        assert _found(api, "kansli", asked) == [("sammantrade", meeting)], asked
    assert (
        _found(api, "kansli", '"kartbilden detaljplan"')
        == []
        != _found(api, "kansli", "kartbilden detaljplan")
    )
    for who in ("vn.handlaggare", "lasare"):
        assert _found(api, who, "granskogens") == _found(api, who, "detaljplan") == []
    told = api.get("/sok?q=surte", "kansli").get_json()["poster"][0]
    assert "Vid Surte" in told["utdrag"]


def test_the_index_is_made_anew(api: Api, tmp_path: Path) -> None:
    """From the records and the files it finds the same as before."""
    made = api.post("/rapporter", "vn.handlaggare", report_text(handlaggare="Kvastskaftet")).get_json()
    paper = make_pdf(tmp_path / "k.pdf", "Granskogens gränser").read_bytes()
    file = api.send("kansli", "karta.pdf", paper).get_json()["id"]
    meeting = api.post("/sammantraden", "kansli", HEADS).get_json()["id"]
    assert index_everything(api.town.service) == 3
    assert _found(api, "vn.handlaggare", "kvastskaftet") == [("rapport", made["rapport"]["id"])]
    assert _found(api, "kansli", "granskogens") == [("fil", file)]
    assert _found(api, "kansli", "a-salen") == [("sammantrade", meeting)]


@pytest.mark.parametrize(
    "asked", ["", "   ", "%22", "%22%22", "*", "a%22 OR b", "NEAR(", "rowid:1", "(((", "-", "%00x"]
)
def test_what_is_asked_is_words(api: Api, asked: str) -> None:
    """Signs of the index's own language mean nothing."""
    answer = api.get(f"/sok?q={asked}", "kansli")
    assert answer.status_code == (422 if "%00" in asked else 200)


def test_terms() -> None:
    """Words go on, phrases do not; letters of any alphabet are kept, and there is a limit."""
    assert terms_of('Åsa "Öst Väst" KS.2026.9') == (
        (("åsa",), True),
        (("öst", "väst"), False),
        (("ks", "2026", "9"), True),
    )
    assert terms_of("”öst väst”") == terms_of('"öst väst"')
    assert len(terms_of("ord " * 100)) == 12
