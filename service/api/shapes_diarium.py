"""The shapes of the register's answers. A part of `shapes.py`."""

from __future__ import annotations

from service.api.shape_words import (
    ANY,
    COUNT,
    DAY,
    DIGEST,
    MAYBE_DAY,
    MOMENT,
    TEXT,
    YES,
    Shape,
    list_of,
    page_of,
    record,
    ref,
)

_MAYBE: Shape = {"type": ["object", "null"]}


_PLACED = {"klassificering": TEXT, "process": TEXT, "ansvarig": TEXT, "enhet": TEXT}
_KEPT = {"bevaras_gallras": TEXT, "gallringsfrist": COUNT, "gallringsbeslut": TEXT}
_HANDLING: dict[str, Shape] = {
    "id": TEXT,
    "arende": TEXT,
    "nr": COUNT,
    "riktning": TEXT,
    "datum": DAY,
    "titel": TEXT,
    "titel_publik": TEXT,
    "handlingstyp": TEXT,
    **_PLACED,
    **_KEPT,
    "gallrad": MAYBE_DAY,
    "expedierad": MAYBE_DAY,
    "beslutsdatum": MAYBE_DAY,
    "sekretess": _MAYBE,
    "status": TEXT,
    "orsak": TEXT,
    "extern_referens": TEXT,
    "kalla": TEXT,
    "registrerad": MOMENT,
    "registrerad_av": TEXT,
    "parter": list_of(ref("Part")),
    "filer": list_of(ref("Diariefil")),
    "relationer": list_of(record(typ=TEXT, till=TEXT)),
    "rattelser": list_of(ref("Rattelse")),
    "version": COUNT,
}
SHAPES: dict[str, Shape] = {
    "Part": record(roll=TEXT, namn=TEXT, organisation=YES, skyddad=YES),
    "Diariefil": record(id=TEXT, namn=TEXT, variant=TEXT, sha256=DIGEST, storlek=COUNT, format=TEXT),
    "Rattelse": record(falt=TEXT, fran={}, till={}, vem=TEXT, nar=MOMENT, varfor=TEXT, skyddad=YES),
    "Diariehandling": record(**_HANDLING, beteckning=TEXT),
    "Diariehandlingar": page_of("Diariehandling"),
    "Diariearende": record(
        id=TEXT,
        diarienummer=TEXT,
        tillfalligt=YES,
        serie=TEXT,
        myndighet=TEXT,
        ar=COUNT,
        lopnr=COUNT,
        arendemening_offentlig=TEXT,
        arendemening_skyddad=TEXT,
        **_PLACED,
        status=TEXT,
        orsak=TEXT,
        oppnat=DAY,
        avslutat=MAYBE_DAY,
        sekretess=_MAYBE,
        extern_referens=TEXT,
        registrerat=MOMENT,
        registrerat_av=TEXT,
        handlingar=list_of(ref("Diariehandling")),
        rattelser=list_of(ref("Rattelse")),
        version=COUNT,
    ),
    "Diariearenden": page_of("Diariearende"),
    "OppnatArende": record(arende=ref("Diariearende"), notices=list_of(ref("Notis"))),
    "RegistreradHandling": record(handling=ref("Diariehandling"), notices=list_of(ref("Notis"))),
    "Diarieserie": record(
        kod=TEXT, myndighet=TEXT, namn=TEXT, monster=TEXT, regex=TEXT, arsvis=YES, version=COUNT
    ),
    "Diarieserier": record(poster=list_of(ref("Diarieserie"))),
    "Hanteringsplan": record(
        rader=list_of(record(handlingstyp=TEXT, namn=TEXT, klassificering=TEXT, process=TEXT, **_KEPT))
    ),
    "Vantande": record(
        kalla=TEXT, myndighet=TEXT, riktning=TEXT, datum=DAY, titel=TEXT, senast=DAY, forsenad=YES
    ),
    "VantandeLista": record(poster=list_of(ref("Vantande"))),
    "Sandning": record(
        handling=TEXT,
        beteckning=TEXT,
        titel=TEXT,
        diarium=TEXT,
        status=TEXT,
        forsok=COUNT,
        nasta={"type": ["string", "null"], "format": "date-time"},
        fel=TEXT,
        kvitto=TEXT,
    ),
    "Sandningar": record(poster=list_of(ref("Sandning"))),
    "Registreringsforslag": record(arende=TEXT, nytt_arende=ANY, handling=ANY),
    "OffentligRad": record(
        beteckning=TEXT,
        diarienummer=TEXT,
        datum=DAY,
        riktning=TEXT,
        arendemening=TEXT,
        titel=TEXT,
        avsandare=list_of(TEXT),
        mottagare=list_of(TEXT),
        makulerad=YES,
        utelamnat=list_of(TEXT),
    ),
    "OffentligaRader": page_of("OffentligRad"),
}
