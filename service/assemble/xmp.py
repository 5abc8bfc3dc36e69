"""The XMP metadata of a PDF of ours: what its information dictionary says, and which standards it keeps to."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

PDF_A, PDF_UA = "2b", "ua1"
STANDARDS = {PDF_A: "PDF/A-2b", PDF_UA: "PDF/UA-1"}
"""The standards that a file of ours can claim, and what a reader calls them."""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
{properties}
</rdf:Description>
{claims}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_PDF_A_CLAIM = """<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
"""
# PDF/A-2 does not know the schema of PDF/UA's identifier: a file that bears both has to describe it.
_PDF_UA_CLAIM = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PDF_A_PART = re.compile(rb"pdfaid:part\s*(?:>|=\s*[\"'])\s*2\b")
_PDF_A_LEVEL = re.compile(rb"pdfaid:conformance\s*(?:>|=\s*[\"'])\s*[ABU]\b")
_PDF_UA_PART = re.compile(rb"pdfuaid:part\s*(?:>|=\s*[\"'])\s*1\b")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a PDF says about itself."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    tool: str
    producer: str
    moment: datetime
    """Timezone-aware; when it was made and last changed."""
    claims: frozenset[str] = frozenset()
    """Keys of `STANDARDS`."""


def write_xmp(facts: Facts) -> bytes:
    """The metadata packet."""
    claims = (_PDF_A_CLAIM if PDF_A in facts.claims else "") + (
        _PDF_UA_CLAIM if PDF_UA in facts.claims else ""
    )
    return _PACKET.format(properties="\n".join(_properties(facts)), claims=claims).encode()


def read_claims(xmp: bytes) -> frozenset[str]:
    """The standards of `STANDARDS` that a file says it keeps to."""
    found = set()
    if _PDF_A_PART.search(xmp) and _PDF_A_LEVEL.search(xmp):
        found.add(PDF_A)
    if _PDF_UA_PART.search(xmp):
        found.add(PDF_UA)
    return frozenset(found)


def pdf_moment(moment: datetime) -> str:
    """A moment as the information dictionary writes it."""
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"


def _properties(facts: Facts) -> Iterator[str]:
    yield "<dc:format>application/pdf</dc:format>"
    yield f"<dc:title>{_in_one_language(facts.title)}</dc:title>"
    if facts.author:
        yield f"<dc:creator><rdf:Seq>{_item(facts.author)}</rdf:Seq></dc:creator>"
    if facts.subject:
        yield f"<dc:description>{_in_one_language(facts.subject)}</dc:description>"
    if facts.keywords:
        words = "".join(_item(word) for word in facts.keywords)
        yield f"<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject>"
        yield f"<pdf:Keywords>{_escape(', '.join(facts.keywords))}</pdf:Keywords>"
    yield f"<dc:language><rdf:Bag>{_item(facts.language)}</rdf:Bag></dc:language>"
    yield f"<pdf:Producer>{_escape(facts.producer)}</pdf:Producer>"
    yield f"<xmp:CreatorTool>{_escape(facts.tool)}</xmp:CreatorTool>"
    moment = facts.moment.isoformat(timespec="seconds")
    for event in ("CreateDate", "ModifyDate", "MetadataDate"):
        yield f"<xmp:{event}>{moment}</xmp:{event}>"


def _escape(words: str) -> str:
    """Text as XML; what XML cannot hold is left out."""
    return html.escape(_FORBIDDEN.sub("", words), quote=False)


def _item(words: str) -> str:
    return f"<rdf:li>{_escape(words)}</rdf:li>"


def _in_one_language(words: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{_escape(words)}</rdf:li></rdf:Alt>'
