"""The texts for those who do not see a chart or picture, as they stand in a Word, PowerPoint or Excel file."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from lxml import etree

from service.fill.package import parse_xml, w

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BOOK = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
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


def sheet_chart_texts(xlsx: Path) -> list[str]:
    """The alternative texts of the charts, sheet by sheet.

    None at all where a sheet that is shown has more than one drawing, or one that is no chart or has no text: then
    nobody can tell which figure of the PDF is which.
    """
    with ZipFile(xlsx) as package:
        book = parse_xml(package.read("xl/workbook.xml"), "xl/workbook.xml")
        sheets = _targets(package, "xl/workbook.xml")
        shown = [one for one in book.iter(f"{_BOOK}sheet") if one.get("state", "visible") == "visible"]
        named = [sheets.get(one.get(_RELATION, ""), "") for one in shown]
        drawings = [
            place
            for sheet in named
            for place in _targets(package, sheet).values()
            if place.startswith("xl/drawings/") and place.endswith(".xml") and place in package.namelist()
        ]
        drawn = [list(parse_xml(package.read(place), place)) for place in drawings]
    texts = [_words(anchors[0].find(f".//{_SHEET_DRAWING}cNvPr")) for anchors in drawn if _is_chart(anchors)]
    return texts if len(texts) == len(drawn) and all(texts) else []


def _is_chart(anchors: list[etree._Element]) -> bool:
    return len(anchors) == 1 and anchors[0].find(f".//{_CHART}") is not None


def _targets(package: ZipFile, part: str) -> dict[str, str]:
    """What a part of the package refers to, by id."""
    folder, _, name = part.rpartition("/")
    place = f"{folder}/_rels/{name}.rels"
    if place not in package.namelist():
        return {}
    return {
        one.get("Id", ""): normpath(join("/", dirname(part), one.get("Target", ""))).lstrip("/")
        for one in parse_xml(package.read(place), place).iter(_RELATIONS)
        if one.get("TargetMode") != "External"
    }


def _words(named: etree._Element | None) -> str:
    told = (named.get("descr") or named.get("title") or "") if named is not None else ""
    return " ".join(told.split())
