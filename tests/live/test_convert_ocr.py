"""The real OCRmyPDF: scanned pages get Swedish words, and look as before."""

from __future__ import annotations

import io
import json
import os
import time
from dataclasses import replace
from pathlib import Path

import img2pdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from service.assemble.font import STAMP_FONT
from service.convert import ocr
from service.errors import ToolError, ToolMissing, ToolTimeout
from service.flow.compile_packet import compile_packet
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.settings import Settings, read_settings
from tests.files.pdf.packets import words
from tests.flow.conftest import FRAMEWORK, TODAY, small_meeting
from tests.flow.plain_converter import PlainConverter

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


def _scan(target: Path) -> Path:
    """A page with Swedish text as a picture."""
    page = Image.new("L", (1654, 2339), 255)
    font = ImageFont.truetype(str(STAMP_FONT), 46)
    for at, line in enumerate(LINES):
        ImageDraw.Draw(page).text((180, 300 + at * 90), line, fill=20, font=font)
    jpeg = io.BytesIO()
    page.save(jpeg, "JPEG", quality=80, dpi=(200, 200))
    target.write_bytes(img2pdf.convert(jpeg.getvalue()))
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


def test_limits_and_missing_languages_are_told(tmp_path: Path, settings: Settings) -> None:
    """A language that is not there names its package; a page that takes too long ends the run and all it started."""
    with pytest.raises(ToolMissing) as missing:
        ocr.find(replace(settings, ocr_sprak="swe+xyz"))
    assert "tesseract-ocr-xyz" in missing.value.problems[0].remedy
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
