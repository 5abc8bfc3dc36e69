"""Dispatches: announced, sent to each person once, marked when the law lets it, supplemented, held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select, update

from service.errors import InvalidInput
from service.flow.jobs import get_job, run_job, waiting_jobs
from service.flow.preparation import (
    add_arende,
    change_arende,
    change_meeting,
    get_meeting,
    order_arenden,
    remove_arende,
)
from service.flow.refusals import NotAllowed, NotKnown, WrongState
from service.flow.utskick.anslag import announce, announcement_file, list_anslag, order_announcement
from service.flow.utskick.gang import meeting_course
from service.flow.utskick.granskat import examine_recorded
from service.flow.utskick.post import order_letters
from service.flow.utskick.utskick import begin_dispatch, get_utskick, mark_held, mark_receivers, mark_sent
from service.flow.wiring import Workshop
from service.model.choices import Kallelseslag, Utskickskanal
from service.model.granskning import Allvar, Anslagsslag, Mottagarstatus
from service.records.blobs import fetch
from service.records.moten import Anslagsrad, Mottagare
from service.records.tables import Logg
from tests.dispatches import CALLED, URGENT, heads, record_meeting
from tests.flow.plain_converter import PlainConverter
from tests.mailserver import Running, mail_server
from tests.service import Town, open_town

ANNOUNCED = {"slag": Anslagsslag.SAMMANTRADE}
LINK = "https://samlad.ale.example/moten/{mote}"
NAMES = list(CALLED)
VENDELA, TORVALD, SIGNE, MANS = CALLED.values()


@pytest.fixture(name="server")
def _server() -> Iterator[Running]:
    with mail_server() as running:
        yield running


@pytest.fixture(name="town")
def _town(tmp_path: Path, server: Running) -> Iterator[Town]:
    settings = {
        "smtp_server": "127.0.0.1",
        "smtp_port": str(server.port),
        "smtp_tls": "nej",
        "smtp_fran": "kansli@ale.example",
        "utskick_lank": LINK,
    }
    with open_town(tmp_path, **settings) as town:
        town.clock.at = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
        yield town


@pytest.fixture(name="bench")
def _bench(town: Town, converter: PlainConverter, tmp_path: Path) -> Workshop:
    return Workshop(town.service.settings, converter, lambda *_: None, tmp_path)


def begun(town: Town, meeting: str, **said: Any) -> dict[str, Any]:
    """A new dispatch."""
    return begin_dispatch(town.service, town["kansli"], meeting, said)


def send(town: Town, bench: Workshop, meeting: str, utskick: str) -> str:
    """Order the letters and let a worker send them; the job's id."""
    job = order_letters(town.service, town["kansli"], meeting, utskick)
    run_job(town.service, bench, job, "a")
    return job


def states(town: Town, meeting: str, utskick: str) -> dict[str, str]:
    """What became of each person."""
    shown = get_utskick(town.service, town["kansli"], meeting, utskick)
    return {one["namn"]: one["status"] for one in shown["mottagare"]}


def note_jesper(town: Town, meeting: str, utskick: dict[str, Any], **more: Any) -> None:
    """The one without an address got a letter by hand."""
    ids = [one["id"] for one in utskick["mottagare"] if not one["e_post"]]
    said = {"mottagare": ids, "status": Mottagarstatus.SKICKAD, "kanal": Utskickskanal.BREV, **more}
    mark_receivers(town.service, town["kansli"], meeting, utskick["id"], said)


def codes(fault: pytest.ExceptionInfo[Any]) -> list[str]:
    """The codes of a refusal."""
    return [one.code for one in fault.value.problems]


def log(town: Town, what: str) -> list[Logg]:
    """The rows of the log that tell of it."""
    with town.service.records.look() as db:
        rows = list(db.execute(select(Logg).where(Logg.handelse == what).order_by(Logg.nr)).scalars())
        db.expunge_all()
        return rows


def test_the_whole_way(town: Town, bench: Workshop, server: Running) -> None:
    """Announced, called, marked, a late matter announced and told, marked again, held: each state in its turn."""
    service, kansli = town.service, town["kansli"]
    meeting = record_meeting(town)
    announce(service, kansli, meeting, ANNOUNCED)
    first = begun(town, meeting)
    assert [one["kanal"] for one in first["mottagare"]] == ["e_post"] * 4 + ["brev"]
    send(town, bench, meeting, first["id"])
    note_jesper(town, meeting, first)
    assert set(states(town, meeting, first["id"]).values()) == {"skickad"}
    assert mark_sent(service, kansli, meeting, first["id"])["utsant_av"] == "kansli"

    town.clock.forward(days=6)
    version = get_meeting(service, kansli, meeting)["version"]
    changed = add_arende(service, kansli, meeting, URGENT, version)
    late = heads(slag="tillaggskallelse", version=2)
    change_meeting(service, kansli, meeting, late, changed["version"])
    announce(service, kansli, meeting, {"slag": Anslagsslag.BRADSKANDE_ARENDE})
    second = begun(town, meeting)
    assert (second["nr"], second["slag"]) == (2, "tillaggskallelse")
    send(town, bench, meeting, second["id"])
    mark_sent(service, kansli, meeting, second["id"])

    town.clock.forward(days=7)
    mark_held(service, kansli, meeting)
    course = meeting_course(service, kansli, meeting)
    assert [one["till"] for one in course["steg"]] == [
        "tillkannagiven",
        "utsand",
        "kompletterad",
        "genomford",
    ]
    assert course["tillstand"] == "genomford"
    assert [len(server.mailbox.to(address)) for address in CALLED.values()] == [2] * 4
    announced = list_anslag(service, kansli, meeting)
    assert [[one["ordning"] for one in row["arenden"]] for row in announced] == [["A", "1", "2"], ["3"]]
    assert examine_recorded(service, kansli, meeting).hinder == ()
    with pytest.raises(WrongState) as fault:
        begun(town, meeting)
    assert codes(fault) == ["meeting_held"]


def test_the_letter_says_what_the_law_wants(town: Town, bench: Workshop, server: Running) -> None:
    """Time, place, every matter; where the documents are; to one person each, with the same subject."""
    meeting = record_meeting(town)
    utskick = begun(town, meeting)
    send(town, bench, meeting, utskick["id"])
    (letter,) = server.mailbox.to(MANS)
    assert letter["Subject"] == "Kallelse: Kommunfullmäktige måndag 14 december 2026"
    assert str(letter["From"]) == "Ale kommun <kansli@ale.example>"
    assert letter["Date"] == "Thu, 03 Dec 2026 09:00:00 +0100"
    body = letter.get_body()
    assert body is not None
    text = body.get_content()
    for line in (
        "Till Måns Järnkil",
        "Du kallas till sammanträde med kommunfullmäktige.",
        "Tid: måndag 14 december 2026 kl. 18.00",
        "Plats: A-salen",
        "  A. Upprop",
        "  1. Taxa för vatten",
        f"Handlingarna: https://samlad.ale.example/moten/{meeting}",
        "Meddela förhinder till Kansliet, 0303-70 30 00.",
    ):
        assert line in text.splitlines()
    others = [str(address) for address in CALLED.values() if address != MANS]
    assert not any(address in letter.as_string() for address in others)
    assert len({one["Message-ID"] for one in server.mailbox.letters}) == 4
    assert server.mailbox.sessions == 1


def test_an_address_that_does_not_exist(town: Town, bench: Workshop, server: Running) -> None:
    """It bounces with the server's words, and stops the marking until that person is called in another way."""
    server.mailbox.unknown = {MANS}
    meeting = record_meeting(town)
    announce(town.service, town["kansli"], meeting, ANNOUNCED)
    utskick = begun(town, meeting)
    job = send(town, bench, meeting, utskick["id"])
    assert get_job(town.service, town["kansli"], job)["status"] == "klar"
    assert states(town, meeting, utskick["id"])["Måns Järnkil"] == "studsade"
    shown = get_utskick(town.service, town["kansli"], meeting, utskick["id"])
    bounced = next(one for one in shown["mottagare"] if one["namn"] == "Måns Järnkil")
    assert bounced["besked"] == "550 5.1.1 No such user"
    with pytest.raises(WrongState) as fault:
        mark_sent(town.service, town["kansli"], meeting, utskick["id"])
    assert codes(fault) == ["law_hinder", "law_hinder"]
    assert "R-KL02 (5 kap. 15 § KL): Kallelsen har inte nått 1 av 4" in fault.value.problems[0].message
    by_letter = {"mottagare": [bounced["id"]], "status": Mottagarstatus.SKICKAD, "kanal": Utskickskanal.BUD}
    mark_receivers(town.service, town["kansli"], meeting, utskick["id"], by_letter)
    mark_sent(town.service, town["kansli"], meeting, utskick["id"])
    before = log(town, "mottagare.noterad")[-1].fore
    assert before is not None
    assert before["status"] == "studsade"


def test_a_server_that_says_later(town: Town, bench: Workshop, server: Running) -> None:
    """The job waits and tries again; who has a letter gets no second one."""
    server.mailbox.later = {SIGNE: 2}
    meeting = record_meeting(town)
    utskick = begun(town, meeting)
    job = order_letters(town.service, town["kansli"], meeting, utskick["id"])
    again = run_job(town.service, bench, job, "a")
    assert again == town.clock.at + timedelta(seconds=town.service.settings.utskick_vanta_sekunder)
    assert states(town, meeting, utskick["id"])["Signe Lövhage"] == "vantar"
    assert len(server.mailbox.letters) == 3
    assert waiting_jobs(town.service) == ()
    town.clock.forward(seconds=120)
    assert waiting_jobs(town.service) == (job,)
    assert run_job(town.service, bench, job, "b") == town.clock.at + timedelta(seconds=240)
    town.clock.forward(seconds=240)
    assert run_job(town.service, bench, job, "c") is None
    assert states(town, meeting, utskick["id"])["Signe Lövhage"] == "skickad"
    assert [len(server.mailbox.to(address)) for address in CALLED.values()] == [1] * 4


def test_a_server_that_never_takes_one(town: Town, bench: Workshop, server: Running) -> None:
    """After its tries the job has failed; the person still waits, and the letters can be ordered anew."""
    server.mailbox.later = {SIGNE: 99}
    meeting = record_meeting(town)
    utskick = begun(town, meeting)
    job = order_letters(town.service, town["kansli"], meeting, utskick["id"])
    while run_job(town.service, bench, job, "a") is not None:
        with pytest.raises(WrongState):
            order_letters(town.service, town["kansli"], meeting, utskick["id"])
        town.clock.forward(hours=1)
    told = get_job(town.service, town["kansli"], job)
    assert (told["status"], told["fel"]["code"]) == ("misslyckad", "post_unavailable")
    server.mailbox.later = {}
    send(town, bench, meeting, utskick["id"])
    assert [len(server.mailbox.to(address)) for address in CALLED.values()] == [1] * 4


def test_a_line_that_breaks_when_the_letter_is_given(town: Town, bench: Workshop, server: Running) -> None:
    """Nobody knows whether it went: it is not sent again, and a human must say; the others get theirs."""
    server.mailbox.hang_up = {TORVALD}
    meeting = record_meeting(town)
    announce(town.service, town["kansli"], meeting, ANNOUNCED)
    utskick = begun(town, meeting)
    send(town, bench, meeting, utskick["id"])
    assert states(town, meeting, utskick["id"])["Torvald Ekmyr"] == "oviss"
    with pytest.raises(WrongState) as fault:
        order_letters(town.service, town["kansli"], meeting, utskick["id"])
    assert codes(fault) == ["nobody_waits"]
    assert [len(server.mailbox.to(address)) for address in CALLED.values()] == [1] * 4
    found = examine_recorded(town.service, town["kansli"], meeting)
    assert any("ovisst" in one.text and one.allvar is Allvar.HINDER for one in found.anmarkningar)


def test_a_worker_that_dies_with_a_letter_in_its_hands(town: Town, bench: Workshop, server: Running) -> None:
    """Who was claimed and not settled is left to a human; nobody gets two letters."""
    meeting = record_meeting(town)
    utskick = begun(town, meeting)
    job = order_letters(town.service, town["kansli"], meeting, utskick["id"])
    first = utskick["mottagare"][0]["id"]
    with town.service.records.change() as db:
        db.execute(update(Mottagare).where(Mottagare.id == first).values(status="skickas"))
    run_job(town.service, bench, job, "b")
    assert list(states(town, meeting, utskick["id"]).values()) == ["oviss", *["skickad"] * 3, "vantar"]
    assert server.mailbox.to(VENDELA) == []


def test_a_server_that_is_not_there(town: Town, bench: Workshop, server: Running) -> None:
    """A server that wants nothing of us, or is away: everybody still waits, and nobody is marked."""
    meeting = record_meeting(town)
    utskick = begun(town, meeting)
    server.mailbox.bad_sender = True
    job = order_letters(town.service, town["kansli"], meeting, utskick["id"])
    assert run_job(town.service, bench, job, "a") is not None
    assert set(states(town, meeting, utskick["id"]).values()) == {"vantar"}
    told = get_job(town.service, town["kansli"], job)["fel"]["problems"][0]
    assert "godtar inte avsändaren kansli@ale.example: 550 5.7.1" in told["message"]


def test_a_hinder_needs_a_reason_that_is_kept(town: Town, bench: Workshop) -> None:
    """Sent out too late: refused with every hinder; with a reason it is done, and the log says who, why and what."""
    meeting = record_meeting(town)
    town.clock.at = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)
    announce(town.service, town["kansli"], meeting, ANNOUNCED)
    utskick = begun(town, meeting)
    with pytest.raises(WrongState) as fault:
        mark_sent(town.service, town["kansli"], meeting, utskick["id"], "för sent")
    assert codes(fault) == ["nothing_sent"]
    send(town, bench, meeting, utskick["id"])
    for reason in ("", "för sent"):
        with pytest.raises(WrongState) as fault:
            mark_sent(town.service, town["kansli"], meeting, utskick["id"], reason)
        assert codes(fault) == ["law_hinder"] * 3
    reason = "Ordföranden har beslutat att pröva om sammanträdet kan hållas."
    shown = mark_sent(town.service, town["kansli"], meeting, utskick["id"], reason)
    assert (shown["skal"], shown["utsant_av"]) == (reason, "kansli")
    (row,) = log(town, "utskick.utsant_trots_hinder")
    assert row.efter is not None
    assert (row.vem, row.efter["skal"]) == ("kansli", reason)
    assert [one["regel"] for one in row.efter["hinder"]] == ["R-KL01", "R-KL02"]
    assert meeting_course(town.service, town["kansli"], meeting)["steg"][-1]["skal"] == reason


def test_a_reason_without_a_hinder_is_not_kept(town: Town, bench: Workshop) -> None:
    """Nothing was overruled, so nothing is said of it."""
    meeting = record_meeting(town)
    announce(town.service, town["kansli"], meeting, ANNOUNCED)
    utskick = begun(town, meeting)
    send(town, bench, meeting, utskick["id"])
    assert (
        mark_sent(town.service, town["kansli"], meeting, utskick["id"], "För säkerhets skull.")["skal"] == ""
    )
    assert len(log(town, "utskick.utsant")) == 1


def test_what_was_announced_stays_in_its_place(town: Town) -> None:
    """It is not taken away, renumbered or moved; it may be withdrawn, and keeps its number."""
    service, kansli = town.service, town["kansli"]
    meeting = record_meeting(town)
    announce(service, kansli, meeting, ANNOUNCED)
    held = get_meeting(service, kansli, meeting)
    ids = [one["id"] for one in held["arenden"]]
    renumbered = {"ordning": "9", "rubrik": "X", "arendetyp": "information"}
    tries: list[Callable[[], object]] = [
        lambda: remove_arende(service, kansli, meeting, ids[1], held["version"]),
        lambda: order_arenden(service, kansli, meeting, [ids[0], ids[2], ids[1]], held["version"]),
        lambda: change_arende(service, kansli, meeting, ids[2], renumbered, held["version"]),
    ]
    for refused in tries:
        with pytest.raises(WrongState) as fault:
            refused()
        assert codes(fault) == ["matter_announced"]
    gone = {"rubrik": "Information", "arendetyp": "information", "utgar": True}
    changed = change_arende(service, kansli, meeting, ids[2], gone, held["version"])
    assert changed["arenden"][2]["ordning"] == "2"
    assert examine_recorded(service, kansli, meeting).hinder == ()


def test_a_snapshot_that_was_tampered_with_is_seen(town: Town) -> None:
    """What is noted of the announcement carries its digest."""
    meeting = record_meeting(town)
    announce(town.service, town["kansli"], meeting, ANNOUNCED)
    with town.service.records.change() as db:
        db.execute(update(Anslagsrad).values(lista=[{"ordning": "1", "rubrik": "Annat"}]))
    found = examine_recorded(town.service, town["kansli"], meeting)
    assert "kontrollsumma" in found.anmarkningar[0].text


def test_a_meeting_that_changes_while_it_is_sent(town: Town) -> None:
    """What went out says something else than the meeting: neither more letters nor the marking."""
    meeting = record_meeting(town)
    utskick = begun(town, meeting)
    note_jesper(town, meeting, utskick)
    version = get_meeting(town.service, town["kansli"], meeting)["version"]
    add_arende(town.service, town["kansli"], meeting, URGENT, version)
    for refused in (mark_sent, order_letters):
        with pytest.raises(WrongState) as fault:
            refused(town.service, town["kansli"], meeting, utskick["id"])
        assert codes(fault) == ["agenda_changed"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"slag": Anslagsslag.NAMNDSAMMANTRADE}, "wrong_announcement"),
        ({"slag": Anslagsslag.BRADSKANDE_ARENDE}, "nothing_urgent"),
        ({"slag": Anslagsslag.JUSTERING, "forvaringsplats": "Kansliet"}, "missing_value"),
        ({"slag": Anslagsslag.JUSTERING, "justerat": date(2026, 12, 2)}, "missing_value"),
        ({"slag": Anslagsslag.SAMMANTRADE, "publicerat": datetime(2026, 12, 3, 9, tzinfo=UTC)}, "not_yet"),
    ],
)
def test_announcements_that_cannot_be(town: Town, said: dict[str, Any], code: str) -> None:
    """The kind fits the meeting, and it has happened."""
    meeting = record_meeting(town)
    with pytest.raises(InvalidInput) as fault:
        announce(town.service, town["kansli"], meeting, said)
    assert codes(fault) == [code]


def test_dispatches_come_in_their_order(town: Town) -> None:
    """First the kallelse; the next one when it is finished; a packet must be of this meeting."""
    meeting = record_meeting(town)
    for said, code in (
        ({"slag": Kallelseslag.TILLAGGSKALLELSE}, "wrong_dispatch"),
        ({"paket": "finns-inte"}, "not_built"),
    ):
        with pytest.raises(InvalidInput) as fault:
            begun(town, meeting, **said)
        assert codes(fault) == [code]
    begun(town, meeting)
    with pytest.raises(WrongState) as state:
        begun(town, meeting)
    assert codes(state) == ["dispatch_open"]
    with pytest.raises(WrongState) as state:
        mark_held(town.service, town["kansli"], meeting)
    assert codes(state) == ["not_yet"]


def test_a_meeting_never_goes_back(town: Town, bench: Workshop) -> None:
    """A dispatch that is marked when the meeting has been held is marked, and the meeting stays held."""
    meeting = record_meeting(town)
    announce(town.service, town["kansli"], meeting, ANNOUNCED)
    utskick = begun(town, meeting)
    send(town, bench, meeting, utskick["id"])
    town.clock.forward(days=12)
    mark_held(town.service, town["kansli"], meeting)
    mark_sent(town.service, town["kansli"], meeting, utskick["id"], "Markeringen glömdes i tid.")
    announce(town.service, town["kansli"], meeting, ANNOUNCED)
    course = meeting_course(town.service, town["kansli"], meeting)
    assert [one["till"] for one in course["steg"]] == ["tillkannagiven", "genomford"]


def test_notes_that_cannot_be(town: Town) -> None:
    """Of people in the dispatch, of what has happened, and not what only the program may say."""
    meeting = record_meeting(town)
    utskick = begun(town, meeting)
    someone = [utskick["mottagare"][0]["id"]]
    for said, code in (
        ({"mottagare": ["okänd"], "status": Mottagarstatus.SKICKAD}, "not_known"),
        ({"mottagare": someone, "status": Mottagarstatus.SKICKAS}, "unknown_choice"),
        ({"mottagare": someone, "status": Mottagarstatus.OVISS}, "unknown_choice"),
        (
            {"mottagare": someone, "status": Mottagarstatus.SKICKAD, "tid": datetime(2027, 1, 1, tzinfo=UTC)},
            "not_yet",
        ),
    ):
        with pytest.raises(InvalidInput) as fault:
            mark_receivers(town.service, town["kansli"], meeting, utskick["id"], said)
        assert codes(fault) == [code]


def test_who_may(town: Town) -> None:
    """The registrar sees, the kansli does; who is neither knows of nothing."""
    meeting = record_meeting(town)
    utskick = begun(town, meeting)
    assert get_utskick(town.service, town["registrator"], meeting, utskick["id"])["nr"] == 1
    with pytest.raises(NotAllowed):
        mark_sent(town.service, town["registrator"], meeting, utskick["id"], "Jag tycker att det går bra.")
    with pytest.raises(NotAllowed):
        announce(town.service, town["registrator"], meeting, ANNOUNCED)
    for outsider in ("lasare", "vn.sekreterare"):
        with pytest.raises(NotKnown):
            get_utskick(town.service, town[outsider], meeting, utskick["id"])
        with pytest.raises(NotKnown):
            examine_recorded(town.service, town[outsider], meeting)
    with pytest.raises(NotKnown):
        get_utskick(town.service, town["kansli"], "annat", utskick["id"])


def test_without_a_server_everybody_is_called_by_hand(tmp_path: Path) -> None:
    """No address is used, and asking for letters says which setting is missing."""
    with open_town(tmp_path) as town:
        meeting = record_meeting(town)
        utskick = begun(town, meeting, kanal=Utskickskanal.E_POST)
        assert {one["kanal"] for one in utskick["mottagare"]} == {"brev"}
        with pytest.raises(WrongState) as fault:
            order_letters(town.service, town["kansli"], meeting, utskick["id"])
        assert fault.value.problems[0].path == "SAMLAD_SMTP_SERVER"


def test_the_announcement_on_paper(town: Town, bench: Workshop) -> None:
    """Ordered as Word and PDF, from what was noted."""
    meeting = record_meeting(town)
    anslag = announce(town.service, town["kansli"], meeting, ANNOUNCED)
    job = order_announcement(town.service, town["kansli"], meeting, anslag["id"])
    assert run_job(town.service, bench, job, "a") is None
    done = get_job(town.service, town["kansli"], job)
    assert done["status"] == "klar", done["fel"]
    assert [one["namn"].rsplit(".", 1)[1] for one in done["filer"]] == ["docx", "pdf"]


def test_the_announcement_of_a_protokoll_on_paper(town: Town, bench: Workshop, tmp_path: Path) -> None:
    """Days, paragraphs and where the protokoll is, as they were noted; what is no announcement has no template."""
    service, kansli, meeting = town.service, town["kansli"], record_meeting(town)
    said = {
        "slag": Anslagsslag.JUSTERING,
        "justerat": date(2026, 12, 2),
        "paragrafer": "§§ 114–149",
        "forvaringsplats": "Kommunkansliet",
        "intygar": "Gunilla Trädgårdh",
    }
    anslag = announce(service, kansli, meeting, said)
    assert anslag["nedtas_tidigast"] == "2026-12-24"
    with service.records.look() as db:
        row = db.get(Anslagsrad, anslag["id"])
        assert row is not None
        raw = announcement_file(row, "KF", {})
    assert (raw["justerat"], raw["paragrafer"], raw["forvaringsplats"]) == (
        "2026-12-02",
        "§§ 114–149",
        "Kommunkansliet",
    )
    job = order_announcement(service, kansli, meeting, anslag["id"])
    run_job(service, bench, job, "a")
    done = get_job(service, kansli, job)
    # The meeting is on the 14th, so its protokoll cannot have been announced before it: the file's own rule says so.
    assert done["fel"]["problems"][0]["path"] == "publicerat_tid"
    town.clock.at = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)
    anslag = announce(service, kansli, meeting, {**said, "justerat": date(2026, 12, 16)})
    job = order_announcement(service, kansli, meeting, anslag["id"])
    run_job(service, bench, job, "a")
    done = get_job(service, kansli, job)
    assert done["status"] == "klar", done["fel"]
    word = next(one for one in done["filer"] if one["namn"].endswith(".docx"))
    path = fetch(service.store, word["sha256"], tmp_path / "anslag.docx")
    text = "\n".join(
        cell.text for table in Document(str(path)).tables for row in table.rows for cell in row.cells
    )
    for told in ("§§ 114–149", "16 december 2026", "7 januari 2027", "Kommunkansliet", "Underskrift"):
        assert told in text.replace("\u00a0", " ")
    other = announce(service, kansli, meeting, {"slag": Anslagsslag.PROTOKOLL})
    with pytest.raises(WrongState) as fault:
        order_announcement(service, kansli, meeting, other["id"])
    assert codes(fault) == ["not_an_announcement"]
