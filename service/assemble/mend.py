"""A foreign PDF brought closer to PDF/A-2b and PDF/UA-1 without a change to what its pages show, say or link to.

What most programs leave out is added: identity, metadata, the meaning of the colours, flags of annotations. What the
standards forbid and the packet leaves behind anyway (scripts, embedded files, XFA) goes. Whether that was enough says
veraPDF, and whether nothing changed `likeness.py`; nothing here claims either.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from service.assemble.actions import is_harmless
from service.assemble.picture_pages import give_profile
from service.assemble.repair import Identity, describe_links, write_metadata
from service.assemble.tags import is_tagged
from service.assemble.xmp import PDF_A, PDF_UA

_CATALOG = ("/AA", "/OpenAction", "/Collection", "/Perms", "/Legal", "/NeedsRendering", "/Threads", "/SpiderInfo",
            "/Version", "/AF", "/Requirements", "/PieceInfo")  # fmt: skip
_PAGE = ("/AA", "/PresSteps", "/PieceInfo", "/Thumb", "/Metadata", "/AF")
_FORM = ("/XFA", "/NeedAppearances")
_UNSEEN = 1 | 2 | 32 | 256
"""Annotation flags: invisible, hidden, no view, toggle no view. What is hidden stays so, and then keeps to nothing."""
_PRINTED = 4
_OPTIONAL_LISTS = ("/CIDSet", "/CharSet")
"""Lists of a font's characters that may be left out, and that programs often get wrong."""


def mend(pdf: Path, target: Path, identity: Identity, profile: bytes) -> None:
    """Write a mended copy that says it keeps to PDF/A-2b, and to PDF/UA-1 too when it has tags: a claim to be judged.

    Args:
        pdf: a file that triage has let in.
        target: the file to write; the same input gives the same bytes.
        identity: title and language where the file has none, and the moment of its metadata.
        profile: the ICC profile of sRGB.

    Raises:
        pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError: the file cannot be mended.
    """
    with pikepdf.open(pdf) as document:
        mend_document(document)
        finish(document, target, identity, profile)


def mend_document(document: Pdf) -> None:
    """All of it but the identity: what the standards want of what is in the document."""
    leave_behind(document)
    for page in document.pages:
        mend_annotations(page.obj)
    for one in document.objects:
        _mend_object(one)
    _name_layers(document)


def leave_behind(document: Pdf) -> None:
    """Take out what the packet takes out as well: what acts by itself, and what is no page."""
    root = document.Root
    _drop(root, *_CATALOG)
    if "/Names" in root:
        _drop(root.Names, "/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions")
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary):
        _drop(form, *_FORM)
        for field in fields_of(form):
            _drop(field, "/A", "/AA")
            if field.get("/FT") == Name.Sig:
                _drop(field, "/V")
    for page in document.pages:
        _drop(page.obj, *_PAGE)


def finish(document: Pdf, target: Path, identity: Identity, profile: bytes) -> None:
    """Give the document colours with a meaning, a language, a title and metadata, and write it."""
    root = document.Root
    if not any(_is_for_archives(one) for one in _listed(root.get("/OutputIntents"))):
        give_profile(document, profile)
    tagged = is_tagged(document)
    title = str(document.docinfo.get("/Title", "")).strip() or identity.title
    language = str(root.get("/Lang", "")).strip() or identity.language
    if tagged:
        root.Lang = String(language)
        root.MarkInfo = Dictionary(Marked=True)
        describe_links(document)
    if not isinstance(root.get("/ViewerPreferences"), Dictionary):
        root.ViewerPreferences = Dictionary()
    root.ViewerPreferences.DisplayDocTitle = True
    claims = frozenset({PDF_A, PDF_UA}) if tagged else frozenset({PDF_A})
    write_metadata(document, Identity(title, language, identity.created), language, claims)
    document.save(
        target,
        encryption=False,
        deterministic_id=True,
        force_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )


def mend_annotations(page: pikepdf.Object) -> None:
    """Flags, appearances and deeds of a page's annotations, as the standards want them."""
    for annotation in _listed(page.get("/Annots")):
        if not isinstance(annotation, Dictionary):
            continue
        _drop(annotation, "/AA", "/PA")
        _tame(annotation)
        if annotation.get("/Subtype") == Name.Widget:
            _drop(annotation, "/A")
        flags = int(annotation.get("/F", 0))
        if annotation.get("/Subtype") != Name.Popup and not flags & _UNSEEN:
            annotation.F = flags | _PRINTED
        appearance = annotation.get("/AP")
        if isinstance(appearance, Dictionary) and "/N" in appearance:
            _drop(appearance, "/D", "/R")


def _tame(annotation: pikepdf.Object) -> None:
    """A link leads to a place in the file or to an address, and does nothing more."""
    action = annotation.get("/A")
    if not isinstance(action, Dictionary):
        return
    kind = action.get("/S")
    if kind == Name.GoTo or (kind == Name.URI and is_harmless(str(action.get("/URI", "")))):
        _drop(action, "/Next")
    else:
        _drop(annotation, "/A")


def _mend_object(one: pikepdf.Object) -> None:
    """Small things that may not stand where they stand, wherever they are."""
    if isinstance(one, Stream):
        _drop(one, "/Metadata", "/PieceInfo", "/OPI", "/Alternates", "/Thumb")
        if bool(one.get("/Interpolate", False)):
            one.Interpolate = False
    elif isinstance(one, Dictionary):
        kind = one.get("/Type")
        if kind == Name.ExtGState:
            _drop(one, "/TR", "/HTP")
        elif kind == Name.FontDescriptor:
            _drop(one, *_OPTIONAL_LISTS)
        elif one.get("/Subtype") == Name.CIDFontType2 and "/FontFile2" in one.get("/FontDescriptor", {}):
            one.CIDToGIDMap = one.get("/CIDToGIDMap", Name.Identity)


def _name_layers(document: Pdf) -> None:
    """Every arrangement of layers has a name, and no two the same."""
    layers = document.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary):
        return
    for number, arrangement in enumerate((layers.get("/D"), *_listed(layers.get("/Configs"))), start=1):
        if isinstance(arrangement, Dictionary):
            arrangement.Name = String(f"Lager {number}")


def _is_for_archives(intent: object) -> bool:
    return isinstance(intent, Dictionary) and intent.get("/S") == Name.GTS_PDFA1


def fields_of(form: object) -> Iterator[pikepdf.Object]:
    """All fields of a form, with the groups that they stand in and the places where they show."""
    if not isinstance(form, Dictionary):
        return
    stack, seen = _listed(form.get("/Fields")), set[tuple[int, int]]()
    while stack:
        field = stack.pop()
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen)
        yield field
        stack += _listed(field.get("/Kids"))


def _listed(held: object) -> list[pikepdf.Object]:
    return list(held) if isinstance(held, Array) else []


def _drop(holder: pikepdf.Object, *keys: str) -> None:
    for key in keys:
        if key in holder:
            del holder[key]
