"""Foreign annexes in the whole build: signed ones keep their original, hostile ones stop nothing else."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.errors import BilagaRejected
from service.flow.check import check_file
from service.flow.compile_packet import compile_packet
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from tests.files.hostile.active import disguised_script
from tests.files.hostile.trees import exponential_drawing
from tests.files.pdf import makers
from tests.files.pdf.packets import words
from tests.flow.conftest import small_meeting

Write = Callable[[dict[str, Any]], Path]
ORIGINAL = "kf-2026-12-14.bilaga-1.2.undertecknad.pdf"


def _processes() -> set[int | None]:
    """Those of this worker; servers that other tests started keep theirs until the session ends."""
    return {child.pid for child in multiprocessing.active_children()}


def test_signed_original_stands_beside_the_internal_edition(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """Byte for byte, named in the manifest with its sha256; the packet has no signature, the public folder no file."""
    path = write_meeting(small_meeting(tmp_path))
    signed = makers.signed(tmp_path / "karta.pdf")
    delivery = compile_packet(path, tmp_path / "ut", reader, workshop, tuple(Rendition))
    names = [file.path.name for file in delivery.files]
    assert [name for name in names if "undertecknad" in name] == [ORIGINAL]
    assert (tmp_path / "ut" / ORIGINAL).read_bytes() == signed.read_bytes()
    assert "annex_signed" in {notice.code for notice in delivery.notices}
    told = {}
    for stem in ("kf-2026-12-14", "kf-2026-12-14-publik"):
        manifest = json.loads((tmp_path / "ut" / f"{stem}.manifest.json").read_text(encoding="utf-8"))
        told[stem] = [
            part.get("undertecknat_original") for part in manifest["delar"] if part["nyckel"] == "a1.2"
        ]
        packet = tmp_path / "ut" / f"{stem}.pdf"
        assert b"/Sig" not in packet.read_bytes()
        covers = {
            part["nyckel"]: part["fran"] for part in manifest["delar"] if part["nyckel"].endswith(".blad")
        }
        signed_cover, other = (words(packet, covers[f"a1.{n}.blad"] - 1) for n in (2, 1))
        assert "elektroniskt undertecknat" in " ".join(signed_cover.split())
        assert "undertecknat" not in other
    assert told["kf-2026-12-14"] == [{"fil": ORIGINAL, "sha256": sha256_of(signed)}]
    assert told["kf-2026-12-14-publik"] == [None]


def test_hostile_annexes_are_told_together(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """One that hangs and one that is broken are two faults in their places; nothing is written, nobody is left."""
    before = _processes()
    path = write_meeting(small_meeting(tmp_path))
    (tmp_path / "skrivelse.pdf").write_bytes(exponential_drawing())
    makers.half(tmp_path / "karta.pdf")
    settings = replace(workshop.settings, triage_sekunder=2)
    with pytest.raises(BilagaRejected) as caught:
        compile_packet(path, tmp_path / "ut", reader, replace(workshop, settings=settings))
    found = [(problem.code, problem.path, problem.source) for problem in caught.value.problems]
    assert found == [
        ("annex_too_slow", "arenden[1].handlingar[0].fil", "skrivelse.pdf"),
        ("file_broken", "arenden[1].handlingar[1].fil", "karta.pdf"),
    ]
    assert not (tmp_path / "ut").exists()
    assert list(workshop.folder.iterdir()) == []
    assert _processes() == before


def test_check_looks_at_them_too(tmp_path: Path, write_meeting: Write, reader: Reader) -> None:
    """`samlad kontrollera` tells the same without building."""
    before = _processes()
    path = write_meeting(small_meeting(tmp_path))
    (tmp_path / "skrivelse.pdf").write_bytes(disguised_script())
    makers.no_pages(tmp_path / "karta.pdf")
    checked = check_file(path, reader)
    assert [problem.code for problem in checked.problems] == ["annex_no_pages"]
    assert "annex_actions_removed" in {notice.code for notice in checked.notices}
    assert _processes() == before
