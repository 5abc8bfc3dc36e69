"""A later dispatch: what was sent keeps its numbers and pages, what is new comes in between, and a list says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from service.cli.main import main
from service.flow.follow_up import Scope
from service.model.choices import Rendition
from tests.flow.conftest import make_pdf
from tests.flow.dispatches import (
    NAME,
    Meeting,
    Send,
    change,
    labels_of,
    manifest_of,
    sender,
    sent_meeting,
    texts_of,
)

BOTH = tuple(Rendition)


@pytest.fixture(name="meeting")
def _meeting(tmp_path: Path) -> Meeting:
    return sent_meeting(tmp_path)


@pytest.fixture(name="send")
def _send(tmp_path: Path) -> Send:
    return sender(tmp_path)


@pytest.fixture(name="twice", scope="module")
def _twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A meeting that was sent out, changed and sent out again: both editions, whole and as a supplement."""
    folder = tmp_path_factory.mktemp("twice")
    send = sender(folder)
    meeting = sent_meeting(folder)
    send(meeting, "ett", renditions=BOTH)
    change(meeting, folder)
    send(meeting, "två", f"ett/{NAME}", renditions=BOTH)
    return folder


def test_sent_pages_keep_their_labels(twice: Path) -> None:
    """Letters where something is put in, a span where something is gone, the next number at the end."""
    before = labels_of(manifest_of(twice / "ett", NAME))
    manifest = manifest_of(twice / "två", f"{NAME}-utskick-2")
    after = labels_of(manifest)
    last = before["a1.2"][-1]
    assert after["a1.1"] == [*before["a1.1"], f"{before['a1.1'][-1]}a"]
    assert after["a1.3.blad"] + after["a1.3"] == [f"{last}{letter}" for letter in "abc"]
    gone = [*before["a2.1.blad"], *before["a2.1"]]
    assert after["a2.1.utgar"] == [f"{gone[0]}–{gone[-1]}"]
    assert after["a3.1"] == before["a3.1"][:1]
    assert after["a3.1.utgar"] == [f"{before['a3.1'][1]}–{before['a3.1'][2]}"]
    assert after["a4"] == [str(int(before["a3.1"][-1]) + 1)]
    assert after["andringar"][0] == "U2:1"
    untouched = ("a1", "a1.2", "a1.2.blad", "a2", "a3.1.blad")
    assert {key: after[key] for key in untouched} == {key: before[key] for key in untouched}
    read = PdfReader(twice / "två" / f"{NAME}-utskick-2.pdf")
    said = [label for part in manifest["delar"] for label in part["sidetiketter"]]
    assert list(read.page_labels) == said
    count = after["a4"][0]
    for label, page in zip(said, read.pages, strict=True):
        words = page.extract_text().replace("\u00a0", " ")
        stamp = f"Sida {label}" if label.startswith("U") else f"{label} ({count})"
        assert stamp in words
    public = manifest_of(twice / "två", f"{NAME}-utskick-2-publik")
    assert {key: one for key, one in labels_of(public).items() if key != "andringar"} == {
        key: one for key, one in after.items() if key != "andringar"
    }


def test_every_file_of_a_dispatch_verifies(twice: Path) -> None:
    """The whole packet and the supplement, in both editions, against their own manifests."""
    packets = sorted((twice / "två").glob("*.pdf"), key=lambda path: path.stem)
    assert [path.stem for path in packets] == [
        f"{NAME}-utskick-2",
        f"{NAME}-utskick-2-publik",
        f"{NAME}-utskick-2-tillagg",
        f"{NAME}-utskick-2-tillagg-publik",
    ]
    assert [main(["verifiera", str(path)]) for path in packets] == [0, 0, 0, 0]


def test_the_list_tells_every_change(twice: Path) -> None:
    """New, changed and withdrawn by the agenda, in words, with the pages of now and then; `jamfor` agrees."""
    packet = PdfReader(twice / "två" / f"{NAME}-utskick-2.pdf")
    told = " ".join(packet.pages[0].extract_text().replace("\u00a0", " ").split())
    for said in (
        "Ändringar sedan utskicket den 3 december 2026",
        "Nya: 2. Ändrade: 3. Utgår: 1.",
        "Ersatt Kallelse och föredragningslista Ersätter den tidigare. Ändrat: föredragningslistan.",
        "Ändrad Bilaga 1.1 – Tjänsteskrivelse Nytt innehåll. 4 sidor i stället för 3.",
        "Ny Bilaga 1.3 – Sen bilaga",
        "Utgår Bilaga 2.1 – Yttrande Utgår sedan den 7 december 2026. Yttrandet är återtaget.",
        "Ändrad 3. Redovisning Ändrat: förslaget till beslut.",
        "Ändrad Bilaga 3.1 – Protokoll Nytt innehåll. 2 sidor i stället för 4.",
        "Ny 4. Sent ärende",
    ):
        assert said in told
    order = [
        told.index(word) for word in ("Bilaga 1.1", "Bilaga 1.3", "Bilaga 2.1", "3. Redovisning", "4. Sent")
    ]
    assert order == sorted(order)
    assert "Karta" not in told


def test_comparison_and_list_agree(twice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every row of the list is in the answer of `jamfor`, with the same words, whichever file's manifest is given."""
    answers = []
    for file in (f"{NAME}-utskick-2", f"{NAME}-utskick-2-tillagg"):
        paths = [str(twice / f"{one}.manifest.json") for one in (f"ett/{NAME}", f"två/{file}")]
        assert main(["jamfor", *paths, "--json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert [{**one, "nu": None} for one in answers] == [{**answers[0], "nu": None}] * 2
    answer = answers[0]
    assert [one["nummer"] for one in answer["nya"]] == ["Bilaga 1.3", "Ärende 4"]
    assert [one["nummer"] for one in answer["utgatt"]] == ["Bilaga 2.1"]
    words = {one["nu"]["nummer"]: one["ord"] for one in answer["andrade"]}
    assert set(words) == {"Kallelse", "Bilaga 1.1", "Ärende 3", "Bilaga 3.1"}
    text = " ".join(texts_of(twice / "två" / f"{NAME}-utskick-2.pdf")[0].split())
    assert all(sentence in text for sentences in words.values() for sentence in sentences)


def test_two_editions_are_told_apart(twice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What only one of them shows is no change, so it is said that they are two; a packet is not its manifest."""
    internal, public = (str(twice / f"ett/{name}.manifest.json") for name in (NAME, f"{NAME}-publik"))
    assert main(["jamfor", internal, public]) == 0
    assert "Det är två utgåvor" in capsys.readouterr().out
    assert main(["jamfor", internal, str(twice / f"två/{NAME}-utskick-2.manifest.json")]) == 0
    assert "Det är två utgåvor" not in capsys.readouterr().out
    assert main(["jamfor", internal, str(twice / f"ett/{NAME}.pdf")]) == 2
    assert f"{NAME}.manifest.json" in capsys.readouterr().err


def test_the_supplement_holds_what_changed(twice: Path) -> None:
    """The list, the agenda, what is new or changed with its covers, and what is withdrawn; under the same labels."""
    manifest = manifest_of(twice / "två", f"{NAME}-utskick-2-tillagg")
    assert list(labels_of(manifest)) == [
        "andringar", "kallelse", "a1", "a1.1.blad", "a1.1", "a1.3.blad", "a1.3", "a2", "a2.1.utgar",
        "a3", "a3.1.blad", "a3.1", "a3.1.utgar", "a4",
    ]  # fmt: skip
    whole = {part["nyckel"]: part["sidetiketter"] for part in manifest["hela"]}
    assert set(whole) - set(labels_of(manifest)) == {"innehall", "a1.2.blad", "a1.2"}
    assert all(whole[key] == labels for key, labels in labels_of(manifest).items())


def test_what_is_not_in_the_supplement_is_named_without_a_link(twice: Path) -> None:
    """The cover of an ärende names the page of every document; only those that are there have a link."""
    links: dict[str, dict[str, int]] = {}
    for name in (f"{NAME}-utskick-2", f"{NAME}-utskick-2-tillagg"):
        manifest = manifest_of(twice / "två", name)
        first = {part["nyckel"]: part["fran"] for part in manifest["delar"]}
        goals = {page: key for key, page in first.items()}
        on_cover: list[int] = next(
            (row["till"] for row in manifest["lankar"] if row["sida"] == first["a1"]), []
        )
        links[name] = {goals.get(page, "kallelse"): page for page in on_cover}
        text = PdfReader(twice / "två" / f"{name}.pdf").pages[first["a1"] - 1].extract_text()
        assert (
            next(part for part in manifest.get("hela", manifest["delar"]) if part["nyckel"] == "a1.2.blad")[
                "sidetiketter"
            ][0]
            in text
        )
    whole, supplement = links.values()
    assert set(whole) - set(supplement) == {"a1.2.blad"}
    assert set(supplement) == {"kallelse", "a1.1.blad", "a1.3.blad"}


def test_dispatch_after_dispatch(
    send: Send, meeting: Meeting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A third one, after the supplement alone: letters go on, and what is back has the pages that it had."""
    send(meeting, "ett", renditions=BOTH)
    first = labels_of(manifest_of(tmp_path / "ett", NAME))
    change(meeting, tmp_path)
    send(meeting, "två", f"ett/{NAME}", scope=Scope.TILLAGG, renditions=BOTH)
    second = {
        part["nyckel"]: part["sidetiketter"]
        for part in manifest_of(tmp_path / "två", f"{NAME}-utskick-2-tillagg")["hela"]
    }
    make_pdf(tmp_path / "karta.pdf", "Kartan", "Kartan, sidan 2")
    make_pdf(tmp_path / "skrivelse.pdf", *(f"Ändrad {page}" for page in range(4)))
    make_pdf(tmp_path / "sist.pdf", "Sist")
    one, two = meeting["arenden"][1:3]
    one["handlingar"].append({"handlingstyp": "bilaga", "titel": "Ännu en", "fil": "sist.pdf"})
    for key in ("bifogas_kallelsen", "bifogas_inte_orsak", "utgar_datum"):
        del two["handlingar"][0][key]
    meeting["kallelse"] |= {"slag": "uppdaterad_foredragningslista", "version": 3}
    delivery = send(meeting, "tre", f"två/{NAME}-utskick-2-tillagg", renditions=BOTH)
    manifest = manifest_of(tmp_path / "tre", f"{NAME}-utskick-3")
    third = labels_of(manifest)
    last = first["a1.2"][-1]
    assert third["a1.1"] == [*second["a1.1"], f"{second['a1.1'][-1][:-1]}b"]
    assert third["a1.2"] == [last, f"{last}.a"]
    assert third["a1.4.blad"] + third["a1.4"] == [f"{last}d", f"{last}e"]
    assert third["a2.1"] == first["a2.1"]
    assert third["andringar"][0] == "U3:1"
    assert [row["nummer"] for row in manifest["utskick"]["efter"]] == [1, 2]
    text = " ".join(texts_of(tmp_path / "tre" / f"{NAME}-utskick-3.pdf")[0].split())
    assert "Ändringar sedan utskicket den 9 december 2026" in text
    assert "Bilaga 2.1 – Yttrande Åter med." in text
    packets = [file.path for file in delivery.files if file.path.suffix == ".pdf"]
    assert [main(["verifiera", str(path)]) for path in packets] == [0, 0, 0, 0]
    files = (f"två/{NAME}-utskick-2-tillagg", f"tre/{NAME}-utskick-3")
    capsys.readouterr()
    assert main(["jamfor", *(str(tmp_path / f"{one}.manifest.json") for one in files)]) == 0
    other_pages = capsys.readouterr().out.partition("Andra sidor")[2]
    assert "Bilaga 1.2" in other_pages
    assert "Bilaga 2.1" not in other_pages, "the page that stood for it had the same numbers"


def test_late_documents_at_the_end(send: Send, meeting: Meeting, tmp_path: Path) -> None:
    """By choice, new documents get the next numbers, and keep their place in the dispatch after that."""
    send(meeting, "ett")
    count = manifest_of(tmp_path / "ett", NAME)["paket"]["sidor"]
    make_pdf(tmp_path / "sent.pdf", "Sent ett", "Sent två")
    documents = meeting["arenden"][1]["handlingar"]
    documents.append({"handlingstyp": "bilaga", "titel": "Sen bilaga", "fil": "sent.pdf"})
    send(meeting, "två", f"ett/{NAME}", late_last=True)
    second = manifest_of(tmp_path / "två", f"{NAME}-utskick-2")
    late = [str(count + page) for page in (1, 2, 3)]
    assert labels_of(second)["a1.3.blad"] + labels_of(second)["a1.3"] == late
    assert second["paket"]["hogsta_sidnummer"] == count + 3
    documents.append({"handlingstyp": "bilaga", "titel": "Ännu en", "fil": "sent.pdf"})
    send(meeting, "tre", f"två/{NAME}-utskick-2", late_last=True)
    third = labels_of(manifest_of(tmp_path / "tre", f"{NAME}-utskick-3"))
    assert third["a1.3.blad"] + third["a1.3"] == late
    assert third["a1.4.blad"] == [str(count + 4)]
    assert list(third)[-4:] == ["a1.3.blad", "a1.3", "a1.4.blad", "a1.4"]


def test_a_withdrawn_arende_keeps_its_number(send: Send, meeting: Meeting, tmp_path: Path) -> None:
    """One page stands for its cover and its documents; list, agenda and contents lead to it."""
    send(meeting, "ett")
    first = labels_of(manifest_of(tmp_path / "ett", NAME))
    meeting["arenden"][1] |= {
        "utgar": True,
        "utgar_datum": "2026-12-08",
        "utgar_orsak": "Ärendet bereds vidare.",
    }
    send(meeting, "två", f"ett/{NAME}")
    manifest = manifest_of(tmp_path / "två", f"{NAME}-utskick-2")
    parts = {part["nyckel"]: part for part in manifest["delar"]}
    gone = parts["a1.utgar"]
    assert gone["sidetiketter"] == [f"{first['a1'][0]}–{first['a1.2'][-1]}"]
    assert list(gone["ersatter"]) == ["a1", "a1.1.blad", "a1.1", "a1.2.blad", "a1.2"]
    assert labels_of(manifest)["a2"] == first["a2"]
    texts = texts_of(tmp_path / "två" / f"{NAME}-utskick-2.pdf")
    for said in (
        "(utgår)",
        "8 december 2026",
        "Ärendet bereds vidare.",
        f"Sidorna {gone['sidetiketter'][0]} (",
    ):
        assert said in texts[gone["fran"] - 1]
    lists = {
        key: range(parts[key]["fran"], parts[key]["till"] + 1)
        for key in ("andringar", "kallelse", "innehall")
    }
    goals = {row["sida"]: row["till"] for row in manifest["lankar"]}
    for pages in lists.values():
        assert any(gone["fran"] in goals.get(page, []) for page in pages)
    told = " ".join(texts[0].split())
    assert "Utgår Bilaga 1.1 – Tjänsteskrivelse" in told
    assert "Utgår: 3." in told


def test_the_editions_have_as_many_pages(send: Send, meeting: Meeting, tmp_path: Path) -> None:
    """Also where one list of changes is longer than the other: the shorter one is filled up."""
    meeting["arenden"][1]["handlingar"][0] |= {
        "titel": "En lång titel. " * 300,
        "titel_publik": "En kort titel",
    }
    send(meeting, "ett", renditions=BOTH)
    change(meeting, tmp_path)
    send(meeting, "två", f"ett/{NAME}", renditions=BOTH)
    for name in (f"{NAME}-utskick-2", f"{NAME}-utskick-2-tillagg"):
        internal, public = (tmp_path / "två" / f"{name}{mark}.pdf" for mark in ("", "-publik"))
        assert len(PdfReader(internal).pages) == len(PdfReader(public).pages)
        labels = labels_of(manifest_of(tmp_path / "två", f"{name}-publik"))
        assert len(labels["andringar"]) < len(labels_of(manifest_of(tmp_path / "två", name))["andringar"])
        assert (
            labels["andringar.utfyllnad"][-1]
            == labels_of(manifest_of(tmp_path / "två", name))["andringar"][-1]
        )
        assert main(["verifiera", str(public)]) == 0


def test_the_public_supplement_does_not_tell_that_a_withheld_document_has_changed(
    send: Send, meeting: Meeting, tmp_path: Path
) -> None:
    """The internal supplement has its new pages; the public one has no page in their stead, and the same labels."""
    withheld = meeting["arenden"][2]["handlingar"][0]
    withheld["publiceras"] = "nej"
    send(meeting, "ett", renditions=BOTH)
    make_pdf(tmp_path / "yttrande.pdf", "yttrande ett, rättat", "yttrande två", "yttrande tre")
    send(meeting, "två", f"ett/{NAME}", renditions=BOTH)
    whole, public_whole, supplement, public = (
        labels_of(manifest_of(tmp_path / "två", f"{NAME}-utskick-2{mark}"))
        for mark in ("", "-publik", "-tillagg", "-tillagg-publik")
    )
    assert set(supplement) - set(public) == {"a2", "a2.1.blad", "a2.1"}
    assert set(public) == {"andringar", "kallelse"}
    assert {key: supplement[key] for key in public} == public
    assert whole == public_whole
    for name, told in (("-tillagg", True), ("-tillagg-publik", False)):
        pages = texts_of(tmp_path / "två" / f"{NAME}-utskick-2{name}.pdf")
        assert ("Inga ärenden eller handlingar har ändrats." in pages[0]) is not told
        assert len(pages) == sum(map(len, (supplement if told else public).values()))
    make_pdf(tmp_path / "yttrande.pdf", "yttrande ett", "yttrande två", "yttrande tre", "yttrande fyra")
    send(meeting, "tre", f"ett/{NAME}", renditions=BOTH)
    longer = (
        labels_of(manifest_of(tmp_path / "tre", f"{NAME}-utskick-2-tillagg{mark}"))
        for mark in ("", "-publik")
    )
    assert next(longer) == next(longer)  # its length shows in the page numbers anyway


def test_nothing_changed_is_told(send: Send, meeting: Meeting, tmp_path: Path) -> None:
    """A dispatch of the same again says that nothing has changed, and has no page more but its list."""
    send(meeting, "ett")
    send(meeting, "två", f"ett/{NAME}")
    first, second = (manifest_of(tmp_path / folder, name) for folder, name in
                     (("ett", NAME), ("två", f"{NAME}-utskick-2")))  # fmt: skip
    assert {key: labels for key, labels in labels_of(second).items() if key != "andringar"} == labels_of(
        first
    )
    text = texts_of(tmp_path / "två" / f"{NAME}-utskick-2.pdf")[0]
    assert "Inga ärenden eller handlingar har ändrats." in text
    supplement = labels_of(manifest_of(tmp_path / "två", f"{NAME}-utskick-2-tillagg"))
    assert list(supplement) == ["andringar", "kallelse"]


def test_the_same_dispatch_is_the_same_bytes(send: Send, meeting: Meeting, tmp_path: Path) -> None:
    """Again, into another folder, with pieces: the same files."""
    send(meeting, "ett", renditions=BOTH)
    change(meeting, tmp_path)
    one, two = (send(meeting, folder, f"ett/{NAME}", renditions=BOTH) for folder in ("två", "tre"))
    assert [(file.path.name, file.sha256) for file in one.files] == [
        (file.path.name, file.sha256) for file in two.files
    ]


def test_a_document_loses_its_cover_and_another_gets_one(
    send: Send, meeting: Meeting, tmp_path: Path
) -> None:
    """A page says that the cover is gone; the new one comes before its document, after the page before it."""
    first, second = meeting["arenden"][1]["handlingar"]
    second["forsattsblad"] = False
    send(meeting, "ett")
    before = labels_of(manifest_of(tmp_path / "ett", NAME))
    first["forsattsblad"], second["forsattsblad"] = False, True
    send(meeting, "två", f"ett/{NAME}")
    manifest = manifest_of(tmp_path / "två", f"{NAME}-utskick-2-tillagg")
    after = labels_of(manifest)
    assert after["a1.1.blad.utgar"] == before["a1.1.blad"]
    assert after["a1.1"] == before["a1.1"]
    assert after["a1.2.blad"] == [f"{before['a1.1'][-1]}a"]
    assert after["a1.2"] == before["a1.2"]
    assert list(after) == ["andringar", "kallelse", "a1", "a1.1.blad.utgar", "a1.1", "a1.2.blad", "a1.2"]
    assert main(["verifiera", str(tmp_path / "två" / f"{NAME}-utskick-2-tillagg.pdf")]) == 0
