"""An empty Word package with nothing but our own parts, and a way to save it with equal bytes every time.

python-docx' own default document brings 2011-era styles, a thumbnail and a theme; none of that belongs on the
municipality's paper, so the package starts here and python-docx only adds the content.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument

from templates._bygg.numbering import numbering_xml
from templates._bygg.styles import FONT, styles_xml

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

_CONTENT_TYPES = f"""{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_OFFICE}document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_OFFICE}styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_OFFICE}numbering+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_OFFICE}settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="{_OFFICE}fontTable+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/docProps/app.xml"
 ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>
</Types>"""

_PACKAGE_RELS = f"""{_XML}<Relationships xmlns="{_RELS}">
<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2"
 Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
 Target="docProps/core.xml"/>
<Relationship Id="rId3" Type="{R}/extended-properties" Target="docProps/app.xml"/>
</Relationships>"""

_DOCUMENT_RELS = f"""{_XML}<Relationships xmlns="{_RELS}">
<Relationship Id="rId1" Type="{R}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{R}/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="{R}/settings" Target="settings.xml"/>
<Relationship Id="rId4" Type="{R}/fontTable" Target="fontTable.xml"/>
</Relationships>"""

# A4, margins of the contract; header and footer stand 1.25 cm from the edge, so the top 30 pt stay free for the stamp.
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1871" w:right="1418" w:bottom="1418" w:left="1417" w:header="737" w:footer="624" w:gutter="0"/>'
)
TEXT_WIDTH = 11906 - 1418 - 1417
"""Width of the text in twips (16 cm)."""

_DOCUMENT = f"""{_XML}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>
<w:sectPr>{PAGE}<w:cols w:space="708"/><w:titlePg/></w:sectPr></w:body></w:document>"""

_APP = f"""{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
<Application>Microsoft Office Word</Application></Properties>"""

_FONT_TABLE = f"""{_XML}<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:altName w:val="Calibri"/>
<w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>
</w:font></w:fonts>"""


_SETTINGS = f"""{_XML}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>
<w:autoHyphenation/><w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="425"/><w:doNotHyphenateCaps/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification"
 w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
</w:compat><w:themeFontLang w:val="sv-SE"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>"""


def _core(title: str) -> str:
    return f"""{_XML}<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>
<dc:creator>Ale kommun</dc:creator><dc:language>sv-SE</dc:language>
<dcterms:created xsi:type="dcterms:W3CDTF">2026-11-02T08:00:00Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">2026-11-02T08:00:00Z</dcterms:modified></cp:coreProperties>"""


def empty_document(
    title: str, *, numbered_headings: bool, title_size: int, plain_links: bool
) -> WordDocument:
    """Open an empty document of our own make."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELS,
        "docProps/app.xml": _APP,
        "docProps/core.xml": _core(title),
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
        "word/document.xml": _DOCUMENT,
        "word/fontTable.xml": _FONT_TABLE,
        "word/numbering.xml": numbering_xml(numbered_headings=numbered_headings),
        "word/settings.xml": _SETTINGS,
        "word/styles.xml": styles_xml(
            numbered_headings=numbered_headings, title_size=title_size, plain_links=plain_links
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    buffer.seek(0)
    return Document(buffer)


def save(document: WordDocument, path: Path) -> None:
    """Write the document with fixed times and order, so that the same content gives the same bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w") as target:
        names = sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name)
        )
        for name in names:
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            target.writestr(member, source.read(name))
