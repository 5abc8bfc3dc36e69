"""What somebody typed about matters and documents, read into the model; every fault at once, each at its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.model.diarium import Arendeuppgifter, Handlingsuppgifter
from service.schema.diarium import (
    ArendeandringRequest,
    HandlingsandringRequest,
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
