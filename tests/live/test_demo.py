"""The demo from end to end, as a user runs it, judged by programs that had no part in making it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from service.convert.soffice import SofficeVersion
from service.convert.validate import validate
from service.flow.arkiv.seals import seal_files
from service.flow.verify_packet import manifest_of, verify_packet
from service.settings import Settings, read_settings
from tests.certificates import issue
from tests.live.conftest import require_verapdf
from tests.live.packet_facts import (
    MEETING,
    PACKET,
    PUBLIC_PACKET,
    Demo,
    Paper,
    PdfFacts,
    Row,
    differing,
    in_lines,
    ink,
    left_edge,
    pages_of,
    sha256,
    squeeze,
    whiten,
)

# One worker builds the demo; two would build it twice.
pytestmark = [pytest.mark.live, pytest.mark.xdist_group("demo")]

NULAGESBILD = "nulagesbild-2026.json"
LEFTOVERS = re.compile(
    r"\{\{|\}\}|\{%|%\}|\*\*|\]\(|\\|\b(None|Undefined|True|False|null|nan|NaN)\b|samlad\.invalid"
    r"|\s[.,;:!?](\s|$)|,\s*[,.]|\.\s\.|\(\s*\)|\[\s*\]|%\s*%|kl\.\s+kl\."
)
"""What a template or a filter leaves behind when something went wrong."""


def run_demo(out: Path, cache: Path, cwd: Path, *flags: str, **more: str) -> None:
    """Run the installed command as a user does, with no more surroundings than it needs."""
    cwd.mkdir(exist_ok=True)
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(cwd), "SAMLAD_CACHE": str(cache), **more}
    command = [str(Path(sys.executable).with_name("samlad")), "demo", "--ut", str(out), *flags]
    done = subprocess.run(
        command, check=False, cwd=cwd, env=surroundings, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session", name="demo")
def _demo(soffice: SofficeVersion, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo, built once for all tests of this file."""
    assert soffice.text
    place = tmp_path_factory.mktemp("demo")
    run_demo(place / "ut", place / "cache", place / "hem", TZ="Europe/Stockholm", LANG="sv_SE.UTF-8")
    return Demo(place / "ut", place / "cache")


def check_rows(demo: Demo, rows: list[Row], expected: list[tuple[str, str]]) -> None:
    """Every row in its order: its words, its number, and what stands on the page that its links lead to.

    Args:
        demo: the demo.
        rows: what was read.
        expected: for each row how its words begin, and the titles that must stand on the page, divided by `|`.
    """
    faults = []
    for row, (begins, titles) in zip(rows, expected, strict=True):
        if row.printed != row.target:
            faults.append(f"sida {row.page}: {begins} har {row.printed} men leder till {row.target}")
        if not squeeze(row.words).startswith(squeeze(begins)):
            faults.append(f"sida {row.page}: ”{row.words}” i stället för ”{begins}”")
        faults += [
            f"sida {row.target}: ”{title}” saknas"
            for title in titles.split("|")
            if not demo.packet.says(row.target, title)
        ]
    assert faults == []


def test_manifest_accounts_for_every_document(demo: Demo) -> None:
    """Every declared document is in the packet or left out with its reason; sources are those of the sample."""
    withheld = {one["nummer"]: one for one in demo.manifest["ej_bifogade"]}
    for number, document, attached in demo.documents():
        if not attached:
            assert f"a{number}" not in demo.parts
            assert withheld.pop(f"Bilaga {number}")["orsak"]
            continue
        part = demo.parts[f"a{number}"]
        source = (MEETING.parent / (document.get("fil") or document["indata"])).resolve()
        assert part["nummer"] == f"Bilaga {number}"
        assert part["titel"].endswith(document["titel"])
        assert part["kallfil"] == source.name
        quotes = "nulagesbild/" in document.get("indata", "")  # its digest is that of what it quotes too
        assert (part["sha256"] == sha256(source)) is not quotes
        assert part["sidor"] == part["till"] - part["fran"] + 1 == len(Paper(demo.source(part)))
    assert withheld == {}


def test_pages_are_contiguous_and_the_packet_is_the_manifests(demo: Demo) -> None:
    """More than 300 pages, each in one part, without gap; digest and size are those of the file."""
    assert demo.packet.page_count > 300
    assert [page for part in demo.parts.values() for page in pages_of(part)] == list(
        range(1, demo.packet.page_count + 1)
    )
    packet = demo.folder / PACKET
    told = demo.manifest["paket"]
    assert (told["fil"], told["sidor"]) == (PACKET, demo.packet.page_count)
    assert (told["sha256"], told["bytes"]) == (sha256(packet), packet.stat().st_size)


def test_both_editions_are_valid_and_say_so(demo: Demo, live_settings: Settings) -> None:
    """Internal and public packet carry both identifiers, and veraPDF finds nothing against them."""
    require_verapdf(live_settings)
    for name in (PACKET, PUBLIC_PACKET):
        manifest = json.loads((demo.folder / name).with_suffix(".manifest.json").read_text(encoding="utf-8"))
        assert (manifest["standarder"], manifest["delar_utan_standard"]) == (["PDF/A-2b", "PDF/UA-1"], {})
    verdicts = validate([demo.folder / PACKET, demo.folder / PUBLIC_PACKET], settings=live_settings)
    assert [
        f"{one.pdf.name} {one.profile}: {one.failures} {one.fault}" for one in verdicts if not one.valid
    ] == []
    assert [(one.pdf.name, one.profile) for one in verdicts] == [
        (name, profile) for name in (PACKET, PUBLIC_PACKET) for profile in ("2b", "ua1")
    ]


def test_the_supplement_of_the_second_dispatch(demo: Demo, live_settings: Settings) -> None:
    """Valid in both editions, under the labels that were sent out; its list leads to what has changed, and no more."""
    require_verapdf(live_settings)
    packets = [demo.folder / f"kf-2026-12-14-utskick-2-tillagg{mark}.pdf" for mark in ("", "-publik")]
    verdicts = validate(packets, settings=live_settings)
    assert [f"{one.pdf.name} {one.profile}: {one.failures}" for one in verdicts if not one.valid] == []
    sent = {key: part["sidetiketter"] for key, part in demo.parts.items()}
    changed = ["kallelse", "a13.6.utgar", "a13.9.blad", "a14", "a14.2.blad", "a23.utgar", "a32", "a32.1.blad"]
    for packet in packets:
        manifest = json.loads(packet.with_suffix(".manifest.json").read_text(encoding="utf-8"))
        parts = {part["nyckel"]: part for part in manifest["delar"]}
        for part in manifest["hela"]:
            before = sent.get(part["nyckel"], [])
            assert part["sidetiketter"][: len(before)] == before[: part["sidor"]]
        facts = PdfFacts(packet)
        labels = [label for part in parts.values() for label in part["sidetiketter"]]
        assert facts.reader.page_labels == labels
        for page, label in enumerate(labels, start=1):
            assert re.findall(r"· Sid(?:a|orna) (\S+)", facts.text(page)) == [label]
        listed = [link.target for link in facts.links if link.page == parts["andringar"]["fran"]]
        assert sorted(set(listed)) == [parts[key]["fran"] for key in changed]
        assert parts["a13.9"]["sidetiketter"] == [f"{sent['a13.8'][-1]}b"]
        assert parts["a14.2"]["sidetiketter"] == [*sent["a14.2"], f"{sent['a14.2'][-1]}a"]


def test_editions_differ_on_their_face_and_not_in_their_numbers(demo: Demo) -> None:
    """Same pages in the same places; only the internal edition says that it is internal, on every page."""
    public = PdfFacts(demo.folder / PUBLIC_PACKET)
    assert public.page_count == demo.packet.page_count
    assert not any("Intern utgåva" in public.text(page) for page in range(1, public.page_count + 1))
    manifest = json.loads(
        (demo.folder / PUBLIC_PACKET).with_suffix(".manifest.json").read_text(encoding="utf-8")
    )
    withheld = [part for part in manifest["delar"] if part["slag"] == "undanhallen"]
    assert [(part["nyckel"], part["fran"], part["till"]) for part in withheld] == [
        (key, part["fran"], part["till"])
        for key, part in demo.parts.items()
        if key in {one["nyckel"] for one in withheld}
    ]
    assert [part["nummer"] for part in withheld] == ["Bilaga 17.2"]
    assert squeeze("26 kap. 1 § OSL") in squeeze(public.text(withheld[0]["fran"]))


def test_every_page_bears_its_number_and_stamp(demo: Demo) -> None:
    """The label is the running number, and the stamp stands once with the part's label and diarienummer."""
    count = demo.packet.page_count
    assert demo.packet.reader.page_labels == [str(page) for page in range(1, count + 1)]
    for page in range(1, count + 1):
        text = demo.packet.text(page)
        assert text.count(demo.stamp(page)) == 1, f"sida {page}: {text[:200]}"
        assert re.findall(r"· Sida (\d+) \((\d+)\)", text) == [(str(page), str(count))]


def test_links_lead_to_pages(demo: Demo) -> None:
    """No link inside the packet leads nowhere, and one in an annex stays in its annex."""
    assert [link for link in demo.packet.links if not link.target] == []
    for link in demo.packet.links:
        part = demo.part_of[link.page]
        if part["slag"] in ("bilaga", "rapport") and part["kallfil"] != NULAGESBILD:
            assert link.target in pages_of(part), f"sida {link.page} leder till {link.target}"


def test_nulagesbild_leads_into_the_reports(demo: Demo) -> None:
    """Its sources lead to every report and dialog that it quotes, to the very page that its words name."""
    (own,) = (part for part in demo.parts.values() if part.get("kallfil") == NULAGESBILD)
    pages = set(pages_of(own))
    links = [link for link in demo.packet.links if link.page in pages and link.target not in pages]
    led_to = {demo.part_of[link.target]["nyckel"] for link in links}
    assert led_to == {key for key, part in demo.parts.items() if part["slag"] == "rapport"} - {own["nyckel"]}
    named = 0
    for link in links:
        words = in_lines(demo.packet.between(link.page, link.box.top, link.box.bottom))
        page = re.search(r"sidan (\d+)", words)
        if page and words.count("sidan") == 1 and not words.startswith("Källor"):
            named += 1
            assert int(page[1]) == link.target - demo.part_of[link.target]["fran"] + 1, words
    assert named > 200


def test_foredragningslistan(demo: Demo) -> None:
    """Every ärende with its title, and the page on which it begins; what is withdrawn is named without a page."""
    packet = demo.packet
    rows = demo.rows(demo.parts["kallelse"], "Föredragande")
    named = [(a["ordning"], a["rubrik"]) for a in demo.arenden]
    check_rows(demo, rows, [(f"{n} {title}", f"Ärende {n}|{title}") for n, title in named])
    listed = [packet.words[page - 1] for page in pages_of(demo.parts["kallelse"])]
    column = [
        in_lines(word for word in words if word.box.left < left_edge(words, "Föredragande"))
        for words in listed
    ]
    for arende in demo.meeting["arenden"]:
        if arende.get("utgar"):
            assert squeeze(f"{arende['ordning']} {arende['rubrik']}") in squeeze(" ".join(column))


def test_innehall(demo: Demo) -> None:
    """The kallelse, every ärende and every attached document, each with the page on which it begins."""
    rows = demo.rows(demo.parts["innehall"])
    expected = [("Kallelse", "Kallelse")]
    attached = [(number, document["titel"]) for number, document, there in demo.documents() if there]
    for arende in demo.arenden:
        number, title = arende["ordning"], arende["rubrik"]
        expected.append((f"{number}. {title}", f"Ärende {number}|{title}"))
        expected += [
            (f"Bilaga {n} – {t}", f"Bilaga {n}|{t}") for n, t in attached if n.split(".")[0] == number
        ]
    check_rows(demo, rows, expected)


def test_cover_sheets_of_arenden(demo: Demo) -> None:
    """Each names its documents with their pages, and those that are not attached with the reason."""
    for arende in demo.arenden:
        number = arende["ordning"]
        part = demo.parts[f"a{number}"]
        rows = demo.rows(part, "Datum")
        mine = [one for one in demo.documents() if one[0].split(".")[0] == number]
        check_rows(
            demo,
            rows,
            [(f"Bilaga {n} {d['titel']}", f"Bilaga {n}|{d['titel']}") for n, d, attached in mine if attached],
        )
        whole = squeeze(" ".join(demo.body(page) for page in pages_of(part)))
        for n, document, attached in mine:
            assert squeeze(f"Bilaga {n}") in whole
            assert attached or squeeze(document["bifogas_inte_orsak"]) in whole


def test_ways_back(demo: Demo) -> None:
    """Every cover sheet leads back to the list of ärenden, that of a document also to its ärende."""
    lista = demo.parts["kallelse"]
    (start,) = (
        p for p in pages_of(lista) if squeeze("Föredragningslista Kommunfullmäktige") in squeeze(demo.body(p))
    )
    for part in demo.parts.values():
        links = [link.target for link in demo.packet.links if link.page in pages_of(part)]
        if part["slag"] in ("forsattsblad_arende", "forsattsblad_bilaga"):
            assert start in links, part["nyckel"]
        if part["slag"] == "forsattsblad_bilaga":
            assert demo.parts[part["nyckel"].split(".")[0]]["fran"] in links, part["nyckel"]


def test_contents_of_the_reports(demo: Demo) -> None:
    """A report's own contents print its own page numbers; each row's link leads there, and there is the heading."""
    read = 0
    for part in demo.parts.values():
        if part["slag"] != "rapport":
            continue
        for row in demo.rows(part):
            if row.target not in pages_of(part):
                continue  # a source that the nulägesbild names
            read += 1
            assert row.printed + part["fran"] - 1 == row.target, f"sida {row.page}: {row.words}"
            title = squeeze(row.words).rstrip("0123456789").rstrip(".")
            assert demo.packet.says(row.target, title), f"sida {row.page}: {row.words}"
    assert read > 100


def test_bookmarks_lead_to_what_they_name(demo: Demo) -> None:
    """On the page of every bookmark stands its title; sheets and slides have names that are not printed."""
    for bookmark in demo.packet.bookmarks:
        source = demo.part_of[bookmark.page].get("kallfil", "")
        if source.endswith((".xlsx", ".pptx")) and len(bookmark.above) > 1:
            assert not bookmark.title.startswith("Slide")
            continue
        title = re.sub(r"^(\d+|[A-Z])\. ", "", bookmark.title)
        for piece in re.split(r"(?<=^Bilaga \S{3}) – |(?<=^Bilaga \S{4}) – ", title):
            assert demo.packet.says(bookmark.page, piece), f"sida {bookmark.page}: {bookmark.title}"


def test_hierarchy_of_bookmarks(demo: Demo) -> None:
    """Kallelse, contents and ärenden on top; below an ärende its documents, below a report its own headings."""
    marks = demo.packet.bookmarks
    arenden = [f"{arende['ordning']}. {arende['rubrik']}" for arende in demo.arenden]
    assert [mark.title for mark in marks if not mark.above] == ["Kallelse", "Innehåll", *arenden]
    for arende, title in zip(demo.arenden, arenden, strict=True):
        below = [mark.title for mark in marks if mark.above == (title,) and mark.title.startswith("Bilaga ")]
        documents = [
            (n, d) for n, d, there in demo.documents() if there and n.split(".")[0] == arende["ordning"]
        ]
        assert below == [f"Bilaga {number} – {document['titel']}" for number, document in documents]
        for number, document in documents:
            if "indata" in document:
                above = (title, f"Bilaga {number} – {document['titel']}")
                part = demo.parts[f"a{number}"]
                found = [
                    (mark.above[2:], mark.title, mark.page)
                    for mark in marks
                    if mark.above[:2] == above and mark.page in pages_of(part)
                ]
                own = PdfFacts(demo.report(part)).bookmarks
                assert found == [(mark.above, mark.title, mark.page + part["fran"] - 1) for mark in own]


def test_nothing_is_left_over(demo: Demo) -> None:
    """No sign of the template language, of a missing value or of an empty phrase; no link to the invented host."""
    for page in demo.own_pages:
        text = re.sub(r"\.{4,}", "…", demo.packet.text(page))
        found = LEFTOVERS.search(text)
        assert found is None, f"sida {page}: …{text[max(0, found.start() - 40) : found.end() + 40]}…"
    for packet_page in demo.packet.reader.pages:
        for note in packet_page.get("/Annots", ()):
            assert "samlad.invalid" not in str(note.get_object().get("/A", ""))


def test_no_page_is_empty(demo: Demo) -> None:
    """Every page of ours says something beside header, footer and stamp; every page of an annex has some ink."""
    empty = [(page, demo.part_of[page]["nyckel"]) for page in demo.own_pages if len(demo.body(page)) < 30]
    assert empty == []
    paper = Paper(demo.folder / PACKET)
    for page in sorted(set(demo.part_of) - set(demo.own_pages)):
        picture = paper.draw(page, 0.5)
        whiten(picture, demo.stamp_boxes(page), 0.5)
        assert ink(picture) > 100, f"sida {page}"
    paper.close()


def test_fonts_of_our_own_pages(demo: Demo) -> None:
    """They are written in Carlito alone, and it is in the file."""
    paper = Paper(demo.folder / PACKET)
    fonts = {font for page in demo.own_pages for font in paper.fonts(page)}
    paper.close()
    assert {name.partition("-")[0] for name, _ in fonts} == {"Carlito"}
    assert all(embedded for _, embedded in fonts)


def test_properties_of_the_packet(demo: Demo) -> None:
    """Title and language for those who only hear it; title and bookmarks are shown when it is opened."""
    catalog: dict[str, Any] = demo.packet.reader.root_object
    information = demo.packet.reader.metadata
    assert information is not None
    assert information.title == "Kallelse till Kommunfullmäktige 2026-12-14"
    assert catalog["/Lang"] == "sv-SE"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalog["/PageMode"] == "/UseOutlines"
    assert catalog["/MarkInfo"]["/Marked"]


def test_word_files(demo: Demo) -> None:
    """Every Word file opens; its contents name the pages of its PDF; its properties are those of the PDF."""
    files = sorted(demo.folder.glob("*.docx"))
    assert len(files) == 1 + sum("indata" in document for _, document, _ in demo.documents())
    with_contents = 0
    for file in files:
        word, pdf = Document(str(file)), PdfFacts(file.with_suffix(".pdf"))
        rows = [
            _contents_row(p)
            for p in word.paragraphs
            if re.match(r"(?i)toc \d", p.style.name if p.style else "")
        ]
        if rows:
            with_contents += 1
            levels = max(level for level, _, _ in rows)
            wanted = [mark for mark in pdf.bookmarks if len(mark.above) < levels]
            assert rows == [(len(mark.above) + 1, squeeze(mark.title), mark.page) for mark in wanted], (
                file.name
            )
        assert word.settings.element.xpath("w:updateFields") == []
        assert bool(word.element.xpath("//w:instrText[contains(., 'TOC')]")) == bool(rows)
        _check_properties(word.core_properties, pdf)
        paragraphs = ("".join(t.text or "" for t in p.xpath(".//w:t")) for p in word.element.xpath("//w:p"))
        text = "\n".join(paragraphs)
        assert not LEFTOVERS.search(text), file.name
        assert not re.search(r"\S  +\S", text), file.name
    assert with_contents == sum("nulages" in d.get("indata", "") for _, d, _ in demo.documents())


def _contents_row(paragraph: Any) -> tuple[int, str, int]:
    *words, page = paragraph.text.split("\t")
    return int(paragraph.style.name.split()[-1]), squeeze("".join(words)), int(page)


def _check_properties(word: Any, pdf: PdfFacts) -> None:
    told = pdf.reader.metadata
    assert told is not None
    assert (word.title, word.author, word.language) == (told.title, "Ale kommun", "sv-SE")
    assert (word.subject, word.keywords) == (told.subject, told.keywords or "")
    assert word.created == word.modified == told.creation_date
    assert word.comments == ""


def test_annexes_look_as_they_did(demo: Demo) -> None:
    """Every page of the packet, drawn, is the page of its source; only the stamp is added."""
    paper = Paper(demo.folder / PACKET)
    shapes = set()
    for part in demo.parts.values():
        original = Paper(demo.source(part))
        for at, page in enumerate(pages_of(part), start=1):
            if part["slag"] == "bilaga":
                shapes.add(_shape(original, at))
            _compare(demo, paper, page, original, at)
        original.close()
    paper.close()
    assert {"stående", "liggande", "stor", "vriden"} <= shapes


def _shape(paper: Paper, page: int) -> str:
    width, height = paper.size(page)
    if paper.turned(page):
        return "vriden"
    if max(width, height) > 1000:
        return "stor"
    return "liggande" if width > height else "stående"


def _compare(demo: Demo, paper: Paper, page: int, original: Paper, at: int) -> None:
    grown = paper.size(page)[1] - original.size(at)[1]
    assert (grown > 0.5) == (page in demo.manifest["utokade_sidor"])
    # Where the page grew, a whole number of pixels is cut off, so that both pictures lie alike on their grid.
    scale = 1.0 if grown > 0.5 else 40 / 72
    shown, before = paper.draw(page, scale, grown if grown > 0.5 else 0), original.draw(at, scale)
    boxes = demo.stamp_boxes(page)
    assert boxes
    for picture in (shown, before):
        whiten(picture, boxes, scale, grown)
    allowed = shown.width * shown.height // 500 if grown > 0.5 else 0
    assert differing(shown, before) <= allowed, f"sida {page}"


def test_the_same_bytes_elsewhere(demo: Demo, tmp_path: Path) -> None:
    """Another folder, an empty cache, another time zone and language: every file is the same to the byte."""
    run_demo(tmp_path / "ut", tmp_path / "cache", tmp_path / "annat hem", TZ="Pacific/Auckland", LANG="C")
    before = {path.name: sha256(path) for path in demo.folder.iterdir()}
    assert {path.name: sha256(path) for path in (tmp_path / "ut").iterdir()} == before


def test_nothing_is_converted_twice(demo: Demo, tmp_path: Path, soffice: SofficeVersion) -> None:
    """With the first run's cache LibreOffice is asked for its version alone, and no kept file is made anew."""
    counter, calls = tmp_path / "soffice", tmp_path / "anrop"
    counter.write_text(
        f'#!/bin/sh\necho "$@" >> "{calls}"\nexec "{soffice.program}" "$@"\n', encoding="utf-8"
    )
    counter.chmod(0o755)
    before = {path: path.stat().st_ino for path in demo.cache.rglob("*") if path.is_file()}
    run_demo(tmp_path / "ut", demo.cache, tmp_path / "hem", SAMLAD_SOFFICE=str(counter))
    assert {path: path.stat().st_ino for path in demo.cache.rglob("*") if path.is_file()} == before
    assert set(calls.read_text(encoding="utf-8").splitlines()) == {"--version"}
    assert sha256(tmp_path / "ut" / PACKET) == sha256(demo.folder / PACKET)


def test_the_whole_way_ends_in_the_archive(demo: Demo, tmp_path: Path) -> None:
    """Every file of the meeting lies in a package once, the packets too, and every judge has let them through."""
    require_verapdf(read_settings())
    out = tmp_path / "ut"
    run_demo(out, demo.cache, tmp_path / "hem", "--hela-vagen")
    delivered: list[str] = []
    for report in sorted((out / "arkiv").glob("kontroll-FGS2.0-*.json")):
        told = json.loads(report.read_text(encoding="utf-8"))
        assert told["fel"] == []
        assert told["bevarandefiler"] == told["prövade_av_verapdf"] > 0
        if (Path(sys.prefix) / "eark").exists():
            eark = told["eark_validator"]
            assert (eark["struktur"], eark["schema"], eark["fel"]) == ("WellFormed", "VALID", 0)
        verdicts = json.loads((report.parent / report.name.replace("kontroll", "verapdf")).read_text())
        assert all("PDF/A-2b" in one["uppfyller"] for one in verdicts.values())
        with zipfile.ZipFile(report.with_name(told["paket"])) as package:
            names = [name for name in package.namelist() if "/data/" in name]
            delivered += [hashlib.sha256(package.read(name)).hexdigest() for name in names]
    matters = json.loads(MEETING.with_name("mote-utskick-2.json").read_text(encoding="utf-8"))["arenden"]
    documents = [one for matter in matters for one in matter.get("handlingar", ())]
    called = [MEETING.parent / one["fil"] for one in documents if "fil" in one]
    # A nulägesbild's links lead elsewhere when it stands alone.
    made = [one for one in out.glob("*.pdf") if not one.name.startswith("nulagesbild-")]
    for file in {*called, *made}:
        assert delivered.count(sha256(file)) == 1, file.name


def test_a_sealed_packet_is_what_it_was(demo: Demo, tmp_path: Path) -> None:
    """Both editions are still PDF/A-2b and PDF/UA-1 under the seal, and still their manifests'."""
    issued = issue(tmp_path)
    settings = replace(
        read_settings(),
        sigill_nyckel=str(issued.key),
        sigill_losenord_fil=str(issued.password_file),
        sigill_betrodda=str(issued.trusted),
    )
    require_verapdf(settings)
    packets = [demo.folder / PACKET, demo.folder / PUBLIC_PACKET]
    sealed = [one.path for one in seal_files(packets, tmp_path / "ut", "Utgiven handling", settings).files]
    for verdict in validate(sealed, settings=settings):
        assert verdict.valid, (verdict.pdf.name, verdict.profile, verdict.failures)
    for packet, copy in zip(packets, sealed, strict=True):
        found = verify_packet(copy, manifest_of(packet), settings)
        assert found.problems == ()
        assert found.seal is not None
        assert found.seal.signature is not None
        assert found.seal.signature.holds
