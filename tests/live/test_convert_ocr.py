"""The real OCRmyPDF: scanned pages get Swedish words, and look as before."""

from __future__ import annotations

import io
import json
import os
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from service.assemble.font import STAMP_FONT
from service.convert import ocr
from service.convert.port import Converter
from service.convert.validate import validate
from service.errors import ToolError, ToolMissing, ToolTimeout
from service.flow.compile_packet import compile_packet
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.settings import Settings, read_settings
from tests.files.pdf.packets import words
from tests.files.pdf.structure import Fact, part_facts
from tests.flow.conftest import FRAMEWORK, TODAY, small_meeting
from tests.flow.plain_converter import PlainConverter
from tests.live.conftest import require_verapdf

pytestmark = pytest.mark.xdist_group("ocr")

LINES = (
    "Medborgarförslag om belysning",
    "Gångvägen mellan Alafors och Nol",
    "Åtgärden kostar 250 000 kronor",
)


@pytest.fixture(name="settings")
def _settings(tmp_path: Path) -> Settings:
    settings = read_settings(
        {"SAMLAD_CACHE": str(tmp_path / "cache"), "SAMLAD_PROVA_BILAGOR": "nej", "SAMLAD_OCR": "ja"}
    )
    try:
        ocr.find(settings)
    except ToolMissing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have OCRmyPDF: {error}")
        pytest.skip(str(error))
    return settings


def _page(*lines: str) -> Image.Image:
    """A page with Swedish text as a picture."""
    page = Image.new("L", (1654, 2339), 255)
    font = ImageFont.truetype(str(STAMP_FONT), 46)
    for at, line in enumerate(lines):
        ImageDraw.Draw(page).text((180, 300 + at * 90), line, fill=20, font=font)
    return page


def _scan(target: Path, *pages: Image.Image) -> Path:
    jpegs = []
    for page in pages or (_page(*LINES),):
        jpeg = io.BytesIO()
        page.save(jpeg, "JPEG", quality=80, dpi=(200, 200))
        jpegs.append(jpeg.getvalue())
    target.write_bytes(img2pdf.convert(jpegs))
    return target


def test_a_scanned_annex_can_be_read(tmp_path: Path, settings: Settings) -> None:
    """The packet has the words, the look is the scan's, the source stays the original; the same bytes again."""
    meeting = small_meeting(tmp_path)
    scan = _scan(tmp_path / "karta.pdf")
    (tmp_path / "mote.json").write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    for name in ("arbete", "konverterat"):
        (tmp_path / name).mkdir()
    workshop = Workshop(
        settings, PlainConverter(tmp_path / "konverterat"), lambda *_: None, tmp_path / "arbete"
    )
    packets = []
    for at in range(2):
        fresh = replace(workshop, settings=replace(settings, cache=str(tmp_path / f"cache-{at}")))
        out = tmp_path / f"ut-{at}"
        delivery = compile_packet(tmp_path / "mote.json", out, Reader(settings, TODAY, FRAMEWORK), fresh)
        packets.append(out / "kf-2026-12-14.pdf")
    codes = {notice.code for notice in delivery.notices if notice.source == "karta.pdf"}
    assert "annex_read" in codes
    assert "annex_no_text" not in codes
    manifest = json.loads(packets[0].with_name("kf-2026-12-14.manifest.json").read_text(encoding="utf-8"))
    (part,) = [part for part in manifest["delar"] if part["nyckel"] == "a1.2"]
    assert part["atgarder"] == ["ocr"]
    assert part["sha256"] == sha256_of(scan)
    read = " ".join(words(packets[0], part["fran"] - 1).split())
    assert all(line in read for line in LINES)
    assert packets[0].read_bytes() == packets[1].read_bytes()


def _compile_annexes(
    folder: Path, names: Sequence[str], settings: Settings, converter: Converter
) -> tuple[Path, dict[str, Any], dict[str | None, set[str]]]:
    """A packet with these annexes, read by OCR: the packet, its manifest, and what is told of each file."""
    meeting: dict[str, Any] = small_meeting(folder)
    del meeting["arenden"][2]
    meeting["arenden"][1]["handlingar"] = [
        {"handlingstyp": "bilaga", "titel": f"Om {name}", "fil": name, "forsattsblad": False}
        for name in names
    ]
    (folder / "mote.json").write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    work = folder / "arbete"
    work.mkdir()
    workshop = Workshop(
        replace(settings, prova_bilagor="ja", pdfa_bilagor="konvertera"), converter, lambda *_: None, work
    )
    reader = Reader(settings, TODAY, FRAMEWORK)
    notices = compile_packet(folder / "mote.json", folder / "ut", reader, workshop).notices
    packet = folder / "ut" / "kf-2026-12-14.pdf"
    manifest = json.loads((folder / "ut" / "kf-2026-12-14.manifest.json").read_text(encoding="utf-8"))
    return (
        packet,
        manifest,
        {one.source: {n.code for n in notices if n.source == one.source} for one in notices},
    )


def test_what_was_read_is_tagged(tmp_path: Path, settings: Settings, converter: Converter) -> None:
    """Our pictures stay PDF/UA, a scan becomes it, and so the packet is both; the words stand in its tags, in order."""
    require_verapdf(settings)
    _page(*LINES).save(tmp_path / "bild.png", dpi=(200, 200))
    fax = [page.convert("1") for page in (_page(LINES[1]), _page(), _page(LINES[2]))]
    fax[0].save(tmp_path / "fax.tif", save_all=True, append_images=fax[1:], dpi=(200, 200))
    _scan(tmp_path / "plan.pdf")
    names = ("bild.png", "fax.tif", "plan.pdf")
    packet, manifest, told = _compile_annexes(tmp_path, names, settings, converter)
    parts = [part for part in manifest["delar"] if part["nyckel"].startswith("a1.")]
    assert [part["atgarder"] for part in parts] == [["ocr"], ["ocr"], ["ocr", "taggad"]]
    assert all(one["uppfylls"] for part in parts for one in part["standarder"].values())
    assert ["annex_scan_tagged" in told[name] for name in names] == [False, False, True]
    assert "annex_untagged" not in told["plan.pdf"]
    assert not manifest["delar_utan_standard"]
    assert [(one.profile, one.valid) for one in validate([packet], settings=settings)] == [
        ("2b", True), ("ua1", True),
    ]  # fmt: skip
    with pikepdf.open(packet) as pdf:
        at = [position for position, part in enumerate(manifest["delar"]) if part in parts]
        facts = [
            part_facts(pdf, place, range(part["fran"] - 1, part["till"]))
            for place, part in zip(at, parts, strict=True)
        ]
    assert [_aloud(one) for one in facts] == [
        f"/Figure /Div {' '.join(LINES)}",
        f"/Figure /Div {LINES[1]} /Figure /Figure /Div {LINES[2]}",
        f"/Div {' '.join(LINES)}",
    ]


def _aloud(facts: Sequence[Fact]) -> str:
    """What is read, with the elements that are no paragraphs; how lines make paragraphs is Tesseract's."""
    said = [_read(fact.said) if fact.kind == "content" else fact.kind for fact in facts if fact.kind != "/P"]
    return " ".join(filter(None, said))


def _read(said: object) -> str:
    """The words of marked content as Tesseract writes them; nothing of a picture."""
    written = b"".join(one for _, _, one in said) if isinstance(said, list) else b""
    return (
        bytes.fromhex(b"".join(re.findall(rb"<([0-9a-f]+)>", written)).decode()).decode("utf-16-be").strip()
    )


def test_who_had_words_read_hears_of_what_is_missing(tmp_path: Path, settings: Settings) -> None:
    """A scan where nothing was found on a page gets no tags, and that it is not PDF/UA is told."""
    require_verapdf(settings)
    _scan(tmp_path / "blankt.pdf", _page(LINES[0]), _page())
    (tmp_path / "konverterat").mkdir()
    plain = PlainConverter(tmp_path / "konverterat")
    _, manifest, told = _compile_annexes(tmp_path, ["blankt.pdf"], settings, plain)
    assert {"annex_read", "annex_without_pdfua"} <= told["blankt.pdf"]
    (part,) = [part for part in manifest["delar"] if part["nyckel"] == "a1.1"]
    assert part["atgarder"] == ["ocr"]
    assert part["standarder"]["PDF/A-2b"]["uppfylls"]
    assert not part["standarder"]["PDF/UA-1"]["uppfylls"]


def test_limits_and_missing_languages_are_told(tmp_path: Path, settings: Settings) -> None:
    """A language that is not there names its package; a page that takes too long ends the run and all it started."""
    with pytest.raises(ToolMissing) as missing:
        ocr.find(replace(settings, ocr_sprak="swe+xyz"))
    assert "tesseract-ocr-xyz" in missing.value.problems[0].remedy
    assert [ocr.spoken(replace(settings, ocr_sprak=one)) for one in ("swe", "eng+swe", "sqi_x")] == [
        "sv",
        "en",
        "sqi",
    ]
    program = tmp_path / "ocrmypdf"
    program.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {tmp_path}/barn; wait\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(ToolTimeout) as slow:
        ocr.read_pages(
            _scan(tmp_path / "a.pdf"), tmp_path / "b.pdf", program, 1, replace(settings, ocr_sekunder=6)
        )
    assert slow.value.problems[0].code == "ocr_timeout"
    assert _has_ended((tmp_path / "barn").read_text().strip())
    program.write_text("#!/bin/sh\necho det gick inte >&2\nexit 3\n", encoding="utf-8")
    with pytest.raises(ToolError) as failed:
        ocr.read_pages(tmp_path / "a.pdf", tmp_path / "b.pdf", program, 1, settings)
    assert "det gick inte" in failed.value.problems[0].message
    assert not (tmp_path / "b.pdf").exists()


def _has_ended(pid: str) -> bool:
    """Whether a process that was killed is gone; the kernel may take a moment."""
    for _ in range(100):
        try:
            if Path("/proc", pid, "stat").read_text().split()[2] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.1)
    return False
