"""Who acts on the command line: the operator says for which person, and that name stands in the log."""

from __future__ import annotations

from service.flow.refusals import not_known
from service.flow.service import Service
from service.model.people import Person
from service.records.people import as_person, find_by_username


def acting_person(service: Service, username: str) -> Person:
    """The person with that username. Raises NotKnown."""
    with service.records.look() as db:
        row = find_by_username(db, username)
        if row is None or not row.aktiv:
            raise not_known(f"Användaren {username}")
        return as_person(row)
