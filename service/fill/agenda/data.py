"""The agenda for programs: one JSON file, and the schema that says what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

FORMAT = "samlad-foredragningslista 1"
SCHEMA_NAME = "foredragningslista.schema.json"
Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_DAY: Json = {"type": "string", "format": "date"}
_MAYBE_DAY: Json = {"type": ["string", "null"], "format": "date"}
_MAYBE_TEXT: Json = {"type": ["string", "null"]}
_YES: Json = {"type": "boolean"}
_CHANGE: Json = {"type": "string", "enum": ["", "ny", "andrad"]}
"""Since the dispatch before; empty when nothing is, or when it is not known."""


def _object(**fields: Json) -> Json:
    return {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False}


def _list(inner: Json) -> Json:
    return {"type": "array", "items": inner}


_HANDLING = _object(
    nummer=_TEXT,
    titel=_TEXT,
    handlingstyp=_TEXT,
    datum=_MAYBE_DAY,
    varfor=_TEXT,
    sidor=_TEXT,
    lank=_TEXT,
    andring=_CHANGE,
)
_ARENDE = _object(
    ordning=_TEXT,
    rubrik=_TEXT,
    diarienummer=_TEXT,
    arendetyp=_TEXT,
    vackt_av=_TEXT,
    bradskande=_YES,
    stangda_dorrar=_YES,
    utgar=_YES,
    sammanfattning=_TEXT,
    forslag=_list(_object(organ=_TEXT, punkter=_list(_TEXT))),
    beredning=_list(_object(organ=_TEXT, datum=_DAY, paragraf=_TEXT, beslut=_TEXT)),
    sida=_TEXT,
    sidan=_TEXT,
    lank=_TEXT,
    andring=_CHANGE,
    handlingar=_list(_HANDLING),
)
_PACKET = _object(
    fil=_TEXT,
    lank=_TEXT,
    sidor={"type": "integer"},
    sha256=_TEXT,
    utskick={"type": "integer", "minimum": 1},
    omfattning={"type": "string", "enum": ["hela", "tillagg"]},
)
SCHEMA: Json = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Föredragningslista",
    "description": "Ett sammanträdes föredragningslista i offentlig utgåva. Långa texter är i Markdown.",
    **_object(
        **{
            "$schema": {"const": SCHEMA_NAME},
            "format": {"const": FORMAT},
            "kommun": _TEXT,
            "organ": _object(id=_TEXT, namn=_TEXT),
            "slag": _TEXT,
            "version": {"type": "integer", "minimum": 1},
            "sammantrade": _object(
                datum=_DAY, tid_start=_TEXT, tid_slut=_MAYBE_TEXT, plats=_TEXT, ordforande=_TEXT,
                webb_tv_url=_TEXT, installt=_YES,
            ),
            "arenden": _list(_ARENDE),
            "paket": {
                "oneOf": [{"type": "null"}, _PACKET]},
            "tidigare_paket": _list(_PACKET),
        }
    ),
}  # fmt: skip


def agenda_data(context: Mapping[str, Any]) -> Json:
    """The agenda, as the pages get it, for programs."""
    return {
        "$schema": SCHEMA_NAME,
        "format": FORMAT,
        "kommun": context["kommun"],
        "organ": {"id": context["organ_id"], "namn": context["organ"]},
        "slag": context["slag"],
        "version": context["version"],
        "sammantrade": {
            name: _plain(context[name])
            for name in ("datum", "tid_start", "tid_slut", "plats", "ordforande", "webb_tv_url", "installt")
        },
        "arenden": [_arende(one) for one in context["arenden"]],
        "paket": context["paket"],
        "tidigare_paket": context["tidigare_paket"],
    }


def _arende(one: Mapping[str, Any]) -> Json:
    told = {name: _plain(one[name]) for name in _ARENDE["properties"] if name not in {"sidan", "handlingar"}}
    return {
        **told,
        "sidan": one["fil"],
        "handlingar": [
            {name: _plain(document[name]) for name in _HANDLING["properties"]}
            for document in one["handlingar"]
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value
