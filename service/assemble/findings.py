"""What a readable PDF carries that its owner should know before it goes into a packet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader

from service.assemble.actions import DANGEROUS, is_harmless, uri_of
from service.assemble.geometry import Sheet, read_sheet
from service.assemble.objects import entry, entry_dict, entry_list, resolve, tree_items
from service.assemble.pagetree import Leaf
from service.assemble.source import Source
from service.assemble.table import ObjectTable
from service.errors import Notice

_MILLIMETRE = 72 / 25.4
_LARGEST, _SMALLEST = 430 * _MILLIMETRE, 140 * _MILLIMETRE
"""The longer side of A3 and the shorter side of A5, with some play."""
_SAMPLED_PAGES = 40
_MOST_NAMED = 5
_DEPTH = 50
_MEDIA = frozenset({"/Movie", "/Sound", "/Screen", "/3D", "/RichMedia"})


def find_notices(pdf: Path, reader: PdfReader, leaves: Sequence[Leaf], name: str) -> list[Notice]:
    """All notices of one file; `name` is what its owner calls it."""
    table = ObjectTable()
    source = Source(reader, leaves, [table.reserve() for _ in leaves])
    annotations = [resolve(one) for at in range(len(leaves)) for one in source.annotations(at)]
    told = [
        *_fields(source),
        *_actions(source, annotations),
        *_files(source, annotations),
        *_paper([read_sheet(leaf.page) for leaf in leaves]),
        *_reading(pdf, source),
    ]
    return [Notice(code, f"{name} {what}.", source=name) for code, what in told]


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    form = entry_dict(source.catalog, "/AcroForm")
    kinds = set(_field_kinds(form))
    if "/Sig+" in kinds or "/DocMDP" in entry_dict(source.catalog, "/Perms"):
        yield (
            "annex_signed",
            "är elektroniskt underskriven. Underskriften gäller inte i paketet, så originalet måste bevaras",
        )
    if kinds - {"/Sig", "/Sig+"}:
        yield (
            "annex_form",
            "innehåller ett formulär; det som är ifyllt följer med, men kan ändras av den som läser",
        )
    if "/XFA" in form:
        yield "annex_xfa", "är ett XFA-formulär; jämför sidorna i paketet med hur Adobe Reader visar dem"


def _field_kinds(form: Any) -> Iterator[str]:
    """The kinds of the form's fields; `/Sig+` for a signature that has been made."""
    stack: list[tuple[Any, str, int]] = [(field, "", 0) for field in entry_list(form, "/Fields")]
    seen: set[int] = set()
    while stack:
        reference, inherited, depth = stack.pop()
        field = resolve(reference)
        if not isinstance(field, dict) or id(field) in seen or depth > _DEPTH:
            continue
        seen.add(id(field))
        kind = str(entry(field, "/FT") or inherited)
        if kind:
            yield "/Sig+" if kind == "/Sig" and entry(field, "/V") is not None else kind
        stack.extend((kid, kind, depth + 1) for kid in entry_list(field, "/Kids"))


def _actions(source: Source, annotations: Sequence[Any]) -> Iterator[tuple[str, str]]:
    catalog = source.catalog
    hidden = "/JavaScript" in entry_dict(catalog, "/Names")
    hidden = hidden or entry(entry(catalog, "/OpenAction"), "/S") in DANGEROUS
    hidden = hidden or "/AA" in catalog or any("/AA" in leaf.page for leaf in source.leaves)
    if hidden or any(_acts(one) for one in annotations):
        yield (
            "annex_actions_removed",
            "innehöll skript eller länkar till program och filer; de är borttagna i paketet",
        )


def _acts(annotation: Any) -> bool:
    action = entry(annotation, "/A")
    address = uri_of(action)
    if address is not None and not is_harmless(address):
        return True
    return entry(action, "/S") in DANGEROUS or entry(annotation, "/AA") is not None


def _files(source: Source, annotations: Sequence[Any]) -> Iterator[tuple[str, str]]:
    names = entry_dict(source.catalog, "/Names")
    files = [str(key) for key, _ in tree_items(dict.get(names, "/EmbeddedFiles"), "/Names")]
    clips = [one for one in annotations if entry(one, "/Subtype") == "/FileAttachment"]
    files += [
        str(entry(entry(one, "/FS"), "/UF") or entry(entry(one, "/FS"), "/F") or "utan namn") for one in clips
    ]
    if files:
        unique = sorted(set(files))
        listed = ", ".join(unique[:_MOST_NAMED]) + (" med flera" if len(unique) > _MOST_NAMED else "")
        yield (
            "annex_files_removed",
            f"innehåller bifogade filer ({listed}). De följer inte med; lägg dem i så fall som egna handlingar",
        )
    if any(entry(one, "/Subtype") in _MEDIA for one in annotations):
        yield "annex_media_removed", "innehåller film, ljud eller 3D; i paketet syns bara stillbilden"


def _paper(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    odd = [at for at, sheet in enumerate(sheets, start=1) if not _ordinary(sheet)]
    if odd:
        listed = ", ".join(map(str, odd[:_MOST_NAMED])) + (" med flera" if len(odd) > _MOST_NAMED else "")
        yield (
            "annex_page_size",
            f"har sidor i ovanlig storlek, större än A3 eller mindre än A5 (sidan {listed})",
        )


def _ordinary(sheet: Sheet) -> bool:
    sides = (sheet.width * sheet.unit, sheet.height * sheet.unit)
    return max(sides) <= _LARGEST and min(sides) >= _SMALLEST


def _reading(pdf: Path, source: Source) -> Iterator[tuple[str, str]]:
    if not _has_text(pdf, len(source.leaves)):
        yield (
            "annex_no_text",
            "saknar text, troligen för att den är inskannad; skärmläsare och sökning hittar inget i den",
        )
    elif not source.tagged:
        yield "annex_untagged", "saknar taggar, så den är svår att läsa med skärmläsare"


def _has_text(pdf: Path, pages: int) -> bool:
    """Whether any of some pages, spread over the file, has text; a file that pdfium cannot read counts as having."""
    step = max(1, pages // _SAMPLED_PAGES)
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return any(_page_has_text(document, at) for at in range(0, min(pages, len(document)), step))
    except pypdfium2.PdfiumError:
        return True


def _page_has_text(document: Any, at: int) -> bool:
    page = document[at]
    reader = page.get_textpage()
    words: str = reader.get_text_range()
    reader.close()
    page.close()
    return bool(words.strip())
