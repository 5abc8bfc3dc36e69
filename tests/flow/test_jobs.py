"""Ordered work: done once, published whole, taken up again when a worker dies, stopped when it shall stop."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.errors import InvalidInput, ToolTimeout
from service.flow.jobs import (
    abandon_job,
    cancel_job,
    get_job,
    job_file,
    meeting_jobs,
    page_jobs,
    report_file,
    run_job,
    waiting_jobs,
)
from service.flow.orders import check_meeting, order_build, order_packet
from service.flow.preparation import (
    add_arende,
    add_handling,
    change_arende,
    change_meeting,
    create_meeting,
    get_meeting,
    order_arenden,
    order_handlingar,
    page_meetings,
    remove_arende,
    remove_handling,
)
from service.flow.refusals import NotAllowed, NotKnown, OldVersion, WrongState
from service.flow.register import create_report, save_report
from service.flow.release import take_step
from service.flow.service import Service
from service.flow.uploads import add_file
from service.flow.wiring import Workshop
from service.model.lists import Span
from service.records import jobs
from service.records.blobs import ObjectStore, fetch
from tests.flow.conftest import make_pdf
from tests.flow.plain_converter import PlainConverter
from tests.service import Town, open_town, report_text, write_json

HEADS: dict[str, dict[str, Any]] = {
    "sammantrade": {
        "organ": "KF",
        "datum": "2026-12-14",
        "tid_start": "18:00",
        "plats": "A-salen",
        "ordforande": "Ordförande i fullmäktige",
    },
    "kallelse": {"slag": "kallelse", "version": 1, "diarienummer": "KS.2026.3"},
}


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


@pytest.fixture(name="bench")
def _bench(town: Town, converter: PlainConverter, tmp_path: Path) -> Workshop:
    return Workshop(town.service.settings, converter, lambda *_: None, tmp_path)


class BrokenConverter:
    """A converter whose program does not answer, for the first times it is asked."""

    def __init__(self, good: PlainConverter, failures: int) -> None:
        self.good, self.failures = good, failures
        self.before: Callable[[], None] = lambda: None

    def convert(self, source: Path, *, created: datetime) -> Path:
        """Fail, or convert."""
        self.before()
        if self.failures > 0:
            self.failures -= 1
            raise ToolTimeout
        return self.good.convert(source, created=created)


def _report(town: Town, folder: Path, **changed: Any) -> str:
    path = write_json(folder, report_text(**changed))
    return create_report(town.service, town["vn.handlaggare"], path).report.id


def _handed_in(town: Town, folder: Path, bench: Workshop) -> str:
    report = _report(town, folder)
    run_job(town.service, bench, order_build(town.service, town["vn.handlaggare"], report), "a")
    take_step(town.service, town["vn.handlaggare"], report, "skicka_in", {}, 1)
    return report


def test_a_report_is_built(town: Town, tmp_path: Path, bench: Workshop) -> None:
    """Word and PDF, under their content, with the report's name; the steps of the work were told."""
    person = town["vn.handlaggare"]
    report = _report(town, tmp_path)
    job = order_build(town.service, person, report)
    assert get_job(town.service, person, job)["status"] == "vantar"
    assert run_job(town.service, bench, job, "a") is None
    done = get_job(town.service, person, job)
    assert (done["status"], done["forsok"], done["fas"], done["gjort"]) == ("klar", 1, "Fyller", 1)
    assert [one["namn"].rsplit(".", 1)[1] for one in done["filer"]] == ["docx", "pdf"]
    for one in done["filer"]:
        found = job_file(town.service, person, job, one["namn"])
        content = fetch(town.service.store, found.sha256, tmp_path / "ut").read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["sha256"]
        assert len(content) == one["storlek"]
    assert report_file(town.service, person, report, "pdf").sha256 == done["filer"][1]["sha256"]


def test_the_built_report_says_its_state(town: Town, tmp_path: Path) -> None:
    """The sample says it is handed over; in the service it is a draft, and as such it is built."""
    job = order_build(town.service, town["vn.handlaggare"], _report(town, tmp_path))
    with town.service.records.look() as db:
        row = jobs.find_job(db, job)
        assert row is not None
        digest = row.underlag["filer"][row.underlag["start"]]
    built_from = json.loads(fetch(town.service.store, digest, tmp_path / "ut").read_text(encoding="utf-8"))
    assert (report_text()["status"], built_from["status"]) == ("overlamnad_ks", "utkast")


def test_the_same_work_is_ordered_once(town: Town, tmp_path: Path, bench: Workshop) -> None:
    """Two clicks, one job; a new version of the input is another work."""
    person = town["vn.handlaggare"]
    report = _report(town, tmp_path)
    job = order_build(town.service, person, report)
    assert order_build(town.service, town["vn.sekreterare"], report) == job
    run_job(town.service, bench, job, "a")
    assert order_build(town.service, person, report) == job
    save_report(town.service, person, report, write_json(tmp_path, report_text(handlaggare="Ny")), 1)
    assert order_build(town.service, person, report) != job


def test_a_report_with_faults_is_not_built(town: Town, tmp_path: Path) -> None:
    """No job is made; every fault is told."""
    report = _report(town, tmp_path, maluppfyllelse=None)
    with pytest.raises(InvalidInput):
        order_build(town.service, town["vn.handlaggare"], report)
    assert page_jobs(town.service, town["vn.handlaggare"], Span()).total == 0


def test_a_job_is_done_once(town: Town, tmp_path: Path, bench: Workshop, converter: PlainConverter) -> None:
    """A second bell finds nothing to do."""
    job = order_build(town.service, town["vn.handlaggare"], _report(town, tmp_path))
    run_job(town.service, bench, job, "a")
    first = get_job(town.service, town["vn.handlaggare"], job)
    run_job(town.service, bench, job, "b")
    assert get_job(town.service, town["vn.handlaggare"], job) == first
    assert converter.worked == 1


def test_a_dead_workers_job_is_taken_up_again(town: Town, tmp_path: Path, bench: Workshop) -> None:
    """Not while it may live; then by one other, and what the dead one might still write is refused."""
    person = town["vn.handlaggare"]
    job = order_build(town.service, person, _report(town, tmp_path))
    lease = timedelta(seconds=town.service.settings.livstecken_sekunder)
    with town.service.records.change() as db:
        assert jobs.take(db, job, "död", town.clock(), lease)
    assert waiting_jobs(town.service) == ()
    run_job(town.service, bench, job, "b")
    assert get_job(town.service, person, job)["status"] == "pagar"
    town.clock.forward(seconds=61)
    assert waiting_jobs(town.service) == (job,)
    run_job(town.service, bench, job, "b")
    done = get_job(town.service, person, job)
    assert (done["status"], done["forsok"], len(done["filer"])) == ("klar", 2, 2)
    with town.service.records.change() as db:
        assert not jobs.finish(db, job, "död", [], [], town.clock())
        assert not jobs.show_life(db, job, "död", town.clock())


def test_an_owner_that_was_replaced_publishes_nothing(
    town: Town, tmp_path: Path, bench: Workshop, converter: PlainConverter
) -> None:
    """It was away for longer than its lease, and came back after another had taken the job: one result."""
    person = town["vn.handlaggare"]
    job = order_build(town.service, person, _report(town, tmp_path))
    slow = BrokenConverter(converter, 0)

    def overtaken() -> None:
        slow.before = lambda: None
        town.clock.forward(seconds=61)
        run_job(town.service, bench, job, "b")

    slow.before = overtaken
    run_job(town.service, Workshop(bench.settings, slow, lambda *_: None, tmp_path), job, "a")
    done = get_job(town.service, person, job)
    assert (done["status"], len(done["filer"])) == ("klar", 2)


def test_a_fault_that_passes_is_tried_again_later(
    town: Town, tmp_path: Path, bench: Workshop, converter: PlainConverter
) -> None:
    """Each time after twice the wait; the third time it works."""
    person = town["vn.handlaggare"]
    job = order_build(town.service, person, _report(town, tmp_path))
    shaky = Workshop(bench.settings, BrokenConverter(converter, 2), lambda *_: None, tmp_path)
    waits = []
    for _ in range(2):
        until = run_job(town.service, shaky, job, "a")
        assert until is not None
        waits.append((until - town.clock()).total_seconds())
        run_job(town.service, shaky, job, "för tidigt")
        assert get_job(town.service, person, job)["status"] == "vantar"
        town.clock.at = until
        assert waiting_jobs(town.service) == (job,)
    assert waits == [5, 10]
    run_job(town.service, shaky, job, "a")
    assert get_job(town.service, person, job)["status"] == "klar"


def test_a_fault_that_does_not_pass_ends_the_job(
    town: Town, tmp_path: Path, bench: Workshop, converter: PlainConverter
) -> None:
    """After the last try it is told what went wrong, and the same work may be ordered anew."""
    person = town["vn.handlaggare"]
    report = _report(town, tmp_path)
    job = order_build(town.service, person, report)
    broken = Workshop(bench.settings, BrokenConverter(converter, 99), lambda *_: None, tmp_path)
    for _ in range(5):
        until = run_job(town.service, broken, job, "a")
        town.clock.at = until or town.clock.at
    failed = get_job(town.service, person, job)
    assert (failed["status"], failed["fel"]["code"], failed["filer"]) == ("misslyckad", "tool_timeout", [])
    assert order_build(town.service, person, report) != job


def _lost(town: Town, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The service, its store of files gone: nobody listens there."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "prov")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "prov")
    return replace(town.service, store=ObjectStore("s3://borta/filer", retries=0))


def test_no_job_is_blamed_for_its_surroundings(
    town: Town, tmp_path: Path, bench: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that is away for hours costs no job its tries; when it is back the job is done, unordered."""
    person = town["vn.handlaggare"]
    job = order_build(town.service, person, _report(town, tmp_path))
    lost = _lost(town, monkeypatch)
    for _ in range(3 * town.service.settings.jobbforsok):
        assert run_job(lost, bench, job, "a") is not None
        told = get_job(town.service, person, job)
        assert (told["status"], told["forsok"], told["fel"]["code"]) == ("vantar", 0, "store_unavailable")
        assert waiting_jobs(town.service) == ()
        town.clock.forward(minutes=10)
    assert waiting_jobs(town.service) == (job,)
    run_job(town.service, bench, job, "b")
    assert get_job(town.service, person, job)["status"] == "klar"


def test_not_even_surroundings_are_waited_for_without_end(
    town: Town, tmp_path: Path, bench: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After two days the job has failed, and may be ordered anew."""
    job = order_build(town.service, town["vn.handlaggare"], _report(town, tmp_path))
    lost = _lost(town, monkeypatch)
    town.clock.forward(days=2)
    assert run_job(lost, bench, job, "a") is None
    assert get_job(town.service, town["vn.handlaggare"], job)["status"] == "misslyckad"


def test_a_job_that_kills_its_workers_is_given_up(town: Town, tmp_path: Path, bench: Workshop) -> None:
    """It is not taken up for ever."""
    person = town["vn.handlaggare"]
    job = order_build(town.service, person, _report(town, tmp_path))
    lease = timedelta(seconds=town.service.settings.livstecken_sekunder)
    for number in range(5):
        with town.service.records.change() as db:
            assert jobs.take(db, job, f"död{number}", town.clock(), lease)
        town.clock.forward(seconds=61)
    run_job(town.service, bench, job, "b")
    failed = get_job(town.service, person, job)
    assert (failed["status"], failed["fel"]["code"]) == ("misslyckad", "job_crashes")


def test_a_waiting_job_is_cancelled_at_once(town: Town, tmp_path: Path, bench: Workshop) -> None:
    """And is not begun afterwards; an ended job cannot be cancelled."""
    person = town["vn.handlaggare"]
    job = order_build(town.service, person, _report(town, tmp_path))
    assert cancel_job(town.service, person, job)["status"] == "avbruten"
    run_job(town.service, bench, job, "a")
    assert get_job(town.service, person, job)["status"] == "avbruten"
    with pytest.raises(WrongState):
        cancel_job(town.service, person, job)


def test_who_may_cancel(town: Town, tmp_path: Path, bench: Workshop) -> None:
    """A colleague of the same body may; who only reviews may not."""
    kansli = town["kansli"]
    report = _handed_in(town, tmp_path, bench)
    town.clock.forward(days=1)  # the day is part of the work, so this is a new job
    job = order_build(town.service, kansli, report)
    with pytest.raises(NotAllowed):
        cancel_job(town.service, town["granskare"], job)
    with pytest.raises(NotKnown):
        cancel_job(town.service, town["sn.handlaggare"], job)
    assert cancel_job(town.service, town["vn.sekreterare"], job)["status"] == "avbruten"


def test_an_unforeseen_fault_ends_the_job(town: Town, tmp_path: Path) -> None:
    """It is not tried again for ever, and the sender learns no more than that."""
    person = town["vn.handlaggare"]
    job = order_build(town.service, person, _report(town, tmp_path))
    with town.service.records.change() as db:
        assert jobs.take(db, job, "a", town.clock(), timedelta(seconds=60))
    abandon_job(town.service, job, "a")
    assert get_job(town.service, person, job)["fel"]["code"] == "unexpected"


def test_a_running_job_is_cancelled_and_leaves_nothing(
    town: Town, tmp_path: Path, bench: Workshop, converter: PlainConverter
) -> None:
    """The work stops, no file is published, and the same work may be ordered anew."""
    person = town["vn.handlaggare"]
    report = _report(town, tmp_path)
    job = order_build(town.service, person, report)
    slow = BrokenConverter(converter, 0)

    def cancelled() -> None:
        cancel_job(town.service, person, job)

    slow.before = cancelled
    run_job(town.service, Workshop(bench.settings, slow, lambda *_: None, tmp_path), job, "a")
    stopped = get_job(town.service, person, job)
    assert (stopped["status"], stopped["filer"]) == ("avbruten", [])
    assert order_build(town.service, person, report) != job


def test_a_job_is_seen_by_who_may_see_its_report(town: Town, tmp_path: Path, bench: Workshop) -> None:
    """The job of a draft by its body; of what was handed in by those who prepare, and no later job."""
    report = _report(town, tmp_path)
    job = order_build(town.service, town["vn.handlaggare"], report)
    for who in ("kansli", "sn.handlaggare", "lasare", "admin"):
        with pytest.raises(NotKnown):
            get_job(town.service, town[who], job)
    run_job(town.service, bench, job, "a")
    take_step(town.service, town["vn.handlaggare"], report, "skicka_in", {}, 1)
    assert get_job(town.service, town["kansli"], job)["status"] == "klar"
    take_step(town.service, town["kansli"], report, "aterlamna", {"varfor": "Ofullständig."}, 2)
    save_report(
        town.service, town["vn.handlaggare"], report, write_json(tmp_path, report_text(handlaggare="Ny")), 3
    )
    later = order_build(town.service, town["vn.handlaggare"], report)
    with pytest.raises(NotKnown):
        get_job(town.service, town["kansli"], later)


def test_a_meeting_is_prepared_and_compiled(town: Town, tmp_path: Path, bench: Workshop) -> None:
    """Ärenden, a file and a report: the packet, its manifest and the report, by the kansli alone."""
    kansli = town["kansli"]
    report = _handed_in(town, tmp_path, bench)
    meeting = create_meeting(town.service, kansli, HEADS)
    ident = meeting["id"]
    meeting = add_arende(town.service, kansli, ident, {"rubrik": "Upprop", "arendetyp": "formalia"}, 1)
    matter = {"rubrik": "Valnämndens rapport", "arendetyp": "redovisning", "diarienummer": "KS.2026.9"}
    meeting = add_arende(town.service, kansli, ident, matter, 2)
    assert [one["ordning"] for one in meeting["arenden"]] == ["A", "1"]
    second = meeting["arenden"][1]["id"]
    file = add_file(town.service, kansli, make_pdf(tmp_path / "a.pdf", "En karta"), "../../Kårta.pdf")
    facts = {"handlingstyp": "bilaga", "titel": "Karta", "fil": file.id}
    meeting = add_handling(town.service, kansli, ident, second, facts, 3)
    facts = {"handlingstyp": "nulagesbeskrivning", "titel": "Valnämnden", "rapport": report}
    meeting = add_handling(town.service, kansli, ident, second, facts, 4)
    problems, _ = check_meeting(town.service, kansli, ident)
    assert problems == ()
    with pytest.raises(NotAllowed):
        order_packet(town.service, town["granskare"], ident, ["intern"])
    job = order_packet(town.service, kansli, ident, ["intern", "publik"])
    run_job(town.service, bench, job, "a")
    done = get_job(town.service, kansli, job)
    assert done["status"] == "klar", done["fel"]
    names = {one["namn"] for one in done["filer"]}
    assert {"kf-2026-12-14.pdf", "kf-2026-12-14.manifest.json", "kf-2026-12-14-publik.pdf"} <= names
    assert [one["id"] for one in meeting_jobs(town.service, kansli, ident)] == [job]
    for who in ("vn.handlaggare", "lasare", "admin"):
        with pytest.raises(NotKnown):
            get_job(town.service, town[who], job)
        with pytest.raises(NotKnown):
            get_meeting(town.service, town[who], ident)
        assert page_meetings(town.service, town[who], "", Span()).total == 0


def test_order_and_numbers(town: Town, tmp_path: Path) -> None:
    """A new order gives new numbers; every id once; documents are ordered too."""
    kansli = town["kansli"]
    ident = create_meeting(town.service, kansli, HEADS)["id"]
    for at, (heading, kind) in enumerate([("Upprop", "formalia"), ("Taxa", "beslut"), ("Motion", "motion")]):
        meeting = add_arende(town.service, kansli, ident, {"rubrik": heading, "arendetyp": kind}, at + 1)
    ids = [one["id"] for one in meeting["arenden"]]
    meeting = order_arenden(town.service, kansli, ident, [ids[2], ids[0], ids[1]], 4)
    assert [(one["rubrik"], one["ordning"]) for one in meeting["arenden"]] == [
        ("Motion", "1"),
        ("Upprop", "A"),
        ("Taxa", "2"),
    ]
    with pytest.raises(InvalidInput):
        order_arenden(town.service, kansli, ident, ids[:2], 5)
    first = meeting["arenden"][0]["id"]
    for at, title in enumerate(["Ett", "Två"]):
        file = add_file(town.service, kansli, make_pdf(tmp_path / f"{at}.pdf", title), f"{title}.pdf")
        facts = {"handlingstyp": "bilaga", "titel": title, "fil": file.id}
        meeting = add_handling(town.service, kansli, ident, first, facts, 5 + at)
    papers = [one["id"] for one in meeting["arenden"][0]["handlingar"]]
    meeting = order_handlingar(town.service, kansli, ident, first, papers[::-1], 7)
    assert [one["titel"] for one in meeting["arenden"][0]["handlingar"]] == ["Två", "Ett"]
    meeting = remove_handling(town.service, kansli, ident, (first, papers[0]), 8)
    assert [one["titel"] for one in meeting["arenden"][0]["handlingar"]] == ["Två"]
    meeting = remove_arende(town.service, kansli, ident, first, 9)
    assert [one["rubrik"] for one in meeting["arenden"]] == ["Upprop", "Taxa"]


def test_two_prepare_the_same_meeting(town: Town) -> None:
    """The second one to change is told; who only reads may not change."""
    ident = create_meeting(town.service, town["kansli"], HEADS)["id"]
    facts = {"rubrik": "Upprop", "arendetyp": "formalia"}
    add_arende(town.service, town["kansli"], ident, facts, 1)
    with pytest.raises(OldVersion):
        add_arende(town.service, town["registrator"], ident, facts, 1)
    with pytest.raises(NotAllowed):
        add_arende(town.service, town["granskare"], ident, facts, 2)
    with pytest.raises(NotAllowed):
        create_meeting(town.service, town["vn.sekreterare"], HEADS)


def test_what_cannot_be_in_a_meeting(town: Town) -> None:
    """Every fault with its place; nothing is kept."""
    kansli = town["kansli"]
    with pytest.raises(InvalidInput) as refused:
        create_meeting(town.service, kansli, {"sammantrade": {"organ": "KF"}, "kallelse": {"version": "ett"}})
    assert {problem.path for problem in refused.value.problems} >= {"sammantrade.datum", "kallelse.version"}
    meeting = create_meeting(town.service, kansli, HEADS)
    ident = meeting["id"]
    with pytest.raises(InvalidInput):
        change_meeting(
            town.service, kansli, ident, {**HEADS, "sammantrade": {**HEADS["sammantrade"], "organ": "KS"}}, 1
        )
    with pytest.raises(InvalidInput):
        add_arende(town.service, kansli, ident, {"rubrik": "Taxa", "arendetyp": "något"}, 1)
    meeting = add_arende(town.service, kansli, ident, {"rubrik": "Taxa", "arendetyp": "beslut"}, 1)
    arende = meeting["arenden"][0]["id"]
    for facts in (
        {"handlingstyp": "bilaga", "titel": "Ingen källa"},
        {"handlingstyp": "bilaga", "titel": "Två källor", "fil": "a", "rapport": "b"},
        {"handlingstyp": "brev", "titel": "Fel typ", "fil": "a"},
    ):
        with pytest.raises(InvalidInput):
            add_handling(town.service, kansli, ident, arende, facts, 2)
    with pytest.raises(NotKnown):
        add_handling(
            town.service, kansli, ident, arende, {"handlingstyp": "bilaga", "titel": "X", "fil": "a"}, 2
        )
    with pytest.raises(NotKnown):
        change_arende(town.service, kansli, ident, "finns-inte", {"rubrik": "X", "arendetyp": "beslut"}, 2)
    assert get_meeting(town.service, kansli, ident)["version"] == 2
