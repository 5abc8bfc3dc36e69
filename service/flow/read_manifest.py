"""Read a manifest: the record of a packet that was made, and of the dispatch in which it went out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from service.assemble.verify_links import Links
from service.errors import InvalidInput, Problem
from service.intake.content import Kind, sniff
from service.intake.json_file import read_json
from service.model.choices import Rendition
from service.model.packet import PacketPlan, PacketSpec, Part, PartKind, PlannedPart
from service.settings import Settings

FORMAT = "samlad-manifest 2"
_EDITIONS = {one.value: one for one in Rendition}
DIGEST = "manifest_sha256"
"""The manifest's last line: the digest of all others."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that was read."""

    name: str
    raw: dict[str, Any]
    """Every line of it, as it stands in the file."""
    spec: PacketSpec
    plan: PacketPlan
    links: Links
    sha256: str
    """Of the packet as it was built; a seal that was put on it later lies after its end."""
    size: int
    page_count: int
    pieces: tuple[dict[str, Any], ...]
    """The same packet in several files."""
    rendition: Rendition
    number: int
    """Which dispatch of the meeting it is, from 1."""
    day: date | None
    """When it was sent out, where the meeting file said so."""
    whole: tuple[PlannedPart, ...]
    """The parts of the whole packet, in its order; a supplement holds only some of them."""
    whole_raw: tuple[dict[str, Any], ...]
    """The same, as they stand in the file."""

    @property
    def intact(self) -> bool:
        """Whether nobody has changed it since it was written."""
        return bool(self.raw.get(DIGEST) == digest_of(self.raw))


def digest_of(manifest: Mapping[str, Any]) -> str:
    """The digest of a manifest's lines but the one that holds it; their order and spacing do not count."""
    told = {key: value for key, value in manifest.items() if key != DIGEST}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_manifest(path: Path, settings: Settings) -> Manifest:
    """Read a manifest.

    Raises:
        InputError: the file is missing, is no manifest, or lacks something.
    """
    if path.is_file() and sniff(path) is Kind.PDF:
        raise InvalidInput(
            Problem(
                "not_a_manifest",
                f"Filen ”{path.name}” är ett paket, inte dess manifest.",
                "format",
                f"Ange manifestet som skrevs bredvid det: {path.stem}.manifest.json.",
                path.name,
            )
        )
    raw = dict(read_json(path, settings))
    if raw.get("format") != FORMAT:
        raise InvalidInput(
            Problem(
                "not_a_manifest",
                f"Filen ”{path.name}” är inte ett manifest av slaget ”{FORMAT}”.",
                "format",
                "Ange manifestet som skrevs bredvid paketet.",
                path.name,
            )
        )
    try:
        return _manifest(path.name, raw)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InvalidInput(
            Problem(
                "manifest_broken",
                f"Manifestet ”{path.name}” saknar något, eller har något annat än det ska ({fault}).",
                remedy="Hämta manifestet som skrevs bredvid paketet; det ska inte ändras för hand.",
                source=path.name,
            )
        ) from fault


def _manifest(name: str, raw: dict[str, Any]) -> Manifest:
    packet, dispatch = raw["paket"], raw["utskick"]
    planned = tuple(_planned(part) for part in raw["delar"])
    whole_raw = tuple(raw.get("hela", raw["delar"]))
    spec = PacketSpec(
        title=str(packet["titel"]),
        author=str(packet["organ"]),
        subject="",
        keywords=(),
        created=datetime.fromisoformat(packet["skapad"]),
        parts=tuple(one.part for one in planned),
        language=str(packet["sprak"]),
    )
    links = {int(one["sida"]): [int(page) for page in one["till"]] for one in raw["lankar"]}
    pieces = tuple(
        {**one, "fran": int(one["fran"]), "till": int(one["till"]), "titel": str(one["titel"])}
        for one in raw["delfiler"]
    )
    return Manifest(
        name=name,
        raw=raw,
        spec=spec,
        plan=PacketPlan(planned, int(packet["hogsta_sidnummer"])),
        links=links,
        sha256=str(packet["sha256"]),
        size=int(packet["bytes"]),
        page_count=int(packet["sidor"]),
        pieces=pieces,
        rendition=_EDITIONS[raw["utgava"]],
        number=int(dispatch["nummer"]),
        day=date.fromisoformat(dispatch["datum"]) if dispatch["datum"] else None,
        whole=tuple(_planned(part) for part in whole_raw),
        whole_raw=whole_raw,
    )


def _planned(part: dict[str, Any]) -> PlannedPart:
    first, last = int(part["fran"]), int(part["till"])
    labels = tuple(str(label) for label in part["sidetiketter"])
    if len(labels) != last - first + 1:
        raise ValueError(f"sidetiketter för {part['nyckel']}")
    return PlannedPart(
        Part(
            key=str(part["nyckel"]),
            kind=PartKind(part["slag"]),
            title=str(part["titel"]),
            label=str(part["nummer"]),
            pdf=Path(),
            diarienummer=str(part["diarienummer"]),
            mark=str(part.get("markning", "")),
            parent=str(part["under"]) or None,
            bookmark=bool(part["bokmarke"]),
            replaces={
                str(key): tuple(str(label) for label in gone)
                for key, gone in part.get("ersatter", {}).items()
            },
        ),
        first,
        last - first + 1,
        labels,
    )
