"""The way of a handling through the service: looked through, decided about, packed, released; and who knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.flow.jobs import run_job
from service.flow.wiring import Workshop
from service.records.database import Records
from tests.api import Api
from tests.files.pdf import masks
from tests.flow.plain_converter import PlainConverter
from tests.flow.secrets import find_told
from tests.publication import meeting_with_number
from tests.service import open_town

SECRET = masks.SECRET
PIECES = (SECRET, SECRET.replace("-", ""), "0212-12")
OUTSIDE = ("lasare", "vn.handlaggare", "vn.sekreterare")


@dataclass
class Meeting:
    """A meeting with one document, which tells a number."""

    api: Api
    bench: Workshop
    id: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"/sammantraden/{self.id}"

    def run(self, path: str, body: Any = None) -> Any:
        """Order a job and do it."""
        ordered = self.api.post(f"{self.path}/{path}", "kansli", body)
        assert ordered.status_code == 202, ordered.text
        job = ordered.get_json()["id"]
        run_job(self.api.town.service, self.bench, job, "a")
        return self.api.get(f"/jobb/{job}", "kansli").get_json()

    def review(self) -> Any:
        """What was found."""
        return self.api.get(f"{self.path}/publicering", "kansli").get_json()

    def decide(self, **choice: Any) -> Any:
        """Decide."""
        return self.api.post(f"{self.path}/publicering/beslut", "kansli", choice)


@pytest.fixture(name="meeting")
def _meeting(tmp_path: Path) -> Iterator[Meeting]:
    with open_town(tmp_path) as town:
        api = Api(town)
        (tmp_path / "konverterat").mkdir()
        bench = Workshop(
            town.service.settings, PlainConverter(tmp_path / "konverterat"), lambda *_: None, tmp_path
        )
        ident = meeting_with_number(api, tmp_path)
        yield Meeting(api, bench, ident)


def _log(records: Records) -> str:
    from sqlalchemy import text

    with records.look() as db:
        rows = db.execute(text("SELECT handelse, fore, efter FROM logg")).all()
    return "\n".join(str(tuple(row)) for row in rows)


def test_the_whole_way(meeting: Meeting, tmp_path: Path) -> None:
    """Nothing is packed for the public before a person has decided; then it holds no byte of what is masked."""
    api = meeting.api
    assert meeting.decide(beslut="maskera").status_code == 422
    packed = meeting.run("sammanstall", {"utgavor": ["publik"]})
    assert packed["status"] == "misslyckad"
    assert packed["fel"]["problems"][0]["code"] == "publication_undecided"
    assert SECRET not in str(packed)

    looked = meeting.run("publicering")
    assert looked["status"] == "klar", looked["fel"]
    assert {one["namn"] for one in looked["filer"]} == {"fynd.json", "1.1-1.png", "1.1.pdf"}
    review = meeting.review()
    assert (review["jobb"], review["pagar"], review["aktuell"]) == (looked["id"], None, True)
    (handling,) = review["handlingar"]
    number = next(one for one in handling["fynd"] if one["slag"] == "personnummer")
    assert (number["text"], number["sida"], number["beslut"]) == (SECRET, 1, None)
    assert api.get(f"/jobb/{looked['id']}/filer/1.1-1.png", "kansli").data.startswith(b"\x89PNG")

    assert meeting.decide(beslut="maskera", fynd=["finns-inte"]).status_code == 422
    decided = meeting.decide(beslut="maskera", fynd=[number["id"]], grund="21 kap. 1 § OSL")
    assert decided.status_code == 200, decided.text
    (handling,) = decided.get_json()["handlingar"]
    said = next(one["beslut"] for one in handling["fynd"] if one["id"] == number["id"])
    assert (said["beslut"], said["av"], said["galler"]) == ("maskera", "Kansli", "fynd")
    assert handling["utan_beslut"] > 0
    assert meeting.decide(beslut="maskera", slag="metadata", handling="1.1").get_json()["utan_beslut"] == 0

    packed = meeting.run("sammanstall", {"utgavor": ["publik"]})
    assert packed["status"] == "klar", packed["fel"]
    name = "kf-2026-12-14-publik.pdf"
    file = tmp_path / name
    file.write_bytes(api.get(f"/jobb/{packed['id']}/filer/{name}", "kansli").data)
    assert find_told(file, PIECES) == set()
    assert find_told(file, ("Klaganden har numm",))

    log = _log(api.town.service.records)
    assert "publicering.beslutad" in log
    assert number["id"] in log
    assert SECRET not in log

    release = {"jobb": packed["id"]}
    meeting.decide(beslut="publicera", slag="metadata")
    refused = api.post(f"{meeting.path}/utgivningar", "kansli", release)
    assert refused.status_code == 409
    assert refused.get_json()["problems"][0]["code"] == "publication_changed"
    meeting.decide(beslut="maskera", slag="metadata")
    again = meeting.run("sammanstall", {"utgavor": ["publik"]})
    assert again["status"] == "klar", again["fel"]
    released = api.post(f"{meeting.path}/utgivningar", "kansli", {"jobb": again["id"]})
    assert released.status_code == 201, released.text


def test_own_masks(meeting: Meeting) -> None:
    """A place is masked and given free again; it must be one that there is."""
    meeting.run("publicering")
    place = {"handling": "1.1", "sida": 1, "ruta": [70, 690, 120, 712]}
    masks_path = f"{meeting.path}/publicering/masker"
    for wrong in ({"sida": 2}, {"handling": "9.9"}, {"ruta": [120, 690, 70, 712]}, {"ruta": [1, 2, 3, 4, 5]}):
        answer = meeting.api.post(masks_path, "kansli", {**place, **wrong})
        assert (answer.status_code, answer.get_json()["problems"][0]["code"]) == (
            422,
            "publication_no_such_page",
        )
    added = meeting.api.post(masks_path, "kansli", place).get_json()
    (mask,) = added["handlingar"][0]["masker"]
    assert (mask["sida"], mask["ruta"], mask["av"]) == (1, [70, 690, 120, 712], "Kansli")
    left = meeting.api.call("DELETE", f"{masks_path}/{mask['id']}", "kansli").get_json()
    assert left["handlingar"][0]["masker"] == []
    assert meeting.api.call("DELETE", f"{masks_path}/{mask['id']}", "kansli").status_code == 404


def test_who_may_not_know_hears_that_it_is_missing(meeting: Meeting) -> None:
    """Findings, pictures and decisions are for those who prepare the meeting; others learn nothing, not even that."""
    looked = meeting.run("publicering")
    api, path = meeting.api, f"{meeting.path}/publicering"
    for who in OUTSIDE:
        assert api.get(f"/jobb/{looked['id']}", who).status_code == 404
        for name in ("fynd.json", "1.1-1.png", "1.1.pdf"):
            assert api.get(f"/jobb/{looked['id']}/filer/{name}", who).status_code == 404
        assert api.get(path, who).status_code == 403
        assert SECRET not in api.get(path, who).text
    assert api.get(path, "granskare").get_json()["utan_beslut"] > 0
    assert api.post(f"{path}/beslut", "granskare", {"beslut": "publicera"}).status_code == 403
    assert api.get("/sammantraden/finns-inte/publicering", "kansli").status_code == 404
