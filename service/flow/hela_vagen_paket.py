"""The whole way, in packets: what was built is the result of an order in the service, and is released for readers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from service.flow.orders import order_packet
from service.flow.releases import release_packet
from service.model.choices import Rendition
from service.records.jobs import Made, finish, take

if TYPE_CHECKING:
    from service.flow.hela_vagen import Walk

FIRST, SECOND = "kf-2026-12-14", "kf-2026-12-14-utskick-2-tillagg"
_WORKER = "demo"


def keep_packet(walk: Walk, stem: str, after: str = "") -> str:
    """Order the packet, and give the order what has been built of the same meeting; the order's id.

    To build it once more would give the same pages and cost as long again.
    """
    built = [one for one in walk.built if one.path.name.removeprefix(stem) in _ENDINGS]
    if not built:
        return ""
    job = order_packet(walk.service, walk.kansli, walk.meeting, [one.value for one in Rendition], after=after)
    made = [
        Made(one.path.name, walk.service.store.put(one.path), one.path.stat().st_size, one.pages)
        for one in built
    ]
    at = walk.service.now()
    with walk.service.records.change() as db:
        take(db, job, _WORKER, at, timedelta(minutes=1))
        finish(db, job, _WORKER, made, [], at)
    walk.packet = job
    return job


def release_first(walk: Walk) -> str:
    """The public edition may be read by everybody, and the internal one by the council's own members."""
    if not walk.packet:
        return "Inget paket är byggt, så inget är utgivet."
    shown = release_packet(walk.service, walk.kansli, walk.meeting, walk.packet)
    return f"Paketet är utgivet: utgivning {shown['nr']}, {len(shown['filer'])} filer."


_ENDINGS = frozenset(f"{edition}{kind}" for edition in ("", "-publik") for kind in (".pdf", ".manifest.json"))
