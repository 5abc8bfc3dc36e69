"""Entering in the register: numbers, facts, files, relations, and what is refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from pypdf import PdfWriter

from service.errors import InvalidInput, SamladError
from service.flow.diarium.enter import Entered, open_case, register, register_new
from service.flow.diarium.find import get_case, get_document
from service.flow.diarium.series import list_series, put_plan, put_series
from service.flow.diarium.verify import verify_register
from service.flow.log import verify_log
from service.flow.refusals import NotAllowed, NotKnown
from service.flow.service import open_service
from service.model.diarium import (
    Bevarande,
    Diarierelation,
    Diarierelationstyp,
    Diarieserie,
    Filvariant,
    Hanteringsregel,
    Registerstatus,
)
from service.model.ramverk import ALE_DIARIENUMMER
from service.records.database import Conflict
from service.settings import read_settings
from tests.register import DAY, codes, document, enter_one, lay_up, matter, open_one, upload
from tests.service import Town, found_registrator, open_town


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


def _a_pdf(folder: Path) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    path = folder / "yttrande.pdf"
    writer.write(path)
    return path


def test_every_myndighet_gets_a_series(town: Town) -> None:
    """Bodies that are no myndighet have none; laying up twice changes nothing."""
    lay_up(town)
    lay_up(town)
    kinds = {one.kod: one.myndighet for one in list_series(town.service)}
    assert kinds["ÖFN"] == "OFN"
    assert kinds["KS"] == "KS"
    assert not [kod for kod in kinds if kod.startswith("SEK")]


def test_numbers_follow_one_another(town: Town) -> None:
    """Each series counts for itself, and anew each year."""
    person = lay_up(town)
    numbers = [open_one(town, person).diarienummer for _ in range(3)]
    assert numbers == ["KS.2026.1", "KS.2026.2", "KS.2026.3"]
    assert open_one(town, person, serie="VN").diarienummer == "VN.2026.1"
    town.clock.at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # in Stockholm it is 2027
    assert open_one(town, person).diarienummer == "KS.2027.1"
    assert open_one(town, person, oppnat=date(2026, 12, 30)).diarienummer == "KS.2026.4"


def test_a_series_that_counts_on(town: Town) -> None:
    """Without a year in the count, a new year changes nothing."""
    person = lay_up(town)
    series = Diarieserie(
        kod="HR",
        myndighet="KS",
        namn="Personal",
        monster="HR-{lopnr:3}",
        regex=r"HR-(?P<lopnr>\d{3,})",
        arsvis=False,
    )
    put_series(town.service, person, series)
    assert open_one(town, person, serie="HR").diarienummer == "HR-001"
    town.clock.forward(days=60)
    assert open_one(town, person, serie="HR").diarienummer == "HR-002"


@pytest.mark.parametrize(
    ("monster", "regex", "place"),
    [
        ("{kod.__class__}.{ar}.{lopnr}", ALE_DIARIENUMMER, "monster"),
        ("{kod}.{lopnr}", r"(?P<kod>X)\.(?P<lopnr>\d+)", "monster"),
        ("{kod}.{ar}", ALE_DIARIENUMMER, "monster"),
        ("{kod}/{ar}/{lopnr}", ALE_DIARIENUMMER, "regex"),
    ],
)
def test_a_pattern_that_cannot_be_read_again(town: Town, monster: str, regex: str, place: str) -> None:
    """It is refused before a number is written with it."""
    person = lay_up(town)
    series = Diarieserie(kod="XX", myndighet="KS", namn="Fel", monster=monster, regex=regex)
    with pytest.raises(InvalidInput) as refused:
        put_series(town.service, person, series)
    assert [(one.code, one.path) for one in refused.value.problems] == [("invalid_number_pattern", place)]


def test_an_earlier_diary_s_numbers(town: Town) -> None:
    """The register goes on where the earlier one ended; only the earlier one's numbers can be typed in."""
    person = town["registrator"]
    series = Diarieserie(kod="KS", myndighet="KS", namn="Kommunstyrelsen", regex=ALE_DIARIENUMMER)
    put_series(town.service, person, series, first=500)
    assert open_one(town, person).diarienummer == "KS.2026.500"
    taken_over = open_one(town, person, diarienummer="KS.2026.142")
    assert (taken_over.ar, taken_over.lopnr) == (2026, 142)
    for number, code in (("KS.2026.142", "number_taken"), ("KS.2026.501", "number_not_given_out"),
                         ("UN.2026.1", "invalid_diarienummer")):  # fmt: skip
        with pytest.raises(SamladError) as refused:
            open_one(town, person, diarienummer=number)
        assert codes(refused.value.problems) == [code]
    assert open_one(town, person).diarienummer == "KS.2026.501"


def test_a_number_of_a_year_before_the_register(town: Town) -> None:
    """All of that year's were given out by the earlier diary; what is opened there later goes on after them."""
    person = lay_up(town)
    assert open_one(town, person, diarienummer="KS.2025.277").lopnr == 277
    assert list(verify_register(town.service, person)) == []
    late = open_one(town, person, oppnat=date(2025, 12, 30))
    assert late.diarienummer == "KS.2025.278"
    with pytest.raises(InvalidInput):
        open_one(town, person, diarienummer="KS.2025.300")
    assert list(verify_register(town.service, person)) == []


def test_a_document_is_registered(town: Town, tmp_path: Path) -> None:
    """With its facts, its file by content, and a number of its own in the matter."""
    person = lay_up(town)
    case = open_one(town, person)
    file = upload(town.service, person, _a_pdf(tmp_path))
    made = enter_one(town, person, case.diarienummer, filer=(file,))
    second = enter_one(town, person, case.id, titel="Tjänsteskrivelse om riktningsmål")
    whole = get_case(town.service, person, "KS.2026.1")
    assert [whole.number_of(one) for one in whole.handlingar] == ["KS.2026.1-1", "KS.2026.1-2"]
    assert second.document.nr == 2
    seen = get_document(town.service, town["lasare"], "KS.2026.1-1")
    assert (seen.datum, seen.titel) == (DAY, made.document.titel)
    assert [one.namn for one in seen.avsandare] == ["Vårdnämnden"]
    assert seen.filer[0].variant is Filvariant.PRODUKTION
    assert seen.filer[0].format == "application/pdf"
    assert town.service.store.size(seen.filer[0].sha256) == seen.filer[0].storlek
    assert seen.status is Registerstatus.REGISTRERAD
    assert seen.bevaras_gallras is Bevarande.BEVARAS
    assert codes(made.notices) == ["kind_not_in_plan"]
    assert verify_log(town.service).broken_at is None


def test_the_plan_decides_what_becomes_of_it(town: Town) -> None:
    """Unless the registrator says otherwise; what is to be destroyed needs a decision."""
    person = lay_up(town)
    rule = Hanteringsregel(
        handlingstyp="yttrande",
        namn="Yttrande",
        klassificering="1.2.3",
        bevaras_gallras=Bevarande.GALLRAS,
        gallringsfrist=2,
        gallringsbeslut="KS 2026-01-01 § 1",
    )
    put_plan(town.service, person, (rule,))
    case = open_one(town, person)
    made = enter_one(town, person, case.id).document
    assert (made.bevaras_gallras, made.gallringsfrist, made.klassificering) == (Bevarande.GALLRAS, 2, "1.2.3")
    kept = enter_one(town, person, case.id, bevaras_gallras=Bevarande.BEVARAS).document
    assert (kept.bevaras_gallras, kept.gallringsfrist, kept.gallringsbeslut) == (Bevarande.BEVARAS, 0, "")


def test_a_document_points_to_another(town: Town) -> None:
    """A relation holds the other document's id, however it was named."""
    person = lay_up(town)
    case = open_one(town, person)
    first = enter_one(town, person, case.id).document
    relation = Diarierelation(typ=Diarierelationstyp.BESVARAR, till="KS.2026.1-1")
    second = enter_one(town, person, case.id, relationer=(relation,)).document
    assert second.relationer == (Diarierelation(typ=Diarierelationstyp.BESVARAR, till=first.id),)


def test_the_same_thing_is_not_registered_twice(town: Town) -> None:
    """What came from one place in the service has one entry."""
    person = lay_up(town)
    case = open_one(town, person)
    enter_one(town, person, case.id, kalla="rapport:abc:1")
    with pytest.raises(Conflict) as refused:
        enter_one(town, person, case.id, kalla="rapport:abc:1")
    assert codes(refused.value.problems) == ["registered_already"]
    assert len(get_case(town.service, person, case.id).handlingar) == 1


def test_a_matter_and_its_first_document_both_or_neither(town: Town) -> None:
    """A document that cannot be registered takes no number with it."""
    person = lay_up(town)
    with pytest.raises(InvalidInput):
        register_new(town.service, person, matter(), document(avsandare=()))
    made = register_new(town.service, person, matter(), document())
    assert (made.matter.diarienummer, made.document.nr) == ("KS.2026.1", 1)


def test_a_file_of_somebody_else(town: Town, tmp_path: Path) -> None:
    """It answers as missing, and no number is used."""
    person = lay_up(town)
    case = open_one(town, person)
    theirs = upload(town.service, town["kansli"], _a_pdf(tmp_path))
    with pytest.raises(NotKnown):
        enter_one(town, person, case.id, filer=(theirs,))
    assert enter_one(town, person, case.id).document.nr == 1


@pytest.mark.parametrize("who", ["vn.handlaggare", "vn.sekreterare", "kansli", "granskare", "lasare"])
def test_others_than_the_registrator_only_read(town: Town, who: str) -> None:
    """Who has not the role opens no matter and registers nothing."""
    person = lay_up(town)
    case = open_one(town, person)
    with pytest.raises(NotAllowed):
        open_case(town.service, town[who], matter())
    with pytest.raises(NotAllowed):
        register(town.service, town[who], case.id, document())
    assert get_case(town.service, town[who], case.id).diarienummer == "KS.2026.1"


def test_threads_draw_numbers_without_gap_or_double(town: Town) -> None:
    """Eight threads, each with its own matters and all with documents in one."""
    person = lay_up(town)
    shared = open_one(town, person)
    opened: list[Entered] = []

    def five() -> None:
        for _ in range(5):
            opened.append(register_new(town.service, person, matter(), document()))
            enter_one(town, person, shared.id)

    threads = [threading.Thread(target=five) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.matter.lopnr for one in opened) == list(range(2, 42))
    assert [one.nr for one in get_case(town.service, person, shared.id).handlingar] == list(range(1, 41))
    assert verify_log(town.service).broken_at is None


def draw_some(data: str, database: str, case: str) -> list[int]:
    """In a process of its own: matters opened, and documents registered in one that all share."""
    settings = read_settings({"SAMLAD_DATA": data, "SAMLAD_DATABAS": database})
    with open_service(settings, migrate=False) as service:
        person = found_registrator(service)
        counts = []
        for _ in range(4):
            counts.append(open_case(service, person, matter())[0].lopnr)
            register(service, person, case, document())
        return counts


def test_processes_draw_numbers_without_gap_or_double(town: Town, tmp_path: Path) -> None:
    """Four processes on the same SQLite file."""
    person = lay_up(town)
    shared = open_one(town, person)
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        asked = [pool.submit(draw_some, str(tmp_path / "data"), "", shared.id) for _ in range(4)]
        counts = sorted(count for one in asked for count in one.result(60))
    assert counts == list(range(2, 18))
    assert [one.nr for one in get_case(town.service, person, shared.id).handlingar] == list(range(1, 17))
