"""The shapes of the answers about publication. A part of `service/api/shapes.py`."""

from __future__ import annotations

from typing import Any

from service.model.publicering import Fyndslag, Publiceringsbeslut

Shape = dict[str, Any]

_TEXT: Shape = {"type": "string"}
_COUNT: Shape = {"type": "integer", "minimum": 0}
_YES: Shape = {"type": "boolean"}
_MOMENT: Shape = {"type": "string", "format": "date-time"}
_BOX: Shape = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
_MAYBE_TEXT: Shape = {"type": ["string", "null"]}


def _object(**fields: Shape) -> Shape:
    return {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False}


def _list(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


_DECIDED = _object(
    beslut={"type": "string", "enum": [one.value for one in Publiceringsbeslut]},
    av=_TEXT,
    tid=_MOMENT,
    grund=_TEXT,
    galler={"type": "string", "enum": ["fynd", "slag"]},
)
_FOUND = _object(
    id=_TEXT,
    slag={"type": "string", "enum": [one.value for one in Fyndslag]},
    sida=_COUNT,
    rutor=_list(_BOX),
    text=_TEXT,
    vad=_TEXT,
    foljer_med=_YES,
    beslut={"oneOf": [_DECIDED, {"type": "null"}]},
)
_MASK = _object(id=_TEXT, sida=_COUNT, ruta=_BOX, av=_TEXT, tid=_MOMENT, grund=_TEXT)
SHAPES: dict[str, Shape] = {
    "Publicering": _object(
        jobb=_MAYBE_TEXT,
        pagar=_MAYBE_TEXT,
        aktuell=_YES,
        utan_beslut=_COUNT,
        handlingar=_list(
            _object(
                handling=_TEXT,
                titel=_TEXT,
                sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
                sidor=_COUNT,
                fynd=_list(_FOUND),
                masker=_list(_MASK),
                utan_beslut=_COUNT,
            )
        ),
    ),
}
