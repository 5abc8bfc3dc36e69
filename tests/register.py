"""A register for a test: series for every myndighet, and what is entered in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from service.flow.diarium.enter import Entered, open_case, register
from service.flow.diarium.series import series_of_framework
from service.flow.service import Service
from service.flow.uploads import add_file
from service.model.diarium import (
    Arendeuppgifter,
    Diariearende,
    Filuppgift,
    Filvariant,
    Handlingsuppgifter,
    Part,
    Partsroll,
    Riktning,
)
from service.model.parts import Sekretess
from service.model.people import Person
from tests.service import Town

DAY = date(2026, 11, 23)
"""The day of the test's clock."""
SECRET = Sekretess(markerad=True, bestammelse="25 kap. 1 § OSL", datum=DAY, myndighet="Kommunstyrelsen")


def lay_up(town: Town) -> Person:
    """Series for the framework's bodies; the registrator."""
    series_of_framework(town.service, town["registrator"])
    return town["registrator"]


def matter(serie: str = "KS", **changed: Any) -> Arendeuppgifter:
    """A matter that is to be opened."""
    told: dict[str, Any] = {
        "serie": serie,
        "arendemening_offentlig": "Nulägesbeskrivningar inför verksamhetsåret 2027",
        "ansvarig": "Kommunstyrelsens kansli",
    }
    return Arendeuppgifter(**told | changed)


def document(**changed: Any) -> Handlingsuppgifter:
    """A document that came in today."""
    told: dict[str, Any] = {
        "riktning": Riktning.INKOMMEN,
        "datum": DAY,
        "titel": "Yttrande över förslag till riktningsmål",
        "handlingstyp": "yttrande",
        "avsandare": (sender("Vårdnämnden"),),
    }
    return Handlingsuppgifter(**told | changed)


def sender(name: str, **changed: Any) -> Part:
    """Who sent it."""
    return Part(roll=Partsroll.AVSANDARE, namn=name, **changed)


def receiver(name: str, **changed: Any) -> Part:
    """Who got it."""
    return Part(roll=Partsroll.MOTTAGARE, namn=name, **changed)


def upload(
    service: Service, person: Person, path: Path, variant: Filvariant = Filvariant.PRODUKTION
) -> Filuppgift:
    """A file that the person has sent."""
    sent = add_file(service, person, path, path.name)
    return Filuppgift(fil=sent.id, namn=path.name, variant=variant)


def open_one(town: Town, person: Person, **changed: Any) -> Diariearende:
    """A matter in KS's series."""
    return open_case(town.service, person, matter(**changed))[0]


def enter_one(town: Town, person: Person, case: str, **changed: Any) -> Entered:
    """A document in a matter."""
    return register(town.service, person, case, document(**changed))


def codes(found: Sequence[Any]) -> list[str]:
    """The codes of problems or notices."""
    return [one.code for one in found]
