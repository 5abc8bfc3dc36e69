"""What a file tells beside what its pages show: notes, fields, bookmarks, names, metadata."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from service.assemble.mask_geometry import Box, ordered
from service.assemble.mask_tags import Tags
from service.assemble.mend import leave_behind
from service.assemble.spoken_text import silence

INSTEAD = "Maskerad uppgift"
_ASIDE = ("/Metadata", "/PieceInfo", "/Thumb", "/LastModified", "/AF", "/OPI", "/Alternates")
_OF_FIELD = ("/V", "/DV", "/RV", "/TU", "/TM", "/Opt", "/MK")
_HOPS = 50
_SHORTEST = 4
_KEPT_FACTS = frozenset({"/Title", "/CreationDate", "/ModDate", "/Producer", "/Creator"})


def bare(text: str) -> str:
    """Text as it is compared: small letters and digits, and nothing between them."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def drop_annotations(
    document: pikepdf.Pdf, page: pikepdf.Page, masks: Sequence[Box], tags: Tags | None
) -> int:
    """Take away every annotation that stands under a mask, with what its field holds; returns how many."""
    held = page.obj.get("/Annots")
    if not isinstance(held, Array):
        return 0
    annotations = [one for one in held if isinstance(one, Dictionary)]
    gone = [one for one in annotations if _is_under(one, masks)]
    names = {one.objgen for one in gone}
    gone += [
        one
        for one in annotations
        if _objgen(one.get("/Parent")) in names or _objgen(one.get("/IRT")) in names
    ]
    names = {one.objgen for one in gone}
    for one in gone:
        if tags is not None:
            tags.forget_annotation(one)
        if one.get("/Subtype") == Name.Widget:
            _empty_field(document, one)
    kept = [one for one in annotations if one.objgen not in names]
    if kept:
        page.obj.Annots = Array(kept)
    else:
        del page.obj.Annots
    return len(names)


def annotations_under(page: pikepdf.Page, masks: Sequence[Box]) -> list[Box]:
    """Where the annotations stand that go with the masks."""
    held = page.obj.get("/Annots")
    annotations = [one for one in held if isinstance(one, Dictionary)] if isinstance(held, Array) else []
    return [_box(one) for one in annotations if _is_under(one, masks)]


def _box(annotation: pikepdf.Object) -> Box:
    sides: Any = annotation["/Rect"]
    return ordered([float(side) for side in sides])


def _is_under(annotation: pikepdf.Object, masks: Sequence[Box]) -> bool:
    sides = annotation.get("/Rect")
    if not isinstance(sides, Array) or len(sides) != 4:
        return False
    box = _box(annotation)
    return any(all(side > 0 for side in mask.overlap(box)) for mask in masks)


def _objgen(held: Any) -> tuple[int, int] | None:
    return held.objgen if isinstance(held, Dictionary) else None


def _empty_field(document: pikepdf.Pdf, widget: pikepdf.Object) -> None:
    """Take away what a field holds, and the field where nothing else shows it."""
    field: Any = widget
    for _ in range(_HOPS):
        if not isinstance(field, Dictionary):
            break
        for key in _OF_FIELD:
            if key in field:
                del field[key]
        field = field.get("/Parent")
    for holder, key in ((document.Root.get("/AcroForm"), "/Fields"), (widget.get("/Parent"), "/Kids")):
        if isinstance(holder, Dictionary) and key in holder:
            held: Any = holder[key]
            holder[key] = _without(held, widget)


def _without(held: Any, gone: pikepdf.Object) -> pikepdf.Array:
    kept = [one for one in held if one.objgen != gone.objgen] if isinstance(held, Array) else []
    return Array(kept)


def drop_asides(document: pikepdf.Pdf) -> None:
    """Take away metadata of parts, thumbnails, embedded files, scripts, and what programs keep for themselves."""
    leave_behind(document)
    for one in document.objects:
        if isinstance(one, Dictionary | Stream):
            for key in _ASIDE:
                if key in one:
                    del one[key]
    for fact in set(document.docinfo.keys()) - _KEPT_FACTS:
        del document.docinfo[fact]


def replace_told(document: pikepdf.Pdf, needles: Sequence[str]) -> int:
    """Put other words in the place of every string that tells something masked; returns how many there were.

    Bookmarks, names of places, texts of tags, fields and annotations: all strings of the file but those that its
    pages show.
    """
    wanted = [one for one in map(bare, needles) if len(one) >= _SHORTEST]
    count = 0

    def tells(held: Any) -> bool:
        return isinstance(held, String) and any(one in bare(str(held)) for one in wanted)

    if wanted:
        for one in document.objects:
            count += _replace_in(one, tells)
        count += _replace_in(document.docinfo, tells)
        count += silence(document, lambda text: tells(String(text)))
    return count


def _replace_in(held: Any, tells: Callable[[Any], bool]) -> int:
    """Replace in one object, and in what stands in it directly."""
    count = 0
    if isinstance(held, Array):
        for at, inner in enumerate(held):
            if tells(inner):
                held[at] = String(INSTEAD)
                count += 1
            elif not _is_indirect(inner):
                count += _replace_in(inner, tells)
    elif isinstance(held, Dictionary | Stream):
        for key, inner in list(held.items()):
            if tells(String(key[1:])):
                del held[key]  # such as a place in the old list of places
                count += 1
            elif tells(inner):
                held[key] = String(INSTEAD)
                count += 1
            elif not _is_indirect(inner):
                count += _replace_in(inner, tells)
    return count


def _is_indirect(held: Any) -> bool:
    return isinstance(held, pikepdf.Object) and held.is_indirect
