"""The sample meeting, the whole way: what `make demo` shows."""

from __future__ import annotations

from pathlib import Path

from service.flow.build import build_report
from service.flow.compile_packet import compile_packet
from service.flow.places import SAMPLES
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition

MEETING = SAMPLES / "kallelse" / "kf-2026-12-14" / "mote.json"
ANNOUNCEMENT = SAMPLES / "tillkannagivande" / "kf-2026-12-14.json"


def build_demo(target: Path, reader: Reader, workshop: Workshop) -> Delivery:
    """Build the announcement, every report and the packet of the sample meeting, for those inside and for all."""
    announced = build_report(reader.read(ANNOUNCEMENT), target, ("docx", "pdf"), workshop)
    compiled = compile_packet(MEETING, target, reader, workshop, tuple(Rendition))
    return Delivery((*announced.files, *compiled.files), (*announced.notices, *compiled.notices))
