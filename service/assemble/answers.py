"""What the tasks of `workbench` answered, as the service keeps it; the tasks' own libraries are not loaded for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.assemble.accessibility import AccessibilityReport
from service.assemble.likeness import Likeness


def likeness_of(answer: Mapping[str, Any]) -> Likeness:
    """What the task `compare` said."""
    return Likeness(**_with_tuples(answer))


def report_of(answer: Mapping[str, Any]) -> AccessibilityReport:
    """What the task `describe` said."""
    return AccessibilityReport(**_with_tuples(answer))


def _with_tuples(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(held) if isinstance(held, list) else held for key, held in answer.items()}
