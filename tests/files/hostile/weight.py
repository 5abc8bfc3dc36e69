"""Files that are small and unpack, or draw, to something enormous."""

# ruff: noqa: D103 - the decorator says what it is

from __future__ import annotations

import zlib

from tests.files.hostile.case import refused, taken
from tests.files.hostile.raw import CATALOG, CONTENT, FONT, TEXT, Raw, flate, ref

_MEGABYTE = 1_000_000


def _zeros(megabytes: int) -> bytes:
    """So many million zero bytes, compressed without ever being whole in memory."""
    packer = zlib.compressobj(9)
    block = bytes(_MEGABYTE)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def _picture(entries: bytes, data: bytes) -> bytes:
    raw = Raw(content=TEXT + b"q 200 0 0 200 100 300 cm /I Do Q")
    drawn = raw.put_stream(data, b"/Type/XObject/Subtype/Image" + entries)
    raw.set_page(resources=b"/XObject<</I %s>>" % ref(drawn))
    return raw.write()


@refused("bomb-innehall", "innehållet packas upp till 200 MB", "file_unpacks_too_large")
def content_bomb() -> bytes:
    raw = Raw()
    raw.put_stream(_zeros(200), b"/Filter/FlateDecode", at=CONTENT)
    return raw.write()


@refused("bomb-dubbel", "innehållet är packat två gånger, till 200 MB", "file_unpacks_too_large")
def double_bomb() -> bytes:
    raw = Raw()
    raw.put_stream(flate(_zeros(200)), b"/Filter[/FlateDecode/FlateDecode]", at=CONTENT)
    return raw.write()


@refused("bomb-kedja", "innehållet är packat fyra gånger", "file_unpacks_too_large")
def chained_bomb() -> bytes:
    raw = Raw()
    raw.put_stream(flate(_zeros(200), 3), b"/Filter[%s]" % (b"/FlateDecode" * 4), at=CONTENT)
    return raw.write()


@refused("bomb-objektstrom", "en objektström packas upp till 400 MB", "file_unpacks_too_large")
def object_stream_bomb() -> bytes:
    raw = Raw()
    return raw.write_packed({CATALOG: raw.objects.pop(CATALOG)}, padding=400_000_000)


@taken("bomb-xref", "korsreferensströmmen packas upp till 200 MB", "annex_repaired")
def table_bomb() -> bytes:
    raw = Raw()
    return raw.write_packed({FONT: raw.objects.pop(FONT)}, rows_padding=200_000_000)


@refused("bomb-typsnitt", "ett inbäddat typsnitt packas upp till 200 MB", "file_unpacks_too_large")
def font_bomb() -> bytes:
    raw = Raw()
    held = raw.put_stream(_zeros(200), b"/Filter/FlateDecode/Length1 200000000")
    raw.objects[FONT] = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor %s>>" % ref(held + 1)
    raw.add(b"<</Type/FontDescriptor/FontName/A/Flags 32/FontFile2 %s>>" % ref(held))
    return raw.write()


@refused("bild-jatte", "en bild som säger sig ha 40 000 × 40 000 bildpunkter", "image_too_large")
def huge_picture() -> bytes:
    return _picture(b"/Width 40000/Height 40000/BitsPerComponent 1/ColorSpace/DeviceGray", b"\0" * 10)


@refused("bild-negativ", "en bild med 2³¹ × 2³¹ bildpunkter", "image_too_large")
def overflowing_picture() -> bytes:
    return _picture(
        b"/Width 2147483647/Height 2147483647/BitsPerComponent 8/ColorSpace/DeviceRGB", b"\0" * 10
    )


@taken("bild-packad", "en liten bild vars data packas upp till 200 MB")
def picture_bomb() -> bytes:
    return _picture(
        b"/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", _zeros(200)
    )


@taken("bild-dubbelpackad", "en liten bild packad två gånger, till 200 MB")
def double_picture_bomb() -> bytes:
    return _picture(
        b"/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray/Filter[/FlateDecode/FlateDecode]",
        flate(_zeros(200)),
    )


@taken("bild-noll", "en bild utan bredd och höjd", "annex_picture_unseen")
def empty_picture() -> bytes:
    return _picture(b"/Width 0/Height -5/BitsPerComponent 8/ColorSpace/DeviceGray", b"\0" * 10)


@taken("bild-jbig2", "en bild med skräp i stället för JBIG2", "annex_picture_unseen")
def jbig2_rubbish() -> bytes:
    return _picture(
        b"/Width 100/Height 100/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode",
        b"\x00\x00\x00\x00\x30\x00\x01\xff\xff\xff\xff" + b"\xab" * 400,
    )


@taken("bild-jpx", "en bild med skräp i stället för JPEG 2000", "annex_picture_unseen")
def jpx_rubbish() -> bytes:
    return _picture(b"/Width 100/Height 100/Filter/JPXDecode", b"\xff\x4f\xff\x51" + b"\xff" * 400)


@taken(
    "bild-jpx-jatte",
    "JPEG 2000 som säger sig ha fyra miljarder bildpunkter åt vardera hållet",
    "annex_picture_unseen",
)
def jpx_bomb() -> bytes:
    size = (
        b"\xff\x51\x00\x29\x00\x00" + b"\x7f\xff\xff\xff" * 2 + bytes(8) + b"\x7f\xff\xff\xff" * 2 + bytes(8)
    )
    return _picture(
        b"/Width 100/Height 100/Filter/JPXDecode", b"\xff\x4f" + size + b"\x00\x01\x07\x01\x01" + bytes(99)
    )


@taken("bild-jpeg", "en bild med skräp i stället för JPEG", "annex_picture_unseen")
def jpeg_rubbish() -> bytes:
    return _picture(
        b"/Width 100/Height 100/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode",
        b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + b"\x99" * 300,
    )


@taken("bild-ccitt", "en faxbild med orimliga mått i sina parametrar", "annex_picture_unseen")
def fax_rubbish() -> bytes:
    return _picture(
        b"/Width 100/Height 100/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode"
        b"/DecodeParms<</K -1/Columns 2147483647/Rows -3>>",
        b"\x55" * 300,
    )


@taken("bild-i-text", "en bild inne i innehållet med orimliga mått")
def huge_inline_picture() -> bytes:
    return Raw(
        content=TEXT + b"q 9 0 0 9 9 9 cm BI /W 99999999 /H 99999999 /BPC 8 /CS /G ID \0\0 EI Q"
    ).write()


@taken("filter-uttag", "en bildprediktor med orimliga mått", "annex_picture_unseen")
def predictor_rubbish() -> bytes:
    return _picture(
        b"/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode"
        b"/DecodeParms<</Predictor 15/Columns 2147483647/Colors 999/BitsPerComponent 32>>",
        flate(bytes(200)),
    )


@refused("monster-tatt", "ett mönster med miljarder rutor", "annex_too_slow", seconds=4)
def dense_pattern() -> bytes:
    raw = Raw(content=TEXT + b"/Pattern cs /P scn 0 0 595 842 re f")
    drawn = raw.put_stream(
        b"0 0 1 1 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 500 500]/XStep .001/YStep .001/Resources<<>>",
    )
    raw.set_page(resources=b"/Pattern<</P %s>>" % ref(drawn))
    return raw.write()


@taken("funktion-ring", "en toning vars funktion hänvisar till sig själv")
def cyclic_function() -> bytes:
    raw = Raw(content=TEXT + b"/S sh")
    raw.objects[6] = b"<</FunctionType 3/Domain[0 1]/Functions[6 0 R 6 0 R]/Bounds[.5]/Encode[0 1 0 1]>>"
    raw.set_page(
        resources=b"/Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 595 842]/Function 6 0 R>>>>"
    )
    return raw.write()


@taken("fargrymd-ring", "en färgrymd som bygger på sig själv")
def cyclic_colours() -> bytes:
    raw = Raw(content=TEXT + b"/C cs .5 scn 9 9 9 9 re f")
    raw.objects[6] = b"[/Indexed 6 0 R 255 (abc)]"
    raw.set_page(resources=b"/ColorSpace<</C 6 0 R>>")
    return raw.write()


@taken("ritning-tung", "tjugotusen linjer")
def many_lines() -> bytes:
    lines = b"".join(b"%d 0 m %d 842 l S\n" % (at % 595, (at * 7) % 595) for at in range(20_000))
    raw = Raw()
    raw.put_stream(flate(TEXT + lines), b"/Filter/FlateDecode", at=CONTENT)
    return raw.write()


@refused(
    "minne", "en bild på nittio megabyte när minnesgränsen är satt lågt", "annex_needs_memory", megabytes=300
)
def much_memory() -> bytes:
    return _picture(b"/Width 9000/Height 10000/BitsPerComponent 8/ColorSpace/DeviceGray", bytes(90_000_000))
