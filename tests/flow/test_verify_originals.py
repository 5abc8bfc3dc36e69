"""`samlad verifiera` beside the packet: signed originals that belong to it, and pages that look as they came."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from service.cli.main import main
from service.errors import UnreadableInput
from service.flow.compile_packet import compile_packet
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.read_manifest import DIGEST, digest_of
from service.flow.verify_packet import manifest_of, verify_packet
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from tests.files.pdf import makers
from tests.flow.conftest import small_meeting

Write = Callable[[dict[str, Any]], Path]
STEM = "kf-2026-12-14"
ORIGINAL = f"{STEM}.bilaga-1.2.undertecknad.pdf"
MAKERS: dict[str, Callable[[Path], Path]] = {
    "vriden.pdf": lambda path: makers.rotated(path, 90),
    "vriden-270.pdf": lambda path: makers.rotated(path, 270),
    "a3.pdf": makers.a3_landscape,
    "enhet.pdf": makers.user_unit,
    "beskuren.pdf": makers.cropped,
    "full.pdf": makers.full_bleed,
    "full-vriden.pdf": lambda path: makers.full_bleed(path, 90),
    "lager.pdf": makers.hidden_layer,
    "obalans.pdf": makers.unbalanced,
    "taggad.pdf": makers.tagged,
    "formular.pdf": lambda path: makers.form(path, "Sten"),
}


def _with_annexes(folder: Path, names: list[str]) -> dict[str, Any]:
    meeting = small_meeting(folder)
    meeting["arenden"][1]["handlingar"] = [
        {"handlingstyp": "bilaga", "titel": name, "fil": f"handlingar/{name}"} for name in names
    ]
    return meeting


def _told_again(packet: Path) -> None:
    """Let the manifest say that the packet is right as it is: then only its looks can tell."""
    manifest = manifest_of(packet)
    raw = json.loads(manifest.read_text(encoding="utf-8"))
    raw["paket"]["sha256"] = sha256_of(packet)
    raw[DIGEST] = digest_of(raw)
    manifest.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")


def test_every_kind_of_page_looks_as_it_came(
    tmp_path: Path,
    write_meeting: Write,
    reader: Reader,
    workshop: Workshop,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Turned, cut, grown by a strip, in another unit, with hidden layers and fields: no page differs.

    A folder that lacks some originals is told, one that lacks all of them is a mistake.
    """
    folder = tmp_path / "handlingar"
    folder.mkdir()
    for name, make in MAKERS.items():
        make(folder / name)
    path = write_meeting(_with_annexes(tmp_path, list(MAKERS)))
    settings = replace(
        workshop.settings, publiceringsgranskning="av"
    )  # the hidden layer is a finding of its own
    compile_packet(path, tmp_path / "ut", reader, replace(workshop, settings=settings), tuple(Rendition))
    packet = tmp_path / "ut" / f"{STEM}.pdf"
    for edition in (packet, packet.with_name(f"{STEM}-publik.pdf")):
        found = verify_packet(edition, manifest_of(edition), workshop.settings, folder)
        assert found.problems == ()
        assert found.seen is not None
        assert (found.seen.pages, len(found.seen.annexes)) == (len(MAKERS) + 1, len(MAKERS))
        assert found.seen.others == ()
    (folder / "a3.pdf").unlink()
    capsys.readouterr()
    assert main(["verifiera", str(packet), "--sidor", str(folder)]) == 0
    told = capsys.readouterr().out
    assert f"{len(MAKERS)} sidor i {len(MAKERS) - 1} bilagor" in told
    assert "Bilaga 1.3" in told
    (tmp_path / "tom").mkdir()
    with pytest.raises(UnreadableInput) as caught:
        verify_packet(packet, manifest_of(packet), workshop.settings, tmp_path / "tom")
    assert caught.value.problems[0].code == "originals_not_found"


def test_a_page_that_looks_different_is_told(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """A line through a page of one annex is found there and nowhere else, though every hash is right."""
    compile_packet(write_meeting(small_meeting(tmp_path)), tmp_path / "ut", reader, workshop)
    packet = tmp_path / "ut" / f"{STEM}.pdf"
    raw = json.loads(manifest_of(packet).read_text(encoding="utf-8"))
    (letter,) = [part for part in raw["delar"] if part["nyckel"] == "a1.1"]
    with pikepdf.open(packet, allow_overwriting_input=True) as opened:
        page = opened.pages[letter["till"] - 1]
        page.obj.Contents.insert(0, opened.make_stream(b"q 1 0 0 rg 100 100 200 20 re f Q\n"))
        opened.save(packet)
    _told_again(packet)
    found = verify_packet(packet, manifest_of(packet), workshop.settings, tmp_path)
    assert [(problem.code, problem.path) for problem in found.problems] == [("content_differs", "a1.1")]
    assert f"Sidan {letter['till']} ser inte ut som originalets sida 2" in found.problems[0].message


def test_signed_originals_belong_to_the_packet(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """One that is gone or changed is a fault; the public edition has none and misses none."""
    path = write_meeting(small_meeting(tmp_path))
    makers.signed(tmp_path / "karta.pdf")
    compile_packet(path, tmp_path / "ut", reader, workshop, tuple(Rendition))
    packet = tmp_path / "ut" / f"{STEM}.pdf"

    def codes(of: Path = packet) -> list[str]:
        return [problem.code for problem in verify_packet(of, manifest_of(of), workshop.settings).problems]

    assert codes() == []
    original = packet.with_name(ORIGINAL)
    original.write_bytes(original.read_bytes() + b"\n")
    assert codes() == ["signed_original_differs"]
    original.unlink()
    assert codes() == ["signed_original_missing"]
    assert codes(packet.with_name(f"{STEM}-publik.pdf")) == []
