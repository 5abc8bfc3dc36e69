"""Bounces: read into the log of their dispatch for the one person, from letters that a real server took."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from service.cli.main import main
from service.errors import InvalidInput
from service.flow.jobs import run_job
from service.flow.refusals import NotAllowed, NotKnown, WrongState
from service.flow.utskick.granskat import examine_recorded
from service.flow.utskick.post import order_letters
from service.flow.utskick.studs import note_bounces
from service.flow.utskick.utskick import begin_dispatch, get_utskick, mark_receivers
from service.flow.wiring import Workshop
from service.model.choices import Utskickskanal
from service.model.granskning import Mottagarstatus
from service.records.moten import Mottagare, claim
from tests.api import Api
from tests.bounces import SHAPES, Told, exchange, gmail, postfix
from tests.dispatches import CALLED, record_meeting
from tests.flow.plain_converter import PlainConverter
from tests.mailserver import Running, mail_server
from tests.service import Town, open_town
from tests.web import Web

MANS, VENDELA = CALLED["Måns Järnkil"], CALLED["Vendela Wirdheim"]
LATER = timedelta(minutes=20)


class Sent:
    """A dispatch whose letters have gone, and the server that took them."""

    def __init__(self, town: Town, server: Running, bench: Workshop, folder: Path) -> None:
        self.town, self.server, self.bench, self.folder = town, server, bench, folder
        self.meeting = record_meeting(town)
        made = begin_dispatch(town.service, town["kansli"], self.meeting, {})
        self.utskick: str = made["id"]
        self.send()

    def send(self) -> None:
        """Let a worker send the letters to those who wait."""
        job = order_letters(self.town.service, self.town["kansli"], self.meeting, self.utskick)
        run_job(self.town.service, self.bench, job, "a")
        self.town.clock.forward(hours=1)

    def told(self, to: str = MANS, after: timedelta = LATER, **more: Any) -> Told:
        """What a server says of the last letter to an address, some time after it was sent."""
        letter = self.server.mailbox.to(to)[-1]
        sent = self.person(to)["tid"]
        at = datetime.fromisoformat(sent) if sent else self.town.clock.at
        return Told(**{"to": to, "ident": letter["Message-ID"], "date": format_datetime(at + after), **more})

    def file(self, data: bytes, name: str = "studs.eml") -> tuple[str, Path]:
        """A file that was saved from somebody's mail."""
        path = self.folder / name
        path.write_bytes(data)
        return name, path

    def note(self, *data: bytes, who: str = "kansli", utskick: str = "") -> tuple[dict[str, Any], ...]:
        """Read them in."""
        files = [self.file(one, f"studs-{at}.eml") for at, one in enumerate(data)]
        meeting = self.meeting
        return note_bounces(self.town.service, self.town[who], files, meeting, utskick or self.utskick)

    def person(self, address: str = MANS) -> dict[str, Any]:
        """How it stands for one person."""
        shown = get_utskick(self.town.service, self.town["kansli"], self.meeting, self.utskick)
        return next(one for one in shown["mottagare"] if one["e_post"] == address)

    def whole(self) -> dict[str, Any]:
        """How it stands for everybody."""
        return get_utskick(self.town.service, self.town["kansli"], self.meeting, self.utskick)


@pytest.fixture(name="sent")
def _sent(tmp_path: Path, converter: PlainConverter) -> Iterator[Sent]:
    with mail_server() as server:
        settings = {
            "smtp_server": "127.0.0.1",
            "smtp_port": str(server.port),
            "smtp_tls": "nej",
            "smtp_fran": "kansli@ale.example",
            "utskick_lank": "https://samlad.ale.example/moten/{mote}",
        }
        with open_town(tmp_path, **settings) as town:
            town.clock.at = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
            bench = Workshop(town.service.settings, converter, lambda *_: None, tmp_path)
            yield Sent(town, server, bench, tmp_path)


def codes(fault: pytest.ExceptionInfo[Any]) -> list[str]:
    """The codes of a refusal."""
    return [one.code for one in fault.value.problems]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_bounce_of_a_letter_that_went(sent: Sent, shape: Callable[[Told], bytes]) -> None:
    """Noted for the one person, with time, code and a reason; the others stand; and the law's check sees it."""
    before = sent.whole()
    (noted,) = sent.note(shape(sent.told()))
    assert (noted["namn"], noted["utfall"], noted["kod"]) == ("Måns Järnkil", "studsade", "5.1.1")
    one = sent.person()
    assert (one["status"], one["tid"]) == ("studsade", "2026-12-03T08:20:00+00:00")
    assert one["besked"].startswith("Studsade (5.1.1): adressen finns inte. Servern: 550 5.1.1 User unknown")
    others = [row for row in sent.whole()["mottagare"] if row["e_post"] != MANS]
    assert others == [row for row in before["mottagare"] if row["e_post"] != MANS]
    found = examine_recorded(sent.town.service, sent.town["kansli"], sent.meeting)
    assert any("Måns Järnkil" in remark.text for remark in found.anmarkningar)


def test_a_delay_is_no_bounce(sent: Sent) -> None:
    """It is noted, and the person still counts as called; a bounce that follows is noted over it."""
    (noted,) = sent.note(postfix(sent.told(action="delayed", status="4.4.1", words="connect: timed out")))
    assert noted["utfall"] == "fordrojd"
    one = sent.person()
    assert (one["status"], one["tid"]) == ("skickad", "2026-12-03T08:00:00+00:00")
    assert one["besked"].startswith(
        "Fördröjt (4.4.1): mottagarens server svarar inte; servern försöker igen."
    )
    sent.note(postfix(sent.told(status="4.4.7", words="delivery time expired")))
    assert sent.person()["besked"].startswith("Studsade (4.4.7): servern gav upp")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_what_has_arrived_changes_nothing(sent: Sent, action: str) -> None:
    """Nothing is lost, so nothing is written over."""
    before = sent.person()
    (noted,) = sent.note(postfix(sent.told(action=action, status="2.1.5", words="250 OK")))
    assert noted["utfall"] == "framme"
    assert sent.person() == before


def test_what_somebody_has_noted_since_stands(sent: Sent) -> None:
    """The same bounce twice; a person who was called by letter after it; one who waits for a new letter."""
    first = exchange(sent.told())
    sent.note(first)
    assert sent.note(first)[0]["text"] == "Studsen är redan antecknad."
    service, kansli, ident = sent.town.service, sent.town["kansli"], sent.person()["id"]
    by_hand = {"mottagare": [ident], "status": Mottagarstatus.MOTTAGEN, "kanal": Utskickskanal.BREV}
    mark_receivers(service, kansli, sent.meeting, sent.utskick, by_hand)
    assert sent.note(first)[0]["utfall"] == "oforandrad"
    assert sent.person()["status"] == "mottagen"
    again = {"mottagare": [ident], "status": Mottagarstatus.VANTAR, "kanal": Utskickskanal.E_POST}
    mark_receivers(service, kansli, sent.meeting, sent.utskick, again)
    assert "väntar" in sent.note(first)[0]["text"]
    sent.send()
    assert sent.person()["status"] == "skickad"
    assert sent.note(first)[0]["text"] == "Studsen är äldre än det senaste brevet."
    assert sent.person()["status"] == "skickad"


def test_a_letter_that_is_being_sent(sent: Sent) -> None:
    """Nothing is noted while a worker has it in its hands."""
    ident = sent.person()["id"]
    data = gmail(sent.told())
    with sent.town.service.records.change() as db:
        row = db.get(Mottagare, ident)
        assert row is not None
        row.status = Mottagarstatus.VANTAR.value
        db.flush()
        claim(db, ident)
    with pytest.raises(WrongState) as fault:
        sent.note(data)
    assert codes(fault) == ["still_working"]


def test_a_moment_that_cannot_be(sent: Sent) -> None:
    """A clock that runs ahead, or no moment at all: then it is noted as of now."""
    sent.note(postfix(sent.told(after=timedelta(days=400))), postfix(sent.told(VENDELA, date="")))
    now = sent.town.clock.at.isoformat()
    assert [sent.person(one)["tid"] for one in (MANS, VENDELA)] == [now, now]


def test_all_or_none(sent: Sent) -> None:
    """One file of many that cannot be placed is told with its name, with the others of its kind; nothing changes."""
    before = sent.whole()
    good = gmail(sent.told())
    unknown = postfix(Told(MANS, "<20261203.abc@mx.ale.example>"))
    other = postfix(Told("annan@privat.example", sent.told().ident))
    with pytest.raises(InvalidInput) as fault:
        sent.note(good, unknown, b"Hej!", other)
    assert codes(fault) == ["bounce_unknown", "not_a_bounce", "bounce_other_address"]
    assert [one.source for one in fault.value.problems] == ["studs-1.eml", "studs-2.eml", "studs-3.eml"]
    assert all(one.remedy for one in fault.value.problems)
    assert sent.whole() == before


def test_neither_half_is_enough(sent: Sent) -> None:
    """Our Message-ID with another's address, and our address with a letter of another dispatch's name."""
    mixed = Told(VENDELA, sent.told(MANS).ident)
    halves = sent.told().ident.partition(".")
    wrong = Told(MANS, f"{halves[0]}.{sent.person(VENDELA)['id']}@ale.example>")
    for told, code in ((mixed, "bounce_other_address"), (wrong, "bounce_other_address")):
        with pytest.raises(InvalidInput) as fault:
            sent.note(postfix(told))
        assert codes(fault) == [code]


def test_a_bounce_of_another_dispatch(sent: Sent) -> None:
    """Read in on the page of a dispatch it must be of that one; on the command line the letter's name says which."""
    data = postfix(sent.told())
    elsewhere = record_meeting(sent.town)
    other = begin_dispatch(sent.town.service, sent.town["kansli"], elsewhere, {})["id"]
    with pytest.raises(NotKnown):
        sent.note(data, utskick=other)
    with pytest.raises(InvalidInput) as fault:
        note_bounces(sent.town.service, sent.town["kansli"], [sent.file(data)], elsewhere, other)
    assert codes(fault) == ["bounce_unknown"]
    (noted,) = note_bounces(sent.town.service, sent.town["kansli"], [sent.file(data)])
    assert noted["utskick"] == sent.utskick


def test_who_may(sent: Sent) -> None:
    """Who sends out."""
    data = postfix(sent.told())
    for who in ("registrator", "lasare"):
        with pytest.raises(NotAllowed):
            sent.note(data, who=who)
    assert sent.person()["status"] == "skickad"


def test_by_the_api(sent: Sent) -> None:
    """A form with the file, or the file alone; what cannot be placed is told as a fault."""
    api = Api(sent.town)
    place = f"/sammantraden/{sent.meeting}/utskick/{sent.utskick}/studsar"
    answer = api.send("kansli", "studs.eml", exchange(sent.told()), place)
    assert (answer.status_code, answer.json["poster"][0]["utfall"]) == (200, "studsade")  # type: ignore[index]
    refused = api.send("kansli", "svar.eml", b"Subject: Hej\r\n\r\nHej!", place)
    assert (refused.status_code, refused.json["problems"][0]["code"]) == (422, "not_a_bounce")  # type: ignore[index]
    assert api.send("registrator", "studs.eml", b"x", place).status_code == 403


def test_by_the_page(sent: Sent) -> None:
    """Many files at once; told who they are about; and a fault stands at the field."""
    web = Web(sent.town).log_in("kansli")
    place = f"/sammantraden/{sent.meeting}/lagen/utskick/{sent.utskick}"
    assert 'accept=".eml"' in web.get(place).text
    files = [(BytesIO(gmail(sent.told(one))), f"{at}.eml") for at, one in enumerate((MANS, VENDELA))]
    assert web.post(f"{place}/studsar", {"fil": files}).headers["Location"] == place
    page = web.get(place).text
    assert page.count("adressen finns inte") >= 2
    assert page.count("Kom inte fram") >= 2
    wrong = web.post(f"{place}/studsar", {"fil": [(BytesIO(b"Hej!"), "svar.eml")]})
    assert wrong.status_code == 422
    assert "inget leveransbesked" in wrong.text
    assert "Välj minst en fil." in web.post(f"{place}/studsar").text


def test_on_the_command_line(
    sent: Sent, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which meeting it is need not be said; a file that is too large for the setting is not opened."""
    long_ago = {
        "mottagare": [sent.person()["id"]],
        "status": Mottagarstatus.SKICKAD,
        "tid": datetime(2020, 1, 7, tzinfo=UTC),
    }
    mark_receivers(
        sent.town.service, sent.town["kansli"], sent.meeting, sent.utskick, long_ago
    )  # the command has today's clock
    monkeypatch.setenv("SAMLAD_DATA", sent.town.service.settings.data)
    monkeypatch.setenv("SAMLAD_DATABAS", sent.town.service.settings.databas)
    _, path = sent.file(postfix(sent.told()))
    assert main(["studsar", str(path), "--som", "kansli", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["studsar"][0]["namn"] == "Måns Järnkil"
    assert sent.person()["status"] == "studsade"
    assert main(["studsar", str(path), "--som", "kansli"]) == 0
    assert capsys.readouterr().out == "studs.eml: Måns Järnkil. Studsen är redan antecknad.\n"
    monkeypatch.setenv("SAMLAD_STUDS_MAX_MB", "1")
    _, large = sent.file(b"x" * 1_100_000, "stor.eml")
    assert main(["studsar", str(large), "--som", "kansli"]) == 2
    assert "stor.eml" in capsys.readouterr().err
