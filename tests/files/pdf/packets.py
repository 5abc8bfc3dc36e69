"""Packets for tests: parts with ready names, and a build in one call."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2

from service.assemble.headings import page_count
from service.assemble.packet import write_packet
from service.assemble.plan import plan_packet
from service.assemble.report import PacketReport
from service.model.packet import Anchor, PacketPlan, PacketSpec, Part, PartKind

CREATED = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def part(key: str, pdf: Path, kind: PartKind = PartKind.BILAGA, **more: Any) -> Part:
    """A part whose title and label come from its key."""
    settled: dict[str, Any] = {"title": f"Titel {key}", "label": f"Bilaga {key.removeprefix('a')}"}
    return Part(key=key, kind=kind, pdf=pdf, **{**settled, "diarienummer": "KS.2026.123", **more})


def spec_of(*parts: Part, anchors: tuple[Anchor, ...] = ()) -> PacketSpec:
    """A spec with these parts."""
    return PacketSpec("Handlingar 14 december", "Ale kommun", "Fullmäktige", ("kf",), CREATED, parts, anchors)


def plan_of(spec: PacketSpec) -> PacketPlan:
    """The plan of a spec, from the files as they are."""
    return plan_packet(spec.parts, {one.key: page_count(one.pdf) for one in spec.parts})


def build(target: Path, *parts: Part, anchors: tuple[Anchor, ...] = ()) -> PacketReport:
    """Write a packet of these parts."""
    spec = spec_of(*parts, anchors=anchors)
    return write_packet(spec, plan_of(spec), target, lambda _what, _done, _all: None)


def picture(pdf: Path, page: int, scale: float = 1.0) -> Any:
    """A page as a greyscale picture, forms and annotations included; pages count from 0."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        return document[page].render(scale=scale).to_pil().convert("L")


def words(pdf: Path, page: int) -> str:
    """The text of a page; pages count from 0."""
    with pypdfium2.PdfDocument(pdf) as document:
        text: str = document[page].get_textpage().get_text_range()
        return text
