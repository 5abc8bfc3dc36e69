"""Delivering to the e-archive: from the register to a checked package, its receipt, and what is refused."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from service.errors import ArchiveError, ConfigError, InvalidInput
from service.flow.arkiv.deliver import WORK, Delivered, Wanted, deliver
from service.flow.arkiv.find import get_delivery, page_deliveries
from service.flow.arkiv.receipt import Receipt, record_receipt
from service.flow.diarium.correct import set_case_status
from service.flow.diarium.find import get_case
from service.flow.log import verify_log
from service.flow.refusals import NotAllowed, NotKnown, WrongState
from service.model.diarium import Arendestatus, Diariearende, Filvariant
from service.model.leverans import Leveransslag, Profil
from service.model.lists import Span
from service.model.people import Person
from service.seal.seal import load_key, seal_pdf
from tests.archive import AGREEMENT, a_pdf, closed_case, file_of
from tests.certificates import issue
from tests.register import codes, enter_one, lay_up, open_one
from tests.service import Town, open_town

E = "{https://DILCIS.eu/XML/ERMS}"


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path, **AGREEMENT) as town:
        yield town


@pytest.fixture(name="closed")
def _closed(town: Town, tmp_path: Path) -> tuple[Person, Diariearende]:
    return closed_case(town, tmp_path)


def _deliver(town: Town, closed: tuple[Person, Diariearende], folder: Path, **how: object) -> Delivered:
    person, case = closed
    wanted = replace(Wanted((case.diarienummer,)), **how)  # type: ignore[arg-type]
    return deliver(town.service, person, wanted, folder)


@pytest.mark.parametrize("profil", list(Profil))
def test_a_delivery_holds_what_the_register_holds(
    town: Town, closed: tuple[Person, Diariearende], profil: Profil, tmp_path: Path
) -> None:
    """Every number, date and checksum of the register is in the package; the standard library reads it."""
    person, case = closed
    made = _deliver(town, closed, tmp_path / "ut", profil=profil)
    with zipfile.ZipFile(made.path) as file:
        root = made.id
        erms = ET.fromstring(  # noqa: S314
            file.read(next(one for one in file.namelist() if one.endswith(f"erms-{case.diarienummer}.xml")))
        )
        files = {name.removeprefix(f"{root}/"): file.read(name) for name in file.namelist()}
    node = erms.find(f"{E}aggregations/{E}aggregation")
    assert node is not None
    assert node.findtext(f"{E}objectId") == case.diarienummer
    assert node.findtext(f"{E}title") == case.arendemening_skyddad
    assert node.findtext(f"{E}otherTitle") == case.arendemening_offentlig
    for record, document in zip(node.findall(f"{E}record"), case.handlingar, strict=True):
        assert record.findtext(f"{E}objectId") == f"{case.diarienummer}-{document.nr}"
        assert record.findtext(f"{E}title") == document.titel
        told = [
            (one.attrib["name"], hashlib.sha256(files[one.attrib["path"]]).hexdigest())
            for one in record.iter(f"{E}appendix")
        ]
        assert told == [(one.namn, one.sha256) for one in document.filer]
    decision = node.find(f"{E}action")
    assert decision is not None
    assert decision.findtext(f"{E}agents/{E}agent/{E}name") == "Vårdnämnden"
    kept = get_delivery(town.service, person, made.id)
    assert (kept["paket_sha256"], kept["paket_storlek"]) == (made.sha256, made.path.stat().st_size)
    assert hashlib.sha256(made.path.read_bytes()).hexdigest() == made.sha256
    assert kept["arenden"] == [case.diarienummer]
    assert kept["rapport"]["fel"] == []
    assert (kept["status"], kept["profil"]) == ("paketerad", profil.value)
    assert [one.name for one in (tmp_path / "ut").iterdir()] == [f"{made.id}.zip"]


def test_a_signed_original_is_told_as_signed(town: Town, tmp_path: Path) -> None:
    """Who signed, and that it holds by a certificate that is trusted; the file is delivered as it came."""
    issued = issue(tmp_path)
    service = replace(
        town.service, settings=replace(town.service.settings, sigill_betrodda=str(issued.trusted))
    )
    signed = tmp_path / "undertecknad.pdf"
    key = load_key(str(issued.key), str(issued.password_file))
    seal_pdf(a_pdf(tmp_path, "beslut.pdf"), signed, key, "Beslut")
    person = lay_up(town)
    case = open_one(town, person)
    enter_one(town, person, case.id, filer=(file_of(town, person, signed, Filvariant.SIGNERAD),))
    version = get_case(town.service, person, case.id).version
    set_case_status(town.service, person, case.id, Arendestatus.AVSLUTAT, "Klart.", version)
    made = deliver(service, person, Wanted((case.id,)), tmp_path / "ut")
    with zipfile.ZipFile(made.path) as file:
        original = next(one for one in file.namelist() if one.endswith("undertecknad.pdf"))
        assert file.read(original) == signed.read_bytes()
        premis = next(
            one for one in file.namelist() if one.endswith("original/metadata/preservation/premis.xml")
        )
        told = file.read(premis).decode()
    assert "Kommunens sigill, Ale kommun" in told
    assert "<eventOutcome>valid</eventOutcome>" in told


def test_what_is_missing_is_said(town: Town, closed: tuple[Person, Diariearende], tmp_path: Path) -> None:
    """A document without a file in preservation format is delivered, and told of."""
    made = _deliver(town, closed, tmp_path / "ut")
    assert [(one.code, one.source[-1]) for one in made.notices if one.code == "no_preservation_copy"] == [
        ("no_preservation_copy", "2")
    ]


def test_a_broken_off_delivery_goes_on_with_the_same_id(
    town: Town, closed: tuple[Person, Diariearende], tmp_path: Path
) -> None:
    """Killed in the middle, the same command takes up what was written, and the bytes are those of one go."""
    person, case = closed
    folder = tmp_path / "ut"

    def stop(done: int, _total: int, _name: str) -> None:
        if done == 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(town.service, person, Wanted((case.id,)), folder, stop)
    assert [one.name for one in folder.iterdir()] == [WORK]
    begun = page_deliveries(town.service, person, Span(0, 10)).rows[0]
    assert begun["status"] == "paborjad"
    town.clock.forward(days=1)
    made = _deliver(town, closed, folder)
    assert (made.id, made.resumed) == (begun["id"], 9)
    assert page_deliveries(town.service, person, Span(0, 10)).total == 1
    again = _deliver(town, closed, tmp_path / "annan")
    assert again.id != made.id


def test_a_damaged_file_stops_the_delivery(
    town: Town, closed: tuple[Person, Diariearende], tmp_path: Path
) -> None:
    """The store's bytes are reckoned anew; what the register does not know is not sent."""
    damaged = closed[1].handlingar[0].filer[0]
    path = town.service.settings.data_folder() / "filer" / damaged.sha256[:2] / damaged.sha256
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(ArchiveError) as told:
        _deliver(town, closed, tmp_path / "ut")
    assert codes(told.value.problems) == ["file_changed"]
    assert list((tmp_path / "ut").glob("*.zip")) == []


def test_an_open_matter_is_only_for_trial(town: Town, tmp_path: Path) -> None:
    """What goes on is not archived; a trial delivery may hold it."""
    person, case = closed_case(town, tmp_path)
    opened = set_case_status(
        town.service, person, case.id, Arendestatus.PAGAENDE, "Kompletteras.", case.version
    )
    with pytest.raises(InvalidInput) as told:
        _deliver(town, (person, opened), tmp_path / "ut")
    assert codes(told.value.problems) == ["case_open"]
    assert _deliver(town, (person, opened), tmp_path / "ut", slag=Leveransslag.PROV).checked.problems == ()


def test_matters_of_two_creators_are_two_deliveries(
    town: Town, closed: tuple[Person, Diariearende], tmp_path: Path
) -> None:
    """Each myndighet is an archive's creator of its own."""
    person, case = closed
    other = open_one(town, person, serie="VN")
    other = set_case_status(town.service, person, other.id, Arendestatus.AVSLUTAT, "Klart.", other.version)
    with pytest.raises(InvalidInput) as told:
        deliver(town.service, person, Wanted((case.id, other.id)), tmp_path / "ut")
    assert codes(told.value.problems) == ["several_creators"]


def test_a_delivery_needs_a_file(town: Town, tmp_path: Path) -> None:
    """A package without any file is none that the standard knows."""
    person = lay_up(town)
    case = open_one(town, person)
    set_case_status(town.service, person, case.id, Arendestatus.AVSLUTAT, "Klart.", case.version)
    with pytest.raises(InvalidInput) as told:
        deliver(town.service, person, Wanted((case.id,)), tmp_path / "ut")
    assert codes(told.value.problems) == ["delivery_without_files"]


def test_only_registrators_deliver(town: Town, closed: tuple[Person, Diariearende], tmp_path: Path) -> None:
    """Others may not; an unknown number is unknown."""
    wanted = Wanted((closed[1].diarienummer,))
    for name in ("kansli", "vn.handlaggare", "lasare", "granskare"):
        with pytest.raises(NotAllowed):
            deliver(town.service, town[name], wanted, tmp_path / "ut")
        with pytest.raises(NotAllowed):
            page_deliveries(town.service, town[name], Span(0, 10))
    with pytest.raises(NotKnown):
        deliver(town.service, closed[0], Wanted(("KS.2026.999",)), tmp_path / "ut")


def test_an_agreement_that_is_not_whole_is_told_in_full(tmp_path: Path) -> None:
    """Every setting that is missing at once; nothing is written."""
    with open_town(tmp_path) as town:
        closed = closed_case(town, tmp_path)
        with pytest.raises(ConfigError) as told:
            _deliver(town, closed, tmp_path / "ut")
        assert [one.path for one in told.value.problems] == [
            "SAMLAD_ARKIVBILDARE_KOD",
            "SAMLAD_ARKIVKONTAKT",
            "SAMLAD_ARKIVKONTAKT_EPOST",
            "SAMLAD_LEVERANSOVERENSKOMMELSE",
        ]
        assert page_deliveries(town.service, closed[0], Span(0, 10)).total == 0
        assert not (tmp_path / "ut").exists()


DAY = date(2026, 11, 23)


def test_a_receipt_ends_the_delivery(town: Town, closed: tuple[Person, Diariearende], tmp_path: Path) -> None:
    """Received with the package's own checksum; a second receipt is refused, and the log tells it all."""
    made = _deliver(town, closed, tmp_path / "ut")
    receipt = Receipt(True, DAY, "SYA-2026-17", sha256=made.sha256.upper())
    shown = record_receipt(town.service, closed[0], made.id, receipt)
    assert (shown["status"], shown["kvittens"]["beteckning"]) == ("mottagen", "SYA-2026-17")
    with pytest.raises(WrongState):
        record_receipt(town.service, closed[0], made.id, receipt)
    assert verify_log(town.service).broken_at is None
    assert get_case(town.service, closed[0], closed[1].id).status is Arendestatus.AVSLUTAT


@pytest.mark.parametrize(
    ("receipt", "told"),
    [
        (Receipt(True, DAY, "A", sha256="0" * 64), ["receipt_of_another"]),
        (Receipt(True, DAY, ""), ["missing_value"]),
        (Receipt(False, DAY, "A"), ["missing_value"]),
        (Receipt(True, date(2026, 11, 22), "A"), ["contradicting_dates"]),
        (Receipt(True, date(2026, 11, 24), "A"), ["contradicting_dates"]),
    ],
)
def test_a_receipt_that_cannot_be_right_is_refused(
    town: Town, closed: tuple[Person, Diariearende], receipt: Receipt, told: list[str], tmp_path: Path
) -> None:
    """Another package, no name, no reason, or a day that cannot be."""
    made = _deliver(town, closed, tmp_path / "ut")
    with pytest.raises(InvalidInput) as refused:
        record_receipt(town.service, closed[0], made.id, receipt)
    assert codes(refused.value.problems) == told
    assert get_delivery(town.service, closed[0], made.id)["status"] == "paketerad"
