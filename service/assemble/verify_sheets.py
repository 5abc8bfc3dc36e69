"""A page is as large in the packet as in its source, and turned as it was; at most it grew by a strip for its stamp."""

from __future__ import annotations

from typing import Any

import pikepdf

_HOPS = 50
_NEAR, _DECIMALS = 0.01, 2
Edges = tuple[float, float, float, float]


def inherited(page: pikepdf.Object, key: str) -> Any:
    """What a page has under a key, or else the nearest node of the page tree above it."""
    node: Any = page
    for _ in range(_HOPS):
        if not isinstance(node, pikepdf.Dictionary):
            break
        if (found := node.get(key)) is not None:
            return found
        node = node.get("/Parent")
    return None


def seen_sheet(page: pikepdf.Object) -> tuple[float | None, float | None, Edges] | None:
    """How a page is turned, its unit and what is seen of its paper, to the hundredth of a point.

    None where it does not say how large it is.
    """
    seen = _visible(_edges(inherited(page, "/MediaBox")), _edges(inherited(page, "/CropBox")))
    turned, unit = (_number(inherited(page, key)) for key in ("/Rotate", "/UserUnit"))
    if seen is None:
        return None
    x0, y0, x1, y1 = (round(edge, _DECIMALS) for edge in seen)
    return turned, unit, (x0, y0, x1, y1)


def is_same_sheet(own: pikepdf.Object, ours: pikepdf.Object) -> bool:
    """Whether the packet's page, which inherits nothing, has the shape of its source; one without a size has any."""
    if any(_number(inherited(own, key)) != _number(ours.get(key)) for key in ("/Rotate", "/UserUnit")):
        return False
    before, after = (
        _visible(_edges(held[0]), _edges(held[1]))
        for held in (
            (inherited(own, "/MediaBox"), inherited(own, "/CropBox")),
            (ours.get("/MediaBox"), ours.get("/CropBox")),
        )
    )
    if before is None or after is None:
        return before is None
    moved = [abs(one - other) > _NEAR for one, other in zip(before, after, strict=True)]
    outwards = (
        after[0] <= before[0] + _NEAR,
        after[1] <= before[1] + _NEAR,
        after[2] >= before[2] - _NEAR,
        after[3] >= before[3] - _NEAR,
    )
    return all(outwards) and sum(moved) <= 1


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _visible(media: Edges | None, crop: Edges | None) -> Edges | None:
    """The part of the paper that is seen; None where the page does not say, or says nonsense."""
    if media is None or crop is None:
        return media
    seen = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    return seen if seen[0] < seen[2] and seen[1] < seen[3] else media


def _edges(held: Any) -> Edges | None:
    edges = [_number(edge) for edge in held] if isinstance(held, pikepdf.Array) else []
    if len(edges) != 4 or any(edge is None for edge in edges):
        return None
    x0, y0, x1, y1 = (edge or 0.0 for edge in edges)
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return box if box[0] < box[2] and box[1] < box[3] else None
