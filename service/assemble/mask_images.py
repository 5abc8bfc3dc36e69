"""Pictures whose points under masks are gone: unpacked, blanked and packed again, with what belongs to them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, PdfImage, Stream
from PIL import Image, ImageDraw

from service.assemble.mask_fonts import UnsafeMask
from service.assemble.mask_geometry import Box, Matrix, Point

_GREY = {"1": 1, "L": 217, "RGB": (217, 217, 217)}
_PLAIN = {"P": "RGB", "RGBA": "RGB", "LA": "L"}
"""What a picture becomes whose points are numbers of colours, or come with how see-through they are."""
_QUALITY = 92
_EDGE = 1.0
"""Points of the picture that are blanked around a mask: at its edge they hold half of what is under it."""
_KEPT = ("/ColorSpace", "/Intent", "/Interpolate", "/StructParent", "/OC")


def blank_image(
    document: pikepdf.Pdf, picture: pikepdf.Object, matrix: Matrix, masks: Sequence[Box]
) -> pikepdf.Object:
    """A copy of a picture without what the masks cover.

    Args:
        document: where it goes.
        picture: the picture.
        matrix: where it stands on the page.
        masks: in the page's own coordinates.

    Raises:
        UnsafeMask: it cannot be unpacked and packed again for certain.
    """
    if picture.get("/ImageMask", False):
        return _stencil(document, picture, matrix, masks)
    made = _packed(document, picture, _unpacked(picture), matrix, masks)
    for key in ("/SMask", "/Mask"):
        held = picture.get(key)
        if isinstance(held, Stream):
            made[key] = _opaque(document, held, matrix, masks)
        elif isinstance(held, Array):
            raise UnsafeMask("bilden har genomskinliga färger")
    return document.make_indirect(made)


def blank_inline(document: pikepdf.Pdf, picture: Any, matrix: Matrix, masks: Sequence[Box]) -> pikepdf.Object:
    """The same for a picture that stands in the content itself."""
    try:
        image = picture.as_pil_image()
    except _IMAGE_ERRORS as fault:
        raise UnsafeMask("bilden går inte att packa upp") from fault
    if picture.image_mask or image.mode not in _GREY:
        raise UnsafeMask("bilden har ett ovanligt format")
    _blank(image, matrix, masks, _GREY[image.mode])
    return document.make_indirect(_flate(document, image, Dictionary()))


_IMAGE_ERRORS = (
    pikepdf.PdfError, NotImplementedError, OSError, ValueError, TypeError, AttributeError, LookupError, RuntimeError
)  # fmt: skip


def _unpacked(picture: pikepdf.Object) -> Image.Image:
    if not isinstance(picture, Stream):
        raise UnsafeMask("bilden går inte att packa upp")
    try:
        image = PdfImage(picture).as_pil_image(apply_mask=False)
    except _IMAGE_ERRORS as fault:
        raise UnsafeMask("bilden går inte att packa upp") from fault
    plain = _PLAIN.get(image.mode)
    if plain is not None:
        image = image.convert(plain)
    if image.mode not in _GREY:
        raise UnsafeMask("bilden har en färgrymd som inte går att packa om säkert")
    return image


def _packed(
    document: pikepdf.Pdf, picture: pikepdf.Object, image: Image.Image, matrix: Matrix, masks: Sequence[Box]
) -> pikepdf.Object:
    _blank(image, matrix, masks, _GREY[image.mode])
    facts = Dictionary({key: picture[key] for key in _KEPT if key in picture})
    space = picture.get("/ColorSpace")
    if "/ColorSpace" in facts and not _fits(space, image.mode):
        del facts["/ColorSpace"]
    if picture.get("/Filter") == Name.DCTDecode and image.mode != "1":
        return _jpeg(document, image, facts)
    return _flate(document, image, facts)


def _fits(space: Any, mode: str) -> bool:
    """Whether the unpacked picture still speaks of the colours of that space."""
    channels = 3 if mode == "RGB" else 1
    if isinstance(space, Array) and len(space) > 1 and space[0] == Name.ICCBased:
        return int(space[1].get("/N", 0)) == channels
    return isinstance(space, Array) and space[0] == (Name.CalRGB if channels == 3 else Name.CalGray)


def _jpeg(document: pikepdf.Pdf, image: Image.Image, facts: pikepdf.Dictionary) -> pikepdf.Object:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=_QUALITY, subsampling=0)
    return Stream(document, packed.getvalue(), _described(image, facts, Name.DCTDecode))


def _flate(document: pikepdf.Pdf, image: Image.Image, facts: pikepdf.Dictionary) -> pikepdf.Object:
    packed = zlib.compress(image.tobytes(), 6)
    return Stream(document, packed, _described(image, facts, Name.FlateDecode))


def _described(image: Image.Image, facts: pikepdf.Dictionary, packing: Name) -> pikepdf.Dictionary:
    described = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        BitsPerComponent=1 if image.mode == "1" else 8,
        ColorSpace=Name.DeviceRGB if image.mode == "RGB" else Name.DeviceGray,
        Filter=packing,
    )
    for key, held in facts.items():
        described[key] = held
    return described


def _opaque(
    document: pikepdf.Pdf, mask: pikepdf.Object, matrix: Matrix, masks: Sequence[Box]
) -> pikepdf.Object:
    """What says how see-through a picture is: under our masks nothing is, so that it tells no shapes."""
    if mask.get("/ImageMask", False):
        return _stencil(document, mask, matrix, masks)
    image = _unpacked(mask).convert("L")
    _blank(image, matrix, masks, 255)
    facts = Dictionary({key: mask[key] for key in ("/Matte",) if key in mask})
    return document.make_indirect(_flate(document, image, facts))


def _stencil(
    document: pikepdf.Pdf, mask: pikepdf.Object, matrix: Matrix, masks: Sequence[Box]
) -> pikepdf.Object:
    """A picture of one bit a point, which says where paint goes: under our masks none does."""
    width, height = int(mask.Width), int(mask.Height)
    try:
        bits = mask.read_bytes()
        image = Image.frombytes("1", (width, height), bits)
    except (pikepdf.PdfError, ValueError) as fault:
        raise UnsafeMask("bilden går inte att packa upp") from fault
    inverted = [int(one) for one in mask.get("/Decode", Array([0, 1]))] == [1, 0]
    _blank(image, matrix, masks, 0 if inverted else 1)
    made = _flate(document, image, Dictionary())
    del made["/ColorSpace"]
    made.ImageMask = True
    if inverted:
        made.Decode = Array([1, 0])
    return document.make_indirect(made)


def _blank(image: Image.Image, matrix: Matrix, masks: Sequence[Box], with_: Any) -> None:
    """Paint over what the masks cover, in the picture's own points."""
    back = matrix.inverse()
    if back is None:
        return
    pen = ImageDraw.Draw(image)
    for mask in masks:
        corners = [_in_points(back.place(*corner), image.size) for corner in mask.corners]
        pen.polygon(_grown(corners), fill=with_)


def _in_points(place: Point, size: tuple[int, int]) -> Point:
    """From the unit square, whose origin is below, to points, whose origin is above."""
    return place[0] * size[0], (1 - place[1]) * size[1]


def _grown(corners: Sequence[Point]) -> list[Point]:
    """The corners moved outwards from their middle."""
    middle = sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4
    return [
        (x + (_EDGE if x > middle[0] else -_EDGE), y + (_EDGE if y > middle[1] else -_EDGE))
        for x, y in corners
    ]
