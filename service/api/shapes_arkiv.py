"""The shapes of the e-archive's answers. A part of `shapes.py`."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]

_TEXT: Shape = {"type": "string"}
_COUNT: Shape = {"type": "integer", "minimum": 0}
_MAYBE: Shape = {"type": ["object", "null"]}
_TEXTS: Shape = {"type": "array", "items": _TEXT}


def _object(fields: dict[str, Shape]) -> Shape:
    return {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False}


def _list(name: str) -> Shape:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


_DELIVERY: dict[str, Shape] = {
    **dict.fromkeys(
        ("id", "profil", "slag", "status", "statustext", "arkivbildare", "leveransoverenskommelse"), _TEXT
    ),
    **dict.fromkeys(("arkivreferenskod", "skapad_av", "paket", "paket_sha256"), _TEXT),
    "arenden": _TEXTS,
    "skapad": {"type": "string", "format": "date-time"},
    "paket_storlek": _COUNT,
    "rapport": _MAYBE,
    "kvittens": _MAYBE,
    "version": _COUNT,
}
SHAPES: dict[str, Shape] = {
    "Leverans": _object(_DELIVERY),
    "KvitteradLeverans": _object({**_DELIVERY, "arkiverade_rapporter": _TEXTS}),
    "Leveranser": _object({"poster": _list("Leverans"), "totalt": _COUNT, "fran": _COUNT}),
    "Gallringsbar": _object(
        {
            **dict.fromkeys(("id", "beteckning", "titel", "handlingstyp", "beslut"), _TEXT),
            **dict.fromkeys(("frist", "filer", "storlek"), _COUNT),
            "tidigast": {"type": "string", "format": "date"},
        }
    ),
    "Gallringslista": _object({"poster": _list("Gallringsbar")}),
    "Gallrat": _object({"handlingar": _TEXTS, "filer": _COUNT, "kvar": _COUNT}),
}
