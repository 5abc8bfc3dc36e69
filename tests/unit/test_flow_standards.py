"""The notice that a packet is not marked: one per standard, with the parts that are the reason."""

from __future__ import annotations

from pathlib import Path

from service.assemble.report import PacketReport
from service.flow.standards import standard_notices
from service.model.packet import PacketPlan, Part, PartKind, PlannedPart


def _notices(**unclaimed: tuple[str, ...]) -> list[tuple[str, str]]:
    plan = PacketPlan(
        tuple(
            PlannedPart(Part(f"a{at}", PartKind.BILAGA, "", f"Bilaga {at}", Path()), at, 1)
            for at in range(1, 11)
        )
    )
    names = {"a": "PDF/A-2b", "ua": "PDF/UA-1"}
    told = {names[key]: keys for key, keys in unclaimed.items()}
    written = PacketReport(10, 0, "", (), (), (), told, {})
    return [(one.code, one.message.rpartition(": ")[2]) for one in standard_notices(written, plan, "kf.pdf")]


def test_the_parts_are_named() -> None:
    """One, several, and so many that only the first are named."""
    assert _notices(a=("a2",), ua=("a1", "a3", "a7")) == [
        ("packet_without_pdfa", "Bilaga 2."),
        ("packet_without_pdfua", "Bilaga 1, Bilaga 3 och Bilaga 7."),
    ]
    many = tuple(f"a{at}" for at in range(1, 11))
    assert _notices(a=many) == [
        ("packet_without_pdfa", "Bilaga 1, Bilaga 2, Bilaga 3, Bilaga 4, Bilaga 5 och 5 till.")
    ]


def test_a_marked_packet_needs_no_word() -> None:
    """No notice where nothing is missing."""
    assert _notices() == []
