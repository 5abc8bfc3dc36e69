"""The sample year put into an empty service: people of every role, the framework, reports on their way, the meeting."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.clock import STOCKHOLM
from service.flow.accounts import create_account, first_account
from service.flow.demo import MEETING
from service.flow.diarium.series import series_of_framework
from service.flow.frameworks import add_framework
from service.flow.hela_vagen_diarium import FIRST
from service.flow.jobs import run_job
from service.flow.orders import order_build
from service.flow.places import SAMPLES
from service.flow.preparation import add_arende, add_handling, create_meeting
from service.flow.register import Report, create_report, get_report
from service.flow.release import take_step
from service.flow.service import Service
from service.flow.uploads import add_file
from service.flow.wiring import Workshop
from service.model.people import Held, Person, Role

FRAMEWORK = SAMPLES / "ramverk" / "ale.json"
REPORTS = SAMPLES / "nulagesbeskrivning"
DECISIONS = MEETING.parent / "handlingar"
OFFICE = ("UN", "VN")
"""The bodies whose officer and secretary can be tried."""
REASON = "Risken om lokaler saknar sannolikhet, och förflyttningen behöver kopplas till ett riktningsmål."

HANDED_IN, DECIDED, HANDED_OVER, TREATED = 1, 3, 4, 5
"""How many of the steps have been taken."""
_WAY = ("skicka_in", "granska", "besluta", "overlamna", "behandla")
PLAN: tuple[tuple[str, int], ...] = (
    ("un-2025", TREATED),
    ("sbn-2025", TREATED),
    ("sn-2026", HANDED_OVER),
    ("sbn-2026", HANDED_OVER),
    ("ofn-2026", HANDED_OVER),
    ("kfn-2026", DECIDED),
    ("aleb-2026", HANDED_IN),
)
"""Reports and how far they have come; UN's is a draft, VN's has come back."""


@dataclass(frozen=True, slots=True)
class Login:
    """An account to try with."""

    role: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put into the service."""

    logins: tuple[Login, ...]
    reports: int
    files: int


_PEOPLE: tuple[tuple[str, str, tuple[Held, ...]], ...] = (
    ("handlaggare", "Hedda Lindqvist", tuple(Held(Role.HANDLAGGARE, organ) for organ in OFFICE)),
    ("sekreterare", "Elsa Mörtberg", tuple(Held(Role.NAMNDSEKRETERARE, organ) for organ in OFFICE)),
    ("granskare", "Henrika Ljungdal", (Held(Role.GRANSKARE),)),
    ("kansli", "Gunilla Trädgårdh", (Held(Role.KANSLI),)),
    ("registrator", "Roger Näslund", (Held(Role.REGISTRATOR),)),
    ("lasare", "Lovisa Ek", (Held(Role.LASARE),)),
)  # fmt: skip


def fill_service(service: Service, workshop: Workshop) -> Filled:
    """Put the sample year into a service.

    Raises:
        Conflict: the service has accounts already; nobody's data is mixed with the sample's.
    """
    cast = _Cast(service, workshop)
    series_of_framework(service, cast["registrator"], FIRST)
    done = {name: cast.bring(name, steps) for name, steps in PLAN}
    cast.draft_of_un()
    cast.return_to_vn()
    files = cast.prepare_meeting(done)
    return Filled(tuple(cast.logins), len(PLAN) + 2, files)


class _Cast:
    """The people of the sample, and what they do."""

    def __init__(self, service: Service, workshop: Workshop) -> None:
        self._service, self._workshop = service, workshop
        self.logins: list[Login] = []
        password = _password()
        admin = first_account(service, "admin", "Administratören", password).person
        self.logins.append(Login(Role.ADMINISTRATOR.label, "admin", password))
        self._people = {"admin": admin}
        add_framework(
            service, admin, FRAMEWORK, "Exempelkommunens ramverk"
        )  # it knows the bodies of the others
        for username, name, held in _PEOPLE:
            password = _password()
            made = create_account(service, admin, username, name, password, held)
            self._people[username] = made.person
            self.logins.append(Login(held[0].role.label, username, password))
        # Who writes for the other bodies: an account that nobody can log in to.
        others = sorted({name.split("-")[0].upper() for name, _ in PLAN} - set(OFFICE))
        roles = [Held(role, organ) for organ in others for role in (Role.HANDLAGGARE, Role.NAMNDSEKRETERARE)]
        self._people["ovriga"] = create_account(
            service, admin, "ovriga-organ", "Övriga organ", _password() + _password(), roles
        ).person

    def __getitem__(self, username: str) -> Person:
        return self._people[username]

    def bring(self, name: str, steps: int) -> Report:
        """A report, and so many of its steps."""
        raw = _raw(name)
        officer, secretary = self._writers(str(raw["organ"]))
        report = self._create(officer, raw)
        self._build(officer, report.id)
        for step in _WAY[:steps]:
            person = {"granska": self["granskare"], "behandla": self["kansli"]}.get(step, secretary)
            said = self._said(step, raw, person)
            version = get_report(self._service, person, report.id).version
            report = take_step(self._service, person, report.id, step, said, version)
        return report

    def draft_of_un(self) -> None:
        """A report that somebody is in the middle of: parts are not written yet."""
        raw = _raw("un-2026")
        for name in ("sammanfattning", "mojliga_forflyttningar", "tillitsreflektion", "maluppfyllelse"):
            raw.pop(name, None)
        for entry in raw["per_riktningsmal"][2:]:
            entry.pop("hur_man_relaterar", None)
        self._create(self["handlaggare"], raw)

    def return_to_vn(self) -> None:
        """A report that has come back with a reason."""
        report = self.bring("vn-2026", HANDED_IN)
        version = get_report(self._service, self["granskare"], report.id).version
        take_step(self._service, self["granskare"], report.id, "aterlamna", {"varfor": REASON}, version)

    def prepare_meeting(self, reports: Mapping[str, Report]) -> int:
        """The sample meeting with its ärenden, files and those reports; how many files there are."""
        told = json.loads(MEETING.read_text(encoding="utf-8"))
        kansli, service = self["kansli"], self._service
        meeting = create_meeting(service, kansli, {name: told[name] for name in ("sammantrade", "kallelse")})
        files = 0
        for arende in told["arenden"]:
            handlingar = arende.pop("handlingar", ())
            meeting = add_arende(service, kansli, meeting["id"], arende, meeting["version"])
            place = meeting["arenden"][-1]["id"]
            for handling in handlingar:
                source = self._source(handling, reports)
                if source:
                    facts = {key: value for key, value in handling.items() if key not in _OF_FILES}
                    meeting = add_handling(
                        service, kansli, meeting["id"], place, {**facts, **source}, meeting["version"]
                    )
                    files += "fil" in source
        return files

    def _source(self, handling: Mapping[str, Any], reports: Mapping[str, Report]) -> dict[str, str]:
        if handling.get("fil"):
            path = MEETING.parent / handling["fil"]
            return {"fil": add_file(self._service, self["kansli"], path, path.name).id}
        report = reports.get(Path(handling.get("indata", "")).stem)
        return {"rapport": report.id} if report is not None else {}

    def _said(self, step: str, raw: Mapping[str, Any], person: Person) -> dict[str, Any]:
        decision = raw.get("beslut") or {}
        today = self._service.now().astimezone(STOCKHOLM).date()
        on = min(date.fromisoformat(str(decision.get("datum", today))), today)
        if step == "besluta":
            extract = DECISIONS / f"protokollsutdrag-nulage-{str(raw['organ']).lower()}.pdf"
            file = add_file(self._service, person, extract, extract.name).id
            return {"datum": on, "paragraf": decision.get("paragraf", "§ 1"), "protokollsutdrag": file}
        return {"kf_datum": on, "kf_paragraf": "§ 140"} if step == "behandla" else {}

    def _writers(self, organ: str) -> tuple[Person, Person]:
        if organ in OFFICE:
            return self["handlaggare"], self["sekreterare"]
        return self["ovriga"], self["ovriga"]

    def _create(self, person: Person, raw: Mapping[str, Any]) -> Report:
        with self._service.open_folder() as folder:
            path = folder / "in.json"
            path.write_text(json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")
            return create_report(self._service, person, path).report

    def _build(self, person: Person, report: str) -> None:
        job = order_build(self._service, person, report)
        run_job(self._service, self._workshop, job, f"demo-{self._service.new_id()[:8]}")


_OF_FILES = frozenset({"fil", "indata", "id", "relationer"})
"""What names files and documents by the meeting file's own names; in the service they have others."""


def _raw(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((REPORTS / f"{name}.json").read_text(encoding="utf-8"))
    raw.pop("ramverk", None)
    return raw


def _password() -> str:
    return f"prova-{secrets.token_hex(4)}"
