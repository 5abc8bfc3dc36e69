"""The log of who did what, read and checked."""

from __future__ import annotations

from service.flow.service import Service
from service.records.audit import Chain, verify


def verify_log(service: Service) -> Chain:
    """Whether the log is as it was written."""
    with service.records.look() as db:
        return verify(db)
