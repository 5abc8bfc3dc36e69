"""Diarienummer look the way their organ's diarium writes them."""

from __future__ import annotations

import re

from service.errors import Problem
from service.model.framework import Framework
from service.model.marks import walk_fields
from service.model.ramverk import ALE_DIARIENUMMER, Organ
from service.model.wording import quoted
from service.rules.finding import Findings

_PREFIX = re.compile(r"[A-ZÅÄÖ]+(?:-[A-ZÅÄÖ]+)*")


def check_diarienummer(model: object, framework: Framework) -> Findings:
    """Every diarienummer that breaks the pattern of its organ, or Ale's form when no organ is found."""
    for path, field, value in walk_fields(model):
        if not field.metadata.get("diarienummer") or not value:
            continue
        organ = _find_organ(value, framework)
        pattern = organ.diarienummer_monster if organ else ALE_DIARIENUMMER
        if re.fullmatch(pattern, value) is None:
            whose = f"{organ.namn} skriver dem" if organ else "de skrivs i Ale"
            yield Problem(
                "invalid_diarienummer",
                f"Diarienumret {quoted(value)} är inte skrivet så som {whose}.",
                path,
                "Skriv numret exakt som i diariet, till exempel KS.2026.3 (organ, år och löpnummer)."
                if pattern == ALE_DIARIENUMMER
                else f"Skriv numret exakt som i diariet; mönstret i ramverket är {pattern}",
            )


def _find_organ(diarienummer: str, framework: Framework) -> Organ | None:
    """The organ whose kod opens the number; `KS-HR` is a part of KS's diarium."""
    match = _PREFIX.match(diarienummer)
    if match is None:
        return None
    by_kod = {organ.kod: organ for organ in framework.organ}
    return by_kod.get(match[0]) or by_kod.get(match[0].split("-")[0])
