"""How far a meeting has come, and by which steps: what the page and the API show of it."""

from __future__ import annotations

from service.flow.service import Service
from service.flow.utskick.mote import db_meeting, state_of
from service.model.people import Person
from service.records.base import JsonObject
from service.records.moten import steps_of


def meeting_course(service: Service, person: Person, meeting: str) -> JsonObject:
    """The meeting's state and steps. Raises NotKnown."""
    with service.records.look() as db:
        db_meeting(db, person, meeting)
        return {
            "tillstand": state_of(db, meeting).value,
            "steg": [
                {
                    "nr": one.nr,
                    "fran": one.fran,
                    "till": one.till,
                    "vem": one.vem,
                    "nar": one.nar.isoformat(),
                    "skal": one.skal,
                }
                for one in steps_of(db, meeting)
            ],
        }
