"""A meeting becomes a packet: complete, numbered as printed, the same twice, and nothing at all when it is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from pypdf import PdfReader, PdfWriter

from service.errors import InputError
from service.flow.compile_packet import compile_packet
from service.flow.read import Reader
from service.flow.wiring import Workshop
from tests.flow.conftest import make_pdf, small_meeting
from tests.flow.plain_converter import PlainConverter

Write = Callable[[dict[str, Any]], Path]


def _link_pages(reader: PdfReader, page: int) -> list[int]:
    """The pages, from 1, that the links on a page lead to."""
    numbers = {p.indirect_reference.idnum: i + 1 for i, p in enumerate(reader.pages) if p.indirect_reference}
    found: list[int] = []
    for reference in reader.pages[page - 1].annotations or []:
        annotation = cast("dict[str, Any]", reference.get_object())
        destination = annotation.get("/Dest") or annotation.get("/A", {}).get("/D")
        if annotation["/Subtype"] == "/Link" and destination is not None:
            found.append(numbers[list.__getitem__(destination.get_object(), 0).idnum])
    return found


def test_small_meeting(tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop) -> None:
    """Every declared document is in the packet or accounted for, and every list names the page it leads to."""
    path = write_meeting(small_meeting(tmp_path))
    delivery = compile_packet(path, tmp_path / "ut", reader, workshop)
    assert [file.path.name for file in delivery.files] == ["kf-2026-12-14.pdf", "kf-2026-12-14.manifest.json"]
    manifest = json.loads((tmp_path / "ut" / "kf-2026-12-14.manifest.json").read_text(encoding="utf-8"))
    packet = PdfReader(tmp_path / "ut" / "kf-2026-12-14.pdf")
    total = len(packet.pages)

    keys = [part["nyckel"] for part in manifest["delar"]]
    assert keys == ["kallelse", "innehall", "a1", "a1.1.blad", "a1.1", "a1.2.blad", "a1.2", "a2"]
    assert manifest["paket"]["sidor"] == total
    assert manifest["ej_bifogade"] == [
        {
            "nummer": "Bilaga 2.1",
            "titel": "Skrivelse från en granne",
            "diarienummer": "KS.2026.4",
            "orsak": "Handlingen finns på kommunkansliet.",
        }
    ]
    first = {part["nyckel"]: part["fran"] for part in manifest["delar"]}
    assert [part["till"] for part in manifest["delar"]][-1] == total
    assert "Kartan" in packet.pages[first["a1.2"] - 1].extract_text()
    for number, page in enumerate(packet.pages, start=1):
        assert f"Sida {number} ({total})" in page.extract_text().replace("\u00a0", " ")
    assert packet.page_labels == [str(number) for number in range(1, total + 1)]

    contents = packet.pages[first["innehall"] - 1].extract_text().replace("\u00a0", " ")
    for text, key in (("Bilaga 1.1", "a1.1.blad"), ("Bilaga 1.2", "a1.2.blad"), ("Meddelanden", "a2")):
        assert re.search(rf"{text}[^\n]*\s{first[key]}$", contents, re.MULTILINE), f"{text}: {contents}"
    leads_to = set(_link_pages(packet, first["innehall"]))
    assert {first["a1"], first["a1.1.blad"], first["a1.2.blad"], first["a2"]} <= leads_to


def test_text_of_an_arende_is_shown_as_it_was_written(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """Ampersands and angle brackets in a heading are text, on paper and in the bookmark."""
    compile_packet(write_meeting(small_meeting(tmp_path)), tmp_path / "ut", reader, workshop)
    packet = PdfReader(tmp_path / "ut" / "kf-2026-12-14.pdf")
    titles = [str(item["/Title"]) for item in packet.outline if not isinstance(item, list)]
    assert "1. Avgift & taxa <för> lokaler" in titles
    assert any("Avgift & taxa <för> lokaler" in page.extract_text() for page in packet.pages)


def test_same_meeting_gives_same_bytes(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """Two builds into two folders are equal to the byte, packet and manifest."""
    path = write_meeting(small_meeting(tmp_path))
    first = compile_packet(path, tmp_path / "ett", reader, workshop)
    second = compile_packet(path, tmp_path / "två", reader, workshop)
    assert [file.sha256 for file in first.files] == [file.sha256 for file in second.files]


def test_only_what_changed_is_made_anew(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop, converter: PlainConverter
) -> None:
    """An unchanged meeting converts nothing; one changed summary converts its own sheet and no other."""
    meeting = small_meeting(tmp_path)
    compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    before = converter.worked
    compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    assert converter.worked == before
    meeting["arenden"][1]["sammanfattning"] = "Taxan räknas upp med **tre procent**."
    compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    assert converter.worked - before <= 2  # the sheet before and after its page numbers are known


def test_every_fault_of_every_bilaga_is_told_at_once(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """A missing, an empty and a false annex are three faults, each at its place; nothing is written."""
    meeting = small_meeting(tmp_path)
    (tmp_path / "karta.pdf").write_bytes(b"")
    (tmp_path / "sida.pdf").write_bytes(b"<!DOCTYPE html><html></html>")
    documents = meeting["arenden"][1]["handlingar"]
    documents[0]["fil"] = "borta.pdf"
    documents.append({"handlingstyp": "bilaga", "titel": "Sida", "fil": "sida.pdf"})
    with pytest.raises(InputError) as caught:
        compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("file_missing", "arenden[1].handlingar[0].fil"),
        ("file_empty", "arenden[1].handlingar[1].fil"),
        ("wrong_file_type", "arenden[1].handlingar[2].fil"),
    ]
    assert not (tmp_path / "ut").exists()


def test_a_broken_pdf_stops_the_build_by_name(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """A file that begins as PDF and is none is refused with its name, its place and what to do."""
    meeting = small_meeting(tmp_path)
    (tmp_path / "karta.pdf").write_bytes(b"%PDF-1.7\n" + b"trasigt " * 100)
    with pytest.raises(InputError) as caught:
        compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    (problem,) = caught.value.problems
    assert (problem.path, problem.source) == ("arenden[1].handlingar[1].fil", "karta.pdf")
    assert problem.remedy
    assert not (tmp_path / "ut").exists()


def test_what_stood_in_the_folder_survives_a_fault(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """A failed build leaves the last good packet untouched, and no rubbish beside it."""
    meeting = small_meeting(tmp_path)
    compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    kept = (tmp_path / "ut" / "kf-2026-12-14.pdf").read_bytes()
    (tmp_path / "karta.pdf").unlink()
    with pytest.raises(InputError):
        compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    assert (tmp_path / "ut" / "kf-2026-12-14.pdf").read_bytes() == kept
    assert sorted(p.name for p in (tmp_path / "ut").iterdir()) == [
        "kf-2026-12-14.manifest.json",
        "kf-2026-12-14.pdf",
    ]


def test_a_withdrawn_arende_keeps_its_number_and_loses_its_documents(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """`utgår` is seen in the list; the documents are accounted for in the manifest and not in the packet."""
    meeting = small_meeting(tmp_path)
    meeting["arenden"][1]["utgar"] = True
    compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    manifest = json.loads((tmp_path / "ut" / "kf-2026-12-14.manifest.json").read_text(encoding="utf-8"))
    assert [part["nyckel"] for part in manifest["delar"]] == ["kallelse", "innehall", "a2"]
    assert [one["orsak"] for one in manifest["ej_bifogade"]][:2] == ["Ärendet utgår.", "Ärendet utgår."]
    text = PdfReader(tmp_path / "ut" / "kf-2026-12-14.pdf").pages
    assert any("utgår" in page.extract_text().lower() for page in text)


def test_page_numbers_hold_when_the_lists_grow(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """A list of two hundred ärenden runs over several pages and still names the right ones."""
    meeting = small_meeting(tmp_path)
    template = meeting["arenden"][2]
    meeting["arenden"] = [
        {**template, "ordning": str(n), "rubrik": f"Ärende nummer {n} i en lång lista", "handlingar": []}
        for n in range(1, 121)
    ]
    delivery = compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    manifest = json.loads(delivery.files[-1].path.read_text(encoding="utf-8"))
    first = {part["nyckel"]: part["fran"] for part in manifest["delar"]}
    packet = PdfReader(delivery.files[-2].path)
    contents = "\n".join(
        packet.pages[n - 1].extract_text().replace("\u00a0", " ")
        for n in range(first["innehall"], first["a1"])
    )
    for n in (1, 60, 120):
        assert re.search(rf"Ärende nummer {n} i en lång lista\s{first[f'a{n}']}$", contents, re.MULTILINE)


def test_encrypted_annex_is_refused_with_a_remedy(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """A PDF with a password cannot be taken in; the message says what to ask for."""
    meeting = small_meeting(tmp_path)
    writer = PdfWriter(clone_from=make_pdf(tmp_path / "öppen.pdf", "hemligt"))
    writer.encrypt("lösen", algorithm="AES-256")
    writer.write(tmp_path / "karta.pdf")
    with pytest.raises(InputError) as caught:
        compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop)
    (problem,) = caught.value.problems
    assert "lösenord" in problem.message + problem.remedy
