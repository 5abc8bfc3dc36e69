"""Released packets: readers see the public edition and nothing else; a body's members also the internal one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader

from service.flow.diarium.entry_file import person_named
from service.flow.jobs import run_job
from service.flow.read_manifest import read_manifest
from service.flow.releases import list_releases, release_file, release_packet, withdraw_release
from service.flow.verify_packet import manifest_of, verify_packet
from service.flow.wiring import Workshop
from service.model.people import Held, Role
from service.records.blobs import fetch
from service.records.inventory import referred_blobs
from service.seal.seal import load_key, seal_pdf
from service.settings import Settings
from tests.api import Api
from tests.certificates import issue
from tests.flow.conftest import make_pdf
from tests.flow.plain_converter import PlainConverter
from tests.flow.test_api import HEADS
from tests.service import move_in, open_town

SECRET = "Hemlighuset"  # noqa: S105  # a word to look for, no password
MARKED = {
    "markerad": True,
    "bestammelse": "19 kap. 1 § OSL",
    "omfattning": "hela",
    "datum": "2026-11-20",
    "myndighet": "Kommunstyrelsen",
}
PEOPLE = {
    "ledamot": [Held(Role.LASARE, "KF")],
    "vn.ledamot": [Held(Role.LASARE, "VN")],
    "kf.sekreterare": [Held(Role.NAMNDSEKRETERARE, "KF")],
}
OUTSIDE = ("lasare", "vn.handlaggare", "vn.sekreterare", "vn.ledamot")
INSIDE = ("ledamot", "kf.sekreterare")


@dataclass
class Meeting:
    """A meeting with an open and a secret document, and its packet."""

    api: Api
    id: str
    job: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"/sammantraden/{self.id}"

    def release(self, who: str = "kansli") -> Any:
        """Release its packet."""
        return self.api.post(f"{self.path}/utgivningar", who, {"jobb": self.job})


@pytest.fixture(name="meeting", scope="module")
def _meeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    folder = tmp_path_factory.mktemp("stad")
    with open_town(folder) as town:
        move_in(town, PEOPLE)
        api = Api(town)
        (folder / "konverterat").mkdir()
        bench = Workshop(
            town.service.settings, PlainConverter(folder / "konverterat"), lambda *_: None, folder
        )
        yield compiled(api, bench, folder)


def compiled(api: Api, bench: Workshop, folder: Path) -> Meeting:
    """A meeting with an open and a secret document, and its packet."""
    made = api.post("/sammantraden", "kansli", HEADS).get_json()
    path = f"/sammantraden/{made['id']}/arenden"
    facts = {
        "rubrik": "Köp av mark",
        "arendetyp": "redovisning",
        "diarienummer": "KS.2026.9",
        "vackt_av": "namnd",
    }
    answer = api.call("POST", path, "kansli", facts, {"If-Match": '"v1"'})
    assert answer.status_code == 201, answer.text
    arende = answer.get_json()["arenden"][0]["id"]
    for version, (title, word, more) in enumerate(
        [
            ("Karta", "Kartan", {}),
            (f"Värdering av {SECRET}", f"Priset på {SECRET}", {"sekretess": MARKED, "publiceras": "nej"}),
        ],
        start=2,
    ):
        paper = make_pdf(folder / f"{version}.pdf", word).read_bytes()
        file = api.send("kansli", "bilaga.pdf", paper).get_json()["id"]
        body = {"handlingstyp": "bilaga", "titel": title, "fil": file, **more}
        added = api.call("POST", f"{path}/{arende}/handlingar", "kansli", body, {"If-Match": f'"v{version}"'})
        assert added.status_code == 201, added.text
    order = {"utgavor": ["intern", "publik"]}
    ordered = api.post(f"/sammantraden/{made['id']}/sammanstall", "kansli", order)
    assert ordered.status_code == 202, ordered.text
    job = ordered.get_json()["id"]
    run_job(api.town.service, bench, job, "a")
    done = api.get(f"/jobb/{job}", "kansli").get_json()
    assert done["status"] == "klar", done["fel"]
    return Meeting(api, made["id"], job)


def _text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_the_whole_way(meeting: Meeting) -> None:
    """Nothing before; the public edition for readers, the internal one for members; nothing after it is taken back."""
    api, path = meeting.api, meeting.path
    for who in (*OUTSIDE, *INSIDE):
        assert api.get(path, who).status_code == 404
        assert api.get(f"{path}/utgivningar", who).status_code == 404
        assert api.get("/sammantraden", who).get_json()["totalt"] == 0
    assert meeting.release("granskare").status_code == 403
    released = meeting.release()
    assert released.status_code == 201, released.text
    assert meeting.release().status_code == 409

    for who in (*OUTSIDE, *INSIDE):
        assert api.get("/sammantraden", who).get_json()["totalt"] == 1
        seen = api.get(path, who)
        assert SECRET not in seen.text
        agenda = seen.get_json()["arenden"][0]
        assert (agenda["rubrik"], [one["titel"] for one in agenda["handlingar"]]) == (
            "Köp av mark",
            ["Karta", "Bilaga"],
        )
        assert api.get(f"/jobb/{meeting.job}", who).status_code == 404
        assert api.get(f"{path}/paket", who).status_code == 403
        assert api.get(f"{path}/kontroll", who).status_code == 403

    files = {who: _files(meeting, who) for who in (*OUTSIDE, *INSIDE, "kansli")}
    public = {"kf-2026-12-14-publik.pdf", "kf-2026-12-14-publik.manifest.json"}
    for who in OUTSIDE:
        assert set(files[who]) == public
        assert all(SECRET not in _content(meeting, who, name) for name in public)
        assert api.get(f"{files[who]['kf-2026-12-14-publik.pdf']}x", who).status_code == 404
        hidden = files["kansli"]["kf-2026-12-14.pdf"]
        assert api.get(hidden, who).status_code == 404
    for who in INSIDE:
        assert {"kf-2026-12-14.pdf", *public} <= set(files[who])
        assert SECRET in _content(meeting, who, "kf-2026-12-14.pdf")
    assert api.get(path, "admin").status_code == 403

    ident = released.get_json()["id"]
    back = f"{path}/utgivningar/{ident}/aterkalla"
    assert api.post(back, "lasare", {"varfor": "Fel fil."}).status_code == 403
    taken = api.post(back, "registrator", {"varfor": "Fel fil."})
    assert taken.get_json()["varfor"] == "Fel fil."
    for who in (*OUTSIDE, *INSIDE):
        assert api.get(path, who).status_code == 404
        assert api.get(files[who]["kf-2026-12-14-publik.pdf"], who).status_code == 404
    assert api.get(f"{path}/utgivningar", "kansli").get_json()["poster"][0]["aterkallad"]
    assert meeting.release().get_json()["nr"] == 2


def test_later_work_is_not_seen(meeting: Meeting) -> None:
    """What the kansli changes after the release is not the readers' before the next one."""
    api, path = meeting.api, meeting.path
    if not api.get("/sammantraden", "lasare").get_json()["totalt"]:
        meeting.release()
    before = api.get(path, "lasare")
    version = api.get(path, "kansli").get_json()["version"]
    facts = {
        "rubrik": f"Om {SECRET}",
        "arendetyp": "redovisning",
        "diarienummer": "KS.2026.10",
        "vackt_av": "namnd",
    }
    added = api.call("POST", f"{path}/arenden", "kansli", facts, {"If-Match": f'"v{version}"'})
    assert added.status_code == 201, added.text
    assert api.get(path, "lasare").get_json() == before.get_json()
    assert SECRET in api.get(path, "kansli").text


def test_only_a_public_edition_is_released(meeting: Meeting) -> None:
    """A packet of the internal edition alone, one that is not finished, and one of another meeting."""
    api, path = meeting.api, meeting.path
    job = api.post(f"{path}/sammanstall", "kansli", {"utgavor": ["publik"], "del_mb": 1}).get_json()["id"]
    waiting = api.post(f"{path}/utgivningar", "kansli", {"jobb": job})
    assert (waiting.status_code, waiting.get_json()["problems"][0]["code"]) == (409, "not_built")
    other = api.post("/sammantraden", "kansli", HEADS).get_json()["id"]
    assert api.post(f"/sammantraden/{other}/utgivningar", "kansli", {"jobb": meeting.job}).status_code == 404


def _files(meeting: Meeting, who: str) -> dict[str, str]:
    """The addresses of the files that somebody may have, by name."""
    listed = meeting.api.get(f"{meeting.path}/utgivningar", who).get_json()["poster"][0]
    base = f"{meeting.path}/utgivningar/{listed['id']}/filer"
    return {one["namn"]: f"{base}/{one['namn']}" for one in listed["filer"]}


def _content(meeting: Meeting, who: str, name: str) -> str:
    answer = meeting.api.get(_files(meeting, who)[name], who)
    assert answer.status_code == 200
    return _text(answer.data) if name.endswith(".pdf") else answer.text


def test_a_sealed_release_is_its_manifests(meeting: Meeting, tmp_path: Path) -> None:
    """Both editions are sealed; the manifest is of what lies under the seal, and anything more than a seal is told."""
    issued = issue(tmp_path)
    service = meeting.api.town.service
    sealing = {
        "sigill": "ja",
        "sigill_nyckel": str(issued.key),
        "sigill_losenord_fil": str(issued.password_file),
        "sigill_betrodda": str(issued.trusted),
    }
    settings = replace(service.settings, **sealing)  # type: ignore[arg-type]  # names from a mapping
    service = replace(service, settings=settings)
    person = person_named(service, "kansli")
    for one in list_releases(service, person, meeting.id):
        withdraw_release(service, person, meeting.id, one["id"], "Förseglas.")
    shown = release_packet(service, person, meeting.id, meeting.job)
    assert shown["forseglad"] is True
    for one in shown["filer"]:
        file = release_file(service, person, meeting.id, shown["id"], one["namn"])
        assert (file.sha256, file.size) == (one["sha256"], one["storlek"])
        fetch(service.store, file.sha256, tmp_path / one["namn"])
    packets = sorted(tmp_path.glob("kf-*.pdf"))
    assert [one.name for one in packets] == ["kf-2026-12-14-publik.pdf", "kf-2026-12-14.pdf"]
    for packet in packets:
        found = verify_packet(packet, manifest_of(packet), settings)
        assert found.problems == ()
        assert found.seal is not None
        assert found.seal.signature is not None
        assert found.seal.signature.who == "Kommunens sigill, Ale kommun"
        assert found.seal.signature.holds
    with service.records.look() as db:
        assert {one["sha256"] for one in shown["filer"]} <= referred_blobs(db)
    _told_when_more_than_sealed(packets[0], settings, tmp_path)


def _told_when_more_than_sealed(packet: Path, settings: Settings, folder: Path) -> None:
    def codes(path: Path, by: Settings = settings) -> list[str]:
        return [one.code for one in verify_packet(path, manifest_of(packet), by).problems]

    whole = packet.read_bytes()
    appended = folder / "mer.pdf"
    appended.write_bytes(whole + b"\n% mer\n")
    assert codes(appended) == ["seal_broken"]
    stranger = folder / "annan"
    stranger.mkdir()
    assert codes(packet, replace(settings, sigill_betrodda=str(issue(stranger).trusted))) == [
        "seal_not_trusted"
    ]
    size = read_manifest(manifest_of(packet), settings).size
    touched = folder / "rord.pdf"
    other = IncrementalPdfFileWriter(BytesIO(whole[:size]))
    page: Any = other.find_page_for_modification(0)[0]  # type: ignore[no-untyped-call]  # pyHanko types it in part
    page.get_object()["/Rotate"] = NumberObject(90)  # type: ignore[no-untyped-call]
    other.mark_update(page)
    with touched.open("wb") as out:
        other.write(out)  # type: ignore[no-untyped-call]  # pyHanko types it in part
    key = load_key(settings.sigill_nyckel, settings.sigill_losenord_fil)
    seal_pdf(touched, folder / "rord-forseglad.pdf", key, "Ändrad")
    assert codes(folder / "rord-forseglad.pdf") == ["packet_changed_after_build"]


def test_a_release_is_found_by_the_words_that_it_shows(meeting: Meeting) -> None:
    """By readers, as long as it stands; what is withheld from the public edition finds nothing, for members neither."""
    api = meeting.api

    def found(who: str, words: str) -> list[str]:
        answer = api.get(f"/sok?q={words}", who)
        assert answer.status_code == 200, answer.text
        return [one["slag"] for one in answer.get_json()["poster"]]

    for one in api.get(f"{meeting.path}/utgivningar", "kansli").get_json()["poster"]:
        api.post(f"{meeting.path}/utgivningar/{one['id']}/aterkalla", "kansli", {"varfor": "Fel."})
    assert found("lasare", "kartan") == []
    released = meeting.release().get_json()
    for who in (*OUTSIDE, *INSIDE):
        assert found(who, "kartan") == found(who, "köp+mark") == ["utgivning"], who
        assert found(who, SECRET) == []
    back = f"{meeting.path}/utgivningar/{released['id']}/aterkalla"
    assert api.post(back, "kansli", {"varfor": "Fel."}).status_code == 200
    assert all(found(who, "kartan") == [] for who in (*OUTSIDE, *INSIDE))
