"""What our own templates make is valid PDF/A-2b and PDF/UA-1, by veraPDF: every sample, and a packet of nothing else.

The identifiers are written without asking veraPDF, which may be missing where the service runs. Here it is asked.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from service.assemble import merge
from service.assemble.masking import make_masked
from service.assemble.repair import Identity, repair_own
from service.assemble.source import Source, open_source
from service.assemble.xmp import PDF_A, PDF_UA, read_claims
from service.convert.normalise import SRGB
from service.convert.port import Converter
from service.convert.validate import validate
from service.flow.build import make_report
from service.flow.compile_packet import compile_packet
from service.flow.document import noon
from service.flow.read import FRAMEWORK_SLUG, Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from service.settings import Settings
from tests.conftest import ROOT
from tests.files.pdf import masks
from tests.live.conftest import require_verapdf

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("conformance")]  # one worker: everything is made once

SAMPLES = ROOT / "samples"
TODAY = date(2026, 11, 23)
STANDARDS = ["PDF/A-2b", "PDF/UA-1"]


@pytest.fixture(name="workshop", scope="module")
def _workshop(
    live_settings: Settings, converter: Converter, tmp_path_factory: pytest.TempPathFactory
) -> Workshop:
    require_verapdf(live_settings)
    return Workshop(live_settings, converter, lambda *_: None, tmp_path_factory.mktemp("arbete"))


@pytest.fixture(name="egna", scope="module")
def _egna(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A meeting whose documents are all reports of ours."""
    folder = tmp_path_factory.mktemp("samples")
    for slug in ("ramverk", "nulagesbeskrivning", "dialogsammanfattning", "nulagesbild"):
        shutil.copytree(SAMPLES / slug, folder / slug)
    meeting = _own_documents_only(SAMPLES / "kallelse" / "kf-2026-12-14" / "mote.json")
    path = folder / "kallelse" / "egna" / "mote.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(name="packets", scope="module")
def _packets(workshop: Workshop, egna: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Its packet in both editions; the files by suffix."""
    editions = (Rendition.INTERN, Rendition.PUBLIK)
    reader = Reader(workshop.settings, TODAY)
    delivery = compile_packet(egna, tmp_path_factory.mktemp("ut"), reader, workshop, editions)
    assert not [one for one in delivery.notices if one.code.startswith("packet_without")]
    return {one.path.name.removeprefix("kf-2026-12-14"): one.path for one in delivery.files}


def _own_documents_only(path: Path) -> dict[str, Any]:
    """The sample meeting without its annexes; one report is withheld from the public edition, and who quotes it."""
    meeting: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for arende in meeting["arenden"]:
        arende["handlingar"] = [one for one in arende.get("handlingar", []) if "indata" in one]
    documents = [one for arende in meeting["arenden"] for one in arende["handlingar"]]
    assert len(documents) > 10
    secret = {
        "publiceras": "nej",
        "sekretess": {
            "markerad": True,
            "bestammelse": "25 kap. 1 § OSL",
            "datum": "2026-11-20",
            "myndighet": "Kommunstyrelsen",
            "omfattning": "hela",
        },
    }
    for one in documents:
        if one is documents[-1] or "nulagesbild/" in one["indata"]:
            one.update(secret)
    return meeting


def _broken_rules(pdfs: list[Path], settings: Settings) -> dict[str, list[str]]:
    verdicts = validate(pdfs, settings=settings)
    assert len(verdicts) == 2 * len(pdfs)
    return {
        f"{one.pdf.name} {one.profile}": [f"{failure.rule} {failure.message}" for failure in one.failures]
        for one in verdicts
        if not one.valid
    }


def _claims(pdf: Path) -> frozenset[str]:
    with pikepdf.open(pdf) as opened:
        return read_claims(opened.Root.Metadata.read_bytes())


def _reports() -> Iterator[Path]:
    for path in sorted(SAMPLES.rglob("*.json")):
        if json.loads(path.read_text(encoding="utf-8")).get("dokumenttyp", FRAMEWORK_SLUG) != FRAMEWORK_SLUG:
            yield path


def test_every_sample_is_valid_and_says_so(workshop: Workshop, tmp_path: Path) -> None:
    """Every report and announcement that the samples make carries both identifiers, and veraPDF agrees."""
    pdfs = []
    for path in _reports():
        made = make_report(Reader(workshop.settings, TODAY).read(path), workshop).made.pdf
        pdfs.append(Path(shutil.copyfile(made, tmp_path / f"{path.parent.name}-{path.stem}.pdf")))
    assert {pdf.name: _claims(pdf) for pdf in pdfs} == {pdf.name: {PDF_A, PDF_UA} for pdf in pdfs}
    assert _broken_rules(pdfs, workshop.settings) == {}


def test_prepared_parts_give_the_same_packet(
    packets: Mapping[str, Path],
    workshop: Workshop,
    egna: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Merged from what is kept of our documents, or from the documents themselves: the same packet to the byte."""
    opened: list[Path] = []

    def open_and_note(pdf: Path, places: Any) -> Source:
        opened.append(pdf)
        return open_source(pdf, places)

    monkeypatch.setattr(merge, "open_source", open_and_note)
    reader = Reader(workshop.settings, TODAY)
    compile_packet(egna, tmp_path / "igen", reader, workshop)
    assert len(opened) == 1, "the first part has the colours that all others share"
    monkeypatch.setattr(merge, "prepared_of", lambda *_: None)
    compile_packet(egna, tmp_path / "från början", reader, workshop)
    assert len(opened) > len(list((tmp_path / "igen").glob("*.docx")))
    written = [(tmp_path / folder / packets[".pdf"].name).read_bytes() for folder in ("igen", "från början")]
    assert written == [packets[".pdf"].read_bytes()] * 2


def test_a_packet_of_our_own_documents_is_valid_and_says_so(
    packets: Mapping[str, Path], workshop: Workshop
) -> None:
    """Kallelse, contents, covers, reports and withheld pages under one roof keep both standards, in both editions."""
    for suffix in ("", "-publik"):
        manifest = json.loads(packets[f"{suffix}.manifest.json"].read_text(encoding="utf-8"))
        assert (manifest["standarder"], manifest["delar_utan_standard"]) == (STANDARDS, {})
        assert _claims(packets[f"{suffix}.pdf"]) == {PDF_A, PDF_UA}
    kinds = {part["slag"] for part in manifest["delar"]}
    assert kinds >= {
        "kallelse",
        "innehall",
        "forsattsblad_arende",
        "forsattsblad_bilaga",
        "rapport",
        "undanhallen",
    }
    assert _broken_rules([packets[".pdf"], packets["-publik.pdf"]], workshop.settings) == {}


def test_pieces_and_withheld_pages_are_valid(workshop: Workshop, tmp_path: Path) -> None:
    """The public packet in several files: each piece keeps both standards by itself, and says so."""
    for slug in ("ramverk", "nulagesbeskrivning", "dialogsammanfattning", "nulagesbild"):
        (tmp_path / slug).symlink_to(SAMPLES / slug)
    meeting = _own_documents_only(SAMPLES / "kallelse" / "kf-2026-12-14" / "mote.json")
    last = [arende for arende in meeting["arenden"] if arende["handlingar"]][-1]
    last["ordning"], last["handlingar"] = "1", last["handlingar"][-2:]  # of which the last one is withheld
    meeting["arenden"] = [last]
    path = tmp_path / "kallelse" / "delar" / "mote.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    delivery = compile_packet(
        path, tmp_path / "ut", Reader(workshop.settings, TODAY), workshop, (Rendition.PUBLIK,), piece_mb=0.2
    )
    files = [one.path for one in delivery.files if one.path.name.startswith("kf-2026-12-14")]
    pieces = [path for path in files if "-del-" in path.name]
    assert len(pieces) > 1
    assert {piece.name: _claims(piece) for piece in pieces} == {
        piece.name: {PDF_A, PDF_UA} for piece in pieces
    }
    public = json.loads((tmp_path / "ut" / "kf-2026-12-14-publik.manifest.json").read_text(encoding="utf-8"))
    assert "undanhallen" in {part["slag"] for part in public["delar"]}
    assert _broken_rules(pieces, workshop.settings) == {}


def test_figures_of_the_packet_are_described(packets: Mapping[str, Path]) -> None:
    """No chart is silent, and each says its own figures."""
    with pikepdf.open(packets[".pdf"]) as packet:
        texts = [
            str(held.Alt)
            for held in packet.objects
            if isinstance(held, pikepdf.Dictionary) and held.get("/S") == "/Figure"
        ]
    assert len(texts) > 15
    assert all(text.startswith("Stapeldiagram: ") for text in texts)


def _word_file(target: Path, *, mistakes: bool = False) -> Path:
    """A bordered title as Word's own style has it, a heading and a line of text; or with an author's mistakes too."""
    document = Document()
    document.core_properties.title = "Prov"
    title = document.add_paragraph("Prov", style="Title")
    border = OxmlElement("w:pBdr")
    for side in ("w:top", "w:bottom"):
        line = OxmlElement(side)
        for name, value in (("w:val", "single"), ("w:sz", "8"), ("w:space", "4"), ("w:color", "1F4E5F")):
            line.set(qn(name), value)
        border.append(line)
    title._p.get_or_add_pPr().append(border)
    document.add_heading("Läget", 1)
    document.add_paragraph("Årets mål är nådda.")
    if mistakes:
        document.add_heading("För djupt", 3)
    document.save(str(target))
    return target


@pytest.mark.parametrize("mistakes", [False, True])
def test_borders_are_mended_and_mistakes_take_the_claim(
    workshop: Workshop, tmp_path: Path, *, mistakes: bool
) -> None:
    """LibreOffice leaves borders untagged, which is mended; a heading that skips a level is not, and is told."""
    created = datetime(2026, 12, 1, tzinfo=UTC)
    docx = _word_file(tmp_path / "prov.docx", mistakes=mistakes)
    exported = workshop.converter.convert(docx, created=created)
    untagged = {
        rule.partition(" ")[0]
        for rules in _broken_rules([exported], workshop.settings).values()
        for rule in rules
    }
    assert "7.1-3" in untagged, "LibreOffice tags borders now: the repair is not needed any more"
    mended = tmp_path / "lagad.pdf"
    repair_own(exported, mended, Identity("Prov", "sv-SE", created), ())
    assert _claims(mended) == ({PDF_A} if mistakes else {PDF_A, PDF_UA})
    broken = _broken_rules([mended], workshop.settings)
    assert set(broken) == ({"lagad.pdf ua1"} if mistakes else set())
    assert _pictures(exported) == _pictures(mended)


def test_mending_changes_nothing_that_is_seen(workshop: Workshop) -> None:
    """Every page of the longest sample looks the same, pixel by pixel."""
    path = SAMPLES / "nulagesbeskrivning" / "un-2026.json"
    report = make_report(Reader(workshop.settings, TODAY).read(path), workshop)
    exported = workshop.converter.convert(
        report.made.docx, created=noon(report.day)
    )  # the very file that was mended
    assert _pictures(report.made.pdf) == _pictures(exported)


def _pictures(pdf: Path) -> list[str]:
    """Every page as it is drawn: a digest each, for a difference of pictures says nothing in words."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [hashlib.sha256(bytes(page.render(scale=1).buffer)).hexdigest() for page in document]


def test_a_page_that_became_a_picture_breaks_no_standard(live_settings: Settings, tmp_path: Path) -> None:
    """One masked page of a long tagged document is a picture; the file is PDF/A-2b and PDF/UA-1 as before."""
    require_verapdf(live_settings)
    pdf, copy = tmp_path / "in.pdf", tmp_path / "ut.pdf"
    order = masks.difficult_page(pdf, "Klöverstigen 11", "Maskerad uppgift: adress")
    identity = Identity("Samrådsredogörelse", "sv-SE", datetime(2026, 12, 1, tzinfo=UTC))
    masked = make_masked(pdf, copy, order, identity, SRGB.read_bytes())
    assert masked.pages == (order.masks[0].page,)
    for verdict in validate([copy], settings=live_settings):
        assert verdict.valid, (verdict.profile, verdict.failures)
