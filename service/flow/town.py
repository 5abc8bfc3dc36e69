"""Whose service this is."""

from __future__ import annotations

from service.errors import SamladError
from service.flow.drafts import reader_of
from service.flow.service import Service


def municipality_name(service: Service) -> str:
    """The municipality's name in the framework in force; empty as long as there is no framework."""
    try:
        return reader_of(service).framework()[1].kommun.namn
    except SamladError:
        return ""
