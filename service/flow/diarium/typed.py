"""What somebody typed about matters and documents, read into the model; every fault at once, each at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.errors import InvalidInput
from service.model.diarium import Arendeuppgifter, Diarieserie, Handlingsuppgifter, Hanteringsregel
from service.model.ramverk import ALE_DIARIENUMMER
from service.schema.diarium import (
    ArendeandringRequest,
    DiarieserieRequest,
    HandlingsandringRequest,
    HanteringsplanRequest,
    NyHandlingRequest,
    NyttArendeRequest,
)
from service.schema.sections import load_request


def new_case(raw: Mapping[str, Any]) -> Arendeuppgifter:
    """A matter that is to be opened. Raises InvalidInput."""
    return Arendeuppgifter(**load_request(NyttArendeRequest, raw))


def new_document(raw: Mapping[str, Any]) -> Handlingsuppgifter:
    """A document that is to be registered. Raises InvalidInput."""
    return Handlingsuppgifter(**load_request(NyHandlingRequest, raw))


def case_changes(raw: Mapping[str, Any]) -> dict[str, Any]:
    """New values for a matter. Raises InvalidInput."""
    return load_request(ArendeandringRequest, raw)


def document_changes(raw: Mapping[str, Any]) -> dict[str, Any]:
    """New values for a document. Raises InvalidInput."""
    return load_request(HandlingsandringRequest, raw)


def series(kod: str, version: int, raw: Mapping[str, Any]) -> tuple[Diarieserie, int]:
    """A series, and the first number of a new one. Raises InvalidInput."""
    return read_series(kod, version, load_request(DiarieserieRequest, raw))


def read_series(kod: str, version: int, request: Mapping[str, Any]) -> tuple[Diarieserie, int]:
    """The same of a request that has been read."""
    told = dict(request)
    first = told.pop("forsta", 1)
    told.setdefault("regex", ALE_DIARIENUMMER)
    return Diarieserie(kod=kod, version=version, **told), first


def plan_row(raw: Mapping[str, Any]) -> Hanteringsregel:
    """A row of the plan, each fault at its field. Raises InvalidInput."""
    place = "rader[0]."
    try:
        rule: Hanteringsregel = load_request(HanteringsplanRequest, {"rader": [raw]})["rader"][0]
    except InvalidInput as fault:
        moved = (replace(one, path=one.path.removeprefix(place)) for one in fault.problems)
        raise InvalidInput(*moved) from fault
    return rule
