"""A municipality's logo: decoded and written anew, so that nothing but its pixels comes along."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from service.convert.images import UNREADABLE
from service.errors import BilagaRejected, Problem

MOST_PIXELS = 4_000_000
MOST_WIDTH, MOST_HEIGHT = 960, 160
"""Enough for a screen of twice the density; a larger one is made smaller."""
_FORMATS = ("PNG", "JPEG")


def write_logo(source: Path, target: Path) -> None:
    """Write the picture as a PNG of its own, no larger than the page can use.

    Raises:
        BilagaRejected: it is no PNG or JPEG, is damaged, or has too many pixels.
    """
    try:
        with Image.open(source, formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BilagaRejected(_too_large(image.width, image.height))
            drawn = image.convert("RGBA")
    except UNREADABLE as fault:
        raise BilagaRejected(_damaged()) from fault
    drawn.thumbnail((MOST_WIDTH, MOST_HEIGHT), Image.Resampling.LANCZOS)
    drawn.save(target, "PNG", optimize=True)


def _too_large(width: int, height: int) -> Problem:
    return Problem(
        "image_too_large",
        f"Logotypen är {width} × {height} bildpunkter.",
        "logotyp",
        "Gör den mindre; 160 bildpunkters höjd räcker.",
    )


def _damaged() -> Problem:
    return Problem(
        "damaged_image",
        "Logotypen går inte att läsa som PNG eller JPEG.",
        "logotyp",
        "Spara den på nytt som PNG i ett bildprogram.",
    )
