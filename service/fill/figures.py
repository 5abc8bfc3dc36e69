"""The texts for those who do not see a chart or picture, as they stand in a Word or PowerPoint file."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from lxml import etree

from service.fill.package import parse_xml, w

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"


def figure_texts(docx: Path) -> list[str]:
    """The alternative texts of the charts and pictures in the text, in their order; headers and footers have none."""
    with ZipFile(docx) as package:
        body = parse_xml(package.read("word/document.xml"), "word/document.xml").find(w("body"))
    if body is None:
        return []
    return [
        _words(drawn) for drawn in body.iter(_DRAWN) if next(drawn.iterancestors(_FALLBACK), None) is None
    ]


def chart_texts(pptx: Path) -> list[list[str]]:
    """The alternative texts of the charts of each slide that is shown, in their order."""
    with ZipFile(pptx) as package:
        names = set(package.namelist())
        slides = (parse_xml(package.read(name), name) for name in _slides_in_order(package) if name in names)
        return [_charts(slide) for slide in slides if slide.get("show") not in ("0", "false")]


def _slides_in_order(package: ZipFile) -> list[str]:
    show = parse_xml(package.read("ppt/presentation.xml"), "ppt/presentation.xml")
    name = "ppt/_rels/presentation.xml.rels"
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in parse_xml(package.read(name), name).iter(_RELATIONS)
    }
    found = (targets.get(one.get(_RELATION, ""), "") for one in show.iter(f"{_SLIDES}sldId"))
    return [str(PurePosixPath("/ppt", target))[1:] for target in found if target]


def _charts(slide: etree._Element) -> list[str]:
    return [
        _words(frame.find(f".//{_SLIDES}cNvPr"))
        for frame in slide.iter(f"{_SLIDES}graphicFrame")
        if frame.find(f".//{_CHART}") is not None
    ]


def _words(named: etree._Element | None) -> str:
    return " ".join(named.get("descr", "").split()) if named is not None else ""
