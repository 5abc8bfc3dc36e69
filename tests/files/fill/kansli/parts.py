"""The pieces of WordprocessingML that Word and LibreOffice write, as text."""

from __future__ import annotations

from html import escape

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
}
W = f"{{{NAMESPACES['w']}}}"
MC = f"{{{NAMESPACES['mc']}}}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
PACKAGE_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WHO = 'w:author="Karin Ek" w:date="2026-11-20T09:12:00Z"'
BOUND = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def declared(xml: str) -> str:
    """A part's text with its first line."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'


def ooxml(inner: str) -> list[etree._Element]:
    """Elements from their text."""
    return list(etree.fromstring(f"<w:x {BOUND}>{inner}</w:x>"))


def run(text: str, form: str = "") -> str:
    """A run; a tab and a line break are written as Word writes them."""
    inner = escape(text, quote=False)
    for sign, mark in (("\t", "<w:tab/>"), ("\n", "<w:br/>")):
        inner = inner.replace(sign, f"</w:t>{mark}<w:t xml:space='preserve'>")
    return f"<w:r><w:rPr>{form}</w:rPr><w:t xml:space='preserve'>{inner}</w:t></w:r>"


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p>{_styled(style)}{run(text)}</w:p>"


def _styled(style: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""


def spelled(inner: str) -> str:
    """Runs that the spelling check has underlined."""
    return f'<w:proofErr w:type="spellStart"/>{inner}<w:proofErr w:type="spellEnd"/>'


def inserted(inner: str, number: int = 901) -> str:
    """Runs put in with tracking on."""
    return f'<w:ins w:id="{number}" {_WHO}>{inner}</w:ins>'


def deleted(text: str, number: int = 902) -> str:
    """A run taken away with tracking on."""
    return (
        f'<w:del w:id="{number}" {_WHO}><w:r>'
        f'<w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
    )


def moved(text: str, *, away: bool, number: int) -> str:
    """A run at the place it was moved from or to with tracking on."""
    kind = "moveFrom" if away else "moveTo"
    return (
        f'<w:{kind}RangeStart w:id="{number}" w:name="move{kind}" {_WHO}/>'
        f'<w:{kind} w:id="{number + 1}" {_WHO}>{run(text)}</w:{kind}><w:{kind}RangeEnd w:id="{number}"/>'
    )


def linked(identity: str, inner: str) -> str:
    """Runs that are a hyperlink."""
    return f'<w:hyperlink r:id="{identity}" w:history="1">{inner}</w:hyperlink>'


def field(code: str, shown: str) -> str:
    """A complex field."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code, quote=False)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def simple_field(code: str, shown: str) -> str:
    """A simple field."""
    return f'<w:fldSimple w:instr=" {escape(code)} ">{run(shown)}</w:fldSimple>'


def control(inner: str, name: str = "Fält", number: int = 77001) -> str:
    """A content control around runs or paragraphs."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/><w:tag w:val="{name}"/><w:id w:val="{number}"/></w:sdtPr>'
        f"<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def bookmarked(inner: str, name: str = "_GoBack", number: int = 55) -> str:
    """Runs within a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def smart_tag(inner: str) -> str:
    """Runs that an older Word has taken for a place's name."""
    return f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="place">{inner}</w:smartTag>'


def table(*rows: tuple[str, ...], style: str = "Tabelltext") -> str:
    """A table; a cell that begins with < is XML already."""
    width = 9000 // max(len(row) for row in rows)
    columns = max(len(row) for row in rows)
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    body = ""
    for row in rows:
        body += "<w:tr>"
        for cell in row:
            span = columns - len(row) + 1 if len(row) == 1 else 1
            shape = f'<w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/><w:gridSpan w:val="{span}"/></w:tcPr>'
            body += f"<w:tc>{shape}{cell if cell.startswith('<') else paragraph(cell, style)}</w:tc>"
        body += "</w:tr>"
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def text_box(text: str, *, fallback: bool = True) -> str:
    """A text box as Word writes it: once as a drawing, once as VML for older programs."""
    inside = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    drawing = (
        "<w:drawing><wp:anchor distT='0' distB='0' distL='0' distR='0' simplePos='0' relativeHeight='251659264' "
        "behindDoc='0' locked='0' layoutInCell='1' allowOverlap='1'><wp:simplePos x='0' y='0'/>"
        "<wp:positionH relativeFrom='column'><wp:posOffset>0</wp:posOffset></wp:positionH>"
        "<wp:positionV relativeFrom='paragraph'><wp:posOffset>0</wp:posOffset></wp:positionV>"
        "<wp:extent cx='2000000' cy='500000'/><wp:effectExtent l='0' t='0' r='0' b='0'/>"
        "<wp:wrapSquare wrapText='bothSides'/>"
        "<wp:docPr id='217' name='Textruta 2' descr='Ruta med text'/><wp:cNvGraphicFramePr/><a:graphic>"
        f"<a:graphicData uri='{NAMESPACES['wps']}'><wps:wsp><wps:cNvSpPr txBox='1'/><wps:spPr>"
        "<a:xfrm><a:off x='0' y='0'/><a:ext cx='2000000' cy='500000'/></a:xfrm>"
        "<a:prstGeom prst='rect'><a:avLst/></a:prstGeom>"
        f"</wps:spPr><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
        f"</a:graphic></wp:anchor></w:drawing>"
    )
    if not fallback:
        return f"<w:r>{drawing}</w:r>"
    old = (
        "<w:pict><v:shape id='Textruta 2' type='#_x0000_t202' alt='Ruta med text' style='width:150pt;height:40pt'>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    )
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{drawing}</mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def picture(identity: str, about: str, *, anchored: bool = False, number: int = 301) -> str:
    """A picture in a run; `about` is its docPr's attributes for a screen reader, or nothing."""
    graphic = (
        f"<a:graphic><a:graphicData uri='{NAMESPACES['pic']}'><pic:pic><pic:nvPicPr>"
        f"<pic:cNvPr id='{number}' name='Bild {number}'/><pic:cNvPicPr/></pic:nvPicPr>"
        f"<pic:blipFill><a:blip r:embed='{identity}'/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        "<pic:spPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='360000' cy='360000'/></a:xfrm>"
        "<a:prstGeom prst='rect'><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
    )
    return _drawn(graphic, about, anchored, number)


def chart(identity: str, about: str, number: int = 305) -> str:
    """A chart in a run."""
    graphic = (
        f"<a:graphic><a:graphicData uri='{NAMESPACES['c']}'><c:chart r:id='{identity}'/>"
        f"</a:graphicData></a:graphic>"
    )
    return _drawn(graphic, about, False, number)


def diagram(identity: str, about: str, number: int = 306) -> str:
    """SmartArt in a run, drawn from its data part."""
    graphic = (
        f"<a:graphic><a:graphicData uri='{NAMESPACES['dgm']}'><dgm:relIds r:dm='{identity}' r:lo='{identity}' "
        f"r:qs='{identity}' r:cs='{identity}'/></a:graphicData></a:graphic>"
    )
    return _drawn(graphic, about, False, number)


def _drawn(graphic: str, about: str, anchored: bool, number: int) -> str:
    """A drawing in a run; `about` is XML attributes, or a whole docPr's inside after a |."""
    attributes, _, inside = about.partition("|")
    properties = f"<wp:docPr id='{number}' name='Bild {number}' {attributes}>{inside}</wp:docPr>"
    if not anchored:
        return (
            "<w:r><w:drawing><wp:inline distT='0' distB='0' distL='0' distR='0'><wp:extent cx='360000' cy='360000'/>"
            f"{properties}<wp:cNvGraphicFramePr/>{graphic}</wp:inline></w:drawing></w:r>"
        )
    return (
        "<w:r><w:drawing><wp:anchor distT='0' distB='0' distL='0' distR='0' simplePos='0' relativeHeight='2' "
        "behindDoc='0' locked='0' layoutInCell='1' allowOverlap='1'><wp:simplePos x='0' y='0'/>"
        "<wp:positionH relativeFrom='column'><wp:posOffset>0</wp:posOffset></wp:positionH>"
        "<wp:positionV relativeFrom='paragraph'><wp:posOffset>0</wp:posOffset></wp:positionV>"
        f"<wp:extent cx='360000' cy='360000'/><wp:wrapSquare wrapText='bothSides'/>{properties}"
        f"<wp:cNvGraphicFramePr/>{graphic}</wp:anchor></w:drawing></w:r>"
    )


def chart_part(title: str, category: str = "2026") -> str:
    """A bar chart with a title and one category."""
    return (
        f"<c:chartSpace {BOUND}><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r>"
        f"<a:t>{escape(title)}</a:t></a:r></a:p>"
        "</c:rich></c:tx></c:title><c:plotArea><c:layout/><c:barChart><c:barDir val='col'/>"
        "<c:grouping val='clustered'/>"
        "<c:ser><c:idx val='0'/><c:order val='0'/><c:cat><c:strRef><c:f>Blad1!$A$2</c:f>"
        "<c:strCache><c:ptCount val='1'/>"
        f"<c:pt idx='0'><c:v>{escape(category)}</c:v></c:pt></c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Blad1!$B$2"
        "</c:f><c:numCache><c:ptCount val='1'/><c:pt idx='0'><c:v>4</c:v></c:pt>"
        "</c:numCache></c:numRef></c:val></c:ser>"
        "<c:axId val='1'/><c:axId val='2'/></c:barChart><c:catAx><c:axId val='1'/><c:scaling/><c:delete val='0'/>"
        "<c:axPos val='b'/><c:crossAx val='2'/></c:catAx><c:valAx><c:axId val='2'/><c:scaling/><c:delete val='0'/>"
        "<c:axPos val='l'/><c:crossAx val='1'/></c:valAx></c:plotArea></c:chart></c:chartSpace>"
    )


def notes_part(kind: str, text: str) -> str:
    """Footnotes or endnotes: the two separators and one note, number 2."""
    one = kind.removesuffix("s")
    return (
        f"<w:{kind} {BOUND}><w:{one} w:type='separator' w:id='0'><w:p><w:r><w:separator/></w:r></w:p></w:{one}>"
        f"<w:{one} w:type='continuationSeparator' w:id='1'><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:{one}>"
        f"<w:{one} w:id='2'><w:p><w:r><w:{one}Ref/></w:r>{run(' ' + text)}</w:p></w:{one}></w:{kind}>"
    )


def note_mark(kind: str) -> str:
    """The mark in the text of note number 2."""
    return f"<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:{kind}Reference w:id='2'/></w:r>"


def comments_part(text: str) -> str:
    """One comment, number 0."""
    return f"<w:comments {BOUND}><w:comment w:id='0' {_WHO} w:initials='KE'>{paragraph(text)}</w:comment></w:comments>"


def commented(inner: str) -> str:
    """Runs that comment number 0 is about."""
    return (
        f"<w:commentRangeStart w:id='0'/>{inner}<w:commentRangeEnd w:id='0'/>"
        "<w:r><w:commentReference w:id='0'/></w:r>"
    )


def section(width: int, height: int, kept: str = "", turned: bool = False) -> str:
    """The end of a section in a paragraph of its own."""
    orient = ' w:orient="landscape"' if turned else ""
    return (
        f'<w:p><w:pPr><w:sectPr>{kept}<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" '
        'w:gutter="0"/>'
        "</w:sectPr></w:pPr></w:p>"
    )


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
"""A picture of one point."""
