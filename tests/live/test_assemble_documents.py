"""A packet of documents that LibreOffice made: its tags, headings and links are those of the documents."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from service.assemble.headings import outline_headings
from service.convert.port import Converter
from service.flow.build import make_report
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.packet import LINK_BASE, Anchor, PartKind
from service.settings import Settings
from tests.conftest import ROOT
from tests.files.pdf.packets import build, part
from tests.files.pdf.structure import document_facts, part_facts

pytestmark = pytest.mark.live

CREATED = datetime(2026, 12, 1, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SAMPLES = ROOT / "samples"
REPORTS = ("nulagesbeskrivning/ks-2026.json", "nulagesbeskrivning/aleb-2026.json")


def _document(target: Path, heading: str, links: tuple[str, ...] = ()) -> Path:
    document = Document()
    document.core_properties.title = heading
    document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    document.add_heading(heading, 1)
    for link in links:
        _add_link(document.add_paragraph("Se "), LINK_BASE + link)
    document.add_heading("Läget", 2)
    document.add_paragraph("Årets mål är nådda.")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Ett"
    document.add_paragraph("punkt", style="List Bullet")
    document.save(str(target))
    return target


def _add_link(paragraph: Any, address: str) -> None:
    """A hyperlink as Word writes it, with the character style that makes LibreOffice tag it."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link, words = OxmlElement("w:hyperlink"), paragraph.add_run("hit", style="Hyperlink")
    link.set(qn("r:id"), relation)
    link.append(words._r)
    paragraph._p.append(link)


def test_packet_of_converted_documents(tmp_path: Path, converter: Converter) -> None:
    """Every document's structure stands under its part as LibreOffice made it; links and headings lead to it."""
    letter = converter.convert(
        _document(tmp_path / "k.docx", "Föredragningslista", ("a1", "lista")), created=CREATED
    )
    report = converter.convert(_document(tmp_path / "r.docx", "Nulägesbeskrivning"), created=CREATED)
    assert outline_headings(report) == [(1, "Nulägesbeskrivning", 1), (2, "Läget", 1)]
    result = build(
        tmp_path / "ut.pdf",
        part("kallelse", letter, PartKind.KALLELSE),
        part("a1", report, PartKind.RAPPORT),
        anchors=(Anchor("lista", "kallelse", "Föredragningslista"),),
    )
    assert result.untagged_parts == ()
    assert result.damaged_parts == ()
    with pikepdf.open(tmp_path / "ut.pdf") as packet:
        assert bool(packet.Root.MarkInfo.Marked)
        for at, source in enumerate((letter, report)):
            with pikepdf.open(source) as document:
                own = document_facts(document)
            assert {"/H1", "/Table", "/L"} <= {fact.kind for fact in own}
            assert part_facts(packet, at, range(at, at + 1)) == own
        links = sorted(packet.pages[0].obj.Annots, key=lambda link: -link.Rect[1])
        goals = [link.A.D[0].objgen for link in links]
        assert goals == [packet.pages[1].obj.objgen, packet.pages[0].obj.objgen]
        assert [str(link.Contents) for link in links] == [
            "Gå till Bilaga 1, sida 2",
            "Gå till Föredragningslista, sida 1",
        ]


def test_packet_of_our_own_reports(live_settings: Settings, converter: Converter, tmp_path: Path) -> None:
    """Of real reports, with figures, tables and lists of contents, the packet's tags say all that the reports' say."""
    workshop = Workshop(live_settings, converter, lambda *_: None, tmp_path)
    reports = [
        make_report(Reader(live_settings, TODAY).read(SAMPLES / name), workshop).made.pdf for name in REPORTS
    ]
    result = build(
        tmp_path / "ut.pdf",
        *(part(f"a{at}", pdf, PartKind.RAPPORT) for at, pdf in enumerate(reports, start=1)),
    )
    assert result.untagged_parts == ()
    first = 0
    kinds: set[str] = set()
    with pikepdf.open(tmp_path / "ut.pdf") as packet:
        for at, report in enumerate(reports):
            with pikepdf.open(report) as document:
                own, pages = document_facts(document), len(document.pages)
            assert part_facts(packet, at, range(first, first + pages)) == own
            kinds |= {fact.kind for fact in own}
            first += pages
    assert kinds >= {
        "/H1",
        "/H2",
        "/P",
        "/Figure",
        "/Table",
        "/TH",
        "/TD",
        "/L",
        "/Link",
        "/TOC",
        "content",
        "object",
    }
