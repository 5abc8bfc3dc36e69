"""Without logging in: nothing until a setting says so; then the public register and what is released, and no more."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.api.table import BASE
from service.flow.offentligt import Gate, admit_public
from service.flow.refusals import NotKnown, TooMany
from service.flow.wiring import Workshop
from tests.api import Api
from tests.flow.plain_converter import PlainConverter
from tests.flow.test_releases import SECRET as HIDDEN
from tests.flow.test_releases import Meeting, compiled
from tests.register import SECRET, enter_one, lay_up, open_one, receiver, sender
from tests.service import open_town
from tests.web import Web

PUBLIC_FILES = {"kf-2026-12-14-publik.pdf", "kf-2026-12-14-publik.manifest.json"}


@pytest.fixture(name="meeting", scope="module")
def _meeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    """A town that is open to everybody, with documents of all kinds and a packet that is not released yet."""
    folder = tmp_path_factory.mktemp("stad")
    with open_town(folder, offentligt="ja", offentligt_per_minut="10000") as town:
        person = lay_up(town)
        case = open_one(town, person)
        enter_one(
            town, person, case.id, titel="Yttrande", avsandare=(sender("Alva Lindgren", organisation=False),)
        )
        enter_one(
            town,
            person,
            case.id,
            titel="Remissvar",
            avsandare=(sender("Göteborgsregionen"),),
        )
        enter_one(
            town,
            person,
            case.id,
            titel="Utredning om Beata",
            titel_publik="Utredning",
            sekretess=SECRET,
            mottagare=(receiver("Beatas förening"),),
        )
        (folder / "konverterat").mkdir()
        converter = PlainConverter(folder / "konverterat")
        bench = Workshop(town.service.settings, converter, lambda *_: None, folder)
        yield compiled(Api(town), bench, folder)


def test_everything_is_closed_by_default(tmp_path: Path) -> None:
    """Every address answers as if it did not exist."""
    with open_town(tmp_path) as town:
        client = Web(town).app.test_client()
        for path in ("/offentligt", "/offentligt/diarium", "/offentligt/sammantraden/x"):
            assert client.get(path).status_code == 404
        api = Api(town)
        for path in ("/diarium", "/diarium/fil", "/sammantraden", "/sammantraden/x"):
            assert api.get(f"/offentligt{path}").status_code == 404


def test_the_open_register_names_no_private_person(meeting: Meeting) -> None:
    """Organisations are named; people and what is secret are left out, and cannot be found by searching."""
    answer = meeting.api.get("/offentligt/diarium")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    rows = {one["titel"]: one for one in answer.get_json()["poster"]}
    assert set(rows) == {"Yttrande", "Remissvar", "Utredning"}
    assert (rows["Yttrande"]["avsandare"], rows["Yttrande"]["utelamnat"]) == ([], ["avsandare"])
    assert rows["Remissvar"]["avsandare"] == ["Göteborgsregionen"]
    assert rows["Utredning"]["mottagare"] == []
    for text, found in (("Göteborgsregionen", 1), ("Alva", 0), ("Beata", 0), ("Remissvar", 1)):
        assert meeting.api.get(f"/offentligt/diarium?text={text}").get_json()["totalt"] == found, text
    for kind in ("json", "csv"):
        text = meeting.api.get(f"/offentligt/diarium/fil?format={kind}").text
        assert "Göteborgsregionen" in text
        assert "Alva" not in text
        assert "Beata" not in text
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(lines) == 4
    page = Web(meeting.api.town).app.test_client().get("/offentligt/diarium")
    assert page.status_code == 200
    assert "Göteborgsregionen" in page.text
    assert "Alva" not in page.text
    assert "/api/v1/offentligt/diarium/fil?format=csv" in page.text


def test_only_what_is_released_is_open(meeting: Meeting) -> None:
    """Nothing before the release, the public edition after it, and nothing again when it is taken back."""
    api, open_path = meeting.api, f"/offentligt/sammantraden/{meeting.id}"
    client = Web(api.town).app.test_client()
    assert api.get("/offentligt/sammantraden").get_json()["totalt"] == 0
    assert api.get(open_path).status_code == 404
    released = meeting.release().get_json()
    assert api.get("/offentligt/sammantraden").get_json()["totalt"] == 1
    seen = api.get(open_path)
    assert HIDDEN not in seen.text
    assert seen.get_json()["arenden"][0]["rubrik"] == "Köp av mark"
    (shown,) = api.get(f"{open_path}/utgivningar").get_json()["poster"]
    assert {one["namn"] for one in shown["filer"]} == PUBLIC_FILES
    assert (shown["vem"], shown["jobb"]) == ("", None)
    files = f"{open_path}/utgivningar/{released['id']}/filer"
    content = api.client.get(f"{BASE}{files}/kf-2026-12-14-publik.pdf")
    assert content.data.startswith(b"%PDF-")
    assert HIDDEN.encode() not in content.data
    assert api.get(f"{files}/kf-2026-12-14.pdf").status_code == 404
    listed = client.get("/offentligt")
    assert f'href="{open_path}"' in listed.text
    page = client.get(open_path)
    assert "Köp av mark" in page.text
    assert HIDDEN not in page.text
    pdf = f"{open_path}/{released['id']}/kf-2026-12-14-publik.pdf"
    assert pdf in page.text
    assert client.get(pdf).data.startswith(b"%PDF-")
    assert client.get(pdf.replace("-publik", "")).status_code == 404
    back = f"/sammantraden/{meeting.id}/utgivningar/{released['id']}/aterkalla"
    assert api.post(back, "kansli", {"varfor": "Fel fil."}).status_code == 200
    for path in (open_path, f"{files}/kf-2026-12-14-publik.pdf"):
        assert api.get(path).status_code == 404
    assert client.get(pdf).status_code == 404


def test_an_address_has_its_share_of_each_minute(tmp_path: Path) -> None:
    """One more is told to wait; another address is not, nor is the same one a minute later."""
    now = [30.0]
    gate = Gate(lambda: now[0])
    with open_town(tmp_path, offentligt="ja", offentligt_per_minut="2") as town:
        for _ in range(2):
            admit_public(town.service, "192.0.2.1", gate)
        with pytest.raises(TooMany):
            admit_public(town.service, "192.0.2.1", gate)
        admit_public(town.service, "192.0.2.2", gate)
        now[0] += 60
        admit_public(town.service, "192.0.2.1", gate)
        answers = {Api(town).get("/offentligt/diarium").status_code for _ in range(6)}
        assert 429 in answers
    (tmp_path / "stangd").mkdir()
    with open_town(tmp_path / "stangd") as town, pytest.raises(NotKnown):
        admit_public(town.service, "192.0.2.1", gate)
