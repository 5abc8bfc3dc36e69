"""The templates as they come out of LibreOffice: tagged, with headings, a free top strip, all in its place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from service.convert.port import Converter
from service.fill.properties import DocumentProperties
from service.fill.render import render
from service.fill.template import load_template
from service.flow.build import report_context
from service.flow.meeting import place_arenden
from service.flow.places import template_folder
from service.flow.read import ReadFile
from service.model.choices import Tillkannagivandeslag
from service.model.framework import Framework
from service.model.kallelse import Kallelse
from service.schema.load import load
from tests import examples
from tests.conftest import ROOT

pytestmark = pytest.mark.live

MOMENT = datetime(2026, 12, 1, tzinfo=UTC)
DELAR = ROOT / "templates" / "_delar"
FREE_POINTS = 30
"""The strip at the top of every page that belongs to the packet's stamp."""


def _pdf(template: Path, context: dict[str, Any], converter: Converter, folder: Path) -> Path:
    docx = folder / "prov.docx"
    properties = DocumentProperties("Prov", "", "Ale kommun", "", MOMENT)
    render(load_template(template), context, properties=properties, target=docx)
    return converter.convert(docx, created=MOMENT)


def _report(raw: dict[str, Any]) -> ReadFile:
    framework = load("ramverk", examples.ramverk(), "ramverk.json").model
    assert isinstance(framework, Framework)
    slug = raw["dokumenttyp"]
    return ReadFile(Path("prov.json"), slug, load(slug, raw, "prov.json").model, framework, ())


def _build(raw: dict[str, Any], converter: Converter, folder: Path) -> Path:
    file = _report(raw)
    template = template_folder(file.slug)
    return _pdf(template, report_context(file, load_template(template)), converter, folder)


def _meeting() -> dict[str, Any]:
    raw = examples.kallelse()
    parties = ("S", "M", "SD", "C", "V", "L")
    raw["kallelse"]["ledamoter"] = [
        {"namn": f"Förnamn{nr} Efternamn-Lång{nr}", "parti": parties[nr % 6]} for nr in range(49)
    ]
    raw["kallelse"]["ersattare"] = [
        {"namn": f"Ersättare{nr} Efternamn{nr}", "parti": "S"} for nr in range(24)
    ]
    raw["arenden"][1]["foredragande"] = ["Ekonomichef Karin Öberg"]
    raw["arenden"][2] |= {"utgar": True, "diarienummer": "KS.2026.99"}
    raw["arenden"] += [
        {"ordning": str(nr), "rubrik": f"Ärende med rubrik nummer {nr}", "arendetyp": "beslut"}
        for nr in range(3, 26)
    ]
    return raw


def _texts(pdf: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(pdf).pages]


def _assert_fit_for_the_packet(pdf: Path) -> None:
    reader = PdfReader(pdf)
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "sv-SE"
    assert reader.outline
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=1, grayscale=True).to_pil()
            assert picture.crop((0, 0, picture.width, FREE_POINTS)).getextrema() == (255, 255)
    for number, text in enumerate(_texts(pdf), start=1):
        assert f"Sida {number} ({len(reader.pages)})" in text
        assert "{{" not in text
        assert "{%" not in text


@pytest.mark.parametrize(
    "raw",
    [
        examples.nulagesbeskrivning(),
        *(examples.dialog(kind) for kind in "ABC"),
        *(examples.tillkannagivande(one.value) for one in Tillkannagivandeslag),
        _meeting(),
    ],
    ids=lambda raw: f"{raw['dokumenttyp']}-{raw.get('typ', raw.get('slag', ''))}",
)
def test_every_report_is_fit_for_the_packet(
    raw: dict[str, Any], converter: Converter, tmp_path: Path
) -> None:
    """Tagged, in Swedish, with headings and page numbers, no tag left, and nothing where the stamp goes."""
    _assert_fit_for_the_packet(_build(raw, converter, tmp_path))


def test_optional_sections_vanish_with_their_headings(converter: Converter, tmp_path: Path) -> None:
    """What the report does not have leaves no heading behind, and "inga" is said in words."""
    text = " ".join(_texts(_build(examples.nulagesbeskrivning(), converter, tmp_path)))
    for absent in (
        "Sammanfattning",
        "Egna mål",
        "Bilagor",
        "Förslag till nya mål",
        "Planerade utvecklingsinsatser",
    ):
        assert absent not in text
    assert "Inga risker har identifierats." in text
    assert "Inga möjligheter har identifierats." in text
    assert "Reglemente" in text
    assert "ägardirektiv" not in text


@pytest.mark.parametrize(("kind", "own", "foreign"), [
    ("A", "Planerade utvecklingsinsatser", "Utmaningar"),
    ("B", "Utmaningar", "Förslag till nya uppdrag"),
    ("C", "Inga nya uppdrag föreslås.", "Planerade utvecklingsinsatser"),
])  # fmt: skip
def test_the_kinds_of_dialog_have_their_own_sections(
    kind: str, own: str, foreign: str, converter: Converter, tmp_path: Path
) -> None:
    """A tells of mission and result, B of challenges, C of proposals."""
    text = " ".join(_texts(_build(examples.dialog(kind), converter, tmp_path)))
    assert own in text
    assert foreign not in text


def test_kallelse_holds_what_the_law_asks_for(converter: Converter, tmp_path: Path) -> None:
    """Time, place and all 49 members on the first page; every ärende on the list, also the one that is withdrawn."""
    raw = _meeting()
    first, *rest = _texts(_build(raw, converter, tmp_path))
    for wanted in ("Måndagen den 14 december 2026", "Kl. 18.00", "A-salen", "Vendela Wirdheim", "KS.2026.3"):
        assert wanted in first.replace("\u00a0", " ")
    for person in [*raw["kallelse"]["ledamoter"], *raw["kallelse"]["ersattare"]]:
        assert f"{person['namn']} ({person['parti']})" in first
    agenda = " ".join(rest)
    assert agenda.index("Föredragningslista") < agenda.index("Upprop")
    for arende in raw["arenden"]:
        assert arende["rubrik"] in agenda
    assert "Ärendet utgår" in agenda


def test_the_sheets_of_a_packet(converter: Converter, tmp_path: Path) -> None:
    """Cover of a matter, cover of a bilaga and contents; a link leads to each place."""
    file = _report(examples.kallelse())
    assert isinstance(file.model, Kallelse)
    context = report_context(file, load_template(template_folder("kallelse")))
    place_arenden(context, file.model, {})
    matter = {**context["arenden"][1], "lank": "https://samlad.invalid/a1"}
    shared = {
        **context,
        "arende": matter,
        "lank_foredragningslista": "https://samlad.invalid/foredragningslista",
    }
    entries = [{"text": "1. Ett ärende", "niva": "1", "sida": "3", "lank": "https://samlad.invalid/a1"}]
    wanted = {
        "arende": ("Ärende 1", ["Förslag till beslut", "Rapporten läggs till handlingarna.", "Bilaga 1.1"]),
        "bilaga": ("Bilaga 1.2", ["UN § 98", "Till ärendet", "elektroniskt undertecknat"]),
        "innehall": ("Innehåll", ["1. Ett ärende", "3"]),
    }
    for name, (title, texts) in wanted.items():
        sheet = {
            **shared,
            "handling": {**matter["handlingar"][1], "sidor": "4", "undertecknad": "ja"},
            "poster": entries,
        }
        pdf = _pdf(DELAR / name, sheet, converter, tmp_path)
        _assert_fit_for_the_packet(pdf)
        shown = " ".join(_texts(pdf)).replace("\u00a0", " ")
        for text in (title, *texts):
            assert text in shown
        links = [note.get_object() for page in PdfReader(pdf).pages for note in page.get("/Annots", [])]
        assert any(link["/A"]["/URI"].startswith("https://samlad.invalid/") for link in links)
