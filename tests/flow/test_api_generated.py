"""Requests that a program makes up from our own OpenAPI document, right ones and wrong ones.

Whatever is sent: no fault of ours, no answer that the document does not know, and none of another form than it says.
The names in an address are often those of things that exist, so that the requests reach further than "not found".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.api.openapi import document
from service.api.route import Route
from service.api.table import BASE, ROUTES
from service.flow.jobs import cancel_job
from service.model.people import Role
from tests.api import Api
from tests.flow.conftest import make_pdf
from tests.flow.test_api import HEADS
from tests.flow.test_api_access import WHO
from tests.service import open_town, report_text

EXAMPLES = 8
SLOW = {
    "kontrollera_sammantrade": 2,
    "hamta_blankett": 3,
    "hamta_rapportens_blankett": 3,
    "logga_in": 3,
    "byt_losenord": 3,
    "skapa_anvandare": 4,
}
"""These read files in processes of their own, make Word files, or hash passwords with Argon2."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@dataclass
class Furnished:
    """A service with one of everything, and the document's operations over it."""

    api: Api
    known: dict[str, list[str]]
    """For a name in an address: values that exist."""
    operations: dict[str, Any]


@pytest.fixture(name="town", scope="module")
def _town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    folder = tmp_path_factory.mktemp("stad")
    with open_town(folder, inloggningsforsok="1000000") as town:
        api = Api(town)
        schema = schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", api.app)
        found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
        operations = {one.label: one for one in found}
        yield Furnished(api, _furnish(api, make_pdf(folder / "bilaga.pdf", "Bilaga")), operations)


def _furnish(api: Api, paper: Path) -> dict[str, list[str]]:
    """One of everything; the account is one that nobody here calls with."""
    report = api.post("/rapporter", "vn.handlaggare", report_text()).get_json()["rapport"]["id"]
    job = api.post(f"/rapporter/{report}/bygg", "vn.handlaggare").get_json()["id"]
    cancel_job(api.town.service, api.town["vn.handlaggare"], job)  # else a stream of it would not end
    file = api.send("kansli", "bilaga.pdf", paper.read_bytes()).get_json()["id"]
    meeting = api.post("/sammantraden", "kansli", HEADS).get_json()["id"]
    arende = {"rubrik": "Ett", "arendetyp": "redovisning", "diarienummer": "KS.2026.9", "vackt_av": "namnd"}
    path = f"/sammantraden/{meeting}/arenden"
    made = api.call("POST", path, "kansli", arende, {"If-Match": '"v1"'}).get_json()["arenden"][0]["id"]
    handling = {"handlingstyp": "bilaga", "titel": "Bilaga", "fil": file}
    answer = api.call("POST", f"{path}/{made}/handlingar", "kansli", handling, {"If-Match": '"v2"'})
    body = {"anvandarnamn": "nagon", "namn": "Någon", "losenord": "en lång fras för någon", "roller": []}
    account = api.post("/anvandare", "admin", body).get_json()["person"]["id"]
    return {
        **_furnish_register(api),
        "rapport": [report],
        "jobb": [job],
        "fil": [file],
        "mote": [meeting],
        "arende": [made],
        "handling": [answer.get_json()["arenden"][0]["handlingar"][0]["id"]],
        "anvandare": [account],
        "nr": ["1", "2", "gallande", "0", "-1", "9" * 30],
        "format": ["docx", "pdf", "exe"],
        "steg": ["skicka_in", "besluta", "aterlamna"],
        "dokumenttyp": ["nulagesbeskrivning", "kallelse", "ramverk", "brev"],
        "namn": ["rapport.pdf", "..", "%2e%2e"],
    }


def _furnish_register(api: Api) -> dict[str, list[str]]:
    """A series, a matter and a document."""
    api.post("/diarium/serier", "registrator")
    matter = {"serie": "KS", "arendemening_offentlig": "Riktningsmål"}
    case = api.post("/diarium/arenden", "registrator", matter).get_json()["arende"]["id"]
    document = {
        "riktning": "upprattad",
        "datum": "2026-11-20",
        "titel": "Protokoll",
        "handlingstyp": "protokoll",
    }
    made = api.post(f"/diarium/arenden/{case}/handlingar", "registrator", document).get_json()["handling"][
        "id"
    ]
    return {
        "serie": ["KS", "NY"],
        "diariearende": [case, "KS.2026.1"],
        "diariehandling": [made, "KS.2026.1-1"],
        "kalla": ["rapport:a:1:KS"],
    }


def _try(town: Furnished, route: Route, mode: GenerationMode) -> None:
    operation = town.operations[f"{route.method} {BASE}{route.path}"]
    right = [WHO[role] for role in route.roles or Role]

    @given(data=st.data())
    @settings(
        max_examples=SLOW.get(route.name, EXAMPLES),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def tried(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        for name in case.path_parameters or {}:
            known = town.known.get(name)
            if known and data.draw(st.integers(0, 3)):
                case.path_parameters[name] = data.draw(st.sampled_from(known))
        headers = {"Authorization": f"Bearer {town.api.token(data.draw(st.sampled_from(right)))}"}
        if route.versioned and data.draw(st.booleans()):
            headers["If-Match"] = f'"v{data.draw(st.integers(1, 6))}"'
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS, additional_checks=[])

    with suppress(Unsatisfiable):  # what takes nothing has no wrong request
        tried()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_generated_requests(town: Furnished, route: Route, mode: GenerationMode) -> None:
    """Seeded, so that a failure here is a failure everywhere."""
    _try(town, route, mode)


def test_the_document_promises_no_answer_for_everything() -> None:
    """Else no answer would ever be undocumented."""
    for path in document()["paths"].values():
        for operation in path.values():
            assert "default" not in operation["responses"]
            assert not any(status.startswith("5") and status != "503" for status in operation["responses"])
