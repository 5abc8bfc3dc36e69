"""The public edition is released when a person has decided about what was found in it, and holds nothing masked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from service.cli.main import main
from service.errors import InvalidInput
from service.flow.compile_packet import compile_packet
from service.flow.granska_publicering import (
    Choice,
    Review,
    add_mask,
    decide,
    findings_as_json,
    review_publication,
)
from service.flow.publicering_beslut import DECISIONS_NAME, write_decisions
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from service.model.publicering import Fyndslag, Publiceringsbeslut
from tests.files.pdf import masks
from tests.flow.conftest import FRAMEWORK, small_meeting
from tests.flow.secrets import find_told

AT = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)
MASK, SHOW, LIFT = Publiceringsbeslut.MASKERA, Publiceringsbeslut.PUBLICERA, Publiceringsbeslut.LYFT_UT
SECRET = masks.SECRET
PIECES = (SECRET, SECRET.replace("-", ""), "0212-12")


class Case:
    """A meeting whose first document tells a number, and what is done with it."""

    def __init__(self, path: Path, reader: Reader, workshop: Workshop) -> None:
        self.path, self.reader, self.workshop = path, reader, workshop

    def build(self, *renditions: Rendition) -> Delivery:
        """The packet."""
        target = self.path.parent / "ut"
        return compile_packet(self.path, target, self.reader, self.workshop, renditions or tuple(Rendition))

    def review(self) -> Review:
        """The findings."""
        return review_publication(self.path, self.reader, self.workshop)

    def decide(self, beslut: Publiceringsbeslut, **more: Any) -> None:
        """Decide, and write it down."""
        choice = Choice(beslut, "Gunilla Trädgårdh", AT, **more)
        write_decisions(self.path.parent, decide(self.review(), choice))


@pytest.fixture(name="case")
def _case(
    tmp_path: Path, write_meeting: Callable[[dict[str, Any]], Path], reader: Reader, workshop: Workshop
) -> Case:
    meeting = small_meeting(tmp_path)
    masks.replaced(tmp_path / "klagan.pdf")
    handling = {"handlingstyp": "yttrande", "titel": "Klagan", "fil": "klagan.pdf", "datum": "2026-11-02"}
    meeting["arenden"][1]["handlingar"].insert(0, handling)
    return Case(write_meeting(meeting), reader, workshop)


def test_nothing_is_released_without_decisions(case: Case) -> None:
    """The public edition is refused, with every handling and what was found in it; the internal one is built."""
    with pytest.raises(InvalidInput) as refused:
        case.build()
    (problem,) = refused.value.problems
    assert (problem.code, problem.path) == ("publication_undecided", "arenden[1].handlingar[0]")
    assert "personnummer" in problem.message
    assert SECRET not in problem.message
    assert not (case.path.parent / "ut").exists()
    assert case.build(Rendition.INTERN).files


def test_every_finding_has_its_place(case: Case) -> None:
    """Page, place, kind and words; what never follows into the packet needs no decision."""
    looked = next(one for one in case.review().looked if one.fynd)
    kinds = {(fynd.slag, fynd.vad, fynd.foljer_med) for fynd in looked.fynd}
    assert (Fyndslag.PERSONNUMMER, "", True) in kinds
    assert (Fyndslag.METADATA, "anteckning", True) in kinds
    assert (Fyndslag.METADATA, "formulärfält", True) in kinds
    assert (Fyndslag.METADATA, "bokmärke", True) in kinds
    assert (Fyndslag.METADATA, "ersättningstext", True) in kinds
    assert (Fyndslag.METADATA, "inbäddad fil", False) in kinds
    number = next(fynd for fynd in looked.fynd if fynd.slag is Fyndslag.PERSONNUMMER)
    assert (number.handling, number.sida, number.text) == ("1.1", 1, SECRET)
    ((left, bottom, right, top),) = number.rutor
    assert 170 < left < right < 260
    assert 695 < bottom < 700 < top < 715


def test_a_masked_number_reaches_nobody(case: Case) -> None:
    """It is in no byte of the public packet, and the internal one says that it is internal."""
    case.decide(MASK, grund="21 kap. 1 § OSL")
    files = {one.path.name: one.path for one in case.build().files}
    assert find_told(files["kf-2026-12-14.pdf"], PIECES)
    assert find_told(files["kf-2026-12-14-publik.pdf"], PIECES) == set()
    assert find_told(files["kf-2026-12-14-publik.manifest.json"], PIECES) == set()
    public = PdfReader(files["kf-2026-12-14-publik.pdf"])
    intern = PdfReader(files["kf-2026-12-14.pdf"])
    assert len(public.pages) == len(intern.pages)
    masked = [page for page in public.pages if "Maskerad uppgift" in page.extract_text()]
    assert len(masked) == 1
    assert "Klaganden har numm" in masked[0].extract_text()
    assert all("Intern utgåva" in page.extract_text() for page in intern.pages)
    assert b"21 kap. 1 \xa7 OSL" in files["kf-2026-12-14-publik.pdf"].read_bytes() or find_told(
        files["kf-2026-12-14-publik.pdf"], ("21 kap. 1 § OSL",)
    )


def test_what_is_published_stands_there(case: Case) -> None:
    """A person may decide that it is no secret."""
    case.decide(SHOW)
    files = {one.path.name: one.path for one in case.build().files}
    assert find_told(files["kf-2026-12-14-publik.pdf"], (SECRET,))


def test_what_is_lifted_out_is_not_there(case: Case) -> None:
    """Pages of our own stand in the handling's place, as many as it has."""
    case.decide(LIFT, handling="1.1", slag=Fyndslag.PERSONNUMMER)
    files = {one.path.name: one.path for one in case.build().files}
    assert find_told(files["kf-2026-12-14-publik.pdf"], (*PIECES, "Klaganden")) == set()
    manifest = json.loads(files["kf-2026-12-14-publik.manifest.json"].read_text(encoding="utf-8"))
    (part,) = (one for one in manifest["delar"] if one["nyckel"] == "a1.1")
    assert (part["slag"], part["sidor"]) == ("undanhallen", 1)


def test_a_changed_file_has_no_decisions(case: Case) -> None:
    """What was decided holds for the file that was seen."""
    case.decide(SHOW)
    masks.plain(case.path.parent / "klagan.pdf")
    with pytest.raises(InvalidInput) as refused:
        case.build()
    assert refused.value.problems[0].code == "publication_undecided"
    settings = replace(case.workshop.settings, publiceringsgranskning="varna")
    warned = Case(case.path, case.reader, replace(case.workshop, settings=settings)).build()
    codes = {notice.code for notice in warned.notices}
    assert {"publication_undecided", "publication_decision_stale"} <= codes


def test_a_finding_goes_before_its_kind(case: Case) -> None:
    """Everything of a kind is masked but one that may stand; the later decision holds."""
    review = case.review()
    looked = next(one for one in review.looked if one.fynd)
    number = next(fynd for fynd in looked.fynd if fynd.slag is Fyndslag.PERSONNUMMER)
    review = replace(
        review, decisions=decide(review, Choice(SHOW, "Gunilla Trädgårdh", AT, fynd={number.id}))
    )
    decisions = decide(review, Choice(MASK, "Gunilla Trädgårdh", AT))
    decided = {fynd.id: decisions.of(fynd, looked.sha256) for fynd in looked.open}
    assert all(decided.values())
    assert {key for key, held in decided.items() if held and held.beslut is SHOW} == {number.id}


def test_an_own_mask(case: Case) -> None:
    """A person masks what no program finds."""
    case.decide(SHOW)
    sides = [Decimal(side) for side in (70, 595, 400, 615)]
    write_decisions(case.path.parent, add_mask(case.review(), ("1.2", 1, sides), "Gunilla Trädgårdh", AT, ""))
    files = {one.path.name: one.path for one in case.build().files}
    assert find_told(files["kf-2026-12-14.pdf"], ("Skrivelsen, sidan 1",))
    assert find_told(files["kf-2026-12-14-publik.pdf"], ("Skrivelsen, sidan 1",)) == set()
    assert find_told(files["kf-2026-12-14-publik.pdf"], ("Skrivelsen, sidan 2",))


def test_who_has_read_what_is_shown(case: Case) -> None:
    """A mark is of its own file: the masked version's counts when that is shown, and no mark decides anything."""
    raw = json.loads(case.path.read_text(encoding="utf-8"))
    first, *others = raw["arenden"][1]["handlingar"]
    read = {"av": "Maj-Britt Sandgärde", "tid": "2026-12-03T14:20:00+01:00"}
    first["personuppgiftsgranskad"] = read
    case.path.write_text(json.dumps(raw), encoding="utf-8")
    review = case.review()
    told = [findings_as_json(one, review.decisions)["granskad"] for one in review.looked]
    assert (review.read, told) == (1, [read, *[None] * (len(told) - 1)])
    assert review.left > 0

    secret = {"markerad": True, "bestammelse": "26 kap. 1 § OSL", "maskad_version": "mask"}
    masked = {
        **first,
        "id": "mask",
        "titel": "Klagan, maskad version",
        "relationer": [{"typ": "rendition_av", "handling": "hel"}],
    }
    first |= {"id": "hel", "publiceras": "maskad", "sekretess": secret}
    first["relationer"] = [{"typ": "har_maskad_version", "handling": "mask"}]
    del masked["personuppgiftsgranskad"]
    raw["arenden"][1]["handlingar"] = [first, masked, *others]
    case.path.write_text(json.dumps(raw), encoding="utf-8")
    assert case.review().read == 0


def test_the_command_shows_and_decides(
    case: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what is left by its exit code, and refuses a decision of nobody."""
    monkeypatch.setenv("SAMLAD_CACHE", case.workshop.settings.cache)
    monkeypatch.setenv("SAMLAD_PROVA_BILAGOR", "nej")
    monkeypatch.setenv("SAMLAD_RAMVERK", str(FRAMEWORK))
    raw = json.loads(case.path.read_text(encoding="utf-8"))
    kept = [arende for arende in raw["arenden"] if arende.get("handlingar")]
    for arende in kept:
        arende["handlingar"] = [one for one in arende["handlingar"] if one.get("fil", "").endswith(".pdf")]
    read = {"av": "Åsa Lindh", "tid": "2026-12-02T09:00:00+01:00"}
    raw["arenden"][1]["handlingar"][0]["personuppgiftsgranskad"] = read
    case.path.write_text(json.dumps(raw), encoding="utf-8")
    common = ["granska-publicering", str(case.path)]
    assert main([*common, "--besluta", "maskera"]) == 2
    assert "publication_decider_missing" in capsys.readouterr().err
    assert main([*common, "--json"]) == 2
    shown = json.loads(capsys.readouterr().out)
    assert shown["utan_beslut"] > 0
    assert [one["granskad"] for one in shown["handlingar"] if one["granskad"]] == [read]
    assert shown["granskade"] == 1
    assert main([*common, "--besluta", "maskera", "--av", "Gunilla Trädgårdh"]) == 0
    told = capsys.readouterr().out
    assert "alla är beslutade. 1 av " in told
    assert "(granskad av Åsa Lindh 2026-12-02 09:00)" in told
    held = json.loads((case.path.parent / DECISIONS_NAME).read_text(encoding="utf-8"))
    assert {one["av"] for one in held["beslut"]} == {"Gunilla Trädgårdh"}
    assert not [path for path in case.path.parent.iterdir() if path.name.startswith(".")]
    assert SECRET not in json.dumps(held)
