"""The whole way, in the meeting: its matters and documents go into the service, and later what came in late."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.flow.demo import MEETING, SECOND_DISPATCH
from service.flow.preparation import (
    add_arende,
    add_handling,
    change_arende,
    change_handling,
    change_meeting,
    create_meeting,
    get_meeting,
    order_handlingar,
    remove_handling,
)
from service.flow.uploads import add_file
from service.intake.json_file import read_json

if TYPE_CHECKING:
    from service.flow.hela_vagen import Walk

HANDLING_KEPT_OUT = frozenset({"fil", "indata", "rapport", "id", "relationer", "pdfa"})


def record_meeting(walk: Walk) -> str:
    """Meeting, ärenden and handlingar go into the service."""
    raw = read_json(MEETING, walk.service.settings)
    heads = {"sammantrade": raw["sammantrade"], "kallelse": raw["kallelse"]}
    made = create_meeting(walk.service, walk.kansli, heads)
    walk.meeting = made["id"]
    pdfs = _built_pdfs(walk)
    count = 0
    for arende in raw["arenden"]:
        made = add_arende(walk.service, walk.kansli, walk.meeting, _facts(arende), made["version"])
        for source, handling in _sources(arende, pdfs):
            made = _add(walk, made, arende["ordning"], handling, source)
            count += 1
    return f"Sammanträdet är upplagt i tjänsten, med {len(raw['arenden'])} ärenden och {count} handlingar."


def record_late_matters(walk: Walk) -> str:
    """The list of the second dispatch: new matters and documents, documents in new versions, what falls away."""
    raw = read_json(SECOND_DISPATCH, walk.service.settings)
    before = {one["ordning"]: one for one in read_json(MEETING, walk.service.settings)["arenden"]}
    held: Mapping[str, Any] = get_meeting(walk.service, walk.kansli, walk.meeting)
    heads = {"sammantrade": raw["sammantrade"], "kallelse": _without_files(raw["kallelse"])}
    held = change_meeting(walk.service, walk.kansli, walk.meeting, heads, held["version"])
    count = 0
    for arende in raw["arenden"]:
        earlier = before.get(arende["ordning"])
        held = _change_matter(walk, held, arende, earlier)
        sent, now = ((one or {}).get("handlingar", ()) for one in (earlier, arende))
        others = {one["titel"]: one for one in sent if one not in now}
        for at, handling in enumerate(now):
            if handling not in sent:
                place = (arende["ordning"], at)
                held = _change_document(walk, held, place, handling, others.get(handling["titel"]))
                count += 1
    return f"{count} handlingar har kommit till eller ändrats sedan kallelsen."


def _change_matter(
    walk: Walk, held: Mapping[str, Any], arende: Mapping[str, Any], earlier: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    facts = _facts(arende)
    if earlier is None:
        return add_arende(walk.service, walk.kansli, walk.meeting, facts, held["version"])
    if facts == _facts(earlier):
        return held
    place = _matter(held, arende["ordning"])["id"]
    return change_arende(walk.service, walk.kansli, walk.meeting, place, facts, held["version"])


def _change_document(
    walk: Walk,
    held: Mapping[str, Any],
    at: tuple[str, int],
    handling: Mapping[str, Any],
    sent: Mapping[str, Any] | None,
) -> Mapping[str, Any]:
    """A new document; or one whose facts or file are others, in the place of the one that was sent."""
    matter = _matter(held, at[0])
    ids = [one["id"] for one in matter["handlingar"]]
    facts = {name: value for name, value in handling.items() if name not in HANDLING_KEPT_OUT}
    where = (walk.service, walk.kansli, walk.meeting)
    if sent is not None and sent.get("fil") == handling.get("fil"):
        return change_handling(*where, (matter["id"], ids[at[1]]), facts, held["version"])
    held = _add(walk, held, at[0], handling, MEETING.parent / handling["fil"])
    if sent is None:
        return held
    fresh = _matter(held, at[0])["handlingar"][-1]["id"]
    old, ids[at[1]] = ids[at[1]], fresh
    held = remove_handling(*where, (matter["id"], old), held["version"])
    return order_handlingar(*where, matter["id"], ids, held["version"])


def _add(
    walk: Walk, held: Mapping[str, Any], ordning: str, handling: Mapping[str, Any], source: Path
) -> dict[str, Any]:
    file = add_file(walk.service, walk.kansli, source, source.name)
    facts = {name: value for name, value in handling.items() if name not in HANDLING_KEPT_OUT}
    arende: str = _matter(held, ordning)["id"]
    said = {**facts, "fil": file.id}
    return add_handling(walk.service, walk.kansli, walk.meeting, arende, said, held["version"])


def _sources(arende: Mapping[str, Any], pdfs: Mapping[str, Path]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each document with its file: its own, or the report that was built from its data."""
    for at, handling in enumerate(arende.get("handlingar", ()), start=1):
        built = pdfs.get(f"a{arende['ordning']}.{at}")
        source = MEETING.parent / handling["fil"] if handling.get("fil") else built
        if source is not None:
            yield source, handling


def _built_pdfs(walk: Walk) -> dict[str, Path]:
    """The reports that were built, by the key of their part in the packet.

    One that quotes others is made anew for the supplement; it is found by the name of its data.
    """
    manifest = next((one.path for one in walk.built if one.path.name == "kf-2026-12-14.manifest.json"), None)
    if manifest is None:
        return {}
    made = [one for one in walk.built if one.path.suffix == ".pdf"]
    known = {one.path.name: one.path for one in made} | {one.sha256: one.path for one in made}
    parts = json.loads(manifest.read_text(encoding="utf-8"))["delar"]
    found = {
        one["nyckel"]: known.get(one["pdf_sha256"]) or known.get(f"{Path(one['kallfil']).stem}.pdf")
        for one in parts
        if one["slag"] == "rapport"
    }
    return {key: path for key, path in found.items() if path is not None}


def _matter(held: Mapping[str, Any], ordning: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in held["arenden"] if one["ordning"] == ordning)
    return found


def _facts(arende: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arende.items() if name != "handlingar"}


def _without_files(called: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the summons, without the manifests of earlier dispatches: the service has its own log."""
    return {name: value for name, value in called.items() if name != "tidigare_utskick"}
