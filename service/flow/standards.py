"""Why a packet is not marked as PDF/A or PDF/UA, told to the one who builds it."""

from __future__ import annotations

from collections.abc import Sequence

from service.assemble.report import PacketReport
from service.assemble.xmp import PDF_A, PDF_UA, STANDARDS
from service.errors import Notice
from service.model.packet import PacketPlan

_NAMED = 5
_CODES = {STANDARDS[PDF_A]: "packet_without_pdfa", STANDARDS[PDF_UA]: "packet_without_pdfua"}


def standard_notices(written: PacketReport, plan: PacketPlan, packet_name: str) -> tuple[Notice, ...]:
    """One notice for each standard that the packet is not marked with, naming the parts that are the reason."""
    labels = {planned.part.key: planned.part.label for planned in plan.parts}
    return tuple(
        Notice(
            _CODES[standard],
            f"Paketet är inte märkt som {standard}, eftersom det inte är känt att alla delar uppfyller standarden:"
            f" {_listed([labels[key] for key in keys])}.",
            source=packet_name,
        )
        for standard, keys in written.unclaimed.items()
    )


def _listed(labels: Sequence[str]) -> str:
    told = list(dict.fromkeys(labels))
    if len(told) > _NAMED + 1:
        return f"{', '.join(told[:_NAMED])} och {len(told) - _NAMED} till"
    return " och ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)
