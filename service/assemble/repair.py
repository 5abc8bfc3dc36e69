"""A PDF that LibreOffice made of one of our own documents, mended so that it is valid PDF/A-2b and PDF/UA-1.

An identifier is written only when LibreOffice itself exported the file to that standard and nothing is found here
that would break it: a document made any other way comes out with its metadata in order, and claims nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pikepdf

from service.assemble.artifacts import mark_artifacts
from service.assemble.joined_links import join_links
from service.assemble.tags import (
    describe_figures,
    elements,
    figures_described,
    head_rows,
    headings_in_order,
    is_tagged,
)
from service.assemble.xmp import PDF_A, PDF_UA, Facts, pdf_moment, read_claims, write_xmp

_PRINT = 4


def repair_own(
    pdf: Path, target: Path, *, figure_texts: Sequence[str], title: str, language: str, created: datetime
) -> None:
    """Write the mended PDF.

    Args:
        pdf: LibreOffice's export of a document that one of our templates made.
        target: the file to write; the same input gives the same bytes.
        figure_texts: the alternative texts of the Word file's charts and pictures, in their order.
        title: what a viewer shows as the document's name.
        language: of the text, such as `sv-SE`.
        created: timezone-aware; goes into the metadata.

    Raises:
        AssemblyError: the PDF has not the figures of the Word file.
    """
    with pikepdf.open(pdf) as document:
        exported_to = _claims(document)
        whole = False
        if is_tagged(document):
            whole = _mark_pages(document)
            walked = list(elements(document))
            describe_figures(walked, figure_texts)
            head_rows(walked)
            join_links(document, walked)
            whole = whole and headings_in_order(walked) and figures_described(walked)
        _describe_links(document)
        _prepare_viewer(document, language)
        kept = {
            PDF_A: "/OutputIntents" in document.Root,
            PDF_UA: whole and bool(title.strip()),
        }
        claims = frozenset(claim for claim in exported_to if kept[claim])
        _write_metadata(document, title, language, created, claims)
        document.save(target, deterministic_id=True)


def _claims(document: pikepdf.Pdf) -> frozenset[str]:
    held = document.Root.get("/Metadata")
    return read_claims(held.read_bytes()) if isinstance(held, pikepdf.Stream) else frozenset()


def _mark_pages(document: pikepdf.Pdf) -> bool:
    """Mark untagged lines as artifacts; returns whether everything else on the pages is tagged."""
    whole = True
    for page in document.pages:
        page.contents_coalesce()
        held = page.obj.get("/Contents")
        if not isinstance(held, pikepdf.Stream):
            continue
        data = held.read_bytes()
        marked = mark_artifacts(data)
        whole = whole and not marked.strays
        if marked.data is not data:
            page.obj.Contents = document.make_stream(marked.data)
    return whole


def _describe_links(document: pikepdf.Pdf) -> None:
    """Pages with annotations are read in the order of the tags, and every link says where it leads."""
    for page in document.pages:
        annotations = page.obj.get("/Annots")
        if annotations is None or not len(annotations):
            continue
        page.obj.Tabs = pikepdf.Name.S
        for annotation in annotations.as_list():
            if annotation.get("/Subtype") == pikepdf.Name.Link:
                annotation.Contents = pikepdf.String(_description(annotation))


def _description(annotation: pikepdf.Object) -> str:
    words = " ".join(str(annotation.get("/Contents", "")).split())
    return words or str(annotation.get("/A", pikepdf.Dictionary()).get("/URI", "")) or "Länk i dokumentet"


def _prepare_viewer(document: pikepdf.Pdf, language: str) -> None:
    root = document.Root
    root.Lang = pikepdf.String(language)
    if "/ViewerPreferences" not in root:
        root.ViewerPreferences = pikepdf.Dictionary()
    root.ViewerPreferences.DisplayDocTitle = True


def _write_metadata(
    document: pikepdf.Pdf, title: str, language: str, created: datetime, claims: frozenset[str]
) -> None:
    """The information dictionary and the XMP, which say the same."""
    info = document.docinfo
    info["/Title"] = pikepdf.String(title)
    for key in ("/CreationDate", "/ModDate"):
        info[key] = pikepdf.String(pdf_moment(created))
    said = {
        key: str(info.get(key, "")) for key in ("/Author", "/Subject", "/Keywords", "/Creator", "/Producer")
    }
    facts = Facts(
        title=title,
        author=said["/Author"],
        subject=said["/Subject"],
        keywords=tuple(filter(None, [said["/Keywords"]])),
        language=language,
        tool=said["/Creator"],
        producer=said["/Producer"],
        moment=created,
        claims=claims,
    )
    document.Root.Metadata = document.make_stream(
        write_xmp(facts), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
