"""Check a packet against its manifest, long after it was made and without anything that it was made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from service.assemble.verify_alone import Links, verify_alone
from service.errors import InvalidInput, Problem, UnreadableInput
from service.flow.manifest import FORMAT
from service.flow.published import sha256_of
from service.intake.json_file import read_json
from service.model.packet import PacketPlan, PacketSpec, Part, PartKind, PlannedPart
from service.settings import Settings

_OF_PIECE = re.compile(r"-del-\d+$")


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
    page_count: int
    pieces: tuple[dict[str, Any], ...]
    """The same packet in several files."""


@dataclass(frozen=True, slots=True)
class VerifiedPacket:
    """What was found when a packet was held against its manifest."""

    name: str
    manifest: Manifest
    problems: tuple[Problem, ...]


def manifest_of(packet: Path) -> Path:
    """Where a packet's manifest lies when nobody says otherwise; its dels are told of in the same one."""
    return packet.with_name(f"{_OF_PIECE.sub('', packet.stem)}.manifest.json")


def verify_packet(packet: Path, manifest: Path, settings: Settings) -> VerifiedPacket:
    """Everything in which a packet is not what its manifest says.

    Raises:
        InputError: there is no packet, or the manifest cannot be read.
    """
    told = _of_piece(read_manifest(manifest, settings), packet.name)
    if not packet.is_file():
        raise UnreadableInput(
            Problem(
                "file_missing",
                f"Filen ”{packet.name}” finns inte.",
                remedy="Ange paketets PDF-fil.",
                source=packet.name,
            )
        )
    problems = [*_gaps(told), *_hash(packet, told), *verify_alone(packet, told.spec, told.plan, told.links)]
    return VerifiedPacket(packet.name, told, tuple(problems))


def _of_piece(manifest: Manifest, name: str) -> Manifest:
    """What the manifest says of a file with that name: of a del, or else of the whole packet."""
    for piece in manifest.pieces:
        if piece["fil"] != name:
            continue
        first, last, keys = piece["fran"], piece["till"], set(piece["delar"])
        before = first - 1
        parts = tuple(
            replace(one, first_page=one.first_page - before, labels=one.page_labels)
            for one in manifest.plan.parts
            if one.part.key in keys
        )
        links = {
            page - before: [goal - before for goal in goals if first <= goal <= last]
            for page, goals in manifest.links.items()
            if first <= page <= last
        }
        return replace(
            manifest,
            spec=replace(manifest.spec, title=piece["titel"]),
            plan=PacketPlan(parts, manifest.plan.printed_count),
            links=links,
            sha256=piece["sha256"],
            page_count=piece["sidor"],
        )
    return manifest


def read_manifest(path: Path, settings: Settings) -> Manifest:
    """Read a manifest.

    Raises:
        InputError: the file is missing, is no manifest, or lacks something.
    """
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
    packet = raw["paket"]
    planned = tuple(_planned(part) for part in raw["delar"])
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
        name, raw, spec, PacketPlan(planned), links, str(packet["sha256"]), int(packet["sidor"]), pieces
    )


def _planned(part: dict[str, Any]) -> PlannedPart:
    return PlannedPart(
        Part(
            key=str(part["nyckel"]),
            kind=PartKind(part["slag"]),
            title=str(part["titel"]),
            label=str(part["nummer"]),
            pdf=Path(),
            diarienummer=str(part["diarienummer"]),
            parent=str(part["under"]) or None,
            bookmark=bool(part["bokmarke"]),
        ),
        int(part["fran"]),
        int(part["till"]) - int(part["fran"]) + 1,
    )


def _gaps(manifest: Manifest) -> Iterator[Problem]:
    """Every page belongs to one part, from the first to the last."""
    page = 1
    for planned in manifest.plan.parts:
        if planned.first_page != page or planned.page_count < 1:
            yield Problem(
                "manifest_pages_differ",
                f"Enligt manifestet har {planned.part.label} sidorna {planned.first_page}–{planned.last_page}, "
                f"men borde börja på sidan {page}.",
                planned.part.key,
                source=manifest.name,
            )
        page = planned.last_page + 1
    said = manifest.page_count
    if said != manifest.plan.page_count:
        yield Problem(
            "manifest_pages_differ",
            f"Enligt manifestet har paketet {said} sidor, men delarna har {manifest.plan.page_count}.",
            "paket.sidor",
            source=manifest.name,
        )


def _hash(packet: Path, manifest: Manifest) -> Iterator[Problem]:
    found = sha256_of(packet)
    if found != manifest.sha256:
        yield Problem(
            "packet_sha256_differs",
            f"Filens sha256 är {found}, men manifestet säger {manifest.sha256}: filen är ändrad eller en annan.",
            "paket.sha256",
            "Hämta paketet på nytt, eller det manifest som hör till det.",
            packet.name,
        )
