"""The shapes of the settings that may be changed."""

from __future__ import annotations

from service.api.shape_words import COUNT, MAYBE_MOMENT, TEXT, YES, Shape, list_of, record, ref

_VALUE: Shape = {"type": ["string", "integer"]}
SHAPES: dict[str, Shape] = {
    "Installning": record(namn=TEXT, betyder=TEXT, varde=_VALUE, driftens=_VALUE, eget_val=YES),
    "Installningar": record(
        version=COUNT,
        andrad=MAYBE_MOMENT,
        andrad_av=TEXT,
        logotyp=YES,
        poster=list_of(ref("Installning")),
    ),
}
