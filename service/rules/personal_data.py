"""All that may be personal data in a text, each piece once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from service.model.publicering import Fyndslag
from service.rules.contact_details import find_contact_details
from service.rules.person_names import find_names
from service.rules.personnummer import find_personnummer


@dataclass(frozen=True, slots=True)
class Known:
    """What is published anyway."""

    names: Collection[str] = field(default_factory=frozenset)
    """Elected members, and officers in duty."""
    contacts: Collection[str] = field(default_factory=frozenset)
    """Telephone numbers and e-mail addresses at which the municipality itself wants to be reached."""


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of text that may be personal data."""

    first: int
    end: int
    slag: Fyndslag


def find_personal_data(text: str, known: Known, on: date) -> Iterator[Found]:
    """Everything in a text, in its order; where two kinds share text, the earlier one of the list has it."""
    contacts = {_bare(one) for one in known.contacts}
    found = [Found(*one) for one in find_personnummer(text, on)]
    for first, end, slag in find_contact_details(text):
        if _bare(text[first:end]) not in contacts:
            _add(found, Found(first, end, slag))
    for first, end in find_names(text, known.names):
        _add(found, Found(first, end, Fyndslag.NAMN))
    yield from sorted(found, key=lambda one: one.first)


def _add(found: list[Found], one: Found) -> None:
    if all(one.end <= other.first or other.end <= one.first for other in found):
        found.append(one)


def _bare(text: str) -> str:
    return re.sub(r"[^\w@]", "", text.casefold())
