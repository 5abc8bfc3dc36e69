"""The sample's second dispatch is the first one's meeting file with its changes, and nothing else."""

from __future__ import annotations

import importlib
import json

import pytest

from tests.conftest import ROOT

MAKERS = ROOT / "samples" / "_tillverka"
MEETING = ROOT / "samples" / "kallelse" / "kf-2026-12-14" / "mote.json"


def test_the_second_meeting_file_is_made_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes the first one makes the second anew: `.venv/bin/python samples/_tillverka/utskick.py`."""
    monkeypatch.syspath_prepend(str(MAKERS))
    made = importlib.import_module("utskick").second(json.loads(MEETING.read_text(encoding="utf-8")))
    kept = json.loads(MEETING.with_name("mote-utskick-2.json").read_text(encoding="utf-8"))
    assert kept == made
