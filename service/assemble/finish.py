"""What belongs to the packet as a whole: page tree, page labels, metadata, language, and how a viewer opens it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from service.assemble.objects import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NumberObject,
    make,
    name,
    set_entry,
    stream,
    text,
)
from service.assemble.table import ObjectTable
from service.model.packet import PacketSpec

PRODUCER = "Samlad"
_PAGES_PER_NODE = 32

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Keywords>{keywords}</pdf:Keywords>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def page_tree(
    table: ObjectTable, pages: Sequence[IndirectObject], sheets: Sequence[DictionaryObject]
) -> IndirectObject:
    """A page tree of two levels: a flat one makes viewers slow at thousands of pages."""
    nodes = ArrayObject()
    root = make(Type=name("Pages"), Kids=nodes, Count=NumberObject(len(pages)))
    root_place = table.add(root)
    for first in range(0, len(pages), _PAGES_PER_NODE):
        group = pages[first : first + _PAGES_PER_NODE]
        node = make(
            Type=name("Pages"), Parent=root_place, Kids=ArrayObject(group), Count=NumberObject(len(group))
        )
        node_place = table.add(node)
        nodes.append(node_place)
        for sheet in sheets[first : first + _PAGES_PER_NODE]:
            set_entry(sheet, "Type", name("Page"))
            set_entry(sheet, "Parent", node_place)
    return root_place


def catalog(
    table: ObjectTable, spec: PacketSpec, pages: IndirectObject, outline: IndirectObject
) -> DictionaryObject:
    """The packet's catalog: named by its title, opened with its bookmarks, labelled with running numbers."""
    labels = make(Nums=ArrayObject([NumberObject(0), make(S=name("D"))]))
    return make(
        Type=name("Catalog"),
        Pages=pages,
        Outlines=outline,
        PageLabels=labels,
        PageMode=name("UseOutlines"),
        Lang=text(spec.language),
        ViewerPreferences=make(DisplayDocTitle=BooleanObject(True)),
        Metadata=table.add(_metadata(spec)),
    )


def information(spec: PacketSpec) -> DictionaryObject:
    """The document information dictionary; the same facts as the XMP."""
    moment = text(_pdf_moment(spec.created))
    made = make(
        Title=text(spec.title),
        Author=text(spec.author),
        Subject=text(spec.subject),
        Keywords=text(", ".join(spec.keywords)),
        Creator=text(PRODUCER),
        Producer=text(PRODUCER),
        CreationDate=moment,
        ModDate=moment,
    )
    return DictionaryObject({key: value for key, value in made.items() if value != ""})


def _metadata(spec: PacketSpec) -> DictionaryObject:
    packet = _XMP.format(
        title=escape(spec.title),
        author=escape(spec.author),
        subject=escape(spec.subject),
        words="".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in spec.keywords),
        language=escape(spec.language),
        keywords=escape(", ".join(spec.keywords)),
        producer=PRODUCER,
        moment=spec.created.isoformat(timespec="seconds"),
    ).encode()
    held = stream(b"", Type=name("Metadata"), Subtype=name("XML"))
    held.pop("/Filter")  # metadata stands uncompressed, so that those who don't read PDF can find it
    held._data = packet
    return held


def _pdf_moment(moment: datetime) -> str:
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
