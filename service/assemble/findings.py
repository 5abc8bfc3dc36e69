"""What a readable PDF carries that its owner should know before it goes into a packet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader

from service.assemble.actions import DANGEROUS, is_harmless, uri_of
from service.assemble.geometry import Sheet, read_box, read_sheet
from service.assemble.objects import (
    NumberObject,
    entry,
    entry_dict,
    entry_list,
    number,
    resolve,
    tree_items,
)
from service.assemble.pagetree import Leaf
from service.assemble.refusals import list_pages
from service.assemble.source import Source
from service.assemble.table import ObjectTable
from service.errors import Notice

_MILLIMETRE = 72 / 25.4
_LARGEST, _SMALLEST = 430 * _MILLIMETRE, 140 * _MILLIMETRE
"""The longer side of A3 and the shorter side of A5, with some play."""
_SAMPLED_PAGES = 40
_MOST_NAMED = 5
_MOST_WALKED = 100_000
_TAIL = 1024
_MEDIA = frozenset({"/Movie", "/Sound", "/Screen", "/3D", "/RichMedia"})


def find_notices(
    pdf: Path, reader: PdfReader, leaves: Sequence[Leaf], name: str, original: Path
) -> list[Notice]:
    """All notices of one file; `name` is what its owner calls it, `original` what it was before it was mended."""
    table = ObjectTable()
    source = Source(reader, leaves, [table.reserve() for _ in leaves])
    annotations = [resolve(one) for at in range(len(leaves)) for one in source.annotations(at)]
    fields = list(_fields_of(source, annotations))
    told = [
        *_form(source, fields),
        *_actions(source, annotations, fields),
        *_files(source, annotations),
        *_paper(leaves),
        *_layers(source),
        *_appended(original),
        *_reading(pdf, source),
    ]
    return [Notice(code, f"{name} {what}.", source=name) for code, what in told]


def _form(source: Source, fields: Sequence[tuple[Any, str]]) -> Iterator[tuple[str, str]]:
    signed = any(kind == "/Sig" and entry(field, "/V") is not None for field, kind in fields)
    if signed or "/DocMDP" in entry_dict(source.catalog, "/Perms"):
        yield (
            "annex_signed",
            "är elektroniskt underskriven. Underskriften gäller bara i originalet, som sparas bredvid paketet",
        )
    if any(kind not in ("", "/Sig") for _, kind in fields):
        yield (
            "annex_form",
            "innehåller ett formulär; det som är ifyllt följer med, men kan ändras av den som läser",
        )
    if "/XFA" in entry_dict(source.catalog, "/AcroForm"):
        yield "annex_xfa", "är ett XFA-formulär; jämför sidorna i paketet med hur Adobe Reader visar dem"


def _fields_of(source: Source, annotations: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """The form's fields with their kinds, and those that the form forgot though a page shows them."""
    form = entry_dict(source.catalog, "/AcroForm")
    widgets = [one for one in annotations if entry(one, "/Subtype") == "/Widget"]
    stack: list[tuple[Any, str]] = [(field, "") for field in (*widgets, *entry_list(form, "/Fields"))]
    seen: set[int] = set()
    while stack:
        reference, inherited = stack.pop()
        field = resolve(reference)
        if not isinstance(field, dict) or id(field) in seen:
            continue
        seen.add(id(field))
        kind = str(entry(field, "/FT") or inherited)
        yield field, kind
        stack.extend((kid, kind) for kid in entry_list(field, "/Kids"))


def _actions(
    source: Source, annotations: Sequence[Any], fields: Sequence[tuple[Any, str]]
) -> Iterator[tuple[str, str]]:
    if "/JavaScript" in entry_dict(source.catalog, "/Names") or any(
        _does_harm(holder) for holder in _actors(source, annotations, fields)
    ):
        yield (
            "annex_actions_removed",
            "innehöll skript eller länkar till program och filer; de är borttagna i paketet",
        )


def _actors(source: Source, annotations: Sequence[Any], fields: Sequence[tuple[Any, str]]) -> Iterator[Any]:
    """Everything that can start something by itself or at a click."""
    yield source.catalog
    yield from (leaf.page for leaf in source.leaves)
    yield from annotations
    yield from (field for field, _ in fields)
    yield from _walk(entry(entry(source.catalog, "/Outlines"), "/First"), ("/First", "/Next"))


def _does_harm(holder: Any) -> bool:
    if entry(holder, "/AA") is not None:
        return True
    return any(
        entry(action, "/S") in DANGEROUS or not is_harmless(uri_of(action) or "")
        for key in ("/A", "/PA", "/OpenAction")
        for action in _walk(entry(holder, key), ("/Next",))
    )


def _walk(start: Any, ways: Sequence[str]) -> Iterator[Any]:
    """All dictionaries, or lists of them, that hang together by some keys; safe against cycles."""
    stack, seen = [start], set[int]()
    while stack and len(seen) < _MOST_WALKED:
        found = resolve(stack.pop())
        if not isinstance(found, dict | list) or id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, list):
            stack.extend(list.__iter__(found))
        else:
            yield found
            stack.extend(dict.get(found, way) for way in ways)


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


def _layers(source: Source) -> Iterator[tuple[str, str]]:
    standard = entry_dict(entry_dict(source.catalog, "/OCProperties"), "/D")
    if entry(standard, "/BaseState") == "/OFF" or entry_list(standard, "/OFF"):
        yield (
            "annex_hidden_layers",
            "har dolda lager. De syns inte i paketet heller, men vem som helst kan tända dem; kontrollera vad de visar",
        )


def _appended(pdf: Path) -> Iterator[tuple[str, str]]:
    """Something after the end of the PDF, such as the ZIP archive of a file that is both."""
    with pdf.open("rb") as file:
        data = mmap(file.fileno(), 0, access=ACCESS_READ)
        with data:
            end = data.rfind(b"%%EOF")
            left = data[end + 5 :].strip(b"\x00 \t\r\n") if end >= 0 else b""
    if len(left) > _TAIL:
        yield "annex_data_appended", "har data efter PDF-filens slut; de följer inte med"


def _paper(leaves: Sequence[Leaf]) -> Iterator[tuple[str, str]]:
    sheets = [read_sheet(leaf.page) for leaf in leaves]
    odd = [at for at, sheet in enumerate(sheets, start=1) if not _ordinary(sheet)]
    if odd:
        yield (
            "annex_page_size",
            f"har sidor i ovanlig storlek, större än A3 eller mindre än A5 (sidan {list_pages(odd)})",
        )
    unclear = [at for at, leaf in enumerate(leaves, start=1) if not _clear(leaf)]
    if unclear:
        yield (
            "annex_page_unclear",
            f"har sidor vars storlek eller vridning är felaktigt angiven (sidan {list_pages(unclear)});"
            " jämför sidorna i paketet med originalet",
        )


def _clear(leaf: Leaf) -> bool:
    """Whether a page says in a valid way how large it is and how it is turned."""
    page = leaf.page
    turned, unit = entry(page, "/Rotate"), entry(page, "/UserUnit")
    return (
        leaf.sized
        and all(entry(page, key) is None or read_box(page, key) for key in ("/MediaBox", "/CropBox"))
        and (turned is None or (isinstance(turned, NumberObject) and turned % 90 == 0))
        and (unit is None or number(unit, 0) > 0)
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
