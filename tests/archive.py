"""A register with a closed matter that can be delivered, and the settings of an agreement."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pypdf import PdfWriter

from service.flow.diarium.correct import set_case_status
from service.flow.diarium.find import get_case
from service.model.diarium import Arendestatus, Bevarande, Diariearende, Filuppgift, Filvariant, Riktning
from service.model.people import Person
from tests.register import DAY, SECRET, enter_one, lay_up, open_one, receiver, upload
from tests.service import Town

AGREEMENT: Mapping[str, str] = {
    "arkivbildare_kod": "ORG:2120001439",
    "arkivleverantor": "Ale kommun",
    "arkivmottagare": "Sydarkivera",
    "arkivmottagare_kod": "ORG:2220002965",
    "arkivkontakt": "Rut Registrator",
    "arkivkontakt_epost": "rut@ale.example",
    "leveransoverenskommelse": "ÖK 2026:7",
    "arkivreferenskod": "SE/A005/KS",
    "arkivnamn": "Kommunstyrelsens arkiv",
    "eark_python": "finns-inte",  # the live tier asks the validator
}


def a_pdf(folder: Path, name: str, title: str = "") -> Path:
    """A PDF of one empty page; another title makes another file."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": title or name})
    path = folder / name
    writer.write(path)
    return path


def file_of(
    town: Town, person: Person, path: Path, variant: Filvariant = Filvariant.PRODUKTION
) -> Filuppgift:
    """An upload of the person's own."""
    return upload(town.service, person, path, variant)


def closed_case(town: Town, folder: Path) -> tuple[Person, Diariearende]:
    """A matter with a secret document in three variants, and a kallelse that is to be destroyed after two years."""
    person = lay_up(town)
    case = open_one(town, person, arendemening_skyddad="Nulägesbeskrivning om Kalle Karlsson")
    report = (
        file_of(town, person, a_pdf(folder, "Nuläge åäö.pdf"), Filvariant.PRODUKTION),
        file_of(town, person, a_pdf(folder, "Nuläge åäö bevarande.pdf"), Filvariant.BEVARANDE),
        file_of(town, person, a_pdf(folder, "Nuläge publik.pdf"), Filvariant.PUBLIK),
    )
    enter_one(
        town,
        person,
        case.id,
        titel="Nulägesbeskrivning",
        titel_publik="Nulägesbeskrivning, avidentifierad",
        filer=report,
        sekretess=SECRET,
        beslutsdatum=DAY,
    )
    enter_one(
        town,
        person,
        case.id,
        riktning=Riktning.UTGAENDE,
        titel="Kallelse",
        handlingstyp="kallelse",
        avsandare=(),
        mottagare=(receiver("Ledamöter och ersättare"),),
        expedierad=DAY,
        bevaras_gallras=Bevarande.GALLRAS,
        gallringsfrist=2,
        gallringsbeslut="KS 2025-01-15 § 7",
        filer=(file_of(town, person, a_pdf(folder, "kallelse.pdf")),),
    )
    version = get_case(town.service, person, case.id).version
    done = set_case_status(
        town.service, person, case.id, Arendestatus.AVSLUTAT, "Fullmäktige har beslutat.", version
    )
    return person, done


def age_files(town: Town, seconds: int = 3600) -> None:
    """Let the files of the store be that old by the test's clock, which is not the disk's."""
    long_ago = town.clock.at.timestamp() - seconds
    for path in (town.service.settings.data_folder() / "filer").rglob("*"):
        if path.is_file():
            os.utime(path, (long_ago, long_ago))
