"""A workshop without LibreOffice, and a small meeting that a test can break."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.settings import Settings, read_settings
from tests.conftest import ROOT
from tests.flow.plain_converter import PlainConverter

FRAMEWORK = ROOT / "samples" / "ramverk" / "ale.json"
TODAY = date(2026, 11, 23)


@pytest.fixture(name="settings")
def _settings(tmp_path: Path) -> Settings:
    return read_settings({"SAMLAD_CACHE": str(tmp_path / "cache"), "SAMLAD_PROVA_BILAGOR": "nej"})


@pytest.fixture(name="converter")
def _converter(tmp_path: Path) -> PlainConverter:
    folder = tmp_path / "konverterat"
    folder.mkdir()
    return PlainConverter(folder)


@pytest.fixture(name="workshop")
def _workshop(settings: Settings, converter: PlainConverter, tmp_path: Path) -> Workshop:
    folder = tmp_path / "arbete"
    folder.mkdir()
    return Workshop(settings, converter, lambda *_: None, folder)


@pytest.fixture(name="reader")
def _reader(settings: Settings) -> Reader:
    return Reader(settings, TODAY, FRAMEWORK)


def make_pdf(path: Path, *pages: str) -> Path:
    """A PDF with one line of text on each page."""
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    for text in pages:
        canvas.drawString(72, 600, text)
        canvas.showPage()
    canvas.save()
    return path


def small_meeting(folder: Path) -> dict[str, Any]:
    """The input of a meeting with three ärenden and two annexes, whose files lie in the folder."""
    make_pdf(folder / "skrivelse.pdf", "Skrivelsen, sidan 1", "Skrivelsen, sidan 2")
    make_pdf(folder / "karta.pdf", "Kartan")
    return {
        "dokumenttyp": "kallelse",
        "sammantrade": {
            "organ": "KF",
            "datum": "2026-12-14",
            "tid_start": "18:00",
            "plats": "A-salen, Alafors medborgarhus",
            "ordforande": "Ordförande i fullmäktige",
        },
        "kallelse": {"slag": "kallelse", "version": 1, "diarienummer": "KS.2026.3"},
        "arenden": [
            {"ordning": "A", "rubrik": "Upprop", "arendetyp": "formalia"},
            {
                "ordning": "1",
                "rubrik": "Avgift & taxa <för> lokaler",
                "diarienummer": "KS.2026.140",
                "arendetyp": "beslut",
                "vackt_av": "kommunstyrelsen",
                "sammanfattning": "Taxan räknas upp med **två procent**.",
                "forslag_till_beslut": [
                    {"organ": "Kommunstyrelsen", "punkter": ["Kommunfullmäktige antar taxan."]}
                ],
                "beredning": [{"organ": "Kommunstyrelsen", "datum": "2026-12-01", "paragraf": "§ 201"}],
                "handlingar": [
                    {"handlingstyp": "tjansteskrivelse", "titel": "Tjänsteskrivelse", "fil": "skrivelse.pdf"},
                    {"handlingstyp": "bilaga", "titel": "Karta", "fil": "karta.pdf", "datum": "2026-11-02"},
                ],
            },
            {
                "ordning": "2",
                "rubrik": "Meddelanden",
                "diarienummer": "KS.2026.4",
                "arendetyp": "meddelande",
                "handlingar": [
                    {
                        "handlingstyp": "ovrigt",
                        "titel": "Skrivelse från en granne",
                        "fil": "finns-inte.pdf",
                        "bifogas_kallelsen": False,
                        "bifogas_inte_orsak": "Handlingen finns på kommunkansliet.",
                    }
                ],
            },
        ],
    }


@pytest.fixture(name="write_meeting")
def _write_meeting(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    def write(meeting: dict[str, Any]) -> Path:
        path = tmp_path / "mote.json"
        path.write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
        return path

    return write
