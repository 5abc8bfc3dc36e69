"""Reports in the service: who sees what, versions, faults of drafts, and the way to the archive and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.errors import InvalidInput, SamladError, UnreadableInput
from service.flow.frameworks import add_framework, current_framework, list_frameworks
from service.flow.log import verify_log
from service.flow.refusals import NotAllowed, NotKnown, OldVersion, WrongState
from service.flow.register import (
    Report,
    Saved,
    check_report,
    create_report,
    get_report,
    input_of,
    inputs_of,
    page_reports,
    save_report,
)
from service.flow.release import take_step
from service.flow.uploads import add_file
from service.model.lists import Span, Wanted
from service.records.jobs import DONE
from service.records.tables import Jobb
from tests.flow.conftest import make_pdf
from tests.service import FRAMEWORK, Town, open_town, report_text, write_json


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


def _create(town: Town, folder: Path, **changed: Any) -> Saved:
    return create_report(town.service, town["vn.handlaggare"], write_json(folder, report_text(**changed)))


def _pretend_built(town: Town, report: Report) -> None:
    """A finished job for the report's latest version; the building itself has its own tests."""
    with town.service.records.change() as db:
        db.add(
            Jobb(
                id=town.service.new_id(),
                slag="bygg",
                rapport=report.id,
                indata=report.nr,
                underlag={},
                status=DONE,
                bestalld_av="vn.handlaggare",
                skapad=town.clock(),
            )
        )


def _step(town: Town, who: str, report: Report, name: str, **said: Any) -> Report:
    present = get_report(town.service, town[who], report.id)
    return take_step(town.service, town[who], report.id, name, said, present.version)


def _codes(refused: pytest.ExceptionInfo[SamladError]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def _decided(town: Town, folder: Path) -> Report:
    report = _create(town, folder).report
    _pretend_built(town, report)
    _step(town, "vn.handlaggare", report, "skicka_in")
    _step(town, "granskare", report, "granska")
    file = add_file(town.service, town["vn.sekreterare"], make_pdf(folder / "p.pdf", "§ 31"), "utdrag.pdf")
    return _step(
        town,
        "vn.sekreterare",
        report,
        "besluta",
        datum=date(2026, 11, 10),
        paragraf="31",
        protokollsutdrag=file.id,
    )


def test_a_whole_report(town: Town, tmp_path: Path) -> None:
    """It is a draft of its body, and has no faults."""
    saved = _create(town, tmp_path)
    assert saved.problems == ()
    assert (saved.report.organ, saved.report.ar, saved.report.status, saved.report.nr) == (
        "VN",
        2026,
        "utkast",
        1,
    )


def test_a_draft_with_faults_is_kept(town: Town, tmp_path: Path) -> None:
    """Nothing that was written is lost because something is still missing; all faults are told."""
    saved = _create(town, tmp_path, utrymme_for_riktningsforandring=None, maluppfyllelse=None)
    assert {problem.path for problem in saved.problems} == {
        "utrymme_for_riktningsforandring",
        "maluppfyllelse",
    }
    assert get_report(town.service, town["vn.handlaggare"], saved.report.id).nr == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "invalid_json"),
        ("[]", "not_an_object"),
        ("", "file_empty"),
        ('{"organ": "VN"}', "doctype_missing"),
        ('{"dokumenttyp": "brev", "organ": "VN"}', "unknown_doctype"),
        ('{"dokumenttyp": "kallelse", "organ": "VN"}', "not_a_report"),
        ('{"dokumenttyp": "nulagesbeskrivning", "organ": "VN", "organ": "SN"}', "duplicate_key"),
    ],
)
def test_what_is_no_report_is_refused(town: Town, tmp_path: Path, content: str, code: str) -> None:
    """It cannot be kept when it cannot be read or does not say what it is."""
    path = tmp_path / "in.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises((InvalidInput, UnreadableInput, SamladError)) as refused:
        create_report(town.service, town["vn.handlaggare"], path)
    assert _codes(refused) == [code]
    assert page_reports(town.service, town["vn.handlaggare"], Wanted(), Span()).total == 0


def test_another_bodys_report_cannot_be_created(town: Town, tmp_path: Path) -> None:
    """A role is held for one body."""
    with pytest.raises(NotAllowed):
        create_report(town.service, town["sn.handlaggare"], write_json(tmp_path, report_text()))


def test_a_draft_belongs_to_its_body(town: Town, tmp_path: Path) -> None:
    """No other body, and not the kansli, knows that it exists."""
    report = _create(town, tmp_path).report
    for who in ("sn.handlaggare", "kansli", "registrator", "granskare", "lasare", "admin"):
        with pytest.raises(NotKnown):
            get_report(town.service, town[who], report.id)
        assert page_reports(town.service, town[who], Wanted(), Span()).total == 0
    assert get_report(town.service, town["vn.sekreterare"], report.id).status == "utkast"


def test_every_version_is_kept(town: Town, tmp_path: Path) -> None:
    """The first version is still there after the second; the same content makes no new one."""
    first = _create(town, tmp_path).report
    person = town["vn.handlaggare"]
    second = save_report(
        town.service, person, first.id, write_json(tmp_path, report_text(handlaggare="Ny")), first.version
    ).report
    same = save_report(
        town.service, person, first.id, write_json(tmp_path, report_text(handlaggare="Ny")), second.version
    ).report
    assert (second.nr, same.nr) == (2, 2)
    assert [one["nr"] for one in inputs_of(town.service, person, first.id)] == [2, 1]
    assert input_of(town.service, person, first.id, 1)[1] != input_of(town.service, person, first.id)[1]


def test_nobody_writes_over_a_colleague(town: Town, tmp_path: Path) -> None:
    """Two have fetched the same version; the second one to save is told."""
    report = _create(town, tmp_path).report
    path = write_json(tmp_path, report_text(handlaggare="Först"))
    save_report(town.service, town["vn.handlaggare"], report.id, path, report.version)
    with pytest.raises(OldVersion):
        save_report(town.service, town["vn.sekreterare"], report.id, path, report.version)


def test_another_type_or_body_cannot_be_saved_into_it(town: Town, tmp_path: Path) -> None:
    """A report stays what it is."""
    report = _create(town, tmp_path).report
    person = town["vn.handlaggare"]
    for changed, code in (
        ({"organ": "SN"}, "other_organ"),
        ({"dokumenttyp": "dialogsammanfattning"}, "wrong_doctype"),
    ):
        with pytest.raises(InvalidInput) as refused:
            save_report(
                town.service, person, report.id, write_json(tmp_path, report_text(**changed)), report.version
            )
        assert _codes(refused) == [code]


def test_a_report_with_faults_is_not_handed_in(town: Town, tmp_path: Path) -> None:
    """Every fault is told, and the report stays a draft."""
    report = _create(town, tmp_path, maluppfyllelse=None).report
    with pytest.raises(InvalidInput) as refused:
        _step(town, "vn.handlaggare", report, "skicka_in")
    assert _codes(refused) == ["missing_value"]
    assert get_report(town.service, town["vn.handlaggare"], report.id).status == "utkast"


def test_a_report_that_is_not_built_is_not_handed_in(town: Town, tmp_path: Path) -> None:
    """The paper of an older version does not count."""
    first = _create(town, tmp_path).report
    _pretend_built(town, first)
    save_report(
        town.service,
        town["vn.handlaggare"],
        first.id,
        write_json(tmp_path, report_text(handlaggare="Ny")),
        first.version,
    )
    with pytest.raises(WrongState) as refused:
        _step(town, "vn.handlaggare", first, "skicka_in")
    assert _codes(refused) == ["not_built"]


def test_the_way_to_the_archive(town: Town, tmp_path: Path) -> None:
    """Each step by its role, each noted with who and when."""
    report = _decided(town, tmp_path)
    assert report.decision["organ"] == "Valnämnden"
    _step(town, "vn.sekreterare", report, "overlamna", diarienummer="VN.2026.44")
    _step(town, "kansli", report, "behandla", kf_datum=date(2026, 11, 20), kf_paragraf="300")
    last = _step(town, "registrator", report, "arkivera")
    assert [one["till"] for one in last.steps] == [
        "inskickad",
        "granskad",
        "beslutad_i_namnd",
        "overlamnad_ks",
        "behandlad_kf",
        "arkiverad",
    ]
    assert all(one["vem"] and one["nar"] for one in last.steps)
    assert verify_log(town.service).broken_at is None


def test_a_decision_needs_day_paragraph_and_minutes(town: Town, tmp_path: Path) -> None:
    """All that is missing is told at once; a day that has not been is no decision."""
    report = _create(town, tmp_path).report
    _pretend_built(town, report)
    _step(town, "vn.handlaggare", report, "skicka_in")
    _step(town, "granskare", report, "granska")
    with pytest.raises(InvalidInput) as refused:
        _step(town, "vn.sekreterare", report, "besluta")
    assert {problem.path for problem in refused.value.problems} == {"datum", "paragraf", "protokollsutdrag"}
    with pytest.raises(InvalidInput) as refused:
        _step(
            town,
            "vn.sekreterare",
            report,
            "besluta",
            datum=date(2027, 1, 1),
            paragraf="1",
            protokollsutdrag="x",
        )
    assert _codes(refused) == ["contradicting_dates"]


def test_minutes_are_a_file_of_ones_own(town: Town, tmp_path: Path) -> None:
    """Another person's file cannot be named, and whether it exists is not told."""
    report = _create(town, tmp_path).report
    _pretend_built(town, report)
    _step(town, "vn.handlaggare", report, "skicka_in")
    _step(town, "granskare", report, "granska")
    others = add_file(town.service, town["sn.handlaggare"], make_pdf(tmp_path / "a.pdf", "§"), "a.pdf")
    for file in (others.id, "finns-inte"):
        with pytest.raises(NotKnown):
            _step(
                town,
                "vn.sekreterare",
                report,
                "besluta",
                datum=date(2026, 11, 10),
                paragraf="31",
                protokollsutdrag=file,
            )


@pytest.mark.parametrize("who", ["vn.handlaggare", "kansli", "registrator", "granskare"])
def test_only_the_secretary_decides(town: Town, tmp_path: Path, who: str) -> None:
    """A step belongs to its role."""
    report = _create(town, tmp_path).report
    _pretend_built(town, report)
    _step(town, "vn.handlaggare", report, "skicka_in")
    _step(town, "granskare", report, "granska")
    with pytest.raises(NotAllowed):
        _step(town, who, report, "besluta", datum=date(2026, 11, 10), paragraf="31", protokollsutdrag="x")


def test_steps_are_taken_in_order(town: Town, tmp_path: Path) -> None:
    """A draft cannot be archived; an unknown step does not exist."""
    report = _create(town, tmp_path).report
    _pretend_built(town, report)
    _step(town, "vn.handlaggare", report, "skicka_in")
    with pytest.raises(WrongState):
        _step(town, "registrator", report, "arkivera")
    with pytest.raises(NotKnown):
        _step(town, "registrator", report, "brann_upp")


def test_handed_back_with_a_reason(town: Town, tmp_path: Path) -> None:
    """The body works on; the kansli keeps seeing what was handed in, and not the new draft."""
    report = _create(town, tmp_path).report
    _pretend_built(town, report)
    _step(town, "vn.handlaggare", report, "skicka_in")
    with pytest.raises(InvalidInput):
        _step(town, "kansli", report, "aterlamna")
    back = _step(town, "kansli", report, "aterlamna", varfor="Siffrorna för 2025 saknas.")
    assert back.steps[-1]["varfor"] == "Siffrorna för 2025 saknas."
    present = get_report(town.service, town["vn.handlaggare"], report.id)
    path = write_json(tmp_path, report_text(handlaggare="Rättad"))
    rewritten = save_report(town.service, town["vn.handlaggare"], report.id, path, present.version).report
    assert rewritten.nr == 2
    assert get_report(town.service, town["kansli"], report.id).nr == 1
    with pytest.raises(NotKnown):
        input_of(town.service, town["kansli"], report.id, 2)
    with pytest.raises(NotKnown):
        get_report(town.service, town["sn.handlaggare"], report.id)


def test_what_is_handed_in_is_closed(town: Town, tmp_path: Path) -> None:
    """What others have begun to read does not change under their eyes."""
    report = _create(town, tmp_path).report
    _pretend_built(town, report)
    sent = _step(town, "vn.handlaggare", report, "skicka_in")
    with pytest.raises(WrongState) as refused:
        save_report(
            town.service,
            town["vn.handlaggare"],
            report.id,
            write_json(tmp_path, report_text(ar=2025)),
            sent.version,
        )
    assert _codes(refused) == ["report_closed"]


def test_handed_over_is_for_all_to_read_unless_secret(town: Town, tmp_path: Path) -> None:
    """From kommunstyrelsen on it is a public document; one that is marked secret is not shown around."""
    report = _decided(town, tmp_path)
    with pytest.raises(NotKnown):
        get_report(town.service, town["lasare"], report.id)
    _step(town, "registrator", report, "overlamna")
    for who in ("lasare", "sn.handlaggare"):
        assert get_report(town.service, town[who], report.id).status == "overlamnad_ks"
    with pytest.raises(NotKnown):
        get_report(town.service, town["admin"], report.id)


def test_a_secret_report_stays_with_those_who_prepare(town: Town, tmp_path: Path) -> None:
    """Kansli yes, reader and other bodies no, also after it was handed over."""
    secret = {
        "markerad": True,
        "bestammelse": "25 kap. 1 § OSL",
        "datum": "2026-11-01",
        "myndighet": "Valnämnden",
    }
    path = write_json(tmp_path, report_text(sekretess={**secret, "omfattning": "hela"}))
    report = create_report(town.service, town["vn.handlaggare"], path).report
    assert check_report(town.service, town["vn.handlaggare"], report.id).problems == ()
    _pretend_built(town, report)
    _step(town, "vn.handlaggare", report, "skicka_in")
    _step(town, "granskare", report, "granska")
    file = add_file(town.service, town["vn.sekreterare"], make_pdf(tmp_path / "p.pdf", "§"), "u.pdf")
    said = {"datum": date(2026, 11, 10), "paragraf": "31", "protokollsutdrag": file.id}
    _step(town, "vn.sekreterare", report, "besluta", **said)
    _step(town, "registrator", report, "overlamna")
    assert get_report(town.service, town["kansli"], report.id).status == "overlamnad_ks"
    for who in ("lasare", "sn.handlaggare"):
        with pytest.raises(NotKnown):
            get_report(town.service, town[who], report.id)


def test_lists_are_narrowed_sorted_and_paged(town: Town, tmp_path: Path) -> None:
    """Text is searched in the title; % and _ are letters like others."""
    for year in (2024, 2025, 2026):
        _create(town, tmp_path, ar=year)
        town.clock.forward(minutes=1)
    person = town["vn.handlaggare"]
    page = page_reports(town.service, person, Wanted(sort="ar"), Span(1, 1))
    assert (page.total, [one.ar for one in page.rows]) == (3, [2025])
    assert [one.ar for one in page_reports(town.service, person, Wanted(), Span()).rows] == [2026, 2025, 2024]
    assert page_reports(town.service, person, Wanted(ar=2024), Span()).total == 1
    assert page_reports(town.service, person, Wanted(text="2025"), Span()).total == 1
    assert page_reports(town.service, person, Wanted(text="%"), Span()).total == 0


def test_frameworks_have_versions(town: Town, tmp_path: Path) -> None:
    """The same content is no new version; a faulty one is refused with all its faults."""
    again = add_framework(town.service, town["kansli"], FRAMEWORK, "")
    assert again.nr == 1
    text = FRAMEWORK.read_text(encoding="utf-8")
    changed = tmp_path / "ny.json"
    changed.write_text(text.replace("Valnämnden", "Nya valnämnden"), encoding="utf-8")
    assert add_framework(town.service, town["kansli"], changed, "Nytt namn").nr == 2
    assert current_framework(town.service).comment == "Nytt namn"
    changed.write_text(text.replace('"2026-10-15"', '"2026-13-45"'), encoding="utf-8")
    with pytest.raises(InvalidInput):
        add_framework(town.service, town["kansli"], changed, "")
    with pytest.raises(NotAllowed):
        add_framework(town.service, town["vn.handlaggare"], FRAMEWORK, "")
    assert [one.nr for one in list_frameworks(town.service)] == [2, 1]
