"""The shapes of the answers about publication. A part of `service/api/shapes.py`."""

from __future__ import annotations

from service.api.shape_words import COUNT, MOMENT, TEXT, YES, Shape, list_of, record
from service.model.publicering import Fyndslag, Publiceringsbeslut

_BOX: Shape = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
_MAYBE_TEXT: Shape = {"type": ["string", "null"]}


_DECIDED = record(
    beslut={"type": "string", "enum": [one.value for one in Publiceringsbeslut]},
    av=TEXT,
    tid=MOMENT,
    grund=TEXT,
    galler={"type": "string", "enum": ["fynd", "slag"]},
)
_FOUND = record(
    id=TEXT,
    slag={"type": "string", "enum": [one.value for one in Fyndslag]},
    sida=COUNT,
    rutor=list_of(_BOX),
    text=TEXT,
    vad=TEXT,
    foljer_med=YES,
    beslut={"oneOf": [_DECIDED, {"type": "null"}]},
)
_MASK = record(id=TEXT, sida=COUNT, ruta=_BOX, av=TEXT, tid=MOMENT, grund=TEXT)
_READ = record(av=TEXT, tid=MOMENT)
"""Who has read the handling through for personal data, and when."""
SHAPES: dict[str, Shape] = {
    "Publicering": record(
        jobb=_MAYBE_TEXT,
        pagar=_MAYBE_TEXT,
        aktuell=YES,
        utan_beslut=COUNT,
        granskade=COUNT,
        handlingar=list_of(
            record(
                handling=TEXT,
                titel=TEXT,
                sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
                sidor=COUNT,
                granskad={"oneOf": [_READ, {"type": "null"}]},
                fynd=list_of(_FOUND),
                masker=list_of(_MASK),
                utan_beslut=COUNT,
            )
        ),
    ),
}
