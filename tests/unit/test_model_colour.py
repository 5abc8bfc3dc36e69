"""The municipality's colour can be read, whatever colour it is."""

from __future__ import annotations

import pytest

from service.model.colour import DARK, LEAST, WHITE, contrast, readable_pair


@pytest.mark.parametrize(
    "colour", ["#1c4f63", "#ffcc00", "#ffffff", "#000000", "#808080", "#d40000", "#00ff00"]
)
def test_every_colour_is_made_readable(colour: str) -> None:
    """White text on it, and itself as text on dark ground."""
    light, dark = readable_pair(colour)
    assert contrast(light, WHITE) >= LEAST
    assert contrast(dark, DARK) >= LEAST


def test_a_good_colour_is_left_alone() -> None:
    """What can carry white text stays the municipality's own."""
    assert readable_pair("#1c4f63")[0] == "#1c4f63"


def test_contrast_is_that_of_wcag() -> None:
    """The known ends of the scale, and a value by others' calculators."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
