"""Two editions with one numbering, and nothing of what is withheld in the public one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from service.cli.main import main
from service.errors import InputError
from service.flow.compile_packet import compile_packet
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from tests.conftest import ROOT
from tests.flow.conftest import make_pdf, small_meeting
from tests.flow.secrets import PLACES, SECRET, find_told, tell, word

Build = Callable[..., Delivery]
BOTH = tuple(Rendition)
NOTE = {
    "markerad": True,
    "bestammelse": "25 kap. 1 § OSL",
    "datum": "2026-11-02",
    "myndighet": "Socialnämnden",
    "omfattning": "hela",
    "motivering_intern": SECRET,
}


@pytest.fixture(name="build")
def _build(
    tmp_path: Path, write_meeting: Callable[[dict[str, Any]], Path], reader: Reader, workshop: Workshop
) -> Build:
    """Put a meeting together in the wanted editions, into a folder of that name."""

    def build(meeting: dict[str, Any], *renditions: Rendition, folder: str = "ut") -> Delivery:
        return compile_packet(write_meeting(meeting), tmp_path / folder, reader, workshop, renditions)

    return build


def _secret_meeting(folder: Path, **more: Any) -> dict[str, Any]:
    """A meeting whose first document is secret, and tells so in every field that it has."""
    meeting = small_meeting(folder)
    tell(folder / f"{SECRET}.pdf", pages=3)
    secret = {
        "id": "hemlig",
        "handlingstyp": "yttrande",
        "titel": f"Yttrande om {SECRET}",
        "upprattad_av": SECRET,
        "diarienummer": "SN.2026.991",
        "datum": "2026-10-07",
        "fil": f"{SECRET}.pdf",
        "publiceras": "nej",
        "sekretess": NOTE,
    }
    meeting["arenden"][1]["handlingar"].insert(0, secret | more)
    return meeting


def _manifest(folder: Path, name: str = "kf-2026-12-14") -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / f"{name}.manifest.json").read_text(encoding="utf-8"))
    return manifest


def _places(manifest: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(part["nummer"], part["fran"], part["till"]) for part in manifest["delar"]]


def test_both_editions_number_alike(build: Build, tmp_path: Path) -> None:
    """Every part stands on the same pages in both, and they are called by their own names."""
    delivery = build(_secret_meeting(tmp_path), *BOTH)
    assert [file.path.name for file in delivery.files] == [
        "kf-2026-12-14.pdf",
        "kf-2026-12-14.manifest.json",
        "kf-2026-12-14-publik.pdf",
        "kf-2026-12-14-publik.manifest.json",
    ]
    intern, public = _manifest(tmp_path / "ut"), _manifest(tmp_path / "ut", "kf-2026-12-14-publik")
    assert (intern["utgava"], public["utgava"]) == ("intern", "publik")
    assert _places(intern) == _places(public)
    assert intern["paket"]["sidor"] == public["paket"]["sidor"]
    assert intern["paket"]["sha256"] != public["paket"]["sha256"]


def test_an_edition_is_the_same_alone(build: Build, tmp_path: Path) -> None:
    """Who sends one edition today and the other tomorrow gets what both at once would have been."""
    meeting = _secret_meeting(tmp_path)
    both = {file.path.name: file.sha256 for file in build(meeting, *BOTH).files}
    alone = {
        file.path.name: file.sha256
        for rendition in BOTH
        for file in build(meeting, rendition, folder=rendition.value).files
    }
    assert alone == both


def test_pages_say_why_a_document_is_not_there(build: Build, tmp_path: Path) -> None:
    """As many pages as the document has, each with number, statement and ground."""
    build(_secret_meeting(tmp_path), Rendition.PUBLIK)
    manifest = _manifest(tmp_path / "ut", "kf-2026-12-14-publik")
    (part,) = (part for part in manifest["delar"] if part["nyckel"] == "a1.1")
    assert (part["slag"], part["sidor"], part["titel"]) == ("undanhallen", 3, "Bilaga 1.1 – Yttrande")
    packet = PdfReader(tmp_path / "ut" / "kf-2026-12-14-publik.pdf")
    for number in range(part["fran"], part["till"] + 1):
        text = packet.pages[number - 1].extract_text().replace("\u00a0", " ")
        for said in (
            "Bilaga 1.1",
            "är sekretessmarkerad och publiceras inte",
            "25 kap. 1 § OSL",
            "2 november 2026",
            "Socialnämnden",
            f"Sida {number - part['fran'] + 1} av 3 i handlingen",
            f"Sida {number} ({manifest['paket']['sidor']})",
        ):
            assert said in text


def test_without_secrecy_the_pages_say_no_more_than_that(build: Build, tmp_path: Path) -> None:
    """`publiceras: nej` alone gives no ground."""
    build(_secret_meeting(tmp_path, sekretess=None), Rendition.PUBLIK)
    texts = [page.extract_text() for page in PdfReader(tmp_path / "ut" / "kf-2026-12-14-publik.pdf").pages]
    assert sum("Handlingen publiceras inte." in text for text in texts) == 3
    assert not any("OSL" in text for text in texts)


def test_nothing_of_a_withheld_document_reaches_the_public(build: Build, tmp_path: Path) -> None:
    """No file beside the public packet holds the secret, in any of the ways in which the document tells it.

    The internal packet shows that the search finds it.
    """
    delivery = build(_secret_meeting(tmp_path, forsattsblad=False), *BOTH)
    files = {file.path.name: file.path for file in delivery.files}
    words = (SECRET, "SN.2026.991", "2026-10-07", "7 oktober", *(word(place) for place in PLACES))
    told = find_told(files["kf-2026-12-14.pdf"], words)
    never_taken_in = {"title", "keywords", "xmp", "attachment name", "attachment content", "destination"}
    assert {place for place in PLACES if word(place) not in told} <= never_taken_in
    assert SECRET in find_told(files["kf-2026-12-14.manifest.json"], words)
    assert find_told(files["kf-2026-12-14-publik.pdf"], words) == set()
    assert find_told(files["kf-2026-12-14-publik.manifest.json"], words) == set()
    digest = next(p["sha256"] for p in _manifest(tmp_path / "ut")["delar"] if p["nyckel"] == "a1.1")
    assert find_told(files["kf-2026-12-14-publik.manifest.json"], (digest,)) == set()


def test_the_search_finds_every_place(tmp_path: Path) -> None:
    """What the leak test looks for is found in the document itself."""
    found = find_told(tell(tmp_path / "a.pdf", 1), tuple(word(place) for place in PLACES))
    assert found == {word(place) for place in PLACES}


def test_public_titles_replace_the_others(build: Build, tmp_path: Path) -> None:
    """A published document with a public title is called by it in lists, bookmarks, structure and manifest."""
    meeting = small_meeting(tmp_path)
    document = meeting["arenden"][1]["handlingar"][0]
    document |= {"titel": f"Brev från {SECRET}", "titel_publik": "Brev från en boende"}
    (tmp_path / f"{SECRET}.pdf").write_bytes((tmp_path / "skrivelse.pdf").read_bytes())
    document["fil"] = f"{SECRET}.pdf"
    delivery = build(meeting, Rendition.PUBLIK)
    for file in delivery.files:
        assert find_told(file.path, (SECRET,)) == set()
        assert find_told(file.path, ("Brev från en boende",))


def test_a_masked_version_stands_in_and_is_filled_up(build: Build, tmp_path: Path) -> None:
    """The masked version takes the place, pages after it keep the numbers, and it need not be attached itself."""
    make_pdf(tmp_path / "maskad.pdf", "Yttrandet utan namn")
    relation = {"typ": "har_maskad_version", "handling": "maskad"}
    meeting = _secret_meeting(
        tmp_path, publiceras="maskad", relationer=[relation], sekretess={**NOTE, "omfattning": "delar"}
    )
    meeting["arenden"][1]["handlingar"].append(
        {
            "id": "maskad",
            "handlingstyp": "yttrande",
            "titel": "Yttrande, maskat",
            "fil": "maskad.pdf",
            "bifogas_kallelsen": False,
            "bifogas_inte_orsak": "Den står i den offentliga utgåvan.",
        }
    )
    delivery = build(meeting, *BOTH)
    public = _manifest(tmp_path / "ut", "kf-2026-12-14-publik")
    parts = {part["nyckel"]: part for part in public["delar"]}
    assert parts["a1.1"]["titel"] == "Bilaga 1.1 – Yttrande, maskat"
    assert (parts["a1.1"]["sidor"], parts["a1.1.utfyllnad"]["sidor"]) == (1, 2)
    packet = PdfReader(tmp_path / "ut" / "kf-2026-12-14-publik.pdf")
    assert "Yttrandet utan namn" in packet.pages[parts["a1.1"]["fran"] - 1].extract_text()
    assert "publiceras i maskad version" in packet.pages[parts["a1.1"]["till"]].extract_text()
    assert "Sida 2 av 3" in packet.pages[parts["a1.1"]["till"]].extract_text()
    first = {part["nyckel"]: part["fran"] for part in _manifest(tmp_path / "ut")["delar"]}
    assert all(parts[key]["fran"] == page for key, page in first.items())
    for file in delivery.files[2:]:
        assert find_told(file.path, (SECRET,)) == set()


def test_a_longer_masked_version_is_refused(build: Build, tmp_path: Path) -> None:
    """It would move every number after it; the message says so and how to go on."""
    make_pdf(tmp_path / "maskad.pdf", *["Maskad"] * 4)
    relation = {"typ": "har_maskad_version", "handling": "maskad"}
    meeting = _secret_meeting(tmp_path, publiceras="maskad", relationer=[relation], sekretess=None)
    meeting["arenden"][1]["handlingar"].append(
        {"id": "maskad", "handlingstyp": "yttrande", "titel": "Maskad", "fil": "maskad.pdf"}
    )
    with pytest.raises(InputError) as caught:
        build(meeting, Rendition.PUBLIK)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("masked_version_longer", "arenden[1].handlingar[0].relationer")
    assert problem.remedy
    assert not (tmp_path / "ut").exists()


def _with_report(folder: Path, **more: Any) -> dict[str, Any]:
    """A meeting with a report that is built."""
    meeting = small_meeting(folder)
    report = {"handlingstyp": "nulagesbeskrivning", "titel": "Nulägesbeskrivning", "indata": "rapport.json"}
    meeting["arenden"][1]["handlingar"].append(report | more)
    raw = json.loads((ROOT / "samples/nulagesbeskrivning/vn-2026.json").read_text(encoding="utf-8"))
    (folder / "rapport.json").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    return meeting


def test_a_withheld_report_is_not_delivered_beside_the_public_packet(build: Build, tmp_path: Path) -> None:
    """Its Word file and PDF are written with the internal edition, and not with the public one."""
    meeting = _with_report(tmp_path, publiceras="nej")
    assert len(build(meeting, Rendition.INTERN, folder="a").files) == 4
    assert [file.path.suffix for file in build(meeting, Rendition.PUBLIK, folder="b").files] == [
        ".pdf",
        ".json",
    ]


def test_a_report_that_is_secret_by_itself_is_not_published(build: Build, tmp_path: Path) -> None:
    """The mark in the report's own file is enough, whatever the meeting says of it."""
    meeting = _with_report(tmp_path)
    raw = json.loads((tmp_path / "rapport.json").read_text(encoding="utf-8"))
    raw["sekretess"] = NOTE
    (tmp_path / "rapport.json").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        build(meeting, Rendition.PUBLIK)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("secret_published", "arenden[1].handlingar[2].publiceras")
    ]


def test_a_list_that_is_longer_in_one_edition_moves_no_number(build: Build, tmp_path: Path) -> None:
    """Public titles that fill a page more than the others, or a page less: the shorter edition is filled up."""
    for long, short in (("titel", "titel_publik"), ("titel_publik", "titel")):
        meeting = small_meeting(tmp_path)
        meeting["arenden"][1]["handlingar"] = [
            {
                "handlingstyp": "bilaga",
                long: "En mycket lång titel " * 12,
                short: f"Karta {n}",
                "fil": "karta.pdf",
            }
            for n in range(30)
        ]
        build(meeting, *BOTH, folder=long)
        intern, public = (_manifest(tmp_path / long, f"kf-2026-12-14{end}") for end in ("", "-publik"))
        first = [{p["nyckel"]: p["fran"] for p in one["delar"]} for one in (intern, public)]
        assert all(first[0][key] == first[1][key] for key in first[0].keys() & first[1].keys())
        assert intern["paket"]["sidor"] == public["paket"]["sidor"]
        fillers = {p["nyckel"] for one in (intern, public) for p in one["delar"] if p["slag"] == "utfyllnad"}
        assert fillers
        alone = build(meeting, Rendition.INTERN, folder=f"{long}-intern").files[0].sha256
        assert alone == intern["paket"]["sha256"]


def test_equal_documents_keep_their_own_numbers(build: Build, tmp_path: Path) -> None:
    """Two withheld documents of one kind look alike; their sheets are not mixed up."""
    meeting = _secret_meeting(tmp_path, sekretess=None)
    documents = meeting["arenden"][1]["handlingar"]
    documents.insert(1, {**documents[0], "id": "hemlig2"})
    build(meeting, Rendition.PUBLIK)
    packet = PdfReader(tmp_path / "ut" / "kf-2026-12-14-publik.pdf")
    for part in _manifest(tmp_path / "ut", "kf-2026-12-14-publik")["delar"]:
        if part["nyckel"].startswith("a1.") and part["slag"] in ("forsattsblad_bilaga", "undanhallen"):
            assert part["nummer"] in packet.pages[part["fran"] - 1].extract_text().replace("\u00a0", " ")


def test_an_unknown_edition_is_told_in_swedish(capsys: pytest.CaptureFixture[str]) -> None:
    """The parser lists the editions."""
    with pytest.raises(SystemExit):
        main(["sammanstall", "mote.json", "--ut", "ut", "--utgava", "hemlig"])
    assert "välj bland 'intern', 'publik', 'bada'" in capsys.readouterr().err
