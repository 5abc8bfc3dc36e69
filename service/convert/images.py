"""Pictures → PDF: each frame on an A4 page of its own, turned as the camera held it, never enlarged.

JPEG goes into the PDF as it is, without being encoded again; all else without loss. A colour profile comes along when
it says what the picture's colours are. Colours for print (CMYK) without one mean nothing certain: they become RGB.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import img2pdf
from PIL import Image, ImageSequence

from service.errors import BilagaRejected, Problem
from service.settings import Settings

# Pillow's own limit warns by the process and not by the file; `_check_size` stands in its place, from the settings.
Image.MAX_IMAGE_PIXELS = None

LIBRARIES = f"img2pdf {version('img2pdf')}, Pillow {version('pillow')}"
"""The versions that have a say in the bytes."""

_ORIENTATION = 0x0112  # the EXIF tag
_LOWEST_DPI = 10  # a TIFF that does not know its resolution says 1
_FORMATS = ("JPEG", "PNG", "TIFF")
_A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
_MARGIN = img2pdf.mm_to_pt(15)
_LAYOUT = img2pdf.get_layout_fun(
    pagesize=_A4,
    border=(_MARGIN, _MARGIN),
    fit=img2pdf.FitMode.shrink,
    auto_orient=True,
)
UNREADABLE = (
    # What Pillow's decoders raise on damaged bytes …
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
    # … and img2pdf on pictures that PDF has no form for.
    img2pdf.AlphaChannelError,
    img2pdf.ImageOpenError,
    img2pdf.JpegColorspaceError,
    img2pdf.NegativeDimensionError,
    img2pdf.PdfTooLargeError,
    img2pdf.UnsupportedColorspaceError,
)
_TRANSPARENT = ("LA", "La", "PA", "RGBA", "RGBa")
_EMBEDDABLE = ("1", "L", "P", "RGB", "CMYK", "I;16", "I;16L", "I;16B")


def convert_image(source: Path, *, created: datetime, settings: Settings) -> bytes:
    """The PDF of a picture, dated `created`.

    Raises:
        BilagaRejected: the picture is damaged, too large or has too many pages.
    """
    try:
        with Image.open(source, formats=_FORMATS) as image:
            _check_pages(source, image, settings)
            frames = list(_frames(source, image, settings))
        return _write(frames, created.astimezone(UTC))
    except UNREADABLE as error:
        raise BilagaRejected(_damaged(source)) from error


def _frames(source: Path, image: Image.Image, settings: Settings) -> Iterator[bytes]:
    """Every page as bytes that img2pdf takes in without loss."""
    if image.format in (
        "JPEG",
        "MPO",
    ):  # MPO: a camera's JPEG with a preview behind it; only the first counts
        _check_size(source, image, settings)
        image.load()  # img2pdf copies the bytes unseen, so a truncated picture has to be found here
        mirrored = image.getexif().get(_ORIENTATION) in _MIRRORED  # a PDF page can be turned, not mirrored
        yield source.read_bytes() if _has_clear_colours(image) and not mirrored else _flat_png(image)
        return
    upright = image.getexif().get(_ORIENTATION, 1) == 1
    if image.format == "PNG" and upright and not _is_transparent(image) and _has_clear_colours(image):
        _check_size(source, image, settings)
        image.load()
        yield source.read_bytes()  # also keeps 16 bits per colour, which Pillow would halve
        return
    for frame in ImageSequence.Iterator(image):
        _check_size(source, frame, settings)
        yield _flat_png(frame)


def _flat_png(frame: Image.Image) -> bytes:
    """A frame as picture without transparency, turned upright."""
    resolution = frame.info.get("dpi")
    frame.load()  # Pillow turns a TIFF itself when it is read, and then forgets its orientation
    orientation = frame.getexif().get(_ORIENTATION, 1)
    flat = _on_white(frame) if _is_transparent(frame) else frame.copy()
    profile = _sound_profile(frame.info.get("icc_profile"), flat.mode)
    if flat.mode not in _EMBEDDABLE or (flat.mode == "CMYK" and profile is None):
        flat = flat.convert("RGB")
    if orientation in _TURNS:
        flat = flat.transpose(_TURNS[orientation])
    buffer = io.BytesIO()
    options = {"dpi": resolution} if resolution and min(resolution) >= _LOWEST_DPI else {}
    kind = "TIFF" if flat.mode == "CMYK" else "PNG"
    flat.save(buffer, kind, icc_profile=profile, **options)
    return buffer.getvalue()


def _has_clear_colours(image: Image.Image) -> bool:
    """Whether the picture's colours mean the same to every reader as it stands."""
    held = image.info.get("icc_profile")
    if _sound_profile(held, image.mode) is not None:
        return True
    ignored = image.mode in ("1", "L") and held and held[16:20] != b"GRAY"  # by img2pdf
    return image.mode != "CMYK" and (not held or bool(ignored))


def _sound_profile(profile: bytes | None, mode: str) -> bytes | None:
    """The profile, when a PDF may carry it for colours of that mode (ISO 32000-1, 8.6.5.5); None otherwise."""
    if not profile or len(profile) < _PROFILE_HEADER or profile[36:40] != b"acsp":
        return None
    fits = (
        profile[8] <= _PROFILE_VERSION
        and profile[12:16] in (b"scnr", b"mntr", b"prtr", b"spac")
        and profile[16:20] == _PROFILE_SPACES.get(mode, b"GRAY")
    )
    return profile if fits else None


_PROFILE_HEADER, _PROFILE_VERSION = 128, 4
_PROFILE_SPACES = {"RGB": b"RGB ", "P": b"RGB ", "CMYK": b"CMYK"}
_MIRRORED = (2, 4, 5, 7)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation → what turns the picture upright."""


def _is_transparent(frame: Image.Image) -> bool:
    return frame.mode in _TRANSPARENT or "transparency" in frame.info


def _on_white(frame: Image.Image) -> Image.Image:
    gray = frame.mode in ("LA", "La")
    layer = frame.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("L" if gray else "RGB")


def _write(frames: list[bytes], moment: datetime) -> bytes:
    pdf = img2pdf.convert(
        *frames,
        engine=img2pdf.Engine.internal,
        layout_fun=_LAYOUT,
        rotation=img2pdf.Rotation.ifvalid,
        creationdate=moment,
        moddate=moment,
        producer="Samlad",
        first_frame_only=True,
    )
    return bytes(pdf)


def _check_size(source: Path, frame: Image.Image, settings: Settings) -> None:
    pixels = frame.width * frame.height
    if pixels > settings.max_bildpunkter:
        raise BilagaRejected(
            Problem(
                "image_too_large",
                f"Bilden ”{source.name}” har {pixels // 1_000_000} miljoner bildpunkter; "
                f"högst {settings.max_bildpunkter // 1_000_000} miljoner tas emot.",
                remedy="Spara bilden i mindre storlek (300 punkter per tum räcker) och lägg in den på nytt.",
                source=source.name,
            )
        )


def _check_pages(source: Path, image: Image.Image, settings: Settings) -> None:
    pages = getattr(image, "n_frames", 1)
    if image.format == "TIFF" and pages > settings.max_sidor_bilaga:
        raise BilagaRejected(
            Problem(
                "too_many_pages",
                f"Bildfilen ”{source.name}” har {pages} sidor; högst {settings.max_sidor_bilaga} tas emot.",
                remedy="Dela filen i flera bilagor.",
                source=source.name,
            )
        )


def _damaged(source: Path) -> Problem:
    return Problem(
        "damaged_image",
        f"Bilden ”{source.name}” är skadad eller av ett slag som inte går att läsa.",
        remedy="Öppna bilden i ett bildprogram, spara den på nytt som jpg eller png, och lägg in den igen.",
        source=source.name,
    )
