"""A seal lies after the end of the file that was sealed: nothing that was there is another, and the rest is the seal's.

A seal adds a field of signature to the document and to its first page; what else a later version of the file changes
would change what is read, and is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf

_BLOCK = 1 << 20
_OF_ROOT = frozenset({"/AcroForm", "/Extensions", "/DSS", "/Version"})
_OF_INFO = frozenset({"/ModDate", "/Producer"})
_SAID = ("dc:title", "dc:creator", "dc:description", "dc:language", "pdfaid:part", "pdfuaid:part")
_OF_PAGE = frozenset({"/Annots", "/Tabs"})


def begins_with(sealed: Path, size: int, sha256: str) -> bool:
    """Whether the file goes on where a file of that size and digest ends."""
    if not 0 < size < sealed.stat().st_size:
        return False
    digest, left = hashlib.sha256(), size
    with sealed.open("rb") as file:
        while left and (block := file.read(min(_BLOCK, left))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest() == sha256


def cut_seal(sealed: Path, size: int, target: Path) -> None:
    """The file as it was before it was sealed."""
    with sealed.open("rb") as source, target.open("wb") as copy:
        left = size
        while left and (block := source.read(min(_BLOCK, left))):
            copy.write(block)
            left -= len(block)


def changed_by_more_than_a_seal(before: Path, sealed: Path) -> Iterator[str]:
    """What has been changed that a seal does not change, by the numbers of the objects."""
    with pikepdf.open(before) as old, pikepdf.open(sealed) as new:
        if len(old.pages) != len(new.pages):
            yield "sidorna"
            return
        if _metadata(old) != _metadata(new):
            yield "metadata"
        let = _let(old)
        for one in old.objects:
            free = let.get(one.objgen, frozenset())
            if free is not None and not _same(one, new.get_object(one.objgen), free):
                yield f"{one.objgen[0]} {one.objgen[1]}"


def _let(old: pikepdf.Pdf) -> dict[tuple[int, int], frozenset[str] | None]:
    """The keys that a seal may change, by object; None where it may change all of it."""
    let: dict[tuple[int, int], frozenset[str] | None] = {
        old.Root.objgen: _OF_ROOT,
        old.pages[0].obj.objgen: _OF_PAGE,
        old.docinfo.objgen: _OF_INFO,
    }
    for name in ("/AcroForm", "/Metadata"):
        held = old.Root.get(name)
        if held is not None and held.is_indirect:
            let[held.objgen] = None
    return let


def _metadata(pdf: pikepdf.Pdf) -> dict[str, object]:
    """What the file says of itself, but for the program that wrote it last and when."""
    told = pdf.open_metadata()  # read alone: nothing is written back without `with`
    return {name: told.get(name) for name in _SAID}


def _same(one: pikepdf.Object, other: pikepdf.Object, let: frozenset[str]) -> bool:
    if isinstance(one, pikepdf.Stream):
        return isinstance(other, pikepdf.Stream) and (
            one.read_raw_bytes() == other.read_raw_bytes() and _told(one, let) == _told(other, let)
        )
    return _told(one, let) == _told(other, let)


def _told(one: pikepdf.Object, let: frozenset[str]) -> object:
    """What an object says, one level deep: what it refers to is an object of its own."""
    if isinstance(one, pikepdf.Stream | pikepdf.Dictionary):
        return {key: _said(value) for key, value in one.items() if key not in let}
    return one.unparse(resolved=True) if isinstance(one, pikepdf.Object) else one


def _said(value: object) -> object:
    if not isinstance(value, pikepdf.Object):
        return value
    return value.objgen if value.is_indirect else value.unparse()
