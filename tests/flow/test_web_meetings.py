"""The kansli's pages: meetings, ärenden and handlingar by forms, packets followed and looked through."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from werkzeug.test import TestResponse

from service.errors import Problem
from service.flow.preparation import add_arende, add_handling, get_meeting
from service.flow.register import create_report
from service.flow.release import take_step
from service.records.tables import Rapport
from service.web.filled import fold, placed, unfold
from service.web.handlingar import title_of
from service.web.meetings import step
from tests.meetings import WITHHELD, build_report, compiled_packet, prepared_meeting, run_jobs
from tests.service import Town, open_town, report_text, write_json
from tests.web import Web, hidden

HEAD = {
    "sammantrade.organ": "KF",
    "sammantrade.datum": "2026-12-14",
    "sammantrade.tid_start": "18:00",
    "sammantrade.plats": "A-salen, ”Alafors” <medborgarhus>",
    "sammantrade.typ": "ordinarie",
    "sammantrade.ordforande": "Åsa Öhrn",
    "kallelse.diarienummer": "KS.2026.3",
}


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


@pytest.fixture(name="kansli")
def _kansli(town: Town) -> Web:
    return Web(town).log_in("kansli")


def _goes(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def _pdf(*texts: str) -> BytesIO:
    made = BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), invariant=1)
    for text in texts or ("Kartan",):
        canvas.drawString(72, 600, text)
        canvas.showPage()
    canvas.save()
    made.seek(0)
    return made


def test_a_meeting_is_made_and_filled_by_forms_alone(town: Town, kansli: Web) -> None:
    """Created, changed, given ärenden with proposals, moved, and taken away again."""
    meeting = _goes(kansli.post("/sammantraden/nytt", HEAD))
    page = kansli.get(meeting)
    assert "A-salen, ”Alafors” &lt;medborgarhus&gt;" in page.text
    arende = _goes(
        kansli.post(
            f"{meeting}/arenden",
            {"version": hidden(page, "version"), "rubrik": "Budget 2027", "arendetyp": "beslut"},
        )
    )
    form = kansli.get(arende)
    sent = {
        "version": hidden(form, "version"),
        "rubrik": "Budget 2027",
        "arendetyp": "beslut",
        "foredragande": "Ekonomichefen\n\n Kommundirektören ",
        "tid_slot.fran": "18:10",
        "forslag_till_beslut[0].organ": "Kommunstyrelsen",
        "forslag_till_beslut[0].punkter": "Fullmäktige fastställer budgeten.\nFullmäktige fastställer ramarna.",
        "forslag_till_beslut[1].organ": "",
        "forslag_till_beslut[1].punkter": "",
        "beredning[0].organ": "Kommunstyrelsen",
        "beredning[0].datum": "2026-11-24",
        "beredning[0].paragraf": "§ 250",
        "beredning[0].beslut": "",
    }
    _goes(kansli.post(arende, sent))
    kept = get_meeting(town.service, town["kansli"], meeting.rsplit("/", 1)[-1])
    assert kept["arenden"][0]["foredragande"] == ["Ekonomichefen", "Kommundirektören"]
    assert kept["arenden"][0]["forslag_till_beslut"] == [
        {
            "organ": "Kommunstyrelsen",
            "punkter": ["Fullmäktige fastställer budgeten.", "Fullmäktige fastställer ramarna."],
        }
    ]
    assert kept["arenden"][0]["beredning"] == [
        {"organ": "Kommunstyrelsen", "datum": "2026-11-24", "paragraf": "§ 250"}
    ]
    assert "Fullmäktige fastställer ramarna." in kansli.get(arende).text
    assert _goes(kansli.post(f"{arende}/ta-bort", {"version": str(kept["version"])})) == meeting
    assert get_meeting(town.service, town["kansli"], kept["id"])["arenden"] == []


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(kansli: Web) -> None:
    """A wrong date and a missing place: both told at once, with links to the fields, and what was typed is there."""
    answer = kansli.post(
        "/sammantraden/nytt", {**HEAD, "sammantrade.datum": "2026-02-30", "sammantrade.plats": ""}
    )
    assert answer.status_code == 422
    for name in ("sammantrade-datum", "sammantrade-plats"):
        assert f'href="#falt-{name}"' in answer.text
        assert f'id="falt-{name}-fel"' in answer.text
    assert 'value="Åsa Öhrn"' in answer.text
    assert 'value="2026-02-30"' in answer.text


def test_a_colleagues_change_is_not_overwritten(town: Town, kansli: Web, tmp_path: Path) -> None:
    """Whoever saves an older version is told, and sees again what was typed."""
    meeting = prepared_meeting(town, tmp_path)
    address = f"/sammantraden/{meeting['id']}/uppgifter"
    answer = kansli.post(address, {**HEAD, "version": str(meeting["version"] - 1)})
    assert answer.status_code == 412
    assert "&lt;medborgarhus&gt;" in answer.text


def test_what_a_form_does_not_show_stays(town: Town, kansli: Web, tmp_path: Path) -> None:
    """Those called beside the members, and who settled the agenda, are no fields of the form."""
    meeting = prepared_meeting(town, tmp_path)
    answer = kansli.post(
        f"/sammantraden/{meeting['id']}/uppgifter", {**HEAD, "version": str(meeting["version"])}
    )
    _goes(answer)
    kept = get_meeting(town.service, town["kansli"], meeting["id"])
    assert kept["kallelse"]["ovriga"] == meeting["kallelse"]["ovriga"]
    assert kept["kallelse"]["faststalld_av_ordforande"] == meeting["kallelse"]["faststalld_av_ordforande"]
    assert "sekreterare" not in kept["sammantrade"]


def test_arenden_are_moved_by_buttons_and_by_dragging(town: Town, kansli: Web, tmp_path: Path) -> None:
    """A step by a button; the whole order from a script; letters and numbers follow."""
    meeting = prepared_meeting(town, tmp_path)
    ids = [one["id"] for one in meeting["arenden"]]
    address = f"/sammantraden/{meeting['id']}/ordning"
    to = _goes(kansli.post(address, {"version": str(meeting["version"]), "flytta": f"{ids[-1]}:upp"}))
    assert to.endswith(f"#arende-{ids[-1]}")
    moved = get_meeting(town.service, town["kansli"], meeting["id"])
    assert [one["id"] for one in moved["arenden"]] == [*ids[:3], ids[4], ids[3]]
    assert [one["ordning"] for one in moved["arenden"]] == ["A", "B", "C", "1", "2"]
    back = {"version": str(moved["version"]), "ordning": ids, "flytta": f"{ids[0]}:"}
    _goes(kansli.post(address, back))
    assert [one["id"] for one in get_meeting(town.service, town["kansli"], meeting["id"])["arenden"]] == ids


def test_many_files_at_once_and_one_that_is_refused(town: Town, kansli: Web, tmp_path: Path) -> None:
    """The good ones are there, in order; the bad one is told by name."""
    meeting = prepared_meeting(town, tmp_path)
    arende = meeting["arenden"][0]["id"]
    address = f"/sammantraden/{meeting['id']}/arenden/{arende}/filer"
    files = [
        (_pdf(), "karta_över_Älvängen.pdf"),
        (BytesIO(b"MZ\x90\0" * 99), "virus.pdf"),
        (_pdf("Sidan 1", "Sidan 2"), "tjänsteskrivelse.pdf"),
    ]
    answer = kansli.post(address, {"version": str(meeting["version"]), "filer": files})
    assert answer.status_code == 422
    assert "virus.pdf" in answer.text
    kept = get_meeting(town.service, town["kansli"], meeting["id"])["arenden"][0]["handlingar"]
    assert [one["titel"] for one in kept] == ["Karta över Älvängen", "Tjänsteskrivelse"]


def test_an_attached_pdf_shows_its_first_page(town: Town, kansli: Web, tmp_path: Path) -> None:
    """Drawn once and kept; other files show their kind; who does not prepare meetings sees nothing."""
    meeting = prepared_meeting(town, tmp_path)
    address, arende = f"/sammantraden/{meeting['id']}", meeting["arenden"][0]["id"]
    picture = BytesIO()
    Image.new("RGB", (80, 60), "navy").save(picture, "PNG")
    files = [(_pdf("Sidan 1"), "karta.pdf"), (BytesIO(picture.getvalue()), "foto.png")]
    _goes(
        kansli.post(f"{address}/arenden/{arende}/filer", {"version": str(meeting["version"]), "filer": files})
    )
    pdf, photo = get_meeting(town.service, town["kansli"], meeting["id"])["arenden"][0]["handlingar"]
    page = kansli.get(address).text
    place = f"{address}/arenden/{arende}/handlingar"
    assert f'src="{place}/{pdf["id"]}/bild?bredd=160"' in page
    assert f"{photo['id']}/bild" not in page
    assert '<span class="thumb" aria-hidden="true">Bild</span>' in page
    for width, drawn_width in ((160, 160), (9999, 600)):
        answer = kansli.get(f"{place}/{pdf['id']}/bild?bredd={width}")
        assert answer.mimetype == "image/png"
        with Image.open(BytesIO(answer.data)) as drawn:
            assert drawn.width == drawn_width
    assert len(list((town.service.settings.cache_folder() / "bilder").glob("*.png"))) == 2
    assert "Första sidan i ”Karta”" in kansli.get(f"{place}/{pdf['id']}").text
    assert kansli.get(f"{place}/{photo['id']}/bild").status_code == 404
    assert Web(town).log_in("vn.handlaggare").get(f"{place}/{pdf['id']}/bild").status_code in (403, 404)


def test_a_script_sends_files_one_by_one(town: Town, kansli: Web, tmp_path: Path) -> None:
    """It gets the next version, and the faults as JSON."""
    meeting = prepared_meeting(town, tmp_path)
    address = f"/sammantraden/{meeting['id']}/arenden/{meeting['arenden'][0]['id']}/filer"
    first = kansli.post(
        address, {"version": str(meeting["version"]), "filer": (_pdf(), "a.pdf")}, Accept="application/json"
    )
    told = first.get_json()
    assert (told["version"], told["added"], told["problems"]) == (meeting["version"] + 1, 1, [])
    assert [notice.split()[0] for notice in told["notices"]] == ["a.pdf"]  # it has no tags
    bad = {"version": str(meeting["version"] + 1), "filer": (BytesIO(b"inget"), "b.pdf")}
    told = kansli.post(address, bad, Accept="application/json").get_json()
    assert (told["added"], told["version"]) == (0, meeting["version"] + 1)
    assert "b.pdf" in told["problems"][0]["message"]


def test_a_handling_gets_its_secrecy_note(town: Town, kansli: Web, tmp_path: Path) -> None:
    """A mark without its provision is refused at the field; with it, it is kept; taken away, all of it goes."""
    meeting = prepared_meeting(town, tmp_path)
    arende = meeting["arenden"][-1]
    place = f"/sammantraden/{meeting['id']}/arenden/{arende['id']}/handlingar/{arende['handlingar'][0]['id']}"
    sent: dict[str, Any] = {
        "version": str(meeting["version"]),
        "titel": "Presentation",
        "handlingstyp": "presentation",
        "bifogas_kallelsen": "ja",
        "publiceras": "nej",
        "sekretess.markerad": "ja",
        "sekretess.bestammelse": "lagen",
    }
    refused = kansli.post(place, sent)
    assert refused.status_code == 422
    assert 'href="#falt-sekretess-bestammelse"' in refused.text
    note = {
        "sekretess.bestammelse": "25 kap. 1 § OSL",
        "sekretess.datum": "2026-11-20",
        "sekretess.myndighet": "KS",
    }
    _goes(kansli.post(place, {**sent, **note}))
    kept = get_meeting(town.service, town["kansli"], meeting["id"])
    handling = kept["arenden"][-1]["handlingar"][0]
    assert handling["sekretess"]["bestammelse"] == "25 kap. 1 § OSL"
    assert handling["forsattsblad"] is False
    plain = {
        "version": str(kept["version"]),
        "titel": "Presentation",
        "handlingstyp": "presentation",
        "bifogas_kallelsen": "ja",
        "forsattsblad": "ja",
    }
    _goes(kansli.post(place, plain))
    handling = get_meeting(town.service, town["kansli"], meeting["id"])["arenden"][-1]["handlingar"][0]
    assert "sekretess" not in handling
    assert "forsattsblad" not in handling


def test_reports_that_were_handed_in_can_be_chosen(town: Town, kansli: Web, tmp_path: Path) -> None:
    """A draft is not there; what was handed in is, once."""
    meeting = prepared_meeting(town, tmp_path)
    writer = town["vn.handlaggare"]
    report = create_report(town.service, writer, write_json(tmp_path, report_text()), "VN").report
    address = f"/sammantraden/{meeting['id']}/arenden/{meeting['arenden'][0]['id']}/rapporter"
    assert "Inga fler rapporter" in kansli.get(address).text
    build_report(town, writer, report.id, tmp_path)
    take_step(town.service, writer, report.id, "skicka_in", {}, report.version)
    assert report.id in kansli.get(address).text
    assert kansli.post(address, {"version": str(meeting["version"])}).status_code == 422
    _goes(kansli.post(address, {"version": str(meeting["version"]), "rapport": report.id}))
    handling = get_meeting(town.service, town["kansli"], meeting["id"])["arenden"][0]["handlingar"][0]
    assert (handling["rapport"], handling["handlingstyp"]) == (report.id, "nulagesbeskrivning")
    assert "Inga fler rapporter" in kansli.get(address).text
    board = kansli.get("/aret?ar=2026").text
    assert report.id in board
    assert "Inskickad" in board


def test_a_packet_is_ordered_and_can_be_stopped(town: Town, kansli: Web, tmp_path: Path) -> None:
    """Without an edition or with a nonsense size nothing is ordered; the workers are told of what is."""
    meeting = prepared_meeting(town, tmp_path)
    address = f"/sammantraden/{meeting['id']}/paket"
    assert kansli.post(address).status_code == 422
    assert 'href="#falt-del-mb"' in kansli.post(address, {"utgava": "intern", "del_mb": "stor"}).text
    packet = _goes(kansli.post(address, {"utgava": ["intern", "publik"], "del_mb": "9,5"}))
    assert kansli.rung == [packet.rsplit("/", 1)[-1]]
    assert "Väntar på sin tur" in kansli.get(packet).text
    assert kansli.get(packet, Accept="application/json").get_json()["ord"] == "Väntar på sin tur"
    _goes(kansli.post(f"{packet}/avbryt"))
    assert "Avbrutet" in kansli.get(packet).text


def test_both_editions_are_looked_through_beside_each_other(town: Town, kansli: Web, tmp_path: Path) -> None:
    """Bookmarks, pictures of pages, files; notices name the handlingar; another meeting's packet is not there."""
    meeting = prepared_meeting(town, tmp_path, arenden=4)
    folder = tmp_path / "pdf"
    folder.mkdir()
    job = compiled_packet(town, meeting["id"], folder)
    base = f"/sammantraden/{meeting['id']}/paket/{job}"
    told = kansli.get(base).text
    assert f"”{WITHHELD}”" in told
    assert meeting["arenden"][-1]["handlingar"][0]["id"] not in told
    page = kansli.get(f"{base}/bladdra?sida=5").text
    pictures = re.findall(r'<img src="([^"]+)"', page)
    assert [("publik" in one) for one in pictures] == [False, True]
    got = kansli.get(pictures[0].replace("&amp;", "&"))
    assert (got.mimetype, got.data[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert kansli.get(f"{base}/filer/kf-2026-12-14.pdf/sidor/9999").status_code == 404
    assert kansli.get(f"{base}/filer/kf-2026-12-14.pdf/sidor/0").status_code == 404
    assert kansli.get(f"{base}/filer/kf-2026-12-14.pdf").data.startswith(b"%PDF")
    other = prepared_meeting(town, tmp_path)
    assert kansli.get(f"/sammantraden/{other['id']}/paket/{job}/bladdra").status_code == 404
    only = kansli.get(f"{base}/bladdra?sida=999999&utgava=kf-2026-12-14-publik.pdf").text
    assert len(re.findall("<img ", only)) == 1
    assert WITHHELD not in only


def test_a_packet_is_released_withdrawn_and_fetched_whole(town: Town, kansli: Web, tmp_path: Path) -> None:
    """Readers have it between the two; the ZIPs hold every file, byte for byte, and say what is missing."""
    folder = tmp_path / "paket"
    folder.mkdir()
    meeting = prepared_meeting(town, folder)
    job = compiled_packet(town, meeting["id"], folder)
    base = f"/sammantraden/{meeting['id']}"
    packet = f"{base}/paket/{job}"
    with zipfile.ZipFile(BytesIO(kansli.get(f"{packet}/allt.zip").data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {name.partition(".")[2] for name in names} >= {"pdf", "manifest.json"}
        for name in names:
            assert archive.read(name) == kansli.get(f"{packet}/filer/{name}").data
    with zipfile.ZipFile(BytesIO(kansli.get(f"{base}/handlingar.zip").data)) as archive:
        assert archive.testzip() is None
        found = [name for name in archive.namelist() if name.endswith(f"/02 {WITHHELD}.pdf")]
        assert len(found) == 1
        assert archive.read(found[0]).startswith(b"%PDF")
        assert not any(".." in name or "\\" in name for name in archive.namelist())
    with zipfile.ZipFile(BytesIO(kansli.get(f"{packet}/foredragningslista.zip").data)) as archive:
        assert archive.testzip() is None
        pages = {name: archive.read(name) for name in archive.namelist()}
        assert {"index.html", "foredragningslista.json", "sammantrade.ics"} <= set(pages)
        public = next(name for name in pages if name.endswith(".pdf"))
        assert pages[public] == kansli.get(f"{packet}/filer/{public}").data
        assert f'href="{public}' in pages["index.html"].decode()
        assert not any(WITHHELD.encode() in page for page in pages.values())
    assert kansli.get(f"{base}/paket/finns-inte/foredragningslista.zip").status_code == 404
    assert _goes(kansli.post(f"{packet}/ge-ut")) == f"{base}/paket"
    reader = Web(town).log_in("lasare")
    assert reader.get(f"/utgivet/{meeting['id']}").status_code == 200
    assert "Utgivet" in kansli.get(packet).text
    again = kansli.post(f"{packet}/ge-ut")
    assert (again.status_code, "Paketet är redan utgivet." in again.text) == (409, True)
    withdraw = re.search(r'action="([^"]+/aterkalla)"', kansli.get(f"{base}/paket").text)
    assert withdraw is not None
    assert kansli.post(withdraw[1]).status_code == 422
    assert _goes(kansli.post(withdraw[1], {"varfor": "Fel <bilaga>"})) == f"{base}/paket"
    assert "Fel &lt;bilaga&gt;" in kansli.get(f"{base}/paket").text
    assert reader.get(f"/utgivet/{meeting['id']}").status_code == 404


def test_what_has_no_file_is_named_among_the_files(town: Town, kansli: Web, tmp_path: Path) -> None:
    """A report that is not built yet is not left out in silence."""
    meeting = prepared_meeting(town, tmp_path)
    saved = create_report(town.service, town["vn.handlaggare"], write_json(tmp_path, report_text()))
    with town.service.records.change() as db:
        row = db.get(Rapport, saved.report.id)
        assert row is not None
        row.status, row.inskickad_nr = "overlamnad_ks", 1
    facts = {"titel": "VN: s rapport", "handlingstyp": "nulagesbeskrivning", "rapport": saved.report.id}
    last = meeting["arenden"][-1]["id"]
    add_handling(town.service, town["kansli"], meeting["id"], last, facts, meeting["version"])
    with zipfile.ZipFile(
        BytesIO(kansli.get(f"/sammantraden/{meeting['id']}/handlingar.zip").data)
    ) as archive:
        assert "/03 VN s rapport" in archive.read("saknas.txt").decode()
        assert len(archive.namelist()) == 3


def test_a_late_item_goes_out_in_a_supplement(town: Town, kansli: Web, tmp_path: Path) -> None:
    """The packet page orders the next dispatch after one that was sent; pages that were sent keep their labels."""
    meeting = prepared_meeting(town, tmp_path, arenden=4)
    folder = tmp_path / "pdf"
    folder.mkdir()
    first = compiled_packet(town, meeting["id"], folder)
    late = {"rubrik": "Sent inkommen fråga", "arendetyp": "fraga", "bradskande": True}
    add_arende(town.service, town["kansli"], meeting["id"], late, meeting["version"])
    address = f"/sammantraden/{meeting['id']}/paket"
    assert f'<option value="{first}"' in kansli.get(address).text
    second = _goes(kansli.post(address, {"utgava": ["intern", "publik"], "efter": first})).rsplit("/", 1)[-1]
    assert second != first
    run_jobs(town, second, folder)
    told = kansli.get(f"{address}/{second}").text
    assert "tillagg" in told, told
    assert "Sent inkommen fråga" in kansli.get(f"{address}/{second}/bladdra").text


def test_the_year_tells_who_has_not_delivered(kansli: Web) -> None:
    """Every body stands there; another year can be seen; nonsense shows this year."""
    page = kansli.get("/aret").text
    assert "8 organ har inte lämnat" in page
    assert "Valnämnden" in page
    assert "Året 2025" in kansli.get("/aret?ar=2025").text
    assert "Året 2026" in kansli.get("/aret?ar=x").text


def test_fields_are_folded_into_what_is_kept() -> None:
    """Empty values go, groups that become empty go, the rest stays."""
    base = {"a": {"b": 1, "c": 2}, "d": [1]}
    assert fold(base, [("a.b", ""), ("a.c", ""), ("e.f", "ny"), ("d", [])]) == {"e": {"f": "ny"}}
    assert base == {"a": {"b": 1, "c": 2}, "d": [1]}
    assert (unfold(base, "a.b"), unfold(base, "a.x.y"), unfold(base, "q")) == (1, "", "")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("karta_1.pdf", "Karta 1"),
        ("Å Ä  Ö.docx", "Å Ä Ö"),
        (".pdf", ".pdf"),
        ("x" * 400 + ".pdf", "X" + "x" * 299),
    ],
)
def test_a_file_gives_a_handling_its_first_title(name: str, title: str) -> None:
    """Without suffix and underscores, and never too long."""
    assert title_of(name) == title


def test_a_step_at_an_end_changes_nothing() -> None:
    """Up from the first, down from the last, and one that is not there."""
    order = ["a", "b", "c"]
    assert (step(order, "a", "upp"), step(order, "c", "ner"), step(order, "x", "upp")) == (
        order,
        order,
        order,
    )
    assert step(order, "b", "upp") == ["b", "a", "c"]


def test_a_fault_among_lines_is_a_fault_of_their_field() -> None:
    """The third proposal's second point is in the field with the points."""
    told = placed(
        [Problem("x", "fel", "forslag[2].punkter[1]"), Problem("x", "fel", "beredning[1]")], ("punkter",)
    )
    assert [one.path for one in told] == ["forslag[2].punkter", "beredning[1]"]
