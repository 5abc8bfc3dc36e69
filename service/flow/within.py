"""What stands within a meeting that was fetched: an ärende, a handling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.flow.refusals import not_known
from service.records.base import JsonObject


def require_arende(meeting: Mapping[str, Any], arende: str) -> JsonObject:
    """An ärende of a meeting that was fetched. Raises NotKnown."""
    return _of_id(meeting["arenden"], arende, "Ärendet")


def require_handling(arende: Mapping[str, Any], handling: str) -> JsonObject:
    """A handling of an ärende that was fetched. Raises NotKnown."""
    return _of_id(arende["handlingar"], handling, "Handlingen")


def _of_id(rows: Sequence[JsonObject], ident: str, what: str) -> JsonObject:
    for one in rows:
        if one["id"] == ident:
            return one
    raise not_known(what)
