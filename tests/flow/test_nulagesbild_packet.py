"""A nulägesbild as a handling: its sources are links to the headings of the reports in the same packet."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from service.assemble.headings import outline_headings
from service.cli.main import main
from service.errors import InvalidInput
from service.flow.compile_packet import INTERN_ONLY, compile_packet
from service.flow.read import Reader
from service.flow.verify_packet import manifest_of, verify_packet
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from service.settings import Settings, read_settings
from tests.conftest import ROOT
from tests.flow.conftest import TODAY, small_meeting
from tests.flow.plain_converter import PlainConverter

SAMPLES = ROOT / "samples"
QUOTED = (
    "nulagesbeskrivning/un-2026.json",
    "nulagesbeskrivning/vn-2026.json",
    "dialogsammanfattning/a-un-2026.json",
)
UNATTACHED = "nulagesbeskrivning/un-2025.json"


def write_meeting(folder: Path, **changes: Any) -> Path:
    """A meeting with two reports, a dialog and the nulägesbild that quotes them, and last year's report beside it.

    Args:
        folder: where to write it.
        changes: to the fields of the first report's handling.
    """
    meeting = small_meeting(folder)
    shutil.copytree(SAMPLES / "ramverk", folder / "ramverk")
    for name in (*QUOTED, UNATTACHED):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(SAMPLES / name, folder / name)
    order = {
        "dokumenttyp": "nulagesbild",
        "ramverk": "ramverk/ale.json",
        "id": "NB",
        "ar": 2026,
        "datum": "2026-12-01",
        "underlag": ["nulagesbeskrivning", "dialogsammanfattning"],
    }
    (folder / "bild.json").write_text(json.dumps(order, ensure_ascii=False), encoding="utf-8")
    documents = [
        {"handlingstyp": "rapport", "titel": f"Rapport {number}", "indata": name}
        for number, name in enumerate(QUOTED, start=1)
    ]
    documents[0] |= changes
    picture = {"handlingstyp": "rapport", "titel": "Nulägesbild 2026", "indata": "bild.json"}
    meeting["arenden"][1]["handlingar"] += [picture, *documents]
    path = folder / "mote.json"
    path.write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Compiled:
    """The packet of that meeting."""

    packet: Path
    parts: dict[str, dict[str, Any]]
    settings: Settings


@pytest.fixture(scope="module", name="compiled")
def _compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    folder = tmp_path_factory.mktemp("paket")
    (folder / "pdf").mkdir()
    settings = read_settings({"SAMLAD_CACHE": str(folder / "cache")})
    workshop = Workshop(settings, PlainConverter(folder / "pdf"), lambda *_: None, folder)
    meeting = write_meeting(folder)
    reader = Reader(settings, TODAY, folder / "ramverk" / "ale.json")
    compile_packet(meeting, folder / "ut", reader, workshop, INTERN_ONLY)
    packet = folder / "ut" / "kf-2026-12-14.pdf"
    manifest = json.loads(packet.with_suffix(".manifest.json").read_text(encoding="utf-8"))
    return Compiled(packet, {part["nyckel"]: part for part in manifest["delar"]}, settings)


def _links(compiled: Compiled, key: str) -> Iterator[int]:
    """The page that each link of a part leads to, counted from 1."""
    reader = PdfReader(compiled.packet)
    part = compiled.parts[key]
    for page in reader.pages[part["fran"] - 1 : part["till"]]:
        for note in page.get("/Annots", []):
            action: Any = note.get_object().get("/A", {})
            if action.get("/S") == "/GoTo":
                number = reader.get_page_number(action["/D"][0].get_object())
                assert number is not None
                yield number + 1


def test_sources_lead_to_their_headings(compiled: Compiled) -> None:
    """Every page that is linked to is one on which a heading of a quoted report stands; all three are led to."""
    led_to = set(_links(compiled, "a1.3"))
    wanted = {}
    for key in ("a1.4", "a1.5", "a1.6"):
        part = compiled.parts[key]
        marks = outline_headings(compiled.packet)
        wanted[key] = {page for _, _, page in marks if part["fran"] <= page <= part["till"]}
        assert led_to & wanted[key], key
    assert led_to <= set().union(*wanted.values())
    assert len(led_to) > 8


def test_the_packet_holds_and_names_no_invented_host(compiled: Compiled) -> None:
    """The packet agrees with its manifest, links and all."""
    found = verify_packet(compiled.packet, manifest_of(compiled.packet), compiled.settings)
    assert found.problems == ()
    for page in PdfReader(compiled.packet).pages:
        for note in page.get("/Annots", []):
            assert "samlad.invalid" not in str(note.get_object().get("/A", ""))


def test_files_beside_the_packet_have_no_links_into_it(compiled: Compiled) -> None:
    """Word, PDF and Excel are there; read by themselves they say the same words, without links that lead nowhere."""
    beside = compiled.packet.parent
    assert {path.suffix for path in beside.glob("nulagesbild-2026.*")} == {".docx", ".pdf", ".xlsx"}
    alone, whole = PdfReader(beside / "nulagesbild-2026.pdf"), PdfReader(compiled.packet)
    part = compiled.parts["a1.3"]
    assert len(alone.pages) == part["sidor"]
    assert "samlad.invalid" not in str([page.get("/Annots", []) for page in alone.pages])
    for at, page in enumerate(alone.pages):
        own = " ".join(page.extract_text().split())
        assert own in " ".join(whole.pages[part["fran"] - 1 + at].extract_text().split())


def test_what_is_withheld_is_not_quoted_in_public(
    tmp_path: Path, workshop: Workshop, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """A nulägesbild that is published while a report that it quotes is not: refused, and told by the check."""
    meeting = write_meeting(tmp_path, publiceras="nej")
    framework = tmp_path / "ramverk" / "ale.json"
    with pytest.raises(InvalidInput) as caught:
        compile_packet(
            meeting, tmp_path / "ut", Reader(settings, TODAY, framework), workshop, tuple(Rendition)
        )
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("quotes_withheld", "arenden[1].handlingar[2].publiceras")
    assert "Bilaga 1.4" in problem.message
    assert main(["kontrollera", str(meeting), "--ramverk", str(framework), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["files"][0]["problems"]
    assert [one["code"] for one in told] == ["quotes_withheld"]


def test_a_changed_report_changes_the_nulagesbild_s_digest(compiled: Compiled, tmp_path: Path) -> None:
    """Its own file is the same; what it says is not, and a later dispatch must know."""
    meeting = write_meeting(tmp_path)
    report = tmp_path / QUOTED[1]
    raw = json.loads(report.read_text(encoding="utf-8"))
    raw["maluppfyllelse"] += " Ett tillägg."
    report.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    reader = Reader(compiled.settings, TODAY, tmp_path / "ramverk" / "ale.json")
    converter = PlainConverter(compiled.packet.parent.parent / "pdf")
    workshop = Workshop(compiled.settings, converter, lambda *_: None, tmp_path)
    delivery = compile_packet(meeting, tmp_path / "ut", reader, workshop, INTERN_ONLY)
    manifest = next(one.path for one in delivery.files if one.path.name.endswith(".manifest.json"))
    parts = {part["nyckel"]: part for part in json.loads(manifest.read_text(encoding="utf-8"))["delar"]}
    assert parts["a1.3"]["sha256"] != compiled.parts["a1.3"]["sha256"]
    assert parts["a1.4"]["sha256"] == compiled.parts["a1.4"]["sha256"]
