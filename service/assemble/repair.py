"""A PDF that we made of a document, mended so that it is valid PDF/A-2b and PDF/UA-1.

An identifier is written only when LibreOffice itself exported the file to that standard and nothing is found here
that would break it: a document made any other way comes out with its metadata in order, and claims nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pikepdf

from service.assemble.artifacts import holds_only_paths, mark_artifacts
from service.assemble.content import IN_ORDER, balance_of
from service.assemble.joined_links import join_links
from service.assemble.loose_links import tag_loose_links
from service.assemble.picture_pages import give_profile, tag_pictures
from service.assemble.sheet_tables import tag_tables
from service.assemble.tags import (
    Element,
    describe_charts,
    describe_figures,
    describe_sheet_charts,
    elements,
    figures_described,
    head_rows,
    headings_in_order,
    hold_attributes,
    is_tagged,
    order_headings,
)
from service.assemble.xmp import PDF_A, PDF_UA, STANDARDS, Facts, pdf_moment, read_claims, write_xmp

_LANGUAGE = "sv-SE"
"""Of a document that does not say its own."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says about itself."""

    title: str
    """What a viewer shows as the document's name."""
    language: str
    """Of the text, such as `sv-SE`; empty to leave what the document says."""
    created: datetime
    """Timezone-aware; goes into the metadata."""


def repair_own(pdf: Path, target: Path, identity: Identity, figure_texts: Sequence[str]) -> None:
    """Mend the PDF of a document that one of our templates made; the same input gives the same bytes.

    Args:
        pdf: LibreOffice's export.
        target: the file to write.
        identity: what it says about itself.
        figure_texts: the alternative texts of the Word file's charts and pictures, in their order.

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
            whole = _finish_tags(document, walked) and whole
        _finish(document, target, identity, exported_to, whole=whole)


def repair_annex(
    pdf: Path,
    target: Path,
    identity: Identity,
    figure_texts: Sequence[str] = (),
    chart_texts: Sequence[Sequence[str]] = (),
    sheet_texts: Sequence[str] = (),
) -> None:
    """Mend the PDF of somebody else's document: nothing is invented, and what is not known is left open.

    Headings keep their order above and below one another, and begin at level 1. A figure without a text gets
    one only where the document itself says which.

    Args:
        pdf: LibreOffice's export.
        target: the file to write.
        identity: what it says about itself.
        figure_texts: the alternative texts of a Word file's figures, in their order.
        chart_texts: the alternative texts of a presentation's charts, slide by slide.
        sheet_texts: the alternative texts of a workbook's charts, sheet by sheet.
    """
    with pikepdf.open(pdf) as document:
        exported_to = _claims(document)
        tag_tables(document)
        whole = False
        if is_tagged(document):
            whole = _mark_pages(document)
            walked = list(elements(document))
            if len(figure_texts) == sum(role == "/Figure" for _, role in walked):
                describe_figures(walked, figure_texts)
            describe_charts(document, walked, chart_texts)
            describe_sheet_charts(walked, sheet_texts)
            walked = order_headings(walked)
            tag_loose_links(document)
            whole = _finish_tags(document, walked) and whole
        _finish(document, target, identity, exported_to, whole=whole)


def repair_pictures(
    pdf: Path, target: Path, identity: Identity, texts: Sequence[str], profile: bytes
) -> None:
    """Mend a PDF whose pages hold one picture each: every picture becomes a figure with a text.

    Args:
        pdf: the pictures, of which no part is transparent and none is in CMYK without a profile.
        target: the file to write.
        identity: what it says about itself.
        texts: what those are told who do not see the pictures, one for each page.
        profile: the ICC profile of sRGB.
    """
    with pikepdf.open(pdf) as document:
        give_profile(document, profile)
        tag_pictures(document, texts)
        _finish(document, target, identity, frozenset(STANDARDS), whole=all(text.strip() for text in texts))


def _finish_tags(document: pikepdf.Pdf, walked: Sequence[Element]) -> bool:
    """Join what belongs together; returns whether the tags are such as PDF/UA wants them."""
    join_links(document, walked)
    hold_attributes(walked)
    return headings_in_order(walked) and figures_described(walked)


def _finish(
    document: pikepdf.Pdf, target: Path, identity: Identity, exported_to: frozenset[str], *, whole: bool
) -> None:
    """Describe links and document, and write the file.

    Args:
        document: the document.
        target: the file to write.
        identity: what it says about itself.
        exported_to: the standards that it was made to keep to.
        whole: its tags are such as PDF/UA wants them.
    """
    describe_links(document)
    language = identity.language or str(document.Root.get("/Lang", "")) or _LANGUAGE
    _prepare_viewer(document, language)
    kept = {PDF_A: "/OutputIntents" in document.Root, PDF_UA: whole and bool(identity.title.strip())}
    claims = frozenset(claim for claim in exported_to if kept[claim])
    write_metadata(document, identity, language, claims)
    document.save(target, deterministic_id=True)


def _claims(document: pikepdf.Pdf) -> frozenset[str]:
    held = document.Root.get("/Metadata")
    return read_claims(held.read_bytes()) if isinstance(held, pikepdf.Stream) else frozenset()


def _mark_pages(document: pikepdf.Pdf) -> bool:
    """Mark untagged lines as artifacts; returns whether everything else on the pages is tagged."""
    whole = True
    drawings: dict[tuple[int, int], bool] = {}
    for page in document.pages:
        page.contents_coalesce()
        held = page.obj.get("/Contents")
        if not isinstance(held, pikepdf.Stream):
            continue
        data = held.read_bytes()
        balance = balance_of(data)
        if balance != IN_ORDER:  # the merge relies on it
            data = b"%s\n%s%s\n" % (balance.opening, data, balance.closing)
        marked = mark_artifacts(data, _drawings(page, drawings))
        whole = whole and not marked.strays
        if marked.data is not data or balance != IN_ORDER:
            page.obj.Contents = document.make_stream(marked.data)
    return whole


def _drawings(page: pikepdf.Page, known: dict[tuple[int, int], bool]) -> frozenset[bytes]:
    """The names of the page's drawings that hold only paths, such as the shadow of a box.

    Args:
        page: the page.
        known: what was found of drawings, by object; pages share them.
    """
    names = []
    for name, drawing in page.resources.get("/XObject", pikepdf.Dictionary()).items():
        if drawing.objgen not in known:
            is_form = drawing.get("/Subtype") == pikepdf.Name.Form
            known[drawing.objgen] = is_form and holds_only_paths(drawing.read_bytes())
        if known[drawing.objgen]:
            names.append(name.encode())
    return frozenset(names)


def describe_links(document: pikepdf.Pdf) -> None:
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


def write_metadata(document: pikepdf.Pdf, identity: Identity, language: str, claims: frozenset[str]) -> None:
    """The information dictionary and the XMP, which say the same."""
    info = document.docinfo
    info["/Title"] = pikepdf.String(identity.title)
    for key in ("/CreationDate", "/ModDate"):
        info[key] = pikepdf.String(pdf_moment(identity.created))
    said = {
        key: str(info.get(key, "")) for key in ("/Author", "/Subject", "/Keywords", "/Creator", "/Producer")
    }
    facts = Facts(
        title=identity.title,
        author=said["/Author"],
        subject=said["/Subject"],
        keywords=tuple(filter(None, [said["/Keywords"]])),
        language=language,
        tool=said["/Creator"],
        producer=said["/Producer"],
        moment=identity.created,
        claims=claims,
    )
    document.Root.Metadata = document.make_stream(
        write_xmp(facts), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
