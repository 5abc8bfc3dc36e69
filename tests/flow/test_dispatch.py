"""A later dispatch: what was sent keeps its numbers and pages, what is new comes in between, and a list says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from service.cli.main import main
from service.flow.compile_packet import compile_packet
from service.flow.follow_up import FollowUp
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from tests.flow.conftest import make_pdf, small_meeting

Build = Callable[..., Delivery]
Meeting = dict[str, Any]
NAME = "kf-2026-12-14"
BOTH = tuple(Rendition)


@pytest.fixture(name="build")
def _build(
    tmp_path: Path, write_meeting: Callable[[Meeting], Path], reader: Reader, workshop: Workshop
) -> Build:
    """Put a meeting together into a folder, after a dispatch whose manifests are named."""

    def build(
        meeting: Meeting, folder: str, *after: str, renditions: tuple[Rendition, ...] = BOTH, **how: Any
    ) -> Delivery:
        follow = FollowUp(tuple(tmp_path / f"{one}.manifest.json" for one in after), **how)
        path = write_meeting(meeting)
        return compile_packet(path, tmp_path / folder, reader, workshop, renditions, follow=follow)

    return build


@pytest.fixture(name="meeting")
def _meeting(tmp_path: Path) -> Meeting:
    """Two ärenden with documents, sent out on 3 December."""
    meeting = small_meeting(tmp_path)
    for name in ("yttrande", "protokoll"):
        make_pdf(tmp_path / f"{name}.pdf", f"{name} ett", f"{name} två", f"{name} tre")
    meeting["kallelse"]["datum"] = "2026-12-03"
    meeting["arenden"][2]["handlingar"].insert(
        0, {"handlingstyp": "yttrande", "titel": "Yttrande", "fil": "yttrande.pdf"}
    )
    meeting["arenden"].append(
        {
            "ordning": "3",
            "rubrik": "Redovisning",
            "diarienummer": "KS.2026.9",
            "arendetyp": "redovisning",
            "handlingar": [
                {"handlingstyp": "protokollsutdrag", "titel": "Protokoll", "fil": "protokoll.pdf"}
            ],
        }
    )
    return meeting


def _manifest(folder: Path, name: str) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / f"{name}.manifest.json").read_text(encoding="utf-8"))
    return manifest


def _labels(manifest: dict[str, Any]) -> dict[str, list[str]]:
    return {part["nyckel"]: part["sidetiketter"] for part in manifest["delar"]}


def _texts(path: Path) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(path).pages]


def _change(meeting: Meeting, folder: Path) -> None:
    """A late document, a longer one, a shorter one, a withdrawn one, and a late ärende."""
    make_pdf(folder / "sent.pdf", "Sent ett", "Sent två")
    make_pdf(folder / "skrivelse.pdf", "Ändrad ett", "Ändrad två", "Ändrad tre")
    make_pdf(folder / "protokoll.pdf", "Kortare")
    first, second, third = meeting["arenden"][1:4]
    first["handlingar"].append({"handlingstyp": "bilaga", "titel": "Sen bilaga", "fil": "sent.pdf"})
    second["handlingar"][0] |= {
        "bifogas_kallelsen": False,
        "bifogas_inte_orsak": "Yttrandet är återtaget.",
        "utgar_datum": "2026-12-07",
    }
    third["forslag_till_beslut"] = [{"organ": "Kommunstyrelsen", "punkter": ["Redovisningen godkänns."]}]
    meeting["arenden"].append(
        {"ordning": "4", "rubrik": "Sent ärende", "diarienummer": "KS.2026.11", "arendetyp": "information"}
    )
    meeting["kallelse"] |= {"slag": "tillaggskallelse", "version": 2, "datum": "2026-12-09"}


def test_sent_pages_keep_their_labels(build: Build, meeting: Meeting, tmp_path: Path) -> None:
    """Letters where something is put in, a span where something is gone, the next number at the end."""
    build(meeting, "ett")
    before = _labels(_manifest(tmp_path / "ett", NAME))
    _change(meeting, tmp_path)
    build(meeting, "två", f"ett/{NAME}")
    manifest = _manifest(tmp_path / "två", f"{NAME}-utskick-2")
    after = _labels(manifest)
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
    read = PdfReader(tmp_path / "två" / f"{NAME}-utskick-2.pdf")
    said = [label for part in manifest["delar"] for label in part["sidetiketter"]]
    assert list(read.page_labels) == said
    count = after["a4"][0]
    for label, page in zip(said, read.pages, strict=True):
        words = page.extract_text().replace("\u00a0", " ")
        stamp = f"Sida {label}" if label.startswith("U") else f"{label} ({count})"
        assert stamp in words
    public = _manifest(tmp_path / "två", f"{NAME}-utskick-2-publik")
    assert {key: one for key, one in _labels(public).items() if key != "andringar"} == {
        key: one for key, one in after.items() if key != "andringar"
    }


def test_every_file_of_a_dispatch_verifies(build: Build, meeting: Meeting, tmp_path: Path) -> None:
    """The whole packet and the supplement, in both editions, against their own manifests."""
    build(meeting, "ett")
    _change(meeting, tmp_path)
    delivery = build(meeting, "två", f"ett/{NAME}")
    packets = [file.path for file in delivery.files if file.path.suffix == ".pdf"]
    assert [path.stem for path in packets] == [
        f"{NAME}-utskick-2",
        f"{NAME}-utskick-2-tillagg",
        f"{NAME}-utskick-2-publik",
        f"{NAME}-utskick-2-tillagg-publik",
    ]
    assert [main(["verifiera", str(path)]) for path in packets] == [0, 0, 0, 0]
