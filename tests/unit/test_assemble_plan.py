"""The plan: arithmetic over page counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.assemble.plan import plan_packet
from service.assemble.stamps import stamp_text
from service.errors import AssemblyError
from service.model.packet import Part, PartKind

pytestmark = pytest.mark.unit


def _part(key: str, diarienummer: str = "") -> Part:
    return Part(key, PartKind.BILAGA, f"Titel {key}", f"Bilaga {key}", Path(f"{key}.pdf"), diarienummer)


def test_parts_follow_one_another() -> None:
    """Every part begins on the page after the part before it."""
    plan = plan_packet([_part("a"), _part("b"), _part("c")], {"a": 2, "b": 1, "c": 7})
    assert [(p.first_page, p.last_page) for p in plan.parts] == [(1, 2), (3, 3), (4, 10)]
    assert plan.page_count == 10
    assert plan.first_page("c") == 4


def test_all_faults_at_once() -> None:
    """A key used twice and two parts without pages are told together."""
    with pytest.raises(AssemblyError) as caught:
        plan_packet([_part("a"), _part("a"), _part("b"), _part("c")], {"a": 2, "b": 0})
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("part_key_twice", "a"),
        ("part_not_counted", "b"),
        ("part_not_counted", "c"),
    ]


def test_stamp_names_label_diarienummer_and_running_page() -> None:
    """The stamp's words come from the part and the plan; an empty diarienummer leaves no gap."""
    plan = plan_packet([_part("1", "KS.2026.1"), _part("2")], {"1": 3, "2": 4})
    assert stamp_text(plan.parts[0], plan, 2) == "Bilaga 1 · KS.2026.1 · Sida 2 (7)"
    assert stamp_text(plan.parts[1], plan, 7) == "Bilaga 2 · Sida 7 (7)"
