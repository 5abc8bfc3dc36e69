"""Corrections keep the old value, and what may not be known answers as missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from service.errors import InvalidInput
from service.flow.diarium.correct import cancel_document, correct_case, correct_document, set_case_status
from service.flow.diarium.find import get_case, get_document, search_cases, search_documents
from service.flow.refusals import NotAllowed, NotKnown, OldVersion, WrongState
from service.model.diarium import Arendestatus, Registerstatus, Sokning
from service.model.lists import Span
from tests.register import DAY, SECRET, codes, enter_one, lay_up, open_one, sender
from tests.service import Town, open_town

ALL = Span()


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


def test_a_correction_keeps_the_old_value(town: Town) -> None:
    """Who, when, from, to and why stand beside the new value, for every field that changed and for no other."""
    person = lay_up(town)
    made = enter_one(town, person, open_one(town, person).id).document
    changes: dict[str, Any] = {
        "titel": "Yttrande över riktningsmål för mandatperioden",
        "datum": date(2026, 11, 20),
        "handlingstyp": "yttrande",
        "avsandare": (sender("Vård- och omsorgsnämnden"),),
    }
    town.clock.forward(hours=1)
    correct_document(town.service, person, made.id, changes, "Fel nämnd och dag", made.version)
    seen = get_document(town.service, town["lasare"], made.id)
    assert seen.titel == changes["titel"]
    assert [one.namn for one in seen.avsandare] == ["Vård- och omsorgsnämnden"]
    told = {one.falt: (one.fran, one.till) for one in seen.rattelser}
    assert told["titel"] == ("Yttrande över förslag till riktningsmål", changes["titel"])
    assert told["datum"] == ("2026-11-23", "2026-11-20")
    assert [part["namn"] for part in told["avsandare"][0]] == ["Vårdnämnden"]  # type: ignore[attr-defined]  # JSON
    assert set(told) == {"titel", "datum", "avsandare"}
    assert {(one.vem, one.nar, one.varfor) for one in seen.rattelser} == {
        ("registrator", town.clock.at, "Fel nämnd och dag")
    }


@pytest.mark.parametrize(
    ("changes", "why", "code"),
    [
        ({"nr": 7}, "Fel", "not_correctable"),
        ({"titel": "Yttrande över riktningsmålen"}, " ", "missing_value"),
        ({"titel": "Yttrande över förslag till riktningsmål"}, "Fel", "nothing_changed"),
        ({"titel": ""}, "Fel", "missing_value"),
        ({"datum": date(2027, 1, 1)}, "Fel", "contradicting_dates"),
    ],
)
def test_a_correction_that_is_refused(town: Town, changes: dict[str, Any], why: str, code: str) -> None:
    """Nothing is changed then."""
    person = lay_up(town)
    made = enter_one(town, person, open_one(town, person).id).document
    with pytest.raises(InvalidInput) as refused:
        correct_document(town.service, person, made.id, changes, why, made.version)
    assert codes(refused.value.problems) == [code]
    assert get_document(town.service, person, made.id) == made


def test_a_correction_rests_on_what_was_seen(town: Town) -> None:
    """Who corrects after somebody else has is told."""
    person = lay_up(town)
    case = open_one(town, person)
    made = enter_one(town, person, case.id).document
    correct_document(town.service, person, made.id, {"ansvarig": "Kansliet"}, "Saknades", made.version)
    with pytest.raises(OldVersion):
        correct_document(town.service, person, made.id, {"enhet": "Kansliet"}, "Saknades", made.version)
    with pytest.raises(NotAllowed):
        correct_case(town.service, town["kansli"], case.id, {"enhet": "Kansliet"}, "Saknades", case.version)


def test_parties_that_are_only_corrected(town: Town) -> None:
    """The document is changed too: its version is a new one."""
    person = lay_up(town)
    made = enter_one(town, person, open_one(town, person).id).document
    changed = correct_document(
        town.service, person, made.id, {"avsandare": (sender("Socialnämnden"),)}, "Fel", made.version
    )
    assert changed.version > made.version


def test_a_cancelled_document_stays(town: Town) -> None:
    """Its number is not given again, and it is not corrected any more."""
    person = lay_up(town)
    case = open_one(town, person)
    made = enter_one(town, person, case.id).document
    gone = cancel_document(town.service, person, made.id, "Registrerad två gånger", made.version)
    assert (gone.status, gone.orsak) == (Registerstatus.MAKULERAD, "Registrerad två gånger")
    assert enter_one(town, person, case.id).document.nr == 2
    with pytest.raises(WrongState):
        correct_document(town.service, person, made.id, {"enhet": "A"}, "Fel", gone.version)
    assert len(get_case(town.service, person, case.id).handlingar) == 2


def test_a_matter_is_closed_and_opened(town: Town) -> None:
    """A closed one takes no documents; one that has documents is not cancelled."""
    person = lay_up(town)
    case = open_one(town, person)
    enter_one(town, person, case.id)
    version = get_case(town.service, person, case.id).version
    with pytest.raises(WrongState) as refused:
        set_case_status(town.service, person, case.id, Arendestatus.MAKULERAT, "Fel", version)
    assert codes(refused.value.problems) == ["case_has_documents"]
    closed = set_case_status(town.service, person, case.id, Arendestatus.AVSLUTAT, "Beslutat", version)
    assert closed.avslutat == DAY
    with pytest.raises(WrongState):
        enter_one(town, person, case.id)
    opened = set_case_status(
        town.service, person, case.id, Arendestatus.PAGAENDE, "Överklagat", closed.version
    )
    assert (opened.avslutat, [one.varfor for one in opened.rattelser]) == (None, ["Beslutat", "Överklagat"])
    assert enter_one(town, person, case.id).document.nr == 2


def test_a_secret_document_is_missing(town: Town) -> None:
    """For who may not know of it: by id, by number, in its matter, and in every search."""
    person = lay_up(town)
    case = open_one(town, person, serie="VN", arendemening_offentlig="Uppföljning av verksamheten")
    secret = enter_one(
        town, person, case.id, titel="Utredning om Gullregnet", titel_publik="Utredning", sekretess=SECRET
    ).document
    number = f"{case.diarienummer}-{secret.nr}"
    for who, knows in (("kansli", True), ("vn.handlaggare", True), ("sn.handlaggare", False), ("lasare", False),
                       ("granskare", False)):  # fmt: skip
        for name in (secret.id, number):
            if knows:
                assert get_document(town.service, town[who], name).titel == "Utredning om Gullregnet"
                continue
            with pytest.raises(NotKnown):
                get_document(town.service, town[who], name)
        assert bool(get_case(town.service, town[who], case.id).handlingar) is knows
        for asked in ("Gullregnet", "utredning", number[:-2]):
            found = search_documents(town.service, town[who], Sokning(text=asked), ALL)
            assert bool(found.rows) is knows, asked
        assert bool(search_cases(town.service, town[who], Sokning(text="Gullregnet"), ALL).rows) is knows


def test_a_secret_matter_is_missing(town: Town) -> None:
    """With all its documents, also those that are not marked themselves."""
    person = lay_up(town)
    case = open_one(
        town,
        person,
        arendemening_offentlig="Orosanmälan",
        arendemening_skyddad="Gullregnet",
        sekretess=SECRET,
    )
    made = enter_one(town, person, case.id).document
    with pytest.raises(NotKnown):
        get_case(town.service, town["lasare"], case.diarienummer)
    with pytest.raises(NotKnown):
        get_document(town.service, town["lasare"], made.id)
    assert search_cases(town.service, town["lasare"], Sokning(), ALL).total == 0
    assert search_documents(town.service, town["lasare"], Sokning(), ALL).total == 0
    assert get_case(town.service, person, case.id).arendemening_skyddad == "Gullregnet"


def test_what_is_protected_in_an_open_entry(town: Town) -> None:
    """The true title and a protected sender are neither shown to others nor found by them."""
    person = lay_up(town)
    case = open_one(town, person, arendemening_skyddad="Klagomål mot Gullregnet")
    protected = sender("Anna Bergström", organisation=False, skyddad=True)
    made = enter_one(
        town,
        person,
        case.id,
        titel="Klagomål från Anna Bergström",
        titel_publik="Klagomål",
        avsandare=(protected,),
    ).document
    others = get_document(town.service, town["lasare"], made.id)
    assert (others.titel, others.parter) == ("Klagomål", ())
    assert get_case(town.service, town["lasare"], case.id).arendemening_skyddad == ""
    for asked in (Sokning(text="Bergström"), Sokning(part="Bergström"), Sokning(text="Gullregnet")):
        assert search_documents(town.service, town["lasare"], asked, ALL).total == 0
        assert search_cases(town.service, town["lasare"], asked, ALL).total == 0
        assert search_cases(town.service, town["kansli"], asked, ALL).total == 1
    assert search_documents(town.service, town["lasare"], Sokning(text="klagomål"), ALL).total == 1


def test_old_values_are_protected_with_what_they_said(town: Town) -> None:
    """A correction that marks a document as secret does not leave its old title for all to read."""
    person = lay_up(town)
    made = enter_one(town, person, open_one(town, person).id, titel="Klagomål från Anna Bergström").document
    changes = {"titel": "Klagomål på skolskjuts", "sekretess": SECRET, "titel_publik": "Klagomål"}
    marked = correct_document(town.service, person, made.id, changes, "Sekretess", made.version)
    with pytest.raises(NotKnown):
        get_document(town.service, town["lasare"], made.id)
    opened = correct_document(town.service, person, made.id, {"sekretess": None}, "Prövad", marked.version)
    assert "Bergström" in str(opened.rattelser)
    others = get_document(town.service, town["lasare"], made.id)
    assert "Bergström" not in str(others)
    assert others.titel == "Klagomål"


def test_the_log_holds_no_protected_words(town: Town) -> None:
    """It says what was done to what; the words stand in the register alone."""
    person = lay_up(town)
    case = open_one(town, person, arendemening_skyddad="Gullregnet", sekretess=SECRET)
    made = enter_one(
        town, person, case.id, titel="Gullregnet", avsandare=(sender("Gullregnet", skyddad=True),)
    ).document
    correct_document(town.service, person, made.id, {"titel": "Gullregnets utredning"}, "Fel", made.version)
    with town.service.records.look() as db:
        rows = db.execute(
            text("SELECT handelse, fore, efter FROM logg WHERE handelse LIKE 'diarium.%'")
        ).all()
    assert {row[0] for row in rows} >= {"diarium.oppnat", "diarium.registrerad", "diarium.rattad"}
    assert "Gullregnet" not in str(rows)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Sokning(text="KS.2026.1"), 2),
        (Sokning(text="riktningsmål"), 1),
        (Sokning(text="vårdn"), 1),
        (Sokning(text="100%"), 0),
        (Sokning(myndighet="VN"), 0),
        (Sokning(handlingstyp="motion"), 1),
        (Sokning(riktning="utgaende"), 0),
        (Sokning(part="Miljöpartiet"), 1),
        (Sokning(fran=date(2026, 11, 22)), 1),
        (Sokning(till=date(2026, 11, 22)), 1),
        (Sokning(text="motion", fran=date(2026, 11, 22)), 0),
    ],
)
def test_searching(town: Town, wanted: Sokning, expected: int) -> None:
    """By number, words, body, kind, direction, party and day; a sign of the search language is a sign."""
    person = lay_up(town)
    case = open_one(town, person, arendemening_offentlig="Mål och budget")
    enter_one(town, person, case.id)
    motion = {"titel": "Motion om cykelvägar", "handlingstyp": "motion", "datum": date(2026, 11, 20)}
    enter_one(town, person, case.id, avsandare=(sender("Miljöpartiet"),), **motion)
    assert search_documents(town.service, town["lasare"], wanted, ALL).total == expected
    assert search_cases(town.service, town["lasare"], wanted, ALL).total == min(expected, 1)
