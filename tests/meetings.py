"""A meeting in the service for tests of its pages: the sample's first ärenden, a few files, a packet when wanted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from service.flow.jobs import run_job
from service.flow.orders import order_build, order_packet
from service.flow.preparation import add_arende, add_handling, create_meeting
from service.flow.uploads import add_file
from service.flow.wiring import Workshop
from service.model.people import Person
from tests.conftest import ROOT
from tests.flow.conftest import make_pdf
from tests.flow.plain_converter import PlainConverter
from tests.service import Town

SAMPLE = ROOT / "samples" / "kallelse" / "kf-2026-12-14" / "mote.json"
WITHHELD = "Överklagande från Åsa Öhrn"
"""Title of a handling that is not published."""


def prepared_meeting(town: Town, folder: Path, arenden: int = 5) -> dict[str, Any]:
    """The sample's meeting with its first ärenden; the last of them has two files, of which one is secret."""
    kansli = town["kansli"]
    raw = json.loads(SAMPLE.read_text(encoding="utf-8"))
    meeting = create_meeting(town.service, kansli, {name: raw[name] for name in ("sammantrade", "kallelse")})
    for one in raw["arenden"][:arenden]:
        facts = {name: value for name, value in one.items() if name != "handlingar"}
        meeting = add_arende(town.service, kansli, meeting["id"], facts, meeting["version"])
    last = meeting["arenden"][-1]["id"]
    for title, more in (("Presentation", {}), (WITHHELD, _secrecy())):
        made = make_pdf(folder / f"{len(title)}.pdf", f"{title}, sidan 1", f"{title}, sidan 2")
        file = add_file(town.service, kansli, made, f"{title}.pdf")
        facts = {"titel": title, "handlingstyp": "bilaga", "fil": file.id, **more}
        meeting = add_handling(town.service, kansli, meeting["id"], last, facts, meeting["version"])
    return meeting


def compiled_packet(town: Town, meeting: str, folder: Path) -> str:
    """Both editions of the meeting's packet; the job's id."""
    job = order_packet(town.service, town["kansli"], meeting, ["intern", "publik"])
    run_jobs(town, job, folder)
    return job


def build_report(town: Town, person: Person, report: str, folder: Path) -> None:
    """Build a report's documents, as has to be done before it is handed in."""
    run_jobs(town, order_build(town.service, person, report), folder)


def run_jobs(town: Town, job: str, folder: Path) -> None:
    """Do a job as a worker would, with the plain converter."""
    bench = Workshop(town.service.settings, PlainConverter(folder), lambda *_: None, folder)
    run_job(town.service, bench, job, "prov")


def _secrecy() -> dict[str, Any]:
    note = {
        "markerad": True,
        "bestammelse": "25 kap. 1 § OSL",
        "datum": "2026-11-20",
        "myndighet": "Kommunstyrelsen",
        "omfattning": "hela",
    }
    return {"publiceras": "nej", "titel_publik": "Överklagande", "sekretess": note}
