"""Whose service this is, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass

from service.errors import SamladError
from service.flow.chosen import Chosen, chosen_of, with_chosen
from service.flow.drafts import reader_of
from service.flow.service import Service


@dataclass(frozen=True, slots=True)
class Look:
    """What stands around every page."""

    municipality: str
    colour: str
    contact: str
    footer: str
    logo: str = ""
    """The digest of a logo that an administrator has chosen."""


def look_of(service: Service) -> Look:
    """As it was chosen; as the operator has set it while the records do not answer."""
    try:
        chosen = chosen_of(service)
    except SamladError:
        chosen = Chosen()
    own = with_chosen(service, chosen).settings
    name = own.kommun or municipality_name(service)
    return Look(name, own.farg, own.kontakt, own.sidfot, chosen.logo)


def municipality_name(service: Service) -> str:
    """The municipality's name in the framework in force; empty as long as there is no framework."""
    try:
        return reader_of(service).framework()[1].kommun.namn
    except SamladError:
        return ""
