"""A packet is held against its manifest long after it was made, and two manifests tell what has changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from service.cli.main import main
from service.flow.compile_packet import compile_packet
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from tests.flow.conftest import make_pdf, small_meeting

Output = pytest.CaptureFixture[str]
Write = Callable[[dict[str, Any]], Path]
Build = Callable[..., Path]
NAME = "kf-2026-12-14"


@pytest.fixture(name="build")
def _build(tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop) -> Build:
    """Put a meeting together; returns the packet."""

    def build(meeting: dict[str, Any], folder: str, *renditions: Rendition) -> Path:
        wanted = renditions or (Rendition.INTERN,)
        delivery = compile_packet(write_meeting(meeting), tmp_path / folder, reader, workshop, wanted)
        return next(file.path for file in delivery.files if file.path.suffix == ".pdf")

    return build


@pytest.fixture(name="packet")
def _packet(build: Build, tmp_path: Path) -> Path:
    """A sound packet, without anything that it was made of."""
    made = build(small_meeting(tmp_path), "ut")
    alone = tmp_path / "ensamt"
    alone.mkdir()
    for file in made.parent.iterdir():
        shutil.copy(file, alone)
    shutil.rmtree(made.parent)
    for name in ("skrivelse.pdf", "karta.pdf", "mote.json"):
        (tmp_path / name).unlink()
    return alone / made.name


def _verify(packet: Path, capsys: Output, *more: str) -> tuple[int, dict[str, Any]]:
    exit_code = main(["verifiera", str(packet), "--json", *more])
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return exit_code, answer


def test_a_sound_packet_passes(packet: Path, capsys: Output) -> None:
    """Exit code 0 and one line; nothing that it was made of is needed."""
    assert main(["verifiera", str(packet)]) == 0
    out = capsys.readouterr().out
    assert "allt stämmer med kf-2026-12-14.manifest.json" in out
    assert _verify(packet, capsys)[1]["ok"] is True


def test_the_public_edition_passes_too(build: Build, tmp_path: Path, capsys: Output) -> None:
    """Its manifest says less, and enough."""
    meeting = small_meeting(tmp_path)
    meeting["arenden"][1]["handlingar"][0]["publiceras"] = "nej"
    assert _verify(build(meeting, "ut", Rendition.PUBLIK), capsys) == (
        0,
        {"ok": True, "fil": f"{NAME}-publik.pdf", "manifest": f"{NAME}-publik.manifest.json", "problems": []},
    )


def _lose_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def _swap_stamps(pdf: pikepdf.Pdf) -> None:
    first, last = pdf.pages[0].obj, pdf.pages[-1].obj
    first.Contents[-1], last.Contents[-1] = last.Contents[-1], first.Contents[-1]


def _turn_link(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for link in page.obj.get("/Annots", []):
            if link.get("/A", Dictionary()).get("/S") == Name.GoTo:
                link.A.D[0] = pdf.pages[-1].obj if page.index else pdf.pages[0].obj
                return


def _turn_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.Last.Dest[0] = pdf.pages[0].obj


def _relabel(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].S = Name.r


def _retitle(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Title = String("Något annat")


def _other_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("en-US")


def _untag(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def _rename_part(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].K[1].T = String("Något annat")


def _add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def test_a_packet_that_is_not_there_is_what_is_missing(packet: Path, capsys: Output) -> None:
    """A misspelt name is told as it was written, not as the manifest that would have lain beside it."""
    assert main(["verifiera", str(packet.with_name("paket.pdf"))]) == 2
    assert "Filen ”paket.pdf” finns inte." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (_lose_page, "packet_page_count"),
        (_swap_stamps, "stamp_differs"),
        (_turn_link, "link_differs"),
        (_turn_bookmark, "bookmark_differs"),
        (_relabel, "packet_metadata"),
        (_retitle, "packet_metadata"),
        (_other_language, "packet_metadata"),
        (_untag, "structure_differs"),
        (_rename_part, "structure_differs"),
        (_add_script, "dangerous_action_left"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_was_done_to_a_packet_is_found(
    break_it: Callable[[pikepdf.Pdf], None], code: str, packet: Path, capsys: Output
) -> None:
    """One thing wrong: its own code beside that of the hash, exit code 5, a Swedish message for each."""
    with pikepdf.open(packet, allow_overwriting_input=True) as pdf:
        break_it(pdf)
        pdf.save(packet)
    exit_code, answer = _verify(packet, capsys)
    assert exit_code == 5
    assert {problem["code"] for problem in answer["problems"]} == {"packet_sha256_differs", code}
    assert all(problem["message"].endswith(".") for problem in answer["problems"])


def test_every_fault_is_told(packet: Path, capsys: Output) -> None:
    """Several things wrong are told in one answer, for people too."""
    with pikepdf.open(packet, allow_overwriting_input=True) as pdf:
        _turn_bookmark(pdf)
        _swap_stamps(pdf)
        pdf.save(packet)
    assert main(["verifiera", str(packet)]) == 5
    out = capsys.readouterr().out
    for said in ("sha256", "Bokmärket", "stämplad", "4 fel"):
        assert said in out


@pytest.mark.parametrize("content", [b"", b"inget paket", b"%PDF-1.7\n" + b"trasigt " * 50])
def test_a_file_that_is_no_packet(content: bytes, packet: Path, capsys: Output) -> None:
    """Something else under the packet's name is a fault of the packet, not of the program."""
    packet.write_bytes(content)
    exit_code, answer = _verify(packet, capsys)
    assert exit_code == 5
    assert {problem["code"] for problem in answer["problems"]} == {
        "packet_sha256_differs",
        "packet_unreadable",
    }


def test_a_pdf_that_is_no_packet(packet: Path, capsys: Output) -> None:
    """A PDF with as many pages lacks everything that a packet has."""
    with pikepdf.open(packet) as pdf:
        count = len(pdf.pages)
    make_pdf(packet, *["Sida"] * count)
    exit_code, answer = _verify(packet, capsys)
    assert exit_code == 5
    assert {"stamp_differs", "structure_differs", "bookmark_differs", "packet_metadata"} <= {
        problem["code"] for problem in answer["problems"]
    }


def _change_manifest(packet: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = packet.with_suffix(".manifest.json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def test_a_gap_in_the_manifest_is_found(packet: Path, capsys: Output) -> None:
    """A part that was taken out of the manifest leaves pages that belong to nothing."""
    _change_manifest(packet, lambda manifest: manifest["delar"].pop(3))
    exit_code, answer = _verify(packet, capsys)
    assert exit_code == 5
    assert {"manifest_edited", "manifest_pages_differ"} <= {problem["code"] for problem in answer["problems"]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda manifest: manifest.update(format="samlad-manifest 1"), "not_a_manifest"),
        (lambda manifest: manifest.pop("delar"), "manifest_broken"),
        (lambda manifest: manifest["delar"][0].update(fran="ett"), "manifest_broken"),
        (lambda manifest: manifest["delar"][0].update(slag="bok"), "manifest_broken"),
        (lambda manifest: manifest.update(delar=[1]), "manifest_broken"),
    ],
)
def test_what_is_no_manifest_is_refused(
    change: Callable[[dict[str, Any]], None], code: str, packet: Path, capsys: Output
) -> None:
    """A manifest that cannot be read is the sender's: exit code 2."""
    _change_manifest(packet, change)
    exit_code, answer = _verify(packet, capsys)
    assert (exit_code, [problem["code"] for problem in answer["problems"]]) == (2, [code])


def test_missing_files_are_named(packet: Path, capsys: Output) -> None:
    """A missing manifest and a missing packet, each by its name; another place can be given."""
    elsewhere = packet.parent / "annat.json"
    packet.with_suffix(".manifest.json").rename(elsewhere)
    assert _verify(packet, capsys)[1]["problems"][0]["source"] == f"{NAME}.manifest.json"
    assert _verify(packet, capsys, "--manifest", str(elsewhere))[0] == 0
    packet.unlink()
    assert _verify(packet, capsys, "--manifest", str(elsewhere))[1]["problems"][0]["source"] == packet.name


def _compare(before: Path, after: Path, capsys: Output) -> tuple[dict[str, Any], str]:
    manifests = [str(path.with_suffix(".manifest.json")) for path in (before, after)]
    assert main(["jamfor", *manifests, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert main(["jamfor", *manifests]) == 0
    return answer, capsys.readouterr().out


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return [(row.get("nu") or row)["nummer"] for row in rows]


def test_equal_packets_are_equal(build: Build, tmp_path: Path, capsys: Output) -> None:
    """Nothing differs, and that is said."""
    meeting = small_meeting(tmp_path)
    answer, text = _compare(build(meeting, "ett"), build(meeting, "två"), capsys)
    assert answer["lika"] is True
    assert not any(answer[key] for key in ("nya", "andrade", "utgatt", "flyttade", "omdopta", "andra_sidor"))
    assert text == "Paketen är lika, byte för byte.\n"


def test_every_kind_of_change_is_told(build: Build, tmp_path: Path, capsys: Output) -> None:
    """New, changed, withdrawn with its reason, moved and renamed, each in its own list and with its pages."""
    meeting = small_meeting(tmp_path)
    make_pdf(tmp_path / "yttrande.pdf", "Yttrandet")
    first, second = meeting["arenden"][1]["handlingar"]
    third = {"handlingstyp": "yttrande", "titel": "Yttrande", "fil": "yttrande.pdf"}
    meeting["arenden"][1]["handlingar"] = [first, second, third]
    before = build(meeting, "ett")

    make_pdf(tmp_path / "skrivelse.pdf", "Ändrad", "Skrivelsen, sidan 2", "Sidan 3")
    make_pdf(tmp_path / "ny.pdf", "Nytt protokoll")
    new = {"handlingstyp": "protokollsutdrag", "titel": "Protokoll", "fil": "ny.pdf"}
    gone = {**third, "bifogas_kallelsen": False, "bifogas_inte_orsak": "Yttrandet är återtaget."}
    meeting["arenden"][1]["handlingar"] = [first, new, {**second, "titel": "Karta över området"}, gone]
    meeting["arenden"][2]["rubrik"] = "Meddelanden och beslut"
    answer, text = _compare(before, build(meeting, "två"), capsys)

    assert _names(answer["nya"]) == ["Bilaga 1.2"]
    assert _names(answer["andrade"]) == ["Kallelse", "Bilaga 1.1"]
    assert [row["ord"] for row in answer["andrade"]] == [
        ["Ändrat: föredragningslistan"],
        ["Nytt innehåll", "4 sidor i stället för 3"],
    ]
    assert [(row["titel"], row["orsak"]) for row in answer["utgatt"]] == [
        ("Yttrande", "Yttrandet är återtaget.")
    ]
    assert [(row["forr"]["nummer"], row["nu"]["nummer"]) for row in answer["flyttade"]] == [
        ("Bilaga 1.2", "Bilaga 1.3")
    ]
    assert _names(answer["omdopta"]) == ["Bilaga 1.3", "Ärende 2"]
    moved = next(row for row in answer["andra_sidor"] if row["nu"]["nummer"] == "Ärende 2")
    assert moved["forr"]["fran"] < moved["nu"]["fran"]
    for said in (
        "Nytt (1)\n  Bilaga 1.2 – Protokoll, sidorna",
        "Bilaga 1.1 – Tjänsteskrivelse, sidorna",
        "(nytt innehåll. 4 sidor i stället för 3)",
        "Utgått (1)\n  Bilaga 1.3 – Yttrande: Yttrandet är återtaget.",
        "Flyttat (1)\n  Bilaga 1.3 – Karta över området, förr Bilaga 1.2",
        "Bilaga 1.3: ”Karta över området”, förr ”Karta”",
        "Andra sidor (",
    ):
        assert said in text


def test_an_id_holds_when_everything_else_changes(build: Build, tmp_path: Path, capsys: Output) -> None:
    """A document with an id is the same one under another number, title and content."""
    meeting = small_meeting(tmp_path)
    documents = meeting["arenden"][1]["handlingar"]
    documents[1]["id"] = "karta"
    before = build(meeting, "ett")
    make_pdf(tmp_path / "karta.pdf", "En helt annan karta")
    documents[1]["titel"] = "Situationsplan"
    documents.reverse()
    answer, _ = _compare(before, build(meeting, "två"), capsys)
    assert (answer["nya"], answer["utgatt"]) == ([], [])
    assert _names(answer["andrade"]) == ["Bilaga 1.1"]
    assert _names(answer["flyttade"]) == ["Bilaga 1.1", "Bilaga 1.2"]


def test_what_is_withheld_now_is_told(build: Build, tmp_path: Path, capsys: Output) -> None:
    """Between two public editions a document that is withheld since counts as changed."""
    meeting = small_meeting(tmp_path)
    before = build(meeting, "ett", Rendition.PUBLIK)
    document = meeting["arenden"][1]["handlingar"][0]
    document |= {"publiceras": "nej", "titel_publik": document["titel"]}
    answer, text = _compare(before, build(meeting, "två", Rendition.PUBLIK), capsys)
    assert _names(answer["andrade"]) == ["Bilaga 1.1"]
    assert "(undanhålls nu)" in text


def test_the_manifest_names_the_packet_that_lies_beside_it(packet: Path) -> None:
    """Name and digest are those of the file."""
    manifest = json.loads(packet.with_suffix(".manifest.json").read_text(encoding="utf-8"))
    assert manifest["paket"]["fil"] == packet.name
    assert manifest["paket"]["sha256"] == sha256_of(packet)
