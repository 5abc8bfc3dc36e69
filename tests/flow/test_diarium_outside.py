"""Sending to a diary outside: one number for each document, whatever goes wrong on the way."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from service.archive.schemacheck import faults, parse
from service.diary.port import Diary as Port
from service.errors import ConfigError
from service.flow.diarium.answered import confirm, list_sendings, send_again
from service.flow.diarium.find import get_case, get_document
from service.flow.diarium.outside import open_diary, send_next, send_waiting, wait_after
from service.flow.refusals import NotAllowed, WrongState
from service.model.diarium import Diariehandling, Registerstatus
from service.model.people import Person
from service.model.registrering import Sandningsstatus
from service.records.database import Conflict
from tests.diaries import KEY, Diary, RestHandler, SifHandler, diary_server
from tests.register import SECRET, codes, document, enter_one, lay_up, matter, open_one, upload
from tests.service import Town, open_town

PNG = b"\x89PNG\r\n\x1a\n"


@contextmanager
def _town(folder: Path, kind: str, diary: Diary, **more: str) -> Iterator[Town]:
    told = {
        "diarium": kind,
        "diarium_adress": diary.address,
        "diarium_nyckel": KEY,
        "diarium_sekunder": "1",
        **more,
    }
    with open_town(folder, **told) as town:
        yield town


@pytest.fixture(name="sif")
def _sif() -> Iterator[Diary]:
    with diary_server(SifHandler) as diary:
        yield diary


@pytest.fixture(name="rest")
def _rest() -> Iterator[Diary]:
    with diary_server(RestHandler) as diary:
        yield diary


def _entered(town: Town, folder: Path, **changed: Any) -> tuple[Person, Diariehandling]:
    person = lay_up(town)
    path = folder / "bild.png"
    path.write_bytes(PNG)
    case = open_one(town, person)
    assert case.tillfalligt
    assert case.diarienummer.startswith("T-")
    return person, enter_one(
        town, person, case.id, filer=(upload(town.service, person, path),), **changed
    ).document


def _send_until_done(town: Town) -> int:
    """How many tries it takes, when the clock is moved on as the waiting wants."""
    for tries in range(1, 12):
        send_waiting(town.service)
        if not list_sendings(town.service, town["kansli"]):
            return tries
        town.clock.forward(hours=7)
    pytest.fail(f"never done: {list_sendings(town.service, town['kansli'])}")


def test_sif_gives_the_number(sif: Diary, tmp_path: Path) -> None:
    """Matter, document and file; the register takes the number over; a second document goes to the same matter."""
    with _town(tmp_path, "sif", sif) as town:
        person, made = _entered(town, tmp_path)
        assert made.status is Registerstatus.SKICKAD
        assert send_waiting(town.service) == 1
        case = get_case(town.service, person, "26/00101")
        assert not case.tillfalligt
        seen = get_document(town.service, person, made.id)
        assert (seen.status, seen.extern_referens) == (Registerstatus.REGISTRERAD, "26/00101-1")
        kept = sif.documents[0]
        assert (kept["Title"], kept["Category"], kept["Status"]) == (made.titel, "110", "J")
        assert base64.b64decode(kept["Files"][0]["Base64Data"]) == PNG
        assert kept["Contacts"][0]["Name"] == "Vårdnämnden"
        enter_one(town, person, case.id, titel="Tjänsteskrivelse om riktningsmål")
        assert send_waiting(town.service) == 1
        assert sif.calls.count("CaseService/CreateCase") == 1
        assert sif.documents[1]["DocumentNumber"] == "26/00101-2"
        assert send_waiting(town.service) == 0


def test_a_secret_document_has_no_public_title_there(sif: Diary, tmp_path: Path) -> None:
    """Its true title is for who may know; the provision goes along."""
    with _town(tmp_path, "sif", sif) as town:
        _entered(town, tmp_path, titel="Utredning om Gullregnet", sekretess=SECRET)
        send_waiting(town.service)
        assert "UnofficialTitle" not in sif.documents[0]
        assert sif.documents[0]["Paragraph"] == "25 kap. 1 § OSL"


@pytest.mark.parametrize("fault", ["503", "500", "silent", "lost", "half", "html"])
@pytest.mark.parametrize(
    "call", ["CaseService/CreateCase", "DocumentService/CreateDocument", "FileService/CreateFile"]
)
def test_sif_whatever_goes_wrong_there_is_one_of_each(
    sif: Diary, tmp_path: Path, call: str, fault: str
) -> None:
    """A lost answer, half an answer, none in time, a proxy's page: asked first, and then not done twice."""
    sif.faults[call] = [fault]
    with _town(tmp_path, "sif", sif) as town:
        person, made = _entered(town, tmp_path)
        assert _send_until_done(town) == 2
        assert (len(sif.cases), len(sif.documents), len(sif.documents[0]["Files"])) == (1, 1, 1)
        assert get_document(town.service, person, made.id).status is Registerstatus.REGISTRERAD


@pytest.mark.parametrize("fault", ["503", "500", "silent", "lost", "half", "html"])
@pytest.mark.parametrize("call", ["POST /documents", "PUT /files"])
def test_rest_whatever_goes_wrong_there_is_one_of_each(
    rest: Diary, tmp_path: Path, call: str, fault: str
) -> None:
    """The same for the documents API, also for a confidential one, which its search hides from who does not ask."""
    rest.faults[call] = [fault]
    with _town(tmp_path, "rest", rest) as town:
        person, made = _entered(town, tmp_path, sekretess=SECRET, titel_publik="Yttrande")
        assert _send_until_done(town) == 2
        assert (len(rest.documents), len(rest.documents[0]["documentData"])) == (1, 1)
        kept = rest.documents[0]
        assert kept["confidentiality"] == {"confidential": True, "legalCitation": "25 kap. 1 § OSL"}
        assert kept["documentData"][0]["content"].encode("latin-1") == PNG
        seen = get_document(town.service, person, made.id)
        assert (seen.status, seen.extern_referens) == (Registerstatus.REGISTRERAD, "2026-1440-1")


def test_where_nobody_can_see_whose_it_is_a_person_decides(sif: Diary, tmp_path: Path) -> None:
    """Its lists tell no notes: after a lost answer nothing is made again, and the registrator says the number."""
    sif.tells_notes = False
    sif.faults["CaseService/CreateCase"] = ["lost"]
    with _town(tmp_path, "sif", sif) as town:
        person, made = _entered(town, tmp_path)
        send_waiting(town.service)
        town.clock.forward(hours=7)
        send_waiting(town.service)
        (told,) = list_sendings(town.service, person)
        assert told.status is Sandningsstatus.OKLAR
        town.clock.forward(days=2)
        assert send_waiting(town.service) == 0
        assert len(sif.cases) == 1
        seen = confirm(town.service, person, made.id, "26/00101")
        assert seen.status is Registerstatus.REGISTRERAD
        assert get_case(town.service, person, "26/00101").handlingar[0].id == made.id
        with pytest.raises(WrongState):
            confirm(town.service, person, made.id, "26/00101")


def test_a_person_has_looked_and_it_is_not_there(sif: Diary, tmp_path: Path) -> None:
    """Then it is sent again without asking."""
    sif.tells_notes = False
    sif.faults["CaseService/CreateCase"] = ["lost"]
    with _town(tmp_path, "sif", sif) as town:
        person, made = _entered(town, tmp_path)
        send_waiting(town.service)
        town.clock.forward(hours=7)
        send_waiting(town.service)
        sif.cases.clear()  # the diary's people have taken away what was half made
        send_again(town.service, person, made.id)
        send_waiting(town.service)
        assert len(sif.cases) == 1
        assert list_sendings(town.service, person) == ()


@pytest.mark.parametrize(("fault", "code"), [("refuse", "diary_refused"), ("401", "diary_key_refused"),
                                             ("403", "diary_key_refused"), ("302", "diary_refused")])  # fmt: skip
def test_what_the_diary_refuses_waits_for_a_person(sif: Diary, tmp_path: Path, fault: str, code: str) -> None:
    """It is not tried again by itself; the reason stands with it, and no key."""
    sif.faults["CaseService/CreateCase"] = [fault]
    with _town(tmp_path, "sif", sif) as town:
        person, made = _entered(town, tmp_path)
        send_waiting(town.service)
        (told,) = list_sendings(town.service, person)
        assert (told.status, told.nasta) == (Sandningsstatus.AVVISAD, None)
        seen = get_document(town.service, person, made.id)
        assert seen.status is Registerstatus.AVVISAD
        assert KEY not in told.fel + seen.orsak
        assert code in {"diary_refused", "diary_key_refused"}
        town.clock.forward(days=2)
        assert send_waiting(town.service) == 0
        send_again(town.service, person, made.id)
        assert _send_until_done(town) == 1


def test_the_rest_api_says_what_is_wrong(rest: Diary, tmp_path: Path) -> None:
    """Its violations come to the registrator in its own words."""
    rest.faults["POST /documents"] = ["refuse"]
    with _town(tmp_path, "rest", rest) as town:
        person, _ = _entered(town, tmp_path)
        send_waiting(town.service)
        assert "type: must be a valid document type" in list_sendings(town.service, person)[0].fel


def test_nobody_is_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The waiting grows; the log never holds the key."""
    with diary_server(SifHandler) as gone:
        pass
    with caplog.at_level(logging.DEBUG), _town(tmp_path, "sif", gone) as town:
        person, _ = _entered(town, tmp_path)
        waits = []
        for _ in range(4):
            assert send_waiting(town.service) == 1
            (told,) = list_sendings(town.service, person)
            assert told.nasta is not None
            waits.append(told.nasta - town.clock())
            assert send_waiting(town.service) == 0
            town.clock.at = told.nasta
        assert waits == [wait_after(tries) for tries in range(1, 5)]
        assert waits == sorted(set(waits))
    assert KEY not in caplog.text


class _Killed(BaseException):
    """What a process that is killed looks like from within."""


class _Deadly:
    """A diary whose client dies when the answer has come."""

    def __init__(self, inner: Port, step: str) -> None:
        self.inner, self.step = inner, step

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.inner, name)

        def call(*arguments: Any, **named: Any) -> Any:
            answer = method(*arguments, **named)
            if name == self.step:
                raise _Killed
            return answer

        return call


@pytest.mark.parametrize("step", ["case", "document", "file"])
def test_a_sender_that_is_killed(sif: Diary, tmp_path: Path, step: str) -> None:
    """Another one goes on when it has been silent for long enough, asks first, and makes nothing twice."""
    with _town(tmp_path, "sif", sif) as town:
        person, made = _entered(town, tmp_path)
        diary = open_diary(town.service)
        assert diary is not None
        with pytest.raises(_Killed):
            send_next(town.service, _Deadly(diary, step), "den som dör")
        assert send_waiting(town.service) == 0
        town.clock.forward(minutes=11)
        assert send_waiting(town.service) == 1
        assert (len(sif.cases), len(sif.documents), len(sif.documents[0]["Files"])) == (1, 1, 1)
        assert get_document(town.service, person, made.id).status is Registerstatus.REGISTRERAD


def test_a_folder_for_who_reads_it_in(tmp_path: Path) -> None:
    """Whole or not at all, described in JSON and valid ERMS; the number is said by hand."""
    place = tmp_path / "till-diariet"
    place.mkdir()
    with open_town(tmp_path, diarium="fil", diarium_mapp=str(place)) as town:
        person, made = _entered(town, tmp_path)
        assert send_waiting(town.service) == 1
        (folder,) = place.iterdir()
        told = json.loads((folder / "handling.json").read_text(encoding="utf-8"))
        assert told["handling"]["titel"] == made.titel
        root = parse((folder / "erms.xml").read_bytes())
        assert list(faults(root)) == []
        written = etree.tostring(root, encoding="unicode")
        assert made.titel in written
        assert f"filer/{made.filer[0].sha256}.png" in written
        (file,) = (folder / "filer").iterdir()
        assert file.read_bytes() == PNG
        assert file.name == f"{made.filer[0].sha256}.png"
        (waiting,) = list_sendings(town.service, person)
        assert waiting.status is Sandningsstatus.NUMMER_SAKNAS
        with pytest.raises(NotAllowed):
            confirm(town.service, town["kansli"], made.id, "KS 26/101")
        confirm(town.service, person, made.id, "KS 26/101")
        assert get_case(town.service, person, "KS 26/101").handlingar[0].status is Registerstatus.REGISTRERAD


def test_a_folder_that_is_away(tmp_path: Path) -> None:
    """It is tried again; nothing half is seen there."""
    place = tmp_path / "till-diariet"
    place.write_text("en fil är i vägen", encoding="utf-8")
    with open_town(tmp_path, diarium="fil", diarium_mapp=str(place)) as town:
        person, _ = _entered(town, tmp_path)
        send_waiting(town.service)
        assert list_sendings(town.service, person)[0].status is Sandningsstatus.VANTAR
        place.unlink()
        place.mkdir()
        town.clock.forward(hours=1)
        send_waiting(town.service)
        assert [one.name.startswith(".") for one in place.iterdir()] == [False]


def test_a_number_that_is_another_matter_s(sif: Diary, tmp_path: Path) -> None:
    """It is refused: two matters never have one number."""
    with _town(tmp_path, "sif", sif) as town:
        person, first = _entered(town, tmp_path)
        second = enter_one(town, person, open_one(town, person).id).document
        confirm(town.service, person, first.id, "KS 26/101")
        with pytest.raises(Conflict) as refused:
            confirm(town.service, person, second.id, "KS 26/101")
        assert codes(refused.value.problems) == ["number_taken"]


@pytest.mark.parametrize("kind", ["fil", "sif", "rest"])
def test_a_diary_that_is_not_set_up(tmp_path: Path, kind: str) -> None:
    """It is the operator's to set."""
    with open_town(tmp_path, diarium=kind) as town, pytest.raises(ConfigError):
        open_diary(town.service)


def test_nothing_is_sent_where_the_register_is_the_diary(tmp_path: Path) -> None:
    """Its own numbers are the numbers."""
    with open_town(tmp_path) as town:
        person = lay_up(town)
        assert open_diary(town.service) is None
        assert (
            enter_one(town, person, open_one(town, person).id).document.status is Registerstatus.REGISTRERAD
        )
        assert (matter().serie, document().handlingstyp) == ("KS", "yttrande")
        assert send_waiting(town.service) == 0
