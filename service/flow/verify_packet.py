"""Check a packet against its manifest, long after it was made and without anything that it was made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from service.assemble.verify_alone import verify_alone
from service.errors import Problem, UnreadableInput
from service.flow.published import sha256_of
from service.flow.read_manifest import Manifest, read_manifest
from service.flow.sealed import SEALED, SealSeen, before_seal
from service.flow.verify_originals import PagesSeen, check_signed_originals, look_at_pages
from service.model.packet import PacketPlan
from service.settings import Settings

_OF_PIECE = re.compile(r"-del-\d+$")


@dataclass(frozen=True, slots=True)
class VerifiedPacket:
    """What was found when a packet was held against its manifest."""

    name: str
    manifest: Manifest
    problems: tuple[Problem, ...]
    seen: PagesSeen | None = None
    """The pages that were drawn beside their originals', when that was asked for."""
    seal: SealSeen | None = None
    """The seal that has been put on it since the manifest was written."""


def manifest_of(packet: Path) -> Path:
    """Where a packet's manifest lies when nobody says otherwise; its dels are told of in the same one."""
    stem = packet.stem.removesuffix(SEALED)
    return packet.with_name(f"{_OF_PIECE.sub('', stem)}.manifest.json")


def verify_packet(
    packet: Path, manifest: Path, settings: Settings, originals: Path | None = None
) -> VerifiedPacket:
    """Everything in which a packet is not what its manifest says.

    Args:
        packet: the packet, or a piece of it.
        manifest: its manifest.
        settings: the limits.
        originals: the folder with the annexes as they came, to see that every page still looks so.

    Raises:
        InputError: there is no packet, or the manifest cannot be read, or none of the originals is there.
    """
    if not packet.is_file():
        raise UnreadableInput(
            Problem(
                "file_missing",
                f"Filen ”{packet.name}” finns inte.",
                remedy="Ange paketets PDF-fil.",
                source=packet.name,
            )
        )
    told = _of_piece(read_manifest(manifest, settings), packet.stem.removesuffix(SEALED) + packet.suffix)
    with before_seal(packet, told.size, told.sha256, settings) as (whole, seal):
        problems = [*_edited(told), *_gaps(told), *_hash(whole, told)]
        problems += seal.problems if seal is not None else ()
        problems += verify_alone(whole, told.spec, told.plan, told.links)
        problems += check_signed_originals(packet, told)
        seen = None
        if originals is not None and not problems:
            seen, problems = look_at_pages(whole, told, originals, settings)
    return VerifiedPacket(packet.name, told, tuple(problems), seen, seal)


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
            size=int(piece["bytes"]),
            page_count=piece["sidor"],
        )
    return manifest


def _edited(manifest: Manifest) -> Iterator[Problem]:
    if not manifest.intact:
        yield Problem(
            "manifest_edited",
            f"Manifestet ”{manifest.name}” är ändrat sedan det skrevs.",
            "manifest_sha256",
            "Hämta manifestet som skrevs bredvid paketet; det ska inte ändras för hand.",
            manifest.name,
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
