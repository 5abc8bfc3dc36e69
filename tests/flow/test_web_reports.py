"""The officer's day by forms alone: a report begun, written, handed in; two in one report; versions; files; steps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from service.flow.desk import start_report
from service.flow.editing import answers_of, differing, open_editing
from service.flow.jobs import run_job
from service.flow.register import create_report, get_report, inputs_of
from service.flow.wiring import Workshop
from service.web.versions import compare_texts
from service.web.writing import PAGES
from tests.flow.conftest import make_pdf
from tests.service import Town, open_town, report_text, write_json
from tests.web import Web, hidden

WHO = "vn.handlaggare"
PART = "/rapporter/{}/delar/2"
"""The part that holds the summary alone."""


@pytest.fixture(name="web")
def _web(tmp_path: Path) -> Iterator[Web]:
    with open_town(tmp_path) as town:
        yield Web(town).log_in(WHO)


@pytest.fixture(name="report")
def _report(web: Web, tmp_path: Path) -> str:
    return create_report(web.town.service, web.town[WHO], write_json(tmp_path, report_text())).report.id


def fields_of(answer: TestResponse) -> dict[str, list[str]]:
    """What a browser without a script would send of the form, with nothing touched."""
    form = answer.text.split('id="writing"')[1].split("</form>")[0]
    form = re.sub(r"<template.*?</template>(?!\s*</fieldset>\s*</template>)", "", form, flags=re.DOTALL)
    found: dict[str, list[str]] = {}
    pattern = (
        r'<input [^>]*?name="(?P<i>[^"]+)"[^>]*?value="(?P<v>[^"]*)"(?P<rest>[^>]*)>|'
        r'<textarea [^>]*?name="(?P<t>[^"]+)"[^>]*>\n(?P<tv>.*?)</textarea>|'
        r'<select [^>]*?name="(?P<s>[^"]+)"[^>]*>(?P<sv>.*?)</select>'
    )
    for one in re.finditer(pattern, form, re.DOTALL):
        if one["i"]:
            if 'type="checkbox"' not in one[0] or "checked" in one["rest"]:
                found.setdefault(unescape(one["i"]), []).append(unescape(one["v"]))
        elif one["t"]:
            found.setdefault(unescape(one["t"]), []).append(unescape(one["tv"]))
        else:
            chosen = re.findall(r'<option value="([^"]*)" selected', one["sv"])
            found.setdefault(unescape(one["s"]), []).append(unescape(chosen[0]) if chosen else "")
    return found


def answers(town: Town, report: str) -> dict[str, Any]:
    """What is saved."""
    return answers_of(town.service, town[WHO], report)


def test_nothing_changes_when_nothing_is_typed(web: Web, report: str) -> None:
    """Every part of every kind of question, sent back as it came, says the same and makes no version."""
    before = answers(web.town, report)
    parts = len(open_editing(web.town.service, web.town[WHO], report).parts)
    for nr in range(1, parts + 1):
        address = f"/rapporter/{report}/delar/{nr}"
        sent = fields_of(web.get(address))
        assert web.client.post(address, data={**sent, "gor": "spara"}).status_code == 303
    assert answers(web.town, report) == before
    assert len(inputs_of(web.town.service, web.town[WHO], report)) == 1


def test_what_is_typed_is_saved_with_every_sign(web: Web, report: str) -> None:
    """å, ä, ö, quotes, angle brackets, line ends; shown again escaped."""
    text = "Åsa ”sa” <b>\"nej\"</b> & 'ja'\r\n\r\n- ett\r\n- två"
    sent = fields_of(web.get(PART.format(report)))
    web.client.post(PART.format(report), data={**sent, "sammanfattning": text})
    assert answers(web.town, report)["sammanfattning"] == text.replace("\r\n", "\n")
    page = web.get(PART.format(report)).text
    assert "<b>" not in page
    assert "HTML kan inte användas i texten" in page
    assert 'aria-invalid="true"' in page


def test_typing_makes_one_version_and_a_pause_another(web: Web, report: str) -> None:
    """What is saved by itself while one types is gathered; after ten minutes, or by a colleague, it is a new one."""
    town = web.town

    def type_text(text: str) -> None:
        sent = fields_of(web.get(PART.format(report)))
        told = web.client.post(
            PART.format(report), data={**sent, "sammanfattning": text}, headers={"Accept": "application/json"}
        )
        assert told.status_code == 200, told.text

    for text in ("a", "ab", "abc"):
        type_text(text)
    assert get_report(town.service, town[WHO], report).nr == 2
    town.clock.forward(minutes=11)
    type_text("abcd")
    assert get_report(town.service, town[WHO], report).nr == 3
    assert answers_of(town.service, town[WHO], report, 2)["sammanfattning"] == "abc"
    web.log_in("vn.sekreterare")
    type_text("abcde")
    assert get_report(town.service, town[WHO], report).nr == 4


def test_what_was_built_is_never_overwritten(web: Web, report: str, workshop: Workshop) -> None:
    """The pages that somebody has looked at stay those of their version."""
    town = web.town
    address = PART.format(report)
    sent = fields_of(web.get(address))
    web.client.post(address, data={**sent, "sammanfattning": "Byggd."})
    web.post(f"/rapporter/{report}/sidor")
    run_job(town.service, workshop, web.rung[-1], "prov")
    nr = get_report(town.service, town[WHO], report).nr
    sent = fields_of(web.get(address))
    web.client.post(address, data={**sent, "sammanfattning": "Ändrad efteråt."})
    assert get_report(town.service, town[WHO], report).nr == nr + 1
    assert answers_of(town.service, town[WHO], report, nr)["sammanfattning"] == "Byggd."


def test_two_people_in_different_parts_do_not_meet(web: Web, report: str) -> None:
    """Each saves on top of the other."""
    mine = fields_of(web.get(PART.format(report)))
    other = Web(web.town).log_in("vn.sekreterare")
    theirs = fields_of(other.get(f"/rapporter/{report}/delar/1"))
    theirs["handlaggare"] = ["Åsa Öberg"]
    assert other.client.post(f"/rapporter/{report}/delar/1", data=theirs).status_code == 303
    assert web.client.post(PART.format(report), data={**mine, "sammanfattning": "Min."}).status_code == 303
    assert answers(web.town, report)["sammanfattning"] == "Min."
    assert answers(web.town, report)["handlaggare"] == "Åsa Öberg"


def test_two_people_in_the_same_part_are_told(web: Web, report: str) -> None:
    """The later one keeps what was typed, sees what is saved, and decides; a script is told too."""
    address = PART.format(report)
    mine = {**fields_of(web.get(address)), "sammanfattning": "Mitt."}
    other = Web(web.town).log_in("vn.sekreterare")
    other.client.post(address, data={**fields_of(other.get(address)), "sammanfattning": "Deras."})
    quiet = web.client.post(address, data=mine, headers={"Accept": "application/json"})
    assert quiet.status_code == 412
    page = web.client.post(address, data=mine)
    assert page.status_code == 412
    assert "Mitt." in page.text
    assert "Deras." in page.text
    assert answers(web.town, report)["sammanfattning"] == "Deras."
    assert web.client.post(address, data=fields_of(page)).status_code == 303
    assert answers(web.town, report)["sammanfattning"] == "Mitt."


def test_who_else_is_there_is_shown_and_forgotten(web: Web, report: str) -> None:
    """By name, for as long as the other page is open; nobody is told of oneself."""
    other = Web(web.town).log_in("vn.sekreterare")
    other.get(PART.format(report))
    told = web.post(f"/rapporter/{report}/narvaro", {"del": "2"}, Accept="application/json").get_json()
    assert told["others"] == [{"name": "Vn.Sekreterare", "part": "2"}]
    assert "Vn.Sekreterare" in web.get(f"/rapporter/{report}").text
    web.town.clock.forward(seconds=60)
    told = web.post(f"/rapporter/{report}/narvaro", {"del": "2"}, Accept="application/json").get_json()
    assert told["others"] == []


def test_rows_are_added_and_removed_without_a_script(web: Web, report: str) -> None:
    """A button adds an empty row, another takes one away."""
    editing = open_editing(web.town.service, web.town[WHO], report)
    nr = editing.part_of("verksamhetsbeskrivning")
    path = "verksamhetsbeskrivning.nyckeltal"
    address = f"/rapporter/{report}/delar/{nr}"
    before = answers(web.town, report)["verksamhetsbeskrivning"]["nyckeltal"]
    sent = fields_of(web.get(address))
    moved = web.client.post(address, data={**sent, "gor": f"ny:{path}"}).headers["Location"]
    sent = fields_of(web.get(moved))
    new = f"{path}[{len(before)}].namn"
    assert new in sent
    web.client.post(address, data={**sent, new: "Röstande"})
    assert answers(web.town, report)["verksamhetsbeskrivning"]["nyckeltal"][-1] == {"namn": "Röstande"}
    sent = fields_of(web.get(address))
    web.client.post(address, data={**sent, "gor": f"bort:{path}[0]"})
    assert answers(web.town, report)["verksamhetsbeskrivning"]["nyckeltal"] == [
        *before[1:],
        {"namn": "Röstande"},
    ]


def test_a_report_is_begun_with_what_is_known(web: Web) -> None:
    """The framework's words stand beside the questions, last year's answers too; what is missing is counted."""
    refused = web.post("/rapporter/ny", {"dokumenttyp": "nulagesbeskrivning", "organ": "VN", "ar": "nästa"})
    assert refused.status_code == 422
    assert "Skriv året med fyra siffror." in refused.text
    made = web.post("/rapporter/ny", {"dokumenttyp": "nulagesbeskrivning", "organ": "VN", "ar": "2026"})
    address = made.headers["Location"]
    page = web.get(address).text
    assert "saker att fylla i eller rätta" in page
    assert "Det som redan är känt är ifyllt." in page
    part = web.get(f"{address}/delar/5").text
    assert "Ur ramverket" in part
    assert "uppgifter saknas" in web.get("/").text
    foreign = web.post("/rapporter/ny", {"dokumenttyp": "nulagesbeskrivning", "organ": "SN", "ar": "2026"})
    assert foreign.status_code == 403
    assert (
        web.post(
            "/rapporter/ny", {"dokumenttyp": "dialogsammanfattning", "organ": "VN", "ar": "2026"}
        ).status_code
        == 422
    )
    dialog = {"dokumenttyp": "dialogsammanfattning", "organ": "VN", "ar": "2026", "typ": "A"}
    assert web.post("/rapporter/ny", dialog).status_code == 303


def test_last_years_answers_stand_beside(web: Web, report: str) -> None:
    """What one's own body wrote the year before, to be read while answering."""
    assert report
    made = start_report(web.town.service, web.town[WHO], "nulagesbeskrivning", "VN", 2027)
    assert "Förra året (2026)" in web.get(f"/rapporter/{made.report.id}/delar/3").text


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "json"])
def test_a_filled_form_is_read(web: Web, suffix: str) -> None:
    """Word, Excel, JSON: what was read becomes a report, and every fault leads to its field."""
    blank = web.get(f"/rapporter/blankett?dokumenttyp=nulagesbeskrivning&organ=VN&ar=2026&format={suffix}")
    assert blank.status_code == 200
    sent = {"fil": (BytesIO(blank.data), f"å {suffix}.{suffix}")}
    made = web.post("/rapporter/las", sent)
    assert made.status_code == 303, made.text
    page = web.get(made.headers["Location"]).text
    assert "är inläst" in page
    assert re.search(r'href="/rapporter/\w+/delar/\d+#falt-', page)
    version = hidden(web.get(made.headers["Location"]), "version")
    full = {"fil": (BytesIO(json.dumps(report_text()).encode()), "hel.json"), "version": version}
    again = web.post(f"{made.headers['Location']}/las", full)
    assert again.status_code == 303, again.text
    assert "inget behöver rättas" in web.get(again.headers["Location"]).text


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "json"])
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "begun"])
def test_a_report_goes_out_as_a_form_and_comes_back_the_same(
    web: Web, tmp_path: Path, suffix: str, whole: bool
) -> None:
    """With every answer, and with none that was cleared; also when much of it is still to be written."""
    raw = report_text()
    if not whole:
        for name in ("datum", "diarienummer", "per_omvarldsfaktor", "maluppfyllelse", "bilagor"):
            raw.pop(name, None)
        raw["per_riktningsmal"] = raw["per_riktningsmal"][:2]
        raw["per_riktningsmal"][1].pop("maluppfyllelse")
    raw["sammanfattning"] = "Åsa ”sa” *nej* & 'ja' – 100 %.\n\n- ett\n- två"
    town = web.town
    report = create_report(town.service, town[WHO], write_json(tmp_path, raw)).report.id
    before = answers_of(town.service, town[WHO], report)
    assert f"/rapporter/{report}/blankett/{suffix}" in web.get(f"/rapporter/{report}").text
    form = web.get(f"/rapporter/{report}/blankett/{suffix}")
    assert form.status_code == 200, form.text
    version = hidden(web.get(f"/rapporter/{report}"), "version")
    sent = {"fil": (BytesIO(form.data), f"tillbaka.{suffix}"), "version": version}
    again = web.post(f"/rapporter/{report}/las", sent)
    assert again.status_code == 303, again.text
    after = answers_of(town.service, town[WHO], report)
    before.pop("ramverk", None)
    assert list(differing(_said(before), _said(after))) == []
    assert get_report(town.service, town[WHO], report).ar == 2026
    assert Web(town).log_in("sn.handlaggare").get(f"/rapporter/{report}/blankett/docx").status_code == 404


def _said(answers: Any) -> Any:
    """The answers without what says nothing, in the words of a form."""
    if isinstance(answers, dict):
        found = {key: _said(value) for key, value in answers.items()}
        return {key: value for key, value in found.items() if value not in (None, "", [], {})}
    if isinstance(answers, list):
        return [_said(one) for one in answers if _said(one) not in ("", {})]
    if isinstance(answers, bool):
        return "ja" if answers else "nej"
    return str(answers).replace(".", ",") if isinstance(answers, int | float) else answers


def test_a_file_that_is_no_form_is_refused_at_its_field(web: Web) -> None:
    """With what to do; nothing is created."""
    for name, content in (("bild.docx", b"PK\x03\x04 inget"), ("text.json", b"{"), ("tom.xlsx", b"")):
        answer = web.post("/rapporter/las", {"fil": (BytesIO(content), name)})
        assert 400 <= answer.status_code < 500
        assert 'id="fault-summary"' in answer.text
    assert web.post("/rapporter/las").status_code == 422
    assert "Inget att skriva just nu" in web.get("/").text


def test_from_writing_to_the_decision(web: Web, report: str, workshop: Workshop, tmp_path: Path) -> None:
    """Pages made and looked at, handed in, handed back with a reason, handed in again, reviewed, decided."""
    town = web.town
    page = web.get(f"/rapporter/{report}").text
    assert "Gör först de färdiga sidorna" in page
    web.post(f"/rapporter/{report}/sidor")
    waiting = web.get(f"/rapporter/{report}/sidor", Accept="application/json").get_json()
    assert (waiting["pages"], waiting["latest"]["status"]) == (0, "vantar")
    run_job(town.service, workshop, web.rung[-1], "prov")
    told = web.get(f"/rapporter/{report}/sidor", Accept="application/json").get_json()
    assert told["current"]
    picture = web.get(f"/rapporter/{report}/sidor/{told['shown']}/1?bredd=480")
    assert Image.open(BytesIO(picture.data)).size[0] == 480
    assert web.get(f"/rapporter/{report}/sidor/{told['shown']}/9999").status_code == 404
    assert web.get(f"/rapporter/{report}/dokument/pdf").data.startswith(b"%PDF")
    assert web.get(f"/rapporter/{report}/dokument/docx").data.startswith(b"PK")

    def step(who: str, name: str, **said: Any) -> TestResponse:
        site = web.log_in(who)
        version = hidden(site.get(f"/rapporter/{report}"), "version")
        return site.post(f"/rapporter/{report}/steg/{name}", {"version": version, **said})

    assert step(WHO, "skicka_in").status_code == 303
    assert web.get(f"/rapporter/{report}/delar/2").text.count("disabled") == 1
    assert step("granskare", "aterlamna").status_code == 422
    assert step("granskare", "aterlamna", varfor="Bilaga & <sidor> saknas").status_code == 303
    start = web.log_in(WHO).get("/").text
    assert "Återlämnad av granskare" in start
    assert "Bilaga &amp; &lt;sidor&gt; saknas" in start
    assert step(WHO, "skicka_in").status_code == 303
    assert step("granskare", "granska").status_code == 303
    missing = step("vn.sekreterare", "besluta")
    assert missing.status_code == 422
    assert '<a href="#falt-paragraf">' in missing.text
    extract = BytesIO(make_pdf(tmp_path / "utdrag.pdf", "§ 61").read_bytes())
    done = step(
        "vn.sekreterare",
        "besluta",
        datum="2026-11-20",
        paragraf="§ 61",
        protokollsutdrag=(extract, "utdrag.pdf"),
    )
    assert done.status_code == 303, done.text
    assert get_report(town.service, town[WHO], report).status == "beslutad_i_namnd"


def test_an_older_page_changes_nothing(web: Web, report: str) -> None:
    """A step or a file that rests on an older version is refused, with what to do."""
    answer = web.post(f"/rapporter/{report}/steg/skicka_in", {"version": "999"})
    assert answer.status_code in (409, 412)
    sent = {"version": "999", "fil": (BytesIO(json.dumps(report_text()).encode()), "x.json")}
    answer = web.post(f"/rapporter/{report}/las", sent)
    assert answer.status_code == 412
    assert "Någon annan har ändrat" in answer.text


def test_versions_are_compared_and_taken_back(web: Web, report: str) -> None:
    """Word by word, with the form's own names; the later version stays."""
    town = web.town
    sent = fields_of(web.get(PART.format(report)))
    web.client.post(PART.format(report), data={**sent, "sammanfattning": "Helt ny text."})
    page = web.get(f"/rapporter/{report}/versioner/2").text
    assert "<h3>Sammanfattning</h3>" in page
    assert "<ins>" in page
    version = hidden(web.get(f"/rapporter/{report}/versioner/1"), "version")
    done = web.post(f"/rapporter/{report}/versioner/1/aterga", {"version": version})
    assert done.status_code == 303
    assert answers(town, report) == answers_of(town.service, town[WHO], report, 1)
    assert get_report(town.service, town[WHO], report).nr == 3
    assert web.get(f"/rapporter/{report}/versioner/77").status_code == 404


def test_words_are_compared() -> None:
    """Old and new stand side by side, and together they are the two texts."""
    pieces = list(compare_texts("Den gamla texten är kort.", "Den nya texten är kort, säger man."))
    assert "".join(text for kind, text in pieces if kind != "new") == "Den gamla texten är kort."
    assert "".join(text for kind, text in pieces if kind != "gone") == "Den nya texten är kort, säger man."
    assert ("gone", "gamla") in pieces


@pytest.mark.parametrize("who", ["sn.handlaggare", "lasare", "kansli", "granskare"])
def test_a_draft_is_known_to_its_own_body_only(web: Web, report: str, who: str) -> None:
    """For everybody else there is no such report on any page, nor its pages as pictures."""
    web.log_in(who)
    for page in PAGES:
        address = (
            page.path.replace("{rapport}", report)
            .replace("{del}", "2")
            .replace("{jobb}", "x")
            .replace("{sida}", "1")
        )
        answer = web.get(address) if page.method == "GET" else web.post(address)
        assert answer.status_code in (403, 404), address
    assert web.get(f"/rapporter/{report}").status_code == 404
    assert report not in web.get("/rapporter").text


def test_lists_are_narrowed(web: Web, report: str) -> None:
    """By words, body, year and state; a strange year is no fault."""
    assert report in web.get("/rapporter?text=nulägesbeskrivning&organ=VN&ar=2026&status=utkast").text
    assert report not in web.get("/rapporter?ar=2025").text
    assert "Ändra det du söker efter." in web.get("/rapporter?status=arkiverad").text
    assert web.get("/rapporter?ar=åå&sida=x&sortering=fel").status_code == 200


def test_the_last_day_is_told_where_the_report_is(tmp_path: Path) -> None:
    """Not begun, begun, on its own page, and on the kansli's year; with where the day comes from."""
    with open_town(tmp_path) as town:
        web = Web(town).log_in("sn.handlaggare")
        start = web.get("/").text
        assert "Inte påbörjad" in start
        assert "24 dagar försenad" in start
        assert "”Nulägesbeskrivning, socialnämnden” i ramverkets årscykel 2026, version 1.0." in start
        made = start_report(town.service, town["sn.handlaggare"], "nulagesbeskrivning", "SN", 2026)
        start = web.get("/").text
        assert "Inte påbörjad" not in start
        assert "Lämna in senast den 30 oktober 2026" in start
        assert "24 dagar försenad" in web.get(f"/rapporter/{made.report.id}").text
        assert "24 dagar försenad" in Web(town).log_in("kansli").get("/aret?ar=2026").text
        assert "försenad" not in Web(town).log_in(WHO).get("/").text


def test_how_well_the_goals_are_met_is_drawn_and_told(web: Web, report: str) -> None:
    """On the report's page in words, goal by goal; the kansli's year counts only what was handed in."""
    page = web.get(f"/rapporter/{report}").text
    assert "Bedömningen av 5 riktningsmål" in page
    assert page.count('class="goal uppnatt"') >= 2
    told = re.search(r'<desc id="maluppfyllelse-text">(.*?)</desc>', page, re.DOTALL)
    assert told is not None
    assert "Uppnått: 3" in told[1]
    assert ' style="' not in page
    assert "Måluppfyllelse" not in Web(web.town).log_in("kansli").get("/aret?ar=2026").text


def test_what_stays_swedish_says_so_on_an_english_page(web: Web, tmp_path: Path) -> None:
    """So that it is read aloud as Swedish; what the catalogue has is English and says nothing."""
    town = web.town
    faulty = create_report(
        town.service, town[WHO], write_json(tmp_path, report_text(diarienummer="fel"))
    ).report
    assert '<span lang="sv">' not in web.get(f"/rapporter/{faulty.id}").text
    web.post("/sprak", {"sprak": "en", "vidare": "/"})
    page = web.get(f"/rapporter/{faulty.id}").text
    assert '<span lang="sv">Diarienummer ska vara ett diarienummer, men är ”fel”.</span>' in page
    form = web.get(f"/rapporter/{faulty.id}/delar/2").text
    assert '<fieldset class="whole" lang="sv">' in form
    assert '<span class="optional" lang="en">(optional)</span>' in form
    refused = web.post("/rapporter/las").text
    assert "Choose a file first." in refused
    assert '<span lang="sv">Choose' not in refused
