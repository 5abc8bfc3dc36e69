"""Ordering the nulägesbild of a year: its sources are chosen from the records, never named by a path from outside.

What the bodies have handed in is quoted, in that version; a draft and what was handed back are not. Of each body the
latest nulägesbeskrivning of a year counts, and the year before is there to look back at.
"""

from __future__ import annotations

import json
from pathlib import Path

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.drafts import reader_of, write_document
from service.flow.orders import BUILD, OVERVIEW, place_order, underlag_of
from service.flow.refusals import require
from service.flow.service import Service
from service.model.dialogsammanfattning import Dialogsammanfattning
from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.model.nulagesbildsorder import Nulagesbildsorder
from service.model.people import CENTRAL, Person
from service.model.steps import OPEN
from service.records.blobs import fetch
from service.records.reports import find_input, sources_of_year
from service.records.tables import Jobb
from service.schema.load import slug_of

FORMATS = ("docx", "pdf", "xlsx")
_NAME = "nulagesbild.json"


def order_overview(service: Service, person: Person, year: int, diarienummer: str = "") -> str:
    """Order the documents of a year's nulägesbild; the job's id.

    Raises:
        NotAllowed: the person does not prepare fullmäktige's business.
        InvalidInput: nobody has handed in anything for that year, or with every fault of the sources.
    """
    require(person, CENTRAL, "", "Att beställa en nulägesbild")
    day = service.now().astimezone(STOCKHOLM).date()
    with service.open_folder() as folder:
        names = _lay_out(service, person, year, folder)
        if not any(name.startswith(str(year)) for name in names):
            raise InvalidInput(_nothing(year))
        order = {
            "dokumenttyp": slug_of(Nulagesbildsorder),
            "id": f"NBILD-{year}",
            "ar": year,
            "datum": day.isoformat(),
            "underlag": names,
            **({"diarienummer": diarienummer} if diarienummer else {}),
        }
        path = folder / _NAME
        path.write_text(json.dumps(order, ensure_ascii=False, indent=1), encoding="utf-8")
        reader_of(service).read(path)  # with faults it is not ordered
        files = {name: service.store.put(folder / name) for name in (_NAME, *names)}
    underlag = underlag_of(service, BUILD, _NAME, files) | {"format": sorted(FORMATS)}
    return place_order(service, person, Jobb(slag=OVERVIEW, underlag=underlag))


def _lay_out(service: Service, person: Person, year: int, folder: Path) -> list[str]:
    """Write every source; their names begin with their year."""
    reports, dialogs = slug_of(Nulagesbeskrivning), slug_of(Dialogsammanfattning)
    wanted: list[tuple[str, str, str, str, dict[str, object]]] = []
    seen: set[tuple[str, int]] = set()
    with service.records.look() as db:
        for row in sources_of_year(db, person, year, (reports, dialogs)):
            one = (row.organ, row.ar)
            if row.status in OPEN or (row.slug == reports and one in seen):
                continue
            version = find_input(db, row.id, row.inskickad_nr)
            if version is not None:
                if row.slug == reports:
                    seen.add(one)
                wanted.append((f"{row.ar}-{row.id}", version.sha256, row.slug, row.status, dict(row.beslut)))
    names = []
    for name, sha256, slug, status, decision in wanted:
        raw = fetch(service.store, sha256, folder / f"{name}.in")
        names.append(write_document(raw, slug, status, decision, folder, name).name)
        raw.unlink()
    return names


def _nothing(year: int) -> Problem:
    return Problem(
        "no_sources",
        f"Inget organ har skickat in något för {year}.",
        "verksamhetsar",
        "Vänta tills organen har skickat in sina nulägesbeskrivningar, eller ange ett annat år.",
    )
