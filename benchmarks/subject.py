"""The parts that `packet.py` measures with: the sample meeting's longer reports, and a list of contents.

Every third of the reports has its text twice, so that the parts are from 20 to some 50 pages long.
"""

from __future__ import annotations

import copy
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from service.assemble.repair import Identity, repair_own
from service.convert.port import Converter
from service.convert.wire import open_converter
from service.fill.figures import figure_texts
from service.model.packet import LINK_BASE
from service.settings import read_settings

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "out" / "demo"
OWN = ROOT / "out" / "benchmark"
_LEAST_PAGES = 20
"""Only the longer documents are taken: about 35 files make 1,000 pages."""
_EVERY = 3
_LINKED_EVERY = 5
_CREATED = datetime(2026, 12, 1, tzinfo=UTC)


def write(folder: Path, subjects: Mapping[str, int]) -> dict[str, Path]:
    """Folders of parts with so many pages.

    Of a subject called `exported` they are as LibreOffice made them; in one called `linked` every fifth has many links.
    """
    found = _reports()
    linked = next(found[0].parent.glob("nulagesbild-*.docx"))
    reports = [pdf.with_suffix(".docx") for pdf in found if _count(pdf) >= _LEAST_PAGES]
    sources = [_doubled(docx, folder) if at % _EVERY == 0 else docx for at, docx in enumerate(reports)]
    with open_converter(read_settings()) as converter:
        exported = [converter.convert(docx, created=_CREATED) for docx in sources]
        mended = [
            _mended(pdf, docx, folder / f"{docx.stem}.pdf")
            for pdf, docx in zip(exported, sources, strict=True)
        ]
        exported_link = converter.convert(linked, created=_CREATED)
        links = _mended(exported_link, linked, folder / f"{linked.stem}.pdf")
        sources_of = {"exported": exported, "linked": [links, *mended[: _LINKED_EVERY - 1]]}
        return {
            label: _write_parts(folder / label, sources_of.get(label, mended), pages, converter)
            for label, pages in subjects.items()
        }


def _doubled(docx: Path, folder: Path) -> Path:
    """The same document with its text once more at the end; what may stand but once does."""
    document = Document(str(docx))
    body = document.element.body
    for element in [copy.deepcopy(one) for one in body if one.tag != qn("w:sectPr")]:
        for mark in element.xpath(".//w:bookmarkStart | .//w:bookmarkEnd"):
            mark.getparent().remove(mark)
        body.insert(len(body) - 1, element)
    target = folder / f"{docx.stem}-dubbel.docx"
    document.save(str(target))
    return target


def _mended(exported: Path, docx: Path, target: Path) -> Path:
    """A document as it goes into a packet."""
    repair_own(exported, target, Identity(docx.stem, "sv-SE", _CREATED), figure_texts(docx))
    return target


def _write_parts(folder: Path, sources: Sequence[Path], pages: int, converter: Converter) -> Path:
    """A folder with a list of contents, and the sources under names of their own until there are pages enough."""
    folder.mkdir()
    total = number = 0
    while total < pages:
        source = sources[number % len(sources)]
        number += 1
        shutil.copy(source, folder / f"del{number:03}.pdf")
        total += _count(source)
    contents = _write_contents(folder / "innehall.docx", number)
    shutil.copy(converter.convert(contents, created=_CREATED), folder / "del000.pdf")
    return folder


def _write_contents(target: Path, rows: int) -> Path:
    """A Word file with a link to each part, as the sheets of contents have them."""
    document = Document()
    document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    document.add_heading("Innehåll", 1)
    for row in range(1, rows + 1):
        paragraph = document.add_paragraph()
        relation = paragraph.part.relate_to(
            f"{LINK_BASE}a{row}", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        link.append(paragraph.add_run(f"Bilaga {row} – Nulägesbeskrivning", style="Hyperlink")._r)
        paragraph._p.append(link)
    document.save(str(target))
    return target


def _count(pdf: Path) -> int:
    with pikepdf.open(pdf) as opened:
        return len(opened.pages)


def _reports() -> list[Path]:
    """The sample meeting's reports, built once."""
    for folder in (DEMO, OWN):
        if found := sorted(folder.glob("nulagesbeskrivning-*.pdf")):
            return found
    subprocess.run([Path(sys.executable).with_name("samlad"), "demo", "--ut", OWN], check=True, cwd=ROOT)
    return sorted(OWN.glob("nulagesbeskrivning-*.pdf"))
