"""The codes of meetings on their way: the law, the announcement, the dispatch. A part of `service/codes.py`."""

from __future__ import annotations

from collections.abc import Mapping

LAG: Mapping[str, str] = {
    "law_hinder": "En regel i kommunallagen hindrar utskicket; meddelandet säger vilken (se docs/lagen.md).",
    "not_an_announcement": "Filen är inte ett tillkännagivande.",
}
