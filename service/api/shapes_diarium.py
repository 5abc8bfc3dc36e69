"""The shapes of the register's answers. A part of `shapes.py`."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]

_TEXT: Shape = {"type": "string"}
_COUNT: Shape = {"type": "integer", "minimum": 0}
_YES: Shape = {"type": "boolean"}
_DAY: Shape = {"type": "string", "format": "date"}
_MAYBE_DAY: Shape = {"type": ["string", "null"], "format": "date"}
_MOMENT: Shape = {"type": "string", "format": "date-time"}
_DIGEST: Shape = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_MAYBE: Shape = {"type": ["object", "null"]}
_ANY: Shape = {"type": "object"}


def _object(**fields: Shape) -> Shape:
    return {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False}


def _list(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def _ref(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def _page(name: str) -> Shape:
    return _object(poster=_list(_ref(name)), totalt=_COUNT, fran=_COUNT)


_PLACED = {"klassificering": _TEXT, "process": _TEXT, "ansvarig": _TEXT, "enhet": _TEXT}
_KEPT = {"bevaras_gallras": _TEXT, "gallringsfrist": _COUNT, "gallringsbeslut": _TEXT}
_HANDLING: dict[str, Shape] = {
    "id": _TEXT,
    "arende": _TEXT,
    "nr": _COUNT,
    "riktning": _TEXT,
    "datum": _DAY,
    "titel": _TEXT,
    "titel_publik": _TEXT,
    "handlingstyp": _TEXT,
    **_PLACED,
    **_KEPT,
    "gallrad": _MAYBE_DAY,
    "expedierad": _MAYBE_DAY,
    "beslutsdatum": _MAYBE_DAY,
    "sekretess": _MAYBE,
    "status": _TEXT,
    "orsak": _TEXT,
    "extern_referens": _TEXT,
    "kalla": _TEXT,
    "registrerad": _MOMENT,
    "registrerad_av": _TEXT,
    "parter": _list(_ref("Part")),
    "filer": _list(_ref("Diariefil")),
    "relationer": _list(_object(typ=_TEXT, till=_TEXT)),
    "rattelser": _list(_ref("Rattelse")),
    "version": _COUNT,
}
SHAPES: dict[str, Shape] = {
    "Part": _object(roll=_TEXT, namn=_TEXT, organisation=_YES, skyddad=_YES),
    "Diariefil": _object(id=_TEXT, namn=_TEXT, variant=_TEXT, sha256=_DIGEST, storlek=_COUNT, format=_TEXT),
    "Rattelse": _object(falt=_TEXT, fran={}, till={}, vem=_TEXT, nar=_MOMENT, varfor=_TEXT, skyddad=_YES),
    "Diariehandling": _object(**_HANDLING, beteckning=_TEXT),
    "Diariehandlingar": _page("Diariehandling"),
    "Diariearende": _object(
        id=_TEXT,
        diarienummer=_TEXT,
        tillfalligt=_YES,
        serie=_TEXT,
        myndighet=_TEXT,
        ar=_COUNT,
        lopnr=_COUNT,
        arendemening_offentlig=_TEXT,
        arendemening_skyddad=_TEXT,
        **_PLACED,
        status=_TEXT,
        orsak=_TEXT,
        oppnat=_DAY,
        avslutat=_MAYBE_DAY,
        sekretess=_MAYBE,
        extern_referens=_TEXT,
        registrerat=_MOMENT,
        registrerat_av=_TEXT,
        handlingar=_list(_ref("Diariehandling")),
        rattelser=_list(_ref("Rattelse")),
        version=_COUNT,
    ),
    "Diariearenden": _page("Diariearende"),
    "OppnatArende": _object(arende=_ref("Diariearende"), notices=_list(_ref("Notis"))),
    "RegistreradHandling": _object(handling=_ref("Diariehandling"), notices=_list(_ref("Notis"))),
    "Diarieserie": _object(
        kod=_TEXT, myndighet=_TEXT, namn=_TEXT, monster=_TEXT, regex=_TEXT, arsvis=_YES, version=_COUNT
    ),
    "Diarieserier": _object(poster=_list(_ref("Diarieserie"))),
    "Hanteringsplan": _object(
        rader=_list(_object(handlingstyp=_TEXT, namn=_TEXT, klassificering=_TEXT, process=_TEXT, **_KEPT))
    ),
    "Vantande": _object(
        kalla=_TEXT, myndighet=_TEXT, riktning=_TEXT, datum=_DAY, titel=_TEXT, senast=_DAY, forsenad=_YES
    ),
    "VantandeLista": _object(poster=_list(_ref("Vantande"))),
    "Sandning": _object(
        handling=_TEXT,
        beteckning=_TEXT,
        titel=_TEXT,
        diarium=_TEXT,
        status=_TEXT,
        forsok=_COUNT,
        nasta={"type": ["string", "null"], "format": "date-time"},
        fel=_TEXT,
        kvitto=_TEXT,
    ),
    "Sandningar": _object(poster=_list(_ref("Sandning"))),
    "Registreringsforslag": _object(arende=_TEXT, nytt_arende=_ANY, handling=_ANY),
    "OffentligRad": _object(
        beteckning=_TEXT,
        diarienummer=_TEXT,
        datum=_DAY,
        riktning=_TEXT,
        arendemening=_TEXT,
        titel=_TEXT,
        avsandare=_list(_TEXT),
        mottagare=_list(_TEXT),
        makulerad=_YES,
        utelamnat=_list(_TEXT),
    ),
    "OffentligaRader": _page("OffentligRad"),
}
