"""The notices of a packet that is not marked, with the parts that are the reason, and of an annex, with the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.assemble.report import PacketReport
from service.convert.validate import Failure
from service.convert.verdicts import Verdict
from service.errors import Notice
from service.flow.conformance import conformance_notices
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


@pytest.mark.parametrize(
    ("already", "told"),
    [("annex_hard_to_read", ["annex_without_pdfua"]), ("annex_untagged", []), ("annex_no_text", [])],
)
def test_an_annex_that_is_hard_to_read_is_told_the_rules_too(already: str, told: list[str]) -> None:
    """What makes it hard to read need not be what PDF/UA asks for; that it has no tags or no text says it all."""
    verdict = Verdict(failures={"ua1": (Failure("7.1", 3, 2, "Content shall be marked", "page 1"),)})
    found = conformance_notices("fax.tif", verdict, [Notice(already, "fax.tif: något saknas.")])
    assert [notice.code for notice in found] == told
