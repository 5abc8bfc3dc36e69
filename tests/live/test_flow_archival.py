"""Annexes that are not PDF/A, in the whole build: mended, written anew or pictured as the policy says, or kept."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from service.convert import ghostscript
from service.convert.validate import probe, validate
from service.errors import Notice, ToolMissing
from service.flow.compile_packet import compile_packet
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.packet import LINK_BASE
from service.settings import read_settings
from tests.files.pdf import makers, standards
from tests.files.pdf.packets import words
from tests.flow.conftest import FRAMEWORK, TODAY, make_pdf, small_meeting
from tests.flow.plain_converter import PlainConverter

pytestmark = pytest.mark.xdist_group("verapdf")

WORDS = "Taxan räknas upp med två procent"


@pytest.fixture(name="workshop")
def _workshop(tmp_path: Path) -> Workshop:
    settings = read_settings({"SAMLAD_CACHE": str(tmp_path / "cache")})
    try:
        probe(settings)
    except ToolMissing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have veraPDF: {error}")
        pytest.skip(str(error))
    for name in ("arbete", "konverterat"):
        (tmp_path / name).mkdir()
    return Workshop(settings, PlainConverter(tmp_path / "konverterat"), lambda *_: None, tmp_path / "arbete")


class _Built:
    """A packet of some annexes, and what is told of them."""

    def __init__(self, folder: Path, files: Mapping[str, str | None], workshop: Workshop) -> None:
        meeting: dict[str, Any] = small_meeting(folder)
        meeting["arenden"][1]["handlingar"] = [
            {"handlingstyp": "bilaga", "titel": f"Handlingen {name}", "fil": name, "forsattsblad": False}
            | ({"pdfa": policy} if policy else {})
            for name, policy in files.items()
        ]
        path = folder / "mote.json"
        path.write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
        out = folder / "ut"
        delivery = compile_packet(path, out, Reader(workshop.settings, TODAY, FRAMEWORK), workshop)
        self.packet = out / "kf-2026-12-14.pdf"
        self.manifest = json.loads((out / "kf-2026-12-14.manifest.json").read_text(encoding="utf-8"))
        self.notices: tuple[Notice, ...] = delivery.notices
        parts = {part["nyckel"]: part for part in self.manifest["delar"]}
        self.parts = [parts[f"a1.{number}"] for number in range(1, len(files) + 1)]

    @property
    def ways(self) -> list[list[str]]:
        """What was done to each annex."""
        return [part.get("atgarder", []) for part in self.parts]

    @property
    def archival(self) -> list[bool]:
        """Whether each annex keeps to PDF/A-2b."""
        return [part["standarder"]["PDF/A-2b"]["uppfylls"] for part in self.parts]

    def codes(self, source: str) -> set[str]:
        """What is told of a file."""
        return {notice.code for notice in self.notices if notice.source == source}


def _broken(folder: Path, kind: str, name: str) -> None:
    with standards.conforming() as pdf:
        standards.BROKEN[kind][0](pdf)
        pdf.save(folder / name)


def test_by_default_what_can_be_mended_is(tmp_path: Path, workshop: Workshop) -> None:
    """Metadata and colours are added, tags and look stay, the source is the registered original; once is enough."""
    _broken(tmp_path, "utan-fargprofil", "a.pdf")
    _broken(tmp_path, "oskadad", "b.pdf")
    _broken(tmp_path, "typsnitt-utanfor", "c.pdf")
    _broken(tmp_path, "skript", "d.pdf")
    files = dict.fromkeys(("a.pdf", "b.pdf", "c.pdf"), None) | {"d.pdf": "behall"}
    built = _Built(tmp_path, files, workshop)
    assert built.ways == [["lagad"], [], [], []]
    assert built.archival == [True, True, False, False]
    assert built.parts[0]["standarder"]["PDF/UA-1"]["uppfylls"]
    assert [part["sha256"] for part in built.parts] == [sha256_of(tmp_path / name) for name in files]
    (together,) = [notice for notice in built.notices if notice.code == "annexes_mended"]
    assert together.message.endswith("Bilaga 1.1.")
    assert "annex_without_pdfa" in built.codes("c.pdf"), "tags are not given up for fonts"
    assert "annex_without_pdfa" in built.codes("d.pdf"), "the meeting file says that it is kept"
    lame = replace(workshop, settings=replace(workshop.settings, java=str(tmp_path / "sprang-java")))
    (tmp_path / "sprang-java").write_text("#!/bin/sh\nexit 9\n", encoding="utf-8")
    (tmp_path / "sprang-java").chmod(0o755)
    again = _Built(tmp_path, files, lame)
    assert (again.ways, again.archival) == (built.ways, built.archival), "nothing was judged anew"
    assert again.manifest["paket"]["sha256"] == built.manifest["paket"]["sha256"]


def test_fonts_are_embedded_where_ghostscript_is(tmp_path: Path, workshop: Workshop) -> None:
    """A file without tags and without its fonts is written anew; words and links are the same."""
    if ghostscript.find(workshop.settings) is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have Ghostscript")
        pytest.skip("Ghostscript is not installed")
    make_pdf(tmp_path / "a.pdf", WORDS)
    makers.linked_pdf(tmp_path / "b.pdf", ("https://example.org/taxa",))
    built = _Built(tmp_path, {"a.pdf": None, "b.pdf": None}, workshop)
    assert built.ways == [["omgjord"], ["omgjord"]]
    assert built.archival == [True, True]
    assert "annex_rewritten" in built.codes("a.pdf")
    assert WORDS in words(built.packet, built.parts[0]["fran"] - 1)
    with pikepdf.open(built.packet) as packet:
        page = packet.pages[built.parts[1]["fran"] - 1]
        addresses = [str(one.A.URI) for one in page.obj.Annots.as_list() if "/A" in one]
    assert addresses == [f"{LINK_BASE}https://example.org/taxa"]


def test_pictures_are_for_those_who_chose_them(tmp_path: Path, workshop: Workshop) -> None:
    """What nothing else mends becomes pictures where the meeting file says so: valid, searchable, told; others stay."""
    make_pdf(tmp_path / "a.pdf", WORDS)
    make_pdf(tmp_path / "b.pdf", WORDS)
    makers.tagged(tmp_path / "c.pdf")
    alone = replace(workshop, settings=replace(workshop.settings, ghostscript=str(tmp_path / "ingen-gs")))
    built = _Built(tmp_path, {"a.pdf": "raster", "b.pdf": None, "c.pdf": "raster"}, alone)
    assert built.ways == [["avbildad"], [], ["avbildad"]]
    assert built.archival == [True, False, True]
    assert "annex_pictured" in built.codes("a.pdf")
    assert "annex_pictured" not in built.codes("b.pdf")
    assert WORDS in words(built.packet, built.parts[0]["fran"] - 1)
    assert built.parts[0]["standarder"]["PDF/UA-1"]["uppfylls"]


def test_a_packet_of_valid_annexes_is_valid(tmp_path: Path, workshop: Workshop) -> None:
    """Foreign files that keep PDF/A, by themselves or mended, keep it together, by veraPDF."""
    _broken(tmp_path, "utan-fargprofil", "a.pdf")
    _broken(tmp_path, "oskadad", "b.pdf")
    make_pdf(tmp_path / "c.pdf", WORDS)
    built = _Built(tmp_path, {"a.pdf": None, "b.pdf": None, "c.pdf": "raster"}, workshop)
    assert built.archival == [True, True, True]
    keys = {part["nyckel"] for part in built.parts}
    assert not keys & set(built.manifest["delar_utan_standard"].get("PDF/A-2b", ()))
    folder = tmp_path / "delar"
    folder.mkdir()
    with pikepdf.open(
        built.packet
    ) as packet:  # the plain converter's sheets are not PDF/A; the annexes' pages are
        last = built.parts[-1]["till"]
        del packet.pages[last:]
        del packet.pages[: built.parts[0]["fran"] - 1]
        packet.save(folder / "bilagor.pdf")
    verdicts = validate([folder / "bilagor.pdf"], ("2b",), settings=workshop.settings)
    rules = {failure.rule for failure in verdicts[0].failures}
    assert rules <= {"6.6.4-1", "6.2.4.3-2", "6.2.4.3-4"}, "what the whole packet lacks because of its sheets"
