"""A part's annotations before they move: harmless, with their destinations resolved, and none of them a player."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from service.assemble.actions import clean_action, uri_of
from service.assemble.objects import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
    drop,
    entry,
    name,
    resolve,
    set_entry,
)
from service.assemble.raw import Raw
from service.assemble.source import Source
from service.model.packet import LINK_BASE

_PLAYERS = frozenset({"/Movie", "/Sound", "/Screen", "/3D", "/RichMedia", "/FileAttachment"})
_PLAYED = (
    "/FS",
    "/Movie",
    "/Sound",
    "/3DD",
    "/3DV",
    "/3DA",
    "/3DI",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/MK",
)
_PAGE_LEFTOVERS = ("/Parent", "/AA", "/Thumb", "/B", "/PieceInfo", "/Dur", "/Trans", "/PresSteps")
_PRINT = 4


@dataclass(frozen=True, slots=True)
class InnerLink:
    """A link of one of our own documents that shall lead to another place in the packet."""

    annotation: DictionaryObject | Raw
    target: str
    page: int
    """The page on which it stands, counted from 1 in the packet."""


def clean_page(source: Source, at: int) -> None:
    """Make a page and its annotations fit to move; `at` counts from 0."""
    page = source.leaves[at].page
    drop(page, *_PAGE_LEFTOVERS)
    kept = ArrayObject()
    for reference in source.annotations(at):
        annotation = resolve(reference)
        if isinstance(annotation, DictionaryObject) and _clean(source, annotation, at):
            kept.append(reference)
    drop(page, "/Annots")
    if kept:
        set_entry(page, "Annots", kept)


def take_inner_links(source: Source, at: int, page_number: int) -> list[InnerLink]:
    """Take the `samlad.invalid` links of a page out of its annotations; `links.py` gives them their destinations."""
    found: list[InnerLink] = []
    for reference in source.annotations(at):
        annotation = resolve(reference)
        address = uri_of(entry(annotation, "/A"))
        if address is not None and address.startswith(LINK_BASE):
            drop(annotation, "/A")
            found.append(InnerLink(annotation, unquote(address.removeprefix(LINK_BASE)), page_number))
    return found


def _clean(source: Source, annotation: DictionaryObject, at: int) -> bool:
    """Whether the annotation still has something to show."""
    drop(annotation, "/AA", "/PA")
    set_entry(annotation, "P", source.places[at])
    _clean_target(source, annotation)
    kind = entry(annotation, "/Subtype")
    if kind in _PLAYERS:
        drop(annotation, *_PLAYED)
        set_entry(annotation, "Subtype", name("Stamp"))
        return isinstance(entry(annotation, "/AP"), dict)
    if kind == "/Link" and "/F" not in annotation:
        set_entry(annotation, "F", NumberObject(_PRINT))
    return kind is not None


def _clean_target(source: Source, annotation: DictionaryObject) -> None:
    action: Any = entry(annotation, "/A")
    if action is not None:
        cleaned = clean_action(source, action)
        drop(annotation, "/A")
        if cleaned is not None:
            set_entry(annotation, "A", cleaned)
    if "/Dest" in annotation:
        destination = source.destination(dict.get(annotation, "/Dest"))
        drop(annotation, "/Dest")
        if destination is not None:
            set_entry(annotation, "Dest", destination)
