"""What a registrator looks at before an entry is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from service.errors import Problem
from service.model.diarium import (
    Bevarande,
    Filuppgift,
    Filvariant,
    Hanteringsregel,
    Riktning,
)
from service.rules.diarium import check_case, check_document, working_day_after
from tests.register import DAY, SECRET, codes, document, matter, receiver, sender

PLAN = (Hanteringsregel(handlingstyp="yttrande", namn="Yttrande", klassificering="1.2.3"),)
PDF = Filuppgift(namn="yttrande.pdf")


def _found(**changed: Any) -> list[str]:
    return codes(list(check_document(document(**{"filer": (PDF,)} | changed), DAY, PLAN)))


def test_a_plain_entry_has_nothing_against_it() -> None:
    """Date, number, sender and subject are there."""
    assert _found() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"avsandare": ()}, "party_missing"),
        ({"riktning": Riktning.UTGAENDE, "avsandare": (), "expedierad": DAY}, "party_missing"),
        ({"datum": date(2026, 11, 24)}, "contradicting_dates"),
        ({"sekretess": replace(SECRET, bestammelse="25:1 OSL"), "titel_publik": "Yttrande i ett ärende"},
         "secrecy_without_provision"),
        ({"sekretess": replace(SECRET, datum=None), "titel_publik": "Yttrande i ett ärende"}, "secrecy_incomplete"),
        ({"sekretess": replace(SECRET, myndighet=""), "titel_publik": "Yttrande i ett ärende"}, "secrecy_incomplete"),
        ({"bevaras_gallras": Bevarande.GALLRAS, "gallringsfrist": 2}, "disposal_without_decision"),
    ],
)  # fmt: skip
def test_what_stops_an_entry(changed: dict[str, Any], expected: str) -> None:
    """The register would lack what the law wants it to show."""
    found = list(check_document(document(**{"filer": (PDF,)} | changed), DAY, PLAN))
    assert codes([one for one in found if isinstance(one, Problem)]) == [expected]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"titel": "Yttrande"}, ["title_unclear"]),
        ({"titel": "Svar ang. remiss från SKR om styrning"}, ["title_abbreviated"]),
        ({"titel": "Yttrande från Anna Bergström om skolskjuts"}, ["title_names_person"]),
        ({"titel": "Yttrande om ärende 850709-9805 i nämnden"}, ["title_names_person"]),
        ({"titel": "Report from the audit of procurement"}, ["title_not_swedish"]),
        ({"titel": "Svar från AB Alebyggen om EU-stöd till bostäder"}, []),
        ({"avsandare": (sender("handlaggare@ale.se"),)}, ["party_is_address"]),
        ({"avsandare": (sender("Anna Bergström", organisation=False),)}, ["party_is_person"]),
        ({"avsandare": (sender("Anna Bergström", organisation=False, skyddad=True),)}, []),
        ({"mottagare": (receiver("Kopia till revisorerna"),)}, ["directions_mixed", "party_is_copy"]),
        ({"datum": date(2026, 11, 19)}, ["registered_late"]),
        ({"datum": date(2026, 11, 20)}, []),
        ({"riktning": Riktning.UTGAENDE, "avsandare": (), "mottagare": (receiver("Länsstyrelsen"),)},
         ["dispatch_date_missing"]),
        ({"riktning": Riktning.UTGAENDE, "avsandare": (), "mottagare": (receiver("Länsstyrelsen"),),
          "expedierad": date(2026, 11, 20)}, ["dates_differ"]),
        ({"sekretess": SECRET}, ["public_title_missing"]),
        ({"sekretess": replace(SECRET, omprovas_datum=DAY), "titel_publik": "Yttrande i ett ärende"},
         ["secrecy_to_be_reviewed"]),
        ({"sekretess": SECRET, "titel": "Utredning om Anna Bergström", "titel_publik": "Utredning i ett ärende"}, []),
        ({"handlingstyp": "karta"}, ["kind_not_in_plan"]),
        ({"klassificering": "9.9"}, ["kind_of_other_process"]),
        ({"filer": ()}, ["files_missing"]),
        ({"filer": (Filuppgift(namn="allt.ZIP"),)}, ["file_packed"]),
        ({"filer": (PDF, Filuppgift(namn="bilaga.docx"))}, ["several_originals"]),
        ({"beslutsdatum": DAY}, ["signed_missing"]),
        ({"beslutsdatum": DAY, "filer": (PDF, replace(PDF, variant=Filvariant.SIGNERAD))}, []),
        ({"beslutsdatum": date(2026, 11, 24), "filer": (replace(PDF, variant=Filvariant.SIGNERAD),)},
         ["dates_differ"]),
    ],
)  # fmt: skip
def test_what_a_registrator_looks_at(changed: dict[str, Any], expected: list[str]) -> None:
    """The entry is made; the registrator judges."""
    assert _found(**changed) == expected


def test_a_matter_that_is_secret_wants_two_wordings() -> None:
    """One that everybody may read, one for who may know."""
    assert codes(list(check_case(matter(sekretess=SECRET), DAY))) == ["protected_wording_missing"]
    told = matter(sekretess=SECRET, arendemening_skyddad="Orosanmälan om ett namngivet barn")
    assert codes(list(check_case(told, DAY))) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 11, 21), date(2026, 11, 23)),
    ],
)
def test_soon_is_the_next_working_day(day: date, expected: date) -> None:
    """Over a week-end it is Monday."""
    assert working_day_after(day) == expected
