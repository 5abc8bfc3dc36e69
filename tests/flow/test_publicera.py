"""The agenda for everybody: pages, JSON, calendar; links into the packet; and nothing withheld anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from service.cli.main import main
from service.errors import InputError
from service.fill.agenda.data import SCHEMA
from service.fill.agenda.pages import rich
from service.flow.compile_packet import compile_packet
from service.flow.publicera import publish_agenda
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from tests.conftest import ROOT
from tests.flow.conftest import small_meeting
from tests.flow.secrets import PLACES, SECRET, find_told, tell, word

MEETING = ROOT / "samples" / "kallelse" / "kf-2026-12-14" / "mote.json"
Write = Callable[[dict[str, Any]], Path]
NAME = "kf-2026-12-14"


def secret_meeting(folder: Path) -> dict[str, Any]:
    """A meeting whose first document is secret, and tells so in every field that it has."""
    meeting = small_meeting(folder)
    tell(folder / f"{SECRET}.pdf", pages=3)
    note = {
        "markerad": True,
        "bestammelse": "25 kap. 1 § OSL",
        "motivering_intern": SECRET,
        "omfattning": "hela",
    }
    secret = {
        "id": f"id-{SECRET}".lower().replace("å", "a").replace("ä", "a"),
        "handlingstyp": "yttrande",
        "titel": f"Yttrande om {SECRET}",
        "upprattad_av": SECRET,
        "diarienummer": "SN.2026.991",
        "datum": "2026-10-07",
        "fil": f"{SECRET}.pdf",
        "publiceras": "nej",
        "sekretess": note,
        "bifogas_inte_orsak": f"Rör {SECRET}",
    }
    meeting["arenden"][1]["handlingar"].insert(0, secret)
    meeting["kallelse"]["utskick"] = [
        {"person": SECRET, "kanal": "brev", "tid": "2026-12-04T10:00:00+01:00", "status": "skickad"}
    ]
    return meeting


@pytest.fixture(name="published")
def _published(tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop) -> Path:
    """The secret meeting's public packet, and its pages."""
    path = write_meeting(secret_meeting(tmp_path))
    compile_packet(path, tmp_path / "paket", reader, workshop, tuple(Rendition))
    publish_agenda(path, tmp_path / "lista", reader, [tmp_path / "paket" / f"{NAME}-publik.manifest.json"])
    return tmp_path / "lista"


class Links(HTMLParser):
    """The links of a page with their words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._at = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link goes."""
        if tag == "a":
            self._at = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        """Note its words."""
        if self._at:
            self.found.append((data, self._at))
            self._at = ""


def test_nothing_withheld_is_in_any_file(published: Path) -> None:
    """Not in a page, a title, the JSON, the calendar, the packet, or a file's name."""
    words = (SECRET, "SN.2026.991", "2026-10-07", "7 oktober", *(word(place) for place in PLACES))
    files = sorted(published.iterdir())
    assert len(files) == 8
    assert {name: told for file in files if (told := find_told(file, words)) for name in [file.name]} == {}
    page = (published / "arende-1.html").read_text(encoding="utf-8")
    assert "Handlingen publiceras inte (25 kap. 1 § OSL)." in page


def test_what_was_lifted_out_is_withheld(tmp_path: Path, write_meeting: Write, reader: Reader) -> None:
    """A person has decided to keep a document out of the public edition: its title is not in the pages either."""
    meeting = small_meeting(tmp_path)
    meeting["arenden"][1]["handlingar"][1] |= {"titel": f"Karta {SECRET}", "fil": "karta.pdf"}
    path = write_meeting(meeting)
    publish_agenda(path, tmp_path / "forut", reader)
    assert find_told(tmp_path / "forut" / "arende-1.html", (SECRET,)) == {SECRET}
    decided = {
        "sha256": sha256_of(tmp_path / "karta.pdf"),
        "beslut": "lyft_ut",
        "av": "Kansliet",
        "slag": "namn",
    }
    decisions = {"beslut": [decided | {"tid": "2026-12-03T10:00:00+01:00"}]}
    (tmp_path / "publicering.json").write_text(json.dumps(decisions), encoding="utf-8")
    publish_agenda(path, tmp_path / "lista", reader)
    assert {name.name: find_told(name, (SECRET,)) for name in (tmp_path / "lista").iterdir()} == {
        name.name: set() for name in (tmp_path / "forut").iterdir()
    }


def test_links_lead_to_the_pages_of_the_packet(published: Path) -> None:
    """Each link into the PDF leads to the page on which that ärende or document begins."""
    packet = PdfReader(published / f"{NAME}-publik.pdf")
    seen = 0
    for page in published.glob("arende-*.html"):
        for words, target in Links(page.read_text(encoding="utf-8")).found:
            place = re.fullmatch(rf"{NAME}-publik\.pdf#page=(\d+)", unquote(target))
            if place is None:
                continue
            text = " ".join(packet.pages[int(place[1]) - 1].extract_text().split())
            title = "Ärende " if words.startswith("Sida ") else words
            assert title in text, (page.name, words, place[1])
            seen += 1
    assert seen == 5


def test_words_of_the_meeting_never_become_markup(
    tmp_path: Path, write_meeting: Write, reader: Reader
) -> None:
    """What somebody wrote is shown as it was written, everywhere; our own Markdown alone becomes markup."""
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    meeting = small_meeting(tmp_path)
    one = meeting["arenden"][1]
    one |= {
        "rubrik": evil,
        "sammanfattning": "A < B\n\n- **punkt** [länk](https://ale.se/?a=1&b=2)\n- två\n\n1. ett\n2. två",
        "beredningsundantag": evil,
        "forslag_till_beslut": [{"organ": evil, "punkter": [evil]}],
    }
    meeting["sammantrade"]["plats"] = evil
    publish_agenda(write_meeting(meeting), tmp_path / "lista", reader)
    for page in (tmp_path / "lista").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<(script|img)", text), page.name
    text = (tmp_path / "lista" / "arende-1.html").read_text(encoding="utf-8")
    wanted = (
        '<ul><li><strong>punkt</strong> <a href="https://ale.se/?a=1&amp;b=2">länk</a></li><li>två</li></ul>'
    )
    assert wanted in text
    assert "<ol><li>ett</li><li>två</li></ol>" in text
    assert "<p>A &lt; B</p>" in text


def test_long_texts_as_markup() -> None:
    """Lists within lists, a list that begins elsewhere; what is no Markdown of ours stays text."""
    assert rich("- a\n  - b\n- c") == "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"
    assert rich("3. a\n4. b") == '<ol start="3"><li>a</li><li>b</li></ol>'
    assert rich("*a* <b onclick=x>") == "<p><em>a</em> &lt;b onclick=x&gt;</p>"
    assert rich("[a](javascript:alert(1))") == "<p>[a](javascript:alert(1))</p>"
    assert '"' not in rich('[a](https://ale.se/?"onload=x)').replace("&quot;", "")


def test_the_file_for_programs(published: Path) -> None:
    """It is as its schema says, and says what the pages say."""
    data = json.loads((published / "foredragningslista.json").read_text(encoding="utf-8"))
    schema = json.loads((published / data["$schema"]).read_text(encoding="utf-8"))
    assert schema == SCHEMA
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(data)
    assert [one["ordning"] for one in data["arenden"]] == ["A", "1", "2"]
    withheld = data["arenden"][1]["handlingar"][0]
    assert (withheld["titel"], withheld["datum"]) == ("Yttrande", None)
    assert data["paket"]["fil"] == f"{NAME}-publik.pdf"
    assert (published / data["arenden"][1]["sidan"]).is_file()


def test_the_sample_for_programs(tmp_path: Path) -> None:
    """The sample meeting too, and its agenda in the calendar."""
    assert main(["publicera", str(MEETING), "--ut", str(tmp_path / "ut"), "--json"]) == 0
    data = json.loads((tmp_path / "ut" / "foredragningslista.json").read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(data)
    assert [one["ordning"] for one in data["arenden"] if one["utgar"]] == ["15"]
    calendar = Calendar.from_ical((tmp_path / "ut" / "sammantrade.ics").read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == "kf-2026-12-14@ale.se"
    assert event.decoded("DTSTART") == datetime.fromisoformat("2026-12-14T18:00:00+01:00")
    assert event.decoded("DTEND") == datetime.fromisoformat("2026-12-14T23:10:00+01:00")
    assert event.decoded("DTSTAMP") == datetime.fromisoformat("2026-12-04T09:30:00+01:00")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert "15. Förvärv av fastigheten Nol 2:288 (utgår)" in str(event["DESCRIPTION"])
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_the_same_meeting_gives_the_same_bytes(tmp_path: Path, write_meeting: Write, reader: Reader) -> None:
    """The clock has no part in it; a meeting that is called off says so."""
    meeting = small_meeting(tmp_path)
    for name in ("a", "b"):
        publish_agenda(write_meeting(meeting), tmp_path / name, reader)
    assert {p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()} == {
        p.name: p.read_bytes() for p in (tmp_path / "b").iterdir()
    }
    meeting["sammantrade"]["status"] = "installt"
    publish_agenda(write_meeting(meeting), tmp_path / "c", reader)
    assert "Sammanträdet är inställt" in (tmp_path / "c" / "index.html").read_text(encoding="utf-8")
    assert b"STATUS:CANCELLED" in (tmp_path / "c" / "sammantrade.ics").read_bytes()


def test_manifests_that_are_not_the_right_one(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """The internal one, one whose packet is another, one of an older list, and a file that is no meeting."""
    meeting = secret_meeting(tmp_path)
    path = write_meeting(meeting)
    packets = tmp_path / "paket"
    compile_packet(path, packets, reader, workshop, tuple(Rendition))
    public = packets / f"{NAME}-publik.manifest.json"

    def refused(manifest: Path) -> str:
        with pytest.raises(InputError) as fault:
            publish_agenda(path, tmp_path / "lista", reader, [manifest])
        assert not (tmp_path / "lista").exists()
        return fault.value.problems[0].code

    assert refused(packets / f"{NAME}.manifest.json") == "not_public"
    meeting["arenden"][1]["rubrik"] = "En annan taxa"
    write_meeting(meeting)
    assert refused(public) == "packet_outdated"
    packet = packets / f"{NAME}-publik.pdf"
    packet.write_bytes(packet.read_bytes() + b"\n")
    assert refused(public) == "packet_differs"
    packet.unlink()
    assert refused(public) == "packet_differs"
    report = ROOT / "samples" / "tillkannagivande" / "kf-2026-12-14.json"
    with pytest.raises(InputError) as fault:
        publish_agenda(report, tmp_path / "lista", reader)
    assert fault.value.problems[0].code == "not_a_meeting"
