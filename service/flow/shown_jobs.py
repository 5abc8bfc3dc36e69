"""A job as the shells give it, with the time that is left by what such work has taken before."""

from __future__ import annotations

from statistics import median

from service.flow.service import Service
from service.records.base import JsonObject
from service.records.jobs import ENDED, RUNNING, last_seconds
from service.records.tables import Jobb, Utdata


def shown_job(row: Jobb, left: int | None = None) -> JsonObject:
    """The job; `left` is how many seconds it may still take, None when nobody can say."""
    return {
        "id": row.id,
        "slag": row.slag,
        "rapport": row.rapport,
        "sammantrade": row.sammantrade,
        "indata": row.indata,
        "status": row.status,
        "avslutat": row.status in ENDED,
        "fas": row.fas,
        "gjort": row.gjort,
        "antal": row.antal,
        "del": row.del_,
        "forsok": row.forsok,
        "fel": row.fel,
        "notiser": list(row.notiser),
        "skapad": row.skapad.isoformat(),
        "startad": row.startad.isoformat() if row.startad else None,
        "slutad": row.slutad.isoformat() if row.slutad else None,
        "kvar_sekunder": left,
        "filer": [shown_file(one) for one in row.utdata],
    }


def shown_file(one: Utdata) -> JsonObject:
    """A file that a job made."""
    return {"namn": one.namn, "sha256": one.sha256, "storlek": one.storlek, "sidor": one.sidor}


def seconds_left(service: Service, row: Jobb) -> int | None:
    """The median of what the last such jobs took, less what this one has taken; 0 when it takes longer than usual."""
    if row.status in ENDED:
        return 0
    if row.status != RUNNING or row.startad is None:
        return None
    with service.records.look() as db:
        took = last_seconds(db, row.slag, row.sammantrade, row.rapport)
    if not took:
        return None
    return max(0, round(median(took) - (service.now() - row.startad).total_seconds()))
