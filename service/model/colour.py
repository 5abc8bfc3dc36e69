"""The municipality's colour, made readable: contrast by WCAG 2.2 (1.4.3), on light and on dark ground."""

from __future__ import annotations

import colorsys

WHITE, DARK = "#ffffff", "#14181c"
LEAST = 4.5
_STEP = 0.02


def readable_pair(colour: str) -> tuple[str, str]:
    """The colour as it can carry white text, and as it can be read on dark ground; its hue stays."""
    return _moved(colour, WHITE, -_STEP), _moved(colour, DARK, _STEP)


def contrast(one: str, other: str) -> float:
    """The ratio of two colours (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _moved(colour: str, ground: str, step: float) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    # A little more than the least, for the tinted grounds of buttons and rows.
    while contrast(colour, ground) < LEAST + 1.5:
        light = min(max(light + step, 0.0), 1.0)
        red, green, blue = colorsys.hls_to_rgb(hue, light, saturation)
        colour = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
    return colour


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
