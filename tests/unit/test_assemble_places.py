"""Where a point of a page's picture lies on the page, however the page is turned and cut."""

from __future__ import annotations

import pytest

from service.assemble.mask_geometry import Box, Shown

CUT = Box(40, 60, 560, 800)


@pytest.mark.parametrize(
    ("turned", "size", "corner", "inside"),
    [
        (0, (520, 740), (40, 800), (50, 785)),
        (90, (740, 520), (40, 60), (55, 70)),
        (180, (520, 740), (560, 60), (550, 75)),
        (270, (740, 520), (560, 800), (545, 790)),
        (-90, (740, 520), (560, 800), (545, 790)),
    ],
)
def test_a_pixel_lies_where_the_page_has_it(
    turned: int, size: tuple[float, float], corner: tuple[float, float], inside: tuple[float, float]
) -> None:
    """The picture has twice as many pixels as the page has points: its corner, and a point 20 and 30 pixels from it."""
    shown = Shown(CUT, turned)
    back = shown.matrix.inverse()
    assert back is not None
    assert shown.size == size
    assert back.place(0, 0) == corner
    assert back.place(20 / 2, 30 / 2) == inside
    assert shown.matrix.box(CUT) == Box(0, 0, *size)
