"""The decisions about publication that the service keeps, as the packet's work needs them."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

from service.flow.publicering_beslut import decisions_as_json
from service.flow.service import Service
from service.model.publicering import Beslut, Beslutslista, EgenMask, Fyndslag, Publiceringsbeslut
from service.records import publicering as records
from service.records.publicering import decisions_of


def recorded_decisions(service: Service, meeting: str) -> Beslutslista:
    """Everything that is decided about a meeting's handlingar."""
    with service.records.look() as db:
        rows = decisions_of(db, meeting)
        beslut = tuple(_beslut(row) for row in rows if row.ruta is None)
        masker = tuple(_mask(row, row.ruta) for row in rows if row.ruta is not None)
    return Beslutslista(beslut, masker)


def decisions_text(service: Service, meeting: str) -> str:
    """The file of decisions that goes with the meeting's file; empty when nothing is decided."""
    decisions = recorded_decisions(service, meeting)
    if not decisions.beslut and not decisions.masker:
        return ""
    return json.dumps(decisions_as_json(decisions), ensure_ascii=False, indent=1, sort_keys=True)


def decisions_sha256(service: Service, meeting: str) -> str:
    """Digest of that file; empty when there is none."""
    text = decisions_text(service, meeting)
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _beslut(row: records.Publiceringsbeslut) -> Beslut:
    return Beslut(
        sha256=row.sha256,
        beslut=next(one for one in Publiceringsbeslut if one.value == row.beslut),
        av=row.namn,
        tid=row.nar,
        fynd=row.fynd,
        slag=next((one for one in Fyndslag if one.value == row.slag), None),
        handling=row.handling,
        grund=row.grund,
    )


def _mask(row: records.Publiceringsbeslut, place: dict[str, object]) -> EgenMask:
    sides = place["ruta"]
    page = place["sida"]
    return EgenMask(
        sha256=row.sha256,
        sida=int(str(page)),
        ruta=tuple(Decimal(str(side)) for side in (sides if isinstance(sides, list) else [])),
        av=row.namn,
        tid=row.nar,
        handling=row.handling,
        grund=row.grund,
    )
