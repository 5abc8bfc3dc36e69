"""A delivery as a job: ordered by API or page, packed by a worker, fetched from the store until it is received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from service.flow.arkiv.deliver import Wanted, begin, deliver
from service.flow.diarium.entry_file import person_named
from service.flow.orders import place_order
from service.flow.service import Service
from service.model.leverans import Leveransslag, Profil
from service.model.people import Person
from service.records.base import JsonObject
from service.records.jobs import Made
from service.records.tables import Jobb

ARCHIVE = "arkivera"
_FOLDER = "leveranser"
"""Inside of the service's own folder, so that a job that was broken off can go on."""


def order_delivery(service: Service, person: Person, wanted: Wanted) -> str:
    """Order a delivery; the job's id. What hinders it is said now.

    Raises:
        NotAllowed, NotKnown, ConfigError, InvalidInput: as `deliver`.
    """
    leverans, _ = begin(service, person, wanted)
    underlag: JsonObject = {
        "slag": ARCHIVE,
        "filer": {},
        "leverans": leverans.id,
        "arenden": [one.id for one in leverans.arenden],
        "profil": wanted.profil.value,
        "leveransslag": wanted.slag.value,
        "pdfa": wanted.pdfa,
        "sigill": wanted.sigill,
        "person": person.username,
    }
    return place_order(service, person, Jobb(slag=ARCHIVE, underlag=underlag))


def pack(
    service: Service, underlag: JsonObject, progress: Callable[[str, int, int, str], None]
) -> tuple[list[Made], list[JsonObject]]:
    """Pack what was ordered and put the package into the store. Raises as `deliver`."""
    wanted = Wanted(
        tuple(underlag["arenden"]),
        next(one for one in Profil if one.value == underlag["profil"]),
        next(one for one in Leveransslag if one.value == underlag["leveransslag"]),
        underlag["pdfa"],
        underlag.get("sigill", False),
    )
    folder = service.settings.data_folder() / _FOLDER
    person = person_named(service, underlag["person"])
    made = deliver(
        service, person, wanted, folder, lambda done, total, name: progress("Packar", done, total, name)
    )
    sha256 = service.store.put(made.path)
    made.path.unlink()
    return [Made(made.path.name, sha256, made.size, 0)], [asdict(one) for one in made.notices]
