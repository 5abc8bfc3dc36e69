"""A small PDF that keeps both PDF/A-2b and PDF/UA-1, and ways to break one rule of it at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import ImageCms

_PDFA = "http://www.aiim.org/pdfa/ns"
_XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="{_PDFA}/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Plankarta</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="{_PDFA}/extension/" xmlns:pdfaSchema="{_PDFA}/schema#"
 xmlns:pdfaProperty="{_PDFA}/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def conforming() -> Pdf:
    """One page with a tagged red square that has an alternative text."""
    pdf = pikepdf.new()
    profile = Stream(pdf, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3)
    page = pdf.add_blank_page(page_size=(200, 200)).obj
    page.Contents = Stream(pdf, b"/Figure <</MCID 0>> BDC 1 0 0 rg 50 50 100 100 re f EMC")
    page.StructParents = 0
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree))
    figure = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name.Figure, P=document, Pg=page, K=0, Alt=String("Fastigheten, röd")
        )
    )
    document.K = Array([figure])
    tree.K = document
    tree.ParentTree = Dictionary(Nums=Array([0, Array([figure])]))
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.update(
        Dictionary(
            Lang=String("sv-SE"),
            MarkInfo=Dictionary(Marked=True),
            ViewerPreferences=Dictionary(DisplayDocTitle=True),
            StructTreeRoot=tree,
            OutputIntents=Array([intent]),
            Metadata=Stream(pdf, _XMP.encode(), Type=Name.Metadata, Subtype=Name.XML),
        )
    )
    return pdf


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _no_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def _no_extension_schema(pdf: Pdf) -> None:
    head, _, rest = _XMP.partition('<rdf:Description rdf:about="" xmlns:pdfaExtension')
    pdf.Root.Metadata.write((head + rest.partition("</rdf:Description>")[2]).encode())


def _untagged(pdf: Pdf) -> None:
    pdf.pages[0].Contents = Stream(pdf, b"1 0 0 rg 50 50 100 100 re f")


def _no_alt(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.K.K[0].Alt


def _font_not_embedded(pdf: Pdf) -> None:
    page = pdf.pages[0].obj
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=helvetica))
    page.Contents = Stream(pdf, b"/Figure <</MCID 0>> BDC BT /F1 12 Tf 50 50 Td (Nol) Tj ET EMC")


def _link(pdf: Pdf) -> None:
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[50, 50, 150, 150], F=4, Dest=[pdf.pages[0].obj, Name.Fit]
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])


BROKEN: Mapping[str, tuple[Callable[[Pdf], None], set[str], set[str]]] = {
    "oskadad": (lambda _: None, set(), set()),
    "skript": (_script, {"6.5.1-1"}, set()),
    "utan-fargprofil": (_no_intent, {"6.2.4.3-2"}, set()),
    "utan-tillaggsschema": (_no_extension_schema, {"6.6.2.3.1-1", "6.6.2.3.1-2"}, set()),
    "otaggad": (_untagged, set(), {"7.1-3"}),
    "bild-utan-alt": (_no_alt, set(), {"7.3-1"}),
    "typsnitt-utanfor": (_font_not_embedded, {"6.2.11.4.1-1"}, {"7.21.4.1-1"}),
    "otaggad-lank": (_link, set(), {"7.18.1-2", "7.18.3-1", "7.18.5-1", "7.18.5-2"}),
}
"""Name → (what is done to the conforming file, rules of PDF/A-2b then broken, rules of PDF/UA-1 then broken)."""


def write(folder: Path) -> dict[str, Path]:
    """Every file of the table."""
    paths = {}
    for name, (break_it, _, _) in BROKEN.items():
        pdf = conforming()
        break_it(pdf)
        paths[name] = folder / f"{name}.pdf"
        pdf.save(paths[name], object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return paths


def locked() -> bytes:
    """The conforming file behind a password."""
    buffer = io.BytesIO()
    conforming().save(buffer, encryption=pikepdf.Encryption(user="hemligt", owner="hemligt", R=6))
    return buffer.getvalue()
