"""The only source of time; `flow/wiring.py` and the shells ask it, nobody below them does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date where the municipality is."""
    return now().astimezone(STOCKHOLM).date()
