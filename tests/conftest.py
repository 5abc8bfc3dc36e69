"""What every tier shares: where the project is, and tiers that defend themselves."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test belongs to the tier of its folder; nobody has to remember the mark."""
    for item in items:
        tier = item.path.relative_to(ROOT / "tests").parts[0]
        item.add_marker(getattr(pytest.mark, tier))


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the settings of the person who runs it."""
    for variable in [name for name in os.environ if name.startswith("SAMLAD_")]:
        monkeypatch.delenv(variable)


def pytest_sessionfinish() -> None:
    """No process is left behind."""
    end_shared()


def end_shared() -> None:
    """End the processes that tests of the service share; who has tested nothing of it does not load it for this."""
    shared = sys.modules.get("tests.service")
    if shared is not None:
        shared.end_triage()
