"""The texts for those who do not see a chart or picture, as they stand in a filled Word file."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from service.fill.package import parse_xml, w

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def figure_texts(docx: Path) -> list[str]:
    """The alternative texts of the charts and pictures in the text, in their order; headers and footers have none."""
    with ZipFile(docx) as package:
        body = parse_xml(package.read("word/document.xml"), "word/document.xml").find(w("body"))
    if body is None:
        return []
    return [
        " ".join(drawn.get("descr", "").split())
        for drawn in body.iter(_DRAWN)
        if next(drawn.iterancestors(_FALLBACK), None) is None
    ]
