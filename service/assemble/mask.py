"""Masking is removal: what stands under a mask is cut out of the file, and a grey field is drawn in its place.

Gone are text, shapes, points of pictures, annotations and field values under it, the texts of tags that stood for
them, and every other string of the file that tells the same. The file is written anew, with no history and nothing
that is not used. Whether it worked is for `verify_masks.py` to prove.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary

from service.assemble.font import STAMP_FONT, StampFont
from service.assemble.likeness import inherited
from service.assemble.mask_content import Cut, Cutter, own_resources
from service.assemble.mask_field import RESOURCE, WORDS, draw_field, embed
from service.assemble.mask_fonts import UnsafeMask
from service.assemble.mask_geometry import Box, Matrix
from service.assemble.mask_hidden import drop_annotations, drop_asides, replace_told
from service.assemble.mask_tags import Tags
from service.assemble.repair import Identity, write_metadata
from service.assemble.tags import is_tagged
from service.assemble.xmp import STANDARDS, read_claims

_ON_PAGE = ("/Thumb", "/PieceInfo", "/Metadata", "/B", "/AF")


@dataclass(frozen=True, slots=True)
class Mask:
    """A place that is to be empty."""

    page: int
    """Counted from 1."""
    box: Box
    told: str
    """What those are told who do not see the field: that something is masked, and by which ground."""


@dataclass(frozen=True, slots=True)
class MaskOrder:
    """All that is to be masked in a file."""

    masks: tuple[Mask, ...]
    needles: tuple[str, ...]
    """Texts that may stand nowhere in the file any more."""

    def on_pages(self) -> Mapping[int, tuple[Mask, ...]]:
        """The masks by their page."""
        pages = sorted({mask.page for mask in self.masks})
        return {page: tuple(mask for mask in self.masks if mask.page == page) for page in pages}

    def as_json(self) -> dict[str, Any]:
        """For the process that works with files."""
        return {
            "masks": [[m.page, m.box.left, m.box.bottom, m.box.right, m.box.top, m.told] for m in self.masks],
            "needles": list(self.needles),
        }


Replace = Callable[[pikepdf.Pdf, pikepdf.Page, Tags | None], None]
"""Puts something in the place of a page's content and of its tags."""
NOTHING_MASKED = MaskOrder((), ())


def order_of(raw: Mapping[str, Any]) -> MaskOrder:
    """The order that `as_json` wrote."""
    masks = tuple(
        Mask(int(row[0]), Box(*(float(side) for side in row[1:5])), str(row[5])) for row in raw["masks"]
    )
    return MaskOrder(masks, tuple(str(one) for one in raw["needles"]))


class UnsafePages(Exception):
    """Pages of which something cannot be cut out for certain, each with the reason in Swedish."""

    def __init__(self, pages: Mapping[int, str]) -> None:
        self.pages = pages
        super().__init__("; ".join(pages.values()))


def mask_file(
    pdf: Path,
    target: Path,
    order: MaskOrder,
    identity: Identity,
    keep: frozenset[str] = frozenset(STANDARDS),
    instead: Mapping[int, Replace] | None = None,
) -> None:
    """Write a masked copy; the same input gives the same bytes.

    Args:
        pdf: a file that triage has let in.
        target: the file to write.
        order: what is to be masked.
        identity: title and moment of the copy, and its language where the file says none; the file's own title may
            tell too much.
        keep: the standards that the copy may claim if the file does.
        instead: what puts something else in the place of a page, where cutting is no way.

    Raises:
        UnsafePages: with every page of which something cannot be cut out for certain.
        pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError: the file is not built as files are.
    """
    with pikepdf.open(pdf) as document:
        claims = _claims(document) & keep
        tags = Tags(document) if is_tagged(document) else None
        font = StampFont(STAMP_FONT, "".join(WORDS))
        embedded = embed(document, font)
        unsafe: dict[int, str] = {}
        for number, masks in order.on_pages().items():
            page = document.pages[number - 1]
            try:
                if instead is not None and number in instead:
                    drop_annotations(document, page, [mask.box for mask in masks], tags)
                    _drop_own(page)
                    instead[number](document, page, tags)
                else:
                    _mask_page(document, page, masks, tags, font, embedded)
            except UnsafeMask as fault:
                unsafe[number] = fault.why
        if unsafe:
            raise UnsafePages(unsafe)
        drop_asides(document)
        replace_told(document, order.needles)
        document.remove_unreferenced_resources()
        language = str(document.Root.get("/Lang", "")).strip() or identity.language
        write_metadata(document, identity, language, claims)
        document.save(
            target,
            encryption=False,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )


def _claims(document: pikepdf.Pdf) -> frozenset[str]:
    held = document.Root.get("/Metadata")
    return read_claims(held.read_bytes()) if isinstance(held, pikepdf.Stream) else frozenset()


def _drop_own(page: pikepdf.Page) -> None:
    for key in _ON_PAGE:
        if key in page.obj:
            del page.obj[key]


def _mask_page(
    document: pikepdf.Pdf,
    page: pikepdf.Page,
    masks: Sequence[Mask],
    tags: Tags | None,
    font: StampFont,
    embedded: pikepdf.Object,
) -> None:
    boxes = [mask.box for mask in masks]
    resources = own_resources(inherited(page.obj, "/Resources"))
    cut = Cut([[] for _ in boxes])
    cutter = Cutter(document, resources, boxes, cut, int(page.obj.get("/StructParents", -1)))
    content = cutter.cut(page, Matrix())
    drop_annotations(document, page, boxes, tags)
    _drop_own(page)
    turn = int(inherited(page.obj, "/Rotate") or 0) % 360
    fields = []
    for mask, marks in zip(masks, cut.marks, strict=True):
        begin = b"/Artifact BMC"
        if tags is not None:
            begin = b"/Span <</MCID %d>> BDC" % tags.add_field(page, marks, mask.told)
        fields.append(begin + b" " + draw_field(font, mask.box, turn) + b" EMC")
    fonts = resources.get("/Font", Dictionary())
    resources.Font = Dictionary({**dict(fonts.items()), RESOURCE: embedded})
    page.obj.Resources = resources
    page.obj.Contents = document.make_stream(
        b"q\n" + content + b"\n" + cutter.endings() + b"Q\n" + b"\n".join(fields) + b"\n"
    )
