"""Makes the documents that the tests of conversion need; real files, by the libraries that people's files come from."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm as SlideCm

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_INLINE = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:drawing><wp:inline>
<wp:extent cx="5040000" cy="2880000"/><wp:docPr id="900" name="Diagram" descr="Elever per år"/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{}"/>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""


def make_picture(size: tuple[int, int] = (600, 400), mode: str = "RGB") -> Image.Image:
    """A picture with a gradient, a line and a corner that tells which way is up."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.line((0, 0, *size), fill="black", width=3)
    draw.rectangle((0, 0, size[0] // 5, size[1] // 5), fill="red")
    return picture if mode == "RGB" else picture.convert(mode)


def picture_bytes(kind: str = "PNG") -> io.BytesIO:
    """The same picture as a file in memory."""
    buffer = io.BytesIO()
    make_picture().save(buffer, kind)
    buffer.seek(0)
    return buffer


def make_docx(path: Path, *, pages: int = 2) -> Path:
    """A Word document with headings, a contents field, a table, pictures and a native chart."""
    document = docx.Document()
    document.core_properties.title = "Nulägesbeskrivning"
    _add_contents_field(document)
    for number in range(1, pages + 1):
        document.add_page_break()  # type: ignore[no-untyped-call]  # python-docx leaves it untyped
        document.add_heading(f"Avsnitt {number} om förskola", level=1)
        for _ in range(4):
            document.add_paragraph("Nämnden följer upp målen för året. " * 20)
        table = document.add_table(rows=4, cols=3)
        for row in table.rows:
            for cell in row.cells:
                cell.text = f"Värde {number}"
    document.add_picture(picture_bytes("JPEG"), width=Cm(8))
    document.add_picture(picture_bytes("PNG"), width=Cm(8))
    _add_chart(document)
    document.save(str(path))
    return path


def _add_contents_field(document: Document) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run()
    for xml in (
        f'<w:fldChar {_W} w:fldCharType="begin"/>',
        f'<w:instrText {_W} xml:space="preserve">TOC \\o "1-2" \\h</w:instrText>',
        f'<w:fldChar {_W} w:fldCharType="separate"/>',
        f"<w:t {_W}>Innehållet är inte uppdaterat</w:t>",
        f'<w:fldChar {_W} w:fldCharType="end"/>',
    ):
        run._r.append(parse_xml(xml))


def _chart_data() -> Any:
    make: Any = CategoryChartData  # python-pptx ships no type information
    data = make()
    data.categories = ["2024", "2025", "2026"]
    data.add_series("Elever", (410, 432, 455))
    data.add_series("Platser", (430, 440, 450))
    return data


def _add_chart(document: Document) -> None:
    writer: Any = ChartXmlWriter
    xml = writer(XL_CHART_TYPE.COLUMN_CLUSTERED, _chart_data()).xml
    package = document.part.package
    assert package is not None
    part = Part(PackURI("/word/charts/chart1.xml"), _CHART_TYPE, xml.encode(), package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    document.add_paragraph()._p.append(parse_xml(_INLINE.format(relation)))


def make_docx_with_external_picture(path: Path, url: str) -> Path:
    """A Word document whose picture lies on a web server."""
    document = docx.Document()
    document.add_paragraph("Text före bilden.")
    document.add_picture(picture_bytes(), width=Cm(5))
    relation = document.part.relate_to(url, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    blip = next(document.element.iter(qn("a:blip")))
    del blip.attrib[qn("r:embed")]
    blip.set(qn("r:link"), relation)
    document.save(str(path))
    return path


def make_xlsx(path: Path, *, fit_to_width: bool = False, columns: int = 6, rows: int = 30) -> Path:
    """A workbook with one sheet of figures and a picture."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Budget"
    for row in range(1, rows + 1):
        sheet.append([f"Post {row}", *(row * column + 0.5 for column in range(1, columns))])
    sheet.add_image(SheetImage(picture_bytes()), f"B{rows + 3}")
    if fit_to_width:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.page_setup.orientation = "landscape"
    book.save(path)
    return path


def make_pptx(path: Path) -> Path:
    """A presentation with a title, a picture and a chart."""
    slides = Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[0])
    first.shapes.title.text = "Omvärldsdag 2026"
    second = slides.slides.add_slide(slides.slide_layouts[5])
    second.shapes.title.text = "Elever och platser"
    second.shapes.add_picture(picture_bytes(), SlideCm(1), SlideCm(5), width=SlideCm(8))
    second.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, SlideCm(10), SlideCm(5), SlideCm(12), SlideCm(8), _chart_data()
    )
    slides.save(str(path))
    return path


_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2"><office:body>{}</office:body>
</office:document-content>"""
_TEXT_BODY = """<office:text>{text}<text:section text:name="S"><text:section-source xlink:href="{url}/avsnitt.odt"
 xlink:type="simple"/><text:p>Gammal text</text:p></text:section><text:p><draw:frame draw:name="B" svg:width="3cm"
 svg:height="3cm" text:anchor-type="as-char"><draw:image xlink:href="{url}/bild.png" xlink:type="simple"
 xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p></office:text>"""
_SHEET_BODY = """<office:spreadsheet><table:table table:name="A"><table:table-source xlink:href="{url}/blad.ods"
 xlink:type="simple" table:table-name="A"/><table:table-row><table:table-cell office:value-type="string"
 table:formula="of:=WEBSERVICE(&quot;{url}/tal&quot;)"><text:p>1</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet>"""


def _make_odf(path: Path, media_type: str, body: str) -> Path:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", media_type)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", _CONTENT.format(body))
    return path


def make_odt(path: Path, url: str = "") -> Path:
    """An ODF text; with an address, also a linked section and a linked picture."""
    text = "<text:p>Hej från Ale.</text:p>"
    body = _TEXT_BODY.format(text=text, url=url) if url else f"<office:text>{text}</office:text>"
    return _make_odf(path, "application/vnd.oasis.opendocument.text", body)


def make_ods_with_links(path: Path, url: str) -> Path:
    """An ODF sheet that is linked to another, with a formula that asks a web server."""
    return _make_odf(path, "application/vnd.oasis.opendocument.spreadsheet", _SHEET_BODY.format(url=url))


def make_xlsx_with_links(path: Path, url: str) -> Path:
    """A workbook with a formula that asks a web server and one that reads another workbook there."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = f'=_xlfn.WEBSERVICE("{url}/tal")'
    sheet["A2"] = f"='{url}/[bok.xlsx]Blad1'!A1"
    sheet["A3"] = f'=IMAGE("{url}/bild.png")'
    book.save(path)
    return path


def cut_main_part(source: Path, path: Path) -> Path:
    """The same Word document with the second half of its text cut off; the package itself is sound."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(path, "w") as out:
        for name in package.namelist():
            content = package.read(name)
            out.writestr(name, content[: len(content) // 2] if name == "word/document.xml" else content)
    return path


def make_empty_package(path: Path) -> Path:
    """A package with the parts of a Word document by name, and nothing of one inside."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<a/>")
    return path
