"""Destruction: what may be, that it is gone, that nothing else is, and the record of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from service.errors import InvalidInput
from service.flow.arkiv.deliver import Wanted, deliver
from service.flow.arkiv.destroy import destroy, finish_destruction, list_destructible
from service.flow.backup import back_up
from service.flow.diarium.find import get_case, get_document
from service.flow.log import verify_log
from service.flow.refusals import NotAllowed
from service.model.diarium import Diariearende, Diariehandling
from service.model.people import Person
from tests.archive import AGREEMENT, a_pdf, age_files, closed_case, file_of
from tests.register import codes, enter_one, open_one
from tests.service import Town, open_town

FREE = datetime(2029, 1, 1, 9, 0, tzinfo=UTC)
"""The matter was closed in 2026 and the kallelse is kept for two years from the end of that."""


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path, **AGREEMENT) as town:
        yield town


@pytest.fixture(name="closed")
def _closed(town: Town, tmp_path: Path) -> tuple[Person, Diariearende]:
    return closed_case(town, tmp_path)


def _kallelse(town: Town, closed: tuple[Person, Diariearende]) -> Diariehandling:
    return get_document(town.service, closed[0], f"{closed[1].diarienummer}-2")


def _free(town: Town) -> None:
    town.clock.at = FREE
    age_files(town)


def test_the_day_is_counted_from_the_end_of_the_matters_year(
    town: Town, closed: tuple[Person, Diariearende]
) -> None:
    """Two years from 2026: not on the last of December 2028, but on the first of January 2029."""
    assert list_destructible(town.service, closed[0], date(2028, 12, 31)) == ()
    found = list_destructible(town.service, closed[0], date(2029, 1, 1))
    assert [(one.beteckning, one.tidigast, one.filer) for one in found] == [
        (f"{closed[1].diarienummer}-2", date(2029, 1, 1), 1)
    ]


def test_what_is_destroyed_is_gone_and_its_entry_stays(
    town: Town, closed: tuple[Person, Diariearende], tmp_path: Path
) -> None:
    """The bytes are in the store no more, the register shows the day, and a backup is whole."""
    sha256 = _kallelse(town, closed).filer[0].sha256
    _free(town)
    assert town.service.store.has(sha256)
    number = f"{closed[1].diarienummer}-2"
    done = destroy(town.service, closed[0], (number,))
    assert (done.handlingar, done.filer, done.kvar) == ((number,), 1, 0)
    assert not town.service.store.has(sha256)
    left = _kallelse(town, closed)
    assert (left.gallrad, left.filer, left.titel) == (date(2029, 1, 1), (), "Kallelse")
    assert list_destructible(town.service, closed[0]) == ()
    assert verify_log(town.service).broken_at is None
    for kept in get_case(town.service, closed[0], closed[1].id).handlingar[0].filer:
        assert town.service.store.has(kept.sha256)
    back_up(town.service, tmp_path / "kopia")


def test_what_may_not_be_destroyed_is_not(town: Town, closed: tuple[Person, Diariearende]) -> None:
    """A document that is to be kept, or whose time has not come, stops the whole order."""
    number = closed[1].diarienummer
    age_files(town)
    with pytest.raises(InvalidInput) as told:
        destroy(town.service, closed[0], (f"{number}-2",))
    assert codes(told.value.problems) == ["not_destructible"]
    _free(town)
    with pytest.raises(InvalidInput) as told:
        destroy(town.service, closed[0], (f"{number}-2", f"{number}-1", "KS.2026.99-1"))
    assert codes(told.value.problems) == ["not_destructible"] * 2
    assert _kallelse(town, closed).gallrad is None
    with pytest.raises(NotAllowed):
        destroy(town.service, town["kansli"], (f"{number}-2",))
    with pytest.raises(NotAllowed):
        list_destructible(town.service, town["lasare"])


def test_a_file_that_another_document_has_stays(
    town: Town, closed: tuple[Person, Diariearende], tmp_path: Path
) -> None:
    """The same bytes in another matter are not destroyed with the first."""
    person = closed[0]
    case = open_one(town, person)
    enter_one(town, person, case.id, filer=(file_of(town, person, a_pdf(tmp_path, "kallelse.pdf")),))
    sha256 = _kallelse(town, closed).filer[0].sha256
    assert get_case(town.service, person, case.id).handlingar[0].filer[0].sha256 == sha256
    _free(town)
    done = destroy(town.service, person, (f"{closed[1].diarienummer}-2",))
    assert (done.filer, done.kvar) == (0, 1)
    assert town.service.store.has(sha256)


def test_a_file_that_was_just_sent_anew_stays(
    town: Town, closed: tuple[Person, Diariearende], tmp_path: Path
) -> None:
    """Who sends the same bytes while they are destroyed does not lose them; later they go."""
    sha256 = _kallelse(town, closed).filer[0].sha256
    _free(town)
    town.service.store.put(a_pdf(tmp_path, "igen.pdf", "kallelse.pdf"))
    age_files(town, seconds=5)
    done = destroy(town.service, closed[0], (f"{closed[1].diarienummer}-2",))
    assert (done.filer, done.kvar) == (0, 1)
    assert town.service.store.has(sha256)
    age_files(town)
    assert finish_destruction(town.service) == 1
    assert not town.service.store.has(sha256)
    assert finish_destruction(town.service) == 0


def test_a_destroyed_document_is_delivered_as_its_entry(
    town: Town, closed: tuple[Person, Diariearende], tmp_path: Path
) -> None:
    """The e-archive is told that it was there, by which decision it was destroyed and when."""
    _free(town)
    destroy(town.service, closed[0], (f"{closed[1].diarienummer}-2",))
    made = deliver(town.service, closed[0], Wanted((closed[1].id,)), tmp_path / "ut")
    assert made.checked.problems == ()
    assert "no_preservation_copy" not in codes(made.notices)
