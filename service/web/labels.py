"""The words and tones of states."""

from __future__ import annotations

from flask_babel import gettext

from service.model.choices import Rapportstatus
from service.model.steps import ATERLAMNAD
from service.web.language import mark

STATES = {**{one.value: one.label for one in Rapportstatus}, ATERLAMNAD: mark("Återlämnad")}
TONES = {ATERLAMNAD: "warning", "utkast": "neutral", "inskickad": "info", "granskad": "info"}
"""The badge of each state; the states that are not named here are good news."""


def state_label(status: str) -> str:
    """A report's state, as people read it."""
    return str(gettext(STATES.get(status, status)))


def state_tone(status: str) -> str:
    """The tone of a state's badge."""
    return TONES.get(status, "good")
