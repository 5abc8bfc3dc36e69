"""A small meeting that is sent out, changed, and sent out again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from service.flow.compile_packet import compile_packet
from service.flow.follow_up import FollowUp
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition
from service.settings import read_settings
from tests.flow.conftest import FRAMEWORK, TODAY, make_pdf, small_meeting
from tests.flow.plain_converter import PlainConverter

Meeting = dict[str, Any]
Send = Callable[..., Delivery]
"""The meeting, the folder for the files, the manifests of the dispatch before (`ett/kf-2026-12-14`), and how."""
NAME = "kf-2026-12-14"


def sender(folder: Path) -> Send:
    """What puts a meeting together into a folder in `folder`, after a dispatch whose manifests are named."""
    settings = read_settings({"SAMLAD_CACHE": str(folder / "cache"), "SAMLAD_PROVA_BILAGOR": "nej"})
    reader = Reader(settings, TODAY, FRAMEWORK)
    work = folder / "arbete"
    work.mkdir()
    workshop = Workshop(settings, PlainConverter(work), lambda *_: None, work)

    def send(
        meeting: Meeting,
        target: str,
        *after: str,
        renditions: tuple[Rendition, ...] = (Rendition.INTERN,),
        piece_mb: float = 0,
        **how: Any,
    ) -> Delivery:
        follow = FollowUp(tuple(folder / f"{one}.manifest.json" for one in after), **how)
        path = folder / "mote.json"
        path.write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
        return compile_packet(path, folder / target, reader, workshop, renditions, piece_mb, follow)

    return send


def sent_meeting(folder: Path) -> Meeting:
    """Two ärenden with documents, sent out on 3 December."""
    meeting = small_meeting(folder)
    for name in ("yttrande", "protokoll"):
        make_pdf(folder / f"{name}.pdf", f"{name} ett", f"{name} två", f"{name} tre")
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


def manifest_of(folder: Path, name: str) -> dict[str, Any]:
    """The manifest of that name in a folder."""
    manifest: dict[str, Any] = json.loads((folder / f"{name}.manifest.json").read_text(encoding="utf-8"))
    return manifest


def labels_of(manifest: dict[str, Any]) -> dict[str, list[str]]:
    """What the pages of each part in the file are called."""
    return {part["nyckel"]: part["sidetiketter"] for part in manifest["delar"]}


def texts_of(path: Path) -> list[str]:
    """The words of every page."""
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(path).pages]


def change(meeting: Meeting, folder: Path) -> None:
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
