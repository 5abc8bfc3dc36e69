"""A recorded meeting whose one document tells a number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.api import Api
from tests.files.pdf import masks
from tests.flow.test_api import HEADS


def meeting_with_number(api: Api, folder: Path, make: Callable[[Path], None] = masks.replaced) -> str:
    """Its id; the document is `1.1`, made by one of the makers in `masks`."""
    made = api.post("/sammantraden", "kansli", HEADS).get_json()
    path = f"/sammantraden/{made['id']}/arenden"
    facts = {
        "rubrik": "Klagan",
        "arendetyp": "redovisning",
        "diarienummer": "KS.2026.9",
        "vackt_av": "namnd",
    }
    made = api.call("POST", path, "kansli", facts, {"If-Match": '"v1"'}).get_json()
    arende = made["arenden"][0]["id"]
    make(folder / "klagan.pdf")
    file = api.send("kansli", "klagan.pdf", (folder / "klagan.pdf").read_bytes()).get_json()["id"]
    body = {"handlingstyp": "bilaga", "titel": "Klagan", "fil": file}
    added = api.call("POST", f"{path}/{arende}/handlingar", "kansli", body, {"If-Match": '"v2"'})
    assert added.status_code == 201, added.text
    return str(made["id"])
