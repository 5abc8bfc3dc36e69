"""The public agenda of a finished packet as files for the municipality's website: pages, JSON and calendar."""

from __future__ import annotations

from collections.abc import Mapping

from service.errors import Problem
from service.flow.jobs import OutputFile, lay_out_files, reader_for
from service.flow.orders import COMPILE
from service.flow.publicera import publish_agenda
from service.flow.publicera_paket import MANIFEST
from service.flow.refusals import WrongState, not_known
from service.flow.service import Service
from service.model.people import CENTRAL, Person
from service.records.blobs import fetch
from service.records.jobs import DONE, find_job


def agenda_files(
    service: Service, person: Person, meeting: str, job: str
) -> tuple[OutputFile, Mapping[str, str]]:
    """The public edition's packet, and the pages around it by name, with links into the packet.

    Made from what the packet was made from, whatever has become of the meeting since.

    Raises:
        NotKnown: no such packet, or none that the person prepares.
        WrongState: it is not finished, or has no public edition that is whole.
        InputError: a page cannot be made.
    """
    with service.records.look() as db:
        row = find_job(db, job)
        if row is None or not person.roles & CENTRAL or (row.sammantrade, row.slag) != (meeting, COMPILE):
            raise not_known("Paketet")
        made = {one.namn: OutputFile(one.namn, one.sha256, one.storlek) for one in row.utdata}
        underlag, done = dict(row.underlag), row.status == DONE
    manifest = next(
        (name for name in made if name.endswith(f"-publik{MANIFEST}") and "-tillagg" not in name), ""
    )
    packet = made.get(manifest.removesuffix(MANIFEST) + ".pdf")
    if not done or not manifest or packet is None:
        raise WrongState(_no_public_edition())
    with service.open_folder() as folder:
        source, beside, target = folder / "in", folder / "paket", folder / "ut"
        for one in (source, beside):
            one.mkdir()
        lay_out_files(service, underlag, source)
        for file in (made[manifest], packet):
            fetch(service.store, file.sha256, beside / file.name)
        reader = reader_for(service, underlag, folder)
        publish_agenda(source / underlag["start"], target, reader, (beside / manifest,))
        pages = [path for path in sorted(target.iterdir()) if path.name != packet.name]
        return packet, {path.name: path.read_bytes().decode("utf-8") for path in pages}


def _no_public_edition() -> Problem:
    return Problem(
        "no_public_edition",
        "Paketet har ingen färdig offentlig utgåva, så det finns ingen föredragningslista att publicera.",
        "jobb",
        "Sammanställ paketet med utgåvan ”publik”, ensam eller tillsammans med den interna.",
    )
