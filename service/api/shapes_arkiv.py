"""The shapes of the e-archive's answers. A part of `shapes.py`."""

from __future__ import annotations

from service.api.shape_words import COUNT, DAY, MOMENT, TEXT, Shape, list_of, page_of, record, ref

_MAYBE: Shape = {"type": ["object", "null"]}
_TEXTS = list_of(TEXT)

_DELIVERY: dict[str, Shape] = {
    **dict.fromkeys(
        ("id", "profil", "slag", "status", "statustext", "arkivbildare", "leveransoverenskommelse"), TEXT
    ),
    **dict.fromkeys(("arkivreferenskod", "skapad_av", "paket", "paket_sha256"), TEXT),
    "arenden": _TEXTS,
    "skapad": MOMENT,
    "paket_storlek": COUNT,
    "rapport": _MAYBE,
    "kvittens": _MAYBE,
    "version": COUNT,
}
SHAPES: dict[str, Shape] = {
    "Leverans": record(**_DELIVERY),
    "KvitteradLeverans": record(**_DELIVERY, arkiverade_rapporter=_TEXTS),
    "Leveranser": page_of("Leverans"),
    "Gallringsbar": record(
        **dict.fromkeys(("id", "beteckning", "titel", "handlingstyp", "beslut"), TEXT),
        **dict.fromkeys(("frist", "filer", "storlek"), COUNT),
        tidigast=DAY,
    ),
    "Gallringslista": record(poster=list_of(ref("Gallringsbar"))),
    "Gallrat": record(handlingar=_TEXTS, filer=COUNT, kvar=COUNT),
}
