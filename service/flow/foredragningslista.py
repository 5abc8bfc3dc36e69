"""The agenda as the manifest keeps it: every ärende and handling with its number, so that a later dispatch holds to it.

It is what was settled and sent out (KL 5:15): the later one is read against it, whatever became of the pages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any

from service.flow.handlingar import NumberedHandling, number_handlingar
from service.model.choices import Rendition
from service.model.kallelse import Arende, Kallelse

_NOT_WORDS = frozenset({"ordning", "rubrik", "handlingar", "utgar", "utgar_datum", "utgar_orsak"})
"""Of an ärende: what is compared by itself."""
_DIGITS = 16


def agenda_of(meeting: Kallelse) -> list[dict[str, Any]]:
    """Every ärende and handling of a meeting as it is told in this edition."""
    numbered = list(number_handlingar(meeting))
    with_ids = meeting.kallelse.rendition is not Rendition.PUBLIK
    return [
        {
            "ordning": arende.ordning,
            "rubrik": arende.rubrik,
            "diarienummer": arende.diarienummer,
            "utgar": arende.utgar,
            "handlingar": [_listed(one, with_id=with_ids) for one in numbered if one.arende is arende],
        }
        for arende in meeting.arenden
    ]


def _listed(one: NumberedHandling, *, with_id: bool) -> dict[str, str]:
    told = {"nummer": one.number, "titel": one.handling.titel}
    return {**told, "id": one.handling.id} if with_id and one.handling.id else told


def words_of_arende(arende: Arende) -> dict[str, str]:
    """A digest for each field of an ärende that has a value."""
    names = [one.name for one in fields(arende) if one.name not in _NOT_WORDS]
    return _digests({name: getattr(arende, name) for name in names})


def words_of_meeting(meeting: Kallelse) -> dict[str, str]:
    """A digest for each field of the meeting that its kallelse tells."""
    held, called = meeting.sammantrade, meeting.kallelse
    told = {one.name: getattr(held, one.name) for one in fields(held) if one.name not in ("organ", "status")}
    people = [called.ledamoter, called.ersattare, called.ovriga]
    lines = [
        [one.ordning, one.rubrik, one.diarienummer, one.foredragande, one.tid_slot, one.bradskande, one.utgar]
        for one in meeting.arenden
    ]
    return _digests({**told, "kallade": people if any(people) else (), "foredragningslista": lines})


def _digests(values: Mapping[str, Any]) -> dict[str, str]:
    told = {name: _plain(value) for name, value in values.items() if value}
    return {
        name: hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8")).hexdigest()[:_DIGITS]
        for name, value in told.items()
    }


def _plain(value: Any) -> Any:
    """A value of the model as JSON; fields without a value are left out, so that new ones change nothing."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: _plain(one) for name, one in pairs.items() if one}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (date, time, Decimal)):
        return str(value)
    return value
