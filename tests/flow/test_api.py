"""The API from the outside: documents, versions, repeated requests, parts of files, faults."""

from __future__ import annotations

import contextvars
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jsonschema import Draft202012Validator

from service.api.openapi import document
from service.api.table import BASE
from service.app import create_app
from service.flow import repeats
from service.flow.form import FormOrder, make_form
from service.flow.jobs import run_job
from service.flow.read import Reader
from service.flow.register import create_report
from service.flow.repeats import KeyReused
from service.flow.wiring import Workshop
from service.http.download import disposition
from service.records.database import Records, sqlite_url
from tests.api import Api
from tests.conftest import ROOT
from tests.flow.conftest import make_pdf
from tests.flow.plain_converter import PlainConverter
from tests.service import FRAMEWORK, REPORT, open_town, report_text, write_json

HEADS = {
    "sammantrade": {
        "organ": "KF",
        "datum": "2026-12-14",
        "tid_start": "18:00",
        "plats": "A-salen",
        "ordforande": "Ordförande",
    },
    "kallelse": {"slag": "kallelse", "version": 1, "diarienummer": "KS.2026.3"},
}


@pytest.fixture(name="api")
def _api(tmp_path: Path) -> Iterator[Api]:
    with open_town(tmp_path) as town:
        yield Api(town)


def _report(api: Api, **changed: Any) -> dict[str, Any]:
    answer = api.post("/rapporter", "vn.handlaggare", report_text(**changed))
    assert answer.status_code == 201, answer.data
    made: dict[str, Any] = answer.get_json()["rapport"]
    return made


def _codes(answer: Any) -> list[str]:
    return [problem["code"] for problem in answer.get_json()["problems"]]


def test_a_report_is_created_and_fetched(api: Api) -> None:
    """201 with its address and ETag; the address leads to it; an unchanged one is not sent again."""
    answer = api.post("/rapporter", "vn.handlaggare", report_text())
    assert answer.status_code == 201
    address = answer.headers["Location"].removeprefix(BASE)
    found = api.get(address, "vn.handlaggare")
    assert found.get_json() == answer.get_json()["rapport"]
    assert found.headers["ETag"] == answer.headers["ETag"] == '"v1"'
    assert api.call("GET", address, "vn.handlaggare", headers={"If-None-Match": '"v1"'}).status_code == 304


def test_what_one_may_not_know_of_is_not_there(api: Api) -> None:
    """Another body's draft and a report that never was answer alike, word for word."""
    report = _report(api)["id"]
    for path in ("", "/indata", "/versioner", "/versioner/1", "/kontroll", "/dokument/pdf"):
        hidden = api.get(f"/rapporter/{report}{path}", "sn.handlaggare")
        missing = api.get(f"/rapporter/{'0' * 32}{path}", "sn.handlaggare")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.get_json() == missing.get_json()
    assert api.post(f"/rapporter/{report}/bygg", "kansli").status_code == 404
    assert api.put(f"/rapporter/{report}/indata", "sn.handlaggare", report_text(), 1).status_code == 404
    assert api.get("/rapporter", "kansli").get_json() == {"poster": [], "totalt": 0, "fran": 0}


def test_a_change_says_which_version_it_changes(api: Api) -> None:
    """428 without If-Match, 412 with an old one, and the new version in the answer."""
    report = _report(api)["id"]
    path = f"/rapporter/{report}/indata"
    assert _codes(api.put(path, "vn.handlaggare", report_text())) == ["version_needed"]
    answer = api.put(path, "vn.handlaggare", report_text(handlaggare="Ny"), 1)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"v2"')
    old = api.put(path, "vn.sekreterare", report_text(handlaggare="Annan"), 1)
    assert (old.status_code, _codes(old)) == (412, ["changed_meanwhile"])


def test_faults_are_told_all_at_once(api: Api) -> None:
    """A draft is kept with its faults; the check alone keeps nothing."""
    faulty = report_text(maluppfyllelse=None, datum="2026-13-01")
    answer = api.post("/kontroll", "vn.handlaggare", faulty).get_json()
    assert not answer["ok"]
    assert {problem["path"] for problem in answer["problems"]} == {"maluppfyllelse", "datum"}
    assert api.get("/rapporter", "vn.handlaggare").get_json()["totalt"] == 0
    made = api.post("/rapporter", "vn.handlaggare", faulty).get_json()
    assert len(made["problems"]) == 2
    refused = api.post(f"/rapporter/{made['rapport']['id']}/bygg", "vn.handlaggare")
    assert refused.status_code == 422
    assert len(refused.get_json()["problems"]) == 2


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"", "application/json", 400, "file_empty"),
        (b"{", "application/json", 400, "invalid_json"),
        (b"\xff\xfe", "application/json", 400, "not_utf8"),
        (b'{"a": 1, "a": 2}', "application/json", 422, "duplicate_key"),
        (b'{"a": NaN}', "application/json", 400, "not_a_number"),
        (b"[" * 5000, "application/json", 400, None),
        (b"{}", "text/plain", 400, "body_missing"),
    ],
)
def test_bodies_that_cannot_be_read(
    api: Api, content: bytes, kind: str, status: int, code: str | None
) -> None:
    """Each is a fault of the sender, told with a code; none of them a fault of ours."""
    for path in ("/rapporter", "/nycklar"):
        answer = api.client.post(
            BASE + path,
            data=content,
            content_type=kind,
            headers={"Authorization": f"Bearer {api.token('vn.handlaggare')}"},
        )
        assert answer.status_code == status
        assert code is None or _codes(answer) == [code]


@pytest.mark.parametrize(
    "content",
    [
        '{"dokumenttyp": {"a": 1}}',
        '{"dokumenttyp": ["nulagesbild"], "organ": {"b": []}}',
        '{"dokumenttyp": "\\ud800"}',
        '{"dokumenttyp": "nulagesbeskrivning", "organ": "VN", "\\ud800": 1, "titel": "a\\u0000b\\udfff"}',
        '{"dokumenttyp": "nulagesbeskrivning", "organ": "VN", "ar": 1e400, "sekretess": 3}',
        '{"dokumenttyp": "nulagesbeskrivning", "organ": "' + "V" * 500 + '"}',
    ],
)
def test_values_that_nobody_would_write(api: Api, content: str) -> None:
    """Found by generated requests: wrong kinds, lone surrogates, control characters. Never a fault of ours."""
    for path in ("/kontroll", "/rapporter"):
        answer = api.client.post(
            BASE + path,
            data=content,
            content_type="application/json",
            headers={"Authorization": f"Bearer {api.token('vn.handlaggare')}"},
        )
        assert answer.status_code < 500, answer.data
        assert answer.get_json()["problems"]
    assert api.get("/rapporter", "vn.handlaggare").status_code == 200


def test_a_body_that_is_too_large(tmp_path: Path) -> None:
    """413, before it has filled the disk."""
    with open_town(tmp_path, max_indata_mb="1", max_bilaga_mb="1") as town:
        api = Api(town)
        answer = api.post("/rapporter", "vn.handlaggare", report_text(sammanfattning="x" * (1 << 20)))
        assert (answer.status_code, _codes(answer)) == (413, ["body_too_large"])
        sent = api.client.post(
            f"{BASE}/filer?namn=stor.pdf",
            data=b"%PDF-1.7" + b"x" * (3 << 20),
            content_type="application/octet-stream",
            headers={"Authorization": f"Bearer {api.token('vn.handlaggare')}"},
        )
        assert sent.status_code == 413


def test_addresses_and_methods_that_are_not(api: Api) -> None:
    """As problems, like everything else."""
    assert _codes(api.get("/finns-inte", "kansli")) == ["no_such_address"]
    answer = api.call("PATCH", "/rapporter", "kansli")
    assert (answer.status_code, _codes(answer)) == (405, ["method_not_allowed"])
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("antal=0", "out_of_range"),
        ("antal=201", "out_of_range"),
        ("fran=-1", "out_of_range"),
        ("fran=ett", "out_of_range"),
        ("status=brand", "unknown_choice"),
        ("sortering=losenord", "unknown_choice"),
        ("okand=1", "unknown_parameter"),
        ("text=%00", "unknown_choice"),
    ],
)
def test_parameters_that_are_not(api: Api, query: str, code: str) -> None:
    """Nothing is guessed."""
    answer = api.get(f"/rapporter?{query}", "kansli")
    assert (answer.status_code, _codes(answer)) == (422, [code])


def test_a_request_sent_twice_is_done_once(api: Api) -> None:
    """The same key gives the same answer; for another request, or another person, it is not the same key."""
    first = api.post("/rapporter", "vn.handlaggare", report_text(), Idempotency_Key="n1")
    again = api.post("/rapporter", "vn.handlaggare", report_text(), Idempotency_Key="n1")
    assert first.get_json() == again.get_json()
    assert (again.status_code, again.headers["Location"]) == (201, first.headers["Location"])
    assert api.get("/rapporter", "vn.handlaggare").get_json()["totalt"] == 1
    other = api.post("/rapporter", "vn.handlaggare", report_text(ar=2025), Idempotency_Key="n1")
    assert (other.status_code, _codes(other)) == (409, ["key_reused"])
    assert api.post("/rapporter", "vn.sekreterare", report_text(), Idempotency_Key="n1").status_code == 201


def test_a_request_whose_server_was_killed_is_carried_out_once(api: Api) -> None:
    """Killed before the answer was kept: nothing was done. A while later the same request does it, once."""
    town = api.town
    town.service.records.close()  # the child has connections of its own
    child = os.fork()
    if child == 0:
        repeats._keep = lambda *_: os._exit(9)  # the instant at which it is killed
        Api(town).post("/rapporter", "vn.handlaggare", report_text(), Idempotency_Key="n1")
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert api.get("/rapporter", "vn.handlaggare").get_json()["totalt"] == 0
    soon = api.post("/rapporter", "vn.handlaggare", report_text(), Idempotency_Key="n1")
    assert (soon.status_code, _codes(soon)) == (409, ["still_working"])
    town.clock.forward(seconds=town.service.settings.livstecken_sekunder)
    first = api.post("/rapporter", "vn.handlaggare", report_text(), Idempotency_Key="n1")
    again = api.post("/rapporter", "vn.handlaggare", report_text(), Idempotency_Key="n1")
    assert (first.status_code, first.get_json()) == (201, again.get_json())
    assert api.get("/rapporter", "vn.handlaggare").get_json()["totalt"] == 1


def test_who_was_too_slow_has_done_nothing(api: Api, tmp_path: Path) -> None:
    """The same request was taken up by another meanwhile: the first is refused, and all that it did undone."""
    town = api.town
    path = write_json(tmp_path, report_text())

    def quick() -> dict[str, Any]:
        return {"id": create_report(town.service, town["vn.handlaggare"], path).report.id}

    def slow() -> dict[str, Any]:
        town.clock.forward(minutes=5)
        contextvars.Context().run(repeats.once, town.service, "vn", "n1", "a" * 64, quick)
        return quick()

    with pytest.raises(KeyReused):
        repeats.once(town.service, "vn", "n1", "a" * 64, slow)
    kept = repeats.once(town.service, "vn", "n1", "a" * 64, slow)
    listed = api.get("/rapporter", "vn.handlaggare").get_json()
    assert [one["id"] for one in listed["poster"]] == [kept["id"]]


def test_a_failed_request_gives_its_key_back(api: Api) -> None:
    """What was refused can be mended and sent with the same key."""
    assert api.post("/rapporter", "vn.handlaggare", {"organ": "VN"}, Idempotency_Key="n1").status_code == 422
    assert api.post("/rapporter", "vn.handlaggare", report_text(), Idempotency_Key="n1").status_code == 201


def test_a_file_comes_back_whole_and_in_parts(api: Api, tmp_path: Path) -> None:
    """206 with the part, 416 past the end, 304 when one has it; its Swedish name is kept."""
    content = make_pdf(tmp_path / "a.pdf", "Karta").read_bytes()
    sent = api.send("kansli", "Översiktskarta – Älvängen.pdf", content)
    assert sent.status_code == 201
    assert sent.get_json()["namn"] == "Översiktskarta – Älvängen.pdf"
    path = f"/filer/{sent.get_json()['id']}"
    whole = api.get(path, "kansli")
    assert (whole.status_code, whole.data, whole.mimetype) == (200, content, "application/pdf")
    assert "filename*=UTF-8''%C3%96versiktskarta" in whole.headers["Content-Disposition"]
    for wanted, part in (
        ("bytes=0-9", content[:10]),
        ("bytes=-5", content[-5:]),
        ("bytes=20-", content[20:]),
    ):
        answer = api.get(path, "kansli", Range=wanted)
        assert (answer.status_code, answer.data) == (206, part)
    assert api.get(path, "kansli", Range="bytes=999999-").status_code == 416
    headers = {"If-None-Match": whole.headers["ETag"]}
    assert api.call("GET", path, "kansli", headers=headers).status_code == 304
    headers = {"Range": "bytes=0-9", "If-Range": '"annan"'}
    assert api.call("GET", path, "kansli", headers=headers).data == content
    assert api.get(path, "registrator").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("program.exe", b"MZ", "unknown_file_type"),
        ("karta.pdf", b"<html></html>", "wrong_file_type"),
        ("tom.pdf", b"", "file_empty"),
        ("../../etc/passwd", b"root", "unknown_file_type"),
    ],
)
def test_files_that_are_refused(api: Api, name: str, content: bytes, code: str) -> None:
    """By what they are, not by what they are called."""
    answer = api.send("kansli", name, content)
    assert (answer.status_code, _codes(answer)) == (422, [code])


def test_a_file_without_a_form(api: Api, tmp_path: Path) -> None:
    """The bytes as they are, the name in the address."""
    content = make_pdf(tmp_path / "a.pdf", "Karta").read_bytes()
    answer = api.client.post(
        f"{BASE}/filer?namn=karta.pdf",
        data=content,
        content_type="application/octet-stream",
        headers={"Authorization": f"Bearer {api.token('kansli')}"},
    )
    assert (answer.status_code, answer.get_json()["storlek"]) == (201, len(content))


def test_the_framework_by_api(api: Api) -> None:
    """Fetched, replaced, and in versions."""
    raw = api.get("/ramverk/gallande", "lasare").get_json()
    assert raw == json.loads(FRAMEWORK.read_text(encoding="utf-8"))
    raw["kommun"]["telefon"] = "0303-00 00 00"
    made = api.post("/ramverk?kommentar=Nytt%20nummer", "kansli", raw)
    assert (made.status_code, made.get_json()["nr"], made.get_json()["kommentar"]) == (201, 2, "Nytt nummer")
    assert api.get("/ramverk/2", "lasare").get_json()["kommun"]["telefon"] == "0303-00 00 00"
    for missing in ("3", "x", "-1", "99999999999"):
        assert api.get(f"/ramverk/{missing}", "lasare").status_code == 404
    assert {one["id"] for one in api.get("/organ", "lasare").get_json()["poster"]} >= {
        "KF",
        "KS",
        "VN",
        "ALEB",
    }
    assert api.get("/dokumenttyper/nulagesbeskrivning", "lasare").get_json()["title"] == "Nulägesbeskrivning"
    assert api.get("/dokumenttyper/brev", "lasare").status_code == 404


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_a_form_goes_out_and_comes_back_filled(api: Api, tmp_path: Path, suffix: str) -> None:
    """What was filled in becomes a document that can be saved as a report."""
    path = f"/blanketter/nulagesbeskrivning?organ=VN&ar=2026&format={suffix}"
    empty = api.get(path, "vn.handlaggare")
    assert (empty.status_code, empty.data[:2]) == (200, b"PK")
    assert f"nulagesbeskrivning-vn-2026.{suffix}" in empty.headers["Content-Disposition"]
    filled = tmp_path / f"ifylld.{suffix}"
    order = FormOrder("nulagesbeskrivning", "VN", 2026, filled, date(2026, 10, 28), answers=REPORT)
    make_form(order, Reader(api.town.service.settings, date(2026, 11, 23), FRAMEWORK))
    read = api.send("vn.handlaggare", filled.name, filled.read_bytes(), "/blanketter")
    assert read.status_code == 200, read.data
    assert read.get_json()["problems"] == []
    made = api.post("/rapporter", "vn.handlaggare", read.get_json()["underlag"])
    assert (made.status_code, made.get_json()["problems"]) == (201, [])


def test_forms_that_are_not(api: Api) -> None:
    """No form, no such body, no such format, and a file that is none."""
    for path in ("kallelse?organ=VN&ar=2026", "nulagesbeskrivning?organ=XX&ar=2026", "brev?organ=VN&ar=2026"):
        assert api.get(f"/blanketter/{path}", "vn.handlaggare").status_code in (404, 422)
    assert api.send("vn.handlaggare", "a.docx", b"PK", "/blanketter").status_code in (400, 422)


@pytest.mark.parametrize("path", ["/kontroll", "/rapporter", "/blanketter"])
def test_a_document_cannot_reach_for_other_files(api: Api, path: str) -> None:
    """A nulägesbild names files by their paths; from outside it is refused before any of them is looked for."""
    raw = {"dokumenttyp": "nulagesbild", "organ": "VN", "ar": 2026, "underlag": ["../../../etc/passwd"]}
    if path == "/blanketter":
        answer = api.send("vn.handlaggare", "a.json", json.dumps(raw).encode(), path)
    else:
        answer = api.post(path, "vn.handlaggare", raw)
    assert _codes(answer) == ["not_a_report"]


def test_templates_by_api(api: Api) -> None:
    """Our own template has no fault; a Word file with a wrong tag has one, with its place."""
    versions = api.get("/mallar/nulagesbeskrivning", "lasare").get_json()["poster"]
    assert versions[0]["titel"]
    good = (ROOT / "templates" / "nulagesbeskrivning" / "mall.docx").read_bytes()
    found = api.send("kansli", "mall.docx", good, "/mallar/nulagesbeskrivning/granska")
    assert (found.status_code, found.get_json()["ok"]) == (200, True)
    word = Document()
    word.add_paragraph("{{ finns_inte_alls }}")
    bad = BytesIO()
    word.save(bad)
    found = api.send("kansli", "mall.docx", bad.getvalue(), "/mallar/nulagesbeskrivning/granska")
    assert found.status_code == 200
    assert not found.get_json()["ok"]
    assert any("finns_inte_alls" in one["tagg"] + one["message"] for one in found.get_json()["funnet"])
    assert api.get("/mallar/brev", "lasare").status_code == 404


def test_accounts_by_api(api: Api) -> None:
    """The administrator makes, lists and closes accounts; the password is in no answer."""
    body = {
        "anvandarnamn": "ny",
        "namn": "Ny Person",
        "losenord": "fyra  ord med blanksteg",
        "roller": [{"roll": "handlaggare", "organ": "SN"}],
    }
    made = api.post("/anvandare", "admin", body)
    assert made.status_code == 201
    assert b"blanksteg" not in made.data
    path = made.headers["Location"].removeprefix(BASE)
    assert api.get("/anvandare", "admin").get_json()["totalt"] == 9
    login = {"anvandarnamn": "ny", "losenord": "fyra  ord med blanksteg"}
    assert api.post("/inloggning", body=login).status_code == 200
    changed = api.put(path, "admin", {"aktiv": False, "roller": []}, made.get_json()["version"])
    assert (changed.status_code, changed.get_json()["aktiv"]) == (200, False)
    assert api.post("/inloggning", body=login).status_code == 401


def test_the_whole_way_without_libreoffice(api: Api, converter: PlainConverter, tmp_path: Path) -> None:
    """Create, build, hand in; meeting, document, check, compile, packet: each step by the role that takes it."""
    town = api.town
    bench = Workshop(town.service.settings, converter, lambda *_: None, tmp_path)
    report = _report(api)["id"]
    job = api.post(f"/rapporter/{report}/bygg", "vn.handlaggare", {"format": ["pdf"]})
    assert (job.status_code, api.rung) == (202, [job.get_json()["id"]])
    run_job(town.service, bench, api.rung[0], "a")
    done = api.get(job.headers["Location"].removeprefix(BASE), "vn.handlaggare").get_json()
    assert [one["namn"].rsplit(".")[-1] for one in done["filer"]] == ["pdf"]
    events = api.get(f"/jobb/{done['id']}/handelser", "vn.handlaggare")
    assert events.mimetype == "text/event-stream"
    assert '"status": "klar"' in events.get_data(as_text=True)
    assert api.get(f"/rapporter/{report}/dokument/pdf", "vn.handlaggare").data.startswith(b"%PDF")
    assert api.get(f"/rapporter/{report}/dokument/docx", "vn.handlaggare").status_code == 404
    step = f"/rapporter/{report}/steg/skicka_in"
    assert api.post(step, "vn.handlaggare", If_Match='"v1"').get_json()["status"] == "inskickad"
    meeting = api.post("/sammantraden", "kansli", HEADS).get_json()
    path = f"/sammantraden/{meeting['id']}"
    facts = {"rubrik": "Valnämnden", "arendetyp": "redovisning", "diarienummer": "KS.2026.9"}
    meeting = api.post(f"{path}/arenden", "kansli", facts, If_Match='"v1"').get_json()
    arende = meeting["arenden"][0]["id"]
    facts = {"handlingstyp": "nulagesbeskrivning", "titel": "Valnämnden", "rapport": report}
    added = api.post(f"{path}/arenden/{arende}/handlingar", "kansli", facts, If_Match='"v2"')
    assert (added.status_code, added.headers["ETag"]) == (201, '"v3"')
    assert api.get(f"{path}/kontroll", "granskare").get_json()["ok"]
    job = api.post(f"{path}/sammanstall", "kansli", {"utgavor": ["intern", "publik"]})
    run_job(town.service, bench, job.get_json()["id"], "a")
    packets = api.get(f"{path}/paket", "registrator").get_json()["poster"]
    assert packets[0]["status"] == "klar", packets[0]["fel"]
    name = f"/jobb/{packets[0]['id']}/filer/kf-2026-12-14.pdf"
    assert api.get(name, "registrator").data.startswith(b"%PDF")
    assert api.get(name, "vn.handlaggare").status_code == 404
    for form in (f"{path}/arenden/{arende}", f"{path}/arenden/{arende}/handlingar/finns-inte"):
        assert api.call("DELETE", form, "kansli", headers={"If-Match": '"v1"'}).status_code in (404, 412)
    assert api.get("/jobb", "kansli").get_json()["totalt"] == 1


def test_the_document_is_openapi() -> None:
    """Every reference leads somewhere, and every schema is one."""
    doc = document()
    schemas = doc["components"]["schemas"]
    text = json.dumps(doc)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in schemas
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_the_readable_page_shows_every_route(api: Api) -> None:
    """Every address stands on it, and it needs no script."""
    page = api.client.get(f"{BASE}/dokumentation").get_data(as_text=True)
    for path in document()["paths"]:
        assert path in page
    assert "<script" not in page
    assert "<style" not in page


@pytest.mark.parametrize(
    ("name", "plain"),
    [("kf.pdf", "kf.pdf"), ("Öl å.pdf", "Ol a.pdf"), ('a"b\r\n.pdf', "a_b__.pdf"), ("汉.pdf", ".pdf")],
)
def test_names_in_headers(name: str, plain: str) -> None:
    """No name can break out of its header."""
    header = disposition(name)
    assert f'filename="{plain}"' in header
    assert "\n" not in header


def test_a_lost_database_is_a_clear_answer(api: Api, tmp_path: Path) -> None:
    """503 with the time to wait; nothing of the fault's inside is shown."""
    token = api.token("kansli")
    broken = Records(sqlite_url(tmp_path / "ingen" / "samlad.db"))
    service = replace(api.town.service, records=broken)
    api.client = create_app(service, api.rung.append).test_client()
    answer = api.client.get(f"{BASE}/rapporter", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, _codes(answer)) == (503, ["records_unavailable"])
    assert answer.headers["Retry-After"] == "10"
    assert b"sqlite" not in answer.data.lower()
    broken.close()
