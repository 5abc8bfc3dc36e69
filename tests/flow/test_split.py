"""The packet in several files: whole parts, the packet's own numbers, links between the files, nothing lost."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from service.cli.main import main
from service.flow.compile_packet import compile_packet
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.split import MEGABYTE, units_of
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from service.model.packet import PacketPlan, Part, PartKind, PlannedPart
from tests.flow.conftest import small_meeting

Write = Callable[[dict[str, Any]], Path]


def _heavy_pdf(path: Path, kilobytes: int) -> Path:
    """A page with a picture that cannot be packed."""
    letters = random.Random(path.name)  # noqa: S311  # the same picture every time, no secret
    noise = Image.frombytes("L", (100, 10 * kilobytes), letters.randbytes(1000 * kilobytes))
    packed = BytesIO()
    noise.save(packed, "png")
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    canvas.drawString(72, 600, path.stem)
    canvas.drawImage(ImageReader(packed), 100, 100, 100, 100)
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(name="delivery")
def _delivery(tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop) -> Delivery:
    """A packet with five annexes, one of them larger than the limit of 0.4 MB, in both editions."""
    meeting = small_meeting(tmp_path)
    documents = meeting["arenden"][1]["handlingar"]
    for name, kilobytes in (("lätt", 50), ("halv", 200), ("tung", 600), ("ännu en halv", 200)):
        _heavy_pdf(tmp_path / f"{name}.pdf", kilobytes)
        documents.append({"handlingstyp": "bilaga", "titel": name, "fil": f"{name}.pdf"})
    return compile_packet(write_meeting(meeting), tmp_path / "ut", reader, workshop, tuple(Rendition), 0.4)


def _manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(
        (folder / "kf-2026-12-14.manifest.json").read_text(encoding="utf-8")
    )
    return manifest


def test_the_files_hold_the_whole_packet(delivery: Delivery, tmp_path: Path) -> None:
    """Every part is in one file, in order; each file has the pages that the manifest says, and says which they are."""
    manifest = _manifest(tmp_path / "ut")
    pieces = manifest["delfiler"]
    assert [piece["fil"] for piece in pieces] == [
        f"kf-2026-12-14-del-{n}.pdf" for n in range(1, len(pieces) + 1)
    ]
    assert len(pieces) >= 3
    assert [key for piece in pieces for key in piece["delar"]] == [
        part["nyckel"] for part in manifest["delar"]
    ]
    written = {file.path.name: file for file in delivery.files}
    total, page = manifest["paket"]["sidor"], 1
    for number, piece in enumerate(pieces, start=1):
        file = written[piece["fil"]]
        assert (file.sha256, file.pages) == (piece["sha256"], piece["sidor"])
        read = PdfReader(file.path)
        assert (piece["fran"], piece["till"]) == (page, page + len(read.pages) - 1)
        assert read.page_labels == [str(n) for n in range(page, piece["till"] + 1)]
        for at, one in enumerate(read.pages):
            assert f"Sida {page + at} ({total})" in one.extract_text().replace("\u00a0", " ")
        assert read.metadata is not None
        assert str(read.metadata.title).endswith(f", del {number} av {len(pieces)}")
        assert read.outline
        page += len(read.pages)
    assert page == total + 1


def test_no_file_is_too_large_but_for_one_document(delivery: Delivery, tmp_path: Path) -> None:
    """What is larger than the limit lies alone with its cover sheet, and that is told."""
    pieces = _manifest(tmp_path / "ut")["delfiler"]
    large = [piece for piece in pieces if piece["bytes"] > 0.4 * MEGABYTE]
    assert [piece["delar"] for piece in large] == [["a1.5.blad", "a1.5"]]
    told = [notice for notice in delivery.notices if notice.code == "part_larger_than_piece"]
    assert {notice.source for notice in told} == {
        large[0]["fil"],
        large[0]["fil"].replace("-del", "-publik-del"),
    }
    assert "Bilaga 1.5" in told[0].message


@pytest.mark.usefixtures("delivery")
def test_links_lead_into_the_other_files(tmp_path: Path) -> None:
    """A row of the contents leads to the page in the file in which its document lies."""
    manifest = _manifest(tmp_path / "ut")
    home = {key: piece for piece in manifest["delfiler"] for key in piece["delar"]}
    first = {part["nyckel"]: part["fran"] for part in manifest["delar"]}
    contents = PdfReader(tmp_path / "ut" / home["innehall"]["fil"]).pages[first["innehall"] - 1]
    links = [one.get_object() for one in contents.annotations or []]
    addresses = {
        str(one["/A"]["/URI"]): str(one.get("/Contents")) for one in links if "/URI" in one.get("/A", {})
    }
    for key in ("a1.5.blad", "a1.6.blad"):
        page = first[key] - home[key]["fran"] + 1
        words = addresses[f"{home[key]['fil']}#page={page}"]
        assert f"sida {first[key]}, i del" in words
    assert not any("samlad.invalid" in address for address in addresses)
    back = PdfReader(tmp_path / "ut" / home["a1.6"]["fil"])
    uris = {
        str(one.get_object().get("/A", {}).get("/URI", ""))
        for page in back.pages
        for one in page.annotations or []
    }
    assert f"kf-2026-12-14-del-1.pdf#page={_agenda_page(tmp_path / 'ut' / 'kf-2026-12-14.pdf')}" in uris


def _agenda_page(packet: Path) -> int:
    """The page of the packet on which the list of ärenden begins."""
    pages = PdfReader(packet).pages
    return next(n for n, page in enumerate(pages, start=1) if "Föredragningslista" in page.extract_text())


def test_every_file_passes_verification(
    delivery: Delivery, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`samlad verifiera` takes a del like a packet, with the packet's manifest, in both editions."""
    files = [file.path for file in delivery.files if "-del-" in file.path.name]
    assert len(files) == 2 * len(_manifest(tmp_path / "ut")["delfiler"])
    for file in files:
        assert main(["verifiera", str(file)]) == 0, capsys.readouterr().out
    files[0].write_bytes(files[1].read_bytes())
    assert main(["verifiera", str(files[0])]) == 5


def test_the_same_packet_is_split_alike(
    delivery: Delivery, tmp_path: Path, reader: Reader, workshop: Workshop
) -> None:
    """Same input, same bytes, in every file."""
    both = tuple(Rendition)
    again = compile_packet(tmp_path / "mote.json", tmp_path / "igen", reader, workshop, both, 0.4)
    assert [file.sha256 for file in again.files] == [file.sha256 for file in delivery.files]


def test_a_small_packet_is_not_split(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """What fits into one file is one file, and that is told."""
    delivery = compile_packet(
        write_meeting(small_meeting(tmp_path)), tmp_path / "ut", reader, workshop, piece_mb=10
    )
    assert not any("-del-" in file.path.name for file in delivery.files)
    assert "packet_not_split" in {notice.code for notice in delivery.notices}
    assert _manifest(tmp_path / "ut")["delfiler"] == []


def test_a_document_stays_with_its_cover() -> None:
    """Cover sheet, document and the pages that fill it up are one; all else stands alone."""

    def planned(key: str, kind: PartKind, parent: str | None = None) -> PlannedPart:
        return PlannedPart(Part(key, kind, "", "", Path(), parent=parent), 1, 1)

    units = units_of(
        PacketPlan(
            (
                planned("kallelse", PartKind.KALLELSE),
                planned("a1", PartKind.FORSATTSBLAD_ARENDE),
                planned("a1.1.blad", PartKind.FORSATTSBLAD_BILAGA, "a1"),
                planned("a1.1", PartKind.BILAGA, "a1.1.blad"),
                planned("a1.1.utfyllnad", PartKind.UNDANHALLEN, "a1.1"),
                planned("a1.2", PartKind.BILAGA, "a1"),
            )
        )
    )
    assert [[one.part.key for one in unit] for unit in units] == [
        ["kallelse"],
        ["a1"],
        ["a1.1.blad", "a1.1", "a1.1.utfyllnad"],
        ["a1.2"],
    ]


@pytest.mark.parametrize("size", ["0", "-1", "stor", "2000", "nan"])
def test_a_size_that_is_none_is_refused(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Too small, too large and no number are told in Swedish; a decimal comma is understood."""
    with pytest.raises(SystemExit):
        main(["sammanstall", "mote.json", "--ut", "ut", f"--del-storlek={size}"])
    assert "är inte ett antal megabyte" in capsys.readouterr().err
